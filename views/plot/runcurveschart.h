// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <vector>

#include <QWidget>

#include "core/results/resultstable.h"
#include "core/results/runcompare.h"
#include "core/store/runstore.h"
#include "views/shell/panelcontext.h"

class QComboBox;
class QLabel;

namespace opal {

class ChartWidget;
class DataTable;
struct FigureTable;

/// One curve each of some runs in their own colours, read from the store in the background and growing while
/// they train. Folded, runs that differ in nothing but the seed become their mean with its 95 % interval and
/// their own curves stay faintly behind.
class RunCurvesChart final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RunCurvesChart)

public:
    /// More runs than this are not drawn; the label says so.
    static constexpr std::size_t mostRuns = 30;

    explicit RunCurvesChart(const PanelContext& context, QWidget* parent = nullptr);

    /// The runs to show, newest state. Curves that are here already are only continued.
    void setRuns(std::vector<RunRecord> runs);
    void setFolded(bool folded);
    void retranslate();

    ChartWidget& chart() { return *m_chart; }

    QComboBox& metricBox() { return *m_metric; }

private:
    struct Loaded
    {
        RunCurves curves;
        std::int64_t step = -1; ///< of the record that the curves were read for
        RunState state = RunState::Queued;
    };

    void load();
    void take(const std::string& id, std::int64_t after, RunCurves&& curves);
    void draw();
    QString subject() const;
    const MetricAt* shownMetric() const;
    CurvePoints pointsOf(const std::string& id) const;
    void drawGroup(const std::vector<std::size_t>& group, double& lowest, double& highest);
    void addLine(const CurvePoints& points, const QPen& pen, const QString& name);
    void addMean(const std::vector<MeanPoint>& means, const RunRecord& run, std::size_t seeds);
    FigureTable data() const;
    void updateTexts();

    PanelContext m_context;
    ChartWidget* m_chart;
    DataTable* m_table;
    QComboBox* m_metric;
    QLabel* m_legend;
    std::vector<RunRecord> m_runs;
    std::size_t m_asked = 0; ///< how many runs were to be shown
    std::map<std::string, Loaded> m_loaded; ///< by run id; only of m_runs
    int m_pending = 0; ///< questions to the store without an answer yet
    bool m_folded = false;
};

} // namespace opal
