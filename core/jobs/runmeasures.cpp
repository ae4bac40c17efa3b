// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/runmeasures.h"

#include <algorithm>
#include <utility>

#include "core/analysis/agreement.h"
#include "core/analysis/hypercategories.h"
#include "core/analysis/itemgroups.h"
#include "core/analysis/matching.h"
#include "core/base/error.h"
#include "core/jobs/jobs.h"
#include "core/jobs/jobsupport.h"
#include "core/jobs/lastanswers.h"
#include "core/store/runstore.h"

namespace opal {

namespace {

/// Those of the last data set and number stay, so that the next evaluation is compared at once.
std::shared_ptr<const TagTable> spectralLabels(const Dataset& data, int groups, const std::stop_token& stop)
{
    static LastAnswers<TagTable, 1> answers;
    return answers.get(data.summary().hash + "|" + std::to_string(groups),
                       [&] { return groupLabels(spectralItemGroups(data, groups, stop)); });
}

/// Items of two runs that are the same. Those of one data set need not be read.
ItemPairs sharedItems(const RunStore& store, const RunRecord& first, const RunRecord& second,
                      const CategorySnapshot& snapshot)
{
    if (first.datasetHash != second.datasetHash) {
        try {
            return commonItems(*openRunDataset(store, first), *openRunDataset(store, second));
        } catch (const Error& error) {
            if (error.code() == ErrorCode::NotFound)
                return {};
            throw;
        }
    }
    ItemPairs pairs;
    for (std::size_t item = 1; item < snapshot.itemCategory.size(); ++item)
        pairs.emplace_back(static_cast<ItemIndex>(item), static_cast<ItemIndex>(item));
    return pairs;
}

} // namespace

std::optional<Agreement> categoryAgreement(const Dataset& data, std::span<const std::uint8_t> itemCategory,
                                           int categories, const std::stop_token& stop)
{
    if (categories < 2)
        return std::nullopt;
    const TagTable tags = tagTable(data);
    const bool tagged = tags.names.size() >= 2;
    const int groups = static_cast<int>(std::min<std::int64_t>(categories, data.itemCount()));
    Agreement agreement
        = agreementOf(tagged ? tags : *spectralLabels(data, groups, stop), itemCategory, categories, stop);
    agreement.with = tagged ? "tags" : "spectral";
    return agreement;
}

std::optional<Agreement> measureAgreement(RunStore& store, const RunRecord& run, RankingModel& model,
                                          const Dataset& data, const std::stop_token& stop)
{
    const auto snapshot = snapshotOf(model, data.popularity());
    const auto agreement = snapshot
        ? categoryAgreement(data, snapshot->itemCategory, snapshot->categories, stop)
        : std::nullopt;
    store.setAgreement(run.id, run.step, agreement);
    return agreement;
}

Job<RunRecord> makeMeasureJob(RunStore& store, const WorkspacePaths& paths, std::string run)
{
    JobHead head { QStringLiteral("diversity"), QString::fromStdString(run) };
    return { std::move(head), [&store, paths, run = std::move(run)](JobContext& context) {
                const RunRecord record = store.run(run);
                {
                    const auto data = openRunDataset(store, record);
                    const auto model = loadRunModel(paths, record, *data);
                    measureAgreement(store, record, *model, *data, context.stopToken());
                }
                makeAverageDiversityJob(store, paths, { record.id, {} }).run(context);
                return store.run(record.id);
            } };
}

std::vector<RunStability> categoryStability(const RunStore& store, const std::vector<std::string>& runs,
                                            const std::stop_token& stop)
{
    std::vector<std::pair<RunRecord, CategorySnapshot>> known;
    for (const std::string& id : runs) {
        RunRecord run = store.run(id);
        if (auto snapshot = keptCategories(store, run); snapshot && snapshot->categories > 1)
            known.emplace_back(std::move(run), std::move(*snapshot));
    }
    std::vector<RunStability> result;
    for (std::size_t first = 0; first < known.size(); ++first) {
        for (std::size_t second = first + 1; second < known.size(); ++second) {
            if (stop.stop_requested())
                throw Cancelled();
            const auto& [run, snapshot] = known[first];
            const auto& [otherRun, otherSnapshot] = known[second];
            const ItemPairs pairs = sharedItems(store, run, otherRun, snapshot);
            if (pairs.empty())
                continue;
            const CategoryMatching matching = matchCategories(snapshot, otherSnapshot, pairs);
            result.push_back({ run.id, otherRun.id, matching.ami, matching.items });
        }
    }
    return result;
}

std::optional<CategorySnapshot> keptCategories(const RunStore& store, const RunRecord& run)
{
    const std::vector<CategorySnapshot> course = store.categoryCourse(run.id);
    if (course.empty())
        return std::nullopt;
    const std::string stage = decisiveStage(run);
    const auto best = run.bestEpoch.find(stage);
    std::int64_t step = course.back().step;
    for (const CategorySnapshot& snapshot : course)
        if (best != run.bestEpoch.end() && snapshot.stage == stage && snapshot.epoch == best->second)
            step = snapshot.step;
    return store.categorySnapshot(run.id, step);
}

} // namespace opal
