// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/trainer.h"

#include <algorithm>
#include <filesystem>

#include <torch/torch.h>

#include "core/base/error.h"
#include "core/base/threads.h"
#include "core/evaluation/evaluator.h"
#include "core/models/externalfile.h"
#include "core/models/registry.h"
#include "core/training/fitting.h"
#include "core/training/tensormemory.h"
#include "core/training/trainsession.h"

namespace opal {

namespace {

void setThreads(const TrainPlan& plan)
{
    auto threads = static_cast<std::int64_t>(plan.threads);
    if (threads <= 0)
        threads = plan.params.integer("threads");
    // Set explicitly, because LibTorch miscounts the cores of virtual machines.
    at::set_num_threads(useThreads(static_cast<int>(threads)));
}

torch::Device deviceOf(const TrainPlan& plan)
{
    const std::string name = plan.device != "cpu" ? plan.device : plan.params.text("device");
    if (name == "cpu")
        return torch::kCPU;
    if (!name.starts_with("cuda"))
        throw Error(ErrorCode::InvalidConfiguration, "device '" + name + "' is neither cpu nor cuda:N");
    const std::string number = name.size() > 5 && name[4] == ':' ? name.substr(5) : "0";
    if (number.size() > 3 || number.find_first_not_of("0123456789") != std::string::npos)
        throw Error(ErrorCode::InvalidConfiguration, "device '" + name + "' is neither cpu nor cuda:N");
    const int index = std::stoi(number);
    if (!torch::cuda::is_available() || index >= static_cast<int>(torch::cuda::device_count()))
        throw Error(ErrorCode::Unsupported, "device '" + name + "' is not available here; use device cpu");
    return torch::Device(torch::kCUDA, static_cast<torch::DeviceIndex>(index));
}

/// The file whose weights stand for the run now, already read.
Checkpoint bestAvailable(const std::string& runFolder, const Recommender& model, const ParamMap& params)
{
    // A file that may not be looked at is there: reading it says why not.
    const auto exists = [](const std::string& file) {
        std::error_code failure;
        return std::filesystem::exists(file, failure) || failure;
    };
    if (exists(finalFile(runFolder)))
        return loadCheckpoint(finalFile(runFolder));
    if (!exists(lastFile(runFolder)))
        throw Error(ErrorCode::NotFound,
                    "there is no trained model in '" + runFolder + "'; train or resume the run");
    Checkpoint last = loadCheckpoint(lastFile(runFolder));
    const std::vector<Stage> stages = model.stages();
    const std::optional<std::string> stage = standingStage(stages, last.state.best, params);
    if (!stage)
        return last;
    Checkpoint checkpoint = loadCheckpoint(bestFile(runFolder, *stage, last.state.best.at(*stage)));
    checkpoint.state.stage = *stage;
    return checkpoint;
}

void requireModel(const Checkpoint& checkpoint, const std::string& runFolder, const std::string& model,
                  std::int64_t itemCount)
{
    if (checkpoint.identity.model != model || checkpoint.identity.itemCount != itemCount)
        throw Error(ErrorCode::InvalidCheckpoint,
                    "the checkpoint in '" + runFolder + "' holds model '" + checkpoint.identity.model
                        + "' for " + std::to_string(checkpoint.identity.itemCount) + " items, not '" + model
                        + "' for " + std::to_string(itemCount)
                        + "; open the data set the run was trained on");
}

/// A training that runs meanwhile may replace a best file between the two reads.
Checkpoint bestAvailableWhileTraining(const std::string& runFolder, const Recommender& model,
                                      const ParamMap& params)
{
    constexpr int attempts = 3;
    for (int attempt = 1;; ++attempt) {
        try {
            return bestAvailable(runFolder, model, params);
        } catch (const Error& error) {
            if (error.code() != ErrorCode::NotFound || attempt == attempts)
                throw;
        }
    }
}

} // namespace

TrainResult train(std::shared_ptr<const Dataset> data, const TrainPlan& plan, TrainObserver& observer,
                  std::stop_token stop)
{
    setThreads(plan);
    const FlushDenormals flush;
    const TensorMemoryReuse reuse;
    const auto evaluateSplit = [&](RankingModel& evaluated, Split split) {
        EvaluationParams params;
        params.split = split;
        params.history = HistoryRule::of(plan.params);
        params.rankingOnly = split == Split::Valid;
        return evaluate(
            evaluated, *data, params, [](double) {}, stop);
    };
    if (const auto scorer = makeScorer(plan.model, plan.params, data->itemCount()))
        return fitScorer(
            *data, plan, *scorer, [&](Split split) { return evaluateSplit(*scorer, split); }, observer, stop);
    const torch::Device device = deviceOf(plan);
    const std::shared_ptr<Recommender> model
        = makeModel(plan.model, plan.params, data->itemCount(), scriptFile(plan.runFolder, runScript));
    model->to(device);
    return TrainSession(data, plan, *model, evaluateSplit, observer, stop).run();
}

std::int64_t checkpointStep(const std::string& runFolder)
{
    return loadTrainState(lastFile(runFolder)).step;
}

void verifyCheckpoint(const std::string& file)
{
    loadCheckpoint(file);
}

std::shared_ptr<RankingModel> loadTrainedModel(const std::string& runFolder, const std::string& model,
                                               const ParamMap& params, std::int64_t itemCount)
{
    if (model == externalModel)
        return openExternal(externalFile(runFolder), static_cast<int>(params.integer("interests")),
                            static_cast<int>(params.integer("dim")), itemCount);
    if (auto scorer = makeScorer(model, params, itemCount)) {
        if (!std::filesystem::exists(finalFile(runFolder)))
            throw Error(ErrorCode::NotFound,
                        "there is no trained model in '" + runFolder + "'; train or resume the run");
        const Checkpoint checkpoint = loadCheckpoint(finalFile(runFolder));
        requireModel(checkpoint, runFolder, model, itemCount);
        scorer->restore(checkpoint.weights);
        return scorer;
    }
    std::shared_ptr<Recommender> recommender
        = makeModel(model, params, itemCount, scriptFile(runFolder, runScript));
    const Checkpoint checkpoint = bestAvailableWhileTraining(runFolder, *recommender, params);
    requireModel(checkpoint, runFolder, model, itemCount);
    const std::vector<Stage> stages = recommender->stages();
    const auto known = [&checkpoint](const Stage& stage) { return stage.name == checkpoint.state.stage; };
    if (std::none_of(stages.begin(), stages.end(), known))
        throw Error(ErrorCode::InvalidCheckpoint,
                    "the checkpoint in '" + runFolder + "' was made in stage '" + checkpoint.state.stage
                        + "', which these parameters do not have");
    recommender->setStage(checkpoint.state.stage);
    applyWeights(*recommender, checkpoint.weights);
    recommender->eval();
    return recommender;
}

} // namespace opal
