// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "core/data/dataset.h"
#include "core/data/interactions.h"
#include "core/results/datasetsummary.h"
#include "core/results/itemcolouring.h"

namespace opal {

/// Reads titles, tags and file names of covers from a table with a header, from MIND's news.tsv, or from
/// lines of an id and a title without header: any delimiter, quoted fields, UTF-8 or GBK/GB18030 (or what
/// uchardet finds). Tags may be "12,65", "a;b", "Drama|War" or "[27, 9]". Only items for which `isWanted` is
/// true are kept; bad rows are counted in a note of `report`.
///
/// Covers are relative to `coversFolder`, or to the table's own folder if that is empty and pictures lie
/// there. Without a column of covers the pictures of `coversFolder` that are called after an item are taken,
/// "12.jpg" for item 12. Names that leave the folder or are addresses of a network are left out, and missing
/// files counted, each with a note. Throws Error{NotFound, CannotRead, InvalidData} and Cancelled; of covers
/// only if a folder was given that does not exist or has none of the items.
SideTable readSideTable(const std::string& path, const std::string& coversFolder,
                        const std::function<bool(std::string_view)>& isWanted, ImportReport& report,
                        const std::stop_token& stop);

/// Names of the columns of such a table beside the one of the items. Throws Error{NotFound, CannotRead},
/// Error{InvalidData} if there is no item column.
std::vector<std::string> sideTableColumns(const std::string& path);

/// One column of such a table, as it is written there. `find` tells which item an id is; rows of other items
/// and rows that cannot be read are left out. Throws Error{NotFound} naming the columns there are,
/// Error{CannotRead, InvalidData}, Cancelled.
SideColumn readSideColumn(const std::string& path, const std::string& column, std::int64_t itemCount,
                          const std::function<std::optional<ItemIndex>(std::string_view)>& find,
                          const std::stop_token& stop);

} // namespace opal
