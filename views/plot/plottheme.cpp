// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plot/plottheme.h"

#include <algorithm>
#include <array>
#include <typeinfo>

#include <QApplication>

#include "views/plot/distinctticker.h"
#include "views/plot/markershapes.h"
#include "views/plot/qcp.h"
#include "views/shell/theme.h"

namespace opal {

QColor PlotTheme::seriesColour(int index) const
{
    return series.isEmpty() ? Theme::categoryColor(index) : series[index % series.size()];
}

PlotTheme PlotTheme::screen(const ThemeTokens& tokens)
{
    PlotTheme theme;
    theme.background = tokens.panel;
    theme.text = tokens.text;
    theme.secondary = tokens.secondary;
    theme.grid = tokens.grid;
    theme.axis = tokens.border;
    theme.accent = tokens.accent;
    theme.band = tokens.accent;
    theme.band.setAlphaF(0.06F);
    theme.good = tokens.good;
    theme.warning = tokens.warning;
    theme.bad = tokens.bad;
    theme.font = QApplication::font();
    theme.font.setPixelSize(Theme::secondaryPx);
    theme.smallFont = theme.font;
    theme.smallFont.setPixelSize(11);
    theme.missing = tokens.window;
    theme.zero = tokens.grid;
    return theme;
}

PlotTheme PlotTheme::paper()
{
    PlotTheme theme;
    theme.background = Qt::white;
    theme.text = Qt::black;
    theme.secondary = Qt::black;
    theme.grid = QColor(0xE6E6E6);
    theme.axis = Qt::black;
    theme.accent = Qt::black;
    theme.band = QColor(0xF4F4F4);
    theme.good = theme.warning = theme.bad = Qt::black;
    theme.font = QFont(QStringLiteral("DejaVu Sans"));
    theme.font.setHintingPreference(QFont::PreferNoHinting);
    theme.font.setPixelSize(8);
    theme.smallFont = theme.font;
    theme.smallFont.setPixelSize(7);
    theme.missing = Qt::white;
    theme.zero = QColor(0xECECEC);
    theme.print = true;
    theme.lineWidth = 0.75;
    theme.strongLineWidth = 1.25;
    return theme;
}

void applyAxisTheme(QCPAxis& axis, const PlotTheme& theme, bool horizontalGrid)
{
    // Only where nobody has chosen a ticker yet.
    if (const QSharedPointer<QCPAxisTicker> ticker = axis.ticker(); typeid(*ticker) == typeid(QCPAxisTicker))
        axis.setTicker(QSharedPointer<DistinctTicker>::create());
    const QPen axisPen(theme.axis, 1);
    axis.setBasePen(axisPen);
    axis.setTickPen(axisPen);
    axis.setTickLength(0, 4);
    axis.setSubTicks(false);
    axis.setTickLabelColor(theme.secondary);
    axis.setLabelColor(theme.secondary);
    axis.setTickLabelFont(theme.smallFont);
    axis.setLabelFont(theme.smallFont);
    axis.setSelectableParts(QCPAxis::spNone);
    axis.setTickLabelPadding(theme.print ? 2 : 4);
    axis.setLabelPadding(theme.print ? 2 : 6);
    axis.grid()->setVisible(horizontalGrid);
    axis.grid()->setPen(QPen(theme.grid, 1));
    axis.grid()->setZeroLinePen(QPen(theme.grid, 1));
    axis.grid()->setSubGridVisible(false);
}

void applyPlotTheme(QCustomPlot& plot, const PlotTheme& theme)
{
    plot.setBackground(QBrush(theme.background));
    for (QCPAxisRect* rect : plot.axisRects()) {
        rect->axis(QCPAxis::atTop)->setVisible(false);
        rect->axis(QCPAxis::atRight)->setVisible(false);
        applyAxisTheme(*rect->axis(QCPAxis::atLeft), theme, true);
        applyAxisTheme(*rect->axis(QCPAxis::atBottom), theme, false);
        rect->axis(QCPAxis::atLeft)->setBasePen(QPen(Qt::NoPen));
        rect->axis(QCPAxis::atLeft)->setTickPen(QPen(Qt::NoPen));
    }
}

void distinguish(QCPGraph& graph, int index, const PlotTheme& theme)
{
    if (!theme.print)
        return;
    // Eight dashes and nine markers: the pair is another one for each of 72 lines. Dashes are in units of the
    // line width; empty: an unbroken line.
    static const std::array<QList<qreal>, 8> dashes { {
        {},
        { 5, 2.5 },
        { 1.5, 2 },
        { 6, 2, 1.5, 2 },
        { 9, 3 },
        { 6, 2, 1.5, 2, 1.5, 2 },
        { 3, 1.5 },
        { 10, 2, 3, 2 },
    } };
    constexpr int markers = 8;
    const auto place = static_cast<std::size_t>(std::max(index, 0));
    QPen pen = graph.pen();
    pen.setCapStyle(Qt::FlatCap);
    if (const auto& dash = dashes[place % dashes.size()]; dash.isEmpty())
        pen.setStyle(Qt::SolidLine);
    else
        pen.setDashPattern(dash);
    graph.setPen(pen);
    const auto shape = markerShapes[place % markerShapes.size()];
    const QBrush fill(shape == QCPScatterStyle::ssCircle ? theme.background : pen.color());
    graph.setScatterStyle(QCPScatterStyle(shape, QPen(pen.color(), theme.lineWidth), fill, 4));
    graph.setScatterSkip(std::max(0, graph.dataCount() / markers - 1));
}

void clearPlot(QCustomPlot& plot)
{
    plot.clearItems();
    plot.clearPlottables();
    plot.plotLayout()->clear();
    plot.plotLayout()->simplify();
    // Nothing else lets go of groups: each drawing would leave its own behind.
    qDeleteAll(plot.findChildren<QCPMarginGroup*>(QString(), Qt::FindDirectChildrenOnly));
    qDeleteAll(plot.findChildren<QCPBarsGroup*>(QString(), Qt::FindDirectChildrenOnly));
    plot.legend = nullptr;
}

} // namespace opal
