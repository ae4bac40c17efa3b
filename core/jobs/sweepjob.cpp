// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <chrono>
#include <utility>

#include <QFileInfo>

#include "core/analysis/fairsearch.h"
#include "core/analysis/sweepplan.h"
#include "core/base/error.h"
#include "core/base/text.h"
#include "core/data/datasetfile.h"
#include "core/jobs/fairreport.h"
#include "core/jobs/jobs.h"
#include "core/jobs/jobsupport.h"
#include "core/models/registry.h"
#include "core/store/runstore.h"
#include "core/store/sweepstore.h"

namespace opal {

namespace {

/// The sweep's context seen from the training of one point: progress becomes that of the whole sweep, and the
/// run is noted as soon as it has an id, so that it is found again whatever happens.
class PointContext final : public JobContext
{
public:
    PointContext(JobContext& outer, SweepStore& sweeps, const std::string& sweep, SweepPoint& point)
        : m_outer(outer)
        , m_sweeps(sweeps)
        , m_sweep(sweep)
        , m_point(point)
    {
    }

    /// Where the sweep stands, for the whole sweep's progress.
    std::int64_t done = 0;
    std::int64_t total = 1;
    double meanSeconds = -1; ///< of a trained point; negative: none was trained yet

    std::stop_token stopToken() const override { return m_outer.stopToken(); }

    TrainRequest takeRequest() override { return m_outer.takeRequest(); }

    void progress(const JobProgress& progress) override
    {
        const std::string run = progress.run.toStdString();
        if (!run.empty() && run != m_point.run) {
            m_point.run = run;
            m_sweeps.update(m_sweep, m_point);
        }
        JobProgress next = progress;
        next.point = m_point.number;
        next.pointLabel = QString::fromStdString(m_point.label);
        const double share = std::max(progress.fraction, 0.0);
        next.fraction = (static_cast<double>(done) + share) / static_cast<double>(total);
        next.secondsLeft = meanSeconds < 0 ? -1 : meanSeconds * (static_cast<double>(total - done) - share);
        m_outer.progress(next);
    }

private:
    JobContext& m_outer;
    SweepStore& m_sweeps;
    const std::string& m_sweep;
    SweepPoint& m_point;
};

/// The points with what the data set decides for them, as their runs will record it.
void settle(std::vector<SweepPoint>& points, std::int64_t itemCount)
{
    for (SweepPoint& point : points) {
        const ModelInfo& model = findModel(point.model);
        const ParamMap settled = settledParams(point.model, recordedParams(model, point.params), itemCount);
        for (const auto& [key, value] : settled.values())
            point.params[key] = paramText(value);
    }
}

/// Trains the points of a sweep.
class Sweeping final
{
public:
    Sweeping(RunStore& store, WorkspacePaths paths, std::string sweep, int threads)
        : m_store(store)
        , m_sweeps(store)
        , m_paths(std::move(paths))
        , m_id(std::move(sweep))
        , m_threads(threads)
    {
    }

    SweepRecord run(JobContext& context)
    {
        double trainedSeconds = 0;
        int trained = 0;
        while (!context.stopToken().stop_requested()) {
            std::optional<SweepPoint> point = m_sweeps.claim(m_id);
            if (!point) {
                if (searchOn())
                    continue;
                return m_sweeps.sweep(m_id);
            }
            const SweepRecord sweep = m_sweeps.sweep(m_id);
            if (answered(sweep, *point))
                continue;
            PointContext inner(context, m_sweeps, m_id, *point);
            inner.total = static_cast<std::int64_t>(sweep.points.size());
            inner.done
                = countPoints(sweep, SweepPointState::Finished) + countPoints(sweep, SweepPointState::Failed);
            if (trained > 0)
                inner.meanSeconds = trainedSeconds / trained;
            const auto started = std::chrono::steady_clock::now();
            if (!train(sweep, *point, inner))
                return m_sweeps.sweep(m_id);
            trainedSeconds += secondsSince(started);
            ++trained;
        }
        throw Cancelled();
    }

private:
    /// Of a fair comparison: adds the points that the results so far ask for. False where there are none:
    /// everything is known, another program still trains, or it is no such sweep.
    bool searchOn()
    {
        const SweepRecord sweep = m_sweeps.sweep(m_id);
        const auto unfinished = [](const SweepPoint& point) {
            return point.state == SweepPointState::Running || point.state == SweepPointState::Waiting;
        };
        if (!sweep.fair || sweep.paused || std::any_of(sweep.points.begin(), sweep.points.end(), unfinished))
            return false;
        FairPlan plan = planFairSearch(*sweep.fair, sweep.points, fairMetrics(m_store, sweep));
        if (plan.next.empty()) {
            markWinners(m_store, sweep, plan);
            return false;
        }
        settle(plan.next, openDataset(sweep.datasetPath)->itemCount());
        // Where another program was faster, its points are claimed next.
        m_sweeps.append(m_id, plan.next);
        return true;
    }

    /// Gives the point the run that it already has, or that somebody else trained.
    bool answered(const SweepRecord& sweep, SweepPoint& point)
    {
        if (!point.run.empty()) {
            const auto own = ownRun(point);
            if (own && own->test && (own->state == RunState::Finished || own->state == RunState::Stopped)) {
                finish(point);
                return true;
            }
            if (!own || !isResumable(*own))
                point.run.clear();
            else
                return false;
        }
        const auto known = m_sweeps.finishedRun(sweep.datasetHash, point);
        if (!known)
            return false;
        point.run = *known;
        point.reused = true;
        finish(point);
        return true;
    }

    std::optional<RunRecord> ownRun(const SweepPoint& point) const
    {
        try {
            return m_store.run(point.run);
        } catch (const Error& error) {
            if (error.code() != ErrorCode::NotFound)
                throw;
            return std::nullopt;
        }
    }

    void finish(SweepPoint& point)
    {
        point.state = SweepPointState::Finished;
        point.error.clear();
        m_sweeps.update(m_id, point);
    }

    /// False if the person at the window paused the training, and with it the sweep.
    bool train(const SweepRecord& sweep, SweepPoint& point, JobContext& context)
    {
        TrainJobRequest request;
        request.threads = m_threads;
        if (!point.run.empty()) {
            request.resumeRun = QString::fromStdString(point.run);
        } else {
            request.datasetFile = QString::fromStdString(sweep.datasetPath);
            request.model = point.model;
            request.params = point.params;
            request.name = QString::fromStdString(point.label);
            request.tags = { "sweep", sweep.name };
        }
        try {
            const TrainJobResult result = makeTrainJob(m_store, m_paths, std::move(request)).run(context);
            if (result.paused) {
                m_sweeps.setPaused(m_id, true);
                point.state = SweepPointState::Waiting;
                m_sweeps.update(m_id, point);
                return false;
            }
            finish(point);
        } catch (const Cancelled&) {
            // The next one to claim it goes on from its checkpoint.
            point.state = SweepPointState::Waiting;
            m_sweeps.update(m_id, point);
            throw;
        } catch (const Error& error) {
            point.state = SweepPointState::Failed;
            point.error = error.detail();
            m_sweeps.update(m_id, point);
            // Without the store or the disk the next point would fail as well.
            if (error.code() == ErrorCode::Database || error.code() == ErrorCode::CannotWrite)
                throw;
        } catch (const std::exception& failure) {
            point.state = SweepPointState::Failed;
            point.error = firstLine(failure.what());
            m_sweeps.update(m_id, point);
        }
        return true;
    }

    RunStore& m_store;
    SweepStore m_sweeps;
    WorkspacePaths m_paths;
    std::string m_id;
    int m_threads;
};

} // namespace

Job<SweepRecord> makeSweepJob(RunStore& store, const WorkspacePaths& paths, std::string sweep, int threads)
{
    JobHead head { QStringLiteral("sweep"), QString::fromStdString(SweepStore(store).sweep(sweep).name) };
    head.sweep = QString::fromStdString(sweep);
    return { std::move(head),
             [sweeping = Sweeping(store, paths, std::move(sweep), threads)](JobContext& context) mutable {
                 return sweeping.run(context);
             } };
}

std::string prepareSweep(RunStore& store, const SweepRequest& request, const QString& datasetFile)
{
    SweepRecord sweep;
    const bool fair = request.fairBudget > 0;
    if (fair) {
        sweep.fair = request;
        sweep.points = planFairSearch(request, {}, {}).next;
    } else {
        sweep.points = expandSweep(request);
    }
    sweep.name = sweepName(request);
    const QString file = QFileInfo(datasetFile).absoluteFilePath();
    const auto data = openDataset(file.toStdString());
    const DatasetSummary summary = data->summary();
    settle(sweep.points, data->itemCount());
    registerDataset(store, summary, file);
    sweep.datasetName = summary.name;
    sweep.datasetHash = summary.hash;
    sweep.datasetPath = file.toStdString();
    SweepStore sweeps(store);
    if (const auto same
        = fair ? sweeps.findFair(summary.hash, request) : sweeps.findSame(summary.hash, sweep.points)) {
        sweeps.retry(*same);
        sweeps.setPaused(*same, false);
        return *same;
    }
    return sweeps.create(sweep);
}

} // namespace opal
