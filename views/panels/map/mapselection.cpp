// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/map/mapselection.h"

#include <utility>

#include <QScopedValueRollback>

#include "views/panels/map/mapitemlist.h"
#include "views/panels/map/mapview.h"
#include "views/shell/workspace.h"

namespace opal {

namespace {

constexpr int nearCount = 30;

} // namespace

MapSelection::MapSelection(const PanelContext& context, MapView& view, MapItemList& list, QObject* parent)
    : QObject(parent)
    , m_context(context)
    , m_view(view)
    , m_list(list)
    , m_askNear(m_context.jobs,
                { .show = [this](const NearItems& near) { showNear(near); },
                  .failed = [this](ErrorCode code, const QString& detail) { Q_EMIT failed(code, detail); } })
{
    connect(&m_context.workspace, &Workspace::itemsChanged, this, &MapSelection::follow);
    connect(&m_view, &MapView::clicked, this, [this](std::int32_t item) {
        if (item != 0)
            click(item);
    });
    connect(&m_view, &MapView::lassoed, this, &MapSelection::showChosen);
    connect(&m_view, &MapView::lassoCleared, this, &MapSelection::clear);
    connect(&m_list, &MapItemList::allWanted, this, &MapSelection::clear);
    connect(&m_list, &MapItemList::currentChanged, &m_view, &MapView::setMarked);
    connect(&m_list, &MapItemList::activated, this, &MapSelection::click);
}

void MapSelection::setItems(const QString& run, std::shared_ptr<const MapItems> items)
{
    const bool first = !m_items;
    m_run = run;
    m_items = std::move(items);
    m_list.setItems(m_items);
    if (m_items && !first)
        return;
    m_askNear.drop();
    m_indices.clear();
    if (!m_items)
        return;
    m_indices.reserve(m_items->count());
    for (std::size_t item = 1; item < m_items->ids.size(); ++item)
        m_indices.emplace(m_items->ids[item], static_cast<std::int32_t>(item));
}

void MapSelection::click(std::int32_t item)
{
    const auto at = static_cast<std::size_t>(item);
    if (m_items->categories > 0)
        m_context.workspace.setCategory(m_items->category[at]);
    const QStringList ids { QString::fromStdString(m_items->ids[at]) };
    if (m_context.workspace.itemIds() == ids)
        follow();
    else
        m_context.workspace.setItems(ids);
}

/// The selection of the window: one item is asked for its neighbours, several are listed.
void MapSelection::follow()
{
    if (m_settingItems || !m_items)
        return;
    std::vector<std::int32_t> found;
    for (const QString& id : m_context.workspace.itemIds())
        if (const std::int32_t item = indexOf(id); item != 0)
            found.push_back(item);
    if (found.empty()) {
        clear();
        return;
    }
    if (found.size() > 1) {
        showChosen(found);
        return;
    }
    m_view.setMarked(found.front());
    m_askNear(makeNearItemsJob(m_context.store, m_context.paths, m_run.toStdString(),
                               m_items->ids[static_cast<std::size_t>(found.front())], nearCount));
}

void MapSelection::showNear(const NearItems& near)
{
    const std::int32_t item = indexOf(QString::fromStdString(near.itemId));
    std::vector<std::int32_t> chosen { item };
    for (const ItemNeighbour& each : near.items)
        chosen.push_back(each.item);
    m_list.showNear(near);
    m_view.setChosen(chosen);
    m_view.setMarked(item);
}

void MapSelection::showChosen(const std::vector<std::int32_t>& items)
{
    QStringList ids;
    for (const std::int32_t item : items)
        ids << QString::fromStdString(m_items->ids[static_cast<std::size_t>(item)]);
    m_list.showChosen(items);
    m_view.setMarked(0);
    m_view.setChosen(items);
    setWorkspaceItems(ids);
}

void MapSelection::clear()
{
    m_askNear.drop();
    m_view.setChosen({});
    m_view.setMarked(0);
    setWorkspaceItems({});
    Q_EMIT cleared();
}

void MapSelection::setWorkspaceItems(const QStringList& ids)
{
    const QScopedValueRollback guard(m_settingItems, true);
    m_context.workspace.setItems(ids);
}

std::int32_t MapSelection::indexOf(const QString& id) const
{
    const auto found = m_indices.find(id.toStdString());
    return found == m_indices.end() ? 0 : found->second;
}

} // namespace opal
