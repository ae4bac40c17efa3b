// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace opal {

/// What several users are ranked by, as plain numbers: the border at which tensors end. Interest vectors; or
/// of a model without vectors (d = 0, K = 1) the histories themselves, which it scores all items for.
struct InterestSet
{
    std::int64_t users = 0; ///< U
    int interests = 0; ///< K
    int dim = 0; ///< d
    std::vector<float> vectors; ///< [U, K, d] row-major
    std::vector<std::uint8_t> valid; ///< [U, K]; invalid vectors are never searched
    std::vector<float>
        intensity; ///< [U, K] sum of the assignment weights of the history; empty if the model has none
    std::vector<std::int32_t>
        itemCounts; ///< [U, K] history items assigned (hard) to the interest; empty if the model has none
    std::vector<std::int64_t> historyOffsets; ///< [U + 1] into `histories`; empty where there are vectors
    std::vector<std::int32_t> histories; ///< ascending and distinct within a user

    const float* vector(std::int64_t user, int interest) const
    {
        return vectors.data() + (user * interests + interest) * dim;
    }

    std::span<const std::int32_t> history(std::int64_t user) const
    {
        const auto begin = static_cast<std::size_t>(historyOffsets[static_cast<std::size_t>(user)]);
        const auto end = static_cast<std::size_t>(historyOffsets[static_cast<std::size_t>(user) + 1]);
        return std::span(histories).subspan(begin, end - begin);
    }
};

/// Assignment of one user's history items to interests.
struct HistoryWeights
{
    int interests = 0;
    std::vector<float> weights; ///< [L, K] soft assignment a_lj (paper Eq. 2)
    std::vector<std::int32_t> category; ///< [L] hard hyper-category, argmax of the weights
};

} // namespace opal
