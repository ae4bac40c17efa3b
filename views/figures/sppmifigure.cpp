#include "views/figures/sppmifigure.h"

#include <algorithm>
#include <cmath>

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QLocale>

#include "core/base/error.h"
#include "core/jobs/jobs.h"
#include "views/figures/figureregistry.h"
#include "views/plot/heatmapitem.h"
#include "views/plot/plottheme.h"
#include "views/plot/qcp.h"
#include "views/shell/theme.h"
#include "views/widgets/numbers.h"

namespace opal {

namespace {

QString text(const char* english)
{
    return QCoreApplication::translate("SppmiFigure", english);
}

/// Rows of one interest, back to back.
struct Block
{
    int interest = 0;
    int first = 0;
    int count = 0;
};

std::vector<Block> blocksOf(const SppmiMatrix& matrix)
{
    std::vector<Block> blocks;
    for (std::size_t row = 0; row < matrix.interest.size(); ++row) {
        if (blocks.empty() || blocks.back().interest != matrix.interest[row])
            blocks.push_back({ matrix.interest[row], static_cast<int>(row), 0 });
        ++blocks.back().count;
    }
    return blocks;
}

/// The values of all pairs, each once.
std::vector<double> pairValues(const SppmiMatrix& matrix)
{
    std::vector<double> values;
    for (std::size_t row = 0; row < matrix.size(); ++row)
        for (std::size_t column = row + 1; column < matrix.size(); ++column)
            values.push_back(matrix.value(row, column));
    return values;
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

/// The words in lines that are not wider than `width`: QCustomPlot itself never wraps.
QString wrapped(const QString& words, const QFont& font, double width)
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

void addText(QCPLayoutGrid& grid, QCustomPlot& plot, int row, int column, const QString& words,
             const QFont& font, const QColor& colour)
{
    auto* element = new QCPTextElement(&plot, words, font);
    element->setTextColor(colour);
    element->setTextFlags(Qt::AlignLeft | Qt::AlignVCenter);
    element->setMargins(QMargins(2, 1, 2, 1));
    grid.addElement(row, column, element);
}

QString sideTitle(const UserDiversity& side, QChar letter)
{
    const QString name = QString::fromStdString(side.runName.empty() ? side.run : side.runName);
    return QStringLiteral("(%1) %2").arg(letter).arg(name);
}

/// Axes in a cell of the sheet: items can only be made on a plot that has some.
QCPAxisRect* addAxes(QCPLayoutGrid& sheet, int row, int column, const PlotTheme& theme, bool grid)
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

void addBorder(QCPAxisRect& rect, double at, double size, const PlotTheme& theme)
{
    QCPAxis* x = rect.axis(QCPAxis::atBottom);
    QCPAxis* y = rect.axis(QCPAxis::atLeft);
    for (const bool vertical : { false, true }) {
        auto* line = new QCPItemLine(rect.parentPlot());
        line->setObjectName(QStringLiteral("border"));
        line->setSelectable(false);
        line->setClipAxisRect(&rect);
        line->setPen(QPen(Qt::white, std::max(0.75, theme.lineWidth)));
        for (QCPItemPosition* end : { line->start, line->end }) {
            end->setAxisRect(&rect);
            end->setAxes(x, y);
        }
        line->start->setCoords(vertical ? at : 0, vertical ? 0 : at);
        line->end->setCoords(vertical ? at : size, vertical ? size : at);
    }
}

/// Count of a block over its columns, and a bar in the colour of the interest.
void addBlockHead(QCPAxisRect& rect, const Block& block, bool labelled, const PlotTheme& theme)
{
    QCustomPlot* plot = rect.parentPlot();
    const auto place = [&rect](QCPItemPosition* position, double x, double shift) {
        position->setAxisRect(&rect);
        position->setAxes(rect.axis(QCPAxis::atBottom), rect.axis(QCPAxis::atLeft));
        position->setTypeX(QCPItemPosition::ptPlotCoords);
        position->setTypeY(QCPItemPosition::ptAxisRectRatio);
        position->setCoords(x, shift);
    };
    auto* bar = new QCPItemLine(plot);
    bar->setObjectName(QStringLiteral("interest-%1").arg(block.interest + 1));
    bar->setSelectable(false);
    bar->setClipToAxisRect(false);
    QPen pen(theme.seriesColour(block.interest), 3);
    pen.setCapStyle(Qt::FlatCap);
    bar->setPen(pen);
    place(bar->start, block.first, -0.015);
    place(bar->end, block.first + block.count, -0.015);
    if (!labelled)
        return;
    auto* count = new QCPItemText(plot);
    count->setObjectName(QStringLiteral("count-%1").arg(block.interest + 1));
    count->setSelectable(false);
    count->setClipToAxisRect(false);
    count->setFont(theme.smallFont);
    count->setColor(theme.text);
    count->setText(QString::number(block.count));
    count->setPositionAlignment(Qt::AlignHCenter | Qt::AlignBottom);
    count->setPadding(QMargins(0, 0, 0, 3));
    place(count->position, block.first + block.count / 2.0, -0.015);
}

void addMatrix(QCPLayoutGrid& sheet, int column, const UserDiversity& side, const SppmiScale& scale,
               const PlotTheme& theme)
{
    QCPAxisRect* rect = addAxes(sheet, 1, column, theme, false);
    rect->setObjectName(QStringLiteral("matrix-%1").arg(column));
    const auto size = static_cast<int>(side.matrix.size());
    rect->axis(QCPAxis::atBottom)->setRange(0, std::max(1, size));
    rect->axis(QCPAxis::atLeft)->setRange(0, std::max(1, size));
    rect->axis(QCPAxis::atLeft)->setRangeReversed(true);
    rect->axis(QCPAxis::atBottom)->setLabel(text(QT_TRANSLATE_NOOP("SppmiFigure", "Item")));
    rect->setMinimumMargins(QMargins(2, theme.smallFont.pixelSize() + 8, 4, 2));
    auto* cells = new HeatmapItem(rect, size, size);
    cells->setValues(side.matrix.values, 0, scale.high, theme);
    const std::vector<Block> blocks = blocksOf(side.matrix);
    for (const Block& block : blocks) {
        if (block.first > 0)
            addBorder(*rect, block.first, size, theme);
        // Narrow blocks keep their bar; their count stands in the table and in the tooltip.
        addBlockHead(*rect, block, block.count * 16 >= size, theme);
    }
}

void addBarScale(QCPLayoutGrid& grid, int row, int column, const SppmiScale& scale, const PlotTheme& theme)
{
    QCPAxisRect* rect = addAxes(grid, row, column, theme, false);
    rect->axis(QCPAxis::atBottom)->setTicks(false);
    rect->axis(QCPAxis::atBottom)->setTickLabels(false);
    rect->axis(QCPAxis::atBottom)->setBasePen(Qt::NoPen);
    QCPAxis* left = rect->axis(QCPAxis::atLeft);
    left->setVisible(false);
    QCPAxis* right = rect->axis(QCPAxis::atRight);
    applyAxisTheme(*right, theme, false);
    right->setVisible(true);
    right->setObjectName(QStringLiteral("colour-scale"));
    right->setRange(0, scale.high);
    right->setLabel(text(QT_TRANSLATE_NOOP("SppmiFigure", "SPPMI")));
    new ColourBarItem(rect, theme.colourMap);
    const int barWidth = theme.smallFont.pixelSize() * 3 / 2;
    rect->setMinimumSize(barWidth, 10);
    rect->setMaximumSize(barWidth, QWIDGETSIZE_MAX);
    rect->setMinimumMargins(QMargins(2, theme.smallFont.pixelSize() + 8, 2, 2));
}

void addHistogram(QCPAxisRect& rect, const UserDiversity& side, const SppmiScale& scale,
                  const PlotTheme& theme)
{
    QCPAxis* x = rect.axis(QCPAxis::atBottom);
    QCPAxis* y = rect.axis(QCPAxis::atLeft);
    const std::vector<double> shares = sppmiHistogram(side, scale);
    auto* bars = new QCPBars(x, y);
    bars->setName(QStringLiteral("histogram"));
    bars->setWidth(scale.binWidth);
    bars->setPen(Qt::NoPen);
    bars->setBrush(theme.seriesColour(0));
    auto* cumulative = new QCPGraph(x, rect.axis(QCPAxis::atRight));
    cumulative->setName(QStringLiteral("cumulative"));
    QPen pen(theme.seriesColour(5), theme.strongLineWidth);
    pen.setStyle(Qt::DashLine);
    cumulative->setPen(pen);
    double sum = std::isnan(side.statistics.zeroShare) ? 0 : side.statistics.zeroShare;
    cumulative->addData(0, sum);
    for (std::size_t bin = 0; bin < shares.size(); ++bin) {
        const double start = static_cast<double>(bin) * scale.binWidth;
        bars->addData(start + scale.binWidth / 2, shares[bin]);
        sum += shares[bin];
        cumulative->addData(start + scale.binWidth, sum);
    }
    x->setRange(0, scale.bins * scale.binWidth);
    y->setRange(0, scale.highestShare > 0 ? scale.highestShare * 1.15 : 1);
    QCPAxis* right = rect.axis(QCPAxis::atRight);
    applyAxisTheme(*right, theme, false);
    right->setBasePen(Qt::NoPen);
    right->setTickPen(Qt::NoPen);
    right->setVisible(true);
    right->setRange(0, 1.02);
    right->setObjectName(QStringLiteral("axis-cumulative"));
    x->setLabel(text(QT_TRANSLATE_NOOP("SppmiFigure", "SPPMI of a pair")));
}

/// Pictures above one another share their left and right edges, those beside one another top and bottom.
void alignColumns(QCustomPlot& plot, QCPLayoutGrid& grid, int count)
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

QString statisticsText(const UserDiversity& side)
{
    const auto interval = [](const MeanInterval& mean) {
        return std::isfinite(mean.low)
            ? QStringLiteral("%1 [%2, %3]")
                  .arg(metricText(mean.mean), metricText(mean.low), metricText(mean.high))
            : metricText(mean.mean);
    };
    QString words = text(QT_TRANSLATE_NOOP("SppmiFigure", "zeros %1 %, mean %2"))
                        .arg(QLocale().toString(side.statistics.zeroShare * 100, 'f', 1),
                             metricText(side.statistics.mean));
    if (side.between.count > 0)
        words += QLatin1Char('\n')
            % text(QT_TRANSLATE_NOOP("SppmiFigure", "within %1, between %2"))
                  .arg(interval(side.within), interval(side.between));
    return words;
}

QString caption(const SppmiPair& pair, const SppmiScale& scale)
{
    const UserDiversity& side = *pair.sides.front();
    return text(QT_TRANSLATE_NOOP(
                    "SppmiFigure",
                    "User %1, K %2, shift %3, minimum count %4, ordered by interest. Colours to the "
                    "%5th percentile (%6); grey: 0. Dashed: cumulative share. "
                    "Brackets: 95 % intervals over items."))
        .arg(QString::fromStdString(side.userId))
        .arg(side.k)
        .arg(side.matrix.shift)
        .arg(side.matrix.minimumCount)
        .arg(SppmiScale::percentile)
        .arg(metricText(scale.high));
}

} // namespace

SppmiScale sppmiScale(const SppmiPair& pair)
{
    SppmiScale scale;
    std::vector<double> values;
    double highest = 0;
    for (const auto& side : pair.sides)
        for (const double value : pairValues(side->matrix))
            if (value > 0) {
                values.push_back(value);
                highest = std::max(highest, value);
            }
    if (!values.empty()) {
        const auto at
            = static_cast<std::size_t>(SppmiScale::percentile / 100 * static_cast<double>(values.size() - 1));
        std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(at), values.end());
        scale.high = values[at];
        scale.binWidth = highest / scale.bins;
    }
    for (const auto& side : pair.sides)
        for (const double share : sppmiHistogram(*side, scale))
            scale.highestShare = std::max(scale.highestShare, share);
    return scale;
}

std::vector<double> sppmiHistogram(const UserDiversity& side, const SppmiScale& scale)
{
    std::vector<double> shares(static_cast<std::size_t>(scale.bins), 0);
    const std::vector<double> values = pairValues(side.matrix);
    for (const double value : values) {
        if (value <= 0)
            continue;
        const auto bin
            = static_cast<std::size_t>(std::clamp(std::floor(value / scale.binWidth), 0.0, scale.bins - 1.0));
        shares[bin] += 1.0 / static_cast<double>(values.size());
    }
    return shares;
}

std::shared_ptr<const SppmiPair> loadSppmi(const FigureSubject& subject, const FigureAccess& access)
{
    auto pair = std::make_shared<SppmiPair>();
    for (const std::string& run : subject.runs) {
        DiversityJobRequest request;
        request.run = run;
        request.userId = subject.user;
        request.k = static_cast<int>(numberOption(subject, "k", request.k));
        request.shift = numberOption(subject, "shift", request.shift);
        request.minimumCount = static_cast<std::int64_t>(numberOption(subject, "minimum_count", 1));
        pair->sides.push_back(std::any_cast<std::shared_ptr<const UserDiversity>>(
            makeDiversityJob(access.store, access.paths, request)->run(access.context)));
    }
    return pair;
}

void drawSppmi(QCustomPlot& plot, const SppmiPair& pair, const PlotTheme& theme)
{
    clearPlot(plot);
    plot.setBackground(QBrush(theme.background));
    const SppmiScale scale = sppmiScale(pair);
    auto* body = new QCPLayoutGrid;
    plot.plotLayout()->addElement(0, 0, body);
    QCPLayoutGrid& grid = *body;
    grid.setRowSpacing(0);
    grid.setColumnSpacing(4);
    const auto count = static_cast<int>(pair.sides.size());
    // Room of a column beside the colour bar with its numbers.
    const double room = (plot.viewport().width() - theme.smallFont.pixelSize() * 7.0) / count - 12;
    for (int side = 0; side < count; ++side) {
        const UserDiversity& one = *pair.sides[static_cast<std::size_t>(side)];
        addText(grid, plot, 0, side,
                wrapped(sideTitle(one, QLatin1Char(static_cast<char>('a' + side))), theme.font, room),
                theme.font, theme.text);
        addMatrix(grid, side, one, scale, theme);
        addText(grid, plot, 2, side,
                wrapped(QStringLiteral("(%1) %2")
                            .arg(QLatin1Char(static_cast<char>('a' + count + side)))
                            .arg(statisticsText(one)),
                        theme.smallFont, room),
                theme.smallFont, theme.text);
        QCPAxisRect* rect = addAxes(grid, 3, side, theme, true);
        addHistogram(*rect, one, scale, theme);
        if (side == 0)
            rect->axis(QCPAxis::atLeft)->setLabel(text(QT_TRANSLATE_NOOP("SppmiFigure", "Share of pairs")));
        if (side == count - 1)
            rect->axis(QCPAxis::atRight)
                ->setLabel(text(QT_TRANSLATE_NOOP("SppmiFigure", "Cumulative share")));
    }
    addBarScale(grid, 1, count, scale, theme);
    alignColumns(plot, grid, count);
    auto* words = new QCPTextElement(
        &plot, wrapped(caption(pair, scale), theme.smallFont, plot.viewport().width() - 12.0),
        theme.smallFont);
    words->setTextColor(theme.secondary);
    words->setTextFlags(Qt::AlignLeft | Qt::AlignVCenter);
    plot.plotLayout()->addElement(1, 0, words);
    for (const int row : { 0, 2 })
        body->setRowStretchFactor(row, 0.001);
    body->setRowStretchFactor(1, 2);
    body->setColumnStretchFactor(count, 0.001);
    plot.plotLayout()->setRowStretchFactor(1, 0.001);
    plot.replot(QCustomPlot::rpImmediateRefresh);
}

FigureTable sppmiTable(const SppmiPair& pair)
{
    FigureTable table;
    table.columns = { QStringLiteral("run"),    QStringLiteral("item_a"),     QStringLiteral("interest_a"),
                      QStringLiteral("item_b"), QStringLiteral("interest_b"), QStringLiteral("users_of_both"),
                      QStringLiteral("sppmi") };
    for (const auto& side : pair.sides) {
        const SppmiMatrix& matrix = side->matrix;
        const auto id = [&](std::size_t row) { return QString::fromStdString(side->itemIds[row]); };
        for (std::size_t row = 0; row < matrix.size(); ++row)
            for (std::size_t column = row + 1; column < matrix.size(); ++column)
                table.rows.push_back({ QString::fromStdString(side->run), id(row),
                                       QString::number(matrix.interest[row] + 1), id(column),
                                       QString::number(matrix.interest[column] + 1),
                                       QString::number(matrix.counts[row * matrix.size() + column]),
                                       tableNumber(matrix.value(row, column)) });
    }
    return table;
}

QString sppmiSummary(const SppmiPair& pair)
{
    QStringList parts;
    for (const auto& side : pair.sides)
        parts << text(QT_TRANSLATE_NOOP("SppmiFigure", "%1: mean SPPMI %2 over %3 items, %4 % zeros"))
                     .arg(QString::fromStdString(side->runName), metricText(side->statistics.mean))
                     .arg(side->matrix.size())
                     .arg(QLocale().toString(side->statistics.zeroShare * 100, 'f', 1));
    return parts.join(QStringLiteral("; "));
}

} // namespace opal
