// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/runcompare.h"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <charconv>
#include <cmath>
#include <limits>
#include <set>
#include <unordered_map>

#include "core/base/notanumber.h"
#include "core/results/interestcurves.h"
#include "core/results/interestmeasures.h"
#include "core/results/rankingmetrics.h"
#include "core/results/runfields.h"
#include "core/results/setting.h"

namespace opal {

namespace {

std::optional<double> axisNumberOf(const std::string& text)
{
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

void addIfDifferent(std::vector<ParamDifference>& differences, ParamDifference row)
{
    if (std::any_of(row.values.begin(), row.values.end(),
                    [&](const auto& value) { return value != row.values.front(); }))
        differences.push_back(std::move(row));
}

/// The axis of a field; constant ones have lower == upper.
RunAxis makeAxis(const std::vector<RunRecord>& runs, const std::string& field)
{
    RunAxis axis { field, isMetricField(field), {}, 0, 0, {} };
    std::vector<std::string> texts(runs.size());
    bool numeric = true;
    for (std::size_t run = 0; run < runs.size(); ++run) {
        const FieldValue value = runField(runs[run], field);
        double number = notANumber;
        if (const auto* real = std::get_if<double>(&value)) {
            number = *real;
        } else if (const auto* text = std::get_if<std::string>(&value)) {
            texts[run] = *text;
            const std::optional<double> parsed = axisNumberOf(*text);
            numeric = numeric && parsed.has_value();
            number = parsed.value_or(number);
        }
        axis.values.push_back(number);
    }
    if (!numeric) {
        const std::set<std::string> known(texts.begin(), texts.end());
        for (const std::string& text : known)
            if (!text.empty())
                axis.categories.push_back(text);
        for (std::size_t run = 0; run < runs.size(); ++run)
            axis.values[run] = texts[run].empty()
                ? notANumber
                : static_cast<double>(
                    std::lower_bound(axis.categories.begin(), axis.categories.end(), texts[run])
                    - axis.categories.begin());
    }
    axis.lower = std::numeric_limits<double>::infinity();
    axis.upper = -axis.lower;
    for (const double value : axis.values) {
        if (!std::isfinite(value))
            continue;
        axis.lower = std::min(axis.lower, value);
        axis.upper = std::max(axis.upper, value);
    }
    return axis;
}

} // namespace

std::vector<ParamDifference> differingParams(const std::vector<RunRecord>& runs)
{
    std::vector<ParamDifference> differences;
    if (runs.size() < 2)
        return differences;
    ParamDifference model { "model", {} };
    ParamDifference data { "data", {} };
    std::set<std::string> keys;
    for (const RunRecord& run : runs) {
        model.values.emplace_back(run.model);
        data.values.emplace_back(run.datasetName);
        for (const auto& param : run.params)
            keys.insert(param.first);
    }
    addIfDifferent(differences, std::move(model));
    addIfDifferent(differences, std::move(data));
    for (const std::string& key : keys) {
        ParamDifference row { key, {} };
        for (const RunRecord& run : runs) {
            const auto found = run.params.find(key);
            row.values.push_back(found == run.params.end() ? std::nullopt : std::optional(found->second));
        }
        addIfDifferent(differences, std::move(row));
    }
    return differences;
}

std::vector<std::vector<std::size_t>> foldSeeds(const std::vector<RunRecord>& runs)
{
    std::vector<std::vector<std::size_t>> groups;
    std::unordered_map<std::string, std::size_t> known;
    for (std::size_t run = 0; run < runs.size(); ++run) {
        const auto [entry, isNew] = known.try_emplace(settingKey(runs[run]), groups.size());
        if (isNew)
            groups.emplace_back();
        groups[entry->second].push_back(run);
    }
    return groups;
}

std::vector<MeanPoint> meanCurve(const std::vector<CurvePoints>& curves)
{
    std::vector<MeanPoint> means;
    if (curves.size() < 2)
        return means;
    std::map<double, std::vector<double>> values;
    for (const CurvePoints& curve : curves)
        for (const auto& [x, y] : curve)
            if (std::isfinite(y))
                values[x].push_back(y);
    const auto count = static_cast<double>(curves.size());
    for (const auto& [x, found] : values) {
        if (found.size() != curves.size())
            continue;
        MeanPoint point { x, 0, 0 };
        for (const double value : found)
            point.mean += value / count;
        double squares = 0;
        for (const double value : found)
            squares += (value - point.mean) * (value - point.mean);
        const double standardError = std::sqrt(squares / (count - 1) / count);
        point.halfWidth = studentFactor95(static_cast<int>(curves.size()) - 1) * standardError;
        means.push_back(point);
    }
    return means;
}

double studentFactor95(int freedom)
{
    return boost::math::quantile(boost::math::students_t(std::max(freedom, 1)), 0.975);
}

std::vector<RunAxis> parallelAxes(const std::vector<RunRecord>& runs)
{
    std::set<std::string> params { "model", "data" };
    std::set<std::string> metrics { "recall" };
    for (const InterestMeasure& measure : interestMeasures())
        metrics.insert(measure.key);
    for (const RunRecord& run : runs) {
        for (const auto& param : run.params)
            params.insert(param.first);
        if (!run.test)
            continue;
        for (const RankingMetric& metric : rankingMetrics())
            if (metric.inTables)
                for (const auto& value : run.test->of(metric.key))
                    metrics.insert(metricKey({ metric.key, value.first }));
    }
    std::vector<RunAxis> axes;
    const auto add = [&](const std::set<std::string>& fields) {
        for (const std::string& field : fields)
            if (RunAxis axis = makeAxis(runs, field); axis.lower < axis.upper)
                axes.push_back(std::move(axis));
    };
    add(params);
    add(metrics);
    return axes;
}

} // namespace opal
