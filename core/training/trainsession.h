// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>

#include "core/models/recommender.h"
#include "core/training/batchprefetcher.h"
#include "core/training/checkpoint.h"
#include "core/training/checkpointwriter.h"
#include "core/training/optimiser.h"
#include "core/training/trainer.h"
#include "core/training/trainguard.h"

namespace opal {

/// One training of a given model between two checkpoints: the stages of core/models/MODELS.md section 2.4.
///
/// The only truth on disk is last.safetensors. Best files are written under names with their step before the
/// `last` that refers to them, and superseded ones go after it, so that a crash at any moment leaves a
/// consistent pair and a resumed training makes the same files again. They are written while the training
/// goes on (CheckpointWriter); whoever reads one of them, pauses or ends waits for it.
class TrainSession final
{
public:
    /// Metrics of the model on a split; may throw Cancelled.
    using Evaluate = std::function<MetricSet(Recommender& model, Split split)>;

    /// Throws Error{InvalidData, InvalidConfiguration} if the data cannot train this model.
    TrainSession(std::shared_ptr<const Dataset> data, const TrainPlan& plan, Recommender& model,
                 Evaluate evaluate, TrainObserver& observer, std::stop_token stop);

    /// See train().
    TrainResult run();

private:
    void startFresh();
    void resume();
    bool isOurs(const Checkpoint& checkpoint) const;
    void makeOptimiser();
    void enterStage(std::size_t number);

    bool trainStages();
    bool obey(TrainRequest request);
    void trainStep();
    void evaluateStage();
    void leaveStage();
    void endTraining(bool stopped);
    TrainResult finish();

    bool evaluationIsDue() const;
    bool stageIsOver() const;
    std::size_t stageNumber(const std::string& name) const;
    TrainResult resultSoFar(TrainEnd end) const;

    void loadBest(const std::string& stage);
    void orderCheckpoint(const std::optional<TrainState>& best = {});
    void orderCheckpointIfDue();
    void tellWritten();
    void finishWriting();
    void saveLast();
    void requireFiniteState() const;
    void report(const char* kind, const std::string& detail = {});

    std::shared_ptr<const Dataset> m_data;
    TrainPlan m_plan;
    Recommender& m_model;
    Evaluate m_evaluate;
    TrainObserver& m_observer;
    std::stop_token m_stop;

    std::vector<Stage> m_stages;
    CheckpointIdentity m_identity;
    OptimiserOptions m_optimiserOptions;
    std::int64_t m_stepsPerEpoch = 1;
    BatchPrefetcher m_batches;

    TrainState m_state;
    std::unique_ptr<Optimiser> m_optimiser; ///< of the current stage
    RowGradients m_rows; ///< reused by every step
    StepReport m_report; ///< reused by every step
    TrainGuard m_guard;
    bool m_stopAfterEvaluation = false;
    std::chrono::steady_clock::time_point m_started;
    std::chrono::steady_clock::time_point m_saved; ///< when a checkpoint was last asked for
    CheckpointWriter m_writer;
};

} // namespace opal
