#include "views/figures/sppmisheet.h"

#include <algorithm>

#include <QCoreApplication>
#include <QFontMetricsF>

#include "core/base/error.h"
#include "views/figures/figure.h"
#include "views/plot/heatmapitem.h"
#include "views/plot/plottheme.h"
#include "views/plot/qcp.h"

namespace opal {

namespace {

QString text(const char* english)
{
    return QCoreApplication::translate("SppmiFigure", english);
}

} // namespace

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

void addSheetText(QCPLayoutGrid& grid, QCustomPlot& plot, int row, int column, const QString& words,
                  const QFont& font, const QColor& colour)
{
    auto* element = new QCPTextElement(&plot, words, font);
    element->setTextColor(colour);
    element->setTextFlags(Qt::AlignLeft | Qt::AlignVCenter);
    element->setMargins(QMargins(2, 1, 2, 1));
    grid.addElement(row, column, element);
}

QCPAxisRect* addSheetAxes(QCPLayoutGrid& sheet, int row, int column, const PlotTheme& theme, bool grid)
{
    auto* rect = new QCPAxisRect(sheet.parentPlot());
    sheet.addElement(row, column, rect);
    for (QCPAxis* axis : rect->axes()) {
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

void addSppmiScale(QCPLayoutGrid& grid, int row, int column, double high, const PlotTheme& theme)
{
    QCPAxisRect* rect = addSheetAxes(grid, row, column, theme, false);
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
    right->setLabel(text(QT_TRANSLATE_NOOP("SppmiFigure", "SPPMI")));
    new ColourBarItem(rect, theme.colourMap);
    const int barWidth = theme.smallFont.pixelSize() * 3 / 2;
    rect->setMinimumSize(barWidth, 10);
    rect->setMaximumSize(barWidth, QWIDGETSIZE_MAX);
    rect->setMinimumMargins(QMargins(2, theme.smallFont.pixelSize() + 8, 2, 2));
}

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
    x->setLabel(text(QT_TRANSLATE_NOOP("SppmiFigure", "SPPMI of a pair")));
}

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

} // namespace opal
