// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "core/results/itemmap.h"

namespace opal {

class Retriever;

/// Items near an item by the cosine of their vectors, exactly, through Faiss's flat index.
class ItemNeighbours final
{
public:
    /// `items` is [N + 1, d] row-major, row 0 is padding. Throws Error{InvalidArgument} if sizes disagree.
    ItemNeighbours(std::span<const float> items, std::int64_t itemCount, int dim);
    ~ItemNeighbours();
    ItemNeighbours(const ItemNeighbours&) = delete;
    ItemNeighbours& operator=(const ItemNeighbours&) = delete;

    /// The `count` nearest other items, nearest first, ties to the smaller id. Throws Error{InvalidArgument}
    /// for an item that does not exist or no neighbour asked for.
    std::vector<ItemNeighbour> nearest(std::int32_t item, int count) const;

private:
    std::vector<float> m_rows; ///< [N + 1, d] of length 1
    std::int64_t m_itemCount;
    int m_dim;
    std::unique_ptr<Retriever> m_retriever;
};

} // namespace opal
