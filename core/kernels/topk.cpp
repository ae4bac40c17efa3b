// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/topk.h"

#include <algorithm>
#include <bit>
#include <functional>
#include <limits>
#include <memory>
#include <string>

#include "core/base/error.h"
#include "core/kernels/buffer.h"
#include "core/kernels/hot.h"

namespace opal {

using namespace kernels;

namespace {

constexpr std::int64_t tileRows = 192; ///< interests scored together

static_assert(ExactTopK::mostInterests <= 16, "a Rank has four bits for the interest");
constexpr std::int64_t maxItems = std::int64_t { 1 } << 28;

/// An entry as one number, the larger the better: the score above the item's id counted down above the
/// interest. Numbers are sorted several times faster than structs by a comparison of two fields.
using Rank = std::uint64_t;

Rank rankOf(float score, std::int32_t item, std::int32_t interest)
{
    // + 0 makes one zero of the two. A float's bits grow with it above zero and shrink below.
    auto bits = std::bit_cast<std::uint32_t>(score + 0.0F);
    bits = bits >> 31 != 0 ? ~bits : bits | 0x80000000U;
    const auto countedDown = static_cast<std::uint32_t>(maxItems - 1 - item);
    return Rank { bits } << 32 | countedDown << 4 | static_cast<std::uint32_t>(interest);
}

float scoreOf(Rank rank)
{
    const auto bits = static_cast<std::uint32_t>(rank >> 32);
    return std::bit_cast<float>(bits >> 31 != 0 ? bits & 0x7FFFFFFFU : ~bits);
}

RecallEntry entryOf(Rank rank)
{
    const auto low = static_cast<std::uint32_t>(rank);
    return { .item = static_cast<std::int32_t>(maxItems - 1) - static_cast<std::int32_t>(low >> 4),
             .score = scoreOf(rank),
             .interest = static_cast<std::int32_t>(low & 15U) };
}

/// The best k so far of one user. Items arrive by ascending id, so one that only equals the k-th score has
/// lost.
struct Selection
{
    std::vector<Rank> ranks; ///< unordered; cut to k whenever it is full
    float threshold = 0;
    std::span<const std::int32_t> excluded; ///< what is left of it: ids from the present item on

    void start(int k, std::span<const std::int32_t> without)
    {
        ranks.clear();
        ranks.reserve(static_cast<std::size_t>(capacity(k)));
        threshold = -std::numeric_limits<float>::infinity();
        excluded = without;
    }

    bool excludes(std::int32_t item)
    {
        while (!excluded.empty() && excluded.front() < item)
            excluded = excluded.subspan(1);
        return !excluded.empty() && excluded.front() == item;
    }

    void add(float score, std::int32_t item, std::int32_t interest, int k)
    {
        if (!(score > threshold))
            return;
        ranks.push_back(rankOf(score, item, interest));
        if (static_cast<std::int64_t>(ranks.size()) < capacity(k))
            return;
        std::nth_element(ranks.begin(), ranks.begin() + (k - 1), ranks.end(), std::greater<>());
        ranks.resize(static_cast<std::size_t>(k));
        threshold = scoreOf(ranks.back());
    }

private:
    static std::int64_t capacity(int k) { return 2 * std::int64_t { k } + 64; }
};

/// Memory of one thread, reused from tile to tile.
struct Scratch
{
    Buffer<float> interests; ///< [rows, width]
    Buffer<float> scores; ///< [rows, stride]
    std::vector<std::int32_t> interestOf; ///< [rows] interest index within its user
    std::vector<std::int64_t> firstRow; ///< [users + 1]
    std::vector<Selection> selections;
    std::int32_t items[ExactTopK::blockItems];
    std::int32_t winners[ExactTopK::blockItems];
    float found[ExactTopK::blockItems];
};

void gatherInterests(const ExactTopK::Query& query, std::int64_t first, std::int64_t last, int dim, int width,
                     Scratch& scratch)
{
    scratch.interestOf.clear();
    scratch.firstRow.assign(1, 0);
    float* out = scratch.interests.ensure((last - first) * query.interestCount * width);
    for (std::int64_t user = first; user < last; ++user) {
        for (int j = 0; j < query.interestCount; ++j) {
            const std::int64_t at = user * query.interestCount + j;
            if (query.valid && !query.valid[at])
                continue;
            std::fill(std::copy_n(query.interests + at * dim, dim, out), out + width, 0.0F);
            out += width;
            scratch.interestOf.push_back(j);
        }
        scratch.firstRow.push_back(static_cast<std::int64_t>(scratch.interestOf.size()));
    }
}

void scanUser(const HotTable& hot, int k, std::int64_t local, std::int64_t firstItem, std::int64_t count,
              std::int64_t stride, Scratch& scratch)
{
    const std::int64_t row = scratch.firstRow[static_cast<std::size_t>(local)];
    const std::int64_t rows = scratch.firstRow[static_cast<std::size_t>(local + 1)] - row;
    if (rows == 0)
        return;
    Selection& selection = scratch.selections[static_cast<std::size_t>(local)];
    const std::int64_t found = hot.scan({ .scores = scratch.scores.get() + row * stride,
                                          .stride = stride,
                                          .rows = static_cast<int>(rows),
                                          .count = count,
                                          .threshold = selection.threshold,
                                          .item = scratch.items,
                                          .winner = scratch.winners,
                                          .score = scratch.found });
    for (std::int64_t i = 0; i < found; ++i) {
        const auto item = static_cast<std::int32_t>(firstItem + scratch.items[i]);
        if (selection.excludes(item))
            continue;
        const auto winner = static_cast<std::size_t>(row + scratch.winners[i]);
        selection.add(scratch.found[i], item, scratch.interestOf[winner], k);
    }
}

} // namespace

ExactTopK::ExactTopK(const float* items, std::int64_t itemCount, int dim)
    : m_itemCount(itemCount)
    , m_dim(dim)
    , m_paddedDim(static_cast<int>(roundUp(dim, padding)))
{
    if (itemCount < 1 || itemCount >= maxItems || dim < 1)
        throw Error(ErrorCode::InvalidArgument,
                    "Exact retrieval needs at least one item, at most 268 million of them, and at least one "
                    "dimension.");
    const int panelWidth = hotTable().panelWidth;
    const std::int64_t panels = (itemCount + panelWidth - 1) / panelWidth;
    m_panels.resize(static_cast<std::size_t>(panels * panelWidth * m_paddedDim));
#pragma omp parallel for schedule(static)
    for (std::int64_t panel = 0; panel < panels; ++panel)
        packPanels(items + dim, itemCount, dim, dim, m_paddedDim, panelWidth, panel, panel + 1,
                   m_panels.data());
}

float ExactTopK::score(const float* a, const float* b, int dim)
{
    return hotTable().dot(a, b, dim);
}

std::vector<float> ExactTopK::vector(std::int32_t item) const
{
    const std::int64_t panelWidth = hotTable().panelWidth;
    const std::int64_t row = item - 1;
    const float* from = m_panels.data() + row / panelWidth * panelWidth * m_paddedDim + row % panelWidth;
    std::vector<float> result(static_cast<std::size_t>(m_dim));
    for (float& value : result) {
        value = *from;
        from += panelWidth;
    }
    return result;
}

void ExactTopK::search(const Query& query, RecallEntry* lists, std::int32_t* counts) const
{
    if (query.k < 1 || query.interestCount < 1 || query.interestCount > mostInterests || query.users < 0
        || (!query.excluded.empty() && static_cast<std::int64_t>(query.excluded.size()) != query.users))
        throw Error(ErrorCode::InvalidArgument,
                    "Exact retrieval needs k of at least 1, K from 1 to 16 and one list of excluded items "
                    "for each user.");
    const std::int64_t lastItem = query.lastItem > 0 ? query.lastItem : m_itemCount;
    if (query.firstItem < 1 || (query.firstItem - 1) % blockItems != 0 || lastItem > m_itemCount)
        throw Error(ErrorCode::InvalidArgument,
                    "Exact retrieval searches ranges of its items that begin behind a multiple of "
                        + std::to_string(blockItems) + ".");
    const HotTable& hot = hotTable();
    const std::int64_t tileUsers = std::max<std::int64_t>(1, tileRows / query.interestCount);
    const std::int64_t tiles = (query.users + tileUsers - 1) / tileUsers;
    constexpr std::int64_t stride = blockItems + padding;
#pragma omp parallel if (tiles > 1)
    {
        const auto scratch = std::make_unique<Scratch>();
        scratch->selections.resize(static_cast<std::size_t>(tileUsers));
#pragma omp for schedule(dynamic, 1)
        for (std::int64_t tile = 0; tile < tiles; ++tile) {
            const std::int64_t first = tile * tileUsers, last = std::min(query.users, first + tileUsers);
            gatherInterests(query, first, last, m_dim, m_paddedDim, *scratch);
            const std::int64_t rows = scratch->firstRow.back();
            float* scores = scratch->scores.ensure(rows * stride);
            for (std::int64_t user = first; user < last; ++user)
                scratch->selections[static_cast<std::size_t>(user - first)].start(
                    query.k,
                    query.excluded.empty() ? std::span<const std::int32_t> {}
                                           : query.excluded[static_cast<std::size_t>(user)]);
            for (std::int64_t item = query.firstItem - 1; item < lastItem; item += blockItems) {
                const std::int64_t count = std::min(blockItems, lastItem - item);
                hot.gemm({ .m = rows,
                           .n = roundUp(count, hot.panelWidth),
                           .k = m_paddedDim,
                           .a = scratch->interests.get(),
                           .aRow = m_paddedDim,
                           .aColumn = 1,
                           .b = m_panels.data() + item * m_paddedDim,
                           .bRow = hot.panelWidth,
                           .bPanel = std::int64_t { hot.panelWidth } * m_paddedDim,
                           .c = scores,
                           .cRow = stride });
                for (std::int64_t local = 0; local < last - first; ++local)
                    scanUser(hot, query.k, local, item + 1, count, stride, *scratch);
            }
            for (std::int64_t user = first; user < last; ++user) {
                auto& ranks = scratch->selections[static_cast<std::size_t>(user - first)].ranks;
                const auto kept = std::min(ranks.size(), static_cast<std::size_t>(query.k));
                const auto end = ranks.begin() + static_cast<std::ptrdiff_t>(kept);
                if (kept < ranks.size())
                    std::nth_element(ranks.begin(), end - 1, ranks.end(), std::greater<>());
                std::sort(ranks.begin(), end, std::greater<>());
                std::transform(ranks.begin(), end, lists + user * query.k, entryOf);
                counts[user] = static_cast<std::int32_t>(kept);
            }
        }
    }
}

} // namespace opal
