// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>
#include <thread>
#include <utility>

#include <QObject>
#include <QString>

#include "core/base/error.h"

namespace opal {

/// Runs small questions (a read of the store, a look at a file) on a thread of its own and delivers the
/// answer in the GUI thread. Long work belongs into a Job. Lives in the GUI thread; its destructor waits for
/// the question that is being answered.
class BackgroundQueries final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(BackgroundQueries)

public:
    using Failed = std::function<void(ErrorCode code, const QString& detail)>;

    explicit BackgroundQueries(QObject* parent = nullptr);
    ~BackgroundQueries() override;

    /// `work` runs in the background and returns a value; `done(value)` runs in the GUI thread unless
    /// `context` is gone by then. What `work` throws arrives in `failed` (nothing is reported for Cancelled).
    /// Questions are answered in the order of asking.
    template <typename Work, typename Done>
    void run(QObject* context, Work work, Done done, const Failed& failed = {})
    {
        submit(
            context,
            [work = std::move(work), done = std::move(done)]() mutable -> Delivery {
                auto value = std::make_shared<decltype(work())>(work());
                return [value, done]() mutable { done(std::move(*value)); };
            },
            failed);
    }

    /// The same for work without an answer, e.g. a small write.
    template <typename Work>
    void runVoid(QObject* context, Work work, std::function<void()> done = {}, const Failed& failed = {})
    {
        submit(
            context,
            [work = std::move(work), done = std::move(done)]() mutable -> Delivery {
                work();
                return done;
            },
            failed);
    }

private:
    using Delivery = std::function<void()>;

    void submit(QObject* context, std::function<Delivery()> work, const Failed& failed);

    void work(const std::stop_token& stop);

    std::mutex m_mutex; ///< protects `m_waiting`
    std::condition_variable_any m_wake;
    std::deque<std::function<void()>> m_waiting;
    std::jthread m_thread; ///< last member: joins before the others go
};

} // namespace opal
