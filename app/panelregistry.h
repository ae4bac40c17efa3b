// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QKeySequence>
#include <QWidget>

#include "views/shell/panelcontext.h"

namespace opal {

class Panel;

/// One row of the table of panels. Title and icon come from the panel itself.
struct PanelEntry
{
    const char* id; ///< of the panel, and the name of its page of the guide
    Panel* (*make)(const PanelContext& context, QWidget* parent);
};

/// THE table of panels, in the order of the activity bar and of the guide.
const std::vector<PanelEntry>& panelRegistry();

/// Adds a row at the end. Before the first window and the first page of the guide.
void addPanel(const PanelEntry& entry);

/// The digit keys with `modifiers` for the first ten panels, with Shift as well for the next ten.
QKeySequence panelKey(Qt::KeyboardModifiers modifiers, qsizetype place);

} // namespace opal
