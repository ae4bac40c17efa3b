// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace opal {

/// One `key = value` of a configuration file, the value as the text that parseParamValue() reads.
struct ConfigEntry
{
    std::string key;
    std::string text;
    int line = 0; ///< 1-based
};

/// Reads the top-level keys of a TOML file in the order of their lines. Strings, integers, reals and booleans
/// are accepted.
///
/// Throws Error{InvalidConfiguration} for a missing, unreadable or ill-formed file, naming file, line and
/// column, and for tables, arrays and dates, naming the key.
std::vector<ConfigEntry> readConfigFile(const std::string& path);

/// The same for text that is already in memory; `source` is the name used in messages.
std::vector<ConfigEntry> parseConfig(const std::string& text, const std::string& source);

/// "file.toml, line 3": how messages name the place of an entry.
std::string configPlace(const std::string& source, int line);

} // namespace opal
