#pragma once

#include <functional>
#include <stop_token>
#include <string>
#include <string_view>

#include "core/data/interactions.h"
#include "core/results/datasetsummary.h"

namespace opal {

/// Reads titles and tags from a table with a header: any delimiter, quoted fields, UTF-8 or GBK/GB18030 (or
/// what uchardet finds). Tags may be "12,65", "a;b", "Drama|War" or "[27, 9]". Only items for which
/// `isWanted` is true are kept; bad rows are counted in a note of `report`. Throws Error{NotFound,
/// CannotRead, InvalidData} and Cancelled.
SideTable readSideTable(const std::string& path, const std::function<bool(std::string_view)>& isWanted,
                        ImportReport& report, const std::stop_token& stop);

} // namespace opal
