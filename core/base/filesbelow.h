// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace opal {

/// `name` of a file below some folder with forward slashes; nothing if it is empty, absolute, climbs by "..",
/// is an address ("https://...") or holds control characters. Looks at the text alone.
std::optional<std::string> nameBelow(std::string_view name);

/// Real path of the file `name` below `folder`; nothing if nameBelow() refuses it, if it is not there or no
/// regular file, or if links lead out of the folder. Asks the file system: not for the GUI thread.
std::optional<std::string> fileBelow(const std::string& folder, std::string_view name);

/// Both in one text, a path like any other: "folder/./name". Empty if one of them is.
std::string pathBelow(std::string_view folder, std::string_view name);

/// fileBelow() of what pathBelow() has joined.
std::optional<std::string> fileBelow(std::string_view path);

} // namespace opal
