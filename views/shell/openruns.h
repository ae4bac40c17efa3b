// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <utility>
#include <vector>

#include <QPoint>
#include <QString>

class QWidget;

namespace opal {

class Workspace;

/// Id and name of a run behind a point or a cell.
using NamedRun = std::pair<QString, QString>;

/// Opens the runs behind a point or a cell: one at once, of several the one that is chosen from a menu at
/// `place` (global). All of them become the selected ones. Does nothing without runs.
void openRuns(QWidget* parent, Workspace& workspace, const std::vector<NamedRun>& runs, const QPoint& place);

} // namespace opal
