// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <QString>

#include "core/base/params.h"
#include "core/data/dataset.h"
#include "core/evaluation/userquality.h"
#include "core/jobs/jobs.h"
#include "core/results/runrecord.h"

namespace opal {

class RankingModel;

/// Puts a data-set file into the store's list and returns its card.
DatasetResult registerDataset(RunStore& store, const DatasetSummary& summary, const QString& file);

/// The parameters of a run as they are now. Throws Error{UnknownKey, InvalidConfiguration} if this release
/// does not know them.
ParamMap runParams(const WorkspacePaths& paths, const RunRecord& run);

/// File of the run's data set where it is now, else where it was; empty if the run came without one.
std::string runDatasetFile(const RunStore& store, const RunRecord& run);

/// The data set of a run, where it was or wherever the store knows the same content to be.
/// Throws Error{NotFound} naming the data set, Error{InvalidData} if the file now holds something else.
std::shared_ptr<const Dataset> openRunDataset(const RunStore& store, const RunRecord& run);

double secondsSince(std::chrono::steady_clock::time_point start);

/// Tells `context` of work whose share `fraction` is done (negative: unknown), `done` rows or the like.
void report(JobContext& context, const QString& phase, double fraction, std::int64_t done = 0);

/// The same as a function of the share, with the time that is left at the pace so far.
std::function<void(double fraction)> shareReporter(JobContext& context, const QString& phase);

/// The same of work that is counted, with its rate.
std::function<void(std::int64_t done, std::int64_t total)> countReporter(JobContext& context,
                                                                         const QString& phase);

/// The model of a run as it was last trained. Throws Error{NotFound, InvalidCheckpoint}.
std::shared_ptr<RankingModel> loadRunModel(const WorkspacePaths& paths, const RunRecord& run,
                                           const Dataset& data);

/// Metrics of every user of the test day under a run, told to `context` as the share `share` of a job of
/// which `done` is done. Throws what reading a run and userMetrics() throw.
UserMetrics userMetricsOfRun(const WorkspacePaths& paths, const RunRecord& run, const Dataset& data,
                             const std::vector<MetricAt>& metrics, JobContext& context, double done,
                             double share);

} // namespace opal
