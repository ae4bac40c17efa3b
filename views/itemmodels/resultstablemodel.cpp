// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/itemmodels/resultstablemodel.h"

#include <algorithm>

#include <QCoreApplication>
#include <QFont>
#include <QStringList>

#include "core/results/tabletext.h"
#include "views/itemmodels/celltext.h"
#include "views/widgets/numbers.h"

namespace opal {

namespace {

/// Headings of the engine's tables for people; names of data sets, models and metrics as they are.
QString headingText(const std::string& english)
{
    static const char* const known[]
        = { QT_TRANSLATE_NOOP("ResultsTable", "Model"),        QT_TRANSLATE_NOOP("ResultsTable", "Dataset"),
            QT_TRANSLATE_NOOP("ResultsTable", "Variant"),      QT_TRANSLATE_NOOP("ResultsTable", "Users"),
            QT_TRANSLATE_NOOP("ResultsTable", "Items"),        QT_TRANSLATE_NOOP("ResultsTable", "#I."),
            QT_TRANSLATE_NOOP("ResultsTable", "Interactions"), QT_TRANSLATE_NOOP("ResultsTable", "Density") };
    for (const char* title : known)
        if (english == title)
            return QCoreApplication::translate("ResultsTable", title);
    return QString::fromStdString(english);
}

} // namespace

void ResultsTableModel::setTable(ResultsTable table)
{
    beginResetModel();
    m_table = std::move(table);
    endResetModel();
}

bool ResultsTableModel::hasGroups() const
{
    return std::any_of(m_table.columns.begin(), m_table.columns.end(),
                       [](const TableColumn& column) { return !column.group.empty(); });
}

int ResultsTableModel::headingRows() const
{
    return m_table.columns.empty() ? 0 : hasGroups() ? 2 : 1;
}

std::vector<std::pair<int, int>> ResultsTableModel::headingSpans() const
{
    std::vector<std::pair<int, int>> spans;
    for (int column = 0; column < columnCount(); ++column) {
        const std::string& group = m_table.columns[static_cast<std::size_t>(column)].group;
        if (group.empty())
            continue;
        if (column > 0 && m_table.columns[static_cast<std::size_t>(column - 1)].group == group)
            ++spans.back().second;
        else
            spans.emplace_back(column, 1);
    }
    return spans;
}

int ResultsTableModel::rowCount(const QModelIndex& parent) const
{
    if (parent.isValid() || m_table.columns.empty())
        return 0;
    return headingRows() + static_cast<int>(m_table.rows.size()) + (m_table.improvement.empty() ? 0 : 1);
}

int ResultsTableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_table.columns.size());
}

const TableCell* ResultsTableModel::cell(const QModelIndex& index) const
{
    const int row = index.row() - headingRows();
    if (row < 0 || row >= static_cast<int>(m_table.rows.size()))
        return nullptr;
    return &m_table.rows[static_cast<std::size_t>(row)].cells[static_cast<std::size_t>(index.column())];
}

QString ResultsTableModel::text(const QModelIndex& index) const
{
    const auto column = static_cast<std::size_t>(index.column());
    const TableColumn& head = m_table.columns[column];
    const int heading = headingRows();
    if (index.row() < heading)
        return index.row() == heading - 1 ? headingText(head.title) : QString::fromStdString(head.group);
    if (const TableCell* figure = cell(index)) {
        const auto row = static_cast<std::size_t>(index.row() - heading);
        // The group is named once, in its first row.
        const std::string& group = m_table.rows[row].group;
        if (column == 0 && row > 0 && !group.empty() && m_table.rows[row - 1].group == group)
            return {};
        if (head.format == CellFormat::Count && figure->value)
            return countText(static_cast<std::int64_t>(*figure->value));
        const QString text = QString::fromStdString(cellText(*figure, head.format));
        return text.isEmpty() && head.format != CellFormat::Text ? missingText() : text;
    }
    if (column == 0)
        return tr("Improv. (%)", "gain of one model over the best of the others");
    return QString::fromStdString(improvementText(m_table.improvement[column]));
}

int ResultsTableModel::rules(const QModelIndex& index) const
{
    const int heading = headingRows();
    const int row = index.row();
    int lines = NoRule;
    if (row == 0)
        lines |= ThickAbove;
    if (row == 0 && heading == 2 && !m_table.columns[static_cast<std::size_t>(index.column())].group.empty())
        lines |= GroupBelow;
    const auto body = static_cast<int>(m_table.rows.size());
    const auto at = static_cast<std::size_t>(std::max(0, row - heading));
    const bool newGroup
        = row > heading && row < heading + body && m_table.rows[at].group != m_table.rows[at - 1].group;
    const bool scorersBegin
        = row > heading && row < heading + body && m_table.rows[at].scorer && !m_table.rows[at - 1].scorer;
    if (row == heading || newGroup || scorersBegin || row == heading + body)
        lines |= ThinAbove;
    if (row == rowCount() - 1)
        lines |= ThickBelow;
    return lines;
}

QVariant ResultsTableModel::data(const QModelIndex& index, int role) const
{
    const TableCell* figure = cell(index);
    const bool isText = m_table.columns[static_cast<std::size_t>(index.column())].format == CellFormat::Text;
    switch (role) {
    case Qt::DisplayRole:
        return text(index);
    case Qt::TextAlignmentRole:
        if (index.row() == 0 && headingRows() == 2)
            return QVariant(Qt::AlignHCenter | Qt::AlignVCenter);
        return QVariant((isText ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    case Qt::FontRole: {
        QFont font;
        font.setBold(index.row() < headingRows() || (figure && figure->best));
        font.setUnderline(figure && figure->second);
        return font;
    }
    case Qt::AccessibleTextRole: {
        QString spoken = text(index);
        if (figure && figure->best)
            spoken = tr("%1, best").arg(spoken);
        if (figure && figure->second)
            spoken = tr("%1, second best").arg(spoken);
        return spoken;
    }
    case DeviationRole:
        return figure && figure->seeds > 1 ? QStringLiteral("\u00B1 ") + metricText(figure->deviation)
                                           : QString();
    case MarkRole:
        return figure && figure->significant ? QStringLiteral("\u2020") : QString();
    case RunsRole: {
        QStringList runs;
        if (figure)
            for (const std::string& run : figure->runs)
                runs << QString::fromStdString(run);
        return runs;
    }
    case Qt::ToolTipRole:
        if (figure && !figure->runs.empty())
            return tr("%n runs, double click to open", nullptr, static_cast<int>(figure->runs.size()));
        return {};
    case RuleRole:
        return rules(index);
    default:
        return {};
    }
}

} // namespace opal
