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

    /// Syncs the file, renames it and syncs the folder.
    void commit();

private:
    [[noreturn]] void fail(const char* action) const;

    std::string m_path;
    std::string m_temporary;
    int m_file = -1;
};

} // namespace opal
