#include "views/figures/sppmifigure.h"

#include <algorithm>
#include <cmath>

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QLocale>
#include <QtMath>

#include "core/base/error.h"
#include "core/jobs/jobs.h"
#include "views/figures/figureregistry.h"
#include "views/figures/sppmisheet.h"
#include "views/plot/heatmapitem.h"
#include "views/plot/plottheme.h"
#include "views/plot/qcp.h"
#include "views/shell/theme.h"
#include "views/widgets/interesttitles.h"
#include "views/widgets/numbers.h"

namespace opal {

namespace {

QString text(const char* english)
{
    return QCoreApplication::translate("SppmiFigure", english);
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

QString sideTitle(const UserDiversity& side)
{
    return QString::fromStdString(side.runName.empty() ? side.run : side.runName);
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

/// `words` of a block over its columns, and a bar in the colour of its interest or category.
void addBlockHead(QCPAxisRect& rect, const MatrixBlock& block, const QString& words, const PlotTheme& theme)
{
    QCustomPlot* plot = rect.parentPlot();
    const auto first = static_cast<double>(block.first);
    const auto length = static_cast<double>(block.count);
    const auto place = [&rect](QCPItemPosition* position, double x, double shift) {
        position->setAxisRect(&rect);
        position->setAxes(rect.axis(QCPAxis::atBottom), rect.axis(QCPAxis::atLeft));
        position->setTypeX(QCPItemPosition::ptPlotCoords);
        position->setTypeY(QCPItemPosition::ptAxisRectRatio);
        position->setCoords(x, shift);
    };
    auto* bar = new QCPItemLine(plot);
    bar->setObjectName(QStringLiteral("interest-%1").arg(block.label + 1));
    bar->setSelectable(false);
    bar->setClipToAxisRect(false);
    QPen pen(theme.seriesColour(block.label), 3);
    pen.setCapStyle(Qt::FlatCap);
    bar->setPen(pen);
    place(bar->start, first, -0.015);
    place(bar->end, first + length, -0.015);
    if (words.isEmpty())
        return;
    auto* count = new QCPItemText(plot);
    count->setObjectName(QStringLiteral("count-%1").arg(block.label + 1));
    count->setSelectable(false);
    count->setClipToAxisRect(false);
    count->setFont(theme.smallFont);
    count->setColor(theme.text);
    count->setText(words);
    count->setTextAlignment(Qt::AlignHCenter);
    count->setPositionAlignment(Qt::AlignHCenter | Qt::AlignBottom);
    count->setPadding(QMargins(0, 0, 0, 3));
    place(count->position, first + length / 2, -0.015);
}

/// Names need a line above the counts.
bool hasNames(const UserDiversity& side)
{
    const std::vector<std::int32_t>& labels = side.labels();
    return side.order != DiversityOrder::Clustered
        && std::any_of(labels.begin(), labels.end(),
                       [&side](std::int32_t label) { return !side.nameOf(label).empty(); });
}

void addMatrix(const SppmiPlace& place, int number, const UserDiversity& side, const SppmiScale& scale,
               double width, const PlotTheme& theme)
{
    QCPAxisRect* rect = addSheetAxes(place, theme, false);
    rect->setObjectName(QStringLiteral("matrix-%1").arg(number));
    const auto size = static_cast<int>(side.matrix.size());
    rect->axis(QCPAxis::atBottom)->setRange(0, std::max(1, size));
    rect->axis(QCPAxis::atLeft)->setRange(0, std::max(1, size));
    rect->axis(QCPAxis::atLeft)->setRangeReversed(true);
    rect->axis(QCPAxis::atBottom)->setLabel(text(QT_TRANSLATE_NOOP("SppmiFigure", "Item")));
    const QFontMetricsF metrics(theme.smallFont);
    const bool named = hasNames(side);
    rect->setMinimumMargins(
        QMargins(2, theme.smallFont.pixelSize() + 8 + (named ? qCeil(metrics.lineSpacing()) : 0), 4, 2));
    auto* cells = new HeatmapItem(rect, size, size);
    cells->setValues(side.matrix.values, 0, scale.high, theme);
    // A clustered order mixes the interests: their colours stay above the columns, blocks there are none.
    const bool blocks = side.order != DiversityOrder::Clustered;
    for (const MatrixBlock& block : matrixBlocks(side.labels())) {
        if (blocks && block.first > 0)
            addBorder(*rect, static_cast<double>(block.first), size, theme);
        // Narrow blocks keep their bar; name and count stand in the table and in the tooltip.
        QString words;
        if (blocks && block.count * 16 >= side.matrix.size()) {
            const double room
                = width * static_cast<double>(block.count) / static_cast<double>(side.matrix.size());
            const QString name
                = elidedTitle(QString::fromStdString(side.nameOf(block.label)), metrics, room - 4);
            words
                = (name.isEmpty() ? name : QString(name % QLatin1Char('\n'))) % QString::number(block.count);
        }
        addBlockHead(*rect, block, words, theme);
    }
}

double zeroShareOf(const UserDiversity& side)
{
    return std::isnan(side.statistics.zeroShare) ? 0 : side.statistics.zeroShare;
}

QString statisticsText(const UserDiversity& side)
{
    QString words = text(QT_TRANSLATE_NOOP("SppmiFigure", "zeros %1 %, mean %2"))
                        .arg(zeroShareText(side.statistics.zeroShare), metricText(side.statistics.mean));
    if (side.between.count > 0)
        words += QLatin1Char('\n')
            % text(QT_TRANSLATE_NOOP("SppmiFigure", "within %1, between %2, ratio %3"))
                  .arg(intervalText(side.within), intervalText(side.between), intervalText(side.ratio));
    return words;
}

QString orderText(DiversityOrder order)
{
    switch (order) {
    case DiversityOrder::Interest:
        return text(QT_TRANSLATE_NOOP("SppmiFigure", "ordered by interest"));
    case DiversityOrder::Category:
        return text(QT_TRANSLATE_NOOP("SppmiFigure", "ordered by hyper-category"));
    case DiversityOrder::Clustered:
        return text(QT_TRANSLATE_NOOP("SppmiFigure", "clustered (average linkage); bars: interests"));
    }
    Q_UNREACHABLE();
}

QString caption(const SppmiPair& pair, const SppmiScale& scale)
{
    const UserDiversity& side = *pair.sides.front();
    return text(QT_TRANSLATE_NOOP("SppmiFigure",
                                  "User %1, K %2, shift %3, minimum count %4, %5. Colours to the "
                                  "%6th percentile (%7); grey: 0. Dashed: cumulative share. "
                                  "Brackets: 95 % intervals over items."))
        .arg(QString::fromStdString(side.userId))
        .arg(side.k)
        .arg(side.matrix.shift)
        .arg(side.matrix.minimumCount)
        .arg(orderText(side.order))
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
        request.order = diversityOrderFromName(subject.option("order", "interest"));
        pair->sides.push_back(std::any_cast<std::shared_ptr<const UserDiversity>>(
            makeDiversityJob(access.store, access.paths, request)->run(access.context)));
    }
    return pair;
}

void drawSppmi(QCustomPlot& plot, const SppmiPair& pair, const PlotTheme& theme)
{
    const SppmiScale scale = sppmiScale(pair);
    SppmiSheet sheet { {}, { scale.binWidth, scale.highestShare }, scale.high, caption(pair, scale), {} };
    for (const auto& side : pair.sides)
        sheet.columns.push_back(
            { sideTitle(*side), statisticsText(*side), sppmiHistogram(*side, scale), zeroShareOf(*side) });
    sheet.addPicture = [&](const SppmiPlace& place, int side) {
        addMatrix(place, side, *pair.sides[static_cast<std::size_t>(side)], scale,
                  sppmiPictureWidth(plot, sheet, theme), theme);
    };
    drawSppmiSheet(plot, sheet, theme);
}

FigureTable sppmiTable(const SppmiPair& pair)
{
    FigureTable table;
    table.columns = { QStringLiteral("run"),    QStringLiteral("item_a"),     QStringLiteral("interest_a"),
                      QStringLiteral("item_b"), QStringLiteral("interest_b"), QStringLiteral("users_of_both"),
                      QStringLiteral("sppmi"),  QStringLiteral("name_a"),     QStringLiteral("name_b") };
    for (const auto& side : pair.sides) {
        const SppmiMatrix& matrix = side->matrix;
        const auto id = [&](std::size_t row) { return QString::fromStdString(side->itemIds[row]); };
        const auto name = [&](std::size_t row) {
            return QString::fromStdString(side->interestName(matrix.interest[row]));
        };
        for (std::size_t row = 0; row < matrix.size(); ++row)
            for (std::size_t column = row + 1; column < matrix.size(); ++column)
                table.rows.push_back({ QString::fromStdString(side->run), id(row),
                                       QString::number(matrix.interest[row] + 1), id(column),
                                       QString::number(matrix.interest[column] + 1),
                                       QString::number(matrix.counts[row * matrix.size() + column]),
                                       tableNumber(matrix.value(row, column)), name(row), name(column) });
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
                     .arg(zeroShareText(side->statistics.zeroShare));
    return parts.join(QStringLiteral("; "));
}

} // namespace opal
