// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <utility>

#include "core/jobs/jobrunner.h"

class QProgressBar;

namespace opal {

/// Shows the share of a job that is done; an unknown one (negative) leaves the bar as it is.
void showShare(QProgressBar& bar, double share);

/// A question that a panel asks by running a job, one at a time: a new one cancels the one before, and the
/// answer to a question that nobody waits for any more never arrives. Lives in the GUI thread.
template <typename Result> class Ask final
{
    Q_DISABLE_COPY_MOVE(Ask)

public:
    /// What is to happen, each part at most once a question; the parts may be left out.
    struct Handlers
    {
        std::function<void(Result answer)> show = {};
        std::function<void(ErrorCode code, const QString& detail)> failed = {};
        std::function<void()> cancelled = {}; ///< by a person
        std::function<void(const JobProgress& progress)> progressed = {}; ///< as often as there is some
        /// isBusy() is another: after a question was asked, and last when it has ended in any of these ways.
        std::function<void()> busyChanged = {};
    };

    Ask(JobRunner& jobs, Handlers handlers)
        : m_jobs(jobs)
        , m_handlers(std::move(handlers))
    {
    }

    ~Ask() = default;

    void operator()(Job<Result> job)
    {
        drop();
        const auto isAwaited = [this, alive = std::weak_ptr(m_alive), question = m_question] {
            return !alive.expired() && m_question == question;
        };
        JobListener<Result> listener;
        listener.progressed = [this, isAwaited](const JobProgress& progress) {
            if (isAwaited())
                tell(m_handlers.progressed, progress);
        };
        listener.ended = [this, isAwaited](const JobOutcome& outcome, Result* result) {
            if (isAwaited())
                end(outcome, result);
        };
        m_job = m_jobs.submit(std::move(job), std::move(listener));
        tell(m_handlers.busyChanged);
    }

    bool isBusy() const { return m_job != 0; }

    /// As the person wishes: the question is busy until its job has ended, as a rule without an answer.
    void cancel()
    {
        if (isBusy())
            m_jobs.cancel(m_job);
    }

    /// Nobody wants to know any more: the job is cancelled, and nothing is called for it.
    void drop()
    {
        if (const JobId job = release(); job != 0)
            m_jobs.cancel(job);
    }

    /// Nobody waits any more, but what the job does is still wanted: it goes on, and nothing is called for
    /// it.
    JobId release()
    {
        ++m_question;
        return std::exchange(m_job, 0);
    }

private:
    template <typename Handler, typename... Arguments>
    static void tell(const Handler& handler, Arguments&&... arguments)
    {
        if (handler)
            handler(std::forward<Arguments>(arguments)...);
    }

    void end(const JobOutcome& outcome, Result* result)
    {
        release();
        // Whoever hears of it may take the owner away.
        const std::weak_ptr alive(m_alive);
        if (outcome.succeeded())
            tell(m_handlers.show, std::move(*result));
        else if (outcome.kind == JobOutcome::Kind::Failed)
            tell(m_handlers.failed, outcome.errorCode, outcome.errorDetail);
        else
            tell(m_handlers.cancelled);
        if (!alive.expired())
            tell(m_handlers.busyChanged);
    }

    JobRunner& m_jobs;
    Handlers m_handlers;
    JobId m_job = 0;
    std::uint64_t m_question = 0; ///< counts them; an older number is one that nobody waits for
    std::shared_ptr<char> m_alive = std::make_shared<char>(); ///< gone with the question's owner
};

} // namespace opal
