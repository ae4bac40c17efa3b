// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <exception>
#include <thread>

#include "core/base/semaphore.h"
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
    void start(std::int64_t step);
    void run();

    Batcher m_batcher;
    std::array<Batch, 2> m_batches; ///< [m_front] is lent to the caller, the other one belongs to the worker
    // Between m_asked and m_filled these belong to the worker, otherwise to the caller.
    std::size_t m_front = 0;
    std::int64_t m_wanted = 0; ///< step that the back batch holds, or will
    std::exception_ptr m_failure; ///< of m_wanted
    bool m_ending = false;

    Semaphore m_asked;
    Semaphore m_filled;
    bool m_pending = false; ///< asked for, and not yet waited for; the caller's own

    std::jthread m_worker; ///< last, so that it ends before what it uses
};

} // namespace opal
