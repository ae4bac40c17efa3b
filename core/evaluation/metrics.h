// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "core/results/trainingcurve.h"

namespace opal {

/// Pure ranking metrics of one user (core/models/MODELS.md section 10). `ranked` holds distinct
/// recommendations, best first; `targets` is ascending and distinct; both hold item ids. `k` >= 1.
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

/// One row of the table of per-user ranking metrics.
struct RankingMetric
{
    const char* name; ///< "recall", "hit_rate", ...
    double (*value)(std::span<const std::int32_t> ranked, std::span<const std::int32_t> targets, int k);
    std::map<int, double> MetricSet::*values; ///< where the mean over users is reported, by K
    bool essential; ///< computed for every evaluation during training
};

/// THE table of ranking metrics.
std::span<const RankingMetric> rankingMetrics();

} // namespace opal
