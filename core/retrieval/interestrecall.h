// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "core/kernels/topk.h"
#include "core/results/interestset.h"
#include "core/results/recalllist.h"

namespace opal {

/// The exact list of every interest, from one pass over the item table: all interests of a user are scored
/// together, block by block, and where there are few users the cores share the table. Lists are best first,
/// ties go to the smaller item id, and they do not depend on the number of threads.
class InterestRecall final
{
public:
    /// `items` is [N + 1, d] row-major and is kept; row 0 is padding.
    InterestRecall(std::vector<float> items, std::int64_t itemCount, int dim);

    /// [users][K][<= k] for `users` rows from `first` on; the list of an invalid interest is empty.
    /// `filters` [users], ascending and distinct, are left out. Throws Error{InvalidArgument} on sizes that
    /// do not fit.
    std::vector<std::vector<std::vector<RecallEntry>>>
    lists(const InterestSet& interests, std::int64_t first, std::int64_t users, int k,
          std::span<const std::span<const std::int32_t>> filters) const;

    /// Inner product of an item with an interest, to the bit as lists() computes it.
    float score(std::int32_t item, const float* interest) const;

    int dim() const { return m_dim; }

private:
    std::vector<float> m_items;
    std::int64_t m_itemCount;
    int m_dim;
    std::vector<std::int64_t> m_firstItems; ///< [parts + 1] first item id of each part of the table
    std::vector<std::unique_ptr<ExactTopK>> m_parts;
};

} // namespace opal
