// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/mappedfile.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/error.h"

namespace opal {

void throwCannotOpen(const std::string& path)
{
    const int reason = errno;
    throw Error(reason == ENOENT || reason == ENOTDIR ? ErrorCode::NotFound : ErrorCode::CannotRead,
                "cannot open '" + path + "': " + std::strerror(reason)
                    + "; check the path and its permissions.");
}

MappedFile::MappedFile(const std::string& path)
{
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0)
        throwCannotOpen(path);
    struct stat info = {};
    if (::fstat(file, &info) != 0 || !S_ISREG(info.st_mode)) {
        ::close(file);
        throw Error(ErrorCode::CannotRead, "'" + path + "' is not a regular file; choose a file.");
    }
    m_size = static_cast<std::size_t>(info.st_size);
    if (m_size > 0) {
        void* const address = ::mmap(nullptr, m_size, PROT_READ, MAP_PRIVATE, file, 0);
        if (address == MAP_FAILED) {
            const int reason = errno;
            ::close(file);
            throw Error(ErrorCode::CannotRead,
                        "cannot map '" + path + "' into memory: " + std::strerror(reason) + ".");
        }
        m_data = static_cast<const char*>(address);
    }
    ::close(file);
}

MappedFile::~MappedFile()
{
    if (m_size > 0)
        ::munmap(const_cast<char*>(m_data), m_size);
}

} // namespace opal
