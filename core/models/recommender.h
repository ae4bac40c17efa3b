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
#include "core/results/interestset.h"
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

/// Interest vectors of a batch of users.
struct UserInterests
{
    torch::Tensor vectors; ///< [B, K, d]
    torch::Tensor valid; ///< [B, K] bool
    torch::Tensor weights; ///< [T, K] soft assignment of every history token (ragged order); undefined if the
                           ///< model has none
};

/// The global categories that items are assigned to by softmax of cosine / epsilon (paper Eq. 2).
struct HyperCategories
{
    torch::Tensor vectors; ///< G [K, d] unit rows; undefined if the model has none
    double epsilon = 0;
};

/// How one history becomes interests, step by step.
struct InterestTrace
{
    torch::Tensor vectors; ///< [K, d] interests at the temperature asked for
    torch::Tensor valid; ///< [K] bool
    torch::Tensor weights; ///< [L, K] soft assignment; undefined if the model has none
    torch::Tensor categories; ///< [K, d] hyper-categories g_j; undefined if the model has none
    torch::Tensor soft; ///< [K, d] p_j; undefined if the model has none
    torch::Tensor hard; ///< [K, d] q_j; undefined where the model reads no sequence
    torch::Tensor course; ///< [L, d] q of the item's own category right after the item; as `hard`
};

/// Named scalar tensors; the first one is minimised.
using LossTerms = std::vector<std::pair<std::string, torch::Tensor>>;

/// Gradient of the item table restricted to the rows that the batch touched.
struct RowGradients
{
    std::vector<std::int64_t> rows; ///< ascending, distinct, never 0
    torch::Tensor values; ///< [rows.size(), d]
};

/// A multi-interest recommender. Users become K vectors, items one vector each.
///
/// The item table is not an autograd leaf of its own: loss() reads it through the rows it touches, so that
/// the gradient is sparse and lazy Adam can move exactly those rows (core/models/MODELS.md section 1.3).
class Recommender : public torch::nn::Module
{
public:
    ~Recommender() override = default;

    virtual int interestCount() const = 0; ///< K
    virtual int dim() const = 0; ///< d

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

    /// Plain LibTorch form of the interests: the definition. No gradient is kept if the caller disabled it.
    virtual UserInterests encode(const RaggedHistories& histories) = 0;

    /// Temperature of the assignment of items to interests (paper Eq. 2), if there is one to change.
    virtual std::optional<double> assignmentTemperature() const { return {}; }

    /// What a person can see of the way from one history to its interests, through the plain form. `epsilon`
    /// replaces the temperature; throws Error{InvalidArgument} if the model has none or it is not positive.
    virtual InterestTrace trace(std::span<const ItemIndex> history, std::optional<double> epsilon);

    /// Plain LibTorch form of the loss: the definition. Gradients flow into parameters() and into the leaf
    /// rows returned by touchedRows().
    virtual LossTerms loss(const Batch& batch) = 0;

    /// Value and gradient of one batch. Fills `.grad` of every dense parameter and `rows` for the item table;
    /// returns the named values, total first, which the next call overwrites. The default runs loss() and
    /// backward(); models override it with fused kernels on the CPU.
    virtual const NamedValues& lossAndGradients(const Batch& batch, RowGradients& rows) = 0;

    /// [N + 1, d]; row 0 is padding and zero.
    virtual torch::Tensor itemTable() = 0;

    /// Undefined for models that do not assign items to global categories.
    virtual HyperCategories hyperCategories() { return {}; }

    /// True if rows of the item table live on the unit sphere.
    virtual bool unitRows() const { return false; }
};

} // namespace opal
