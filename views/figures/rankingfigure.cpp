// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include <QCoreApplication>

#include "core/base/notanumber.h"
#include "views/figures/lossfigure.h"
#include "views/plot/figureexporter.h"
#include "views/plot/qcp.h"
#include "views/shell/theme.h"
#include "views/widgets/metricnames.h"
#include "views/widgets/numbers.h"
#include "views/widgets/stagenames.h"

namespace opal {

namespace {

struct RankingTexts
{
    Q_DECLARE_TR_FUNCTIONS(TrainingFigure)
};

/// The dash and the marker of a metric, by its place in the table.
std::pair<Qt::PenStyle, QCPScatterStyle::ScatterShape> lookOf(const RankingMetric& metric)
{
    constexpr std::pair<Qt::PenStyle, QCPScatterStyle::ScatterShape> looks[] {
        { Qt::SolidLine, QCPScatterStyle::ssDisc },
        { Qt::DashLine, QCPScatterStyle::ssSquare },
        { Qt::DotLine, QCPScatterStyle::ssTriangle },
        { Qt::DashDotLine, QCPScatterStyle::ssDiamond },
        { Qt::DashDotDotLine, QCPScatterStyle::ssCross }
    };
    return looks[static_cast<std::size_t>(&metric - rankingMetrics().data()) % std::size(looks)];
}

} // namespace

RankingFigure::RankingFigure(QCustomPlot& plot)
    : m_plot(plot)
    , m_theme(PlotTheme::paper())
    , m_backdrop(plot)
{
    moveLegendAbove(plot);
    retranslate();
}

void RankingFigure::clear()
{
    for (const Curve& entry : m_curves)
        m_plot.removeGraph(entry.graph);
    for (const auto& [stage, best] : m_best) {
        m_plot.removeItem(best.ring);
        m_plot.removeItem(best.label);
    }
    m_curves.clear();
    m_best.clear();
    m_evaluations.clear();
    m_backdrop.clear();
}

void RankingFigure::append(const RunCurves& more)
{
    for (const EvaluationReport& report : more.evaluations) {
        m_evaluations.push_back(report);
        addPoint(report);
    }
    m_backdrop.append(more);
    if (!more.evaluations.empty())
        updateVisibility();
}

void RankingFigure::addPoint(const EvaluationReport& report)
{
    const auto step = static_cast<double>(report.step);
    for (const RankingMetric& metric : rankingMetrics())
        for (const auto& [cutoff, value] : report.metrics.of(metric.key))
            curve(metric, cutoff).graph->addData(step, value);
}

RankingFigure::Curve& RankingFigure::curve(const RankingMetric& metric, int cutoff)
{
    for (Curve& entry : m_curves)
        if (entry.metric == &metric && entry.cutoff == cutoff)
            return entry;
    m_curves.push_back({ &metric, cutoff, m_plot.addGraph() });
    name(m_curves.back());
    style(m_curves.back());
    return m_curves.back();
}

void RankingFigure::name(const Curve& entry)
{
    entry.graph->setName(metricName(*entry.metric, entry.cutoff));
}

bool RankingFigure::isShown(const Curve& entry) const
{
    return m_shown.metrics.contains(entry.metric->key) && m_shown.cutoffs.contains(entry.cutoff);
}

void RankingFigure::style(const Curve& entry)
{
    // One colour a cut-off; the metric is told by the dash and the marker.
    const int place = entry.cutoff <= 50 ? 1 : entry.cutoff <= 100 ? 2 : 0;
    QPen pen(m_theme.seriesColour(place), m_theme.lineWidth);
    const auto [dash, marker] = lookOf(*entry.metric);
    pen.setStyle(dash);
    entry.graph->setPen(pen);
    entry.graph->setSelectable(QCP::stNone);
    entry.graph->setScatterStyle(QCPScatterStyle(marker, pen.color(), pen.color(), 4));
}

void RankingFigure::updateVisibility()
{
    for (const Curve& entry : m_curves) {
        const bool shown = isShown(entry);
        entry.graph->setVisible(shown);
        if (shown)
            entry.graph->addToLegend();
        else
            entry.graph->removeFromLegend();
    }
    styleLegend(*m_plot.legend, m_theme);
    updateBest();
}

/// The first of the shown ones carries the rings.
const RankingMetric* RankingFigure::markedMetric() const
{
    for (const RankingMetric& metric : rankingMetrics())
        if (m_shown.metrics.contains(metric.key))
            return &metric;
    return nullptr;
}

void RankingFigure::updateBest()
{
    const RankingMetric* metric = markedMetric();
    const auto cutoff = m_shown.cutoffs.empty() ? 0 : *m_shown.cutoffs.rbegin();
    std::map<std::string, EvaluationReport> best;
    for (const EvaluationReport& report : m_evaluations)
        if (report.best)
            best[report.stage] = report; // later ones are better
    for (const auto& [stage, report] : best) {
        Best& mark = m_best[stage];
        if (!mark.ring) {
            mark.ring = new QCPItemTracer(&m_plot);
            mark.ring->setStyle(QCPItemTracer::tsCircle);
            mark.ring->setSelectable(false);
            mark.ring->setSize(10);
            mark.ring->setBrush(Qt::NoBrush);
            mark.label = new QCPItemText(&m_plot);
            mark.label->setSelectable(false);
            mark.label->setProperty(labelYields, true);
            mark.label->setClipToAxisRect(false);
            mark.label->setPositionAlignment(Qt::AlignRight | Qt::AlignBottom);
            mark.label->setPadding(QMargins(0, 0, 4, 4));
        }
        const double value = metric ? report.metrics.at(metric->key, cutoff) : notANumber;
        const bool visible = std::isfinite(value);
        const auto step = static_cast<double>(report.step);
        mark.ring->setVisible(visible);
        mark.label->setVisible(visible);
        mark.ring->setPen(QPen(m_theme.text, 1.5));
        mark.ring->position->setCoords(step, value);
        mark.label->position->setCoords(step, value);
        mark.label->setFont(m_theme.smallFont);
        mark.label->setColor(m_theme.text);
        mark.label->setText(RankingTexts::tr("best %1, epoch %2").arg(metricText(value)).arg(report.epoch));
        // Near the left edge the label stands to the right of its ring.
        const bool left = step < 0.2 * std::max(1.0, m_backdrop.lastStep());
        mark.label->setPositionAlignment((left ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignBottom);
        mark.label->setPadding(QMargins(left ? 4 : 0, 0, left ? 0 : 4, 4));
    }
}

void RankingFigure::applyTheme(const PlotTheme& theme)
{
    m_theme = theme;
    for (const Curve& entry : m_curves)
        style(entry);
    m_backdrop.applyTheme(theme);
    updateVisibility();
}

void RankingFigure::retranslate()
{
    m_plot.xAxis->setLabel(RankingTexts::tr("Step"));
    m_plot.yAxis->setLabel(RankingTexts::tr("Higher is better"));
    for (const Curve& entry : m_curves)
        name(entry);
    m_backdrop.retranslate();
    updateBest();
}

void RankingFigure::fit()
{
    double low = 1, high = 0;
    for (const Curve& entry : m_curves) {
        bool found = false;
        const QCPRange range = entry.graph->getValueRange(found);
        if (!found || !entry.graph->visible())
            continue;
        low = std::min(low, range.lower);
        high = std::max(high, range.upper);
    }
    if (high < low)
        low = 0, high = 1;
    const double span = std::max(high - low, 0.02);
    m_plot.yAxis->setRange(std::max(0.0, low - 0.1 * span), high + 0.42 * span);
    m_plot.xAxis->setRange(0, std::max(10.0, m_backdrop.lastStep() * 1.01));
}

void RankingFigure::setShown(const Shown& shown)
{
    m_shown = shown;
    updateVisibility();
}

QString RankingFigure::summary() const
{
    for (auto report = m_evaluations.rbegin(); report != m_evaluations.rend(); ++report)
        if (report->best)
            return RankingTexts::tr("Recall@200, %1 evaluations, best %2 in %3 at epoch %4")
                .arg(m_evaluations.size())
                .arg(metricText(report->metrics.at("recall", 200)), stageTitle(report->stage))
                .arg(report->epoch);
    return RankingTexts::tr("No evaluation yet");
}

} // namespace opal
