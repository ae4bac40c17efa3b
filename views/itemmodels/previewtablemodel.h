// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <QColor>

#include "core/results/logcheck.h"

namespace opal {

struct ThemeTokens;

/// The head of a log as the import would take it: the line, the verdict in words, then the columns of the
/// log, tinted by what they are used for; rejected rows and the cell at fault in red.
class PreviewTableModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Line, Verdict, FirstField };

    using QAbstractTableModel::QAbstractTableModel;

    void setCheck(LogCheck check);
    void setColors(const ThemeTokens& tokens);

    /// Colour of a role, as legend and cells show it.
    static QColor roleColor(ColumnRole role);
    /// Translated name of a role.
    static QString roleText(ColumnRole role);
    /// All roles a column can have, in the order of the legend.
    static const std::vector<ColumnRole>& roles();

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString rolesText(std::size_t column) const;
    QString verdictText(const RowVerdict& verdict) const;
    QVariant background(const RowVerdict& verdict, int column) const;
    QVariant field(int row, int column, int role) const;

    LogCheck m_check;
    QColor m_bad;
};

} // namespace opal
