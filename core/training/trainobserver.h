// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/results/trainingcurve.h"

namespace opal {

/// What a person asks of a running training. Polled by the trainer before every step.
enum class TrainRequest {
    None,
    Pause, ///< finish the step, write a checkpoint, return TrainEnd::Paused
    StopAfterEvaluation, ///< go on to the next evaluation, then finish with the best weights so far
    StopKeepBest, ///< finish the step, then finish with the best weights so far
    NextStage ///< leave the current stage now, keeping its best weights
};

/// Hears of a training. Called from the training thread; every default does nothing.
class TrainObserver
{
public:
    virtual ~TrainObserver() = default;

    virtual void onStage(const std::string& /*stage*/, std::int64_t /*step*/) { }

    virtual void onStep(const StepReport& /*report*/) { }

    /// Of a model that is fitted in one go: the share that is done.
    virtual void onProgress(double /*fraction*/) { }

    virtual void onEvaluation(const EvaluationReport& /*report*/) { }

    virtual void onEvent(const RunEvent& /*event*/) { }

    /// A checkpoint of `step` is about to be written: everything reported so far is to be committed, so that
    /// no row is missing where a resumed training goes on.
    virtual void onCheckpointDue(std::int64_t /*step*/) { }

    /// The checkpoint of `step` is safely on disk. Comes some steps later, because it is written meanwhile.
    virtual void onCheckpoint(std::int64_t /*step*/) { }

    /// The pending request; reading it clears it.
    virtual TrainRequest takeRequest() { return TrainRequest::None; }
};

} // namespace opal
