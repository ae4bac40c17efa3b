// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/itemneighbours.h"

#include <algorithm>

#include "core/analysis/projection.h"
#include "core/base/error.h"

namespace opal {

namespace {

/// The table with every row brought to length 1, [N + 1, d].
std::vector<float> unitTable(std::span<const float> items, std::int64_t itemCount, int dim)
{
    if (itemCount < 1 || dim < 1 || items.size() != static_cast<std::size_t>((itemCount + 1) * dim))
        throw Error(ErrorCode::InvalidArgument, "item vectors must be [N + 1, d] with N and d positive");
    std::vector<float> table(static_cast<std::size_t>(dim), 0.0F);
    const std::vector<float> unit = unitItemRows(items, dim);
    table.insert(table.end(), unit.begin(), unit.end());
    return table;
}

} // namespace

ItemNeighbours::ItemNeighbours(std::span<const float> items, std::int64_t itemCount, int dim)
    : m_dim(dim)
    , m_searcher(unitTable(items, itemCount, dim), itemCount, dim)
{
}

std::vector<ItemNeighbour> ItemNeighbours::nearest(std::int32_t item, int count) const
{
    if (item < 1 || item > m_searcher.itemCount() || count < 1)
        throw Error(ErrorCode::InvalidArgument,
                    "there is no item " + std::to_string(item) + " with " + std::to_string(count)
                        + " neighbours; ask for an item from 1 to " + std::to_string(m_searcher.itemCount())
                        + " and at least one neighbour");
    InterestSet query;
    query.users = 1;
    query.interests = 1;
    query.dim = m_dim;
    query.vectors = m_searcher.vector(item);
    query.valid = { 1 };
    const std::int32_t self[] { item };
    std::vector<ItemNeighbour> result;
    for (const RecallEntry& entry : m_searcher.search(query, 0, count, self).merged)
        result.push_back({ entry.item, entry.score });
    return result;
}

} // namespace opal
