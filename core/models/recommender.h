// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <torch/torch.h>

#include "core/base/params.h"
#include "core/data/batcher.h"
#include "core/models/rankingmodel.h"
#include "core/results/trainingcurve.h"

namespace opal {

/// One stage of training as data: which stage, how long, from which weights.
struct Stage
{
    std::string name; ///< "warmup", "soft", "hard", ...
    int patience = 5; ///< evaluations without gain before the stage ends
    std::int64_t maxEpochs = 0; ///< 0: no cap
    bool preparatory = false; ///< serves the next stage alone: its weights never stand for a run that went on
    bool fromItemGroups = false; ///< begins with Recommender::startFromGroups()
};

/// Named scalar tensors; the first one is minimised.
using LossTerms = std::vector<std::pair<std::string, torch::Tensor>>;

/// Gradient of the item table restricted to the rows that the batch touched.
struct RowGradients
{
    std::vector<std::int64_t> rows; ///< ascending, distinct, never 0
    torch::Tensor values; ///< [rows.size(), d]
};

/// A multi-interest recommender that is trained in steps. Users become K vectors, items one vector each.
///
/// The item table is not an autograd leaf of its own: loss() reads it through the rows it touches, so that
/// the gradient is sparse and lazy Adam can move exactly those rows (core/models/MODELS.md section 1.3).
class Recommender : public torch::nn::Module, public VectorModel
{
public:
    ~Recommender() override = default;

    /// Stages in order; the trainer runs each until its patience is spent.
    virtual std::vector<Stage> stages() const = 0;

    /// Switches to a stage. Interests of encode() and terms of the loss follow it.
    virtual void setStage(const std::string& stage) = 0;

    /// Draws every parameter from `seed` (counter-based: independent of the thread count).
    virtual void initialise(std::uint64_t seed) = 0;

    /// Moves the weights to where the groups of the items begin to mean something, at the start of a stage
    /// that asks for it. `group` and `weight` (interactions of the training days) are [N + 1], entry 0
    /// unused, groups 0..K-1. Throws Error{Unsupported} if the model has no such start,
    /// Error{InvalidArgument}.
    virtual void startFromGroups(std::span<const std::uint8_t> group, std::span<const std::int32_t> weight);

    /// Puts parameters back on their constraint set (OPAL: unit rows). Called once after initialisation,
    /// after loading, and after every dense step.
    virtual void project() { }

    /// The same for the dense parameters alone, after a step whose item rows have already returned to the
    /// sphere (lazy Adam).
    virtual void projectParameters() { }

    /// True if loss() reads Batch::future; it is drawn only then.
    virtual bool readsFuture() const { return false; }

    /// Plain LibTorch form of the loss: the definition. Gradients flow into parameters() and into the leaf
    /// rows returned by touchedRows().
    virtual LossTerms loss(const Batch& batch) = 0;

    /// Value and gradient of one batch. Fills `.grad` of every dense parameter and `rows` for the item table;
    /// returns the named values, total first, which the next call overwrites. The default runs loss() and
    /// backward(); models override it with fused kernels on the CPU.
    virtual const NamedValues& lossAndGradients(const Batch& batch, RowGradients& rows) = 0;

    /// True if rows of the item table live on the unit sphere.
    virtual bool unitRows() const { return false; }
};

} // namespace opal
