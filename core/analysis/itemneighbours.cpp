// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/itemneighbours.h"

#include <algorithm>

#include "core/analysis/projection.h"
#include "core/base/error.h"
#include "core/retrieval/retriever.h"

namespace opal {

ItemNeighbours::ItemNeighbours(std::span<const float> items, std::int64_t itemCount, int dim)
    : m_itemCount(itemCount)
    , m_dim(dim)
{
    if (itemCount < 1 || dim < 1 || items.size() != static_cast<std::size_t>((itemCount + 1) * dim))
        throw Error(ErrorCode::InvalidArgument, "item vectors must be [N + 1, d] with N and d positive");
    m_rows.assign(static_cast<std::size_t>(dim), 0.0F);
    const std::vector<float> unit = unitItemRows(items, dim);
    m_rows.insert(m_rows.end(), unit.begin(), unit.end());
    m_retriever = std::make_unique<Retriever>(m_rows, itemCount, dim);
}

ItemNeighbours::~ItemNeighbours() = default;

std::vector<ItemNeighbour> ItemNeighbours::nearest(std::int32_t item, int count) const
{
    if (item < 1 || item > m_itemCount || count < 1)
        throw Error(ErrorCode::InvalidArgument,
                    "there is no item " + std::to_string(item) + " with " + std::to_string(count)
                        + " neighbours; ask for an item from 1 to " + std::to_string(m_itemCount)
                        + " and at least one neighbour");
    InterestSet query;
    query.users = 1;
    query.interests = 1;
    query.dim = m_dim;
    const auto begin = m_rows.begin() + static_cast<std::ptrdiff_t>(item) * m_dim;
    query.vectors.assign(begin, begin + m_dim);
    query.valid = { 1 };
    const std::int32_t self[] { item };
    std::vector<ItemNeighbour> result;
    for (const RecallEntry& entry : m_retriever->search(query, 0, count, self).merged)
        result.push_back({ entry.item, entry.score });
    return result;
}

} // namespace opal
