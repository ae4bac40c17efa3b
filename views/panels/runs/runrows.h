// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>

#include "views/shell/figure.h"

class QTableView;

namespace opal {

/// Rows of a table of runs for other programs: the visible columns as they stand, metrics with all their
/// digits.
FigureTable runRows(const QTableView& table, const QList<int>& rows);

} // namespace opal
