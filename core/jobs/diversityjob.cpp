// SPDX-License-Identifier: GPL-3.0-or-later
#include <chrono>
#include <mutex>

#include "core/analysis/diversity.h"
#include "core/analysis/hypercategories.h"
#include "core/analysis/listdiversity.h"
#include "core/jobs/interesttopics.h"
#include "core/jobs/jobs.h"
#include "core/jobs/jobsupport.h"
#include "core/jobs/loadedruns.h"
#include "core/store/diversitystore.h"
#include "core/store/runstore.h"

namespace opal {

namespace {

struct DatasetIndex
{
    explicit DatasetIndex(const Dataset& data)
        : together(data)
        , tags(tagTable(data))
    {
    }

    CooccurrenceIndex together;
    TagTable tags;
};

/// Of the last data set, so that the next user is answered at once.
struct IndexCache
{
    std::mutex mutex; ///< protects the others
    std::string key; ///< contentKey()
    std::shared_ptr<const DatasetIndex> index;
};

std::shared_ptr<const DatasetIndex> indexOf(const Dataset& data)
{
    static IndexCache cache;
    const std::lock_guard lock(cache.mutex);
    if (cache.key != data.contentKey() || !cache.index) {
        cache.index = std::make_shared<const DatasetIndex>(data);
        cache.key = data.contentKey();
    }
    return cache.index;
}

class DiversityJob final : public Job
{
public:
    DiversityJob(RunStore& store, WorkspacePaths paths, DiversityJobRequest request)
        : m_store(store)
        , m_paths(std::move(paths))
        , m_request(std::move(request))
    {
    }

    QString kind() const override { return QStringLiteral("diversity"); }

    QString subject() const override { return QString::fromStdString(m_request.userId); }

    std::any run(JobContext& context) override
    {
        const RunRecord run = m_store.run(m_request.run);
        RecommendJobRequest recommend;
        recommend.run = run.id;
        recommend.userId = m_request.userId;
        recommend.k = m_request.k;
        const auto user
            = std::any_cast<UserExploration>(makeRecommendJob(m_store, m_paths, recommend)->run(context));
        const auto data = openRunDataset(m_store, run);
        const auto index = indexOf(*data);

        std::vector<ItemIndex> items;
        std::vector<std::int32_t> interest;
        for (const RecallEntry& entry : user.recall.merged) {
            items.push_back(entry.item);
            interest.push_back(entry.interest);
        }
        std::vector<std::int32_t> category;
        withLoadedRun(m_store, m_paths, run.id, [&](const Explorer& explorer, const RunRecord&) {
            category = categoriesOf(explorer.model(), items);
        });
        const SppmiMatrix ranked
            = sppmiMatrix(index->together, items, interest, { m_request.shift, m_request.minimumCount });
        const auto order = rowOrder(m_request.order, user.recall.merged, category, ranked);

        auto result = std::make_shared<UserDiversity>();
        result->run = run.id;
        result->runName = run.name;
        result->userId = m_request.userId;
        result->k = m_request.k;
        result->interests = static_cast<int>(user.interests.size());
        result->order = m_request.order;
        result->interestNames = user.interestNames();
        result->categoryNames = user.categoryNames;
        for (const std::size_t at : order) {
            result->itemIds.push_back(user.mergedItems[at].id);
            result->titles.push_back(user.mergedItems[at].title);
            result->tags.push_back(user.mergedItems[at].tags);
            result->covers.push_back(user.mergedItems[at].cover);
            if (!category.empty())
                result->category.push_back(category[at]);
        }
        result->matrix = reordered(ranked, order);
        result->statistics = sppmiStatistics(result->matrix);
        result->within = pairMean(result->matrix, true);
        result->between = pairMean(result->matrix, false);
        result->ratio = pairRatio(result->matrix);
        result->tagDiversity = tagDiversity(index->tags, items);
        result->sppmiDiversity = sppmiDiversity(result->matrix, index->together.pairCount());
        return std::shared_ptr<const UserDiversity>(std::move(result));
    }

private:
    RunStore& m_store;
    WorkspacePaths m_paths;
    DiversityJobRequest m_request;
};

class AverageDiversityJob final : public Job
{
public:
    AverageDiversityJob(RunStore& store, WorkspacePaths paths, DiversityJobRequest request)
        : m_store(store)
        , m_paths(std::move(paths))
        , m_request(std::move(request))
    {
    }

    QString kind() const override { return QStringLiteral("diversity"); }

    QString subject() const override { return QString::fromStdString(m_request.run); }

    std::any run(JobContext& context) override
    {
        const RunRecord run = m_store.run(m_request.run);
        const ParamMap params = runParams(run);
        const auto data = openRunDataset(m_store, run);
        const auto model = loadRunModel(m_paths, run, *data);
        const AverageDiversityParams wanted {
            m_request.k, HistoryRule::of(params), { m_request.shift, m_request.minimumCount }, m_request.users
        };
        const auto started = std::chrono::steady_clock::now();
        const auto progress = [&](std::int64_t done, std::int64_t total) {
            const double seconds
                = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
            JobProgress report;
            report.phase = QStringLiteral("diversity");
            report.fraction = static_cast<double>(done) / static_cast<double>(total);
            report.done = done;
            report.total = total;
            report.perSecond = seconds > 0 ? static_cast<double>(done) / seconds : 0;
            report.secondsLeft
                = report.perSecond > 0 ? static_cast<double>(total - done) / report.perSecond : -1;
            context.progress(report);
        };
        auto result = std::make_shared<AverageDiversity>(
            averageDiversity(*model, *data, indexOf(*data)->together, wanted, progress, context.stopToken()));
        result->run = run.id;
        result->runName = run.name;
        result->categoryNames = namesOf(m_store, run.id, *model, *data, weightsKey(m_paths, run));
        if (m_request.users == UserSet())
            DiversityStore(m_store).save(runDiversityOf(*result, run.step));
        return std::shared_ptr<const AverageDiversity>(std::move(result));
    }

private:
    RunStore& m_store;
    WorkspacePaths m_paths;
    DiversityJobRequest m_request;
};

} // namespace

std::unique_ptr<Job> makeDiversityJob(RunStore& store, const WorkspacePaths& paths,
                                      DiversityJobRequest request)
{
    return std::make_unique<DiversityJob>(store, paths, std::move(request));
}

std::unique_ptr<Job> makeAverageDiversityJob(RunStore& store, const WorkspacePaths& paths,
                                             DiversityJobRequest request)
{
    return std::make_unique<AverageDiversityJob>(store, paths, std::move(request));
}

} // namespace opal
