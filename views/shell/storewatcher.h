// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <thread>

#include <QObject>

namespace opal {

class RunStore;

/// Signals changes of the store made by anybody: this window's jobs, the command line, another window. Looks
/// at the change counter from a thread of its own once per interval, so a run started elsewhere shows up
/// within two seconds.
class StoreWatcher final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(StoreWatcher)

public:
    explicit StoreWatcher(const RunStore& store, int intervalMs = 1000, QObject* parent = nullptr);
    ~StoreWatcher() override;

Q_SIGNALS:
    void changed();

private:
    void watch(const std::stop_token& stop);

    const RunStore& m_store;
    const int m_intervalMs;
    std::mutex m_mutex; // only for the wait, nothing is protected by it
    std::condition_variable_any m_wake;
    std::jthread m_thread;
};

} // namespace opal
