// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

namespace opal {

/// A temporary file beside its destination, which it replaces in one step; removed unless commit() was
/// reached. Throws Error{CannotWrite} naming the destination.
class AtomicFile final
{
public:
    explicit AtomicFile(const std::string& path);
    ~AtomicFile();
    AtomicFile(const AtomicFile&) = delete;
    AtomicFile& operator=(const AtomicFile&) = delete;

    void write(const void* data, std::uint64_t bytes);

    /// Byte at which write() goes on; seek() goes back into what was written, seekEnd() behind all of it.
    std::uint64_t position() const { return m_position; }

    void seek(std::uint64_t position);
    void seekEnd();

    /// Syncs the file, renames it and syncs the folder.
    void commit();

private:
    [[noreturn]] void fail(const char* action) const;

    std::string m_path;
    std::string m_temporary;
    int m_file = -1;
    std::uint64_t m_position = 0;
    std::uint64_t m_size = 0;
};

} // namespace opal
