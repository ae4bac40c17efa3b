// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/shared/sweepstart.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "core/base/error.h"
#include "core/jobs/jobrunner.h"
#include "core/jobs/jobs.h"
#include "core/results/ablations.h"
#include "core/store/runstore.h"
#include "core/store/sweepstore.h"

namespace opal {

namespace {

/// What is ready to go into the queue.
struct Prepared
{
    StartedSweep sweep;
    Job<SweepRecord> job;
};

Prepared prepare(RunStore& store, const WorkspacePaths& paths, const std::string& id)
{
    const SweepRecord sweep = SweepStore(store).sweep(id);
    Prepared prepared;
    prepared.sweep.id = QString::fromStdString(id);
    prepared.sweep.name = QString::fromStdString(sweep.name);
    prepared.sweep.points = static_cast<int>(sweep.points.size());
    const auto answers = SweepStore(store).finishedRuns(sweep.datasetHash, sweep.points);
    for (std::size_t i = 0; i < sweep.points.size(); ++i)
        if (sweep.points[i].state != SweepPointState::Finished && !answers[i])
            ++prepared.sweep.toTrain;
    prepared.job = makeSweepJob(store, paths, id, 0);
    return prepared;
}

void submit(JobRunner& jobs, Prepared prepared, const std::function<void(const StartedSweep&)>& done)
{
    const std::vector<JobInfo> queue = jobs.jobs();
    const bool there = std::any_of(queue.begin(), queue.end(), [&](const JobInfo& job) {
        return job.sweep == prepared.sweep.id && !job.stopping;
    });
    if (!there)
        jobs.submit(std::move(prepared.job));
    done(prepared.sweep);
}

} // namespace

void startSweep(QObject* context, const PanelContext& panel, SweepRequest request, const QString& datasetFile,
                std::function<void(const StartedSweep&)> done, const BackgroundQueries::Failed& failed)
{
    panel.queries.run(
        context,
        [&store = panel.store, &paths = panel.paths, request = std::move(request), datasetFile] {
            return prepare(store, paths, prepareSweep(store, request, datasetFile));
        },
        [&jobs = panel.jobs, done = std::move(done)](Prepared prepared) {
            submit(jobs, std::move(prepared), done);
        },
        failed);
}

void continueSweep(QObject* context, const PanelContext& panel, const std::string& sweep, bool retry,
                   std::function<void(const StartedSweep&)> done, const BackgroundQueries::Failed& failed)
{
    panel.queries.run(
        context,
        [&store = panel.store, &paths = panel.paths, sweep, retry] {
            SweepStore sweeps(store);
            if (retry)
                sweeps.retry(sweep);
            sweeps.setPaused(sweep, false);
            return prepare(store, paths, sweep);
        },
        [&jobs = panel.jobs, done = std::move(done)](Prepared prepared) {
            submit(jobs, std::move(prepared), done);
        },
        failed);
}

bool hasAblations(const RunRecord& run)
{
    return run.model == referenceModel && ablationsOf(currentParams(run)).empty();
}

void makeAblations(QObject* context, const PanelContext& panel, const std::string& run,
                   std::function<void(const StartedSweep&)> done, const BackgroundQueries::Failed& failed)
{
    panel.queries.run(
        context,
        [&store = panel.store, &paths = panel.paths, run] {
            const RunRecord record = store.run(run);
            if (!hasAblations(record))
                throw Error(ErrorCode::InvalidArgument,
                            "ablations are made from a run of the whole OPAL model, which '" + record.name
                                + "' is not");
            SweepRequest request;
            request.name = "ablations of " + record.name;
            request.models = { record.model };
            request.params = currentParams(record);
            request.ablations = true;
            return prepare(store, paths,
                           prepareSweep(store, request, QString::fromStdString(record.datasetPath)));
        },
        [&jobs = panel.jobs, done = std::move(done)](Prepared prepared) {
            submit(jobs, std::move(prepared), done);
        },
        failed);
}

} // namespace opal
