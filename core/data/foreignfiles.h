// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace opal {

/// What a file is that is no log although its name may say so, by its first bytes, and what to do about it:
/// the end of a sentence that begins with the file's name. Nothing if it may be a log.
std::optional<std::string> foreignFile(std::string_view head);

} // namespace opal
