#include "core/retrieval/retriever.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include <faiss/IVFlib.h>
#include <faiss/IndexFlat.h>
#include <faiss/IndexHNSW.h>
#include <faiss/impl/FaissException.h>
#include <faiss/index_factory.h>

#include "core/base/error.h"
#include "core/kernels/topk.h"

namespace opal {

namespace {

using Id = faiss::Index::idx_t;

bool better(const RecallEntry& a, const RecallEntry& b)
{
    return a.score != b.score ? a.score > b.score : a.item < b.item;
}

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

    /// At least the best `depth` items of one interest, best first, with the scores of ExactTopK.
    std::vector<RecallEntry> searchOne(const float* interest, int interestIndex, std::int64_t depth) const;
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

std::vector<RecallEntry> Retriever::Impl::searchOne(const float* interest, int interestIndex,
                                                    std::int64_t depth) const
{
    // Faiss sums the products in an order of its own. Two orders of summation differ by at most 2 d 2^-24
    // |u||v|; a candidate that belongs into the list can therefore stand at most twice that below the cut.
    const float tolerance = 4.0F * static_cast<float>(dim) * 0x1p-24F * norm(interest, dim) * largestNorm;
    std::vector<float> scores;
    std::vector<Id> ids;
    for (std::int64_t wanted = std::min(itemCount, depth + 16);; wanted = std::min(itemCount, wanted * 2)) {
        scores.resize(static_cast<std::size_t>(wanted));
        ids.resize(static_cast<std::size_t>(wanted));
        index->search(1, interest, wanted, scores.data(), ids.data());
        const bool beyondTheCut
            = ids.back() >= 0 && scores.back() < scores[static_cast<std::size_t>(depth - 1)] - tolerance;
        if (beyondTheCut || wanted == itemCount || ids.back() < 0)
            break;
    }
    std::vector<RecallEntry> found;
    found.reserve(ids.size());
    for (const Id id : ids)
        if (id >= 0)
            found.push_back({ static_cast<std::int32_t>(id + 1),
                              ExactTopK::score(interest, items.data() + id * dim, dim), interestIndex,
                              false });
    std::sort(found.begin(), found.end(), better);
    return found;
}

RecallList Retriever::search(const InterestSet& interests, std::int64_t row, int k,
                             std::span<const std::int32_t> filter) const
{
    if (k < 1 || row < 0 || row >= interests.users || interests.dim != m_impl->dim)
        throw Error(ErrorCode::InvalidArgument,
                    "a recall needs k of at least 1, a user of the set and interests of "
                        + std::to_string(m_impl->dim) + " dimensions");
    const std::int64_t depth
        = std::min<std::int64_t>(m_impl->itemCount, k + static_cast<std::int64_t>(filter.size()));
    RecallList result;
    result.perInterest.resize(static_cast<std::size_t>(interests.interests));
    std::unordered_map<std::int32_t, RecallEntry> best;
    for (int j = 0; j < interests.interests; ++j) {
        if (!interests.valid.empty()
            && interests.valid[static_cast<std::size_t>(row * interests.interests + j)] == 0)
            continue;
        auto& list = result.perInterest[static_cast<std::size_t>(j)];
        for (const RecallEntry& entry : m_impl->searchOne(interests.vector(row, j), j, depth)) {
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
    std::sort(result.merged.begin(), result.merged.end(), better);
    if (result.merged.size() > static_cast<std::size_t>(k))
        result.merged.resize(static_cast<std::size_t>(k));
    return result;
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
