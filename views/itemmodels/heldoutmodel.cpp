// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/itemmodels/heldoutmodel.h"

#include <algorithm>
#include <utility>

#include <QFont>

#include "views/itemmodels/celltext.h"
#include "views/itemmodels/itemcell.h"
#include "views/widgets/interesttitles.h"
#include "views/widgets/numbers.h"

namespace opal {

void HeldOutModel::set(std::vector<UserExploration::HeldOut> items, std::vector<std::string> names, int k)
{
    beginResetModel();
    m_items = std::move(items);
    m_names = std::move(names);
    m_k = k;
    endResetModel();
}

int HeldOutModel::rowOf(const QString& itemId) const
{
    const std::string wanted = itemId.toStdString();
    const auto found = std::find_if(m_items.begin(), m_items.end(),
                                    [&wanted](const auto& item) { return item.text.id == wanted; });
    return found == m_items.end() ? -1 : static_cast<int>(found - m_items.begin());
}

int HeldOutModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_items.size());
}

int HeldOutModel::columnCount(const QModelIndex& parent) const
{
    // With one interest its list is the merged one.
    return parent.isValid() ? 0 : FirstInterest + (m_names.size() > 1 ? static_cast<int>(m_names.size()) : 0);
}

std::int64_t HeldOutModel::place(const QModelIndex& index) const
{
    const UserExploration::HeldOut& item = m_items[static_cast<std::size_t>(index.row())];
    return index.column() == Merged ? item.merged
                                    : item.ranks[static_cast<std::size_t>(index.column() - FirstInterest)];
}

QVariant HeldOutModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const UserExploration::ItemText& text = m_items[static_cast<std::size_t>(index.row())].text;
    const QString title = QString::fromStdString(text.title.empty() ? text.id : text.title);
    switch (role) {
    case ItemIdRole:
        return QString::fromStdString(text.id);
    case CellTitleRole:
        return title;
    case CellDetailRole:
        return QString::fromStdString(text.tags);
    case CellCoverRole:
        return QString::fromStdString(text.cover);
    default:
        break;
    }
    if (index.column() == Title)
        return role == Qt::DisplayRole || role == Qt::AccessibleTextRole ? QVariant(title)
            : role == Qt::ToolTipRole                                    ? QVariant(
                                                     joinedLines({ title, QString::fromStdString(text.id), QString::fromStdString(text.tags) }))
                                      : QVariant();
    const std::int64_t rank = place(index);
    const bool isFound = rank > 0 && rank <= m_k;
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        return rank > 0 ? countText(rank) : missingText();
    case FoundRole:
        return isFound;
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter);
    case Qt::ForegroundRole:
        return isFound ? QVariant() : QVariant(secondaryTextColor());
    case Qt::FontRole: {
        QFont font;
        font.setBold(isFound);
        return font;
    }
    case Qt::ToolTipRole:
        return rank == 0 ? tr("Lists leave this item out, or it has no place here")
            : isFound
            ? tr("Found: place %1 of %2").arg(countText(rank), countText(m_k))
            : tr("Missed: it would be at place %1, the list ends at %2").arg(countText(rank), countText(m_k));
    default:
        return {};
    }
}

QVariant HeldOutModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal
        || (role != Qt::DisplayRole && role != Qt::ToolTipRole && role != Qt::TextAlignmentRole))
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue((section == Title ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    if (section == Title)
        return role == Qt::DisplayRole ? QVariant(tr("Held-out video")) : QVariant();
    if (section == Merged)
        return role == Qt::DisplayRole ? tr("Merged") : tr("Place in the merged list");
    const int interest = section - FirstInterest;
    const auto at = static_cast<std::size_t>(interest);
    const QString name = numberedInterest(interest, at < m_names.size() ? m_names[at] : std::string());
    return role == Qt::DisplayRole ? QString::number(interest + 1) : tr("Place under %1").arg(name);
}

} // namespace opal
