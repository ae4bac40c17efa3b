// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace opal {

/// A whole file mapped read-only.
class MappedFile final
{
public:
    /// Throws Error{NotFound, CannotRead}; an empty file gives an empty span.
    explicit MappedFile(const std::string& path);
    ~MappedFile();
    MappedFile(const MappedFile&) = delete;
    MappedFile& operator=(const MappedFile&) = delete;

    std::span<const char> bytes() const { return { m_data, m_size }; }

private:
    const char* m_data = nullptr;
    std::size_t m_size = 0;
};

/// "cannot open 'x': No such file or directory." as Error{NotFound} or Error{CannotRead}, from the current
/// errno.
[[noreturn]] void throwCannotOpen(const std::string& path);

} // namespace opal
