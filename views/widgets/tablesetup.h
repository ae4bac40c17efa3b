// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QTableView;

namespace opal {

/// The look and behaviour that all tables share: rows of one height, whole rows selected one at a time, no
/// grid, Tab leaves the table.
void setupTable(QTableView& table);

} // namespace opal
