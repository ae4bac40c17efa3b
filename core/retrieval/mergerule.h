// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/results/recalllist.h"

namespace opal {

/// How the lists of the interests are to become one.
struct MergeOptions
{
    MergeRule rule = MergeRule::Maximum;
    std::vector<double> weights; ///< [K] factor on the scores, >= 0; 0 leaves the interest out; empty: all 1
    std::vector<double> shares; ///< [K] >= 0, for Quota: what the places are dealt by, times the weight;
                                ///< empty or all 0: even
};

/// The k items of the merged list. `lists` [K] are best first, at least k long unless there are fewer items;
/// an empty list is an interest that is not searched. The score of an entry stays the inner product with the
/// interest that gave it.
///
/// Maximum orders by weight times score and takes every item once, from the interest with the highest product
/// (lowest index on a tie). Quota deals the places by largest remainder, lets the interests with more places
/// choose first, fills what is left over by Maximum and orders by weight times score. RoundRobin lets the
/// interests take turns in proportion to their weights; each gives its best item that is not in the list yet.
/// Throws Error{InvalidArgument} for weights or shares that are negative, not finite or not K.
std::vector<RecallEntry> mergeLists(std::span<const std::vector<RecallEntry>> lists, int k,
                                    const MergeOptions& options);

/// Places of each interest [K] by largest remainder; ties go to the lower index.
std::vector<int> quotaPlaces(std::span<const double> shares, int k);

/// "maximum", "quota", "round_robin".
std::string_view mergeRuleName(MergeRule rule);
std::optional<MergeRule> mergeRuleFrom(std::string_view name);

} // namespace opal
