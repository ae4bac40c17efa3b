// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cerrno>
#include <semaphore.h>

namespace opal {

/// A counting semaphore of POSIX, for two threads that take turns. Condition variables on which both of them
/// wait lose a wake-up once in many hours with glibc before 2.41 (its bug 25847), and std::counting_semaphore
/// may sleep through a release with GCC 12 (libstdc++ 104928): either way a training would stand still for
/// good.
class Semaphore final
{
public:
    explicit Semaphore(unsigned count = 0) { sem_init(&m_semaphore, 0, count); }

    ~Semaphore() { sem_destroy(&m_semaphore); }

    Semaphore(const Semaphore&) = delete;
    Semaphore& operator=(const Semaphore&) = delete;

    /// Everything that a thread wrote before it posted is seen by the one that was let through.
    void post() { sem_post(&m_semaphore); }

    void wait()
    {
        while (sem_wait(&m_semaphore) != 0 && errno == EINTR) { }
    }

private:
    sem_t m_semaphore;
};

} // namespace opal
