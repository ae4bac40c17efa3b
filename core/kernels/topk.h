// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/results/recalllist.h"

namespace opal {

/// Exact retrieval: the k items with the largest score max_j u_j . v over the valid interests j of a user.
///
/// The items are copied once, re-arranged for the matrix product; searches then run in cache-sized blocks on
/// all threads. Every score is the same chain of d multiply-adds wherever the item stands, so equal vectors
/// have equal scores and lists do not depend on blocks, threads or the number of users asked for.
class ExactTopK
{
public:
    /// Items that are scored together: with their panels and scores within the second-level cache.
    static constexpr std::int64_t blockItems = 256;
    static constexpr int mostInterests = 16; ///< of a user: what the kernel has room for

    /// Many users' interests and what must not be recommended to them.
    struct Query
    {
        const float* interests = nullptr; ///< [U, K, d]
        const std::uint8_t* valid = nullptr; ///< [U, K], null if all are valid
        std::int64_t users = 0; ///< U
        int interestCount = 0; ///< K
        std::span<const std::span<const std::int32_t>> excluded; ///< [U] ascending item ids, or empty
        int k = 0;
        std::int64_t firstItem = 1; ///< only items from this id on, 1 + a multiple of blockItems,
        std::int64_t lastItem = 0; ///< to this one; 0: to the last there is
    };

    /// `items` is [N + 1, d]; row 0 is skipped. Throws Error{InvalidArgument} if N or d is not positive.
    ExactTopK(const float* items, std::int64_t itemCount, int dim);

    /// Fills `lists` [U, k] best first, ties by smaller item id, and `counts` [U], how many of the k exist.
    /// The winning interest is the lowest one that reaches the score. Throws Error{InvalidArgument} on
    /// inconsistent sizes.
    void search(const Query& query, RecallEntry* lists, std::int32_t* counts) const;

    /// The score of one pair of vectors exactly as search() computes it.
    static float score(const float* a, const float* b, int dim);

    /// The vector [d] of one item as it was given.
    std::vector<float> vector(std::int32_t item) const;

    std::int64_t itemCount() const { return m_itemCount; }

    int dim() const { return m_dim; }

private:
    std::int64_t m_itemCount;
    int m_dim;
    int m_paddedDim;
    std::vector<float> m_panels; ///< [panels][paddedDim][panel width]
};

} // namespace opal
