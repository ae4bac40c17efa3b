// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/shell/storewatcher.h"

#include <chrono>

#include "core/base/error.h"
#include "core/store/runstore.h"

namespace opal {

StoreWatcher::StoreWatcher(const RunStore& store, int intervalMs, QObject* parent)
    : QObject(parent)
    , m_store(store)
    , m_intervalMs(intervalMs)
    , m_thread([this](const std::stop_token& stop) { watch(stop); })
{
}

StoreWatcher::~StoreWatcher()
{
    m_thread.request_stop();
    m_thread.join();
}

void StoreWatcher::watch(const std::stop_token& stop)
{
    std::int64_t last = -1;
    while (!stop.stop_requested()) {
        try {
            const std::int64_t counter = m_store.changeCounter();
            if (last >= 0 && counter != last)
                QMetaObject::invokeMethod(this, &StoreWatcher::changed, Qt::QueuedConnection);
            last = counter;
        } catch (const Error&) {
            // A busy or vanished file: whoever reads the store next reports it; watching goes on.
        }
        std::unique_lock lock(m_mutex);
        m_wake.wait_for(lock, stop, std::chrono::milliseconds(m_intervalMs), [] { return false; });
    }
}

} // namespace opal
