// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace opal {

/// Says that this program works on something: a file that is locked (flock) for as long as it does, and that
/// names the program. The lock ends with the process that holds it, however that ends, and it is seen from
/// every container and pid namespace of the machine; a process number is not even read.
///
/// Other machines see it where the file system passes locks on. Where it does not, the heartbeat counts: the
/// holder touches the file every few seconds, and who finds it untouched for `silence`, by the clock of the
/// file system, takes it to be gone. A holder that was only asleep notices by isStillOurs().
class OwnerLock final
{
public:
    static constexpr int heartbeatSeconds = 10;
    static constexpr int silenceSeconds = 180;

    /// Takes the lock; nothing if somebody who may live has it. Makes the file and its folder. Throws
    /// Error{CannotWrite}.
    static std::unique_ptr<OwnerLock> take(const std::string& file);

    /// Gives the lock back and removes its file.
    ~OwnerLock();
    OwnerLock(const OwnerLock&) = delete;
    OwnerLock& operator=(const OwnerLock&) = delete;

    /// False once another program has taken it over.
    bool isStillOurs() const;

    /// Whether somebody who may live holds it; nothing if there is no such file. A file that cannot be looked
    /// at counts as held. Writes nothing but, where another machine is asked about, a passing file beside it.
    static std::optional<bool> isHeld(const std::string& file);

    /// "process 123 on host"; empty if the file does not say.
    static std::string ownerOf(const std::string& file);

private:
    OwnerLock(std::string file, int descriptor, std::string text);

    void beat(const std::stop_token& stop);

    std::string m_file;
    int m_descriptor;
    std::string m_text; ///< what the file says as long as it is ours
    std::mutex m_mutex; ///< of the waiting below
    std::condition_variable_any m_ending;
    std::jthread m_heart;
};

/// The locks that one store holds, by name: a file below `root`. Threads may share it.
class OwnerLocks final
{
public:
    explicit OwnerLocks(std::string root)
        : m_root(std::move(root))
    {
    }

    /// True if the lock is ours now or was before. Throws Error{CannotWrite}.
    bool take(const std::string& name);
    /// Gives it back; nothing happens to one that is not ours.
    void release(const std::string& name);
    /// As OwnerLock::isHeld(), by this store or another one.
    std::optional<bool> isHeld(const std::string& name) const;
    bool isOurs(const std::string& name) const;
    /// True if it was ours and another program has taken it over.
    bool isLost(const std::string& name) const;
    std::string ownerOf(const std::string& name) const;

private:
    std::string m_root;
    mutable std::mutex m_mutex; ///< of the map
    std::map<std::string, std::unique_ptr<OwnerLock>> m_locks;
};

} // namespace opal
