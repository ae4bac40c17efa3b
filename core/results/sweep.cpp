// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/sweep.h"

#include <algorithm>
#include <array>

#include "core/base/error.h"

namespace opal {

namespace {

constexpr std::array<const char*, 4> pointStateNames { "waiting", "running", "finished", "failed" };

} // namespace

const char* sweepPointStateName(SweepPointState state)
{
    return pointStateNames.at(static_cast<std::size_t>(state));
}

SweepPointState sweepPointStateFromName(const std::string& name)
{
    for (std::size_t i = 0; i < pointStateNames.size(); ++i)
        if (name == pointStateNames[i])
            return static_cast<SweepPointState>(i);
    throw Error(ErrorCode::Database,
                "the state '" + name + "' of a sweep's point is unknown to this release");
}

std::int64_t countPoints(const SweepRecord& sweep, SweepPointState state)
{
    return std::count_if(sweep.points.begin(), sweep.points.end(),
                         [state](const SweepPoint& point) { return point.state == state; });
}

} // namespace opal
