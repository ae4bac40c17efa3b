// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/runs/runrows.h"

#include <QHeaderView>
#include <QTableView>

#include "views/itemmodels/runtablemodel.h"

namespace opal {

namespace {

/// Visible columns in the order on the screen.
QList<int> shownColumns(const QHeaderView& header)
{
    QList<int> columns;
    for (int visual = 0; visual < header.count(); ++visual)
        if (const int column = header.logicalIndex(visual); !header.isSectionHidden(column))
            columns << column;
    return columns;
}

/// A cell for other programs: metrics with all their digits.
QString cellText(const QModelIndex& index)
{
    if (index.column() == RunTableModel::Star)
        return index.data().toString().isEmpty() ? QStringLiteral("0") : QStringLiteral("1");
    const QVariant key = index.data(RunTableModel::SortRole);
    if (RunTableModel::isMeasured(index.column()))
        return key.isValid() ? tableNumber(key.toDouble()) : QString();
    return key.isValid() ? index.data().toString() : QString();
}

FigureTable tableOf(const QAbstractItemModel& model, const QList<int>& columns, const QList<int>& rows)
{
    FigureTable table;
    for (const int column : columns)
        table.columns << (column == RunTableModel::Star
                              ? RunTableModel::tr("Star")
                              : model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString());
    for (const int row : rows) {
        QStringList cells;
        for (const int column : columns)
            cells << cellText(model.index(row, column));
        table.rows.push_back(cells);
    }
    return table;
}

} // namespace

FigureTable runRows(const QTableView& table, const QList<int>& rows)
{
    return tableOf(*table.model(), shownColumns(*table.horizontalHeader()), rows);
}

} // namespace opal
