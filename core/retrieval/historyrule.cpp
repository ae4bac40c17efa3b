// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/retrieval/historyrule.h"

#include <algorithm>

#include "core/base/params.h"

namespace opal {

HistoryRule HistoryRule::of(const ParamMap& params)
{
    return { params.integer("max_length"), exclusionFromName(params.text("exclude")) };
}

std::span<const ItemIndex> HistoryRule::window(std::span<const ItemIndex> history) const
{
    return history.last(std::min(history.size(), static_cast<std::size_t>(maxLength)));
}

std::vector<ItemIndex> HistoryRule::excluded(std::span<const ItemIndex> history) const
{
    if (exclusion == Exclusion::Nothing)
        return {};
    return distinctItems(exclusion == Exclusion::History ? history : window(history));
}

std::vector<ItemIndex> distinctItems(std::span<const ItemIndex> items)
{
    std::vector<ItemIndex> result(items.begin(), items.end());
    std::sort(result.begin(), result.end());
    result.erase(std::unique(result.begin(), result.end()), result.end());
    return result;
}

} // namespace opal
