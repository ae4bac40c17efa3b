// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/configfile.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <toml++/toml.h>

#include "core/base/error.h"
#include "core/base/params.h"

namespace opal {

namespace {

[[noreturn]] void refuse(const std::string& detail)
{
    throw Error(ErrorCode::InvalidConfiguration, detail);
}

std::string valueText(const toml::node& node, const std::string& key, const std::string& place)
{
    if (const auto* text = node.as_string())
        return text->get();
    if (const auto* integer = node.as_integer())
        return paramText(std::int64_t { integer->get() });
    if (const auto* real = node.as_floating_point())
        return paramText(real->get());
    if (const auto* flag = node.as_boolean())
        return flag->get() ? "true" : "false";
    refuse(place + ": '" + key
           + "' must be a string, a number, true or false; keys stand at the top level, without tables");
}

} // namespace

std::string configPlace(const std::string& source, int line)
{
    return source + ", line " + std::to_string(line);
}

std::vector<ConfigEntry> parseConfig(const std::string& text, const std::string& source)
{
    toml::table table;
    try {
        table = toml::parse(text, source);
    } catch (const toml::parse_error& failure) {
        const auto position = failure.source().begin;
        refuse(configPlace(source, static_cast<int>(position.line)) + ", column "
               + std::to_string(position.column) + ": " + std::string(failure.description())
               + "; the file must be TOML, e.g. interests = 4");
    }
    std::vector<ConfigEntry> entries;
    for (const auto& [key, node] : table) {
        const int line = static_cast<int>(node.source().begin.line);
        const std::string name(key.str());
        entries.push_back({ name, valueText(node, name, configPlace(source, line)), line });
    }
    std::stable_sort(entries.begin(), entries.end(),
                     [](const ConfigEntry& a, const ConfigEntry& b) { return a.line < b.line; });
    return entries;
}

std::vector<ConfigEntry> readConfigFile(const std::string& path)
{
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(path, ignored))
        refuse("the configuration file '" + path + "' does not exist; check the path");
    std::ifstream stream(path, std::ios::binary);
    std::stringstream text;
    text << stream.rdbuf();
    if (!stream)
        refuse("the configuration file '" + path + "' cannot be read; check its permissions");
    return parseConfig(text.str(), std::filesystem::path(path).filename().string());
}

} // namespace opal
