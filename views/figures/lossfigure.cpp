// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/figures/lossfigure.h"

#include <algorithm>
#include <cmath>
#include <map>

#include <QCoreApplication>

#include "views/itemmodels/runlook.h"
#include "views/plot/curvegraph.h"
#include "views/plot/distinctticker.h"
#include "views/plot/qcp.h"
#include "views/shell/theme.h"
#include "views/widgets/numbers.h"
#include "views/widgets/stagenames.h"

namespace opal {

namespace {

struct LossTexts
{
    Q_DECLARE_TR_FUNCTIONS(TrainingFigure)
};

struct TermLook
{
    int place = 0; ///< of its colour, the same in every run
    bool isRegulariser = false; ///< on the axis at the right: these are small beside what is minimised
};

TermLook lookOf(const std::string& term)
{
    static const std::map<std::string, TermLook> table {
        { "loss", { 0 } },
        { "main", { 1 } },
        { "seq2item", { 2 } },
        { "seq2seq", { 3 } },
        { "attend", { 2 } },
        { "contrast", { 3 } },
        { "construct", { 4 } },
        { "orth", { 2, true } },
        { "unique", { 3, true } },
        { "unif", { 4, true } },
        { "unif_hard", { 5, true } },
        { "basis", { 6, true } },
        { "positive_share", { 6, true } },
    };
    if (const auto found = table.find(term); found != table.end())
        return found->second;
    constexpr int first = 7;
    int sum = 0; // of a model of one's own: by its name
    for (const char letter : term)
        sum = (sum * 31 + static_cast<unsigned char>(letter)) % 9973;
    return { first + sum % (runLookCount - first) };
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

void styleLegend(QCPLegend& legend, const PlotTheme& theme)
{
    legend.setFont(theme.smallFont);
    legend.setTextColor(theme.text);
    for (QCPLayoutElement* cell : legend.elements(/*recursive=*/false)) {
        auto* const item = qobject_cast<QCPAbstractLegendItem*>(cell);
        if (!item) // the last row of a wrapped legend has cells without an entry
            continue;
        auto* const entry = qobject_cast<QCPPlottableLegendItem*>(item);
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
    for (const Curve& entry : m_curves) {
        m_plot.removeGraph(entry.raw);
        if (entry.smooth)
            m_plot.removeGraph(entry.smooth);
    }
    m_curves.clear();
    m_backdrop.clear();
}

void LossFigure::append(const RunCurves& more)
{
    struct Points
    {
        std::string term;
        QVector<double> steps, values;
    };

    std::vector<Points> fresh;
    for (const StepReport& report : more.steps)
        for (std::size_t index = 0; index < report.terms.size(); ++index) {
            const auto& [term, value] = report.terms[index];
            // Terms come in the same order nearly always.
            auto found = index < fresh.size() && fresh[index].term == term
                ? fresh.begin() + static_cast<std::ptrdiff_t>(index)
                : std::find_if(fresh.begin(), fresh.end(),
                               [&name = term](const Points& points) { return points.term == name; });
            if (found == fresh.end())
                found = fresh.insert(fresh.end(), { term, {}, {} });
            found->steps << static_cast<double>(report.step);
            found->values << value;
        }
    for (const Points& points : fresh) {
        Curve& entry = curve(points.term);
        entry.raw->addData(points.steps, points.values, true);
        if (entry.smooth)
            smoothMore(entry, points.steps, points.values);
    }
    m_backdrop.append(more);
}

LossFigure::Curve& LossFigure::curve(const std::string& term)
{
    const auto found = std::find_if(m_curves.begin(), m_curves.end(),
                                    [&](const Curve& entry) { return entry.term == term; });
    if (found != m_curves.end())
        return *found;
    Curve& entry = m_curves.emplace_back();
    entry.term = term;
    entry.raw = new CurveGraph(m_plot.xAxis, &axisOf(entry.term));
    entry.raw->setName(lossTermTitle(term));
    entry.raw->setSelectable(QCP::stNone);
    if (m_smoothing > 0)
        setSmoothing(m_smoothing);
    style(m_curves.size() - 1);
    return m_curves.back();
}

void LossFigure::setSmoothing(int steps)
{
    m_smoothing = steps;
    for (Curve& entry : m_curves) {
        if (entry.smooth)
            m_plot.removeGraph(entry.smooth);
        entry.smooth = nullptr;
        entry.sum = entry.weight = 0;
        if (steps == 0) {
            entry.raw->addToLegend();
            continue;
        }
        entry.smooth = new CurveGraph(m_plot.xAxis, &axisOf(entry.term));
        entry.smooth->setProperty("derived", true);
        entry.smooth->setName(lossTermTitle(entry.term));
        entry.smooth->setSelectable(QCP::stNone);
        entry.smooth->setVisible(entry.raw->visible());
        entry.raw->removeFromLegend();
        QVector<double> keys, values;
        for (const QCPGraphData& point : *entry.raw->data()) {
            keys << point.key;
            values << point.value;
        }
        smoothMore(entry, keys, values);
    }
    for (std::size_t index = 0; index < m_curves.size(); ++index)
        style(index);
}

void LossFigure::smoothMore(Curve& entry, const QVector<double>& steps, const QVector<double>& values) const
{
    const double keep = 1 - 2.0 / (m_smoothing + 1);
    QVector<double> means;
    means.reserve(values.size());
    for (const double value : values) {
        entry.sum = keep * entry.sum + value;
        entry.weight = keep * entry.weight + 1; // without it the mean would begin at zero
        means << entry.sum / entry.weight;
    }
    entry.smooth->addData(steps, means, true);
}

void LossFigure::toggle(const QCPAbstractPlottable* plottable)
{
    for (Curve& entry : m_curves) {
        if (plottable != entry.raw && plottable != entry.smooth)
            continue;
        const bool visible = !entry.raw->visible();
        entry.raw->setVisible(visible);
        if (entry.smooth)
            entry.smooth->setVisible(visible);
    }
    styleLegend(*m_plot.legend, m_theme);
}

void LossFigure::style(std::size_t index)
{
    const Curve& entry = m_curves[index];
    const TermLook look = lookOf(entry.term);
    QPen pen(m_theme.seriesColour(look.place), m_theme.lineWidth);
    pen.setStyle(look.isRegulariser ? Qt::DashLine : Theme::categoryDash(look.place));
    QPen behind = pen;
    if (entry.smooth) {
        QColor faint = pen.color();
        faint.setAlphaF(0.3F);
        behind = QPen(faint, 1);
        entry.smooth->setPen(pen);
    }
    entry.raw->setPen(behind);
    styleLegend(*m_plot.legend, m_theme);
}

void LossFigure::applyTheme(const PlotTheme& theme)
{
    m_theme = theme;
    for (std::size_t index = 0; index < m_curves.size(); ++index)
        style(index);
    m_backdrop.applyTheme(theme);
    applyAxisTheme(*m_plot.yAxis2, theme, false);
    m_plot.yAxis2->setBasePen(QPen(Qt::NoPen));
    m_plot.yAxis2->setTickPen(QPen(Qt::NoPen));
    styleLegend(*m_plot.legend, theme);
}

QCPAxis& LossFigure::axisOf(const std::string& term) const
{
    return lookOf(term).isRegulariser ? *m_plot.yAxis2 : *m_plot.yAxis;
}

void LossFigure::retranslate()
{
    m_plot.xAxis->setLabel(LossTexts::tr("Step"));
    m_plot.yAxis->setLabel(LossTexts::tr("Loss\n(lower is better)"));
    m_plot.yAxis2->setLabel(LossTexts::tr("Regularisers"));
    for (const Curve& entry : m_curves) {
        entry.raw->setName(lossTermTitle(entry.term));
        if (entry.smooth)
            entry.smooth->setName(lossTermTitle(entry.term));
    }
    m_backdrop.retranslate();
}

bool LossFigure::isLogScale() const
{
    return m_plot.yAxis->scaleType() == QCPAxis::stLogarithmic;
}

void LossFigure::setLogScale(bool log)
{
    for (QCPAxis* axis : { m_plot.yAxis, m_plot.yAxis2 }) {
        axis->setScaleType(log ? QCPAxis::stLogarithmic : QCPAxis::stLinear);
        if (log)
            axis->setTicker(QSharedPointer<QCPAxisTickerLog>(new QCPAxisTickerLog));
        else
            axis->setTicker(QSharedPointer<DistinctTicker>::create());
        axis->setNumberFormat(log ? QStringLiteral("gb") : QStringLiteral("g"));
        axis->setNumberPrecision(log ? 3 : 6);
    }
}

void LossFigure::fit()
{
    m_plot.xAxis->setRange(0, std::max(10.0, m_backdrop.lastStep() * 1.01));
    fitAxis(*m_plot.yAxis);
    m_plot.yAxis2->setVisible(fitAxis(*m_plot.yAxis2));
}

/// False if the axis has nothing to show.
bool LossFigure::fitAxis(QCPAxis& axis)
{
    const QCP::SignDomain signs = isLogScale() ? QCP::sdPositive : QCP::sdBoth;
    double low = isLogScale() ? 1 : 0;
    double high = 1;
    bool any = false;
    for (const Curve& entry : m_curves) {
        bool found = false;
        const QCPRange range = entry.raw->getValueRange(found, signs);
        if (!found || !entry.raw->visible() || entry.raw->valueAxis() != &axis)
            continue;
        low = any ? std::min(low, range.lower) : range.lower;
        high = any ? std::max(high, range.upper) : range.upper;
        any = true;
    }
    if (isLogScale()) {
        const double decades = std::max(std::log10(high / low), 0.5);
        axis.setRange(low / std::pow(10, 0.05 * decades), high * std::pow(10, 0.16 * decades));
    } else {
        const double span = std::max(high - low, 1e-6);
        axis.setRange(low >= 0 ? 0 : low - 0.05 * span, high + 0.14 * (low >= 0 ? high : span));
    }
    return any;
}

std::vector<std::string> LossFigure::terms() const
{
    std::vector<std::string> terms;
    for (const Curve& entry : m_curves)
        terms.push_back(entry.term);
    return terms;
}

int LossFigure::stepCount() const
{
    int count = 0;
    for (const Curve& entry : m_curves)
        count = std::max(count, entry.raw->dataCount());
    return count;
}

QString LossFigure::summary() const
{
    if (m_curves.empty() || m_curves.front().raw->data()->isEmpty())
        return LossTexts::tr("No steps yet");
    const auto last = m_curves.front().raw->data()->constEnd() - 1;
    return LossTexts::tr("%1 loss terms over %2 steps, total now %3")
        .arg(m_curves.size() - 1)
        .arg(last->key)
        .arg(metricText(last->value));
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
    for (int index = 0; index < plot.graphCount(); ++index)
        distinguish(*plot.graph(index), index, theme);
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
    for (int index = 0; index < plot.graphCount(); ++index)
        distinguish(*plot.graph(index), index, theme);
}

} // namespace opal
