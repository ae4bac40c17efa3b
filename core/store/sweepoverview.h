// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/results/runrecord.h"
#include "core/results/sweep.h"

namespace opal {

class RunStore;

/// All sweeps, and one of them with its runs.
struct SweepOverview
{
    std::vector<SweepRecord> sweeps; ///< with their points, newest first
    std::string chosen; ///< id; empty if there is no sweep
    std::vector<RunRecord> runs; ///< of the chosen sweep
    std::vector<RunRecord> chartRuns; ///< these or, if wanted, all of its data set that are not archived
    std::optional<RunRecord> shownRun;
    int toTrain = 0; ///< points of the chosen sweep that wait and that no finished run answers
};

/// `chosen` is the id of a sweep; of one that is not there, and empty, the newest is taken. `shownRun` is the
/// id of a run to bring along, if it is there. Throws what RunStore throws.
SweepOverview sweepOverview(RunStore& store, const std::string& chosen, bool allOfDataset,
                            const std::string& shownRun);

} // namespace opal
