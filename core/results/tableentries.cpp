// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/tableentries.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <functional>
#include <map>
#include <set>
#include <utility>

#include "core/results/ablations.h"
#include "core/results/interestmeasures.h"
#include "core/results/rankingmetrics.h"
#include "core/results/setting.h"

namespace opal {

namespace {

using Params = std::map<std::string, std::string>;

double validationOf(const RunRecord& run)
{
    const auto found = run.bestMetric.find(decisiveStage(run));
    return found == run.bestMetric.end() ? 0 : found->second;
}

TableEntry entryOf(const SeedFold& fold, const std::string& dataset, const std::string& label,
                   bool withMeasures)
{
    TableEntry entry;
    entry.dataset = dataset;
    entry.label = label;
    entry.interests = interestsOf(*fold.runs.front());
    std::map<MetricAt, std::vector<double>> values;
    for (const RunRecord* run : fold.runs) {
        entry.runs.push_back(run->id);
        for (const RankingMetric& metric : rankingMetrics())
            if (metric.inTables)
                for (const auto& [k, value] : run->test->of(metric.key))
                    values[{ metric.key, k }].push_back(value);
        if (!withMeasures)
            continue;
        for (const InterestMeasure& measure : interestMeasures())
            if (const double value = measure.value(*run); !std::isnan(value))
                values[{ measure.key, 0 }].push_back(value);
    }
    // A figure that only some of the seeds have is no mean of the setting.
    for (const auto& [metric, ofSeeds] : values)
        if (ofSeeds.size() == fold.runs.size())
            entry.values[metric] = seedMean(ofSeeds);
    return entry;
}

std::vector<std::string> datasetOrder(const std::vector<SeedFold>& folds)
{
    std::vector<std::string> order;
    for (const SeedFold& fold : folds)
        if (std::find(order.begin(), order.end(), fold.runs.front()->datasetHash) == order.end())
            order.push_back(fold.runs.front()->datasetHash);
    return order;
}

const SeedFold* bestFold(const std::vector<SeedFold>& folds,
                         const std::function<bool(const RunRecord& run)>& wanted)
{
    const SeedFold* best = nullptr;
    for (const SeedFold& fold : folds)
        if (wanted(*fold.runs.front()) && (!best || fold.validation > best->validation))
            best = &fold;
    return best;
}

/// The reference model's settings on a data set, to look up those that differ in one switch.
using SettingIndex = std::map<Params, const SeedFold*>;

SettingIndex settingsOn(const std::vector<SeedFold>& folds, const std::string& hash)
{
    SettingIndex index;
    for (const SeedFold& fold : folds)
        if (fold.runs.front()->datasetHash == hash && fold.runs.front()->model == referenceModel)
            index[fold.setting] = &fold;
    return index;
}

std::vector<std::pair<const Ablation*, const SeedFold*>> variantsOf(const SettingIndex& index,
                                                                    const Params& setting)
{
    std::vector<std::pair<const Ablation*, const SeedFold*>> variants;
    for (const Ablation& ablation : ablationTable()) {
        const auto found = index.find(withAblation(setting, ablation));
        if (found != index.end())
            variants.emplace_back(&ablation, found->second);
    }
    return variants;
}

/// The whole model's setting that the table of a data set is about: one with variants goes before one
/// without.
const SeedFold* wholeModel(const SettingIndex& index)
{
    const SeedFold* best = nullptr;
    bool bestHasVariants = false;
    for (const auto& [setting, fold] : index) {
        if (!ablationsOf(setting).empty())
            continue;
        const bool hasVariants = !variantsOf(index, setting).empty();
        if (!best || hasVariants > bestHasVariants
            || (hasVariants == bestHasVariants && fold->validation > best->validation)) {
            best = fold;
            bestHasVariants = hasVariants;
        }
    }
    return best;
}

} // namespace

std::optional<std::int64_t> interestsOf(const RunRecord& run)
{
    const auto found = run.params.find("interests");
    if (found == run.params.end())
        return std::nullopt;
    const std::string& text = found->second;
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

std::map<std::string, std::string> datasetTitles(const std::vector<RunRecord>& runs)
{
    std::map<std::string, std::set<std::string>> hashes;
    for (const RunRecord& run : runs)
        hashes[run.datasetName].insert(run.datasetHash);
    std::map<std::string, std::string> titles;
    for (const auto& [name, ofName] : hashes)
        for (const std::string& hash : ofName)
            titles[hash] = ofName.size() == 1 ? name : name + " (" + hash.substr(0, 6) + ")";
    return titles;
}

SeedMean seedMean(const std::vector<double>& values)
{
    SeedMean result;
    result.runs = static_cast<int>(values.size());
    for (const double value : values)
        result.mean += value / static_cast<double>(values.size());
    if (values.size() > 1) {
        double squares = 0;
        for (const double value : values)
            squares += (value - result.mean) * (value - result.mean);
        result.deviation = std::sqrt(squares / static_cast<double>(values.size() - 1));
    }
    return result;
}

std::vector<SeedFold> seedFolds(const std::vector<RunRecord>& runs)
{
    std::map<std::string, std::size_t> known;
    std::vector<SeedFold> folds;
    for (const RunRecord& run : runs) {
        if (!run.test)
            continue;
        const auto [entry, isNew] = known.try_emplace(settingKey(run), folds.size());
        if (isNew)
            folds.push_back({ {}, settingOf(run), 0 });
        SeedFold& fold = folds[entry->second];
        const bool sameSeed = std::any_of(fold.runs.begin(), fold.runs.end(),
                                          [&](const RunRecord* other) { return other->seed == run.seed; });
        if (!sameSeed)
            fold.runs.push_back(&run);
    }
    for (SeedFold& fold : folds)
        for (const RunRecord* run : fold.runs)
            fold.validation += validationOf(*run) / static_cast<double>(fold.runs.size());
    return folds;
}

std::vector<TableEntry> modelEntries(const std::vector<RunRecord>& runs,
                                     const std::vector<TableModel>& models, bool withAblations,
                                     bool withMeasures)
{
    const std::vector<SeedFold> folds = seedFolds(runs);
    const auto titles = datasetTitles(runs);
    std::vector<TableEntry> entries;
    for (const std::string& hash : datasetOrder(folds)) {
        for (const TableModel& model : models) {
            const SeedFold* fold = bestFold(folds, [&](const RunRecord& run) {
                return run.datasetHash == hash && run.model == model.key
                    && (withAblations || ablationsOf(run.params).empty());
            });
            if (!fold)
                continue;
            const Params& setting = fold->setting;
            const auto solution = setting.find("solution");
            const bool sparse = solution != setting.end() && solution->second == "sparse";
            TableEntry entry = entryOf(*fold, titles.at(hash),
                                       sparse ? model.title + ", sparse" : model.title, withMeasures);
            entry.reference = model.key == referenceModel;
            entry.scorer = model.scorer;
            if (model.scorer)
                entry.interests.reset();
            entries.push_back(std::move(entry));
        }
    }
    return entries;
}

std::vector<TableEntry> ablationEntries(const std::vector<RunRecord>& runs, bool withMeasures)
{
    const std::vector<SeedFold> folds = seedFolds(runs);
    const auto titles = datasetTitles(runs);
    std::vector<TableEntry> entries;
    for (const std::string& hash : datasetOrder(folds)) {
        const SettingIndex index = settingsOn(folds, hash);
        const SeedFold* whole = wholeModel(index);
        if (!whole)
            continue;
        for (const auto& [ablation, fold] : variantsOf(index, whole->setting))
            entries.push_back(entryOf(*fold, titles.at(hash), ablationLabel(*ablation), withMeasures));
        entries.push_back(entryOf(*whole, titles.at(hash), "(G) OPAL", withMeasures));
        entries.back().reference = true;
    }
    return entries;
}

} // namespace opal
