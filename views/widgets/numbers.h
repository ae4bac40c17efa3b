// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include <QString>

namespace opal {

/// Count with thin separators: 2,640,000 as "2 640 000" with narrow no-break spaces.
QString countText(std::int64_t value);

/// Metric with four decimals.
QString metricText(double value);

/// "45 s", "3 min", "1 h 20 min"; "–" if negative (unknown).
QString durationText(double seconds);

/// "20 s to 2 min"; "20 s or more" if `most` is negative.
QString durationRangeText(double least, double most);

} // namespace opal
