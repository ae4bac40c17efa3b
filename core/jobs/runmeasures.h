// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "core/jobs/job.h"
#include "core/jobs/workspacepaths.h"
#include "core/results/agreement.h"
#include "core/results/hypercategory.h"
#include "core/results/runrecord.h"

namespace opal {

class Dataset;
class RankingModel;
class RunStore;

/// Whether the interests of runs mean anything, and what the store keeps of it.

/// Agreement of hyper-categories with the tags of the items; where the data set has no two different tags,
/// with as many groups of the log itself (spectralItemGroups()), which stay in the process for the next
/// question. Nothing of fewer than two categories. `itemCategory` is [N + 1]. Throws Cancelled.
std::optional<Agreement> categoryAgreement(const Dataset& data, std::span<const std::uint8_t> itemCategory,
                                           int categories, const std::stop_token& stop);

/// The same of the model of a run as it is, kept in the store; nothing, which is kept too, if the model has
/// no hyper-categories.
std::optional<Agreement> measureAgreement(RunStore& store, const RunRecord& run, RankingModel& model,
                                          const Dataset& data, const std::stop_token& stop);

/// All that is kept of a run's interests: agreement, and SPPMI over all users of the test day at the settings
/// that runs are compared at. Throws Error{NotFound} for a run without data set or
/// weights.
Job<RunRecord> makeMeasureJob(RunStore& store, const WorkspacePaths& paths, std::string run);

/// A training measures SPPMI by itself up to this many users of the test day (some 1.5 ms each).
constexpr std::int64_t mostUsersMeasuredInTraining = 5000;

/// Adjusted mutual information of the categories of every pair of `runs` (ids), by the items that both know,
/// at the evaluations whose weights the runs have kept. Left out are pairs of which one run has no or a
/// single category, that share no item, or whose data sets differ and are no longer there. Throws
/// Error{NotFound} for a run that is not there, Cancelled.
std::vector<RunStability> categoryStability(const RunStore& store, const std::vector<std::string>& runs,
                                            const std::stop_token& stop = {});

/// The categories of a run at the best evaluation of the stage whose weights it has kept, with their items;
/// of the newest evaluation if that is unknown. Nothing if the run has none.
std::optional<CategorySnapshot> keptCategories(const RunStore& store, const RunRecord& run);

} // namespace opal
