// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QList>
#include <QMap>
#include <QTimer>

#include "core/results/runrecord.h"
#include "views/shell/panelcontext.h"

class QMainWindow;

namespace opal {

class ChartWidget;
class DockHost;
class Panel;
class Settings;

/// What the window remembers between two starts: selection, arrangement, zooms, and the run that was in
/// training if it did not end by itself.
class SessionKeeper final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SessionKeeper)

public:
    SessionKeeper(const PanelContext& context, Settings& settings, DockHost& docks, QMainWindow& window);

    /// Each chart takes up its zoom when it shows the same runs again.
    void followZooms(const QList<Panel*>& panels);
    /// Takes up what the session before left, once.
    void restore(const std::vector<RunRecord>& runs, const std::vector<DatasetRecord>& datasets);
    void save();
    /// The session has ended by itself: saves it for the last time.
    void end();

Q_SIGNALS:
    void restored(); ///< there is something to show
    void datasetWanted(const QString& path);
    void panelWanted(const QString& id);

private:
    void followTraining();
    void saveLater();
    void offerInterrupted(const std::vector<RunRecord>& runs);

    PanelContext m_context;
    Settings& m_settings;
    DockHost& m_docks;
    QMainWindow& m_window;
    QMap<QString, ChartWidget*> m_charts; ///< those that can be zoomed, by panel and name
    QTimer m_timer; ///< gathers changes of selection and arrangement into one write
    bool m_restored = false;
    QString m_trainingRun; ///< what the running training works on; offered again after a crash
};

} // namespace opal
