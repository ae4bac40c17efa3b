// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/itemrows.h"

#include <algorithm>
#include <array>
#include <omp.h>

namespace opal::kernels {

namespace {

constexpr int maxParts = 8;

} // namespace

ItemRows::ItemRows(std::int64_t itemCount)
    : m_itemCount(itemCount)
{
}

void ItemRows::build(std::span<const std::int32_t> tokens, std::span<const std::int32_t> positives,
                     std::span<const std::int32_t> negatives, std::vector<std::int64_t>& rows)
{
    const std::array<std::span<const std::int32_t>, 3> sources { tokens, positives, negatives };
    const auto total = static_cast<std::int64_t>(tokens.size() + positives.size() + negatives.size());
    const std::int64_t slots = m_itemCount + 1;
    const int parts = std::min(maxParts, omp_get_max_threads());
    std::int32_t* counts = m_counts.ensure(parts * slots);
    std::int32_t* entries = m_entries.ensure(total);
    std::array<std::int64_t, maxParts + 1> distinct {};
    std::array<std::int64_t, maxParts + 1> occurrences {};

    const auto forEntries = [&](int part, auto action) {
        const std::int64_t first = total * part / parts, last = total * (part + 1) / parts;
        std::int64_t base = 0;
        for (const auto source : sources) {
            const auto size = static_cast<std::int64_t>(source.size());
            for (std::int64_t e = std::max(first, base); e < std::min(last, base + size); ++e)
                action(e, source[static_cast<std::size_t>(e - base)]);
            base += size;
        }
    };
    const auto occurrencesOf = [&](std::int64_t item) {
        std::int32_t sum = 0;
        for (int part = 0; part < parts; ++part)
            sum += counts[part * slots + item];
        return sum;
    };

#pragma omp parallel for num_threads(parts) schedule(static, 1)
    for (int part = 0; part < parts; ++part) {
        std::int32_t* count = counts + part * slots;
        std::fill(count, count + slots, 0);
        forEntries(part, [count](std::int64_t, std::int32_t item) { ++count[item]; });
    }
#pragma omp parallel for num_threads(parts) schedule(static, 1)
    for (int part = 0; part < parts; ++part) {
        std::int64_t rowsHere = 0, entriesHere = 0;
        for (std::int64_t item = slots * part / parts; item < slots * (part + 1) / parts; ++item) {
            const std::int32_t sum = occurrencesOf(item);
            rowsHere += sum != 0;
            entriesHere += sum;
        }
        distinct[static_cast<std::size_t>(part + 1)] = rowsHere;
        occurrences[static_cast<std::size_t>(part + 1)] = entriesHere;
    }
    for (std::size_t part = 0; part < static_cast<std::size_t>(parts); ++part) {
        distinct[part + 1] += distinct[part];
        occurrences[part + 1] += occurrences[part];
    }
    const std::int64_t rowCount = distinct[static_cast<std::size_t>(parts)];
    rows.resize(static_cast<std::size_t>(rowCount));
    std::int64_t* starts = m_starts.ensure(rowCount + 1);
    starts[rowCount] = total;
#pragma omp parallel for num_threads(parts) schedule(static, 1)
    for (int part = 0; part < parts; ++part) {
        std::int64_t row = distinct[static_cast<std::size_t>(part)];
        std::int64_t cursor = occurrences[static_cast<std::size_t>(part)];
        for (std::int64_t item = slots * part / parts; item < slots * (part + 1) / parts; ++item) {
            if (occurrencesOf(item) == 0)
                continue;
            rows[static_cast<std::size_t>(row)] = item;
            starts[row++] = cursor;
            for (int source = 0; source < parts; ++source) {
                const std::int32_t count = counts[source * slots + item];
                counts[source * slots + item] = static_cast<std::int32_t>(cursor);
                cursor += count;
            }
        }
    }
#pragma omp parallel for num_threads(parts) schedule(static, 1)
    for (int part = 0; part < parts; ++part) {
        std::int32_t* cursors = counts + part * slots;
        forEntries(part, [&](std::int64_t e, std::int32_t item) {
            entries[cursors[item]++] = static_cast<std::int32_t>(e);
        });
    }
}

} // namespace opal::kernels
