// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/interestcurves.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <numeric>
#include <set>
#include <utility>

#include "core/base/error.h"
#include "core/results/ablations.h"
#include "core/results/interestmeasures.h"
#include "core/results/rankingmetrics.h"

namespace opal {

namespace {

std::optional<double> valueOf(const RunRecord& run, const MetricAt& metric)
{
    if (const InterestMeasure* measure = findInterestMeasure(metric.first)) {
        const double value = measure->value(run);
        return std::isnan(value) ? std::nullopt : std::optional(value);
    }
    const double value = run.test->at(metric.first, metric.second);
    return std::isnan(value) ? std::nullopt : std::optional(value);
}

std::optional<InterestPoint> pointOf(const SeedFold& fold, const MetricAt& metric)
{
    InterestPoint point;
    point.interests = interestsOf(*fold.runs.front()).value_or(0);
    std::vector<double> values;
    std::vector<double> effective;
    for (const RunRecord* run : fold.runs) {
        const std::optional<double> value = valueOf(*run, metric);
        // A figure that only some of the seeds have is no mean of the setting.
        if (!value)
            return std::nullopt;
        values.push_back(*value);
        if (const auto number = effectiveInterests(run->test->interestShare))
            effective.push_back(*number);
        point.runs.push_back(run->id);
    }
    point.value = seedMean(values);
    if (effective.size() == values.size())
        point.effective = seedMean(effective);
    return point;
}

/// The best setting of each number of interests.
using BestByNumber = std::map<std::int64_t, const SeedFold*>;

} // namespace

std::optional<double> effectiveInterests(const std::vector<double>& shares)
{
    const auto positive = [](double sum, double share) { return sum + std::max(share, 0.0); };
    const double total = std::accumulate(shares.begin(), shares.end(), 0.0, positive);
    if (!(total > 0))
        return std::nullopt;
    double entropy = 0;
    for (const double share : shares)
        if (share > 0)
            entropy -= share / total * std::log(share / total);
    return std::exp(entropy);
}

InterestCurves interestCurves(const std::vector<RunRecord>& runs, const std::vector<TableModel>& models,
                              const std::vector<MetricAt>& metrics)
{
    const std::vector<SeedFold> folds = seedFolds(runs);
    const auto titles = datasetTitles(runs);
    std::vector<std::string> datasets; // hashes, in order of first appearance
    std::map<std::pair<std::string, std::string>, BestByNumber> best; // by data set and model
    for (const SeedFold& fold : folds) {
        const RunRecord& run = *fold.runs.front();
        const std::int64_t interests = interestsOf(run).value_or(0);
        if (interests < 1 || !ablationsOf(run.params).empty())
            continue;
        if (std::find(datasets.begin(), datasets.end(), run.datasetHash) == datasets.end())
            datasets.push_back(run.datasetHash);
        const SeedFold*& known = best[{ run.datasetHash, run.model }][interests];
        if (!known || fold.validation > known->validation)
            known = &fold;
    }
    InterestCurves curves;
    for (const std::string& hash : datasets) {
        for (const TableModel& model : models) {
            const auto found = best.find({ hash, model.key });
            if (found == best.end())
                continue;
            for (const MetricAt& metric : metrics) {
                InterestLine line { titles.at(hash), model.title, metric, {} };
                for (const auto& [number, fold] : found->second)
                    if (auto point = pointOf(*fold, metric))
                        line.points.push_back(std::move(*point));
                if (!line.points.empty())
                    curves.lines.push_back(std::move(line));
            }
        }
    }
    return curves;
}

std::vector<MetricAt> testedMetrics(const std::vector<RunRecord>& runs)
{
    std::vector<MetricAt> metrics;
    for (const RankingMetric& metric : rankingMetrics()) {
        std::set<int> cutoffs;
        for (const RunRecord& run : runs)
            if (run.test)
                for (const auto& [cutoff, value] : run.test->of(metric.key))
                    cutoffs.insert(cutoff);
        for (const int cutoff : cutoffs)
            metrics.emplace_back(metric.key, cutoff);
    }
    for (const InterestMeasure& measure : interestMeasures())
        if (std::any_of(runs.begin(), runs.end(),
                        [&](const RunRecord& run) { return run.test && !std::isnan(measure.value(run)); }))
            metrics.emplace_back(measure.key, 0);
    return metrics;
}

std::string metricKey(const MetricAt& metric)
{
    return metric.second == 0 ? metric.first : metric.first + "@" + std::to_string(metric.second);
}

MetricAt metricFromKey(const std::string& key)
{
    if (findInterestMeasure(key))
        return { key, 0 };
    const std::size_t at = key.find('@');
    MetricAt metric { key.substr(0, at), 0 };
    if (at != std::string::npos)
        std::from_chars(key.data() + at + 1, key.data() + key.size(), metric.second);
    if (metric.second < 1 || metricKey(metric) != key || !findRankingMetric(metric.first))
        throw Error(ErrorCode::InvalidArgument,
                    "a metric is named like recall@50, hit_rate@200 or ami, not '" + key + "'");
    return metric;
}

} // namespace opal
