// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace opal {

/// Metrics of one user (core/models/MODELS.md section 10). `ranked` holds distinct recommendations, best
/// first; `targets` is ascending and distinct; both hold item ids. `k` >= 1.
double recallAt(std::span<const std::int32_t> ranked, std::span<const std::int32_t> targets, int k);
double hitAt(std::span<const std::int32_t> ranked, std::span<const std::int32_t> targets, int k);
double ndcgAt(std::span<const std::int32_t> ranked, std::span<const std::int32_t> targets, int k);
double precisionAt(std::span<const std::int32_t> ranked, std::span<const std::int32_t> targets, int k);
double reciprocalRankAt(std::span<const std::int32_t> ranked, std::span<const std::int32_t> targets, int k);

/// Share of the catalogue (N items) with at least one exposure. `exposure` is [N], how many lists hold the
/// item.
double coverage(std::span<const std::int64_t> exposure);

/// Gini coefficient of the exposure over all N items, zeros included; 0 is even, near 1 concentrated; 0 if
/// nothing was exposed.
double gini(std::span<const std::int64_t> exposure);

/// One row of the table of ranking metrics. A new row is computed, stored, filtered by, listed, compared,
/// tabled, exported and drawn without another edit; tests/core/tst_metrics.cpp and its neighbours hold every
/// row to that.
struct RankingMetric
{
    const char* key; ///< "hit_rate": in the store, in JSON, in options; fields of filters are "hit_rate@50"
    const char* title; ///< "HitRate": in tables and files as it is, "HitRate@50"; context "RankingMetrics"
    const char* shortName; ///< "hr": the field "hr50"
    const char* meaning; ///< English, one sentence, context "RankingMetrics"
    bool higherIsBetter;
    bool essential; ///< measured at every evaluation of a training; the others on the test day alone
    bool inTables; ///< where there is room for few: a column of tables II and III, shown at first elsewhere

    /// Of one user, averaged over users; null for a metric of all lists together.
    double (*ofUser)(std::span<const std::int32_t> ranked, std::span<const std::int32_t> targets, int k);
    /// Of all lists cut at k, from how many of them hold each item; null for a metric of users.
    double (*ofExposure)(std::span<const std::int64_t> exposure);
};

/// THE table of ranking metrics, in the order of columns.
std::span<const RankingMetric> rankingMetrics();

/// Adds a row at the end. Before anything has read the table, as rows are pointed at.
void addRankingMetric(const RankingMetric& metric);

/// Null if there is none of this key.
const RankingMetric* findRankingMetric(std::string_view key);

} // namespace opal
