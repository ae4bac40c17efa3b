// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/listdiversity.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>

#include "core/analysis/diversity.h"
#include "core/base/notanumber.h"
#include "core/results/rankingmetrics.h"

namespace opal {

namespace {

bool share(std::span<const std::int32_t> first, std::span<const std::int32_t> second)
{
    return std::any_of(first.begin(), first.end(), [second](std::int32_t tag) {
        return std::find(second.begin(), second.end(), tag) != second.end();
    });
}

/// The group of the lists at `places`.
GroupDiversity groupOf(std::span<const UserList> lists, std::span<const std::size_t> places,
                       std::int64_t itemCount)
{
    GroupDiversity group;
    group.users = static_cast<std::int64_t>(places.size());
    group.shortest = std::numeric_limits<std::int64_t>::max();
    std::vector<std::int64_t> exposure(static_cast<std::size_t>(itemCount), 0);
    for (const std::size_t place : places) {
        group.shortest = std::min(group.shortest, lists[place].history);
        group.longest = std::max(group.longest, lists[place].history);
        for (const ItemIndex item : lists[place].items)
            ++exposure[static_cast<std::size_t>(item - 1)];
    }
    group.coverage = coverage(exposure);
    group.gini = gini(exposure);
    const auto mean = [&](double UserList::*value) {
        std::vector<double> values;
        for (const std::size_t place : places)
            values.push_back(lists[place].*value);
        return meanOf(values);
    };
    group.recall = mean(&UserList::recall);
    group.hitRate = mean(&UserList::hitRate);
    group.tagDiversity = mean(&UserList::tagDiversity);
    group.sppmiDiversity = mean(&UserList::sppmiDiversity);
    group.popularity = mean(&UserList::popularity);
    return group;
}

} // namespace

double tagDiversity(const TagTable& tags, std::span<const ItemIndex> items)
{
    std::int64_t pairs = 0;
    std::int64_t apart = 0;
    for (std::size_t first = 0; first < items.size(); ++first) {
        const auto own = tags.of(items[first]);
        if (own.empty())
            continue;
        for (std::size_t second = first + 1; second < items.size(); ++second) {
            const auto other = tags.of(items[second]);
            if (other.empty())
                continue;
            ++pairs;
            apart += share(own, other) ? 0 : 1;
        }
    }
    return pairs > 0 ? static_cast<double>(apart) / static_cast<double>(pairs) : notANumber;
}

double sppmiDiversity(const SppmiMatrix& matrix, std::int64_t pairCount)
{
    double sum = 0;
    std::int64_t pairs = 0;
    for (std::size_t row = 0; row < matrix.size(); ++row)
        for (std::size_t column = row + 1; column < matrix.size(); ++column) {
            ++pairs;
            const double value = matrix.value(row, column);
            if (value <= 0) {
                sum += 1;
                continue;
            }
            // SPPMI never exceeds this: both items have at least the pairs that they have together.
            const auto joint = static_cast<double>(matrix.counts[row * matrix.size() + column]);
            const double highest = -std::log(joint / static_cast<double>(pairCount));
            sum += 1 - std::min(1.0, value / highest);
        }
    return pairs > 0 ? sum / static_cast<double>(pairs) : notANumber;
}

std::vector<GroupDiversity> groupDiversity(std::span<const UserList> lists, std::int64_t itemCount)
{
    constexpr std::size_t terciles = 3;
    std::vector<std::size_t> byHistory(lists.size());
    std::iota(byHistory.begin(), byHistory.end(), std::size_t { 0 });
    std::sort(byHistory.begin(), byHistory.end(), [lists](std::size_t a, std::size_t b) {
        return lists[a].history != lists[b].history ? lists[a].history < lists[b].history
                                                    : lists[a].user < lists[b].user;
    });
    std::vector<GroupDiversity> groups;
    if (lists.empty())
        return groups;
    groups.push_back(groupOf(lists, byHistory, itemCount));
    for (std::size_t tercile = 0; tercile < terciles && lists.size() >= terciles; ++tercile) {
        const std::size_t first = lists.size() * tercile / terciles;
        const std::size_t last = lists.size() * (tercile + 1) / terciles;
        groups.push_back(groupOf(lists, std::span(byHistory).subspan(first, last - first), itemCount));
        groups.back().kind = GroupDiversity::Kind::Activity;
        groups.back().index = static_cast<int>(tercile) + 1;
    }
    std::map<int, std::vector<std::size_t>> byInterests;
    for (std::size_t place = 0; place < lists.size(); ++place)
        byInterests[lists[place].activeInterests].push_back(place);
    for (const auto& [active, places] : byInterests) {
        groups.push_back(groupOf(lists, places, itemCount));
        groups.back().kind = GroupDiversity::Kind::ActiveInterests;
        groups.back().index = active;
    }
    return groups;
}

} // namespace opal
