// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/itemmodels/rejectstablemodel.h"

#include <QCoreApplication>

#include "views/itemmodels/celltext.h"
#include "views/widgets/numbers.h"

namespace opal {

void RejectsTableModel::setRejects(std::vector<RejectedRow> rejects)
{
    beginResetModel();
    m_rejects = std::move(rejects);
    endResetModel();
}

int RejectsTableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rejects.size());
}

int RejectsTableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant RejectsTableModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const RejectedRow& row = m_rejects[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
        switch (index.column()) {
        case Line:
            return countText(row.line);
        case File:
            return QString::fromStdString(row.file);
        case ColumnName:
            return row.column.empty() ? missingText() : QString::fromStdString(row.column);
        case Reason:
            return QCoreApplication::translate("Rejects", row.reason.c_str());
        default:
            return {};
        }
    case Qt::ForegroundRole:
        return index.column() == ColumnName && row.column.empty() ? QVariant(secondaryTextColor())
                                                                  : QVariant();
    case Qt::TextAlignmentRole:
        return QVariant::fromValue((index.column() == Line ? Qt::AlignRight : Qt::AlignLeft)
                                   | Qt::AlignVCenter);
    default:
        return {};
    }
}

QVariant RejectsTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue((section == Line ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Line:
        return tr("Line");
    case File:
        return tr("File");
    case ColumnName:
        return tr("Column");
    case Reason:
        return tr("Reason");
    default:
        return {};
    }
}

void FilterStepsTableModel::setSteps(std::vector<ImportReport::FilterStep> steps)
{
    beginResetModel();
    m_steps = std::move(steps);
    endResetModel();
}

int FilterStepsTableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_steps.size());
}

int FilterStepsTableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant FilterStepsTableModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const ImportReport::FilterStep& step = m_steps[static_cast<std::size_t>(index.row())];
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue((index.column() == Filter ? Qt::AlignLeft : Qt::AlignRight)
                                   | Qt::AlignVCenter);
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    const auto change = [](std::int64_t before, std::int64_t after) {
        //: Counts before and after a filter
        return tr("%1 \u2192 %2").arg(countText(before), countText(after));
    };
    switch (index.column()) {
    case Filter:
        if (step.name == "active_days")
            return tr("Active training days");
        if (step.name == "unseen_items")
            return tr("Items unseen in training");
        if (step.name == "repeats")
            return tr("Repeats of seen videos");
        if (step.name == "train_items")
            return tr("Training items");
        return QString::fromStdString(step.name);
    case Users:
        return change(step.usersBefore, step.usersAfter);
    case Items:
        return change(step.itemsBefore, step.itemsAfter);
    case Interactions:
        return change(step.interactionsBefore, step.interactionsAfter);
    default:
        return {};
    }
}

QVariant FilterStepsTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue((section == Filter ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Filter:
        return tr("Filter");
    case Users:
        return tr("Users");
    case Items:
        return tr("Items");
    case Interactions:
        return tr("Interactions");
    default:
        return {};
    }
}

} // namespace opal
