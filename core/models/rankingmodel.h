// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>

#include <torch/torch.h>

#include "core/data/batcher.h"

namespace opal {

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

/// A model that ranks every item for a user: what a stored run is, whatever it was made of.
///
/// There are two kinds. A VectorModel gives a user K interest vectors and every item one, and an item's score
/// is the largest inner product. A Scorer (core/models/scorer.h) has no vectors: it scores all items for a
/// history at once. Evaluation, lens, diversity and attribution take a RankingModel and never ask which;
/// the kinds part in core/retrieval/interests.h alone. What only vectors can answer, such as an item map,
/// asks for them there and gets Error{Unsupported} of a scorer.
class RankingModel
{
public:
    virtual ~RankingModel() = default;

    virtual int interestCount() const = 0; ///< K; lists of a user, 1 for a scorer
};

/// A model with interest vectors of users and vectors of items.
class VectorModel : public RankingModel
{
public:
    virtual int dim() const = 0; ///< d

    /// The interests of histories; of a model that knows users instead, by `histories.users`. No gradient is
    /// kept if the caller disabled it.
    virtual UserInterests encode(const RaggedHistories& histories) = 0;

    /// Temperature of the assignment of items to interests (paper Eq. 2), if there is one to change.
    virtual std::optional<double> assignmentTemperature() const { return {}; }

    /// What a person can see of the way from one history to its interests, through the plain form. `epsilon`
    /// replaces the temperature; throws Error{InvalidArgument} if the model has none or it is not positive.
    /// `user` is whose history it is, -1: nobody's.
    virtual InterestTrace trace(std::span<const ItemIndex> history, std::optional<double> epsilon,
                                UserIndex user = -1);

    /// [N + 1, d]; row 0 is padding and zero.
    virtual torch::Tensor itemTable() = 0;

    /// Undefined for models that do not assign items to global categories.
    virtual HyperCategories hyperCategories() { return {}; }
};

} // namespace opal
