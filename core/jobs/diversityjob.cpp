#include <mutex>

#include "core/analysis/diversity.h"
#include "core/jobs/jobs.h"
#include "core/jobs/jobsupport.h"
#include "core/store/runstore.h"
#include "core/training/trainer.h"

namespace opal {

namespace {

/// Co-occurrences of the last data set, so that the next user is answered at once.
struct Cache
{
    std::mutex mutex;
    std::string hash;
    std::shared_ptr<const CooccurrenceIndex> index;
};

std::shared_ptr<const CooccurrenceIndex> indexOf(const Dataset& data)
{
    static Cache cache;
    const std::lock_guard lock(cache.mutex);
    if (cache.hash != data.summary().hash || !cache.index) {
        cache.index = std::make_shared<const CooccurrenceIndex>(data);
        cache.hash = data.summary().hash;
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
        const auto index = indexOf(*openRunDataset(m_store, run));

        auto result = std::make_shared<UserDiversity>();
        result->run = run.id;
        result->runName = run.name;
        result->userId = m_request.userId;
        result->k = m_request.k;
        result->interests = static_cast<int>(user.interests.size());
        std::vector<ItemIndex> items;
        std::vector<std::int32_t> interest;
        for (const std::size_t at : interestOrder(user.recall.merged)) {
            items.push_back(user.recall.merged[at].item);
            interest.push_back(user.recall.merged[at].interest);
            result->itemIds.push_back(user.mergedItems[at].id);
            result->titles.push_back(user.mergedItems[at].title);
        }
        result->matrix = sppmiMatrix(*index, items, interest, { m_request.shift, m_request.minimumCount });
        result->statistics = sppmiStatistics(result->matrix);
        result->within = pairMean(result->matrix, true);
        result->between = pairMean(result->matrix, false);
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
        const auto model = loadTrainedModel(m_paths.runFolder(QString::fromStdString(run.id)).toStdString(),
                                            run.model, params, data->itemCount());
        const AverageDiversityParams wanted { m_request.k,
                                              params.integer("max_length"),
                                              { m_request.shift, m_request.minimumCount } };
        const auto progress = [&context](std::int64_t done, std::int64_t total) {
            JobProgress report;
            report.phase = QStringLiteral("diversity");
            report.fraction = static_cast<double>(done) / static_cast<double>(total);
            report.done = done;
            report.total = total;
            context.progress(report);
        };
        auto result = std::make_shared<AverageDiversity>(
            averageDiversity(*model, *data, *indexOf(*data), wanted, progress, context.stopToken()));
        result->run = run.id;
        result->runName = run.name;
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
