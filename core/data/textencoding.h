// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace opal {

/// "UTF-8", or what uchardet makes of bytes that are not UTF-8; the Chinese family is read as "GB18030".
/// `head` may end inside a character.
std::string detectEncoding(std::string_view head);

/// `text` as valid UTF-8; bytes that make no sense in `encoding` become U+FFFD.
std::string toUtf8(std::string_view text, const std::string& encoding);

} // namespace opal
