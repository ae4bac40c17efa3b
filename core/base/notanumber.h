// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <limits>

namespace opal {

/// The value of a measure that does not exist, e.g. a mean of no values.
inline constexpr double notANumber = std::numeric_limits<double>::quiet_NaN();

} // namespace opal
