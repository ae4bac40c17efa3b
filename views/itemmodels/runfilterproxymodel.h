// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <unordered_set>

#include <QSortFilterProxyModel>

#include "core/base/fieldfilter.h"

namespace opal {

/// Sorts the rows of a RunTableModel by value (missing values always last) and filters them by an expression
/// over the fields of runfields.h. A word alone is searched in name, id, model, data set, state, tags and
/// note. While the runs are grouped, each group stands under its heading; a group without a fitting run
/// disappears.
class RunFilterProxyModel final : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    explicit RunFilterProxyModel(QObject* parent = nullptr);

    /// Takes a line to filter by. An error leaves the rows as they are; it is given by error().
    void setFilterLine(const QString& line);
    /// Reads the line again after the fields of the runs have changed, and filters anew.
    void refresh();

    QString filterLine() const { return m_line; }

    const std::optional<ExpressionError>& error() const { return m_error; }

    /// Rows that are runs, not headings.
    int runCount() const;
    /// Index in the source of the run at a proxy row; -1 for a heading.
    int sourceRun(int row) const;

protected:
    bool filterAcceptsRow(int sourceRow, const QModelIndex& sourceParent) const override;
    bool lessThan(const QModelIndex& left, const QModelIndex& right) const override;

private:
    bool fits(int sourceRow) const;

    QString m_line;
    FieldFilter m_filter;
    std::optional<ExpressionError> m_error;
};

} // namespace opal
