// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/sweepoverview.h"

#include <algorithm>
#include <set>

#include "core/store/runstore.h"
#include "core/store/sweepstore.h"

namespace opal {

namespace {

int pointsToTrain(const SweepStore& sweeps, const SweepRecord& sweep)
{
    const auto answers = sweeps.finishedRuns(sweep.datasetHash, sweep.points);
    int count = 0;
    for (std::size_t i = 0; i < answers.size(); ++i)
        count += sweep.points[i].state != SweepPointState::Finished && !answers[i] ? 1 : 0;
    return count;
}

} // namespace

SweepOverview sweepOverview(RunStore& store, const std::string& chosen, bool allOfDataset,
                            const std::string& shownRun)
{
    SweepOverview overview;
    const SweepStore sweeps(store);
    for (const SweepRecord& sweep : sweeps.sweeps())
        overview.sweeps.push_back(sweeps.sweep(sweep.id));
    auto sweep = std::find_if(overview.sweeps.begin(), overview.sweeps.end(),
                              [&chosen](const SweepRecord& one) { return one.id == chosen; });
    if (sweep == overview.sweeps.end())
        sweep = overview.sweeps.begin();
    const bool any = sweep != overview.sweeps.end();
    std::set<std::string> own;
    if (any) {
        overview.chosen = sweep->id;
        overview.toTrain = pointsToTrain(sweeps, *sweep);
        for (const SweepPoint& point : sweep->points)
            own.insert(point.run);
    }
    for (const RunRecord& run : store.runs(true)) {
        if (run.id == shownRun)
            overview.shownRun = run;
        const bool isOwn = own.contains(run.id);
        if (isOwn)
            overview.runs.push_back(run);
        if (isOwn || (allOfDataset && any && run.datasetHash == sweep->datasetHash && !run.archived))
            overview.chartRuns.push_back(run);
    }
    return overview;
}

} // namespace opal
