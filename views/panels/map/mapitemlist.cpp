// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/map/mapitemlist.h"

#include <algorithm>
#include <utility>

#include <QHeaderView>
#include <QPushButton>
#include <QTableView>

#include "views/itemmodels/itemcell.h"
#include "views/itemmodels/mapitemmodel.h"
#include "views/shell/theme.h"
#include "views/widgets/covercache.h"
#include "views/widgets/elidedlabel.h"
#include "views/widgets/make.h"
#include "views/widgets/tablesetup.h"

namespace opal {

namespace {

constexpr int itemWidth = 56;
constexpr int tagsWidth = 76;

} // namespace

MapItemList::MapItemList(QWidget* parent)
    : QWidget(parent)
    , m_heading(make<ElidedLabel>(this, "mapItemsHeading", "heading"))
    , m_all(make<QPushButton>(this, "listAll", "link"))
    , m_model(new MapItemModel(this))
    , m_table(make<QTableView>(this, "mapItems"))
    , m_cells(new ItemCellDelegate(this))
{
    m_table->setModel(m_model);
    setupTable(*m_table);
    m_table->setItemDelegateForColumn(MapItemModel::Title, m_cells);
    followCovers(*m_table);
    m_table->setSortingEnabled(true);
    m_table->horizontalHeader()->setDefaultSectionSize(82);
    m_table->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    auto* headings = rowOf({ m_heading, m_all });
    headings->setStretchFactor(m_heading, 1);
    auto* layout = columnOn(this, 8);
    layout->addLayout(headings);
    layout->addWidget(m_table, 1);
    connect(m_all, &QPushButton::clicked, this, &MapItemList::allWanted);
    connect(m_table->horizontalHeader(), &QHeaderView::sectionResized, this, [this](int column) {
        if (column == MapItemModel::Title)
            adaptCells();
    });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& row) {
                Q_EMIT currentChanged(row.isValid() ? m_model->itemAt(row.row()) : 0);
            });
    connect(m_table, &QTableView::activated, this,
            [this](const QModelIndex& row) { Q_EMIT activated(m_model->itemAt(row.row())); });
}

void MapItemList::setItems(std::shared_ptr<const MapItems> items)
{
    m_items = std::move(items);
}

void MapItemList::showAll(const ItemColouring* colouring, const std::set<int>& hidden)
{
    std::vector<ItemNeighbour> rows;
    if (m_items && colouring)
        for (std::size_t item = 1; item < m_items->ids.size(); ++item)
            if (!hidden.contains(colouring->itemValue[item]))
                rows.push_back({ static_cast<std::int32_t>(item), 0 });
    std::stable_sort(rows.begin(), rows.end(), [this](const ItemNeighbour& a, const ItemNeighbour& b) {
        return m_items->popularity[static_cast<std::size_t>(a.item)]
            > m_items->popularity[static_cast<std::size_t>(b.item)];
    });
    list(Listed::All, std::move(rows));
}

void MapItemList::showChosen(const std::vector<std::int32_t>& items)
{
    std::vector<ItemNeighbour> rows;
    for (const std::int32_t item : items)
        rows.push_back({ item, 0 });
    list(Listed::Chosen, std::move(rows));
}

void MapItemList::showNear(const NearItems& near)
{
    m_nearOf = near.itemId;
    list(Listed::Near, near.items);
}

void MapItemList::list(Listed what, std::vector<ItemNeighbour> rows)
{
    m_listed = what;
    m_table->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    m_model->setRows(m_items, std::move(rows));
    const bool tags = m_items && !m_items->tagOffsets.empty();
    const bool cells = hasCells();
    m_table->setColumnHidden(MapItemModel::Item, cells);
    m_table->setColumnHidden(MapItemModel::Title, !cells);
    m_table->setColumnHidden(MapItemModel::Tags, cells || !tags);
    m_table->setColumnHidden(MapItemModel::Category, !m_items || m_items->categories == 0);
    m_table->setColumnHidden(MapItemModel::Cosine, what != Listed::Near);
    const int widest = cells ? MapItemModel::Title : tags ? MapItemModel::Tags : MapItemModel::Item;
    QHeaderView* header = m_table->horizontalHeader();
    for (const int column : { MapItemModel::Item, MapItemModel::Title, MapItemModel::Tags }) {
        header->setSectionResizeMode(column,
                                     column == widest ? QHeaderView::Stretch : QHeaderView::Interactive);
        if (column != widest)
            header->resizeSection(column, column == MapItemModel::Item ? itemWidth : tagsWidth);
    }
    adaptCells();
    showHeading();
}

bool MapItemList::hasCells() const
{
    return m_items && (!m_items->titles.empty() || !m_items->covers.empty());
}

void MapItemList::adaptCells()
{
    if (hasCells())
        m_cells->adapt(*m_table, MapItemModel::Title);
    else
        m_table->verticalHeader()->setDefaultSectionSize(Theme::rowHeight);
}

void MapItemList::showHeading()
{
    const int count = m_model->rowCount();
    m_all->setVisible(m_listed != Listed::All);
    switch (m_listed) {
    case Listed::All:
        m_heading->setFullText(m_items ? tr("%n item(s) shown", nullptr, count) : tr("Items"));
        break;
    case Listed::Chosen:
        m_heading->setFullText(tr("%n item(s) selected", nullptr, count));
        break;
    case Listed::Near:
        m_heading->setFullText(tr("Nearest to %1").arg(QString::fromStdString(m_nearOf)));
        break;
    }
}

void MapItemList::retranslate()
{
    m_all->setText(tr("List all"));
    m_table->setAccessibleName(tr("Items of the map"));
    showHeading();
}

} // namespace opal
