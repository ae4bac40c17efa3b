// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/retrieval/searcher.h"

#include <algorithm>
#include <omp.h>
#include <optional>

#include "core/base/error.h"
#include "core/kernels/topk.h"
#include "core/models/itemscorer.h"
#include "core/retrieval/faissindex.h"
#include "core/retrieval/mergerule.h"

namespace opal {

namespace {

using RowLists = std::vector<std::vector<RecallEntry>>;

constexpr std::int64_t smallestPart = 2048; ///< items; below, a thread costs more than it saves
constexpr std::int64_t fewRows = 96; ///< interests that one pass scores together

/// The lists of one part of the table.
struct PartLists
{
    std::vector<RecallEntry> entries; ///< [rows, k]
    std::vector<std::int32_t> counts; ///< [rows], of the k

    std::span<const RecallEntry> row(std::size_t row, std::size_t k) const
    {
        return std::span(entries).subspan(row * k, static_cast<std::size_t>(counts[row]));
    }
};

/// One list for each user of the query. Where there are few rows to score, the cores share the table: an item
/// is then in one part alone, and the best of the parts are the best of all.
RowLists exactLists(const ExactTopK& items, const ExactTopK::Query& query)
{
    const auto width = static_cast<std::size_t>(query.k);
    const std::int64_t parts = query.users * query.interestCount <= fewRows
        ? std::clamp<std::int64_t>(items.itemCount() / smallestPart, 1, omp_get_max_threads())
        : 1;
    const std::int64_t blocks = (items.itemCount() + ExactTopK::blockItems - 1) / ExactTopK::blockItems;
    std::vector<PartLists> found(static_cast<std::size_t>(parts));
#pragma omp parallel for schedule(static, 1) if (parts > 1)
    for (std::int64_t part = 0; part < parts; ++part) {
        ExactTopK::Query own = query;
        own.firstItem = 1 + blocks * part / parts * ExactTopK::blockItems;
        own.lastItem = std::min(items.itemCount(), blocks * (part + 1) / parts * ExactTopK::blockItems);
        PartLists& lists = found[static_cast<std::size_t>(part)];
        lists.entries.resize(static_cast<std::size_t>(query.users) * width);
        lists.counts.resize(static_cast<std::size_t>(query.users));
        items.search(own, lists.entries.data(), lists.counts.data());
    }
    RowLists result(static_cast<std::size_t>(query.users));
    for (std::size_t row = 0; row < result.size(); ++row) {
        for (const PartLists& part : found) {
            const auto list = part.row(row, width);
            result[row].insert(result[row].end(), list.begin(), list.end());
        }
        if (parts > 1)
            std::sort(result[row].begin(), result[row].end(), ranksBefore);
        result[row].resize(std::min(result[row].size(), width));
    }
    return result;
}

/// The k best items by the scores of one history, without the filtered ones.
std::vector<RecallEntry> bestScored(const ItemScorer& scorer, std::span<const std::int32_t> history, int k,
                                    std::span<const std::int32_t> filter, std::vector<float>& scores)
{
    scorer.score(history, scores);
    std::vector<RecallEntry> list;
    list.reserve(scores.size());
    auto excluded = filter.begin();
    for (std::int32_t item = 1; item <= static_cast<std::int32_t>(scorer.itemCount()); ++item) {
        if (excluded != filter.end() && *excluded == item)
            ++excluded;
        else
            list.push_back({ item, scores[static_cast<std::size_t>(item)] });
    }
    const auto kept = static_cast<std::ptrdiff_t>(std::min(list.size(), static_cast<std::size_t>(k)));
    std::partial_sort(list.begin(), list.begin() + kept, list.end(), ranksBefore);
    list.resize(static_cast<std::size_t>(kept));
    return list;
}

} // namespace

struct Searcher::Impl
{
    std::int64_t itemCount = 0;
    int dim = 0;
    std::string indexSpec;
    std::optional<ExactTopK> exact; ///< without a specification of an index
    std::unique_ptr<FaissIndex> index; ///< with one
    std::shared_ptr<const ItemScorer> scorer; ///< instead of vectors

    /// A query over the users from row `first` of the set on, one for each of `filters`.
    ExactTopK::Query queryOf(const InterestSet& interests, std::int64_t first, int k, Filters filters) const
    {
        ExactTopK::Query query;
        query.interests = interests.vector(first, 0);
        query.valid
            = interests.valid.empty() ? nullptr : interests.valid.data() + first * interests.interests;
        query.users = static_cast<std::int64_t>(filters.size());
        query.interestCount = interests.interests;
        query.excluded = filters;
        query.k = static_cast<int>(std::min<std::int64_t>(k, itemCount));
        return query;
    }
};

Searcher::Searcher(std::span<const float> items, std::int64_t itemCount, int dim,
                   const std::string& indexSpec)
    : m_impl(std::make_unique<Impl>())
{
    if (itemCount < 1 || dim < 1 || items.size() != static_cast<std::size_t>((itemCount + 1) * dim))
        throw Error(ErrorCode::InvalidArgument,
                    "the item vectors of a search must be [N + 1, d] with N and d positive");
    m_impl->itemCount = itemCount;
    m_impl->dim = dim;
    m_impl->indexSpec = indexSpec;
    if (indexSpec.empty())
        m_impl->exact.emplace(items.data(), itemCount, dim);
    else
        m_impl->index = std::make_unique<FaissIndex>(items, itemCount, dim, indexSpec);
}

Searcher::Searcher(std::shared_ptr<const ItemScorer> scorer)
    : m_impl(std::make_unique<Impl>())
{
    if (!scorer)
        throw Error(ErrorCode::InvalidArgument, "a model ranks nothing before it is fitted");
    m_impl->itemCount = scorer->itemCount();
    m_impl->scorer = std::move(scorer);
}

Searcher::~Searcher() = default;
Searcher::Searcher(Searcher&& other) noexcept = default;
Searcher& Searcher::operator=(Searcher&& other) noexcept = default;

std::vector<std::vector<RecallEntry>> Searcher::merged(const InterestSet& interests, int k,
                                                       Filters filters) const
{
    requireUsable(interests, k, interests.users, filters.size());
    if (m_impl->exact)
        return exactLists(*m_impl->exact, m_impl->queryOf(interests, 0, k, filters));
    const std::vector<InterestLists> lists = listsOf(interests, 0, k, filters);
    std::vector<std::vector<RecallEntry>> result(lists.size());
    const auto users = static_cast<std::int64_t>(lists.size());
#pragma omp parallel for schedule(dynamic, 8)
    for (std::int64_t user = 0; user < users; ++user) {
        const auto slot = static_cast<std::size_t>(user);
        result[slot] = mergeLists(lists[slot], k, {});
    }
    return result;
}

std::vector<InterestLists> Searcher::lists(const InterestSet& interests, int k, Filters filters) const
{
    requireUsable(interests, k, interests.users, filters.size());
    return listsOf(interests, 0, k, filters);
}

RecallList Searcher::search(const InterestSet& interests, std::int64_t row, int k,
                            std::span<const std::int32_t> filter) const
{
    requireUsable(interests, k, 1, 1);
    if (row < 0 || row >= interests.users)
        throw Error(ErrorCode::InvalidArgument, "a search was asked for a user outside the set");
    const std::span<const std::int32_t> filters[] { filter };
    RecallList result;
    result.perInterest = std::move(listsOf(interests, row, k, filters).front());
    result.merged = mergeLists(result.perInterest, k, {});
    return result;
}

std::vector<InterestLists> Searcher::listsOf(const InterestSet& interests, std::int64_t first, int k,
                                             Filters filters) const
{
    if (m_impl->scorer) {
        std::vector<InterestLists> result(filters.size(), InterestLists(1));
        const auto users = static_cast<std::int64_t>(filters.size());
#pragma omp parallel
        {
            std::vector<float> scores(static_cast<std::size_t>(m_impl->itemCount) + 1);
#pragma omp for schedule(dynamic, 8)
            for (std::int64_t user = 0; user < users; ++user)
                result[static_cast<std::size_t>(user)].front()
                    = bestScored(*m_impl->scorer, interests.history(first + user), k,
                                 filters[static_cast<std::size_t>(user)], scores);
        }
        return result;
    }
    if (m_impl->index)
        return m_impl->index->lists(interests, first, k, filters);
    // Each interest is a user of its own to the kernel.
    const auto count = static_cast<std::size_t>(interests.interests);
    std::vector<std::span<const std::int32_t>> repeated;
    repeated.reserve(filters.size() * count);
    for (const auto& filter : filters)
        repeated.insert(repeated.end(), count, filter);
    ExactTopK::Query query = m_impl->queryOf(interests, first, k, repeated);
    query.interestCount = 1;
    RowLists rows = exactLists(*m_impl->exact, query);
    std::vector<InterestLists> result(filters.size());
    for (std::size_t row = 0; row < rows.size(); ++row) {
        for (RecallEntry& entry : rows[row])
            entry.interest = static_cast<std::int32_t>(row % count);
        result[row / count].push_back(std::move(rows[row]));
    }
    return result;
}

float Searcher::score(std::int32_t item, const float* interest) const
{
    requireVectors();
    return m_impl->exact ? ExactTopK::score(interest, m_impl->exact->vector(item).data(), m_impl->dim)
                         : m_impl->index->score(item, interest);
}

void Searcher::requireVectors() const
{
    if (m_impl->scorer)
        throw Error(ErrorCode::Unsupported, "this model scores items without vectors");
}

std::vector<float> Searcher::vector(std::int32_t item) const
{
    requireVectors();
    return m_impl->exact ? m_impl->exact->vector(item) : m_impl->index->vector(item);
}

std::int64_t Searcher::itemCount() const
{
    return m_impl->itemCount;
}

const std::string& Searcher::indexSpec() const
{
    return m_impl->indexSpec;
}

void Searcher::requireUsable(const InterestSet& interests, int k, std::int64_t users,
                             std::size_t filters) const
{
    const bool ofHistories = !interests.historyOffsets.empty();
    if (k < 1 || interests.dim != m_impl->dim || ofHistories != (m_impl->scorer != nullptr)
        || static_cast<std::int64_t>(filters) != users || interests.interests < 1
        || interests.interests > ExactTopK::mostInterests)
        throw Error(ErrorCode::InvalidArgument,
                    "a search needs k of at least 1, 1 to " + std::to_string(ExactTopK::mostInterests)
                        + " interests of " + std::to_string(m_impl->dim)
                        + " dimensions and one filter for each user");
}

} // namespace opal
