// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/listdifference.h"

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

} // namespace opal
