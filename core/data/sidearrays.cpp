// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/sidearrays.h"

#include <unordered_map>

namespace opal {

std::string unknownItemsNote(std::int64_t unknown, std::int64_t items)
{
    return std::to_string(unknown) + " of " + std::to_string(items) + " items are not in the side table";
}

SideArrays arrangeSide(const SideTable& side, const std::vector<std::string_view>& itemIds)
{
    SideArrays out;
    std::unordered_map<std::string_view, std::size_t> rows;
    rows.reserve(side.itemIds.size());
    for (std::size_t i = 0; i < side.itemIds.size(); ++i)
        rows.try_emplace(side.itemIds[i], i);

    if (side.hasTitles)
        out.titles.append({});
    if (side.hasTags)
        out.tagOffsets.assign(2, 0);
    if (side.hasCovers)
        out.covers.append({});
    std::unordered_map<std::string_view, std::uint32_t> tagNumbers;
    const auto appendTags = [&](const std::vector<std::string>& tags) {
        for (const std::string& tag : tags) {
            const auto [entry, isNew]
                = tagNumbers.try_emplace(tag, static_cast<std::uint32_t>(tagNumbers.size()));
            if (isNew)
                out.tagNames.append(tag);
            out.tagIndices.push_back(entry->second);
        }
    };
    for (const std::string_view id : itemIds) {
        const auto row = rows.find(id);
        const bool known = row != rows.end();
        out.unknownItems += known ? 0 : 1;
        if (side.hasTitles)
            out.titles.append(known ? std::string_view(side.titles[row->second]) : std::string_view {});
        if (side.hasTags) {
            if (known)
                appendTags(side.tags[row->second]);
            out.tagOffsets.push_back(out.tagIndices.size());
        }
        if (side.hasCovers) {
            const std::string_view cover
                = known ? std::string_view(side.covers[row->second]) : std::string_view {};
            out.coverCount += cover.empty() ? 0 : 1;
            out.covers.append(cover);
        }
    }
    return out;
}

void showSide(const SideTable& side, const SideArrays& arrays, Dataset::Storage& storage)
{
    DatasetSummary& summary = storage.summary;
    if (side.hasTitles) {
        summary.hasTitles = true;
        storage.titles = arrays.titles.view();
    }
    if (side.hasTags) {
        summary.hasTags = true;
        storage.tagNames = arrays.tagNames.view();
        storage.tagOffsets = arrays.tagOffsets;
        storage.tagIndices = arrays.tagIndices;
    }
    if (side.hasCovers) {
        summary.covers = arrays.coverCount;
        storage.covers = arrays.covers.view();
        storage.coversFolder = side.coversFolder;
    }
}

} // namespace opal
