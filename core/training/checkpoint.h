// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <torch/types.h>

#include "core/base/params.h"
#include "core/results/runrecord.h"

namespace opal {

class Recommender;
struct Stage;

/// The best evaluation of a stage so far; its weights are in the file bestFile() names.
struct BestOfStage
{
    std::int64_t epoch = 0;
    std::int64_t step = 0; ///< global step of the evaluation
    double metric = 0; ///< validation Recall@200

    bool operator==(const BestOfStage&) const = default;
};

/// Where a training stands between two steps. Together with weights and moments it decides everything that
/// follows, because random numbers are a function of (seed, step).
struct TrainState
{
    std::string stage;
    std::int64_t step = 0; ///< global, all stages
    std::int64_t stageStep = 0; ///< steps of this stage's optimiser
    std::int64_t epoch = 0; ///< evaluations made in this stage
    int bad = 0; ///< evaluations without gain since the best one
    bool ended = false; ///< no step follows: only the final file and the test evaluation are left
    bool stopped = false; ///< it ended because a person asked for it
    std::map<std::string, BestOfStage> best; ///< by stage

    bool operator==(const TrainState&) const = default;
};

/// What a checkpoint belongs to. A resumed training must agree in all of it but recorded changes
/// (belongsTo()).
struct CheckpointIdentity
{
    std::string model;
    std::int64_t itemCount = 0; ///< N
    std::string params; ///< paramsIdentity()
    std::string dataHash;
    std::uint64_t seed = 0; ///< key of every random stream

    bool operator==(const CheckpointIdentity&) const = default;
};

struct Checkpoint
{
    CheckpointIdentity identity;
    TrainState state;
    std::map<std::string, torch::Tensor> weights; ///< parameters and buffers under their names in the model
    std::map<std::string, torch::Tensor> moments; ///< of the optimiser (Optimiser::moments()); may be empty
};

/// Newest layout this program writes and the only one it reads.
constexpr int checkpointVersion = 1;

/// "key=value" lines in key order of everything that decides the result: without threads and device.
std::string paramsIdentity(const ParamMap& params);

/// Whether a checkpoint of `step` with the identity `stored` belongs to the training `current`: they are
/// equal but for exactly the `changes` (oldest first) that came after it. A checkpoint at the very step of a
/// change may have been written before or after it.
bool belongsTo(const CheckpointIdentity& stored, std::int64_t step, CheckpointIdentity current,
               const std::vector<ParamChange>& changes);

/// The stage whose best weights stand for a run: with `keep_stage` = best the one with the largest metric of
/// the validation day (the later one of equals), otherwise the last one that was evaluated. A preparatory
/// stage stands for the run only while it is the only one; none if nothing was evaluated.
std::optional<std::string> standingStage(const std::vector<Stage>& stages,
                                         const std::map<std::string, BestOfStage>& best,
                                         const ParamMap& params);

/// State of a checkpoint without its tensors. Throws as loadCheckpoint() does.
TrainState loadTrainState(const std::string& path);

/// "stage soft, step 12, term main": where a number came up that is not finite.
std::string placeText(const std::string& stage, std::int64_t step, const std::string& what);
/// Throws Error{NonFiniteLoss} naming the place and the way out.
[[noreturn]] void failNonFinite(const std::string& place);

/// Live parameters and buffers of a model by name, the item table among them.
std::map<std::string, torch::Tensor> modelWeights(Recommender& model);

/// Copies `weights` into the model bit for bit. Throws Error{InvalidCheckpoint} if a name is missing or
/// foreign, or a shape or type differs.
void applyWeights(Recommender& model, const std::map<std::string, torch::Tensor>& weights);

/// The first tensor that holds a NaN or an infinity.
std::optional<std::string> firstNonFinite(const std::map<std::string, torch::Tensor>& tensors);

/// Atomic (writeTensorFile()); nothing in the file depends on the clock. Throws Error{CannotWrite}.
void saveCheckpoint(const std::string& path, const Checkpoint& checkpoint);

/// Throws Error{NotFound, CannotRead}, Error{NewerVersion} if a later release wrote it and
/// Error{InvalidCheckpoint} if it is damaged, foreign, or holds numbers that are not finite.
Checkpoint loadCheckpoint(const std::string& path);

/// Names inside a run's folder.
std::string lastFile(const std::string& runFolder);
std::string finalFile(const std::string& runFolder);
/// A best file carries its step: one that is newer than last.safetensors is never taken for the one it names.
std::string bestFile(const std::string& runFolder, const std::string& stage, const BestOfStage& best);

/// Makes the folder of a run that begins and removes what an earlier beginning left in it. Throws
/// Error{CannotWrite}.
void startRunFolder(const std::string& runFolder);

/// Removes best files that `state` does not name and temporary files that a crash left behind.
void removeSuperseded(const std::string& runFolder, const TrainState& state);

} // namespace opal
