#pragma once

#include <array>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>

#include "core/data/batcher.h"

namespace opal {

/// Draws the batch of step s + 1 in a thread of its own while step s runs. Batches are pure functions of the
/// step, so prefetching never changes what is trained.
class BatchPrefetcher final
{
public:
    explicit BatchPrefetcher(Batcher batcher);
    ~BatchPrefetcher();
    BatchPrefetcher(const BatchPrefetcher&) = delete;
    BatchPrefetcher& operator=(const BatchPrefetcher&) = delete;

    /// The batch of `step`, valid until the next call; starts drawing step + 1. Any step may be asked for,
    /// only the expected one comes without waiting. Rethrows what Batcher::fill() threw.
    const Batch& take(std::int64_t step);

    std::int64_t effectiveBatchSize() const { return m_batcher.effectiveBatchSize(); }

private:
    void run(const std::stop_token& stop);

    Batcher m_batcher;
    std::array<Batch, 2> m_batches; ///< [m_front] is lent to the caller, the other one belongs to the worker
    std::size_t m_front = 0; ///< used by the caller only; the worker is idle when it changes

    std::mutex m_mutex; ///< protects m_wanted, m_ready and m_failure
    std::condition_variable_any m_changed;
    std::int64_t m_wanted = 0; ///< step the worker is to draw; 0: none yet
    std::int64_t m_ready = 0; ///< step the back batch holds
    std::exception_ptr m_failure; ///< of m_ready

    std::jthread m_worker; ///< last, so that it ends before what it uses
};

} // namespace opal
