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

JobOutcome failed(ErrorCode code, const QString& detail)
{
    JobOutcome outcome;
    outcome.kind = JobOutcome::Kind::Failed;
    outcome.errorCode = code;
    outcome.errorDetail = detail;
    return outcome;
}

JobOutcome cancelled()
{
    JobOutcome outcome;
    outcome.kind = JobOutcome::Kind::Cancelled;
    return outcome;
}

/// One job on its way through the runner; shared by the GUI thread and the lane that runs it.
struct Task final : JobContext
{
    JobInfo info; ///< GUI thread only, but for what does not change
    std::function<void(JobContext&)> run;
    std::function<void(const JobProgress&)> progressed; ///< GUI thread only, may be empty
    std::function<void(const JobOutcome&)> ended; ///< GUI thread only
    std::stop_source stop;
    std::atomic<TrainRequest> wanted { TrainRequest::None };

    std::mutex mutex; ///< protects `pending` and `hasPending`
    JobProgress pending;
    bool hasPending = false;

    std::stop_token stopToken() const override { return stop.get_token(); }

    void progress(const JobProgress& progress) override
    {
        const std::lock_guard lock(mutex);
        TrainProgress training = std::move(pending.training);
        pending = progress;
        if (std::exchange(hasPending, true)) {
            training.gather(std::move(pending.training));
            pending.training = std::move(training);
        }
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
            run(*this);
            return {};
        } catch (const Cancelled&) {
            return cancelled();
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
            task->run = nullptr;
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
                                        [lane](const auto& task) { return task->info.lane == lane; });
        if (found == queue.end())
            return;
        running = *found;
        queue.erase(found);
        running->info.running = true;
        const std::shared_ptr<Task> task = running;
        if (!flushTimer.isActive())
            flushTimer.start();
        Q_EMIT runner.started(named(*task));
        Q_EMIT runner.queueChanged();
        lanes[static_cast<std::size_t>(lane)]->give(task);
    }

    void flush(Task& task)
    {
        const auto progress = task.takePending();
        if (!progress)
            return;
        QStringList& runs = task.info.runs;
        const QString& run = progress->training.run;
        if (!run.isEmpty() && (runs.isEmpty() || runs.last() != run))
            runs << run;
        task.info.progress = *progress;
        task.info.progress.training = progress->training.withoutNews();
        if (task.progressed)
            task.progressed(*progress);
        Q_EMIT runner.progressed(named(task), *progress);
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
        current[static_cast<std::size_t>(task->info.lane)].reset();
        if (!isRunning())
            flushTimer.stop();
        tellEnd(*task, outcome);
        Q_EMIT runner.queueChanged();
        startNext(task->info.lane);
    }

    void tellEnd(Task& task, const JobOutcome& outcome)
    {
        task.ended(outcome);
        Q_EMIT runner.finished(named(task), outcome);
    }

    /// As people call it.
    JobInfo named(const Task& task) const
    {
        JobInfo info = task.info;
        info.subject = subjectNames.value(info.subject, info.subject);
        return info;
    }

    bool isRunning() const
    {
        return std::any_of(current.begin(), current.end(), [](const auto& task) { return task != nullptr; });
    }

    std::shared_ptr<Task> runningTask(JobId id) const
    {
        for (const auto& task : current)
            if (task && task->info.id == id)
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

JobId JobRunner::enqueue(Erased job)
{
    auto task = std::make_shared<Task>();
    JobInfo& info = task->info;
    info.id = ++m_impl->lastId;
    info.kind = std::move(job.head.kind);
    info.subject = std::move(job.head.subject);
    info.lane = job.head.lane;
    info.resumedRun = std::move(job.head.resumedRun);
    info.sweep = std::move(job.head.sweep);
    task->run = std::move(job.run);
    task->progressed = std::move(job.progressed);
    task->ended = std::move(job.ended);
    m_impl->queue.push_back(task);
    m_impl->later([this, lane = info.lane] { m_impl->startNext(lane); });
    Q_EMIT queueChanged();
    return info.id;
}

void JobRunner::cancel(JobId id)
{
    if (const auto task = m_impl->runningTask(id)) {
        if (task->info.stopping && task->stop.stop_requested())
            return;
        task->info.stopping = true;
        task->stop.request_stop();
        Q_EMIT queueChanged();
        return;
    }
    auto& queue = m_impl->queue;
    const auto found
        = std::find_if(queue.begin(), queue.end(), [id](const auto& task) { return task->info.id == id; });
    if (found == queue.end())
        return;
    m_impl->later([this, task = *found] { m_impl->tellEnd(*task, cancelled()); });
    queue.erase(found);
    Q_EMIT queueChanged();
}

void JobRunner::moveWaiting(JobId id, int direction)
{
    auto& queue = m_impl->queue;
    const auto found
        = std::find_if(queue.begin(), queue.end(), [id](const auto& task) { return task->info.id == id; });
    if (found == queue.end() || direction == 0)
        return;
    const JobLane lane = (*found)->info.lane;
    const std::ptrdiff_t step = direction < 0 ? -1 : 1;
    for (std::ptrdiff_t other = found - queue.begin() + step;
         other >= 0 && other < static_cast<std::ptrdiff_t>(queue.size()); other += step) {
        auto& neighbour = queue[static_cast<std::size_t>(other)];
        if (neighbour->info.lane != lane)
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
        task->info.stopping = true;
        Q_EMIT queueChanged();
    }
}

std::vector<JobInfo> JobRunner::jobs() const
{
    std::vector<JobInfo> infos;
    for (const auto& task : m_impl->current)
        if (task)
            infos.push_back(m_impl->named(*task));
    for (const auto& task : m_impl->queue)
        infos.push_back(m_impl->named(*task));
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
