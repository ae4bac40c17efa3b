// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "core/results/itemmap.h"
#include "core/retrieval/searcher.h"

namespace opal {

/// Items near an item by the cosine of their vectors, exactly.
class ItemNeighbours final
{
public:
    /// `items` is [N + 1, d] row-major, row 0 is padding. Throws Error{InvalidArgument} if sizes disagree.
    ItemNeighbours(std::span<const float> items, std::int64_t itemCount, int dim);

    /// The `count` nearest other items, nearest first, ties to the smaller id. Throws Error{InvalidArgument}
    /// for an item that does not exist or no neighbour asked for.
    std::vector<ItemNeighbour> nearest(std::int32_t item, int count) const;

private:
    int m_dim;
    Searcher m_searcher; ///< over vectors of length 1
};

} // namespace opal
