// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/jobrunner.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <new>
#include <sys/resource.h>
#include <thread>
#include <unistd.h>
#include <utility>

#include <QMetaObject>
#include <QTimer>

#include "core/base/text.h"

namespace opal {

namespace {

constexpr int flushIntervalMs = 100;
constexpr int heavyNice = 5;
constexpr std::size_t laneCount = 3;

/// Takes over everything of `next`; lists grow until they are flushed.
void gather(JobProgress& pending, const JobProgress& next)
{
    auto steps = std::move(pending.steps);
    auto evaluations = std::move(pending.evaluations);
    auto events = std::move(pending.events);
    const QString run = next.run.isEmpty() ? pending.run : next.run;
    steps.insert(steps.end(), next.steps.begin(), next.steps.end());
    evaluations.insert(evaluations.end(), next.evaluations.begin(), next.evaluations.end());
    events.insert(events.end(), next.events.begin(), next.events.end());
    pending.phase = next.phase;
    pending.fraction = next.fraction;
    pending.done = next.done;
    pending.total = next.total;
    pending.perSecond = next.perSecond;
    pending.secondsLeft = next.secondsLeft;
    pending.steps = std::move(steps);
    pending.evaluations = std::move(evaluations);
    pending.events = std::move(events);
    pending.run = run;
}

JobOutcome failed(ErrorCode code, const QString& detail)
{
    JobOutcome outcome;
    outcome.kind = JobOutcome::Kind::Failed;
    outcome.errorCode = code;
    outcome.errorDetail = detail;
    return outcome;
}

/// One job on its way through the runner; shared by the GUI thread and the lane that runs it.
struct Task final : JobContext
{
    JobId id = 0;
    JobLane lane = JobLane::Heavy;
    std::unique_ptr<Job> job;
    QString kind;
    QString subject;
    QString resumedRun;
    QString sweep;
    bool running = false; ///< GUI thread only
    bool stopping = false; ///< GUI thread only
    std::stop_source stop;
    std::atomic<TrainRequest> wanted { TrainRequest::None };

    std::mutex mutex; ///< protects `pending` and `hasPending`
    JobProgress pending;
    bool hasPending = false;

    std::stop_token stopToken() const override { return stop.get_token(); }

    void progress(const JobProgress& progress) override
    {
        const std::lock_guard lock(mutex);
        if (hasPending)
            gather(pending, progress);
        else
            pending = progress;
        hasPending = true;
    }

    TrainRequest takeRequest() override { return wanted.exchange(TrainRequest::None); }

    std::optional<JobProgress> takePending()
    {
        const std::lock_guard lock(mutex);
        if (!hasPending)
            return std::nullopt;
        hasPending = false;
        return std::exchange(pending, {});
    }

    /// One of the two places where exceptions end. Nothing leaves it.
    JobOutcome execute() noexcept
    {
        try {
            // A job cancelled between being taken from the queue and here does not begin.
            if (stop.stop_requested())
                throw Cancelled();
            JobOutcome outcome;
            outcome.result = job->run(*this);
            return outcome;
        } catch (const Cancelled&) {
            JobOutcome outcome;
            outcome.kind = JobOutcome::Kind::Cancelled;
            return outcome;
        } catch (const Error& error) {
            return failed(error.code(), QString::fromStdString(error.detail()));
        } catch (const std::bad_alloc&) {
            return failed(
                ErrorCode::Unsupported,
                QStringLiteral(
                    "this machine has not enough memory for the job; close other programs or use smaller "
                    "values of batch_size, dim or interests."));
        } catch (const std::exception& error) {
            return failed(ErrorCode::Internal, QString::fromStdString(firstLine(error.what())));
        } catch (...) {
            return failed(ErrorCode::Internal, QStringLiteral("the job ended with an unknown exception."));
        }
    }
};

/// A worker thread that executes one task after the other.
class Lane final
{
public:
    using Done = std::function<void(std::shared_ptr<Task>, JobOutcome)>;

    Lane(int nice, Done done)
        : m_done(std::move(done))
        , m_thread([this, nice](const std::stop_token& token) { work(token, nice); })
    {
    }

    void give(std::shared_ptr<Task> task)
    {
        {
            const std::lock_guard lock(m_mutex);
            m_next = std::move(task);
        }
        m_wake.notify_one();
    }

private:
    void work(const std::stop_token& token, int nice)
    {
        // Linux applies this to the calling thread and to the ones it starts, which is what is wanted here.
        if (nice > 0)
            ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), nice);
        for (;;) {
            std::shared_ptr<Task> task;
            {
                std::unique_lock lock(m_mutex);
                if (!m_wake.wait(lock, token, [this] { return m_next != nullptr; }))
                    return;
                task = std::move(m_next);
            }
            JobOutcome outcome = task->execute();
            // What the job holds is released on its own thread, before anybody hears of the end.
            task->job.reset();
            m_done(std::move(task), std::move(outcome));
        }
    }

    Done m_done;
    std::mutex m_mutex; ///< protects `m_next`
    std::condition_variable_any m_wake;
    std::shared_ptr<Task> m_next;
    std::jthread m_thread; ///< last member: joins before the others go
};

} // namespace

/// Queue and states live in the GUI thread alone; only Task and Lane are shared.
struct JobRunner::Impl
{
    explicit Impl(JobRunner& owner)
        : runner(owner)
    {
        flushTimer.setInterval(flushIntervalMs);
        QObject::connect(&flushTimer, &QTimer::timeout, &runner, [this] { flushAll(); });
        for (std::size_t lane = 0; lane < laneCount; ++lane) {
            const int nice = static_cast<JobLane>(lane) == JobLane::Interactive ? 0 : heavyNice;
            lanes[lane]
                = std::make_unique<Lane>(nice, [this](std::shared_ptr<Task> task, JobOutcome outcome) {
                      QMetaObject::invokeMethod(
                          &runner,
                          [this, task = std::move(task), outcome = std::move(outcome)] {
                              finish(task, outcome);
                          },
                          Qt::QueuedConnection);
                  });
        }
    }

    ~Impl()
    {
        for (const auto& task : current)
            if (task)
                task->stop.request_stop();
        for (auto& lane : lanes)
            lane.reset();
    }

    /// Signals must not come before submit() or cancel() have returned the control to the caller.
    void later(std::function<void()> action)
    {
        QMetaObject::invokeMethod(&runner, std::move(action), Qt::QueuedConnection);
    }

    void startNext(JobLane lane)
    {
        auto& running = current[static_cast<std::size_t>(lane)];
        if (running)
            return;
        const auto found = std::find_if(queue.begin(), queue.end(),
                                        [lane](const auto& task) { return task->lane == lane; });
        if (found == queue.end())
            return;
        running = *found;
        queue.erase(found);
        running->running = true;
        const std::shared_ptr<Task> task = running;
        if (!flushTimer.isActive())
            flushTimer.start();
        Q_EMIT runner.started(task->id);
        Q_EMIT runner.queueChanged();
        lanes[static_cast<std::size_t>(lane)]->give(task);
    }

    void flush(Task& task)
    {
        if (const auto progress = task.takePending())
            Q_EMIT runner.progressed(task.id, *progress);
    }

    void flushAll()
    {
        for (std::size_t lane = 0; lane < laneCount; ++lane)
            if (const std::shared_ptr<Task> task = current[lane])
                flush(*task);
    }

    void finish(const std::shared_ptr<Task>& task, const JobOutcome& outcome)
    {
        flush(*task);
        current[static_cast<std::size_t>(task->lane)].reset();
        if (!isRunning())
            flushTimer.stop();
        Q_EMIT runner.finished(task->id, outcome);
        Q_EMIT runner.queueChanged();
        startNext(task->lane);
    }

    bool isRunning() const
    {
        return std::any_of(current.begin(), current.end(), [](const auto& task) { return task != nullptr; });
    }

    std::shared_ptr<Task> runningTask(JobId id) const
    {
        for (const auto& task : current)
            if (task && task->id == id)
                return task;
        return nullptr;
    }

    QHash<QString, QString> subjectNames;
    JobRunner& runner;
    JobId lastId = 0;
    std::deque<std::shared_ptr<Task>> queue;
    std::array<std::shared_ptr<Task>, laneCount> current;
    QTimer flushTimer;
    std::array<std::unique_ptr<Lane>, laneCount> lanes;
};

JobRunner::JobRunner(QObject* parent)
    : QObject(parent)
    , m_impl(std::make_unique<Impl>(*this))
{
}

JobRunner::~JobRunner() = default;

JobId JobRunner::submit(std::unique_ptr<Job> job, JobLane lane)
{
    auto task = std::make_shared<Task>();
    task->id = ++m_impl->lastId;
    task->lane = lane;
    task->kind = job->kind();
    task->subject = job->subject();
    task->resumedRun = job->resumedRun();
    task->sweep = job->sweep();
    task->job = std::move(job);
    m_impl->queue.push_back(task);
    m_impl->later([this, lane] { m_impl->startNext(lane); });
    Q_EMIT queueChanged();
    return task->id;
}

void JobRunner::cancel(JobId id)
{
    if (const auto task = m_impl->runningTask(id)) {
        if (task->stopping && task->stop.stop_requested())
            return;
        task->stopping = true;
        task->stop.request_stop();
        Q_EMIT queueChanged();
        return;
    }
    auto& queue = m_impl->queue;
    const auto found
        = std::find_if(queue.begin(), queue.end(), [id](const auto& task) { return task->id == id; });
    if (found == queue.end())
        return;
    queue.erase(found);
    m_impl->later([this, id] {
        JobOutcome outcome;
        outcome.kind = JobOutcome::Kind::Cancelled;
        Q_EMIT finished(id, outcome);
    });
    Q_EMIT queueChanged();
}

void JobRunner::moveWaiting(JobId id, int direction)
{
    auto& queue = m_impl->queue;
    const auto found
        = std::find_if(queue.begin(), queue.end(), [id](const auto& task) { return task->id == id; });
    if (found == queue.end() || direction == 0)
        return;
    const JobLane lane = (*found)->lane;
    const std::ptrdiff_t step = direction < 0 ? -1 : 1;
    for (std::ptrdiff_t other = found - queue.begin() + step;
         other >= 0 && other < static_cast<std::ptrdiff_t>(queue.size()); other += step) {
        auto& neighbour = queue[static_cast<std::size_t>(other)];
        if (neighbour->lane != lane)
            continue;
        std::swap(*found, neighbour);
        Q_EMIT queueChanged();
        return;
    }
}

void JobRunner::request(JobId id, TrainRequest request)
{
    const auto task = m_impl->runningTask(id);
    if (!task)
        return;
    task->wanted = request;
    if (request == TrainRequest::Pause || request == TrainRequest::StopAfterEvaluation
        || request == TrainRequest::StopKeepBest) {
        task->stopping = true;
        Q_EMIT queueChanged();
    }
}

std::vector<JobInfo> JobRunner::jobs() const
{
    std::vector<JobInfo> infos;
    const auto add = [&](const Task& task) {
        infos.push_back({ task.id, task.kind, m_impl->subjectNames.value(task.subject, task.subject),
                          task.lane, task.running, task.stopping, task.resumedRun, task.sweep });
    };
    for (const auto& task : m_impl->current)
        if (task)
            add(*task);
    for (const auto& task : m_impl->queue)
        add(*task);
    return infos;
}

void JobRunner::setSubjectNames(QHash<QString, QString> names)
{
    if (names == m_impl->subjectNames)
        return;
    m_impl->subjectNames = std::move(names);
    Q_EMIT queueChanged();
}

bool JobRunner::isBusy() const
{
    return m_impl->isRunning() || !m_impl->queue.empty();
}

std::optional<JobInfo> JobRunner::resuming(const QString& run) const
{
    if (!run.isEmpty())
        for (const JobInfo& job : jobs())
            if (job.resumedRun == run)
                return job;
    return std::nullopt;
}

} // namespace opal
