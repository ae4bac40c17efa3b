// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>

namespace opal {

/// What this program takes of the machine.
struct ProcessLoad
{
    double processorPercent = -1; ///< 100 is one core; negative: not known yet
    int cores = 0;
    std::int64_t memoryBytes = 0; ///< resident
    std::int64_t machineBytes = 0; ///< memory of the machine
    std::int64_t availableBytes = 0; ///< of it, for more
};

/// Reads /proc. The processor's share is the mean since the reading before, so one meter serves one reader.
class ProcessMeter final
{
public:
    ProcessMeter();
    ProcessLoad read();

private:
    std::chrono::steady_clock::time_point m_lastRead;
    double m_lastSeconds = -1; ///< processor time used until then
};

} // namespace opal
