#include "views/shell/backgroundqueries.h"

#include <exception>

#include <QPointer>

namespace opal {

BackgroundQueries::BackgroundQueries(QObject* parent)
    : QObject(parent)
{
    // One thread that stays: the store keeps a connection for every thread that ever asked.
    m_pool.setMaxThreadCount(1);
    m_pool.setExpiryTimeout(-1);
}

BackgroundQueries::~BackgroundQueries()
{
    m_pool.clear();
    m_pool.waitForDone();
}

void BackgroundQueries::submit(QObject* context, std::function<Delivery()> work, const Failed& failed)
{
    m_pool.start([this, guard = QPointer<QObject>(context), work = std::move(work), failed] {
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
    });
}

} // namespace opal
