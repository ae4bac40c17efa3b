// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <QString>

#include "core/exchange/adoption.h"
#include "core/jobs/job.h"
#include "core/jobs/workspacepaths.h"
#include "core/results/exclusion.h"

namespace opal {

class RunStore;

struct AdoptJobRequest
{
    QString datasetFile;
    AdoptionRequest vectors;
    QString name; ///< empty: that of the file of interests
    std::vector<std::string> tags;
    std::int64_t maxLength = 100; ///< items of a history that its maker reads, for what lists leave out
    std::optional<Exclusion> exclusion; ///< what lists leave out; nothing: as the data set is meant
};

/// What an adoption came to.
struct AdoptResult
{
    RunRecord run; ///< finished; with the metrics of the test day
    MetricSet validation;
    AdoptionReport report;
};

/// Makes a run of model `external` from vectors, evaluated on the validation and the test day. The run is
/// there whole or not at all. Throws what adoptVectors() and evaluating throw.
Job<AdoptResult> makeAdoptJob(RunStore& store, const WorkspacePaths& paths, AdoptJobRequest request);

/// What adopting would meet: shapes and ids, no numbers. Quick.
Job<AdoptionReport> makeInspectVectorsJob(QString datasetFile, AdoptionRequest request);

} // namespace opal
