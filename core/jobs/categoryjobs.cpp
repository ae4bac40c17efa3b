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

class CategoryDetailsJob final : public Job
{
public:
    CategoryDetailsJob(RunStore& store, WorkspacePaths paths, std::string run, std::int64_t step)
        : m_store(store)
        , m_paths(std::move(paths))
        , m_run(std::move(run))
        , m_step(step)
    {
    }

    QString kind() const override { return QStringLiteral("categories"); }

    QString subject() const override { return QString::fromStdString(m_run); }

    std::any run(JobContext& context) override
    {
        const RunRecord run = m_store.run(m_run);
        const CategorySnapshot snapshot = m_store.categorySnapshot(run.id, m_step);
        const auto data = openRunDataset(m_store, run);
        CategoryDetails details
            = describeByTags(tagTable(*data), snapshot.itemCategory, snapshot.categories, leastTagItems);
        details.agreement
            = categoryAgreement(*data, snapshot.itemCategory, snapshot.categories, context.stopToken());
        if (context.stopToken().stop_requested())
            throw Cancelled();
        const auto model = loadRunModel(m_paths, run, *data);
        const auto central = centralItems(*model, snapshot.itemCategory, centralCount);
        std::vector<CategoryTopic> topics
            = describeCategories(*data, snapshot.itemCategory, snapshot.categories, central, centralCount);
        for (std::size_t category = 0; category < details.categories.size(); ++category)
            static_cast<CategoryTopic&>(details.categories[category]) = std::move(topics[category]);
        details.run = run.id;
        details.step = m_step;
        details.hasTitles = data->summary().hasTitles;
        return details;
    }

private:
    RunStore& m_store;
    WorkspacePaths m_paths;
    std::string m_run;
    std::int64_t m_step;
};

class MatchCategoriesJob final : public Job
{
public:
    MatchCategoriesJob(RunStore& store, std::string fromRun, std::string toRun)
        : m_store(store)
        , m_fromRun(std::move(fromRun))
        , m_toRun(std::move(toRun))
    {
    }

    QString kind() const override { return QStringLiteral("match"); }

    QString subject() const override { return QString::fromStdString(m_toRun); }

    std::any run(JobContext& /*context*/) override
    {
        const RunRecord from = m_store.run(m_fromRun);
        const RunRecord to = m_store.run(m_toRun);
        const CategorySnapshot first = categoriesOfRun(from);
        const CategorySnapshot second = categoriesOfRun(to);
        const ItemPairs pairs = commonItems(*openRunDataset(m_store, from), *openRunDataset(m_store, to));
        if (pairs.empty())
            throw Error(ErrorCode::InvalidData,
                        "the data sets '" + from.datasetName + "' and '" + to.datasetName
                            + "' have no item id in common, so their categories cannot be compared.");
        return matchCategories(first, second, pairs);
    }

private:
    CategorySnapshot categoriesOfRun(const RunRecord& run) const
    {
        auto snapshot = keptCategories(m_store, run);
        if (!snapshot)
            throw Error(ErrorCode::NotFound,
                        "run '" + run.name + "' has no hyper-categories; choose an OPAL run.");
        return std::move(*snapshot);
    }

    RunStore& m_store;
    std::string m_fromRun;
    std::string m_toRun;
};

} // namespace

std::unique_ptr<Job> makeCategoryDetailsJob(RunStore& store, const WorkspacePaths& paths, std::string run,
                                            std::int64_t step)
{
    return std::make_unique<CategoryDetailsJob>(store, paths, std::move(run), step);
}

std::unique_ptr<Job> makeMatchCategoriesJob(RunStore& store, std::string fromRun, std::string toRun)
{
    return std::make_unique<MatchCategoriesJob>(store, std::move(fromRun), std::move(toRun));
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
