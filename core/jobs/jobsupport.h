#pragma once

#include <memory>
#include <string>

#include <QString>

#include "core/base/params.h"
#include "core/data/dataset.h"
#include "core/jobs/jobs.h"
#include "core/results/runrecord.h"

namespace opal {

/// Puts a data-set file into the store's list and returns its card.
DatasetResult registerDataset(RunStore& store, const DatasetSummary& summary, const QString& file);

/// The parameters of a run as they are now. Throws Error{UnknownKey, InvalidConfiguration} if this release
/// does not know them.
ParamMap runParams(const RunRecord& run);

/// The data set of a run, where it was or wherever the store knows the same content to be.
/// Throws Error{NotFound} naming the data set, Error{InvalidData} if the file now holds something else.
std::shared_ptr<const Dataset> openRunDataset(const RunStore& store, const RunRecord& run);

} // namespace opal
