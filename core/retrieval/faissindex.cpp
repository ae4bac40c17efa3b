// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/retrieval/faissindex.h"

#include <algorithm>
#include <cmath>
#include <exception>
#include <limits>
#include <mutex>
#include <new>
#include <optional>
#include <regex>

#include <faiss/IVFlib.h>
#include <faiss/IndexFlat.h>
#include <faiss/IndexHNSW.h>
#include <faiss/IndexIVFPQ.h>
#include <faiss/IndexPQ.h>
#include <faiss/IndexPreTransform.h>
#include <faiss/IndexRefine.h>
#include <faiss/MetaIndexes.h>
#include <faiss/impl/FaissException.h>
#include <faiss/impl/io.h>
#include <faiss/index_factory.h>
#include <faiss/index_io.h>

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/data/atomicfile.h"
#include "core/kernels/topk.h"
#include "core/retrieval/faissid.h"

namespace opal {

namespace {

using Id = FaissId;

// Candidates asked for beyond the list: its last place may be tied, and the filter takes some out. An
// interest of which that was not enough is asked for again: a long history costs only those whose best it is
// full of.
constexpr std::int64_t tieReserve = 16;
constexpr std::int64_t filterReserve = 128;

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

/// Trains for a search by Hamming distance that is never asked for, and takes minutes.
void skipPolysemousTraining(faiss::Index* index)
{
    if (auto* codes = dynamic_cast<faiss::IndexPQ*>(index))
        codes->do_polysemous_training = false;
    if (auto* codes = dynamic_cast<faiss::IndexIVFPQ*>(index))
        codes->do_polysemous_training = false;
    if (auto* lists = dynamic_cast<faiss::IndexIVF*>(index))
        skipPolysemousTraining(lists->quantizer);
    if (auto* graph = dynamic_cast<faiss::IndexHNSW*>(index))
        skipPolysemousTraining(graph->storage);
    if (auto* changed = dynamic_cast<faiss::IndexPreTransform*>(index))
        skipPolysemousTraining(changed->index);
    if (auto* named = dynamic_cast<faiss::IndexIDMap*>(index))
        skipPolysemousTraining(named->index);
    if (auto* refined = dynamic_cast<faiss::IndexRefine*>(index)) {
        skipPolysemousTraining(refined->base_index);
        skipPolysemousTraining(refined->refine_index);
    }
}

[[noreturn]] void refuseIndex(const std::string& spec, std::int64_t count, int dim, const std::string& reason)
{
    throw Error(ErrorCode::InvalidArgument,
                "the index '" + spec + "' cannot be built over " + std::to_string(count) + " items of "
                    + std::to_string(dim) + " dimensions: " + reason
                    + "; use \"Flat\" or a specification of Faiss's index factory that fits");
}

/// What may be a number in a specification.
struct NumberRule
{
    const char* form; ///< what stands before it, and the number
    std::int64_t least;
    std::int64_t most;
    const char* name;
};

/// Faiss trusts these: others end in a crash, a loop without end, or more memory than there is.
const NumberRule numberRules[] {
    { "HNSW([0-9]+)", 2, 512, "neighbours in a graph" },
    { "(?:NSG|NNDescent)([0-9]+)", 16, 512, "neighbours in such a graph" },
    { "[A-Z]Q[0-9]+x([0-9]+)", 1, 12, "bits of a code" },
    { "x[0-9]+x([0-9]+)", 1, 12, "bits of a code" },
    { "IMI2x([0-9]+)", 1, 12, "bits of a code" },
    { "(?:RCQ|Residual)[0-9]+x([0-9]+)", 1, 12, "bits of a code" },
    { "(?:OPQ|RR|PCAW?R?|Pad|ITQ)[0-9]+_?([0-9]*)", 1, 65536, "dimensions" },
    { "([0-9]+)", 1, 10'000'000, "numbers" },
};

void requireBuildable(const std::string& spec, std::int64_t count, int dim)
{
    constexpr std::size_t longest = 200;
    if (spec.size() > longest)
        refuseIndex(spec.substr(0, longest) + "...", count, dim, "it is too long");
    for (const NumberRule& rule : numberRules) {
        const std::regex form(rule.form);
        for (std::sregex_iterator found(spec.begin(), spec.end(), form), end; found != end; ++found) {
            const std::string digits = (*found)[1].str();
            if (digits.empty())
                continue;
            const std::int64_t value
                = digits.size() > 9 ? std::numeric_limits<std::int64_t>::max() : std::stoll(digits);
            if (value < rule.least || value > rule.most)
                refuseIndex(spec, count, dim,
                            "'" + digits + "' is not possible, " + rule.name + " are "
                                + std::to_string(rule.least) + " to " + std::to_string(rule.most));
        }
    }
    // Local search inverts a matrix with a row for every code word, again and again.
    static const std::regex localSearch("LSQ([0-9]+)x([0-9]+)");
    constexpr std::int64_t mostWords = 512;
    if (std::smatch found; std::regex_search(spec, found, localSearch)
        && (std::stoll(found[1]) << std::stoll(found[2])) > mostWords)
        refuseIndex(spec, count, dim,
                    "LSQ with more than " + std::to_string(mostWords) + " code words trains for minutes");
    // These graphs begin with more than a hundred random neighbours of every item.
    constexpr std::int64_t fewestForRandomStart = 200;
    if (count < fewestForRandomStart
        && (spec.find("NSG") != std::string::npos || spec.find("NND") != std::string::npos))
        refuseIndex(spec, count, dim,
                    "NSG and NNDescent need " + std::to_string(fewestForRandomStart) + " items or more");
}

std::unique_ptr<faiss::Index> makeIndex(const std::string& spec, const float* rows, std::int64_t count,
                                        int dim)
{
    requireBuildable(spec, count, dim);
    try {
        std::unique_ptr<faiss::Index> index;
        if (spec == "Flat")
            index = std::make_unique<faiss::IndexFlatIP>(dim);
        else
            index.reset(faiss::index_factory(dim, spec.c_str(), faiss::METRIC_INNER_PRODUCT));
        skipPolysemousTraining(index.get());
        if (!index->is_trained)
            index->train(count, rows);
        index->add(count, rows);
        widenSearch(*index);
        return index;
    } catch (const std::bad_alloc&) {
        refuseIndex(spec, count, dim, "there is not enough memory for it");
    } catch (const std::exception& failure) { // Faiss's own, and those of the library where it reads numbers
        refuseIndex(spec, count, dim, firstLine(failure.what()));
    }
}

} // namespace

struct FaissIndex::Impl
{
    std::int64_t itemCount = 0;
    int dim = 0;
    std::vector<float> items; ///< [N, d], item i at row i - 1
    float largestNorm = 0;
    std::unique_ptr<faiss::Index> index;

    /// Faiss's answer to several interests at once, `width` candidates each.
    struct Candidates
    {
        std::int64_t width = 0;
        std::vector<float> scores; ///< [queries, width]
        std::vector<Id> ids; ///< [queries, width]
    };

    Candidates candidates(const float* queries, std::int64_t count, std::int64_t width) const;

    /// The best k items of one interest that the filter leaves, best first, with the scores of ExactTopK;
    /// asks the index for more where the candidates are too few or end within a tie.
    std::vector<RecallEntry> completeList(const float* interest, int interestIndex, int k,
                                          std::span<const std::int32_t> filter, std::span<const float> scores,
                                          std::span<const Id> ids) const;

    /// Lists of one user whose interests' candidates start at row `query`.
    InterestLists userLists(const InterestSet& interests, std::int64_t row, int k,
                            std::span<const std::int32_t> filter, const Candidates& found,
                            std::int64_t query) const;
};

FaissIndex::FaissIndex(std::span<const float> items, std::int64_t itemCount, int dim, const std::string& spec)
    : m_impl(std::make_unique<Impl>())
{
    m_impl->itemCount = itemCount;
    m_impl->dim = dim;
    m_impl->items.assign(items.begin() + dim, items.end());
    for (std::int64_t row = 0; row < itemCount; ++row)
        m_impl->largestNorm = std::max(m_impl->largestNorm, norm(m_impl->items.data() + row * dim, dim));
    m_impl->index = makeIndex(spec, m_impl->items.data(), itemCount, dim);
}

FaissIndex::~FaissIndex() = default;

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

FaissIndex::Impl::Candidates FaissIndex::Impl::candidates(const float* queries, std::int64_t count,
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

std::vector<RecallEntry> FaissIndex::Impl::completeList(const float* interest, int interestIndex, int k,
                                                        std::span<const std::int32_t> filter,
                                                        std::span<const float> scores,
                                                        std::span<const Id> ids) const
{
    const auto isFiltered = [filter](Id id) {
        return std::binary_search(filter.begin(), filter.end(), static_cast<std::int32_t>(id + 1));
    };
    // Score of the last place of the list, as far as Faiss found it.
    const auto scoreAtTheCut = [&]() -> std::optional<float> {
        std::int64_t kept = 0;
        for (std::size_t at = 0; at < ids.size(); ++at)
            if (ids[at] >= 0 && !isFiltered(ids[at]) && ++kept == k)
                return scores[at];
        return std::nullopt;
    };
    // Faiss sums the products in an order of its own. Two orders of summation differ by at most 2 d 2^-24
    // |u||v|; a candidate that belongs into the list can therefore stand at most twice that below the cut.
    const float tolerance = 4.0F * static_cast<float>(dim) * 0x1p-24F * norm(interest, dim) * largestNorm;
    Candidates deeper;
    for (auto wanted = static_cast<std::int64_t>(ids.size()); wanted < itemCount && ids.back() >= 0;) {
        if (const auto cut = scoreAtTheCut(); cut && scores.back() < *cut - tolerance)
            break;
        wanted = std::min(itemCount, wanted * 2);
        deeper = candidates(interest, 1, wanted);
        scores = deeper.scores;
        ids = deeper.ids;
    }
    std::vector<RecallEntry> found;
    found.reserve(ids.size());
    for (const Id id : ids)
        if (id >= 0 && !isFiltered(id))
            found.push_back({ static_cast<std::int32_t>(id + 1),
                              ExactTopK::score(interest, items.data() + id * dim, dim), interestIndex,
                              false });
    std::sort(found.begin(), found.end(), ranksBefore);
    found.resize(std::min(found.size(), static_cast<std::size_t>(k)));
    return found;
}

InterestLists FaissIndex::Impl::userLists(const InterestSet& interests, std::int64_t row, int k,
                                          std::span<const std::int32_t> filter, const Candidates& found,
                                          std::int64_t query) const
{
    InterestLists result(static_cast<std::size_t>(interests.interests));
    const auto width = static_cast<std::size_t>(found.width);
    for (int j = 0; j < interests.interests; ++j) {
        if (!interests.valid.empty()
            && interests.valid[static_cast<std::size_t>(row * interests.interests + j)] == 0)
            continue;
        const std::size_t begin = static_cast<std::size_t>(query++) * width;
        result[static_cast<std::size_t>(j)] = completeList(interests.vector(row, j), j, k, filter,
                                                           std::span(found.scores).subspan(begin, width),
                                                           std::span(found.ids).subspan(begin, width));
    }
    return result;
}

std::vector<InterestLists> FaissIndex::lists(const InterestSet& interests, std::int64_t first, int k,
                                             std::span<const std::span<const std::int32_t>> filters) const
{
    const auto users = static_cast<std::int64_t>(filters.size());
    std::int64_t width = 1;
    std::vector<std::int64_t> firstQuery { 0 };
    for (std::int64_t user = 0; user < users; ++user) {
        const auto filtered = static_cast<std::int64_t>(filters[static_cast<std::size_t>(user)].size());
        width = std::max(width, k + std::min(filtered, filterReserve) + tieReserve);
        firstQuery.push_back(firstQuery.back() + validInterests(interests, first + user));
    }
    const std::vector<float> queries = gatherQueries(interests, first, first + users);
    const Impl::Candidates found
        = m_impl->candidates(queries.data(), firstQuery.back(), std::min(width, m_impl->itemCount));
    std::vector<InterestLists> result(filters.size());
    std::exception_ptr failure;
    std::mutex failureMutex; // protects failure: an exception must not leave a parallel region
#pragma omp parallel for schedule(dynamic, 8) if (users > 1)
    for (std::int64_t user = 0; user < users; ++user) {
        const auto slot = static_cast<std::size_t>(user);
        try {
            result[slot]
                = m_impl->userLists(interests, first + user, k, filters[slot], found, firstQuery[slot]);
        } catch (...) {
            const std::lock_guard lock(failureMutex);
            failure = std::current_exception();
        }
    }
    if (failure)
        std::rethrow_exception(failure);
    return result;
}

float FaissIndex::score(std::int32_t item, const float* interest) const
{
    return ExactTopK::score(interest, m_impl->items.data() + std::int64_t { item - 1 } * m_impl->dim,
                            m_impl->dim);
}

std::vector<float> FaissIndex::vector(std::int32_t item) const
{
    const auto begin = m_impl->items.begin() + std::ptrdiff_t { item - 1 } * m_impl->dim;
    return { begin, begin + m_impl->dim };
}

namespace {

/// Faiss's way to a file that is put in place at the end.
struct IndexTarget final : faiss::IOWriter
{
    explicit IndexTarget(const std::string& path)
        : file(path)
    {
    }

    std::size_t operator()(const void* data, std::size_t size, std::size_t count) override
    {
        file.write(data, size * count);
        return count;
    }

    AtomicFile file;
};

} // namespace

void FaissIndex::write(const std::string& path) const
{
    IndexTarget target(path);
    faiss::write_index(m_impl->index.get(), &target);
    target.file.commit();
}

} // namespace opal
