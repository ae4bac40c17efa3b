// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace opal {

/// One step of average linkage (Sokal and Michener 1958): two clusters become one.
struct ClusterMerge
{
    std::size_t first = 0; ///< smallest member of the one, smaller than `second`
    std::size_t second = 0; ///< smallest member of the other
    double similarity = 0; ///< mean over the pairs between them
};

/// Tree of `size` things by their similarity [n, n], symmetric and finite off the diagonal, which is not
/// read. Merges are sorted by falling similarity, ties by their members. Throws Error{InvalidArgument}.
std::vector<ClusterMerge> averageLinkage(std::span<const double> similarity, std::size_t size);

/// The leaves of that tree from left to right: every branch is turned so that the two leaves that meet are
/// the most alike. The same input gives the same order. O(n^2).
std::vector<std::size_t> clusterOrder(std::span<const double> similarity, std::size_t size);

} // namespace opal
