// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluation/evaluator.h"
#include "core/jobs/jobs.h"
#include "core/jobs/jobsupport.h"
#include "core/jobs/loadedruns.h"
#include "core/jobs/runmeasures.h"
#include "core/models/externalfile.h"
#include "core/store/runstore.h"

namespace opal {

namespace {

ExploreQuery queryOf(const RecommendJobRequest& request)
{
    ExploreQuery query;
    query.userId = request.userId;
    query.k = request.k;
    query.history = request.editedHistory;
    query.weights = request.weights;
    query.epsilon = request.epsilon;
    query.mergeRule = request.mergeRule;
    if (request.historyItems) {
        query.userId.clear();
        query.history.emplace();
        for (const std::string& id : *request.historyItems)
            query.history->push_back({ id, 0, {} });
    }
    return query;
}

MetricSet evaluateRun(RunStore& store, const WorkspacePaths& paths, const EvaluateJobRequest& request,
                      JobContext& context)
{
    const RunRecord run = store.run(request.run);
    const ParamMap params = runParams(paths, run);
    const auto data = openRunDataset(store, run);
    const auto model = loadRunModel(paths, run, *data);
    EvaluationParams evaluation;
    evaluation.split = request.testSplit ? Split::Test : Split::Valid;
    setDay(*model, evaluation.split);
    evaluation.cutoffs = request.cutoffs;
    evaluation.history = HistoryRule::of(params);
    if (request.exclusion)
        evaluation.history.exclusion = *request.exclusion;
    evaluation.indexSpec = request.indexSpec;
    const auto progress
        = [&context](double fraction) { report(context, QStringLiteral("evaluate"), fraction); };
    MetricSet metrics = evaluate(*model, *data, evaluation, progress, context.stopToken());
    measureAgreement(store, run, *model, *data, context.stopToken());
    return metrics;
}

} // namespace

Job<UserExploration> makeRecommendJob(RunStore& store, const WorkspacePaths& paths,
                                      RecommendJobRequest request)
{
    JobHead head { QStringLiteral("recommend"), QString::fromStdString(request.userId),
                   JobLane::Interactive };
    return { std::move(head), [&store, paths, request = std::move(request)](JobContext& /*context*/) {
                UserExploration result;
                withLoadedRun(store, paths, request.run, [&](const Explorer& explorer, const RunRecord& run) {
                    result = exploreRun(store, paths, explorer, run, queryOf(request));
                });
                return result;
            } };
}

Job<MetricSet> makeEvaluateJob(RunStore& store, const WorkspacePaths& paths, EvaluateJobRequest request)
{
    JobHead head { QStringLiteral("evaluate"), QString::fromStdString(request.run) };
    return { std::move(head), [&store, paths, request = std::move(request)](JobContext& context) {
                return evaluateRun(store, paths, request, context);
            } };
}

} // namespace opal
