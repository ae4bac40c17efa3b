// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/analysis/sppmi.h"
#include "core/analysis/tagagreement.h"
#include "core/results/diversity.h"

namespace opal {

/// Share of the unordered pairs of tagged items that have no tag in common (intra-list diversity by tag,
/// core/models/MODELS.md section 10); NaN where there is no such pair.
double tagDiversity(const TagTable& tags, std::span<const ItemIndex> items);

/// Mean over unordered pairs of 1 - SPPMI(i,j) / -log(#(i,j) / |D|), which is 1 where SPPMI is 0 and 0 for
/// items that are never apart (intra-list diversity by SPPMI); NaN without a pair. `pairCount` is |D|.
double sppmiDiversity(const SppmiMatrix& matrix, std::int64_t pairCount);

/// What one user is recommended.
struct UserList
{
    UserIndex user = 0;
    std::int64_t history = 0; ///< interactions
    int activeInterests = 0; ///< that produced an item of the list
    std::vector<ItemIndex> items; ///< best first
    double recall = 0; ///< NaN without held-out items
    double hitRate = 0;
    double tagDiversity = 0;
    double sppmiDiversity = 0;
    double popularity = 0; ///< mean over the items of the users who have it; NaN of an empty list
};

/// All users, the terciles by length of history (ties by user) and the groups by number of active interests;
/// groups without users are left out, and terciles where there are fewer than three users. `itemCount` is N.
std::vector<GroupDiversity> groupDiversity(std::span<const UserList> lists, std::int64_t itemCount);

} // namespace opal
