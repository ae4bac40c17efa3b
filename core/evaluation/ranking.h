// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/data/batcher.h"
#include "core/evaluation/evaluator.h"
#include "core/kernels/topk.h"
#include "core/results/interestset.h"
#include "core/results/recalllist.h"
#include "core/retrieval/retriever.h"

namespace opal {

/// Some users with everything that ranking them needs. All vectors are parallel to `users`.
struct UserBlock
{
    std::span<const UserIndex> users;
    RaggedHistories windows;
    std::vector<std::vector<ItemIndex>> excluded; ///< ascending, distinct
    std::vector<std::vector<ItemIndex>> targets; ///< ascending, distinct
    std::vector<std::vector<RecallEntry>> lists; ///< best first; filled by Ranker::rank()
};

UserBlock gatherBlock(const Dataset& data, const EvaluationParams& params, std::span<const UserIndex> users);

/// Ranks all items for users, exactly in cache-sized blocks or through a Faiss index.
class Ranker final
{
public:
    /// `indexSpec` empty: exact. Throws Error{InvalidArgument} for a specification that Faiss refuses.
    Ranker(Recommender& model, std::int64_t itemCount, const std::string& indexSpec);

    /// Fills block.lists with the k best items of every user.
    void rank(const InterestSet& interests, int k, UserBlock& block) const;

    /// The k best items of the user at `row` alone, as a service answers one request.
    std::vector<RecallEntry> rankOne(const InterestSet& interests, std::int64_t row, int k,
                                     std::span<const ItemIndex> excluded) const;

private:
    std::vector<std::vector<RecallEntry>>
    rankExactly(const InterestSet& interests, std::int64_t first, std::int64_t count, int k,
                std::span<const std::span<const std::int32_t>> excluded) const;

    std::optional<ExactTopK> m_exact;
    std::unique_ptr<Retriever> m_index;
};

} // namespace opal
