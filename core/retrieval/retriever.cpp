// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/retrieval/retriever.h"

#include <algorithm>
#include <cmath>
#include <exception>
#include <mutex>
#include <unordered_map>

#include <faiss/IVFlib.h>
#include <faiss/IndexFlat.h>
#include <faiss/IndexHNSW.h>
#include <faiss/impl/FaissException.h>
#include <faiss/index_factory.h>

#include "core/base/error.h"
#include "core/kernels/topk.h"
#include "core/retrieval/faissid.h"

namespace opal {

namespace {

using Id = FaissId;

constexpr std::int64_t tieReserve
    = 16; ///< candidates asked for beyond the list, because its last place may be tied

float norm(const float* vector, int dim)
{
    double sum = 0;
    for (int i = 0; i < dim; ++i)
        sum += static_cast<double>(vector[i]) * static_cast<double>(vector[i]);
    return static_cast<float>(std::sqrt(sum));
}

/// Approximate indexes start from settings made for speed; recall of hundreds of items needs wider ones.
void widenSearch(faiss::Index& index)
{
    if (auto* lists = dynamic_cast<faiss::IndexIVF*>(&index);
        lists || (lists = faiss::ivflib::try_extract_index_ivf(&index)))
        lists->nprobe = std::max<std::size_t>(lists->nlist / 8, std::min<std::size_t>(lists->nlist, 8));
    if (auto* graph = dynamic_cast<faiss::IndexHNSW*>(&index))
        graph->hnsw.efSearch = 512;
}

std::unique_ptr<faiss::Index> makeIndex(const std::string& spec, const float* rows, std::int64_t count,
                                        int dim)
{
    try {
        std::unique_ptr<faiss::Index> index;
        if (spec.empty() || spec == "Flat")
            index = std::make_unique<faiss::IndexFlatIP>(dim);
        else
            index.reset(faiss::index_factory(dim, spec.c_str(), faiss::METRIC_INNER_PRODUCT));
        if (!index->is_trained)
            index->train(count, rows);
        index->add(count, rows);
        widenSearch(*index);
        return index;
    } catch (const faiss::FaissException& failure) {
        throw Error(ErrorCode::InvalidArgument,
                    "the index '" + spec + "' cannot be built over " + std::to_string(count) + " items of "
                        + std::to_string(dim) + " dimensions: " + failure.what()
                        + "; use \"Flat\" or a specification of Faiss's index factory that fits");
    }
}

} // namespace

struct Retriever::Impl
{
    std::int64_t itemCount = 0;
    int dim = 0;
    std::string spec;
    std::vector<float> items; ///< [N, d], item i at row i - 1
    float largestNorm = 0;
    std::unique_ptr<faiss::Index> index;

    std::int64_t depthFor(int k, std::span<const std::int32_t> filter) const
    {
        return std::min<std::int64_t>(itemCount, k + static_cast<std::int64_t>(filter.size()));
    }

    /// Faiss's answer to several interests at once, `width` candidates each.
    struct Candidates
    {
        std::int64_t width = 0;
        std::vector<float> scores; ///< [queries, width]
        std::vector<Id> ids; ///< [queries, width]
    };

    Candidates candidates(const float* queries, std::int64_t count, std::int64_t width) const;

    /// At least the best `depth` items of one interest, best first, with the scores of ExactTopK; asks the
    /// index for more where the candidates end within a tie.
    std::vector<RecallEntry> completeList(const float* interest, int interestIndex, std::int64_t depth,
                                          std::span<const float> scores, std::span<const Id> ids) const;

    /// Lists of one user whose interests' candidates start at row `query`.
    RecallList lists(const InterestSet& interests, std::int64_t row, int k,
                     std::span<const std::int32_t> filter, const Candidates& found, std::int64_t query) const;
};

Retriever::Retriever(std::span<const float> items, std::int64_t itemCount, int dim,
                     const std::string& indexSpec)
    : m_impl(std::make_unique<Impl>())
{
    if (itemCount < 1 || dim < 1 || items.size() != static_cast<std::size_t>((itemCount + 1) * dim))
        throw Error(ErrorCode::InvalidArgument,
                    "the item vectors of a retriever must be [N + 1, d] with N and d positive");
    m_impl->itemCount = itemCount;
    m_impl->dim = dim;
    m_impl->spec = indexSpec.empty() ? "Flat" : indexSpec;
    m_impl->items.assign(items.begin() + dim, items.end());
    for (std::int64_t row = 0; row < itemCount; ++row)
        m_impl->largestNorm = std::max(m_impl->largestNorm, norm(m_impl->items.data() + row * dim, dim));
    m_impl->index = makeIndex(m_impl->spec, m_impl->items.data(), itemCount, dim);
}

Retriever::~Retriever() = default;

namespace {

/// Valid interests of users first..last - 1 back to back, [rows, d].
std::vector<float> gatherQueries(const InterestSet& interests, std::int64_t first, std::int64_t last)
{
    std::vector<float> queries;
    for (std::int64_t at = first * interests.interests; at < last * interests.interests; ++at) {
        if (!interests.valid.empty() && interests.valid[static_cast<std::size_t>(at)] == 0)
            continue;
        const float* vector = interests.vectors.data() + at * interests.dim;
        queries.insert(queries.end(), vector, vector + interests.dim);
    }
    return queries;
}

std::int64_t validInterests(const InterestSet& interests, std::int64_t row)
{
    if (interests.valid.empty())
        return interests.interests;
    const auto begin = interests.valid.begin() + row * interests.interests;
    return interests.interests - std::count(begin, begin + interests.interests, std::uint8_t { 0 });
}

} // namespace

Retriever::Impl::Candidates Retriever::Impl::candidates(const float* queries, std::int64_t count,
                                                        std::int64_t width) const
{
    Candidates found;
    found.width = width;
    found.scores.resize(static_cast<std::size_t>(count * width));
    found.ids.resize(static_cast<std::size_t>(count * width));
    if (count > 0)
        index->search(count, queries, width, found.scores.data(), found.ids.data());
    return found;
}

std::vector<RecallEntry> Retriever::Impl::completeList(const float* interest, int interestIndex,
                                                       std::int64_t depth, std::span<const float> scores,
                                                       std::span<const Id> ids) const
{
    // Faiss sums the products in an order of its own. Two orders of summation differ by at most 2 d 2^-24
    // |u||v|; a candidate that belongs into the list can therefore stand at most twice that below the cut.
    const float tolerance = 4.0F * static_cast<float>(dim) * 0x1p-24F * norm(interest, dim) * largestNorm;
    Candidates deeper;
    for (auto wanted = static_cast<std::int64_t>(ids.size());;) {
        const bool beyondTheCut
            = ids.back() >= 0 && scores.back() < scores[static_cast<std::size_t>(depth - 1)] - tolerance;
        if (beyondTheCut || wanted == itemCount || ids.back() < 0)
            break;
        wanted = std::min(itemCount, wanted * 2);
        deeper = candidates(interest, 1, wanted);
        scores = deeper.scores;
        ids = deeper.ids;
    }
    std::vector<RecallEntry> found;
    found.reserve(ids.size());
    for (const Id id : ids)
        if (id >= 0)
            found.push_back({ static_cast<std::int32_t>(id + 1),
                              ExactTopK::score(interest, items.data() + id * dim, dim), interestIndex,
                              false });
    std::sort(found.begin(), found.end(), ranksBefore);
    return found;
}

RecallList Retriever::Impl::lists(const InterestSet& interests, std::int64_t row, int k,
                                  std::span<const std::int32_t> filter, const Candidates& found,
                                  std::int64_t query) const
{
    RecallList result;
    result.perInterest.resize(static_cast<std::size_t>(interests.interests));
    std::unordered_map<std::int32_t, RecallEntry> best;
    const auto width = static_cast<std::size_t>(found.width);
    for (int j = 0; j < interests.interests; ++j) {
        if (!interests.valid.empty()
            && interests.valid[static_cast<std::size_t>(row * interests.interests + j)] == 0)
            continue;
        const std::size_t begin = static_cast<std::size_t>(query++) * width;
        auto& list = result.perInterest[static_cast<std::size_t>(j)];
        for (const RecallEntry& entry : completeList(interests.vector(row, j), j, depthFor(k, filter),
                                                     std::span(found.scores).subspan(begin, width),
                                                     std::span(found.ids).subspan(begin, width))) {
            if (std::binary_search(filter.begin(), filter.end(), entry.item))
                continue;
            list.push_back(entry);
            const auto [known, isNew] = best.try_emplace(entry.item, entry);
            if (!isNew && entry.score > known->second.score)
                known->second = entry;
            if (list.size() == static_cast<std::size_t>(k))
                break;
        }
    }
    result.merged.reserve(best.size());
    for (const auto& [item, entry] : best)
        result.merged.push_back(entry);
    const std::size_t kept = std::min(result.merged.size(), static_cast<std::size_t>(k));
    std::partial_sort(result.merged.begin(), result.merged.begin() + static_cast<std::ptrdiff_t>(kept),
                      result.merged.end(), ranksBefore);
    result.merged.resize(kept);
    return result;
}

RecallList Retriever::search(const InterestSet& interests, std::int64_t row, int k,
                             std::span<const std::int32_t> filter) const
{
    requireUsable(interests, k);
    if (row < 0 || row >= interests.users)
        throw Error(ErrorCode::InvalidArgument, "a recall was asked for a user outside the set");
    const std::vector<float> queries = gatherQueries(interests, row, row + 1);
    const std::int64_t width = std::min(m_impl->itemCount, m_impl->depthFor(k, filter) + tieReserve);
    return m_impl->lists(interests, row, k, filter,
                         m_impl->candidates(queries.data(), validInterests(interests, row), width), 0);
}

std::vector<std::vector<RecallEntry>>
Retriever::searchMerged(const InterestSet& interests, int k,
                        std::span<const std::span<const std::int32_t>> filters) const
{
    requireUsable(interests, k);
    if (static_cast<std::int64_t>(filters.size()) != interests.users)
        throw Error(ErrorCode::InvalidArgument, "a recall of several users needs one filter each");
    std::int64_t width = 1;
    std::vector<std::int64_t> firstQuery { 0 };
    for (std::int64_t user = 0; user < interests.users; ++user) {
        width = std::max(width, m_impl->depthFor(k, filters[static_cast<std::size_t>(user)]) + tieReserve);
        firstQuery.push_back(firstQuery.back() + validInterests(interests, user));
    }
    const std::vector<float> queries = gatherQueries(interests, 0, interests.users);
    const Impl::Candidates found
        = m_impl->candidates(queries.data(), firstQuery.back(), std::min(width, m_impl->itemCount));
    std::vector<std::vector<RecallEntry>> merged(filters.size());
    std::exception_ptr failure;
    std::mutex failureMutex; // protects failure: an exception must not leave a parallel region
#pragma omp parallel for schedule(dynamic, 8)
    for (std::int64_t user = 0; user < interests.users; ++user) {
        const auto slot = static_cast<std::size_t>(user);
        try {
            merged[slot] = m_impl->lists(interests, user, k, filters[slot], found, firstQuery[slot]).merged;
        } catch (...) {
            const std::lock_guard lock(failureMutex);
            failure = std::current_exception();
        }
    }
    if (failure)
        std::rethrow_exception(failure);
    return merged;
}

void Retriever::requireUsable(const InterestSet& interests, int k) const
{
    if (k < 1 || interests.dim != m_impl->dim)
        throw Error(ErrorCode::InvalidArgument,
                    "a recall needs k of at least 1 and interests of " + std::to_string(m_impl->dim)
                        + " dimensions");
}

std::int64_t Retriever::itemCount() const
{
    return m_impl->itemCount;
}

const std::string& Retriever::indexSpec() const
{
    return m_impl->spec;
}

} // namespace opal
