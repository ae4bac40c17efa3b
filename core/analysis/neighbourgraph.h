// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <stop_token>
#include <vector>

namespace opal {

/// Two items that are near each other.
struct NeighbourEdge
{
    std::uint32_t from = 0; ///< 0-based row
    std::uint32_t to = 0; ///< > from
    float weight = 0; ///< 0 to 1
};

/// The fuzzy graph of McInnes, Healy and Melville (2018), section 3.1: every row is joined to the
/// `neighbours` rows of largest cosine with weight exp(-(distance - nearest) / s), where s makes the weights
/// of a row sum to log2(neighbours), and the two directions a, b become a + b - ab. `rows` is [N, d] of
/// length 1. Neighbours come from Faiss, exactly up to 20,000 rows and from an inverted file above; no
/// randomness but its seeded clustering. `progress` hears fractions from 0 to 1. Ordered by from, then to.
/// Throws Cancelled.
std::vector<NeighbourEdge> neighbourGraph(std::span<const float> rows, int dim, int neighbours,
                                          const std::function<void(double)>& progress,
                                          const std::stop_token& stop);

} // namespace opal
