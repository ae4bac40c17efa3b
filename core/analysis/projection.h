// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <stop_token>
#include <vector>

#include "core/results/itemmap.h"

namespace opal {

/// What is projected.
struct ProjectionInput
{
    std::span<const float> items; ///< [N + 1, d], row 0 is padding
    std::span<const float> categories; ///< [K, d]; only the plane needs them, may be empty otherwise
    int dim = 0; ///< d
};

/// Points of all items; the same input, parameters and number of threads give the same bits. `run` is left
/// empty.
///
/// Pca: Faiss's PCAMatrix on the vectors as they are; the sign of a direction makes the item farthest from 0
/// positive, a direction without variance is 0. Plane: cosines of the items to the unit rows g_a and g_b, -1
/// to 1. Neighbours: see neighbourLayout(). `progress` hears fractions from 0 to 1. Throws
/// Error{InvalidArgument} for parameters out of range or a category that does not exist, Cancelled.
ItemMap projectItems(const ProjectionInput& input, const MapParams& params,
                     const std::function<void(double fraction)>& progress, const std::stop_token& stop);

/// Identifies what is projected: 64 bits over items and categories.
std::uint64_t projectionHash(const ProjectionInput& input);

/// Rows 1..N of `items` at length 1, [N, d]; rows of zeros stay zero.
std::vector<float> unitItemRows(std::span<const float> items, int dim);

} // namespace opal
