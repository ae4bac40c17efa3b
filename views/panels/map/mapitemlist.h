// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <set>
#include <string>
#include <vector>

#include <QWidget>

#include "core/jobs/mapjobs.h"

class QPushButton;
class QTableView;

namespace opal {

class ElidedLabel;
class ItemCellDelegate;
class MapItemModel;

/// The items beside a map: all that are shown, those in the lasso, or the nearest of one.
class MapItemList final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MapItemList)

public:
    explicit MapItemList(QWidget* parent = nullptr);

    /// Null: none.
    void setItems(std::shared_ptr<const MapItems> items);
    /// All but those of the hidden values, the most popular first; without a colouring none.
    void showAll(const ItemColouring* colouring, const std::set<int>& hidden);
    void showChosen(const std::vector<std::int32_t>& items);
    void showNear(const NearItems& near);

    bool showsAll() const { return m_listed == Listed::All; }

    void retranslate();

Q_SIGNALS:
    void allWanted();
    void currentChanged(int item); ///< 0: none
    void activated(int item);

private:
    enum class Listed { All, Chosen, Near };

    void list(Listed what, std::vector<ItemNeighbour> rows);
    bool hasCells() const; ///< titles or covers; ids and tags stand below them
    void adaptCells();
    void showHeading();

    std::shared_ptr<const MapItems> m_items;
    Listed m_listed = Listed::All;
    std::string m_nearOf; ///< original id
    ElidedLabel* m_heading;
    QPushButton* m_all;
    MapItemModel* m_model;
    QTableView* m_table;
    ItemCellDelegate* m_cells;
};

} // namespace opal
