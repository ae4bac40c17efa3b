// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace opal {

/// How well a typed text fits a name: 0 if it does not, else higher is better. Every word of `query` must
/// occur in `text`, whole (best at its beginning, then at the beginning of a word) or as letters in the same
/// order with gaps. ASCII letters fit in either case. UTF-8; an empty query fits everything with 1.
int fuzzyScore(std::string_view text, std::string_view query);

/// Scores from here on mean that the words of the query stand in the text whole.
inline constexpr int fuzzyWholeWords = 800;

} // namespace opal
