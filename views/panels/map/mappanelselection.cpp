// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <utility>

#include <QCheckBox>
#include <QHeaderView>
#include <QTableView>

#include "core/jobs/jobs.h"
#include "core/jobs/mapjobs.h"
#include "views/itemmodels/itemcell.h"
#include "views/itemmodels/mapitemmodel.h"
#include "views/panels/map/mappanel.h"
#include "views/panels/map/mapview.h"
#include "views/shared/userpicker.h"
#include "views/shell/theme.h"
#include "views/shell/workspace.h"

namespace opal {

namespace {

constexpr int nearCount = 30;
constexpr int itemWidth = 56;
constexpr int tagsWidth = 76;

} // namespace

void MapPanel::takeUser()
{
    const QString user = m_context.workspace.userId();
    m_picker->setUser(user);
    m_askUser.drop();
    m_overlay.user.reset();
    if (!m_run.isEmpty() && !user.isEmpty()) {
        RecommendJobRequest wanted;
        wanted.run = m_run.toStdString();
        wanted.userId = user.toStdString();
        m_askUser(makeRecommendJob(m_context.store, m_context.paths, wanted));
    }
    takeOverlay();
}

void MapPanel::takeOverlay()
{
    m_overlay.history = m_history->isChecked();
    m_overlay.recall = m_recall->isChecked();
    m_overlay.interest = m_context.workspace.interest();
    m_history->setEnabled(m_overlay.user != nullptr);
    m_recall->setEnabled(m_overlay.user != nullptr);
    if (m_figure)
        showMap();
}

void MapPanel::clickItem(std::int32_t item)
{
    const auto at = static_cast<std::size_t>(item);
    if (m_items->categories > 0)
        m_context.workspace.setCategory(m_items->category[at]);
    const QStringList ids { QString::fromStdString(m_items->ids[at]) };
    if (m_context.workspace.itemIds() == ids)
        takeItems();
    else
        m_context.workspace.setItems(ids);
}

/// The selection of the window: one item is asked for its neighbours, several are listed.
void MapPanel::takeItems()
{
    if (m_settingItems || !m_items)
        return;
    std::vector<std::int32_t> found;
    for (const QString& id : m_context.workspace.itemIds())
        if (const std::int32_t item = indexOf(id); item != 0)
            found.push_back(item);
    if (found.empty()) {
        clearChosen();
        return;
    }
    if (found.size() > 1) {
        takeLasso(found);
        return;
    }
    m_view->setMarked(found.front());
    m_askNear(makeNearItemsJob(m_context.store, m_context.paths, m_run.toStdString(),
                               m_items->ids[static_cast<std::size_t>(found.front())], nearCount));
}

void MapPanel::takeNear(const NearItems& near)
{
    m_nearOf = near.itemId;
    const std::int32_t item = indexOf(QString::fromStdString(near.itemId));
    std::vector<std::int32_t> chosen { item };
    for (const ItemNeighbour& each : near.items)
        chosen.push_back(each.item);
    list(Listed::Near, near.items);
    m_view->setChosen(chosen);
    m_view->setMarked(item);
}

void MapPanel::takeLasso(const std::vector<std::int32_t>& items)
{
    std::vector<ItemNeighbour> rows;
    QStringList ids;
    for (const std::int32_t item : items) {
        rows.push_back({ item, 0 });
        ids << QString::fromStdString(m_items->ids[static_cast<std::size_t>(item)]);
    }
    list(Listed::Lasso, std::move(rows));
    m_view->setMarked(0);
    m_view->setChosen(items);
    m_settingItems = true;
    m_context.workspace.setItems(ids);
    m_settingItems = false;
}

void MapPanel::clearChosen()
{
    m_askNear.drop();
    m_view->setChosen({});
    m_view->setMarked(0);
    m_settingItems = true;
    m_context.workspace.setItems({});
    m_settingItems = false;
    listAll();
}

void MapPanel::listAll()
{
    std::vector<ItemNeighbour> rows;
    if (m_items && m_colouring)
        for (std::size_t item = 1; item < m_items->ids.size(); ++item)
            if (!m_hidden.contains(m_colouring->itemValue[item]))
                rows.push_back({ static_cast<std::int32_t>(item), 0 });
    if (m_items)
        std::stable_sort(rows.begin(), rows.end(), [this](const ItemNeighbour& a, const ItemNeighbour& b) {
            return m_items->popularity[static_cast<std::size_t>(a.item)]
                > m_items->popularity[static_cast<std::size_t>(b.item)];
        });
    list(Listed::All, std::move(rows));
}

void MapPanel::list(Listed what, std::vector<ItemNeighbour> rows)
{
    m_listed = what;
    m_table->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    m_model->setRows(m_items, std::move(rows));
    const bool tags = m_items && !m_items->tagOffsets.empty();
    const bool cells = hasItemCells();
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
    adaptItemCells();
    showHeading();
}

bool MapPanel::hasItemCells() const
{
    return m_items && (!m_items->titles.empty() || !m_items->covers.empty());
}

void MapPanel::adaptItemCells()
{
    if (hasItemCells())
        m_itemCells->adapt(*m_table, MapItemModel::Title);
    else
        m_table->verticalHeader()->setDefaultSectionSize(Theme::rowHeight);
}

std::int32_t MapPanel::indexOf(const QString& id) const
{
    const auto found = m_indices.find(id.toStdString());
    return found == m_indices.end() ? 0 : found->second;
}

} // namespace opal
