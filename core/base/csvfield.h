// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace opal {

/// A field of a comma-separated line, quoted where it has to be (RFC 4180).
inline std::string csvField(std::string_view text)
{
    if (text.find_first_of(",\"\r\n") == std::string_view::npos)
        return std::string(text);
    std::string field = "\"";
    for (const char sign : text) {
        if (sign == '"')
            field += '"';
        field += sign;
    }
    return field + '"';
}

} // namespace opal
