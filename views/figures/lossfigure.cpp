#include "views/figures/lossfigure.h"

#include <algorithm>

#include <QCoreApplication>

#include "views/figures/stagenames.h"
#include "views/plot/qcp.h"
#include "views/shell/theme.h"

namespace opal {

namespace {

QString text(const char* english)
{
    return QCoreApplication::translate("TrainingFigure", english);
}

} // namespace

void moveLegendAbove(QCustomPlot& plot)
{
    plot.legend->setVisible(true);
    plot.plotLayout()->insertRow(0);
    auto* row = new QCPLayoutGrid;
    plot.plotLayout()->addElement(0, 0, row);
    plot.axisRect()->insetLayout()->take(plot.legend);
    row->addElement(0, 0, plot.legend);
    row->addElement(0, 1, new QCPLayoutElement(&plot)); // takes the rest of the width
    row->setColumnStretchFactor(0, 0.001);
    plot.plotLayout()->setRowStretchFactor(0, 0.001);
    plot.plotLayout()->setRowSpacing(0);
    plot.legend->setFillOrder(QCPLegend::foColumnsFirst);
    plot.legend->setBorderPen(Qt::NoPen);
    plot.legend->setBrush(Qt::NoBrush);
    plot.legend->setIconSize(16, 8);
    plot.legend->setColumnSpacing(16);
    plot.legend->setMargins(QMargins(8, 4, 8, 2));
}

void styleLegend(QCustomPlot& plot, const PlotTheme& theme)
{
    plot.legend->setFont(theme.smallFont);
    plot.legend->setTextColor(theme.secondary);
    for (int index = 0; index < plot.legend->itemCount(); ++index) {
        QCPAbstractLegendItem* item = plot.legend->item(index);
        auto* entry = qobject_cast<QCPPlottableLegendItem*>(item);
        const bool faded = entry && !entry->plottable()->visible();
        item->setFont(theme.smallFont);
        item->setTextColor(faded ? theme.axis : theme.text);
    }
}

LossFigure::LossFigure(QCustomPlot& plot)
    : m_plot(plot)
    , m_theme(PlotTheme::paper())
    , m_backdrop(plot)
{
    moveLegendAbove(plot);
    retranslate();
}

void LossFigure::clear()
{
    for (const auto& [term, graph] : m_graphs)
        m_plot.removeGraph(graph);
    m_graphs.clear();
    m_backdrop.clear();
}

void LossFigure::append(const RunCurves& more)
{
    struct Points
    {
        QVector<double> steps, values;
    };

    std::vector<std::pair<std::string, Points>> fresh;
    for (const StepReport& report : more.steps)
        for (const auto& named : report.terms) {
            const std::string& term = named.first;
            auto found = std::find_if(fresh.begin(), fresh.end(),
                                      [&](const auto& entry) { return entry.first == term; });
            if (found == fresh.end())
                found = fresh.insert(fresh.end(), { term, {} });
            found->second.steps << static_cast<double>(report.step);
            found->second.values << named.second;
        }
    for (const auto& [term, points] : fresh)
        graphOf(term)->addData(points.steps, points.values, true);
    m_backdrop.append(more);
}

QCPGraph* LossFigure::graphOf(const std::string& term)
{
    const auto found = std::find_if(m_graphs.begin(), m_graphs.end(),
                                    [&](const auto& entry) { return entry.first == term; });
    if (found != m_graphs.end())
        return found->second;
    QCPGraph* graph = m_plot.addGraph();
    graph->setName(lossTermTitle(term));
    graph->setAdaptiveSampling(true);
    m_graphs.emplace_back(term, graph);
    style(static_cast<int>(m_graphs.size()) - 1);
    return graph;
}

void LossFigure::style(int index)
{
    QCPGraph* graph = m_graphs[static_cast<std::size_t>(index)].second;
    QPen pen(m_theme.seriesColour(index), m_theme.lineWidth);
    pen.setStyle(Theme::categoryDash(index));
    graph->setPen(pen);
    graph->setSelectable(QCP::stNone);
    styleLegend(m_plot, m_theme);
}

void LossFigure::applyTheme(const PlotTheme& theme)
{
    m_theme = theme;
    for (int index = 0; index < static_cast<int>(m_graphs.size()); ++index)
        style(index);
    m_backdrop.applyTheme(theme);
    styleLegend(m_plot, theme);
}

void LossFigure::retranslate()
{
    m_plot.xAxis->setLabel(text(QT_TRANSLATE_NOOP("TrainingFigure", "Step")));
    m_plot.yAxis->setLabel(text(QT_TRANSLATE_NOOP("TrainingFigure", "Loss (lower is better)")));
    for (const auto& [term, graph] : m_graphs)
        graph->setName(lossTermTitle(term));
    m_backdrop.retranslate();
}

void LossFigure::fit()
{
    double low = 0, high = 1;
    bool any = false;
    for (const auto& [term, graph] : m_graphs) {
        bool found = false;
        const QCPRange range = graph->getValueRange(found);
        if (!found || !graph->visible())
            continue;
        low = any ? std::min(low, range.lower) : range.lower;
        high = any ? std::max(high, range.upper) : range.upper;
        any = true;
    }
    const double span = std::max(high - low, 1e-6);
    m_plot.yAxis->setRange(low >= 0 ? 0 : low - 0.05 * span, high + 0.14 * (low >= 0 ? high : span));
    m_plot.xAxis->setRange(0, std::max(10.0, m_backdrop.lastStep() * 1.01));
}

QString LossFigure::summary() const
{
    if (m_graphs.empty() || m_graphs.front().second->data()->isEmpty())
        return text(QT_TRANSLATE_NOOP("TrainingFigure", "No steps yet"));
    const auto last = m_graphs.front().second->data()->constEnd() - 1;
    return text(QT_TRANSLATE_NOOP("TrainingFigure", "%1 loss terms over %2 steps, total now %3"))
        .arg(m_graphs.size() - 1)
        .arg(last->key)
        .arg(last->value, 0, 'f', 4);
}

void drawLossFigure(QCustomPlot& plot, const RunCurves& curves, const PlotTheme& theme)
{
    LossFigure figure(plot);
    figure.append(curves);
    applyPlotTheme(plot, theme);
    figure.applyTheme(theme);
    figure.fit();
    plot.replot(QCustomPlot::rpImmediateRefresh);
    figure.applyTheme(theme); // places the band names now that the layout is known
}

void drawRankingFigure(QCustomPlot& plot, const RunCurves& curves, const RankingFigure::Shown& shown,
                       const PlotTheme& theme)
{
    RankingFigure figure(plot);
    figure.setShown(shown);
    figure.append(curves);
    applyPlotTheme(plot, theme);
    figure.applyTheme(theme);
    figure.fit();
    plot.replot(QCustomPlot::rpImmediateRefresh);
    figure.applyTheme(theme);
}

} // namespace opal
