// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/retrieval/searcher.h"

namespace opal {

/// The part of a Searcher that asks Faiss. Scores are those of ExactTopK, whatever the index computes.
class FaissIndex final
{
public:
    /// As Searcher's constructor; `spec` is not empty.
    FaissIndex(std::span<const float> items, std::int64_t itemCount, int dim, const std::string& spec);
    ~FaissIndex();
    FaissIndex(const FaissIndex&) = delete;
    FaissIndex& operator=(const FaissIndex&) = delete;

    /// The lists of `filters.size()` users from row `first` of the set on, from one batched search. Every
    /// valid interest is searched until k items are left by the filter and the next one scores below the
    /// last of them, or there are no more: with a flat index that is brute force.
    std::vector<InterestLists> lists(const InterestSet& interests, std::int64_t first, int k,
                                     std::span<const std::span<const std::int32_t>> filters) const;

    /// Inner product of an item with an interest as ExactTopK computes it.
    float score(std::int32_t item, const float* interest) const;

    std::vector<float> vector(std::int32_t item) const;

    /// Writes the index to a file that Faiss reads anywhere; its row i is item i + 1. Atomic. Throws
    /// Error{CannotWrite}.
    void write(const std::string& path) const;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace opal
