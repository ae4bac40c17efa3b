// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/results/interestset.h"
#include "core/results/recalllist.h"

namespace opal {

class ItemScorer;

/// One list of items for each interest of a user: [K][<= k], best first; empty for an invalid interest.
using InterestLists = std::vector<std::vector<RecallEntry>>;

/// The one way from an InterestSet to lists of items (MODELS.md, section 1.4): an item table and how it is
/// searched, exactly in cache-sized blocks or through a Faiss index; or, for sets without vectors, a scorer.
///
/// Every valid interest ranks the items by inner product. A merged list takes every item once, with its
/// highest score; the lowest interest index wins within an item, ties between items go to the smaller id.
/// Exact search and the flat index give the same lists, whatever the number of threads or of users asked for.
/// Safe to call from several threads at once.
class Searcher final
{
public:
    /// Items that must not be recommended, one span a user, ascending and distinct.
    using Filters = std::span<const std::span<const std::int32_t>>;

    /// `items` is [N + 1, d] row-major, row 0 is padding and never found. `indexSpec` empty: exact search;
    /// otherwise a string of Faiss's index factory; an index that learns is trained on all rows. Throws
    /// Error{InvalidArgument} for sizes that disagree or a specification that Faiss refuses.
    Searcher(std::span<const float> items, std::int64_t itemCount, int dim,
             const std::string& indexSpec = {});

    /// Ranks by the scores of histories instead. Throws Error{InvalidArgument} for none.
    explicit Searcher(std::shared_ptr<const ItemScorer> scorer);
    ~Searcher();
    Searcher(Searcher&& other) noexcept;
    Searcher& operator=(Searcher&& other) noexcept;

    /// The merged lists [U][<= k] of all users of the set. Throws Error{InvalidArgument} for k below 1, other
    /// dimensions or another number of filters than users.
    std::vector<std::vector<RecallEntry>> merged(const InterestSet& interests, int k, Filters filters) const;

    /// The lists of every interest of all users of the set, [U]. Throws as merged().
    std::vector<InterestLists> lists(const InterestSet& interests, int k, Filters filters) const;

    /// Both for the user at `row` alone, as a service answers one request. Throws as merged(), and for a row
    /// outside of the set.
    RecallList search(const InterestSet& interests, std::int64_t row, int k,
                      std::span<const std::int32_t> filter) const;

    /// Inner product of an item with an interest [d], to the bit as the lists have it. Not with a scorer,
    /// whose one list has every score.
    float score(std::int32_t item, const float* interest) const;

    /// The vector [d] of one item; there is none with a scorer.
    std::vector<float> vector(std::int32_t item) const;

    std::int64_t itemCount() const;
    const std::string& indexSpec() const;

private:
    void requireVectors() const;
    void requireUsable(const InterestSet& interests, int k, std::int64_t users, std::size_t filters) const;
    std::vector<InterestLists> listsOf(const InterestSet& interests, std::int64_t first, int k,
                                       Filters filters) const;

    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace opal
