// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include <QTimer>
#include <QWidget>

#include "core/base/processmeter.h"
#include "views/shell/panelcontext.h"

class QGridLayout;

namespace opal {

class LiveRun;
class MetricTile;

/// The numbers of a run in a row of tiles: stage, best value, early-stop counter, speed, time left, test
/// result, and what this program takes of processor and memory.
class RunTiles final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RunTiles)

public:
    RunTiles(const PanelContext& context, LiveRun& run, QWidget* parent = nullptr);

    void refresh();
    void retranslate();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    /// All tiles in a row, or two rows where one would be too narrow for their texts; of a run that is not
    /// trained now those alone that still say something.
    void arrange();
    void refreshTime();
    void readLoad();
    void showLoad();

    PanelContext m_context;
    LiveRun& m_run;
    QGridLayout* m_grid;
    int m_columns = 0;
    bool m_isLive = false;
    MetricTile* m_stage;
    MetricTile* m_best;
    MetricTile* m_patience;
    MetricTile* m_speed;
    MetricTile* m_time;
    MetricTile* m_test;
    MetricTile* m_processor;
    MetricTile* m_memory;
    QTimer m_loadTimer;
    std::shared_ptr<ProcessMeter> m_meter; ///< read in the background, one question at a time
    bool m_reading = false;
    ProcessLoad m_load;
};

} // namespace opal
