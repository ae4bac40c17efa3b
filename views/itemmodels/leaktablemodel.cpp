// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/itemmodels/leaktablemodel.h"

namespace opal {

void LeakTableModel::setExamples(std::vector<LeakExample> examples)
{
    beginResetModel();
    m_examples = std::move(examples);
    endResetModel();
}

int LeakTableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_examples.size());
}

int LeakTableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant LeakTableModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)
        || role != Qt::DisplayRole)
        return {};
    const LeakExample& example = m_examples[static_cast<std::size_t>(index.row())];
    switch (index.column()) {
    case User:
        return QString::fromStdString(example.userId);
    case Item:
        return QString::fromStdString(example.itemId);
    default:
        return QString::fromStdString(example.when);
    }
}

QVariant LeakTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case User:
        return tr("User");
    case Item:
        return tr("Item");
    case When:
        return tr("Trained on although it happened");
    default:
        return {};
    }
}

} // namespace opal
