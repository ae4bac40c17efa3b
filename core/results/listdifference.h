// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "core/results/recalllist.h"

namespace opal {

/// What became of a recall list.
struct ListDifference
{
    std::map<std::int32_t, int> ranksBefore; ///< 1-based place of every item of the list before
    std::vector<std::int32_t> in; ///< items only the list after has, in its order
    std::vector<std::int32_t> out; ///< items only the list before had, in its order
    std::int64_t moved = 0; ///< items of both at another place

    bool isEmpty() const { return in.empty() && out.empty() && moved == 0; }
};

ListDifference compareLists(std::span<const RecallEntry> before, std::span<const RecallEntry> after);

/// Two interests whose lists are about the same.
struct AlikeInterests
{
    int first = 0;
    int second = 0;
    double overlap = 0; ///< items of both over the length of the shorter list, (0, 1]
};

/// Pairs whose lists overlap by `threshold` or more, most alike first.
std::vector<AlikeInterests> alikeInterests(const RecallList& lists, double threshold);

} // namespace opal
