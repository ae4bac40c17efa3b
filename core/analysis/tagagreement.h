// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/data/dataset.h"
#include "core/results/hypercategory.h"

namespace opal {

/// The tags of all items as numbers.
struct TagTable
{
    std::vector<std::string> names; ///< [T] in order of first appearance
    std::vector<std::int64_t> offsets {
        0, 0
    }; ///< [N + 2]; tags of item i are ids[offsets[i] .. offsets[i + 1]]
    std::vector<std::int32_t> ids;

    std::span<const std::int32_t> of(ItemIndex item) const
    {
        const auto place = static_cast<std::size_t>(item);
        return std::span(ids).subspan(static_cast<std::size_t>(offsets[place]),
                                      static_cast<std::size_t>(offsets[place + 1] - offsets[place]));
    }
};

/// Each tag once an item.
TagTable tagTable(const Dataset& data);

/// What tags are in the categories: fills sizes, tags and purity of every category, and the number of tagged
/// items. How far both agree as a whole is agreementOf() (core/analysis/agreement.h).
///
/// An item with n tags counts 1/n to each of them, so that every tagged item counts once; the purity of a
/// category is the share of its most frequent tag. Lift counts whole items and lists a tag with at least
/// `minimumItems` in the category. `itemCategory` is [N + 1]. Throws Error{InvalidArgument}.
CategoryDetails describeByTags(const TagTable& tags, std::span<const std::uint8_t> itemCategory,
                               int categories, std::int64_t minimumItems = 3);

} // namespace opal
