// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/tagagreement.h"

#include <algorithm>
#include <unordered_map>

#include "core/base/error.h"
#include "core/base/notanumber.h"

namespace opal {

namespace {

/// Weights and whole items by category and tag.
struct Contingency
{
    Contingency(std::size_t categories, std::size_t tags)
        : tagCount(tags)
        , weight(categories * tags, 0.0)
        , items(categories * tags, 0)
        , categoryItems(categories, 0)
        , tagItems(tags, 0)
    {
    }

    std::size_t tagCount;
    std::vector<double> weight; ///< [K, T]
    std::vector<std::int64_t> items; ///< [K, T]
    std::vector<std::int64_t> categoryItems; ///< [K] with tags
    std::vector<std::int64_t> tagItems; ///< [T]
    std::int64_t tagged = 0;
};

std::vector<CategoryDetails::Tag> overRepresented(const TagTable& tags, const Contingency& table,
                                                  std::size_t category, std::int64_t minimumItems)
{
    std::vector<CategoryDetails::Tag> result;
    for (std::size_t tag = 0; tag < table.tagCount; ++tag) {
        const std::int64_t items = table.items[category * table.tagCount + tag];
        if (items < minimumItems)
            continue;
        const double lift = static_cast<double>(items) * static_cast<double>(table.tagged)
            / (static_cast<double>(table.categoryItems[category]) * static_cast<double>(table.tagItems[tag]));
        if (lift > 1)
            result.push_back({ tags.names[tag], items, table.tagItems[tag], lift });
    }
    std::stable_sort(result.begin(), result.end(), [](const auto& a, const auto& b) {
        return a.lift != b.lift ? a.lift > b.lift : a.items > b.items;
    });
    return result;
}

} // namespace

TagTable tagTable(const Dataset& data)
{
    TagTable table;
    std::unordered_map<std::string, std::int32_t> numbers;
    for (ItemIndex item = 1; item <= data.itemCount(); ++item) {
        const auto first = static_cast<std::ptrdiff_t>(table.ids.size());
        for (const std::string_view tag : data.tags(item)) {
            const auto [place, isNew]
                = numbers.try_emplace(std::string(tag), static_cast<std::int32_t>(table.names.size()));
            if (isNew)
                table.names.emplace_back(tag);
            if (std::find(table.ids.begin() + first, table.ids.end(), place->second) == table.ids.end())
                table.ids.push_back(place->second);
        }
        table.offsets.push_back(static_cast<std::int64_t>(table.ids.size()));
    }
    return table;
}

CategoryDetails describeByTags(const TagTable& tags, std::span<const std::uint8_t> itemCategory,
                               int categories, std::int64_t minimumItems)
{
    if (categories < 1 || tags.offsets.size() != itemCategory.size() + 1)
        throw Error(ErrorCode::InvalidArgument, "tags and categories are not of the same items");
    CategoryDetails result;
    result.categories.resize(static_cast<std::size_t>(categories));
    Contingency table(result.categories.size(), tags.names.size());
    for (std::size_t item = 1; item < itemCategory.size(); ++item) {
        const std::size_t category = itemCategory[item];
        if (category >= result.categories.size())
            throw Error(ErrorCode::InvalidArgument, "an item is in a category that does not exist");
        ++result.categories[category].size;
        const std::span<const std::int32_t> own = tags.of(static_cast<ItemIndex>(item));
        if (own.empty())
            continue;
        ++table.tagged;
        ++table.categoryItems[category];
        for (const std::int32_t id : own) {
            const auto tag = static_cast<std::size_t>(id);
            table.weight[category * table.tagCount + tag] += 1.0 / static_cast<double>(own.size());
            ++table.items[category * table.tagCount + tag];
            ++table.tagItems[tag];
        }
    }
    result.taggedItems = table.tagged;
    for (std::size_t category = 0; category < result.categories.size(); ++category) {
        CategoryDetails::Category& one = result.categories[category];
        const auto begin = table.weight.begin() + static_cast<std::ptrdiff_t>(category * table.tagCount);
        const auto end = begin + static_cast<std::ptrdiff_t>(table.tagCount);
        const double most = begin == end ? 0.0 : *std::max_element(begin, end);
        const auto items = static_cast<double>(table.categoryItems[category]);
        one.purity = items > 0 ? most / items : notANumber;
        one.tags = overRepresented(tags, table, category, minimumItems);
    }
    return result;
}

} // namespace opal
