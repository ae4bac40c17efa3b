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

/// How the text of an id was understood.
enum class IdText { AsExpected, OtherEncoding, Escaped };

/// An id as UTF-8 such that different bytes never become one id: in `encoding`; else in UTF-8 or GB18030, if
/// all of it is that; else with every byte that is no ASCII written out, "\\xE4".
std::string idToUtf8(std::string_view text, const std::string& encoding, IdText& how);

} // namespace opal
