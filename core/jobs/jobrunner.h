// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

#include <QHash>
#include <QObject>
#include <QString>
#include <QStringList>

#include "core/base/error.h"
#include "core/jobs/job.h"

namespace opal {

using JobId = std::int64_t;

/// How a job ended.
struct JobOutcome
{
    enum class Kind { Succeeded, Failed, Cancelled };

    Kind kind = Kind::Succeeded;
    ErrorCode errorCode = ErrorCode::Internal;
    QString errorDetail; ///< English sentence of the error

    bool succeeded() const { return kind == Kind::Succeeded; }
};

/// A job as the queue shows it.
struct JobInfo
{
    JobId id = 0;
    QString kind;
    QString subject;
    JobLane lane = JobLane::Heavy;
    bool running = false;
    bool stopping = false; ///< cancel or stop was asked, the current step is being finished
    QString resumedRun; ///< id of the run that it goes on with; empty if none
    QString sweep; ///< id of the sweep whose points it trains; empty if none
    QStringList runs; ///< ids of the runs that it has worked on, the last one last; only trainings tell
    JobProgress progress; ///< the last, without what was new then

    /// Work that a person waits for, in contrast to the quick questions of the panels.
    bool isWork() const { return lane != JobLane::Interactive; }
};

/// What who asks for a job wants to hear of it, in the GUI thread.
template <typename Result> struct JobListener
{
    std::function<void(const JobProgress&)> progressed = {};
    /// Exactly once, before `finished`; `result` is null unless the job succeeded, and may be moved from.
    std::function<void(const JobOutcome& outcome, Result* result)> ended = {};
};

/// The only place where threads and exceptions meet: a worker thread a lane, a queue, gathered progress at
/// most 10 times a second, and exactly one `finished` a job. Who asks for a job listens to it alone; the
/// signals tell of all of them, without what came out. Lives in the GUI thread; signals arrive there.
class JobRunner final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(JobRunner)

public:
    explicit JobRunner(QObject* parent = nullptr);
    /// Asks everything to stop and joins.
    ~JobRunner() override;

    /// Puts a job at the end of its lane's queue. What is called must outlive the job or know that it does
    /// not, as an Ask (views/shell/ask.h) does. Nothing is called before submit() has returned.
    template <typename Result> JobId submit(Job<Result> job, JobListener<Result> listener = {})
    {
        // Here alone the type is lost: from now on a job is something to do and something to say of its end.
        auto result = std::make_shared<std::optional<Result>>();
        Erased erased { std::move(job.head), {}, std::move(listener.progressed), {} };
        erased.run = [run = std::move(job.run), result](JobContext& context) { *result = run(context); };
        erased.ended = [this, ended = std::move(listener.ended), result](const JobOutcome& outcome) {
            Result* const made = outcome.succeeded() ? &**result : nullptr;
            if constexpr (std::is_same_v<Result, TrainJobResult>)
                if (made)
                    Q_EMIT trained(*made);
            if (ended)
                ended(outcome, made);
        };
        return enqueue(std::move(erased));
    }

    /// Removes a queued job or triggers the stop token of the running one. Ends in `finished` with Cancelled.
    void cancel(JobId id);
    /// Moves a waiting job before (-1) or behind (+1) the next waiting one of its lane; nothing happens at
    /// the ends and for jobs that do not wait.
    void moveWaiting(JobId id, int direction);
    /// Hands a request to a running training.
    void request(JobId id, TrainRequest request);

    std::vector<JobInfo> jobs() const; ///< running first, then queued in order
    bool isBusy() const;
    /// What jobs() says instead of a subject that is a key of `names`: jobs know runs by their ids, people by
    /// their names.
    void setSubjectNames(QHash<QString, QString> names);
    /// The job, waiting or running, that goes on with a run; nothing if there is none.
    std::optional<JobInfo> resuming(const QString& run) const;

Q_SIGNALS:
    void queueChanged();
    void started(const opal::JobInfo& job);
    void progressed(const opal::JobInfo& job, const opal::JobProgress& progress);
    void finished(const opal::JobInfo& job, const opal::JobOutcome& outcome);
    /// A training has paused, was stopped or came to its end, whoever asked for it; trainings that are part
    /// of another job do not count.
    void trained(const opal::TrainJobResult& result);

private:
    /// A job without its type.
    struct Erased
    {
        JobHead head;
        std::function<void(JobContext&)> run;
        std::function<void(const JobProgress&)> progressed; ///< may be empty
        std::function<void(const JobOutcome&)> ended;
    };

    struct Impl;

    JobId enqueue(Erased job);

    std::unique_ptr<Impl> m_impl;
};

} // namespace opal
