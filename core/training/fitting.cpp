// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/fitting.h"

#include <chrono>

#include "core/base/clock.h"
#include "core/base/error.h"
#include "core/training/checkpoint.h"

namespace opal {

namespace {

constexpr const char* fitStage = "fit";

} // namespace

TrainResult fitScorer(const Dataset& data, const TrainPlan& plan, Scorer& model,
                      const std::function<MetricSet(Split split)>& evaluate, TrainObserver& observer,
                      std::stop_token stop)
{
    const auto started = std::chrono::steady_clock::now();
    startRunFolder(plan.runFolder);
    const auto report = [&observer](const char* kind, std::int64_t step, const std::string& detail = {}) {
        observer.onEvent({ kind, fitStage, step, detail, unixTimeMs() });
    };
    report("started", 0);
    observer.onStage(fitStage, 0);
    TrainResult result;
    std::stop_source pausing;
    // A fit that is paused is stopped: nothing of it is worth keeping.
    const std::stop_callback cancelled(stop, [&pausing] { pausing.request_stop(); });
    std::string done;
    try {
        done = model.fit(
            data,
            [&](double fraction) {
                observer.onProgress(fraction);
                const TrainRequest request = observer.takeRequest();
                if (request == TrainRequest::Pause)
                    pausing.request_stop();
            },
            pausing.get_token());
    } catch (const Cancelled&) {
        if (stop.stop_requested())
            throw;
        report("pause", 0);
        result.end = TrainEnd::Paused;
        return result;
    }
    BestOfStage best { 1, 1, 0 };
    if (!data.evaluationUsers(Split::Valid).empty()) {
        EvaluationReport evaluation;
        evaluation.stage = fitStage;
        evaluation.epoch = evaluation.step = 1;
        evaluation.best = true;
        evaluation.metrics = evaluate(Split::Valid);
        best.metric = evaluation.metrics.at("recall", 200);
        observer.onEvaluation(evaluation);
    }
    TrainState state;
    state.stage = fitStage;
    state.step = state.stageStep = state.epoch = 1;
    state.ended = true;
    state.best[fitStage] = best;
    const CheckpointIdentity identity { plan.model, data.itemCount(), paramsIdentity(plan.params),
                                        data.summary().hash,
                                        static_cast<std::uint64_t>(plan.params.integer("seed")) };
    saveCheckpoint(finalFile(plan.runFolder), { identity, state, model.weights(), {} });
    if (!data.evaluationUsers(Split::Test).empty())
        result.test = evaluate(Split::Test);
    report("finished", 1, done);
    result.steps = 1;
    result.bestEpoch[fitStage] = 1;
    result.bestMetric[fitStage] = best.metric;
    result.finalStage = fitStage;
    result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
    return result;
}

} // namespace opal
