// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>

#include "core/results/resultstable.h"

namespace opal {

/// A results table as cells: a row of headings over several columns where there are any, a row of column
/// headings, the rows, and the improvement. The texts are those that every other writer of the table prints.
class ResultsTableModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Role {
        DeviationRole = Qt::UserRole + 1, ///< "± 0.0010"; empty without one
        MarkRole, ///< a dagger; empty without one
        RunsRole, ///< QStringList: ids of the runs behind the figure
        RuleRole ///< Rules, as int
    };

    /// Lines of a cell, as in a printed table.
    enum Rules { NoRule = 0, ThickAbove = 1, ThinAbove = 2, ThickBelow = 4, GroupBelow = 8 };

    using QAbstractTableModel::QAbstractTableModel;

    void setTable(ResultsTable table);

    const ResultsTable& table() const { return m_table; }

    /// Rows of headings above the figures: 1 or 2, 0 for an empty table.
    int headingRows() const;
    /// Columns that one heading of the first row spans: first column and how many, for those with a text.
    std::vector<std::pair<int, int>> headingSpans() const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

private:
    bool hasGroups() const;
    /// The cell of the table; null in headings and the improvement.
    const TableCell* cell(const QModelIndex& index) const;
    QString text(const QModelIndex& index) const;
    int rules(const QModelIndex& index) const;

    ResultsTable m_table;
};

} // namespace opal
