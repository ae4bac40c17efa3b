// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/itemmodels/mapitemmodel.h"

#include <algorithm>

#include "core/base/filesbelow.h"
#include "views/itemmodels/celltext.h"
#include "views/itemmodels/itemcell.h"
#include "views/shell/theme.h"
#include "views/widgets/numbers.h"

namespace opal {

QString mapTagsText(const MapItems& items, std::int32_t item)
{
    QStringList tags;
    for (const std::uint32_t tag : items.tagsOf(static_cast<std::size_t>(item)))
        tags << QString::fromStdString(items.tagNames[tag]);
    return tags.join(QStringLiteral(", "));
}

QString mapCoverPath(const MapItems& items, std::int32_t item)
{
    return items.covers.empty()
        ? QString()
        : QString::fromStdString(pathBelow(items.coversFolder, items.covers[static_cast<std::size_t>(item)]));
}

void MapItemModel::setRows(std::shared_ptr<const MapItems> items, std::vector<ItemNeighbour> rows)
{
    beginResetModel();
    m_items = std::move(items);
    m_rows = std::move(rows);
    endResetModel();
}

int MapItemModel::rowOf(std::int32_t item) const
{
    const auto found = std::find_if(m_rows.begin(), m_rows.end(),
                                    [item](const ItemNeighbour& row) { return row.item == item; });
    return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
}

int MapItemModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() || !m_items ? 0 : static_cast<int>(m_rows.size());
}

int MapItemModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant MapItemModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const ItemNeighbour& row = m_rows[static_cast<std::size_t>(index.row())];
    const auto item = static_cast<std::size_t>(row.item);
    const int column = index.column();
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue((column >= Popularity ? Qt::AlignRight : Qt::AlignLeft)
                                   | Qt::AlignVCenter);
    const bool titled = !m_items->titles.empty() && !m_items->titles[item].empty();
    if (role == CellTitleRole)
        return QString::fromStdString(titled ? m_items->titles[item] : m_items->ids[item]);
    if (role == CellDetailRole)
        return joinedDetails(
            { titled ? m_items->ids[item] : std::string {}, mapTagsText(*m_items, row.item).toStdString() });
    if (role == CellCoverRole)
        return mapCoverPath(*m_items, row.item);
    if (role == Qt::DecorationRole && column == Category && m_items->categories > 0)
        return Theme::categoryColor(m_items->category[item]);
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    switch (column) {
    case Item:
        return QString::fromStdString(m_items->ids[item]);
    case Title:
        return m_items->titles.empty() ? QString() : QString::fromStdString(m_items->titles[item]);
    case Tags:
        return mapTagsText(*m_items, row.item);
    case Category:
        return m_items->categories > 0 ? QString::number(m_items->category[item] + 1) : missingText();
    case Popularity:
        return countText(m_items->popularity[item]);
    default:
        return metricText(static_cast<double>(row.cosine));
    }
}

QVariant MapItemModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue((section >= Popularity ? Qt::AlignRight : Qt::AlignLeft)
                                   | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole) {
        if (section == Category)
            return tr("Hyper-category with the largest weight: argmax over j of x · g_j");
        if (section == Popularity)
            return tr("Interactions in the training days");
        if (section == Cosine)
            return tr("x · y / (|x| |y|) of the two item vectors, −1 to 1");
        return {};
    }
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Item:
        return tr("Item");
    case Title:
        return tr("Title");
    case Tags:
        return tr("Tags");
    case Category:
        return tr("Category");
    case Popularity:
        return tr("Popularity");
    default:
        return tr("Cosine");
    }
}

void MapItemModel::sort(int column, Qt::SortOrder order)
{
    if (!m_items || column < 0)
        return;
    const auto sorted = [&](auto keyOf) {
        std::stable_sort(m_rows.begin(), m_rows.end(), [&](const ItemNeighbour& a, const ItemNeighbour& b) {
            return order == Qt::AscendingOrder ? keyOf(a) < keyOf(b) : keyOf(b) < keyOf(a);
        });
    };
    const auto place = [](const ItemNeighbour& row) { return static_cast<std::size_t>(row.item); };
    Q_EMIT layoutAboutToBeChanged();
    std::vector<std::int32_t> before;
    const QModelIndexList kept = persistentIndexList();
    for (const QModelIndex& index : kept)
        before.push_back(itemAt(index.row()));
    switch (column) {
    case Item:
        sorted([&](const ItemNeighbour& row) -> const std::string& { return m_items->ids[place(row)]; });
        break;
    case Title:
        if (!m_items->titles.empty())
            sorted(
                [&](const ItemNeighbour& row) -> const std::string& { return m_items->titles[place(row)]; });
        break;
    case Tags:
        sorted([&](const ItemNeighbour& row) {
            const auto tags = m_items->tagsOf(place(row));
            return tags.empty() ? std::string() : m_items->tagNames[tags.front()];
        });
        break;
    case Category:
        if (m_items->categories > 0)
            sorted([&](const ItemNeighbour& row) { return m_items->category[place(row)]; });
        break;
    case Popularity:
        sorted([&](const ItemNeighbour& row) { return m_items->popularity[place(row)]; });
        break;
    default:
        sorted([](const ItemNeighbour& row) { return row.cosine; });
        break;
    }
    for (qsizetype i = 0; i < kept.size(); ++i)
        changePersistentIndex(kept[i], index(rowOf(before[static_cast<std::size_t>(i)]), kept[i].column()));
    Q_EMIT layoutChanged();
}

} // namespace opal
