// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <sys/mman.h>
#include <unistd.h>

namespace opal::fuzz {

/// A file that lives in memory, for readers that want a path.
class MemoryFile final
{
public:
    explicit MemoryFile(const char* name)
        : m_file(::memfd_create(name, 0))
    {
        if (m_file < 0)
            std::abort();
    }

    ~MemoryFile() { ::close(m_file); }

    MemoryFile(const MemoryFile&) = delete;
    MemoryFile& operator=(const MemoryFile&) = delete;

    /// Replaces the content; returns the path.
    std::string hold(std::string_view content) const
    {
        if (::ftruncate(m_file, 0) != 0
            || ::pwrite(m_file, content.data(), content.size(), 0) != static_cast<ssize_t>(content.size()))
            std::abort();
        return "/proc/self/fd/" + std::to_string(m_file);
    }

private:
    int m_file;
};

inline std::string_view textOf(const std::uint8_t* data, std::size_t size)
{
    return { reinterpret_cast<const char*>(data), size };
}

} // namespace opal::fuzz
