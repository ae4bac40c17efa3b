// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <stop_token>

#include "core/results/itemmap.h"

namespace opal {

struct ProjectionInput;

/// Moves the points of `map`, which start as its principal components, until near items are near: the layout
/// of McInnes, Healy and Melville (2018), section 3.2, over neighbourGraph(). An edge of weight w is visited
/// in the share w of the passes, pulls its two ends together and pushes one of them from five random items.
/// One edge after the other in one thread: their order and the random numbers of `map.params.seed` decide
/// the result. Ends centred on 0. Throws Cancelled.
void neighbourLayout(const ProjectionInput& input, ItemMap& map, const std::function<void(double)>& progress,
                     const std::stop_token& stop);

} // namespace opal
