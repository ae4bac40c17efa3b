// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QString>

#include "app/dockhost.h"

namespace opal {

/// One arrangement that comes with the program.
struct LayoutEntry
{
    QString id; ///< "train", "explore", "figures"
    QString (*title)(); ///< translated
    DockLayout docks;
};

/// THE table of arrangements.
const std::vector<LayoutEntry>& builtInLayouts();

/// What "Reset layout" gives: the inspector is there where it leaves room for the panels. `windowWidth` in
/// pixels.
DockLayout defaultLayout(int windowWidth);

} // namespace opal
