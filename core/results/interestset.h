// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

namespace opal {

/// Interest vectors of several users as plain floats: the border at which tensors end.
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

    const float* vector(std::int64_t user, int interest) const
    {
        return vectors.data() + (user * interests + interest) * dim;
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
