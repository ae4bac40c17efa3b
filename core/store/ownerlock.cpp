// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/ownerlock.h"

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

#include "core/base/error.h"
#include "core/store/processidentity.h"

namespace opal {

namespace {

namespace fs = std::filesystem;

std::string contentOf(int descriptor)
{
    std::array<char, 512> buffer {};
    const ssize_t got = ::pread(descriptor, buffer.data(), buffer.size(), 0);
    return got > 0 ? std::string(buffer.data(), static_cast<std::size_t>(got)) : std::string();
}

/// Closes what it was given.
class File final
{
public:
    explicit File(int descriptor)
        : m_descriptor(descriptor)
    {
    }

    ~File()
    {
        if (m_descriptor >= 0)
            ::close(m_descriptor);
    }

    File(const File&) = delete;
    File& operator=(const File&) = delete;

    int get() const { return m_descriptor; }

    int release() { return std::exchange(m_descriptor, -1); }

private:
    int m_descriptor;
};

enum class Lock { Ours, Theirs, Unknown };

Lock tryLock(int descriptor, int kind)
{
    while (::flock(descriptor, kind | LOCK_NB) != 0) {
        if (errno != EINTR)
            return errno == EWOULDBLOCK ? Lock::Theirs : Lock::Unknown;
    }
    return Lock::Ours;
}

/// The file's lines: boot, pid namespace, process identity, host, something that no other holder has.
std::vector<std::string> linesOf(const std::string& text)
{
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);)
        lines.push_back(line);
    lines.resize(5);
    return lines;
}

std::string ownText()
{
    std::array<char, 256> host {};
    ::gethostname(host.data(), host.size() - 1);
    std::ifstream source("/proc/sys/kernel/random/uuid");
    std::string unique;
    std::getline(source, unique);
    if (unique.empty())
        unique = std::to_string(std::chrono::steady_clock::now().time_since_epoch().count());
    return bootIdentity() + "\n" + processNamespace() + "\n" + currentProcessIdentity() + "\n" + host.data()
        + "\n" + unique + "\n";
}

/// Seconds since the file was touched, by the clock of its file system where something can be written there.
std::int64_t secondsUntouched(const std::string& file, int descriptor)
{
    struct stat status
    {
    };

    if (::fstat(descriptor, &status) != 0)
        return 0;
    std::int64_t now = std::chrono::duration_cast<std::chrono::seconds>(
                           std::chrono::system_clock::now().time_since_epoch())
                           .count();
    std::string passing = file + ".XXXXXX";
    if (const File probe(::mkstemp(passing.data())); probe.get() >= 0) {
        struct stat fresh
        {
        };

        if (::fstat(probe.get(), &fresh) == 0)
            now = fresh.st_mtime;
        ::unlink(passing.c_str());
    }
    return now - status.st_mtime;
}

/// Whether the one that `text` names may live although its lock is not seen.
bool mayLive(const std::string& file, int descriptor, const std::string& text, Lock lock)
{
    const std::vector<std::string> owner = linesOf(text);
    if (owner[0].empty())
        return false; // it ended before it could write its name
    const bool sameKernel = owner[0] == bootIdentity();
    if (sameKernel && lock == Lock::Ours)
        return false;
    if (sameKernel && owner[1] == processNamespace())
        return isProcessAlive(owner[2]);
    return secondsUntouched(file, descriptor) < OwnerLock::silenceSeconds;
}

[[noreturn]] void failToTake(const std::string& file)
{
    throw Error(ErrorCode::CannotWrite,
                "cannot write '" + file + "', which says who works there: " + std::strerror(errno)
                    + "; check the folder, its permissions and the free space.");
}

} // namespace

OwnerLock::OwnerLock(std::string file, int descriptor, std::string text)
    : m_file(std::move(file))
    , m_descriptor(descriptor)
    , m_text(std::move(text))
    , m_heart([this](const std::stop_token& stop) { beat(stop); })
{
}

std::unique_ptr<OwnerLock> OwnerLock::take(const std::string& file)
{
    std::error_code failure;
    fs::create_directories(fs::path(file).parent_path(), failure);
    constexpr int attempts = 10; // whoever asks isHeld() has the lock for a moment
    for (int attempt = 0; attempt < attempts; ++attempt) {
        File descriptor(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666));
        if (descriptor.get() < 0)
            failToTake(file);
        const Lock lock = tryLock(descriptor.get(), LOCK_EX);
        if (lock == Lock::Theirs) {
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
            continue;
        }

        struct stat opened
        {
        };

        struct stat named
        {
        };

        // Who gave it back meanwhile has removed the file that we opened.
        if (::fstat(descriptor.get(), &opened) != 0 || ::stat(file.c_str(), &named) != 0
            || opened.st_ino != named.st_ino || opened.st_dev != named.st_dev)
            continue;
        if (mayLive(file, descriptor.get(), contentOf(descriptor.get()), lock))
            return nullptr;
        std::string text = ownText();
        if (::ftruncate(descriptor.get(), 0) != 0
            || ::pwrite(descriptor.get(), text.data(), text.size(), 0) != static_cast<ssize_t>(text.size())
            || ::fsync(descriptor.get()) != 0)
            failToTake(file);
        return std::unique_ptr<OwnerLock>(new OwnerLock(file, descriptor.release(), std::move(text)));
    }
    return nullptr;
}

OwnerLock::~OwnerLock()
{
    m_heart.request_stop();
    m_heart.join();
    if (isStillOurs())
        ::unlink(m_file.c_str());
    ::close(m_descriptor);
}

bool OwnerLock::isStillOurs() const
{
    const File named(::open(m_file.c_str(), O_RDONLY | O_CLOEXEC));
    return named.get() >= 0 && contentOf(named.get()) == m_text;
}

void OwnerLock::beat(const std::stop_token& stop)
{
    std::unique_lock lock(m_mutex);
    while (!m_ending.wait_for(lock, stop, std::chrono::seconds(heartbeatSeconds),
                              [&stop] { return stop.stop_requested(); }))
        ::futimens(m_descriptor, nullptr);
}

std::optional<bool> OwnerLock::isHeld(const std::string& file)
{
    const File descriptor(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
    if (descriptor.get() < 0)
        return errno == ENOENT || errno == ENOTDIR ? std::optional<bool>() : true;
    const Lock lock = tryLock(descriptor.get(), LOCK_SH);
    return lock == Lock::Theirs || mayLive(file, descriptor.get(), contentOf(descriptor.get()), lock);
}

std::string OwnerLock::ownerOf(const std::string& file)
{
    const File descriptor(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
    if (descriptor.get() < 0)
        return {};
    const std::vector<std::string> owner = linesOf(contentOf(descriptor.get()));
    const std::size_t first = owner[2].find(':');
    const std::size_t second = owner[2].rfind(':');
    if (first == std::string::npos || second <= first)
        return {};
    return "process " + owner[2].substr(first + 1, second - first - 1) + " on " + owner[3];
}

bool OwnerLocks::take(const std::string& name)
{
    const std::lock_guard lock(m_mutex);
    if (m_locks.contains(name))
        return true;
    std::unique_ptr<OwnerLock> taken = OwnerLock::take(m_root + "/" + name);
    if (!taken)
        return false;
    m_locks.emplace(name, std::move(taken));
    return true;
}

void OwnerLocks::release(const std::string& name)
{
    const std::lock_guard lock(m_mutex);
    m_locks.erase(name);
}

std::optional<bool> OwnerLocks::isHeld(const std::string& name) const
{
    return isOurs(name) ? true : OwnerLock::isHeld(m_root + "/" + name);
}

bool OwnerLocks::isOurs(const std::string& name) const
{
    const std::lock_guard lock(m_mutex);
    return m_locks.contains(name);
}

bool OwnerLocks::isLost(const std::string& name) const
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_locks.find(name);
    return found != m_locks.end() && !found->second->isStillOurs();
}

std::string OwnerLocks::ownerOf(const std::string& name) const
{
    return OwnerLock::ownerOf(m_root + "/" + name);
}

} // namespace opal
