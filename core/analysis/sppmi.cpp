// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/sppmi.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "core/base/error.h"
#include "core/base/notanumber.h"
#include "core/base/vectorstate.h"
#include "core/kernels/hot.h"

namespace opal {

namespace {

/// Distinct training items of all users back to back, ascending within a user.
struct DistinctItems
{
    std::vector<std::int64_t> offsets; ///< [U + 1] where the user's part begins
    std::vector<std::int32_t> counts; ///< [U] how much of it is used
    std::vector<ItemIndex> items;
};

DistinctItems gatherDistinct(const Dataset& data)
{
    const std::int64_t users = data.userCount();
    DistinctItems result;
    result.offsets.assign(1, 0);
    result.offsets.reserve(static_cast<std::size_t>(users) + 1);
    for (std::int64_t user = 0; user < users; ++user)
        result.offsets.push_back(
            result.offsets.back()
            + static_cast<std::int64_t>(data.train(static_cast<UserIndex>(user)).size()));
    result.counts.resize(static_cast<std::size_t>(users));
    result.items.resize(static_cast<std::size_t>(result.offsets.back()));
#pragma omp parallel for schedule(dynamic, 256)
    for (std::int64_t user = 0; user < users; ++user) {
        const auto train = data.train(static_cast<UserIndex>(user));
        const auto begin = result.items.begin() + result.offsets[static_cast<std::size_t>(user)];
        const auto end = std::copy(train.begin(), train.end(), begin);
        std::sort(begin, end);
        result.counts[static_cast<std::size_t>(user)]
            = static_cast<std::int32_t>(std::unique(begin, end) - begin);
    }
    return result;
}

void requireDistinct(std::span<const ItemIndex> items, std::int64_t itemCount)
{
    std::vector<ItemIndex> sorted(items.begin(), items.end());
    std::sort(sorted.begin(), sorted.end());
    if (!sorted.empty() && (sorted.front() < 1 || sorted.back() > itemCount))
        throw Error(ErrorCode::InvalidArgument,
                    "co-occurrence is asked for an item outside 1.." + std::to_string(itemCount));
    if (std::adjacent_find(sorted.begin(), sorted.end()) != sorted.end())
        throw Error(ErrorCode::InvalidArgument, "co-occurrence is asked for a list that names an item twice");
}

} // namespace

CooccurrenceIndex::CooccurrenceIndex(const Dataset& data)
    : m_offsets(static_cast<std::size_t>(data.itemCount()) + 2, 0)
    , m_itemPairs(static_cast<std::size_t>(data.itemCount()) + 1, 0)
{
    DistinctItems distinct = gatherDistinct(data);
    m_distinctItems = std::move(distinct.counts);
    const auto each = [&](const auto& visit) {
        for (std::size_t user = 0; user < m_distinctItems.size(); ++user) {
            const ItemIndex* item = distinct.items.data() + distinct.offsets[user];
            for (std::int32_t i = 0; i < m_distinctItems[user]; ++i)
                visit(static_cast<UserIndex>(user), static_cast<std::size_t>(item[i]));
        }
    };
    each([this](UserIndex user, std::size_t item) {
        ++m_offsets[item + 1];
        m_itemPairs[item] += distinctItems(user) - 1;
    });
    for (std::size_t item = 1; item < m_offsets.size(); ++item)
        m_offsets[item] += m_offsets[item - 1];
    m_users.resize(static_cast<std::size_t>(m_offsets.back()));
    std::vector<std::int64_t> next(m_offsets.begin(), m_offsets.end() - 1);
    each([this, &next](UserIndex user, std::size_t item) {
        m_users[static_cast<std::size_t>(next[item]++)] = user;
    });
    for (const std::int64_t count : m_distinctItems)
        m_pairCount += count * (count - 1);
}

std::span<const UserIndex> CooccurrenceIndex::users(ItemIndex item) const
{
    const auto at = static_cast<std::size_t>(item);
    return std::span(m_users).subspan(static_cast<std::size_t>(m_offsets[at]),
                                      static_cast<std::size_t>(m_offsets[at + 1] - m_offsets[at]));
}

std::vector<std::int32_t> CooccurrenceIndex::jointCounts(std::span<const ItemIndex> items) const
{
    requireDistinct(items, itemCount());
    // A user with one of the items shares nothing: only the others get a column of bits.
    std::vector<std::uint8_t> seen(m_distinctItems.size(), 0);
    for (const ItemIndex item : items)
        for (const UserIndex user : users(item))
            seen[static_cast<std::size_t>(user)]
                = static_cast<std::uint8_t>(std::min(2, seen[static_cast<std::size_t>(user)] + 1));
    std::vector<std::int32_t> column(m_distinctItems.size(), -1);
    std::int32_t columns = 0;
    for (std::size_t user = 0; user < seen.size(); ++user)
        if (seen[user] > 1)
            column[user] = columns++;

    kernels::BitRows rows;
    rows.rows = static_cast<std::int64_t>(items.size());
    rows.words = (columns + 63) / 64;
    std::vector<std::uint64_t> bits(static_cast<std::size_t>(rows.rows * rows.words), 0);
    for (std::size_t row = 0; row < items.size(); ++row) {
        std::uint64_t* line = bits.data() + row * static_cast<std::size_t>(rows.words);
        for (const UserIndex user : users(items[row]))
            if (const std::int32_t at = column[static_cast<std::size_t>(user)]; at >= 0)
                line[at / 64] |= std::uint64_t { 1 } << (at % 64);
    }
    std::vector<std::int32_t> counts(items.size() * items.size(), 0);
    rows.bits = bits.data();
    rows.counts = counts.data();
    const auto count = kernels::hotTable().jointCounts;
#pragma omp parallel for schedule(dynamic, 4) if (rows.rows * rows.rows * rows.words > 1 << 20)
    for (std::int64_t row = 0; row < rows.rows; ++row)
        count(rows, row, row + 1);
    return counts;
}

SppmiMatrix sppmiMatrix(const CooccurrenceIndex& index, std::span<const ItemIndex> items,
                        std::span<const std::int32_t> interest, const SppmiOptions& options)
{
    if (!(options.shift >= 1) || !std::isfinite(options.shift) || options.minimumCount < 1)
        throw Error(ErrorCode::InvalidArgument,
                    "the shift and the minimum count of SPPMI must be at least 1");
    if (!interest.empty() && interest.size() != items.size())
        throw Error(ErrorCode::InvalidArgument, "SPPMI needs one interest an item, or none at all");
    SppmiMatrix matrix;
    matrix.items.assign(items.begin(), items.end());
    matrix.interest.assign(interest.begin(), interest.end());
    matrix.shift = options.shift;
    matrix.minimumCount = options.minimumCount;
    matrix.counts = index.jointCounts(items);
    const std::size_t size = items.size();
    matrix.values.assign(size * size, 0.0);
    const double pairs = static_cast<double>(index.pairCount());
    const double logShift = std::log(options.shift);
    clearUpperHalves();
    for (std::size_t row = 0; row < size; ++row) {
        matrix.values[row * size + row] = notANumber;
        for (std::size_t column = row + 1; column < size; ++column) {
            const std::int64_t joint = matrix.counts[row * size + column];
            if (joint < options.minimumCount)
                continue;
            const double chance = static_cast<double>(index.itemPairs(items[row]))
                * static_cast<double>(index.itemPairs(items[column]));
            const double pmi = std::log(static_cast<double>(joint) * pairs / chance);
            const double value = std::max(pmi - logShift, 0.0);
            matrix.values[row * size + column] = matrix.values[column * size + row] = value;
        }
    }
    return matrix;
}

SppmiStatistics sppmiStatistics(const SppmiMatrix& matrix)
{
    SppmiStatistics result;
    double within = 0;
    double between = 0;
    std::int64_t zeros = 0;
    double all = 0;
    for (std::size_t row = 0; row < matrix.size(); ++row) {
        for (std::size_t column = row + 1; column < matrix.size(); ++column) {
            const double value = matrix.value(row, column);
            ++result.pairs;
            all += value;
            zeros += value == 0 ? 1 : 0;
            if (matrix.interest.empty())
                continue;
            const bool same = matrix.interest[row] == matrix.interest[column];
            ++(same ? result.withinPairs : result.betweenPairs);
            (same ? within : between) += value;
        }
    }
    const auto mean = [](double sum, std::int64_t count) {
        return count > 0 ? sum / static_cast<double>(count) : notANumber;
    };
    result.mean = mean(all, result.pairs);
    result.within = mean(within, result.withinPairs);
    result.between = mean(between, result.betweenPairs);
    result.zeroShare = mean(static_cast<double>(zeros), result.pairs);
    return result;
}

} // namespace opal
