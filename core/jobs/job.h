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

/// What a training adds to the progress of the job that it is, or that it is a part of.
struct TrainProgress
{
    QString run; ///< id of the run that it works on; empty: nothing is trained
    /// New since the last progress.
    std::vector<StepReport> steps;
    std::vector<EvaluationReport> evaluations;
    std::vector<RunEvent> events;
    std::int64_t point = -1; ///< which of several trainings it is, as of a sweep; -1: the only one
    QString pointLabel; ///< what that is

    /// Takes over everything of `next`; the lists grow.
    void gather(TrainProgress next);

    /// Where it stands, without what was new.
    TrainProgress withoutNews() const { return { run, {}, {}, {}, point, pointLabel }; }
};

/// Progress of any job. Texts are stable English keys; views translate them.
struct JobProgress
{
    QString phase; ///< "read", "soft", "evaluate", ...
    double fraction = -1; ///< 0..1; negative: unknown
    std::int64_t done = 0; ///< steps, rows, users; 0 if meaningless
    std::int64_t total = 0; ///< 0: unknown
    double perSecond = 0; ///< rate of `done`
    double secondsLeft = -1; ///< negative: unknown; of a training: until its stage can end
    double secondsLeftAtMost = -1; ///< of a training: until its stage must end; negative: nothing ends it
    TrainProgress training = {}; ///< empty unless the job trains

    /// What a bar shows beside these numbers, 0..1 or negative: of one training its stage, else the whole.
    double shownShare(const QString& kind) const
    {
        return kind == QLatin1String("train") && total > 0
            ? static_cast<double>(done) / static_cast<double>(total)
            : fraction;
    }
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

/// A part of a job, whose progress fills a share of the whole. What is unknown stays so, and what is known
/// never falls back, as each stage of a training counts from the start.
class PartContext : public JobContext
{
public:
    /// The part begins where `from` of the whole, 0..1, is done. `adapt`, if there is any, has the last word
    /// on what the whole tells. Requests reach the part unless the job has no use for what they leave.
    PartContext(JobContext& whole, double from, double share,
                std::function<void(JobProgress& progress)> adapt = {}, bool takesRequests = true);

    std::stop_token stopToken() const override { return m_whole.stopToken(); }

    TrainRequest takeRequest() override
    {
        return m_takesRequests ? m_whole.takeRequest() : TrainRequest::None;
    }

    void progress(const JobProgress& progress) override;

private:
    JobContext& m_whole;
    double m_from;
    double m_share;
    double m_highest = -1; ///< of the part; negative: it has not said
    std::function<void(JobProgress&)> m_adapt;
    bool m_takesRequests;
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
    JobHead head = jobs.front().head;
    return { std::move(head), [jobs = std::move(jobs)](JobContext& context) {
                const double share = 1.0 / static_cast<double>(jobs.size());
                std::vector<Result> results;
                for (const Job<Result>& job : jobs) {
                    if (context.stopToken().stop_requested())
                        throw Cancelled();
                    PartContext part(context, share * static_cast<double>(results.size()), share);
                    results.push_back(job.run(part));
                }
                return results;
            } };
}

} // namespace opal
