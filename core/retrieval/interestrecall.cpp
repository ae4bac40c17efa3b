// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/retrieval/interestrecall.h"

#include <algorithm>
#include <omp.h>

#include "core/base/error.h"

namespace opal {

namespace {

constexpr std::int64_t smallestPart = 2048; ///< items; below, a thread costs more than it saves
constexpr std::int64_t fewRows = 96; ///< interests that one pass scores together

/// The lists of one part of the table: row r holds counts[r] of k entries, ids counted from the part's start.
struct PartLists
{
    std::vector<RecallEntry> entries; ///< [rows, k]
    std::vector<std::int32_t> counts; ///< [rows]
};

} // namespace

InterestRecall::InterestRecall(std::vector<float> items, std::int64_t itemCount, int dim)
    : m_items(std::move(items))
    , m_itemCount(itemCount)
    , m_dim(dim)
{
    const std::int64_t parts = std::clamp<std::int64_t>(itemCount / smallestPart, 1, omp_get_max_threads());
    for (std::int64_t part = 0; part <= parts; ++part)
        m_firstItems.push_back(1 + itemCount * part / parts);
    for (std::int64_t part = 0; part < parts; ++part) {
        const auto slot = static_cast<std::size_t>(part);
        const std::int64_t first = m_firstItems[slot];
        m_parts.push_back(std::make_unique<ExactTopK>(m_items.data() + (first - 1) * dim,
                                                      m_firstItems[slot + 1] - first, dim));
    }
}

std::vector<std::vector<std::vector<RecallEntry>>>
InterestRecall::lists(const InterestSet& interests, std::int64_t first, std::int64_t users, int k,
                      std::span<const std::span<const std::int32_t>> filters) const
{
    if (k < 1 || interests.dim != m_dim || first < 0 || users < 0 || first + users > interests.users
        || static_cast<std::int64_t>(filters.size()) != users)
        throw Error(ErrorCode::InvalidArgument,
                    "a recall needs k of at least 1, users of the set, one filter each and interests of "
                        + std::to_string(m_dim) + " dimensions");
    const int count = interests.interests;
    const std::int64_t rows = users * count;
    const auto width = static_cast<std::size_t>(std::min<std::int64_t>(k, m_itemCount));
    std::vector<PartLists> found(m_parts.size());
    const auto searchPart = [&](std::size_t part) {
        const auto offset = static_cast<std::int32_t>(m_firstItems[part] - 1);
        std::vector<std::vector<std::int32_t>> shifted(filters.size());
        std::vector<std::span<const std::int32_t>> excluded;
        for (std::size_t user = 0; user < filters.size(); ++user) {
            const auto begin = std::upper_bound(filters[user].begin(), filters[user].end(), offset);
            for (auto it = begin; it != filters[user].end(); ++it)
                shifted[user].push_back(*it - offset);
            excluded.insert(excluded.end(), static_cast<std::size_t>(count), shifted[user]);
        }
        ExactTopK::Query query;
        query.interests = interests.vector(first, 0);
        query.valid = interests.valid.empty() ? nullptr : interests.valid.data() + first * count;
        query.users = rows;
        query.interestCount = 1;
        query.excluded = excluded;
        query.k = static_cast<int>(width);
        PartLists& lists = found[part];
        lists.entries.resize(static_cast<std::size_t>(rows) * width);
        lists.counts.resize(static_cast<std::size_t>(rows));
        m_parts[part]->search(query, lists.entries.data(), lists.counts.data());
    };
    const auto parts = static_cast<std::int64_t>(m_parts.size());
#pragma omp parallel for schedule(static, 1) if (rows <= fewRows && parts > 1)
    for (std::int64_t part = 0; part < parts; ++part)
        searchPart(static_cast<std::size_t>(part));

    std::vector<std::vector<std::vector<RecallEntry>>> result(static_cast<std::size_t>(users));
    std::size_t row = 0;
    for (auto& user : result) {
        for (int j = 0; j < count; ++j, ++row) {
            auto& list = user.emplace_back();
            for (std::size_t part = 0; part < found.size(); ++part) {
                const auto entries
                    = std::span(found[part].entries)
                          .subspan(row * width, static_cast<std::size_t>(found[part].counts[row]));
                const auto offset = static_cast<std::int32_t>(m_firstItems[part] - 1);
                for (const RecallEntry& entry : entries)
                    list.push_back({ entry.item + offset, entry.score, j, false });
            }
            std::sort(list.begin(), list.end(), ranksBefore);
            list.resize(std::min(list.size(), width));
        }
    }
    return result;
}

float InterestRecall::score(std::int32_t item, const float* interest) const
{
    return ExactTopK::score(interest, m_items.data() + std::int64_t { item } * m_dim, m_dim);
}

} // namespace opal
