// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/categoryjobs.h"

#include "core/analysis/matching.h"
#include "core/analysis/tagagreement.h"
#include "core/base/error.h"
#include "core/jobs/interesttopics.h"
#include "core/jobs/jobsupport.h"
#include "core/jobs/runmeasures.h"
#include "core/store/runstore.h"

namespace opal {

namespace {

constexpr std::size_t centralCount = 20; ///< and as many of the most watched
constexpr std::int64_t leastTagItems = 5; ///< fewer items of a category say little of a tag

CategoryDetails categoryDetails(RunStore& store, const WorkspacePaths& paths, const std::string& id,
                                std::int64_t step, JobContext& context)
{
    const RunRecord run = store.run(id);
    const CategorySnapshot snapshot = store.categorySnapshot(run.id, step);
    const auto data = openRunDataset(store, run);
    CategoryDetails details
        = describeByTags(tagTable(*data), snapshot.itemCategory, snapshot.categories, leastTagItems);
    details.agreement
        = categoryAgreement(*data, snapshot.itemCategory, snapshot.categories, context.stopToken());
    if (context.stopToken().stop_requested())
        throw Cancelled();
    const auto model = loadRunModel(paths, run, *data);
    const auto central = centralItems(*model, snapshot.itemCategory, centralCount);
    std::vector<CategoryTopic> topics
        = describeCategories(*data, snapshot.itemCategory, snapshot.categories, central, centralCount);
    for (std::size_t category = 0; category < details.categories.size(); ++category)
        static_cast<CategoryTopic&>(details.categories[category]) = std::move(topics[category]);
    details.run = run.id;
    details.step = step;
    details.hasTitles = data->summary().hasTitles;
    return details;
}

CategorySnapshot requireCategories(const RunStore& store, const RunRecord& run)
{
    auto snapshot = keptCategories(store, run);
    if (!snapshot)
        throw Error(ErrorCode::NotFound,
                    "run '" + run.name + "' has no hyper-categories; choose an OPAL run.");
    return std::move(*snapshot);
}

CategoryMatching matchRuns(const RunStore& store, const RunRecord& from, const RunRecord& to)
{
    const CategorySnapshot first = requireCategories(store, from);
    const CategorySnapshot second = requireCategories(store, to);
    const ItemPairs pairs = commonItems(*openRunDataset(store, from), *openRunDataset(store, to));
    if (pairs.empty())
        throw Error(ErrorCode::InvalidData,
                    "the data sets '" + from.datasetName + "' and '" + to.datasetName
                        + "' have no item id in common, so their categories cannot be compared.");
    return matchCategories(first, second, pairs);
}

} // namespace

Job<CategoryDetails> makeCategoryDetailsJob(RunStore& store, const WorkspacePaths& paths, std::string run,
                                            std::int64_t step)
{
    JobHead head { QStringLiteral("categories"), QString::fromStdString(run), JobLane::Interactive };
    return { std::move(head), [&store, paths, run = std::move(run), step](JobContext& context) {
                return categoryDetails(store, paths, run, step, context);
            } };
}

Job<CategoryMatching> makeMatchCategoriesJob(RunStore& store, std::string fromRun, std::string toRun)
{
    JobHead head { QStringLiteral("match"), QString::fromStdString(toRun), JobLane::Interactive };
    return { std::move(head),
             [&store, fromRun = std::move(fromRun), toRun = std::move(toRun)](JobContext& /*context*/) {
                 return matchRuns(store, store.run(fromRun), store.run(toRun));
             } };
}

CategoryNames namesAt(const RunStore& store, const RunRecord& run, std::int64_t step)
{
    CategoryNames names { store.categoryNames(run.id), {} };
    const CategorySnapshot snapshot = store.categorySnapshot(run.id, step);
    std::shared_ptr<const Dataset> data;
    try {
        data = openRunDataset(store, run);
    } catch (const Error& error) {
        if (error.code() != ErrorCode::NotFound && error.code() != ErrorCode::InvalidData)
            throw;
        return names;
    }
    names.generated
        = labelTexts(describeCategories(*data, snapshot.itemCategory, snapshot.categories, {}, 0));
    return names;
}

} // namespace opal
