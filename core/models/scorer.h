// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <stop_token>
#include <string>

#include "core/data/dataset.h"
#include "core/models/itemscorer.h"
#include "core/models/rankingmodel.h"

namespace opal {

/// A model without vectors: it scores all items for a history at once. It is fitted to the training days in
/// one go (core/training/fitting.h), not trained in steps, and has one list a user.
class Scorer : public RankingModel
{
public:
    int interestCount() const final { return 1; }

    /// Learns from the training days alone. `progress` hears of the share that is done. Returns in a few
    /// words what was done where the data decided it, e.g. that an approximation was taken; may be empty.
    /// Throws Cancelled, Error{InvalidData, OutOfMemory}.
    virtual std::string fit(const Dataset& data, const std::function<void(double fraction)>& progress,
                            std::stop_token stop)
        = 0;

    /// What was fitted or restored, immutable; null before.
    virtual std::shared_ptr<const ItemScorer> scores() const = 0;

    /// Everything that scores() is made of, by name, for a checkpoint.
    virtual std::map<std::string, torch::Tensor> weights() const = 0;

    /// The reverse. Throws Error{InvalidCheckpoint} if these are not the weights of such a model.
    virtual void restore(const std::map<std::string, torch::Tensor>& weights) = 0;
};

} // namespace opal
