// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <any>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include <QHash>
#include <QObject>
#include <QString>

#include "core/base/error.h"
#include "core/jobs/job.h"

namespace opal {

using JobId = std::int64_t;

enum class JobLane {
    Heavy, ///< one at a time: import, training, evaluation
    Interactive, ///< quick questions while a heavy job runs
    Files ///< copies beside the other two that wait for the disk: run bundles
};

/// How a job ended.
struct JobOutcome
{
    enum class Kind { Succeeded, Failed, Cancelled };

    Kind kind = Kind::Succeeded;
    std::any result; ///< as the job documents; empty unless succeeded
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

    /// Work that a person waits for, in contrast to the quick questions of the panels.
    bool isWork() const { return lane != JobLane::Interactive; }
};

/// The only place where threads and exceptions meet: a worker thread a lane, a queue, gathered progress at
/// most 10 times a second, and exactly one `finished` a job. Lives in the GUI thread; signals arrive there.
class JobRunner final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(JobRunner)

public:
    explicit JobRunner(QObject* parent = nullptr);
    /// Asks everything to stop and joins.
    ~JobRunner() override;

    JobId submit(std::unique_ptr<Job> job, JobLane lane = JobLane::Heavy);
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
    void started(opal::JobId id);
    void progressed(opal::JobId id, const opal::JobProgress& progress);
    void finished(opal::JobId id, const opal::JobOutcome& outcome);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace opal
