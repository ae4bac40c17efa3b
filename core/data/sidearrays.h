// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/data/datasetstorage.h"
#include "core/data/interactions.h"

namespace opal {

/// Titles, tags and covers in the order of a data set's items.
struct SideArrays
{
    OwnedText titles; ///< [N + 1]; as the other ones only filled if the side table has them
    OwnedText tagNames;
    std::vector<std::uint64_t> tagOffsets; ///< [N + 2]
    std::vector<std::uint32_t> tagIndices;
    OwnedText covers; ///< [N + 1]
    std::int64_t coverCount = 0; ///< items with a cover
    std::int64_t unknownItems = 0; ///< items that are not in the side table
};

/// The report's sentence about items that are not in the side table.
std::string unknownItemsNote(std::int64_t unknown, std::int64_t items);

/// Looks every item up in `side`; `itemIds` are the original ids of items 1..N.
SideArrays arrangeSide(const SideTable& side, const std::vector<std::string_view>& itemIds);

/// Lets `storage` and its summary show what `side` has; the rest stays as it is. `arrays` must live as long
/// as `storage`.
void showSide(const SideTable& side, const SideArrays& arrays, Dataset::Storage& storage);

} // namespace opal
