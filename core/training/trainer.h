// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/params.h"
#include "core/data/dataset.h"
#include "core/results/runrecord.h"
#include "core/results/trainingcurve.h"
#include "core/training/trainobserver.h"

namespace opal {

class RankingModel;

/// A training as data. Everything that decides the result is in here; the same plan gives the same bits (same
/// machine and threads).
struct TrainPlan
{
    std::string model = "opal";
    ParamMap params; ///< of the model's table, shared keys included; as they are now
    std::vector<ParamChange> changes; ///< made to them while the run was paused, oldest first
    std::string
        runFolder; ///< checkpoints: last.safetensors, best_<stage>-<step>.safetensors, final.safetensors
    bool resume = false; ///< continue from runFolder/last.safetensors
    double checkpointSeconds
        = 10; ///< at most this much work is lost by a kill; evaluations always checkpoint
    std::string device = "cpu";
    int threads = 0; ///< 0: all cores
};

enum class TrainEnd { Finished, Stopped, Paused };

struct TrainResult
{
    TrainEnd end = TrainEnd::Finished;
    std::int64_t steps = 0; ///< global
    std::map<std::string, std::int64_t> bestEpoch; ///< by stage, stages that ran
    std::map<std::string, double> bestMetric; ///< validation Recall@200
    MetricSet test; ///< of the final weights; users == 0 if paused
    std::string finalStage; ///< stage whose best weights are final
    double seconds = 0;
};

/// Runs the stages of core/models/MODELS.md section 2.4 on `data`, evaluates the best weights on the test day
/// and writes final.safetensors.
///
/// Every step checks that each term is finite and throws Error{NonFiniteLoss} naming stage, step and term. If
/// `stop` is triggered the step is finished, a checkpoint is written and Cancelled is thrown. Throws
/// Error{InvalidCheckpoint, CannotWrite, InvalidData, InvalidConfiguration}.
TrainResult train(std::shared_ptr<const Dataset> data, const TrainPlan& plan, TrainObserver& observer,
                  std::stop_token stop);

/// Global step at which a training in `runFolder` would go on. Quick: reads no tensor. Throws
/// Error{NotFound, CannotRead, NewerVersion, InvalidCheckpoint}.
std::int64_t checkpointStep(const std::string& runFolder);

/// A stored model ready for retrieval: final.safetensors if the run has ended, otherwise the best weights
/// there are (hard before soft), otherwise last. Throws Error{NotFound, InvalidCheckpoint}.
std::shared_ptr<RankingModel> loadTrainedModel(const std::string& runFolder, const std::string& model,
                                               const ParamMap& params, std::int64_t itemCount);

} // namespace opal
