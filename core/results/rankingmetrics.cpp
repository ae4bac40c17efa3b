// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/rankingmetrics.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/base/translate.h"

namespace opal {

namespace {

bool isTarget(std::int32_t item, std::span<const std::int32_t> targets)
{
    return std::binary_search(targets.begin(), targets.end(), item);
}

std::span<const std::int32_t> firstOf(std::span<const std::int32_t> ranked, int k)
{
    return ranked.first(std::min(ranked.size(), static_cast<std::size_t>(k)));
}

std::int64_t hits(std::span<const std::int32_t> ranked, std::span<const std::int32_t> targets, int k)
{
    const auto top = firstOf(ranked, k);
    return std::count_if(top.begin(), top.end(),
                         [targets](std::int32_t item) { return isTarget(item, targets); });
}

double discount(std::size_t rank)
{
    return 1.0 / std::log2(static_cast<double>(rank) + 1.0);
}

std::vector<RankingMetric>& metricTable()
{
    static std::vector<RankingMetric> table {
        { "recall", QT_TRANSLATE_NOOP("RankingMetrics", "Recall"), "r",
          QT_TRANSLATE_NOOP(
              "RankingMetrics",
              "The share of a user's test-day items in the list, averaged over users (higher is "
              "better)"),
          true, true, true, recallAt, nullptr },
        { "hit_rate", QT_TRANSLATE_NOOP("RankingMetrics", "HitRate"), "hr",
          QT_TRANSLATE_NOOP(
              "RankingMetrics",
              "The share of users with at least one test-day item in the list (higher is better)"),
          true, true, true, hitAt, nullptr },
        { "ndcg", QT_TRANSLATE_NOOP("RankingMetrics", "NDCG"), "n",
          QT_TRANSLATE_NOOP(
              "RankingMetrics",
              "Test-day items in the list, discounted by their rank and set against the best order "
              "there is, averaged over users (higher is better)"),
          true, true, false, ndcgAt, nullptr },
        { "precision", QT_TRANSLATE_NOOP("RankingMetrics", "Precision"), "p",
          QT_TRANSLATE_NOOP("RankingMetrics",
                            "The share of the list that is test-day items, averaged over users (higher is "
                            "better)"),
          true, false, false, precisionAt, nullptr },
        { "mrr", QT_TRANSLATE_NOOP("RankingMetrics", "MRR"), "mrr",
          QT_TRANSLATE_NOOP("RankingMetrics",
                            "One over the rank of the first test-day item in the list, averaged over users "
                            "(higher is better)"),
          true, false, false, reciprocalRankAt, nullptr },
        { "coverage", QT_TRANSLATE_NOOP("RankingMetrics", "Coverage"), "cov",
          QT_TRANSLATE_NOOP("RankingMetrics",
                            "The share of all items that are in any list (higher is better)"),
          true, false, false, nullptr, coverage },
        { "gini", QT_TRANSLATE_NOOP("RankingMetrics", "Gini"), "gini",
          QT_TRANSLATE_NOOP(
              "RankingMetrics",
              "How unevenly the lists share out the items: 0 is even, near 1 concentrated (lower is "
              "better)"),
          false, false, false, nullptr, gini },
    };
    return table;
}

} // namespace

double recallAt(std::span<const std::int32_t> ranked, std::span<const std::int32_t> targets, int k)
{
    if (targets.empty())
        return 0;
    return static_cast<double>(hits(ranked, targets, k)) / static_cast<double>(targets.size());
}

double hitAt(std::span<const std::int32_t> ranked, std::span<const std::int32_t> targets, int k)
{
    return hits(ranked, targets, k) > 0 ? 1 : 0;
}

double ndcgAt(std::span<const std::int32_t> ranked, std::span<const std::int32_t> targets, int k)
{
    if (targets.empty())
        return 0;
    const auto top = firstOf(ranked, k);
    double gain = 0;
    for (std::size_t i = 0; i < top.size(); ++i)
        if (isTarget(top[i], targets))
            gain += discount(i + 1);
    double ideal = 0;
    for (std::size_t rank = 1; rank <= std::min(targets.size(), static_cast<std::size_t>(k)); ++rank)
        ideal += discount(rank);
    return gain / ideal;
}

double precisionAt(std::span<const std::int32_t> ranked, std::span<const std::int32_t> targets, int k)
{
    return static_cast<double>(hits(ranked, targets, k)) / k;
}

double reciprocalRankAt(std::span<const std::int32_t> ranked, std::span<const std::int32_t> targets, int k)
{
    const auto top = firstOf(ranked, k);
    const auto first = std::find_if(top.begin(), top.end(),
                                    [targets](std::int32_t item) { return isTarget(item, targets); });
    return first == top.end() ? 0 : 1.0 / static_cast<double>(first - top.begin() + 1);
}

double coverage(std::span<const std::int64_t> exposure)
{
    if (exposure.empty())
        return 0;
    const auto shown
        = std::count_if(exposure.begin(), exposure.end(), [](std::int64_t count) { return count > 0; });
    return static_cast<double>(shown) / static_cast<double>(exposure.size());
}

double gini(std::span<const std::int64_t> exposure)
{
    std::vector<std::int64_t> sorted(exposure.begin(), exposure.end());
    std::sort(sorted.begin(), sorted.end());
    const double count = static_cast<double>(sorted.size());
    double weighted = 0;
    double total = 0;
    for (std::size_t i = 0; i < sorted.size(); ++i) {
        const double value = static_cast<double>(sorted[i]);
        weighted += (2.0 * static_cast<double>(i + 1) - count - 1.0) * value;
        total += value;
    }
    return total > 0 ? weighted / (count * total) : 0;
}

std::span<const RankingMetric> rankingMetrics()
{
    return metricTable();
}

void addRankingMetric(const RankingMetric& metric)
{
    metricTable().push_back(metric);
}

const RankingMetric* findRankingMetric(std::string_view key)
{
    for (const RankingMetric& metric : metricTable())
        if (key == metric.key)
            return &metric;
    return nullptr;
}

} // namespace opal
