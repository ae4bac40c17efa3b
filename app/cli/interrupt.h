// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stop_token>
#include <thread>

namespace opal {

/// Turns the first Ctrl-C or SIGTERM into a stop request; a second Ctrl-C ends the program at once. One
/// instance a process.
class Interrupt final
{
public:
    Interrupt();
    ~Interrupt();
    Interrupt(const Interrupt&) = delete;
    Interrupt& operator=(const Interrupt&) = delete;

    std::stop_token token() const { return m_source.get_token(); }

private:
    std::stop_source m_source;
    std::jthread m_waiter; ///< a signal handler may not call request_stop() itself
};

} // namespace opal
