// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/results/hypercategory.h"

namespace opal {

class Database;

/// The tables of hyper-categories, for RunStore. Writers expect an open Transaction; everything throws as
/// Query does, readers also Error{Database} for damaged blobs.

void writeCategories(const Database& database, std::int64_t evaluation, const CategorySnapshot& snapshot);
/// Snapshots that still count (see segmentLimits()), oldest first: all without their items, or, if `step` is
/// not negative, those of that step with their items.
std::vector<CategorySnapshot> readCategories(const Database& database, const std::string& id,
                                             std::int64_t step);

/// Names by run and 0-based category; of every run if `id` is empty.
std::map<std::string, std::map<int, std::string>> readCategoryNames(const Database& database,
                                                                    const std::string& id);
/// An empty name takes the old one away.
void writeCategoryNames(const Database& database, const std::string& id,
                        const std::map<int, std::string>& names);

} // namespace opal
