// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/figures/sppmisheet.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QVariant>
#include <QWidget>

#include "core/base/error.h"
#include "core/results/diversity.h"
#include "views/plot/colourmap.h"
#include "views/plot/heatmapitem.h"
#include "views/plot/plottheme.h"
#include "views/plot/qcp.h"
#include "views/shell/figure.h"
#include "views/widgets/numbers.h"

namespace opal {

namespace {

struct SppmiSheetTexts
{
    Q_DECLARE_TR_FUNCTIONS(SppmiFigure)
};

/// The words in lines that are not wider than `width`: QCustomPlot itself never wraps.
QString wrappedText(const QString& words, const QFont& font, double width)
{
    const QFontMetricsF metrics(font);
    QString result;
    for (const QString& paragraph : words.split(QLatin1Char('\n'))) {
        QString line;
        for (const QString& word : paragraph.split(QLatin1Char(' '))) {
            const QString longer = line.isEmpty() ? word : QString(line % QLatin1Char(' ') % word);
            if (!line.isEmpty() && metrics.horizontalAdvance(longer) > width) {
                result += line % QLatin1Char('\n');
                line = word;
            } else {
                line = longer;
            }
        }
        result += line % QLatin1Char('\n');
    }
    result.chop(1);
    return result;
}

/// `words` in lines of at most `room`.
void addSheetText(const SppmiPlace& place, const QString& words, const QFont& font, double room,
                  const PlotTheme& theme)
{
    auto* element = new QCPTextElement(place.grid.parentPlot(), wrappedText(words, font, room), font);
    element->setTextColor(theme.text);
    element->setTextFlags(Qt::AlignLeft | Qt::AlignVCenter);
    element->setMargins(QMargins(2, 1, 2, 1));
    place.grid.addElement(place.row, place.column, element);
}

} // namespace

PlotTheme sppmiTheme(PlotTheme theme)
{
    const bool onLight = theme.background.lightnessF() > 0.5;
    if (!theme.print)
        theme.colourMap = onLight ? QStringLiteral("blues") : QStringLiteral("viridis");
    if (onLight)
        theme.colourMap += QStringLiteral("_r");
    theme.zero = QColor(ColourMap(theme.colourMap).at(0));
    return theme;
}

double numberOption(const FigureSubject& subject, const char* key, double fallback)
{
    const std::string given = subject.option(key);
    if (given.empty())
        return fallback;
    bool valid = false;
    const double value = QString::fromStdString(given).toDouble(&valid);
    if (!valid || !(value >= 1))
        throw Error(ErrorCode::InvalidArgument,
                    std::string("the option '") + key + "' takes a number from 1, not '" + given + "'");
    return value;
}

QString zeroShareText(double share)
{
    return std::isfinite(share) ? QLocale().toString(share * 100, 'f', 1) : QStringLiteral("–");
}

QString intervalText(const MeanInterval& mean)
{
    return std::isfinite(mean.low)
        ? QStringLiteral("%1 [%2, %3]")
              .arg(metricText(mean.mean), metricText(mean.low), metricText(mean.high))
        : metricText(mean.mean);
}

QCPAxisRect* addSheetAxes(const SppmiPlace& place, const PlotTheme& theme, bool grid)
{
    auto* rect = new QCPAxisRect(place.grid.parentPlot());
    place.grid.addElement(place.row, place.column, rect);
    // In an order of our own: that of rect->axes() is a hash's, another one in each process.
    for (const auto type : { QCPAxis::atLeft, QCPAxis::atRight, QCPAxis::atTop, QCPAxis::atBottom }) {
        QCPAxis* axis = rect->axis(type);
        axis->setLayer(QStringLiteral("axes"));
        axis->grid()->setLayer(QStringLiteral("grid"));
    }
    rect->axis(QCPAxis::atTop)->setVisible(false);
    rect->axis(QCPAxis::atRight)->setVisible(false);
    applyAxisTheme(*rect->axis(QCPAxis::atLeft), theme, grid);
    applyAxisTheme(*rect->axis(QCPAxis::atBottom), theme, false);
    rect->axis(QCPAxis::atBottom)->ticker()->setTickCount(3); // numbers side by side in one column, too
    rect->setMinimumMargins(QMargins(2, 2, 4, 2));
    return rect;
}

namespace {

/// The colour scale from 0 to `high`.
void addSppmiScale(const SppmiPlace& place, double high, const PlotTheme& theme)
{
    QCPAxisRect* rect = addSheetAxes(place, theme, false);
    rect->axis(QCPAxis::atBottom)->setTicks(false);
    rect->axis(QCPAxis::atBottom)->setTickLabels(false);
    rect->axis(QCPAxis::atBottom)->setBasePen(Qt::NoPen);
    QCPAxis* left = rect->axis(QCPAxis::atLeft);
    left->setVisible(false);
    QCPAxis* right = rect->axis(QCPAxis::atRight);
    applyAxisTheme(*right, theme, false);
    right->setVisible(true);
    right->setObjectName(QStringLiteral("colour-scale"));
    right->setRange(0, high);
    right->setLabel(SppmiSheetTexts::tr("SPPMI"));
    new ColourBarItem(rect, theme.colourMap);
    const int barWidth = theme.smallFont.pixelSize() * 3 / 2;
    rect->setMinimumSize(barWidth, 10);
    rect->setMaximumSize(barWidth, QWIDGETSIZE_MAX);
    rect->setMinimumMargins(QMargins(2, theme.smallFont.pixelSize() + 8, 2, 2));
}

/// Bars of the shares of pairs above 0 and the cumulative share, which begins at the share of zeros.
void drawSppmiHistogram(QCPAxisRect& rect, const std::vector<double>& shares, double zeroShare,
                        const SppmiBins& bins, const PlotTheme& theme)
{
    QCPAxis* x = rect.axis(QCPAxis::atBottom);
    QCPAxis* y = rect.axis(QCPAxis::atLeft);
    auto* bars = new QCPBars(x, y);
    bars->setName(QStringLiteral("histogram"));
    bars->setWidth(bins.width);
    bars->setPen(Qt::NoPen);
    bars->setBrush(theme.seriesColour(0));
    auto* cumulative = new QCPGraph(x, rect.axis(QCPAxis::atRight));
    cumulative->setName(QStringLiteral("cumulative"));
    QPen pen(theme.seriesColour(5), theme.strongLineWidth);
    pen.setStyle(Qt::DashLine);
    cumulative->setPen(pen);
    double sum = zeroShare;
    cumulative->addData(0, sum);
    for (std::size_t bin = 0; bin < shares.size(); ++bin) {
        const double start = static_cast<double>(bin) * bins.width;
        bars->addData(start + bins.width / 2, shares[bin]);
        sum += shares[bin];
        cumulative->addData(start + bins.width, sum);
    }
    x->setRange(0, static_cast<double>(shares.size()) * bins.width);
    y->setRange(0, bins.highestShare > 0 ? bins.highestShare * 1.15 : 1);
    QCPAxis* right = rect.axis(QCPAxis::atRight);
    applyAxisTheme(*right, theme, false);
    right->setBasePen(Qt::NoPen);
    right->setTickPen(Qt::NoPen);
    right->setVisible(true);
    right->setRange(0, 1.02);
    right->setObjectName(QStringLiteral("axis-cumulative"));
    x->setLabel(SppmiSheetTexts::tr("SPPMI of a pair"));
}

/// Pictures above one another share their left and right edges, those beside one another top and bottom.
void alignSppmiSheet(QCustomPlot& plot, QCPLayoutGrid& grid, int count)
{
    for (const int row : { 1, 3 }) {
        auto* line = new QCPMarginGroup(&plot);
        for (int column = 0; column < grid.columnCount(); ++column)
            if (grid.hasElement(row, column))
                grid.element(row, column)->setMarginGroup(QCP::msTop | QCP::msBottom, line);
    }
    for (int column = 0; column < count; ++column) {
        auto* edge = new QCPMarginGroup(&plot);
        for (const int row : { 1, 3 })
            grid.element(row, column)->setMarginGroup(QCP::msLeft | QCP::msRight, edge);
    }
}

QString lettered(int letter, const QString& words)
{
    return QStringLiteral("(%1) %2").arg(QChar(u'a' + letter)).arg(words);
}

QCPLayoutGrid* addGrid(QCustomPlot& plot, int row)
{
    auto* grid = new QCPLayoutGrid;
    plot.plotLayout()->addElement(row, 0, grid);
    grid->setRowSpacing(0);
    grid->setColumnSpacing(4);
    return grid;
}

/// Numbers of run `side` with their histogram below.
void addHistogram(const SppmiSheet& sheet, const SppmiPlace& place, int side, double room,
                  const PlotTheme& theme)
{
    const auto count = static_cast<int>(sheet.columns.size());
    const SppmiColumn& one = sheet.columns[static_cast<std::size_t>(side)];
    addSheetText(place, lettered(count + side, one.numbers), theme.smallFont, room, theme);
    QCPAxisRect* rect = addSheetAxes({ place.grid, place.row + 1, place.column }, theme, true);
    drawSppmiHistogram(*rect, one.shares, one.zeroShare, sheet.bins, theme);
    if (side == 0)
        rect->axis(QCPAxis::atLeft)->setLabel(SppmiSheetTexts::tr("Share of pairs"));
    if (side == count - 1)
        rect->axis(QCPAxis::atRight)->setLabel(SppmiSheetTexts::tr("Cumulative share"));
}

void addTitle(const SppmiSheet& sheet, const SppmiPlace& place, int side, double room, const PlotTheme& theme)
{
    addSheetText(place, lettered(side, sheet.columns[static_cast<std::size_t>(side)].title), theme.font, room,
                 theme);
}

/// One column a run, the colour scale beside the pictures.
void drawBeside(QCustomPlot& plot, const SppmiSheet& sheet, double room, const PlotTheme& theme)
{
    QCPLayoutGrid* body = addGrid(plot, 0);
    const auto count = static_cast<int>(sheet.columns.size());
    for (int side = 0; side < count; ++side) {
        addTitle(sheet, { *body, 0, side }, side, room / count - 12, theme);
        sheet.addPicture({ *body, 1, side }, side);
        addHistogram(sheet, { *body, 2, side }, side, room / count - 12, theme);
    }
    addSppmiScale({ *body, 1, count }, sheet.high, theme);
    alignSppmiSheet(plot, *body, count);
    for (const int row : { 0, 2 })
        body->setRowStretchFactor(row, 0.001);
    body->setRowStretchFactor(1, 2);
    body->setColumnStretchFactor(count, 0.001);
}

/// Pictures above one another, each with the one colour scale beside it; histograms beside one another below.
void drawStacked(QCustomPlot& plot, const SppmiSheet& sheet, double room, const PlotTheme& theme)
{
    QCPLayoutGrid* pictures = addGrid(plot, 0);
    QCPLayoutGrid* histograms = addGrid(plot, 1);
    const auto count = static_cast<int>(sheet.columns.size());
    auto* edge = new QCPMarginGroup(&plot);
    auto* line = new QCPMarginGroup(&plot);
    for (int side = 0; side < count; ++side) {
        const int row = 2 * side + 1;
        addTitle(sheet, { *pictures, row - 1, 0 }, side, room, theme);
        sheet.addPicture({ *pictures, row, 0 }, side);
        addSppmiScale({ *pictures, row, 1 }, sheet.high, theme);
        pictures->setRowStretchFactor(row - 1, 0.001);
        pictures->element(row, 0)->setMarginGroup(QCP::msLeft | QCP::msRight, edge);
        auto* height = new QCPMarginGroup(&plot);
        for (const int column : { 0, 1 })
            pictures->element(row, column)->setMarginGroup(QCP::msTop | QCP::msBottom, height);
        addHistogram(sheet, { *histograms, 0, side }, side, plot.viewport().width() / count - 12.0, theme);
        histograms->element(1, side)->setMarginGroup(QCP::msTop | QCP::msBottom, line);
    }
    pictures->setColumnStretchFactor(1, 0.001);
    histograms->setRowStretchFactor(0, 0.001);
    plot.plotLayout()->setRowStretchFactor(0, count == 1 ? 1.2 : 2.4);
}

} // namespace

namespace {

/// As narrow as a column of a page: two pictures beside one another would be too thin.
bool isNarrow(const QCustomPlot& plot, const PlotTheme& theme)
{
    constexpr double narrowest = 44; // in heights of small letters
    return plot.viewport().width() < narrowest * theme.smallFont.pixelSize();
}

/// Without the colour bar and its numbers.
double pictureRoom(const QCustomPlot& plot, const PlotTheme& theme)
{
    return plot.viewport().width() - theme.smallFont.pixelSize() * 7.0;
}

} // namespace

double sppmiPictureWidth(const QCustomPlot& plot, const SppmiSheet& sheet, const PlotTheme& theme)
{
    const double beside = isNarrow(plot, theme) ? 1 : static_cast<double>(sheet.columns.size());
    return pictureRoom(plot, theme) / beside - theme.smallFont.pixelSize() * 4.0; // numbers of the axis
}

void drawSppmiSheet(QCustomPlot& plot, const SppmiSheet& sheet, const PlotTheme& theme)
{
    clearPlot(plot);
    plot.setBackground(QBrush(theme.background));
    const double room = pictureRoom(plot, theme);
    const bool stacked = isNarrow(plot, theme);
    if (stacked)
        drawStacked(plot, sheet, room - 12, theme);
    else
        drawBeside(plot, sheet, room, theme);
    auto* words = new QCPTextElement(
        &plot, wrappedText(sheet.caption, theme.smallFont, plot.viewport().width() - 12.0), theme.smallFont);
    words->setTextColor(theme.secondary);
    words->setTextFlags(Qt::AlignLeft | Qt::AlignVCenter);
    const int last = stacked ? 2 : 1;
    plot.plotLayout()->addElement(last, 0, words);
    plot.plotLayout()->setRowStretchFactor(last, 0.001);
    plot.replot(QCustomPlot::rpImmediateRefresh); // lays out
}

} // namespace opal
