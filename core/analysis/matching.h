// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/data/dataset.h"
#include "core/results/hypercategory.h"

namespace opal {

/// Column of every row [rows] such that no column is taken twice, min(rows, columns) rows have one (the
/// others -1) and the sum of `values` [rows, columns] is the largest possible (Hungarian method, Kuhn 1955;
/// O(n^2 m)). Throws Error{InvalidArgument} if the sizes disagree.
std::vector<int> assignMaximum(std::span<const double> values, int rows, int columns);

/// The same item in two runs.
using ItemPairs = std::vector<std::pair<ItemIndex, ItemIndex>>;

/// Items with the same original id, in the order of the first data set.
ItemPairs commonItems(const Dataset& first, const Dataset& second);

/// Which category of the second run is which of the first. Vectors of two runs live in two spaces, of which
/// each seed turns one differently; what can be compared are the categories as vectors over the items, and as
/// partitions of them (the stability of what two trainings find).
/// Both snapshots hold their items. Throws Error{InvalidArgument}.
CategoryMatching matchCategories(const CategorySnapshot& first, const CategorySnapshot& second,
                                 const ItemPairs& pairs);

} // namespace opal
