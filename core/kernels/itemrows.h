// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/kernels/buffer.h"

namespace opal::kernels {

/// Which entries of a batch (history tokens, then positives, then negatives) belong to which item row: a
/// counting sort on all threads, stable, so that the order of entries within a row is that of the batch and
/// does not depend on the thread count.
class ItemRows final
{
public:
    explicit ItemRows(std::int64_t itemCount);

    /// Entry e is the item of tokens ++ positives ++ negatives at e. Fills `rows` with the distinct items,
    /// ascending.
    void build(std::span<const std::int32_t> tokens, std::span<const std::int32_t> positives,
               std::span<const std::int32_t> negatives, std::vector<std::int64_t>& rows);

    const std::int32_t* entries() const { return m_entries.get(); } ///< grouped by row

    const std::int64_t* starts() const { return m_starts.get(); } ///< [R + 1]

private:
    std::int64_t m_itemCount;
    Buffer<std::int32_t> m_counts; ///< [parts, N + 1] counts, then cursors
    Buffer<std::int32_t> m_entries;
    Buffer<std::int64_t> m_starts;
};

} // namespace opal::kernels
