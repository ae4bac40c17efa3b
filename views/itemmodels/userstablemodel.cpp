// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/itemmodels/userstablemodel.h"

#include <cmath>

#include "views/itemmodels/celltext.h"
#include "views/widgets/numbers.h"

namespace opal {

void UsersTableModel::setComparison(UserComparison comparison, const QString& firstName,
                                    const QString& secondName)
{
    beginResetModel();
    m_comparison = std::move(comparison);
    m_firstName = firstName;
    m_secondName = secondName;
    endResetModel();
}

int UsersTableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_comparison.users.size());
}

int UsersTableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant UsersTableModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const UserOutcome& user = m_comparison.users[static_cast<std::size_t>(index.row())];
    const double difference = user.second - user.first;
    const double numbers[ColumnCount]
        = { 0, static_cast<double>(user.targets), user.first, user.second, difference };
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue((index.column() == User ? Qt::AlignLeft : Qt::AlignRight)
                                   | Qt::AlignVCenter);
    if (role == SortRole)
        return index.column() == User ? QVariant(QString::fromStdString(user.user))
                                      : QVariant(numbers[index.column()]);
    if (role != Qt::DisplayRole && role != Qt::AccessibleTextRole)
        return {};
    switch (index.column()) {
    case User:
        return QString::fromStdString(user.user);
    case Targets:
        return countText(user.targets);
    case Difference: {
        const QString sign = difference < 0 ? QStringLiteral("\u2212")
            : difference > 0                ? QStringLiteral("+")
                                            : QString();
        return QString(sign + metricOrDash(std::abs(difference)));
    }
    default:
        return metricOrDash(numbers[index.column()]);
    }
}

QVariant UsersTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue((section == User ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole && (section == First || section == Second))
        return section == First ? m_firstName : m_secondName;
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case User:
        return tr("User");
    case Targets:
        //: Column: number of items that a user interacted with on the test day
        return tr("Test items");
    case First:
        return m_firstName.isEmpty() ? tr("Baseline") : m_firstName;
    case Second:
        return m_secondName.isEmpty() ? tr("Run") : m_secondName;
    default:
        return tr("Difference");
    }
}

} // namespace opal
