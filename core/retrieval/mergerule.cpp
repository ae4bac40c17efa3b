// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/retrieval/mergerule.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <unordered_map>
#include <unordered_set>

#include "core/base/error.h"

namespace opal {

namespace {

constexpr std::pair<MergeRule, std::string_view> ruleNames[] {
    { MergeRule::Maximum, "maximum" },
    { MergeRule::Quota, "quota" },
    { MergeRule::RoundRobin, "round_robin" },
};

using Lists = std::span<const std::vector<RecallEntry>>;

/// The options with every vector filled in.
struct Merge
{
    Lists lists;
    std::size_t k = 0;
    std::vector<double> weights; ///< [K]; 0 also for an empty list

    double weighted(const RecallEntry& entry) const
    {
        return weights[static_cast<std::size_t>(entry.interest)] * static_cast<double>(entry.score);
    }

    void sort(std::vector<RecallEntry>& entries) const
    {
        std::sort(entries.begin(), entries.end(), [this](const RecallEntry& a, const RecallEntry& b) {
            const double left = weighted(a);
            const double right = weighted(b);
            return left != right ? left > right : a.item < b.item;
        });
    }
};

std::vector<double> filled(const std::vector<double>& values, std::size_t count, const char* what)
{
    if (values.empty())
        return std::vector<double>(count, 1.0);
    const bool usable = values.size() == count && std::all_of(values.begin(), values.end(), [](double value) {
                            return std::isfinite(value) && value >= 0;
                        });
    if (!usable)
        throw Error(ErrorCode::InvalidArgument,
                    std::string("the ") + what + " of the interests must be " + std::to_string(count)
                        + " numbers of at least 0.");
    return values;
}

std::vector<RecallEntry> byMaximum(const Merge& merge, const std::unordered_set<std::int32_t>& taken)
{
    std::unordered_map<std::int32_t, RecallEntry> best;
    for (std::size_t j = 0; j < merge.lists.size(); ++j) {
        if (merge.weights[j] == 0)
            continue;
        for (const RecallEntry& entry : merge.lists[j]) {
            if (taken.contains(entry.item))
                continue;
            const auto [known, isNew] = best.try_emplace(entry.item, entry);
            if (!isNew && merge.weighted(entry) > merge.weighted(known->second))
                known->second = entry;
        }
    }
    std::vector<RecallEntry> result;
    result.reserve(best.size());
    for (const auto& [item, entry] : best)
        result.push_back(entry);
    merge.sort(result);
    return result;
}

/// The best of list j that is not taken yet, from `position` on; null at its end.
const RecallEntry* nextFree(const std::vector<RecallEntry>& list, std::size_t& position,
                            const std::unordered_set<std::int32_t>& taken)
{
    while (position < list.size() && taken.contains(list[position].item))
        ++position;
    return position < list.size() ? &list[position++] : nullptr;
}

std::vector<RecallEntry> byQuota(const Merge& merge, std::vector<double> shares)
{
    for (std::size_t j = 0; j < shares.size(); ++j)
        shares[j] *= merge.weights[j];
    if (std::accumulate(shares.begin(), shares.end(), 0.0) <= 0)
        shares = merge.weights;
    const std::vector<int> places = quotaPlaces(shares, static_cast<int>(merge.k));
    std::vector<std::size_t> order(places.size());
    std::iota(order.begin(), order.end(), std::size_t { 0 });
    std::stable_sort(order.begin(), order.end(),
                     [&places](std::size_t a, std::size_t b) { return places[a] > places[b]; });
    std::vector<RecallEntry> result;
    std::unordered_set<std::int32_t> taken;
    for (const std::size_t j : order) {
        std::size_t position = 0;
        for (int place = 0; place < places[j]; ++place) {
            const RecallEntry* entry = nextFree(merge.lists[j], position, taken);
            if (!entry)
                break;
            taken.insert(entry->item);
            result.push_back(*entry);
        }
    }
    for (const RecallEntry& entry : byMaximum(merge, taken)) {
        if (result.size() >= merge.k)
            break;
        result.push_back(entry);
    }
    merge.sort(result);
    return result;
}

std::vector<RecallEntry> byTurns(const Merge& merge)
{
    const double total = std::accumulate(merge.weights.begin(), merge.weights.end(), 0.0);
    std::vector<double> credit(merge.lists.size(), 0.0);
    std::vector<std::size_t> position(merge.lists.size(), 0);
    std::vector<bool> open(merge.lists.size());
    for (std::size_t j = 0; j < open.size(); ++j)
        open[j] = merge.weights[j] > 0;
    std::vector<RecallEntry> result;
    std::unordered_set<std::int32_t> taken;
    while (result.size() < merge.k) {
        std::size_t turn = open.size();
        for (std::size_t j = 0; j < open.size(); ++j) {
            if (!open[j])
                continue;
            credit[j] += merge.weights[j] / total;
            if (turn == open.size() || credit[j] > credit[turn] + 1e-12)
                turn = j;
        }
        if (turn == open.size())
            break;
        credit[turn] -= 1;
        if (const RecallEntry* entry = nextFree(merge.lists[turn], position[turn], taken)) {
            taken.insert(entry->item);
            result.push_back(*entry);
        } else {
            open[turn] = false;
        }
    }
    return result;
}

} // namespace

std::vector<int> quotaPlaces(std::span<const double> shares, int k)
{
    const double total = std::accumulate(shares.begin(), shares.end(), 0.0);
    std::vector<int> places(shares.size(), 0);
    if (!(total > 0))
        return places;
    std::vector<std::pair<double, std::size_t>> remainders;
    int left = k;
    for (std::size_t j = 0; j < shares.size(); ++j) {
        const double exact = shares[j] / total * k;
        places[j] = static_cast<int>(std::floor(exact));
        left -= places[j];
        remainders.emplace_back(places[j] - exact, j);
    }
    std::sort(remainders.begin(), remainders.end());
    for (int place = 0; place < left; ++place)
        ++places[remainders[static_cast<std::size_t>(place) % remainders.size()].second];
    return places;
}

std::vector<RecallEntry> mergeLists(std::span<const std::vector<RecallEntry>> lists, int k,
                                    const MergeOptions& options)
{
    Merge merge { lists, static_cast<std::size_t>(k), filled(options.weights, lists.size(), "weights") };
    std::vector<double> shares = filled(options.shares, lists.size(), "shares");
    for (std::size_t j = 0; j < lists.size(); ++j)
        if (lists[j].empty())
            merge.weights[j] = 0;
    std::vector<RecallEntry> result;
    switch (options.rule) {
    case MergeRule::Maximum:
        result = byMaximum(merge, {});
        break;
    case MergeRule::Quota:
        result = byQuota(merge, std::move(shares));
        break;
    case MergeRule::RoundRobin:
        result = byTurns(merge);
        break;
    }
    result.resize(std::min(result.size(), merge.k));
    return result;
}

std::string_view mergeRuleName(MergeRule rule)
{
    for (const auto& [value, name] : ruleNames)
        if (value == rule)
            return name;
    return {};
}

std::optional<MergeRule> mergeRuleFrom(std::string_view name)
{
    for (const auto& [value, text] : ruleNames)
        if (text == name)
            return value;
    return {};
}

} // namespace opal
