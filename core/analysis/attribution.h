// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/results/attribution.h"
#include "core/results/recalllist.h"

namespace opal {

/// Recall attribution (features N5) user by user: everything is a function of the interests' own lists.
class AttributionSums final
{
public:
    AttributionSums(int interests, int k);

    /// One user. `lists` [K] are best first, filtered, k long unless there are fewer items; an empty one is
    /// not searched. `targets` are ascending, distinct and not empty. `intensity` is [K] or empty: without it
    /// the order of intensity is the order of the interests. Returns the hits of the merged list.
    std::int64_t add(std::span<const std::vector<RecallEntry>> lists, std::span<const std::int32_t> targets,
                     std::span<const float> intensity);

    Attribution result() const;

private:
    void addOverlap(std::span<const std::vector<RecallEntry>> lists);

    Attribution m_sums; ///< means are sums until result()
    std::vector<double> m_overlapUsers; ///< [K, K]
    std::int64_t m_intensityUsers = 0;
    std::int64_t m_sourceUsers = 0;
};

/// exp of the entropy of non-negative masses; NaN if they are all 0.
double effectiveNumber(std::span<const double> masses);

/// Half the sum of absolute differences between the shares of the newer and the older half of a history.
/// `weights` is [L, K]; the middle item of an odd history counts as new. 0 for fewer than two items.
double assignmentDrift(std::span<const float> weights, int interests);

/// Mean of 1 - cosine over pairs of vectors [K, d] that are valid ([K]); 0 with fewer than two.
double vectorDiversity(std::span<const float> vectors, std::span<const std::uint8_t> valid, int dim);

} // namespace opal
