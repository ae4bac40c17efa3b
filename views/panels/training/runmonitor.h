#pragma once

#include <memory>

#include <QWidget>

#include "views/figures/lossfigure.h"
#include "views/shell/panel.h"
#include "views/shell/panelcontext.h"

class QGridLayout;
class QLabel;
class QListWidget;
class QPushButton;

namespace opal {

class ChartWidget;
class LiveRun;
class MetricTile;

/// The right side of the training panel: state, tiles, live curves and log of one run.
class RunMonitor final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RunMonitor)

public:
    RunMonitor(const PanelContext& context, LiveRun& run, QWidget* parent = nullptr);
    ~RunMonitor() override;

    void retranslate();
    std::vector<FigureRequest> figures() const;

    ChartWidget& lossChart() { return *m_lossChart; }

    ChartWidget& rankingChart() { return *m_rankingChart; }

Q_SIGNALS:
    void startRequested(); ///< from the empty chart

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    /// Six tiles in a row, or three and three where the row would be too narrow for their texts.
    void arrangeTiles(int columns);
    void setupCharts();
    QWidget* makeRankingBar();
    void connectRun();
    void connectCharts();
    void applyTheme();
    void onReset();
    void onGrown(const RunCurves& more);
    void updateTiles();
    void updateEmptyTexts();
    void updateShown();
    void addLogLines(const RunCurves& more);

    const PanelContext& m_context;
    LiveRun& m_run;
    QGridLayout* m_tiles;
    int m_tileColumns = 0;
    MetricTile* m_stageTile;
    MetricTile* m_bestTile;
    MetricTile* m_patienceTile;
    MetricTile* m_speedTile;
    MetricTile* m_timeTile;
    MetricTile* m_testTile;
    ChartWidget* m_lossChart;
    ChartWidget* m_rankingChart;
    std::unique_ptr<LossFigure> m_lossFigure;
    std::unique_ptr<RankingFigure> m_rankingFigure;
    QPushButton* m_recallButton;
    QPushButton* m_hitRateButton;
    std::vector<QPushButton*> m_cutoffButtons;
    QLabel* m_lossHeading;
    QLabel* m_rankingHeading;
    QLabel* m_logHeading;
    QListWidget* m_log;
};

} // namespace opal
