// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/itemmodels/userpropertymodel.h"

#include <cmath>

#include "views/itemmodels/celltext.h"
#include "views/widgets/numbers.h"

namespace opal {

namespace {

/// A value to compare: unknown ones come last when the largest come first.
double sortable(double value)
{
    return std::isfinite(value) ? value : -1;
}

} // namespace

void UserPropertyModel::setResult(std::shared_ptr<const RunAttribution> result)
{
    beginResetModel();
    m_result = std::move(result);
    endResetModel();
}

int UserPropertyModel::rowOf(const QString& user) const
{
    const std::string wanted = user.toStdString();
    for (int row = 0; row < rowCount(); ++row)
        if (m_result->users[static_cast<std::size_t>(row)].userId == wanted)
            return row;
    return -1;
}

int UserPropertyModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() || !m_result ? 0 : static_cast<int>(m_result->users.size());
}

int UserPropertyModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant UserPropertyModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const UserProperties& user = m_result->users[static_cast<std::size_t>(index.row())];
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue((index.column() == User ? Qt::AlignLeft : Qt::AlignRight)
                                   | Qt::AlignVCenter);
    if (role != Qt::DisplayRole && role != SortRole)
        return {};
    const auto value = [role](double number) {
        return role == SortRole ? QVariant(sortable(number)) : QVariant(metricOrDash(number));
    };
    switch (index.column()) {
    case User:
        return QString::fromStdString(user.userId);
    case History:
        return role == SortRole ? QVariant(static_cast<qlonglong>(user.historyLength))
                                : QVariant(countText(user.historyLength));
    case Diversity:
        return value(user.diversity);
    case Drift:
        return value(user.drift);
    case Interests:
        return value(user.effectiveInterests);
    case Hits:
        //: Hits of all held-out items, e.g. "2 of 5"
        return role == SortRole ? QVariant(static_cast<qlonglong>(user.hits))
                                : QVariant(tr("%1 of %2").arg(countText(user.hits), countText(user.targets)));
    case Recall:
        return value(user.recall);
    default:
        return {};
    }
}

QVariant UserPropertyModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue((section == User ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole) {
        switch (section) {
        case Diversity:
            return tr("Mean of 1 − cosine over the pairs of interest vectors");
        case Drift:
            return tr("How much the shares of the interests differ between the older and the newer half of "
                      "the history: 0 not at all, 1 wholly");
        case Interests:
            return tr("Effective number of interests: exponential of the entropy of their intensities");
        case Recall:
            return tr("Share of the held-out items that the merged list finds");
        default:
            return {};
        }
    }
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case User:
        return tr("User");
    case History:
        return tr("History");
    case Diversity:
        return tr("Diversity");
    case Drift:
        return tr("Drift");
    case Interests:
        return tr("Interests");
    case Hits:
        return tr("Hits");
    case Recall:
        return tr("Recall");
    default:
        return {};
    }
}

} // namespace opal
