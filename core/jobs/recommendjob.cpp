#include <filesystem>
#include <mutex>

#include "core/evaluation/evaluator.h"
#include "core/jobs/jobs.h"
#include "core/jobs/jobsupport.h"
#include "core/retrieval/explorer.h"
#include "core/store/runstore.h"
#include "core/training/trainer.h"

namespace opal {

namespace {

/// What was loaded for the last run, so that the next user of it is answered at once.
struct LoadedRun
{
    std::string key;
    std::unique_ptr<Explorer> explorer;
};

struct Cache
{
    std::mutex mutex; ///< protects `loaded` and serialises its model
    LoadedRun loaded;
};

Cache& cache()
{
    static Cache instance;
    return instance;
}

/// Changes when the run's weights change, also while it is still training.
std::string weightsKey(const std::string& folder, const RunRecord& run)
{
    std::filesystem::file_time_type newest {};
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(folder, error))
        if (const auto time = entry.last_write_time(error); !error && time > newest)
            newest = time;
    return folder + "|" + run.id + "|" + run.datasetHash + "|"
        + std::to_string(newest.time_since_epoch().count());
}

class RecommendJob final : public Job
{
public:
    RecommendJob(RunStore& store, WorkspacePaths paths, RecommendJobRequest request)
        : m_store(store)
        , m_paths(std::move(paths))
        , m_request(std::move(request))
    {
    }

    QString kind() const override { return QStringLiteral("recommend"); }

    QString subject() const override { return QString::fromStdString(m_request.userId); }

    std::any run(JobContext& /*context*/) override
    {
        const RunRecord run = m_store.run(m_request.run);
        const std::string folder = m_paths.runFolder(QString::fromStdString(run.id)).toStdString();
        const std::string key = weightsKey(folder, run);
        const std::lock_guard lock(cache().mutex);
        LoadedRun& loaded = cache().loaded;
        if (loaded.key != key) {
            loaded = {};
            const ParamMap params = runParams(run);
            const auto data = openRunDataset(m_store, run);
            const auto model = loadTrainedModel(folder, run.model, params, data->itemCount());
            loaded.explorer = std::make_unique<Explorer>(data, model, params.integer("max_length"));
            loaded.key = key;
        }
        UserExploration result = m_request.historyItems
            ? loaded.explorer->exploreHistory(*m_request.historyItems, m_request.k,
                                              m_request.wholeHistoryFilter)
            : loaded.explorer->explore(m_request.userId, m_request.k, m_request.wholeHistoryFilter);
        result.run = run.id;
        return result;
    }

private:
    RunStore& m_store;
    WorkspacePaths m_paths;
    RecommendJobRequest m_request;
};

class EvaluateJob final : public Job
{
public:
    EvaluateJob(RunStore& store, WorkspacePaths paths, EvaluateJobRequest request)
        : m_store(store)
        , m_paths(std::move(paths))
        , m_request(std::move(request))
    {
    }

    QString kind() const override { return QStringLiteral("evaluate"); }

    QString subject() const override { return QString::fromStdString(m_request.run); }

    std::any run(JobContext& context) override
    {
        const RunRecord run = m_store.run(m_request.run);
        const ParamMap params = runParams(run);
        const auto data = openRunDataset(m_store, run);
        const auto model = loadTrainedModel(m_paths.runFolder(QString::fromStdString(run.id)).toStdString(),
                                            run.model, params, data->itemCount());
        EvaluationParams evaluation;
        evaluation.split = m_request.testSplit ? Split::Test : Split::Valid;
        evaluation.cutoffs = m_request.cutoffs;
        evaluation.maxLength = params.integer("max_length");
        evaluation.indexSpec = m_request.indexSpec;
        const auto progress = [&context](double fraction) {
            JobProgress report;
            report.phase = QStringLiteral("evaluate");
            report.fraction = fraction;
            context.progress(report);
        };
        return evaluate(*model, *data, evaluation, progress, context.stopToken());
    }

private:
    RunStore& m_store;
    WorkspacePaths m_paths;
    EvaluateJobRequest m_request;
};

} // namespace

std::unique_ptr<Job> makeRecommendJob(RunStore& store, const WorkspacePaths& paths,
                                      RecommendJobRequest request)
{
    return std::make_unique<RecommendJob>(store, paths, std::move(request));
}

std::unique_ptr<Job> makeEvaluateJob(RunStore& store, const WorkspacePaths& paths, EvaluateJobRequest request)
{
    return std::make_unique<EvaluateJob>(store, paths, std::move(request));
}

} // namespace opal
