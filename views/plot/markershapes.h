// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>

#include "views/plot/qcp.h"

namespace opal {

/// Markers that are told apart at a few points, the most different ones first; all but the last are filled.
inline constexpr std::array markerShapes { QCPScatterStyle::ssDisc,
                                           QCPScatterStyle::ssSquare,
                                           QCPScatterStyle::ssTriangle,
                                           QCPScatterStyle::ssDiamond,
                                           QCPScatterStyle::ssTriangleInverted,
                                           QCPScatterStyle::ssCross,
                                           QCPScatterStyle::ssPlus,
                                           QCPScatterStyle::ssStar,
                                           QCPScatterStyle::ssCircle };

} // namespace opal
