// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/batchprefetcher.h"

#include <utility>

namespace opal {

BatchPrefetcher::BatchPrefetcher(Batcher batcher)
    : m_batcher(std::move(batcher))
    , m_worker([this] { run(); })
{
}

BatchPrefetcher::~BatchPrefetcher()
{
    if (m_pending)
        m_filled.wait();
    m_ending = true;
    m_asked.post();
}

const Batch& BatchPrefetcher::take(std::int64_t step)
{
    if (std::exchange(m_pending, false))
        m_filled.wait();
    if (m_wanted != step) {
        start(step);
        m_filled.wait();
        m_pending = false;
    }
    if (m_failure) {
        m_wanted = 0;
        std::rethrow_exception(std::exchange(m_failure, nullptr));
    }
    m_front = 1 - m_front;
    start(step + 1);
    return m_batches[m_front];
}

void BatchPrefetcher::start(std::int64_t step)
{
    m_wanted = step;
    m_pending = true;
    m_asked.post();
}

void BatchPrefetcher::run()
{
    for (;;) {
        m_asked.wait();
        if (m_ending)
            return;
        m_failure = nullptr;
        try {
            m_batcher.fill(m_wanted, m_batches[1 - m_front]);
        } catch (...) {
            m_failure = std::current_exception();
        }
        m_filled.post();
    }
}

} // namespace opal
