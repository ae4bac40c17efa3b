// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/scorer.h"

namespace opal {

/// The weights of a score that is a sum over the history: s_j = base_j + sum over its distinct items i of
/// W_ij. Any of the three may be undefined, which is zero.
struct LinearWeights
{
    torch::Tensor base; ///< [N + 1]
    torch::Tensor dense; ///< W [N + 1, N + 1], row and column 0 are zero
    torch::Tensor offsets; ///< sparse W: [N + 2] int64, where the row of each history item begins
    torch::Tensor columns; ///< [E] int64, the scored items of the rows
    torch::Tensor values; ///< [E]
};

/// A scorer of that form, which every reference recommender has; a model adds how it is fitted.
class LinearScorer : public Scorer
{
public:
    explicit LinearScorer(std::int64_t itemCount)
        : m_itemCount(itemCount)
    {
    }

    std::shared_ptr<const ItemScorer> scores() const final { return m_scores; }

    std::map<std::string, torch::Tensor> weights() const final;
    void restore(const std::map<std::string, torch::Tensor>& weights) final;

protected:
    std::int64_t itemCount() const { return m_itemCount; }

    void set(LinearWeights weights);

private:
    std::int64_t m_itemCount;
    LinearWeights m_weights;
    std::shared_ptr<const ItemScorer> m_scores;
};

/// The weight W_ij of history item i on item j.
struct ItemWeight
{
    std::int32_t history = 0;
    std::int32_t item = 0;
    float weight = 0;
};

/// Sparse weights from what every scored item j gathered, `byItem` [N + 1].
LinearWeights sparseWeights(const std::vector<std::vector<ItemWeight>>& byItem);

/// Who had what on the training days, each item once a user, from both sides.
class TrainingMatrix final
{
public:
    explicit TrainingMatrix(const Dataset& data);

    std::int64_t itemCount() const { return static_cast<std::int64_t>(m_userOffsets.size()) - 2; }

    /// Users of an item, G_ii.
    std::int64_t count(std::int32_t item) const;

    /// Users who had both, of one item and every other. One a thread.
    class Together final
    {
    public:
        explicit Together(const TrainingMatrix& matrix);

        /// Counts anew with `item`.
        void gather(std::int32_t item);

        /// The items that occur together with it, itself among them, ascending.
        const std::vector<std::int32_t>& items() const { return m_items; }

        std::int32_t count(std::int32_t other) const { return m_counts[static_cast<std::size_t>(other)]; }

    private:
        const TrainingMatrix& m_matrix;
        std::vector<std::int32_t> m_counts; ///< [N + 1]
        std::vector<std::int32_t> m_items;
    };

private:
    std::vector<std::int64_t> m_itemOffsets; ///< [U + 1]
    std::vector<std::int32_t> m_items; ///< of every user, ascending
    std::vector<std::int64_t> m_userOffsets; ///< [N + 2]
    std::vector<std::int32_t> m_users; ///< of every item, ascending
};

} // namespace opal
