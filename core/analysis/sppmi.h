// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/data/dataset.h"
#include "core/results/diversity.h"

namespace opal {

/// Who has which item in the training days, each item once a user: everything that SPPMI needs of a data set,
/// made once. Later days are left out, because a diagram must not see the answers.
class CooccurrenceIndex final
{
public:
    explicit CooccurrenceIndex(const Dataset& data);

    std::int64_t userCount() const { return static_cast<std::int64_t>(m_distinctItems.size()); }

    std::int64_t itemCount() const { return static_cast<std::int64_t>(m_offsets.size()) - 2; }

    /// U_i, ascending. `item` is 1..N.
    std::span<const UserIndex> users(ItemIndex item) const;

    /// n_u: distinct training items of a user.
    std::int64_t distinctItems(UserIndex user) const
    {
        return m_distinctItems[static_cast<std::size_t>(user)];
    }

    /// #(i): ordered pairs of distinct items that contain the item first.
    std::int64_t itemPairs(ItemIndex item) const { return m_itemPairs[static_cast<std::size_t>(item)]; }

    /// |D|: all ordered pairs of distinct items that share a user.
    std::int64_t pairCount() const { return m_pairCount; }

    /// #(i, j) [n, n] for a list of distinct items; the diagonal is 0. Throws Error{InvalidArgument} for an
    /// item that is not 1..N or occurs twice.
    std::vector<std::int32_t> jointCounts(std::span<const ItemIndex> items) const;

private:
    std::vector<std::int64_t> m_offsets; ///< [N + 2]
    std::vector<UserIndex> m_users; ///< by item
    std::vector<std::int32_t> m_distinctItems; ///< [U]
    std::vector<std::int64_t> m_itemPairs; ///< [N + 1]
    std::int64_t m_pairCount = 0;
};

struct SppmiOptions
{
    double shift = 1; ///< k, >= 1 (Levy and Goldberg 2014)
    std::int64_t minimumCount = 1; ///< >= 1
};

/// max(log(#(i,j) |D| / (#(i) #(j))) - log k, 0), 0 where the items share fewer users than the minimum.
/// `interest` is empty or parallel to `items`. Throws Error{InvalidArgument}.
SppmiMatrix sppmiMatrix(const CooccurrenceIndex& index, std::span<const ItemIndex> items,
                        std::span<const std::int32_t> interest, const SppmiOptions& options);

SppmiStatistics sppmiStatistics(const SppmiMatrix& matrix);

} // namespace opal
