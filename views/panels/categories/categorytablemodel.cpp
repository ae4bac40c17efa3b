// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/categories/categorytablemodel.h"

#include <cmath>

#include "views/itemmodels/celltext.h"
#include "views/shell/theme.h"
#include "views/widgets/numbers.h"

namespace opal {

namespace {

constexpr std::size_t tagsShown = 4;

} // namespace

CategoryTableModel::CategoryTableModel(QObject* parent)
    : QAbstractTableModel(parent)
{
}

void CategoryTableModel::setSnapshot(const CategorySnapshot& snapshot, const CategoryNames& names)
{
    const bool sameRows = snapshot.categories == m_snapshot.categories;
    if (!sameRows)
        beginResetModel();
    m_snapshot = snapshot;
    m_names = names;
    if (!sameRows)
        endResetModel();
    else if (snapshot.categories > 0)
        Q_EMIT dataChanged(index(0, 0), index(snapshot.categories - 1, ColumnCount - 1));
}

void CategoryTableModel::setDetails(const CategoryDetails& details)
{
    m_details = details;
    if (m_snapshot.categories > 0)
        Q_EMIT dataChanged(index(0, Purity), index(m_snapshot.categories - 1, Tags));
}

int CategoryTableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : m_snapshot.categories;
}

int CategoryTableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString CategoryTableModel::cellText(int category, int column) const
{
    const auto place = static_cast<std::size_t>(category);
    const bool described = m_details.categories.size() == static_cast<std::size_t>(m_snapshot.categories);
    switch (column) {
    case Number:
        return QString::number(category + 1);
    case Name:
        return QString::fromStdString(m_names.of(category));
    case Items:
        return countText(m_snapshot.sizes[place]);
    case Share:
        return QStringLiteral("%1 %").arg(100 * m_snapshot.shares()[place], 0, 'f', 1);
    case Purity:
        return described && std::isfinite(m_details.categories[place].purity)
            ? metricText(m_details.categories[place].purity)
            : QString();
    case Tags: {
        QStringList tags;
        if (described)
            for (const CategoryDetails::Tag& tag : m_details.categories[place].tags) {
                if (static_cast<std::size_t>(tags.size()) == tagsShown)
                    break;
                tags << QStringLiteral("%1 ×%2")
                            .arg(QString::fromStdString(tag.name))
                            .arg(tag.lift, 0, 'f', 1);
            }
        return tags.join(QStringLiteral(", "));
    }
    default:
        return {};
    }
}

QString CategoryTableModel::givenName(int category) const
{
    const auto found = m_names.given.find(category);
    return found == m_names.given.end() ? QString() : QString::fromStdString(found->second);
}

bool CategoryTableModel::showsGenerated(const QModelIndex& index) const
{
    return index.column() == Name && !m_names.given.contains(index.row())
        && m_names.generated.contains(index.row());
}

QVariant CategoryTableModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const int column = index.column();
    if (role == Qt::EditRole && column == Name)
        return givenName(index.row());
    if (role == Qt::ToolTipRole && showsGenerated(index))
        return tr("%1\nMade of the tags and words that set the items apart. Double-click to give a name of "
                  "your "
                  "own.")
            .arg(cellText(index.row(), column));
    if (role == Qt::DisplayRole || role == Qt::ToolTipRole)
        return cellText(index.row(), column);
    if (role == Qt::ForegroundRole && showsGenerated(index))
        return secondaryTextColor();
    if (role == Qt::DecorationRole && column == Number)
        return Theme::categoryColor(index.row());
    if (role == Qt::TextAlignmentRole && (column == Items || column == Share || column == Purity))
        return static_cast<int>(Qt::AlignRight | Qt::AlignVCenter);
    return {};
}

bool CategoryTableModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    if (role != Qt::EditRole || index.column() != Name)
        return false;
    const QString name = value.toString().trimmed();
    if (name == givenName(index.row()))
        return false;
    if (name.isEmpty())
        m_names.given.erase(index.row());
    else
        m_names.given[index.row()] = name.toStdString();
    Q_EMIT dataChanged(index, index);
    Q_EMIT nameEdited(index.row(), name);
    return true;
}

Qt::ItemFlags CategoryTableModel::flags(const QModelIndex& index) const
{
    const Qt::ItemFlags base = QAbstractTableModel::flags(index);
    return index.column() == Name ? base | Qt::ItemIsEditable : base;
}

QVariant CategoryTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return static_cast<int>(
            (section == Items || section == Share || section == Purity ? Qt::AlignRight : Qt::AlignLeft)
            | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole && section == Purity)
        return tr("Share of the items whose tag is the most frequent one of the category");
    if (role == Qt::ToolTipRole && section == Tags)
        return tr("Tags that are more frequent here than elsewhere, with lift P(tag | category) / P(tag)");
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Number:
        return tr("No.");
    case Name:
        return tr("Name");
    case Items:
        return tr("Items");
    case Share:
        return tr("Mass");
    case Purity:
        return tr("Purity");
    case Tags:
        return tr("Over-represented tags");
    default:
        return {};
    }
}

} // namespace opal
