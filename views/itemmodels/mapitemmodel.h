// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include <QAbstractTableModel>

#include "core/results/itemmap.h"

namespace opal {

/// Some items of a run: those inside a lasso, near another one, or all. Sorts itself, as there may be
/// hundreds of thousands.
class MapItemModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Item, Title, Tags, Category, Popularity, Cosine, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    /// `rows` hold items of `items`; null empties the table. Cosines of 0 are shown where `withCosine`.
    void setRows(std::shared_ptr<const MapItems> items, std::vector<ItemNeighbour> rows);

    std::int32_t itemAt(int row) const { return m_rows[static_cast<std::size_t>(row)].item; }

    /// -1 if it is not among the rows.
    int rowOf(std::int32_t item) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    void sort(int column, Qt::SortOrder order) override;

private:
    std::shared_ptr<const MapItems> m_items;
    std::vector<ItemNeighbour> m_rows;
};

/// Tags of an item with commas between.
QString mapTagsText(const MapItems& items, std::int32_t item);
/// Path of the picture of an item as the CoverCache takes it; empty if there is none.
QString mapCoverPath(const MapItems& items, std::int32_t item);

} // namespace opal
