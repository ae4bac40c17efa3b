// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/filesbelow.h"

#include <algorithm>
#include <filesystem>

namespace opal {

namespace {

constexpr std::string_view joint = "/./";

} // namespace

std::optional<std::string> nameBelow(std::string_view name)
{
    std::string plain(name);
    std::replace(plain.begin(), plain.end(), '\\', '/'); // tables written on Windows
    const bool hasDrive = plain.size() > 1 && plain[1] == ':';
    if (plain.empty() || plain.front() == '/' || hasDrive || plain.find("://") != std::string::npos
        || std::any_of(plain.begin(), plain.end(),
                       [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }))
        return std::nullopt;
    const std::filesystem::path path(plain);
    if (!path.has_filename() || std::find(path.begin(), path.end(), "..") != path.end())
        return std::nullopt;
    return plain;
}

std::optional<std::string> fileBelow(const std::string& folder, std::string_view name)
{
    const auto plain = nameBelow(name);
    if (!plain || folder.empty())
        return std::nullopt;
    std::error_code problem;
    const std::filesystem::path root = std::filesystem::canonical(folder, problem);
    if (problem)
        return std::nullopt;
    const std::filesystem::path file = std::filesystem::canonical(root / *plain, problem);
    if (problem || !std::filesystem::is_regular_file(file, problem) || problem)
        return std::nullopt;
    const bool isBelow
        = std::mismatch(root.begin(), root.end(), file.begin(), file.end()).first == root.end();
    return isBelow ? std::optional(file.string()) : std::nullopt;
}

std::string pathBelow(std::string_view folder, std::string_view name)
{
    return folder.empty() || name.empty() ? std::string {} : std::string(folder).append(joint).append(name);
}

std::optional<std::string> fileBelow(std::string_view path)
{
    const std::size_t at = path.find(joint);
    if (at == std::string_view::npos)
        return std::nullopt;
    return fileBelow(std::string(path.substr(0, at)), path.substr(at + joint.size()));
}

} // namespace opal
