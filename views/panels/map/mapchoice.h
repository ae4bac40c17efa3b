// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include <QString>

#include "core/results/itemmap.h"

namespace opal {

/// Under which the workspace remembers what was last chosen.
constexpr char mapChoiceKey[] = "map.choice";

/// The projection and the colours, which outlive the window.
struct MapChoice
{
    MapParams params;
    QString colour; ///< as the box of colours names it; empty: none was chosen
};

std::string mapChoiceText(const MapChoice& choice);
/// What is missing, or no such value, is as at first.
MapChoice mapChoiceFrom(const std::string& text);

} // namespace opal
