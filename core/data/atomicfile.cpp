// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/atomicfile.h"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <optional>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/error.h"

namespace opal {

namespace {

/// The descriptor that a name like "-" or "/dev/fd/3" stands for; none for other names.
std::optional<int> openDescriptor(const std::string& path)
{
    if (path == "-" || path == "/dev/stdout")
        return STDOUT_FILENO;
    if (path == "/dev/stderr")
        return STDERR_FILENO;
    for (const std::string_view folder : { "/dev/fd/", "/proc/self/fd/" }) {
        int number = 0;
        const char* const end = path.data() + path.size();
        if (path.starts_with(folder)) {
            const auto [next, failure] = std::from_chars(path.data() + folder.size(), end, number);
            if (failure == std::errc() && next == end)
                return number;
        }
    }
    return std::nullopt;
}

/// Where a chain of links ends, whether or not there is anything.
std::string behindLinks(const std::string& path)
{
    namespace fs = std::filesystem;
    constexpr int longestChain = 40;
    fs::path target(path);
    std::error_code none;
    for (int links = 0; links < longestChain && fs::is_symlink(target, none); ++links) {
        const fs::path next = fs::read_symlink(target, none);
        if (none)
            break;
        target = next.is_absolute() ? next : target.parent_path() / next;
    }
    return target.string();
}

} // namespace

AtomicFile::AtomicFile(const std::string& path)
    : m_path(path)
{
    struct stat status
    {
    };

    const std::optional<int> descriptor = openDescriptor(path);
    const bool exists = !descriptor && ::stat(path.c_str(), &status) == 0;
    if (descriptor || (exists && !S_ISREG(status.st_mode))) {
        m_file = descriptor ? ::dup(*descriptor) : ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
        if (m_file < 0)
            fail("write");
        return;
    }
    m_target = behindLinks(path);
    m_temporary = m_target + ".XXXXXX";
    m_file = ::mkostemp(m_temporary.data(), O_CLOEXEC);
    if (m_file < 0) {
        m_temporary.clear();
        fail("create a file beside");
    }
    const mode_t mask = ::umask(0);
    ::umask(mask);
    ::fchmod(m_file, exists ? status.st_mode & 0777U : static_cast<mode_t>(0666 & ~mask));
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
    // What is no file has nothing to sync.
    if (::fsync(m_file) != 0 && !(m_temporary.empty() && (errno == EINVAL || errno == EROFS)))
        fail("write");
    const int file = m_file;
    m_file = -1;
    if (::close(file) != 0)
        fail("write");
    if (m_temporary.empty())
        return;
    if (::rename(m_temporary.c_str(), m_target.c_str()) != 0)
        fail("put in place");
    m_temporary.clear();
    const std::size_t slash = m_target.rfind('/');
    const std::string folder = slash == std::string::npos ? "." : m_target.substr(0, slash + 1);
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

bool isFilePath(const std::string& path)
{
    struct stat status
    {
    };

    return !openDescriptor(path) && (::stat(path.c_str(), &status) != 0 || S_ISREG(status.st_mode));
}

void requireFilePath(const std::string& path, const std::string& what)
{
    if (!isFilePath(path))
        throw Error(ErrorCode::InvalidArgument,
                    what + " cannot be written to '" + path
                        + "', which is no file: it could not be read from there; name a file.");
}

} // namespace opal
