// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <stop_token>
#include <type_traits>
#include <utility>
#include <vector>

#include <QString>

#include "core/base/error.h"
#include "core/results/runrecord.h"
#include "core/results/trainingcurve.h"
#include "core/training/trainobserver.h"

namespace opal {

/// Progress of any job. Texts are stable English keys; views translate them.
struct JobProgress
{
    QString phase; ///< "read", "soft", "evaluate", ...
    double fraction = -1; ///< 0..1; negative: unknown
    std::int64_t done = 0; ///< steps, rows, users; 0 if meaningless
    std::int64_t total = 0; ///< 0: unknown
    double perSecond = 0; ///< rate of `done`
    double secondsLeft = -1; ///< negative: unknown
    /// New since the last progress; only a training job fills them.
    std::vector<StepReport> steps;
    std::vector<EvaluationReport> evaluations;
    std::vector<RunEvent> events;
    QString run; ///< id of the run a training job works on; empty otherwise
    std::int64_t point = -1; ///< of a sweep: number of the point that is trained; -1 otherwise
    QString pointLabel; ///< what that point is
};

/// What a job sees of the world. Implemented by the runner (gathers, flushes at most 10 times a second) and
/// by the command line (prints). Thread: the job's own.
class JobContext
{
public:
    virtual ~JobContext() = default;
    virtual std::stop_token stopToken() const = 0;
    virtual void progress(const JobProgress& progress) = 0;

    /// What the person wants of a training; each request is handed out once.
    virtual TrainRequest takeRequest() { return TrainRequest::None; }
};

/// What a training comes to.
struct TrainJobResult
{
    RunRecord run;
    bool paused = false;
};

enum class JobLane {
    Heavy, ///< one at a time: import, training, evaluation
    Interactive, ///< quick questions while a heavy job runs
    Files ///< copies beside the other two that wait for the disk: run bundles
};

/// What a queue knows of a job.
struct JobHead
{
    QString kind; ///< stable key: "import", "train", "evaluate", "recommend", "synthesise"
    QString subject; ///< what it works on, for the jobs strip: a file, or the name or id of a run
    JobLane lane = JobLane::Heavy;
    QString resumedRun = {}; ///< id of the stored run that it goes on with; empty if none
    QString sweep = {}; ///< id of the stored sweep whose points it trains; empty if none
};

/// One piece of long work: `run` calls the engine, writes the store and returns what came out; it throws
/// Error or Cancelled. It is called once, on any thread: by a JobRunner, by the command line on its own, or
/// by another job as a part of its work.
template <typename Result> struct Job
{
    JobHead head;
    std::function<Result(JobContext&)> run;
};

/// The same job with what `make` makes of its result, on the job's own thread.
template <typename Result, typename Make>
Job<std::invoke_result_t<Make, Result>> then(Job<Result> job, Make make)
{
    return { std::move(job.head), [run = std::move(job.run), make = std::move(make)](JobContext& context) {
                return make(run(context));
            } };
}

/// Several jobs as one, which runs them one after the other and takes each for an equal share of the whole.
/// `jobs` is not empty; the first gives the head.
template <typename Result> Job<std::vector<Result>> inTurn(std::vector<Job<Result>> jobs)
{
    /// The whole, seen from one of them.
    struct Part final : JobContext
    {
        JobContext& outer;
        double done;
        double share;

        Part(JobContext& whole, double doneBefore, double ownShare)
            : outer(whole)
            , done(doneBefore)
            , share(ownShare)
        {
        }

        std::stop_token stopToken() const override { return outer.stopToken(); }

        void progress(const JobProgress& progress) override
        {
            JobProgress next = progress;
            next.fraction = progress.fraction < 0 ? -1 : done + share * progress.fraction;
            outer.progress(next);
        }
    };

    JobHead head = jobs.front().head;
    return { std::move(head), [jobs = std::move(jobs)](JobContext& context) {
                const double share = 1.0 / static_cast<double>(jobs.size());
                std::vector<Result> results;
                for (const Job<Result>& job : jobs) {
                    if (context.stopToken().stop_requested())
                        throw Cancelled();
                    Part part(context, share * static_cast<double>(results.size()), share);
                    results.push_back(job.run(part));
                }
                return results;
            } };
}

} // namespace opal
