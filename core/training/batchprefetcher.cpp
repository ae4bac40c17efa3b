#include "core/training/batchprefetcher.h"

#include <utility>

namespace opal {

BatchPrefetcher::BatchPrefetcher(Batcher batcher)
    : m_batcher(std::move(batcher))
    , m_worker([this](const std::stop_token& stop) { run(stop); })
{
}

BatchPrefetcher::~BatchPrefetcher() = default;

const Batch& BatchPrefetcher::take(std::int64_t step)
{
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return m_ready == m_wanted; });
    if (m_wanted != step) {
        m_wanted = step;
        m_changed.notify_all();
        m_changed.wait(lock, [this] { return m_ready == m_wanted; });
    }
    if (m_failure) {
        m_wanted = m_ready = 0;
        std::rethrow_exception(std::exchange(m_failure, nullptr));
    }
    m_front = 1 - m_front;
    m_wanted = step + 1;
    m_changed.notify_all();
    return m_batches[m_front];
}

void BatchPrefetcher::run(const std::stop_token& stop)
{
    std::unique_lock lock(m_mutex);
    while (m_changed.wait(lock, stop, [this] { return m_ready != m_wanted; })) {
        const std::int64_t step = m_wanted;
        Batch& back = m_batches[1 - m_front];
        lock.unlock();
        std::exception_ptr failure;
        try {
            m_batcher.fill(step, back);
        } catch (...) {
            failure = std::current_exception();
        }
        lock.lock();
        m_failure = failure;
        m_ready = step;
        m_changed.notify_all();
    }
}

} // namespace opal
