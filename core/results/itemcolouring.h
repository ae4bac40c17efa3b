// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/results/itemmap.h"

namespace opal {

/// A column of a table about items.
struct SideColumn
{
    std::string name;
    std::vector<std::string> values; ///< [N + 1], entry 0 unused; empty where nothing is known
};

/// Which colour each item of a map has: the entries of the legend and the entry of every item.
struct ItemColouring
{
    struct Value
    {
        enum class Kind {
            Category, ///< a hyper-category; `text` is its name, may be empty
            Text, ///< a tag or a value as it is written
            Range, ///< numbers from `low` to `high`, both included
            Other, ///< everything that has no entry of its own
            Missing ///< nothing is known
        };

        Kind kind = Kind::Text;
        std::string text;
        int category = -1; ///< 0-based, of Category
        double low = 0, high = 0; ///< of Range
        std::int64_t count = 0; ///< items
    };

    std::vector<Value> values; ///< at most 255; every one has items but categories, which are all there
    std::vector<std::uint8_t> itemValue; ///< [N + 1] index into values, entry 0 unused
    bool sequential = false; ///< ranges in rising order, for a colour map
};

constexpr std::size_t colouringValues = 15; ///< that have an entry of their own beside other and missing

/// By the hard hyper-category. Throws Error{InvalidArgument} if the model has none.
ItemColouring colourByCategory(const MapItems& items);
/// By tag: the most frequent tags have entries; an item with several has the first of them that has one.
ItemColouring colourByTag(const MapItems& items);
/// By training interactions: 0, 1, 2 to 3, 4 to 7 and so on.
ItemColouring colourByPopularity(const MapItems& items);
/// By a column: numbers with more than 15 different values in up to eight ranges of about as many items each,
/// anything else by value, the most frequent ones first. Throws Error{InvalidArgument} if it is not as long
/// as the items are many.
ItemColouring colourByColumn(const MapItems& items, const SideColumn& column);

} // namespace opal
