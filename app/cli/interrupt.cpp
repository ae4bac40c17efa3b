// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/interrupt.h"

#include <cerrno>
#include <csignal>
#include <stdexcept>
#include <unistd.h>

namespace opal {

namespace {

int pipeEnds[2] { -1, -1 };

void tellWaiter(int)
{
    const int saved = errno;
    const char byte = 's';
    // Nothing can be done here if the pipe is full: then the waiter has been told already.
    [[maybe_unused]] const ssize_t written = write(pipeEnds[1], &byte, 1);
    errno = saved;
}

void handle(int signalNumber, int flags)
{
    struct sigaction action
    {
    };

    action.sa_handler = tellWaiter;
    action.sa_flags = flags;
    sigaction(signalNumber, &action, nullptr);
}

} // namespace

Interrupt::Interrupt()
{
    if (pipe(pipeEnds) != 0)
        throw std::runtime_error("no pipe for signals: the process has too many open files");
    m_waiter = std::jthread([source = m_source]() mutable {
        char byte = 0;
        ssize_t got = 0;
        do
            got = read(pipeEnds[0], &byte, 1);
        while (got < 0 && errno == EINTR);
        if (byte == 's')
            source.request_stop();
    });
    handle(SIGINT, static_cast<int>(SA_RESTART | SA_RESETHAND));
    // A queue and its script both pass it on: a second one must not end a program that saves. KILL can.
    handle(SIGTERM, static_cast<int>(SA_RESTART));
}

Interrupt::~Interrupt()
{
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);
    close(pipeEnds[1]);
    m_waiter.join();
    close(pipeEnds[0]);
}

} // namespace opal
