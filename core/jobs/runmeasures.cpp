// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/runmeasures.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <utility>

#include "core/analysis/agreement.h"
#include "core/analysis/hypercategories.h"
#include "core/analysis/itemgroups.h"
#include "core/analysis/matching.h"
#include "core/base/error.h"
#include "core/jobs/jobs.h"
#include "core/jobs/jobsupport.h"
#include "core/store/runstore.h"

namespace opal {

namespace {

/// Of the last data set and number, so that the next evaluation is compared at once.
struct GroupCache
{
    std::mutex mutex; ///< protects the others
    std::string hash;
    int groups = 0;
    std::shared_ptr<const TagTable> labels;
};

std::shared_ptr<const TagTable> spectralLabels(const Dataset& data, int groups, const std::stop_token& stop)
{
    static GroupCache cache;
    const std::lock_guard lock(cache.mutex);
    if (cache.hash != data.summary().hash || cache.groups != groups || !cache.labels) {
        cache.labels = std::make_shared<const TagTable>(groupLabels(spectralItemGroups(data, groups, stop)));
        cache.hash = data.summary().hash;
        cache.groups = groups;
    }
    return cache.labels;
}

class MeasureJob final : public Job
{
public:
    MeasureJob(RunStore& store, WorkspacePaths paths, std::string run)
        : m_store(store)
        , m_paths(std::move(paths))
        , m_run(std::move(run))
    {
    }

    QString kind() const override { return QStringLiteral("diversity"); }

    QString subject() const override { return QString::fromStdString(m_run); }

    std::any run(JobContext& context) override
    {
        const RunRecord run = m_store.run(m_run);
        {
            const auto data = openRunDataset(m_store, run);
            const auto model = loadRunModel(m_paths, run, *data);
            measureAgreement(m_store, run, *model, *data, context.stopToken());
        }
        makeAverageDiversityJob(m_store, m_paths, { run.id, {} })->run(context);
        return m_store.run(run.id);
    }

private:
    RunStore& m_store;
    WorkspacePaths m_paths;
    std::string m_run;
};

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

std::optional<Agreement> measureAgreement(RunStore& store, const RunRecord& run, Recommender& model,
                                          const Dataset& data, const std::stop_token& stop)
{
    const auto snapshot = snapshotOf(model, data.popularity());
    const auto agreement = snapshot
        ? categoryAgreement(data, snapshot->itemCategory, snapshot->categories, stop)
        : std::nullopt;
    store.setAgreement(run.id, run.step, agreement);
    return agreement;
}

std::unique_ptr<Job> makeMeasureJob(RunStore& store, const WorkspacePaths& paths, std::string run)
{
    return std::make_unique<MeasureJob>(store, paths, std::move(run));
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
