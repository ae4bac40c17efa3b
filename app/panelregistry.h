// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QWidget>

#include "views/shell/panelcontext.h"

namespace opal {

class Panel;

/// One row of the table of panels. Title, key and icon come from the panel itself.
struct PanelEntry
{
    Panel* (*make)(const PanelContext& context, QWidget* parent);
};

/// THE table of panels, in the order of the activity bar (Ctrl+1 ...).
const std::vector<PanelEntry>& panelRegistry();

} // namespace opal
