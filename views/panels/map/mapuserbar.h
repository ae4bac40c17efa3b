// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "views/figures/mapfigure.h"
#include "views/shell/ask.h"
#include "views/shell/panelcontext.h"

class QCheckBox;

namespace opal {

class UserPicker;

/// Which user lies over the map, and what of him: history, recommended items.
class MapUserBar final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MapUserBar)

public:
    explicit MapUserBar(const PanelContext& context, QWidget* parent = nullptr);

    /// Another run; empty: none.
    void setRun(const QString& run);

    const MapOverlay& overlay() const { return m_overlay; }

    void retranslate();

Q_SIGNALS:
    void changed();
    void failed(opal::ErrorCode code, const QString& detail);

private:
    void setUser();
    void rebuild();

    PanelContext m_context;
    Ask<UserExploration> m_ask;
    QString m_run;
    MapOverlay m_overlay;
    UserPicker* m_picker;
    QCheckBox* m_history;
    QCheckBox* m_recall;
};

} // namespace opal
