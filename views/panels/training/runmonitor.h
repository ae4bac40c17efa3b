// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include <QWidget>

#include "core/results/hypercategory.h"
#include "views/figures/lossfigure.h"
#include "views/shell/panel.h"
#include "views/shell/panelcontext.h"

class QComboBox;
class QLabel;
class QListWidget;
class QPushButton;

namespace opal {

class ChartWidget;
class DataTable;
class LiveRun;
struct FigureTable;
struct LossCurves;
struct RankingCurves;
class RunTiles;

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

private:
    void setupLayout();
    void setupCharts();
    QWidget* makeLossBar();
    QWidget* makeRankingBar();
    void connectRun();
    void connectCharts();
    void applyTheme();
    void onReset();
    void onGrown(const RunCurves& more);
    void updateEmptyTexts();
    void updateSmoothing();
    void updatePointCount();
    void updateShown();
    /// The hyper-categories at each evaluation, which the curves of the store leave out.
    void readCourse();
    FigureTable lossData() const;
    LossCurves lossCurves() const;
    RankingCurves rankingCurves() const;
    void addLogLines(const RunCurves& more);

    const PanelContext& m_context;
    LiveRun& m_run;
    RunTiles* m_tiles;
    ChartWidget* m_lossChart;
    ChartWidget* m_rankingChart;
    DataTable* m_lossTable;
    DataTable* m_rankingTable;
    std::unique_ptr<LossFigure> m_lossFigure;
    std::unique_ptr<RankingFigure> m_rankingFigure;
    QLabel* m_pointCount;
    QLabel* m_smoothingLabel;
    QComboBox* m_smoothing;
    QPushButton* m_logButton;
    std::vector<QPushButton*> m_metricButtons;
    std::vector<QPushButton*> m_cutoffButtons;
    QLabel* m_lossHeading;
    QLabel* m_rankingHeading;
    QLabel* m_logHeading;
    QListWidget* m_log;
    std::vector<CategorySnapshot> m_course; ///< without items
};

} // namespace opal
