// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "core/results/interestset.h"
#include "core/results/recalllist.h"

namespace opal {

/// Recalls items for interest vectors through a Faiss index over the item vectors (core/models/MODELS.md
/// section 1.4).
///
/// With the flat index the answer equals brute force: every valid interest is searched to depth k + |filter|,
/// extended past ties at the cut and capped at N; lists are merged by the maximum score, the lowest interest
/// index wins within an item, ties between items go to the smaller id.
class Retriever
{
public:
    /// `items` is [N + 1, d] row-major, row 0 is padding and is not indexed. `indexSpec` is "Flat" or any
    /// Faiss index_factory string; a trained index is trained on all rows. Throws Error{InvalidArgument} for
    /// a specification that Faiss refuses.
    Retriever(std::span<const float> items, std::int64_t itemCount, int dim,
              const std::string& indexSpec = "Flat");
    ~Retriever();
    Retriever(const Retriever&) = delete;
    Retriever& operator=(const Retriever&) = delete;

    /// One list per interest and the merged one for the user at `row` of `interests`; `filter` (ascending,
    /// distinct) is never recommended. Safe to call from several threads at once.
    RecallList search(const InterestSet& interests, std::int64_t row, int k,
                      std::span<const std::int32_t> filter) const;

    /// The merged lists [U][<= k] of all users of the set, from one batched search. `filters` [U].
    std::vector<std::vector<RecallEntry>>
    searchMerged(const InterestSet& interests, int k,
                 std::span<const std::span<const std::int32_t>> filters) const;

    std::int64_t itemCount() const;
    const std::string& indexSpec() const;

private:
    void requireUsable(const InterestSet& interests, int k) const;

    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace opal
