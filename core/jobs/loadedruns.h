// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>

#include "core/jobs/workspacepaths.h"
#include "core/results/attribution.h"
#include "core/results/runrecord.h"
#include "core/retrieval/explorer.h"

namespace opal {

class RunStore;

/// Calls `work` with the run's data set, model and item table. The last two runs stay loaded in the process,
/// so that the next question is answered at once and two runs can be compared; one question at a time. A run
/// whose weights or data-set file have changed is read again. Throws what reading a run throws.
void withLoadedRun(RunStore& store, const WorkspacePaths& paths, const std::string& run,
                   const std::function<void(const Explorer& explorer, const RunRecord& record)>& work);

/// Changes when the run's weights change, also while it is still training.
std::string weightsKey(const WorkspacePaths& paths, const RunRecord& run);

/// Answers a question about a loaded run, with the names of interests and categories.
UserExploration exploreRun(RunStore& store, const WorkspacePaths& paths, const Explorer& explorer,
                           const RunRecord& run, const ExploreQuery& query);

/// An explorer of its own, for long work that must not keep the quick questions waiting.
std::unique_ptr<Explorer> loadRun(RunStore& store, const WorkspacePaths& paths, const RunRecord& run);

} // namespace opal
