// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/processmeter.h"

#include <ctime>
#include <fstream>
#include <string>
#include <unistd.h>

namespace opal {

namespace {

/// Processor time of all threads, or a negative number if the system does not tell.
double processorSeconds()
{
    timespec used {};
    if (::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used) != 0)
        return -1;
    return static_cast<double>(used.tv_sec) + 1e-9 * static_cast<double>(used.tv_nsec);
}

std::int64_t residentBytes()
{
    std::ifstream stream("/proc/self/statm");
    std::int64_t total = 0, resident = 0;
    stream >> total >> resident;
    return stream ? resident * ::sysconf(_SC_PAGESIZE) : 0;
}

/// A line of /proc/meminfo, which counts in kilobytes.
std::int64_t machineBytes(const std::string& wanted)
{
    std::ifstream stream("/proc/meminfo");
    std::string key, unit;
    for (std::int64_t value = 0; stream >> key >> value; std::getline(stream, unit))
        if (key == wanted)
            return value * 1024;
    return 0;
}

} // namespace

ProcessMeter::ProcessMeter() = default;

ProcessLoad ProcessMeter::read()
{
    ProcessLoad load;
    const auto now = std::chrono::steady_clock::now();
    const double seconds = processorSeconds();
    const double passed = std::chrono::duration<double>(now - m_lastRead).count();
    if (m_lastSeconds >= 0 && seconds >= 0 && passed > 0)
        load.processorPercent = 100 * (seconds - m_lastSeconds) / passed;
    m_lastRead = now;
    m_lastSeconds = seconds;
    load.cores = static_cast<int>(::sysconf(_SC_NPROCESSORS_ONLN));
    load.memoryBytes = residentBytes();
    load.machineBytes = machineBytes("MemTotal:");
    load.availableBytes = machineBytes("MemAvailable:");
    return load;
}

} // namespace opal
