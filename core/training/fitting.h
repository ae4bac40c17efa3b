// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/scorer.h"
#include "core/training/trainer.h"

namespace opal {

/// The training of a scorer: one fit to the training days, an evaluation on either day, final.safetensors.
/// There are no steps to lose, so it has no other checkpoint: whoever pauses or kills it begins anew.
/// See train().
TrainResult fitScorer(const Dataset& data, const TrainPlan& plan, Scorer& model,
                      const std::function<MetricSet(Split split)>& evaluate, TrainObserver& observer,
                      std::stop_token stop);

} // namespace opal
