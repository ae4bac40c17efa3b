// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/results/tableentries.h"

namespace opal {

/// What runs with one number of interests reach.
struct InterestPoint
{
    std::int64_t interests = 0;
    SeedMean value; ///< of the line's metric
    std::optional<SeedMean> effective; ///< number of interests that really fill the lists; where runs say it
    std::vector<std::string> runs; ///< ids, one a seed
};

/// A metric of a model on a data set against the number of interests.
struct InterestLine
{
    std::string dataset;
    std::string model; ///< title
    MetricAt metric;
    std::vector<InterestPoint> points; ///< by ascending number
};

/// Quality against the number of interests (paper, Fig. 3).
struct InterestCurves
{
    std::vector<InterestLine> lines; ///< data set by data set, model by model, metric by metric
};

/// exp of the entropy of the shares, in 1..K: how many interests of equal share would be as uneven. Shares
/// need not sum to 1; nothing if none is positive.
std::optional<double> effectiveInterests(const std::vector<double>& shares);

/// Of each model on each data set and each number of interests the setting that was best on the validation
/// day, with mean and deviation over its seeds. Runs with a part of the model taken away
/// (results/ablations.h) are passed over.
InterestCurves interestCurves(const std::vector<RunRecord>& runs, const std::vector<TableModel>& models,
                              const std::vector<MetricAt>& metrics);

/// The metrics of the table at the cut-offs that `runs` were tested with, then the measures of the interests
/// that any of them has.
std::vector<MetricAt> testedMetrics(const std::vector<RunRecord>& runs);

/// Inverse of "recall@50", "hit_rate@50", "ami". Throws Error{InvalidArgument}.
MetricAt metricFromKey(const std::string& key);
std::string metricKey(const MetricAt& metric);

} // namespace opal
