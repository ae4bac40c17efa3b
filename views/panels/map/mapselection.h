// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/jobs/mapjobs.h"
#include "views/shell/ask.h"
#include "views/shell/panelcontext.h"

namespace opal {

class MapItemList;
class MapView;

/// The items that are selected in the map, in its list and in the window, as one: a single one is asked for
/// its neighbours, several are listed.
class MapSelection final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MapSelection)

public:
    MapSelection(const PanelContext& context, MapView& view, MapItemList& list, QObject* parent);

    /// Items that the map shows; null, and another run: none.
    void setItems(const QString& run, std::shared_ptr<const MapItems> items);
    /// Takes the selection of the window over.
    void follow();
    void click(std::int32_t item);
    void showChosen(const std::vector<std::int32_t>& items);
    void clear();

Q_SIGNALS:
    void cleared();
    void failed(opal::ErrorCode code, const QString& detail);

private:
    void showNear(const NearItems& near);
    void setWorkspaceItems(const QStringList& ids);
    std::int32_t indexOf(const QString& id) const;

    PanelContext m_context;
    MapView& m_view;
    MapItemList& m_list;
    Ask<NearItems> m_askNear;
    QString m_run;
    std::shared_ptr<const MapItems> m_items; ///< of m_run
    std::unordered_map<std::string, std::int32_t> m_indices; ///< by original id
    bool m_settingItems = false; ///< the selection of the window is being set from here
};

} // namespace opal
