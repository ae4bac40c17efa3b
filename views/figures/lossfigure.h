// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include <QVector>

#include "core/results/rankingmetrics.h"
#include "core/store/runstore.h"
#include "views/figures/runbackdrop.h"

class QCPAbstractPlottable;
class QCPAxis;
class QCPGraph;
class QCPItemText;
class QCPItemTracer;
class QCPLegend;

namespace opal {

/// Loss terms of a run over its steps, drawn on a plot that outlives it. Grows by append(), so a live run
/// costs only its new points. A term has the same colour in every run; regularisers have the axis at the
/// right.
class LossFigure final
{
public:
    explicit LossFigure(QCustomPlot& plot);

    void clear();
    void append(const RunCurves& more);
    void applyTheme(const PlotTheme& theme);
    void retranslate();
    /// Shows all of the visible curves.
    void fit();

    bool isEmpty() const { return m_curves.empty(); }

    /// Exponential mean over about this many steps, with the raw curve kept faint behind; 0: off, as at
    /// first.
    void setSmoothing(int steps);

    int smoothing() const { return m_smoothing; }

    void setLogScale(bool log);

    bool isLogScale() const;
    /// Shows or hides the term that a plottable of the legend stands for.
    void toggle(const QCPAbstractPlottable* plottable);

    /// In display order.
    std::vector<std::string> terms() const;

    /// Steps of the longest curve; all of them are drawn.
    int stepCount() const;

    RunBackdrop& backdrop() { return m_backdrop; }

    const RunBackdrop& backdrop() const { return m_backdrop; }

    /// One sentence for screen readers.
    QString summary() const;

private:
    struct Curve
    {
        std::string term;
        QCPGraph* raw = nullptr;
        QCPGraph* smooth = nullptr; ///< null while smoothing is off
        double sum = 0, weight = 0; ///< of the exponential mean so far
    };

    Curve& curve(const std::string& term);
    void smoothMore(Curve& curve, const QVector<double>& steps, const QVector<double>& values) const;
    void style(std::size_t index);
    bool fitAxis(QCPAxis& axis);
    QCPAxis& axisOf(const std::string& term) const;

    QCustomPlot& m_plot;
    PlotTheme m_theme;
    RunBackdrop m_backdrop;
    std::vector<Curve> m_curves; ///< in display order
    int m_smoothing = 0;
};

/// Metrics of the validation day at several cut-offs, with a ring and a label at the best evaluation of each
/// stage.
class RankingFigure final
{
public:
    struct Shown
    {
        std::set<std::string> metrics { "recall" }; ///< keys of rankingMetrics()
        std::set<int> cutoffs { 50, 100, 200 };
    };

    explicit RankingFigure(QCustomPlot& plot);

    void clear();
    void append(const RunCurves& more);
    void applyTheme(const PlotTheme& theme);
    void retranslate();
    void fit();
    void setShown(const Shown& shown);

    const Shown& shown() const { return m_shown; }

    bool isEmpty() const { return m_evaluations.empty(); }

    RunBackdrop& backdrop() { return m_backdrop; }

    const RunBackdrop& backdrop() const { return m_backdrop; }

    QString summary() const;

private:
    struct Curve
    {
        const RankingMetric* metric = nullptr;
        int cutoff = 0;
        QCPGraph* graph = nullptr;
    };

    struct Best
    {
        QCPItemTracer* ring = nullptr;
        QCPItemText* label = nullptr;
    };

    void addPoint(const EvaluationReport& report);
    const RankingMetric* markedMetric() const;
    Curve& curve(const RankingMetric& metric, int cutoff);
    bool isShown(const Curve& curve) const;
    void name(const Curve& curve);
    void style(const Curve& curve);
    void updateBest();
    void updateVisibility();

    QCustomPlot& m_plot;
    PlotTheme m_theme;
    RunBackdrop m_backdrop;
    Shown m_shown;
    std::vector<EvaluationReport> m_evaluations;
    std::vector<Curve> m_curves;
    std::map<std::string, Best> m_best;
};

/// The figures as functions, for export: all of a run on an empty plot.
void drawLossFigure(QCustomPlot& plot, const RunCurves& curves, const PlotTheme& theme);
void drawRankingFigure(QCustomPlot& plot, const RunCurves& curves, const RankingFigure::Shown& shown,
                       const PlotTheme& theme);

/// Puts the legend in a row above the curves.
void moveLegendAbove(QCustomPlot& plot);
void styleLegend(QCPLegend& legend, const PlotTheme& theme);

} // namespace opal
