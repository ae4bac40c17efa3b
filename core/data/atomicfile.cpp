// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/atomicfile.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/error.h"

namespace opal {

AtomicFile::AtomicFile(const std::string& path)
    : m_path(path)
    , m_temporary(path + ".XXXXXX")
{
    m_file = ::mkstemp(m_temporary.data());
    if (m_file < 0) {
        m_temporary.clear();
        fail("create a file beside");
    }
    const mode_t mask = ::umask(0);
    ::umask(mask);
    ::fchmod(m_file, static_cast<mode_t>(0666 & ~mask));
}

AtomicFile::~AtomicFile()
{
    if (m_file >= 0)
        ::close(m_file);
    if (!m_temporary.empty())
        ::unlink(m_temporary.c_str());
}

void AtomicFile::write(const void* data, std::uint64_t bytes)
{
    const char* next = static_cast<const char*>(data);
    while (bytes > 0) {
        const ssize_t written
            = ::write(m_file, next, static_cast<std::size_t>(std::min<std::uint64_t>(bytes, 1U << 30)));
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            fail("write");
        next += written;
        bytes -= static_cast<std::uint64_t>(written);
        m_position += static_cast<std::uint64_t>(written);
        m_size = std::max(m_size, m_position);
    }
}

void AtomicFile::seek(std::uint64_t position)
{
    if (::lseek(m_file, static_cast<off_t>(position), SEEK_SET) < 0)
        fail("write");
    m_position = position;
}

void AtomicFile::seekEnd()
{
    seek(m_size);
}

void AtomicFile::commit()
{
    if (::fsync(m_file) != 0)
        fail("write");
    const int file = m_file;
    m_file = -1;
    if (::close(file) != 0)
        fail("write");
    if (::rename(m_temporary.c_str(), m_path.c_str()) != 0)
        fail("put in place");
    m_temporary.clear();
    const std::size_t slash = m_path.rfind('/');
    const std::string folder = slash == std::string::npos ? "." : m_path.substr(0, slash + 1);
    const int directory = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (directory >= 0) {
        ::fsync(directory);
        ::close(directory);
    }
}

void AtomicFile::fail(const char* action) const
{
    throw Error(ErrorCode::CannotWrite,
                std::string("cannot ") + action + " '" + m_path + "': " + std::strerror(errno)
                    + "; check the folder, its permissions and the free space.");
}

} // namespace opal
