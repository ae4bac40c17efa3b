// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/listdifference.h"

#include <algorithm>
#include <set>

namespace opal {

ListDifference compareLists(std::span<const RecallEntry> before, std::span<const RecallEntry> after)
{
    ListDifference result;
    int rank = 0;
    for (const RecallEntry& entry : before)
        result.ranksBefore[entry.item] = ++rank;
    std::set<std::int32_t> kept;
    rank = 0;
    for (const RecallEntry& entry : after) {
        ++rank;
        const auto known = result.ranksBefore.find(entry.item);
        if (known == result.ranksBefore.end()) {
            result.in.push_back(entry.item);
            continue;
        }
        kept.insert(entry.item);
        result.moved += known->second != rank ? 1 : 0;
    }
    for (const RecallEntry& entry : before)
        if (!kept.contains(entry.item))
            result.out.push_back(entry.item);
    return result;
}

std::vector<AlikeInterests> alikeInterests(const RecallList& lists, double threshold)
{
    std::vector<std::set<std::int32_t>> items;
    for (const auto& list : lists.perInterest) {
        auto& own = items.emplace_back();
        for (const RecallEntry& entry : list)
            own.insert(entry.item);
    }
    std::vector<AlikeInterests> alike;
    for (std::size_t first = 0; first < items.size(); ++first)
        for (std::size_t second = first + 1; second < items.size(); ++second) {
            const auto shorter = std::min(items[first].size(), items[second].size());
            if (shorter == 0)
                continue;
            const auto both = std::count_if(items[first].begin(), items[first].end(),
                                            [&](std::int32_t item) { return items[second].contains(item); });
            const double overlap = static_cast<double>(both) / static_cast<double>(shorter);
            if (overlap >= threshold)
                alike.push_back({ static_cast<int>(first), static_cast<int>(second), overlap });
        }
    std::stable_sort(alike.begin(), alike.end(),
                     [](const auto& a, const auto& b) { return a.overlap > b.overlap; });
    return alike;
}

} // namespace opal
