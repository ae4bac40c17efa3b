// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <stop_token>
#include <vector>

#include "core/data/dataset.h"

namespace opal {

/// Groups of the items of a data set that tend to be watched by the same users, from the training days alone.
///
/// Spectral co-clustering (Dhillon, KDD 2001): A = D_u^-1/2 R D_i^-1/2 of the binary training matrix R, its
/// right singular vectors behind the first, rows brought to length 1, spherical k-means weighted by the
/// interactions of an item. Returns the group 0..groups-1 of every item, [N + 1], entry 0 unused. The same
/// data and number of groups give the same result on every machine and with any number of threads; the cost
/// is linear in interactions. Throws Error{InvalidArgument} if `groups` is not in 1..255 or above the number
/// of items, Cancelled.
std::vector<std::uint8_t> spectralItemGroups(const Dataset& data, int groups,
                                             const std::stop_token& stop = {});

/// As the name says of a table [N + 1, d] of item vectors, row 0 unused: mean removed, rows of length 1,
/// weighted spherical k-means, the best of ten starts. `weight` is [N + 1]. Throws Error{InvalidArgument}.
std::vector<std::uint8_t> sphericalItemGroups(std::span<const float> table, int dim,
                                              std::span<const std::int32_t> weight, int groups);

} // namespace opal
