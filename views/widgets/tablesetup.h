// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QTableView;

namespace opal {

/// The look and behaviour that all tables share: rows of one height, whole rows selected one at a time, no
/// grid, Tab leaves the table.
void setupTable(QTableView& table);

/// Makes a row the current one and brings it into view; -1: no row.
void chooseRow(QTableView& table, int row);

} // namespace opal
