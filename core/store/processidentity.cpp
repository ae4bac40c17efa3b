// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/processidentity.h"

#include <charconv>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <unistd.h>

namespace opal {

namespace {

/// Start time in clock ticks since boot, field 22 of /proc/<pid>/stat; empty if there is no such process or
/// it is a zombie.
std::string startTime(const std::string& pid)
{
    std::ifstream file("/proc/" + pid + "/stat");
    std::string text;
    if (!std::getline(file, text))
        return {};
    // The name in parentheses may itself hold spaces and parentheses: fields are counted after the last one.
    const std::size_t end = text.rfind(')');
    if (end == std::string::npos)
        return {};
    std::istringstream fields(text.substr(end + 1));
    std::string field;
    for (int number = 3; number <= 22 && (fields >> field); ++number)
        if (number == 3 && (field == "Z" || field == "X"))
            return {};
    return field;
}

std::string identityOf(const std::string& pid)
{
    const std::string start = startTime(pid);
    return start.empty() ? std::string() : bootIdentity() + ":" + pid + ":" + start;
}

} // namespace

std::string bootIdentity()
{
    std::ifstream file("/proc/sys/kernel/random/boot_id");
    std::string id;
    std::getline(file, id);
    return id;
}

std::string processNamespace()
{
    std::error_code failure;
    return std::filesystem::read_symlink("/proc/self/ns/pid", failure).string();
}

std::string currentProcessIdentity()
{
    return identityOf(std::to_string(::getpid()));
}

bool isProcessAlive(const std::string& identity)
{
    const std::size_t first = identity.find(':');
    const std::size_t second = identity.rfind(':');
    if (first == std::string::npos || first == second)
        return false;
    const std::string pid = identity.substr(first + 1, second - first - 1);
    int number = 0;
    const auto [end, error] = std::from_chars(pid.data(), pid.data() + pid.size(), number);
    if (error != std::errc() || end != pid.data() + pid.size() || number <= 0)
        return false;
    return identityOf(pid) == identity;
}

} // namespace opal
