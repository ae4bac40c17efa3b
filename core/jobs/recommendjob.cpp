// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluation/evaluator.h"
#include "core/jobs/interesttopics.h"
#include "core/jobs/jobs.h"
#include "core/jobs/jobsupport.h"
#include "core/jobs/loadedruns.h"
#include "core/jobs/runmeasures.h"
#include "core/store/runstore.h"

namespace opal {

namespace {

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
        UserExploration result;
        withLoadedRun(m_store, m_paths, m_request.run, [&](const Explorer& explorer, const RunRecord& run) {
            ExploreQuery query;
            query.userId = m_request.userId;
            query.k = m_request.k;
            query.history = m_request.editedHistory;
            query.weights = m_request.weights;
            query.epsilon = m_request.epsilon;
            query.mergeRule = m_request.mergeRule;
            if (m_request.historyItems) {
                query.userId.clear();
                query.history.emplace();
                for (const std::string& id : *m_request.historyItems)
                    query.history->push_back({ id, 0, {} });
            }
            result = explorer.explore(query);
            result.run = run.id;
            nameInterests(m_store, explorer, weightsKey(m_paths, run), result);
        });
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
        const auto model = loadRunModel(m_paths, run, *data);
        EvaluationParams evaluation;
        evaluation.split = m_request.testSplit ? Split::Test : Split::Valid;
        evaluation.cutoffs = m_request.cutoffs;
        evaluation.history = HistoryRule::of(params);
        if (m_request.exclusion)
            evaluation.history.exclusion = *m_request.exclusion;
        evaluation.indexSpec = m_request.indexSpec;
        const auto progress = [&context](double fraction) {
            JobProgress report;
            report.phase = QStringLiteral("evaluate");
            report.fraction = fraction;
            context.progress(report);
        };
        MetricSet metrics = evaluate(*model, *data, evaluation, progress, context.stopToken());
        measureAgreement(m_store, run, *model, *data, context.stopToken());
        return metrics;
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
