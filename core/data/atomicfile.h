// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace opal {

/// How every file that somebody names is written: to a temporary file beside its destination, which that
/// replaces in one step and with the permissions that it had; removed unless commit() was reached. A link is
/// followed, also to a file that is not there yet. What is no regular file (a device, a pipe, a socket) is
/// written as it stands and never replaced; "-", /dev/stdout and /dev/fd/N are what the program has open.
/// Throws Error{CannotWrite} naming the destination.
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

    void write(std::string_view text) { write(text.data(), text.size()); }

    /// Syncs the file, renames it and syncs the folder.
    void commit();

private:
    [[noreturn]] void fail(const char* action) const;

    std::string m_path; ///< as it was named
    std::string m_target; ///< the file behind links
    std::string m_temporary; ///< empty: the target itself is written
    int m_file = -1;
    std::uint64_t m_position = 0;
    std::uint64_t m_size = 0;
};

/// True if a file that is written to `path` can be read there afterwards: it is a regular file, or nothing
/// yet.
bool isFilePath(const std::string& path);

/// Throws Error{InvalidArgument} unless isFilePath(); `what` is to be written, "a data set".
void requireFilePath(const std::string& path, const std::string& what);

} // namespace opal
