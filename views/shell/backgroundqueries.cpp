// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/shell/backgroundqueries.h"

#include <exception>

#include <QPointer>

namespace opal {

BackgroundQueries::BackgroundQueries(QObject* parent)
    : QObject(parent)
    , m_thread([this](const std::stop_token& stop) { work(stop); })
{
}

BackgroundQueries::~BackgroundQueries()
{
    const std::lock_guard lock(m_mutex);
    m_waiting.clear();
}

/// One thread that stays: the store keeps a connection for every thread that ever asked. It is joined, not
/// only waited for: the connection is closed at the very end of the thread, and that must not meet the
/// program's.
void BackgroundQueries::work(const std::stop_token& stop)
{
    for (;;) {
        std::function<void()> question;
        {
            std::unique_lock lock(m_mutex);
            if (!m_wake.wait(lock, stop, [this] { return !m_waiting.empty(); }))
                return;
            question = std::move(m_waiting.front());
            m_waiting.pop_front();
        }
        question();
    }
}

void BackgroundQueries::submit(QObject* context, std::function<Delivery()> work, const Failed& failed)
{
    auto question = [this, guard = QPointer<QObject>(context), work = std::move(work), failed]() mutable {
        Delivery delivery;
        try {
            delivery = work();
        } catch (const Cancelled&) {
            return;
        } catch (const Error& error) {
            if (failed)
                delivery = [failed, code = error.code(), detail = QString::fromStdString(error.detail())] {
                    failed(code, detail);
                };
        } catch (const std::exception& error) {
            if (failed)
                delivery = [failed, detail = QString::fromUtf8(error.what())] {
                    failed(ErrorCode::Internal, detail);
                };
        }
        if (!delivery)
            return;
        // The guard is looked at in the GUI thread only: there the context cannot die meanwhile.
        QMetaObject::invokeMethod(
            this,
            [guard, delivery = std::move(delivery)] {
                if (guard)
                    delivery();
            },
            Qt::QueuedConnection);
    };
    {
        const std::lock_guard lock(m_mutex);
        m_waiting.push_back(std::move(question));
    }
    m_wake.notify_one();
}

} // namespace opal
