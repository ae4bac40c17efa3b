// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/runfields.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <set>

#include "core/results/interestmeasures.h"
#include "core/results/rankingmetrics.h"

namespace opal {

namespace {

/// One row of the table of fields that every run has.
struct PlainField
{
    std::string_view name;
    FieldValue (*value)(const RunRecord& run);
};

FieldValue bestRecall(const RunRecord& run)
{
    const auto found = run.bestMetric.find(decisiveStage(run));
    return found == run.bestMetric.end() ? FieldValue() : FieldValue(found->second);
}

FieldValue bestEpoch(const RunRecord& run)
{
    const auto found = run.bestEpoch.find(decisiveStage(run));
    return found == run.bestEpoch.end() ? FieldValue() : FieldValue(static_cast<double>(found->second));
}

FieldValue marks(const RunRecord& run)
{
    std::vector<std::string> list;
    if (run.star)
        list.insert(list.end(), { "star", "starred" });
    if (run.archived)
        list.emplace_back("archived");
    if (run.imported)
        list.emplace_back("imported");
    return list;
}

constexpr PlainField plainFields[] = {
    { "name", [](const RunRecord& run) -> FieldValue { return run.name; } },
    { "id", [](const RunRecord& run) -> FieldValue { return run.id; } },
    { "model", [](const RunRecord& run) -> FieldValue { return run.model; } },
    { "data", [](const RunRecord& run) -> FieldValue { return run.datasetName; } },
    { "state", [](const RunRecord& run) -> FieldValue { return std::string(runStateName(run.state)); } },
    { "stage", [](const RunRecord& run) -> FieldValue { return run.stage; } },
    { "tag", [](const RunRecord& run) -> FieldValue { return run.tags; } },
    { "note", [](const RunRecord& run) -> FieldValue { return run.note; } },
    { "is", &marks },
    { "seed", [](const RunRecord& run) -> FieldValue { return static_cast<double>(run.seed); } },
    { "step", [](const RunRecord& run) -> FieldValue { return static_cast<double>(run.step); } },
    { "seconds", [](const RunRecord& run) -> FieldValue { return run.seconds; } },
    { "recall", &bestRecall },
    { "epoch", &bestEpoch },
};

/// Which metric a field names and at which cut-off; null if none.
const RankingMetric* metricOf(std::string_view field, int& cutoff)
{
    for (const RankingMetric& metric : rankingMetrics()) {
        const std::string_view key = metric.key;
        const std::string_view shortName = metric.shortName;
        std::string_view digits;
        if (field.size() > key.size() + 1 && field.starts_with(key) && field[key.size()] == '@')
            digits = field.substr(key.size() + 1);
        else if (field.starts_with(shortName))
            digits = field.substr(shortName.size());
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), cutoff);
        if (!digits.empty() && error == std::errc() && end == digits.data() + digits.size())
            return &metric;
    }
    return nullptr;
}

} // namespace

std::vector<std::string> runFieldNames(const std::vector<RunRecord>& runs)
{
    std::set<std::string> names;
    for (const PlainField& field : plainFields)
        names.emplace(field.name);
    for (const InterestMeasure& measure : interestMeasures())
        names.emplace(measure.key);
    std::set<int> cutoffs { 50, 100, 200 };
    for (const RunRecord& run : runs) {
        for (const auto& param : run.params)
            names.insert(param.first);
        if (run.test)
            cutoffs.merge(run.test->cutoffs());
    }
    for (const int cutoff : cutoffs) {
        for (const RankingMetric& metric : rankingMetrics()) {
            names.insert(std::string(metric.key) + "@" + std::to_string(cutoff));
            names.insert(metric.shortName + std::to_string(cutoff));
        }
    }
    return { names.begin(), names.end() };
}

FieldValue runField(const RunRecord& run, std::string_view field)
{
    for (const PlainField& plain : plainFields)
        if (plain.name == field)
            return plain.value(run);
    if (const InterestMeasure* measure = findInterestMeasure(field)) {
        const double value = measure->value(run);
        return std::isnan(value) ? FieldValue() : FieldValue(value);
    }
    if (const auto param = run.params.find(std::string(field)); param != run.params.end())
        return param->second;
    int cutoff = 0;
    const RankingMetric* metric = metricOf(field, cutoff);
    if (!metric || !run.test)
        return {};
    const double value = run.test->at(metric->key, cutoff);
    return std::isnan(value) ? FieldValue() : FieldValue(value);
}

bool isMetricField(std::string_view field)
{
    int cutoff = 0;
    return field == "recall" || findInterestMeasure(field) || metricOf(field, cutoff) != nullptr;
}

} // namespace opal
