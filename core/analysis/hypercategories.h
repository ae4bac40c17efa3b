// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "core/results/hypercategory.h"

namespace opal {

class RankingModel;

/// What decides which item belongs where.
struct CategoryGeometry
{
    std::span<const float> items; ///< [N + 1, d], row 0 is padding
    std::span<const float> categories; ///< [K, d], K <= 255
    int dim = 0; ///< d
    double epsilon = 0.1; ///< temperature of Eq. 2
};

/// Assigns every item (Eq. 2) and sums up. `popularity` [N + 1] is how often an item occurs in the training
/// days, the weight with which it enters the mass. The result does not depend on the number of threads.
/// Stage, epoch and step are left to the caller. Throws Error{InvalidArgument} if sizes disagree.
CategorySnapshot categorySnapshot(const CategoryGeometry& geometry, std::span<const std::int32_t> popularity);

/// The same of a model as it stands now, which is not changed; null if it has no hyper-categories.
std::shared_ptr<CategorySnapshot> snapshotOf(RankingModel& model, std::span<const std::int32_t> popularity);

/// The hard hyper-category of each of some items by the model as it stands now; empty if it has none. Throws
/// Error{InvalidArgument} for an item that it does not know.
std::vector<std::int32_t> categoriesOf(RankingModel& model, std::span<const std::int32_t> items);

struct CentralItem
{
    std::int32_t item = 0;
    double cosine = 0; ///< x . g_j
};

/// The `count` items of each category nearest to its vector, nearest first, as the model stands now; [K].
/// `itemCategory` [N + 1] may be of another evaluation than the weights. Throws Error{InvalidArgument} if the
/// model has no such categories or other items.
std::vector<std::vector<CentralItem>>
centralItems(RankingModel& model, std::span<const std::uint8_t> itemCategory, std::size_t count);

} // namespace opal
