// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/figures/sppmifigure.h"

#include <algorithm>
#include <cmath>

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QLocale>
#include <QtMath>

#include "core/base/error.h"
#include "core/jobs/jobs.h"
#include "core/jobs/oneagainstseveral.h"
#include "views/figures/figureregistry.h"
#include "views/figures/sppmisheet.h"
#include "views/plot/heatmapitem.h"
#include "views/plot/plottheme.h"
#include "views/plot/qcp.h"
#include "views/shell/theme.h"
#include "views/widgets/interesttitles.h"
#include "views/widgets/numbers.h"
#include "views/widgets/textlines.h"

namespace opal {

namespace {

struct SppmiTexts
{
    Q_DECLARE_TR_FUNCTIONS(SppmiFigure)
};

/// The values of all pairs, each once.
std::vector<double> pairValues(const SppmiMatrix& matrix)
{
    std::vector<double> values;
    for (std::size_t row = 0; row < matrix.size(); ++row)
        for (std::size_t column = row + 1; column < matrix.size(); ++column)
            values.push_back(matrix.value(row, column));
    return values;
}

/// Too narrow for words over its columns.
bool isNarrow(const MatrixBlock& block, const UserDiversity& side)
{
    return block.count * 16 < side.matrix.size();
}

QString sideTitle(const SppmiPair& pair, const UserDiversity& side)
{
    // The number of interests says which side it is, unless both have as many.
    const bool equal = pair.sides.size() > 1 && pair.sides[0]->interests == pair.sides[1]->interests;
    const QString title = equal
        ? QString::fromStdString(side.runName.empty() ? side.run : side.runName)
        : QCoreApplication::translate("SppmiFigure", "%n interest(s)", nullptr, side.interests);
    QStringList narrow;
    if (side.order != DiversityOrder::Clustered)
        for (const MatrixBlock& block : matrixBlocks(side.labels()))
            if (isNarrow(block, side))
                narrow << QStringLiteral("%1 (%2)")
                              .arg(numberedTitle(block.label, side.nameOf(block.label)))
                              .arg(block.count);
    //: Above a matrix: blocks of so few columns that nothing can be written over them
    return narrow.isEmpty() ? title
                            : SppmiTexts::tr("%1; narrow: %2").arg(title, narrow.join(QStringLiteral(", ")));
}

QString ratioText(double ratio)
{
    if (std::isinf(ratio))
        return QStringLiteral("\u221e");
    return std::isnan(ratio) ? QStringLiteral("\u2013") : QLocale().toString(ratio, 'f', 2);
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
        line->setPen(QPen(theme.text, std::max(0.75, theme.lineWidth)));
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

constexpr int mostNameLines = 2; ///< over a block

/// Whether there are blocks to tell apart by their names, with room for some letters, in a picture of `width`
/// pixels.
bool hasNames(const UserDiversity& side, double width, const PlotTheme& theme)
{
    constexpr double narrowest = 5; // in heights of small letters
    const std::vector<MatrixBlock> blocks = matrixBlocks(side.labels());
    return side.order != DiversityOrder::Clustered && blocks.size() > 1
        && std::any_of(blocks.begin(), blocks.end(), [&](const MatrixBlock& block) {
               const double room
                   = width * static_cast<double>(block.count) / static_cast<double>(side.matrix.size());
               return !side.nameOf(block.label).empty() && room >= narrowest * theme.smallFont.pixelSize();
           });
}

QCPAxisRect* addMatrix(const SppmiPlace& place, int number, const UserDiversity& side,
                       const SppmiScale& scale, bool named, const PlotTheme& theme)
{
    QCPAxisRect* rect = addSquareAxes(place, theme);
    rect->setObjectName(QStringLiteral("matrix-%1").arg(number));
    const auto size = static_cast<int>(side.matrix.size());
    rect->axis(QCPAxis::atBottom)->setRange(0, std::max(1, size));
    rect->axis(QCPAxis::atLeft)->setRange(0, std::max(1, size));
    rect->axis(QCPAxis::atLeft)->setRangeReversed(true);
    rect->axis(QCPAxis::atBottom)->setLabel(SppmiTexts::tr("Item"));
    const int names = named ? mostNameLines * qCeil(QFontMetricsF(theme.smallFont).lineSpacing()) : 0;
    rect->setMinimumMargins(QMargins(2, theme.smallFont.pixelSize() + 12 + names, 4, 2));
    auto* cells = new HeatmapItem(rect, size, size);
    cells->setValues(side.matrix.values, 0, scale.high, theme);
    return rect;
}

/// Borders of the blocks, and over each its interest or category.
void addBlocks(QCPAxisRect& rect, const UserDiversity& side, bool named, const PlotTheme& theme)
{
    // A clustered order mixes the interests: their colours stay above the columns, blocks there are none.
    const bool blocks = side.order != DiversityOrder::Clustered;
    const auto size = static_cast<double>(side.matrix.size());
    for (const MatrixBlock& block : matrixBlocks(side.labels())) {
        if (blocks && block.first > 0)
            addBorder(rect, static_cast<double>(block.first), size, theme);
        // Narrow blocks keep their bar; name and count stand in the title, in the table and in the tooltip.
        QString words;
        if (blocks && !isNarrow(block, side)) {
            const double room = rect.width() * static_cast<double>(block.count) / size;
            const QString name = QString::fromStdString(side.nameOf(block.label));
            if (named && !name.isEmpty())
                words = textLines(name, theme.smallFont, room - 4, mostNameLines).join(QLatin1Char('\n'))
                    % QLatin1Char('\n');
            words += QString::number(block.count);
        }
        addBlockHead(rect, block, words, theme);
    }
}

/// None where it is not known which interest an item is from.
SppmiBlocks blockMeansOf(const UserDiversity& side)
{
    SppmiBlocks blocks;
    if (side.labels().empty() || side.labels().size() != side.matrix.size())
        return blocks;
    blocks.means = blockMeans(side.matrix, side.labels(), side.interests);
    for (int label = 1; label <= side.interests; ++label)
        blocks.titles << QString::number(label);
    return blocks;
}

double zeroShareOf(const UserDiversity& side)
{
    return std::isnan(side.statistics.zeroShare) ? 0 : side.statistics.zeroShare;
}

QString statisticsText(const UserDiversity& side)
{
    QString words = SppmiTexts::tr("zeros %1 %, mean %2")
                        .arg(zeroShareText(side.statistics.zeroShare), metricText(side.statistics.mean));
    if (side.between.count > 0)
        words += QLatin1Char('\n')
            % SppmiTexts::tr("within %1, between %2, ratio %3")
                  .arg(intervalText(side.within), intervalText(side.between), intervalText(side.ratio));
    return words;
}

QString orderText(DiversityOrder order)
{
    switch (order) {
    case DiversityOrder::Interest:
        return SppmiTexts::tr("ordered by interest");
    case DiversityOrder::Category:
        return SppmiTexts::tr("ordered by hyper-category");
    case DiversityOrder::Clustered:
        return SppmiTexts::tr("clustered (average linkage); bars: interests");
    }
    Q_UNREACHABLE();
}

QString caption(const SppmiPair& pair, const SppmiScale& scale)
{
    const UserDiversity& side = *pair.sides.front();
    const QString who = pair.choice ? userChoiceText(*pair.choice) % QLatin1Char('\n') : QString();
    return who
        % SppmiTexts::tr("User %1, K %2, shift %3, minimum count %4, %5. Colours to the "
                         "%6th percentile (%7) from 0. Dashed: cumulative share. "
                         "Brackets: 95 % intervals over items.")
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

namespace {

/// What is asked of DiversityJobRequest and of OneAgainstSeveralRequest in the same words.
template <typename Request> void readOptions(const FigureSubject& subject, Request& request)
{
    request.k = static_cast<int>(numberOption(subject, "k", request.k));
    request.shift = numberOption(subject, "shift", request.shift);
    request.minimumCount = static_cast<std::int64_t>(numberOption(subject, "minimum_count", 1));
    request.order = diversityOrderFromName(subject.option("order", "interest"));
}

} // namespace

std::shared_ptr<const SppmiPair> loadSppmi(const FigureSubject& subject, const FigureAccess& access)
{
    auto pair = std::make_shared<SppmiPair>();
    for (const std::string& run : subject.runs) {
        DiversityJobRequest request;
        request.run = run;
        request.userId = subject.user;
        readOptions(subject, request);
        pair->sides.push_back(makeDiversityJob(access.store, access.paths, request).run(access.context));
    }
    return pair;
}

std::shared_ptr<const SppmiPair> loadOneAgainstSeveral(const FigureSubject& subject,
                                                       const FigureAccess& access)
{
    OneAgainstSeveralRequest request;
    request.datasetFile = subject.datasetFile;
    request.params = subject.params;
    request.runs = subject.runs;
    request.pick = userPickFromName(
        subject.option("pick", userPickName(subject.user.empty() ? UserPick::Typical : UserPick::Named)));
    request.user = subject.user;
    readOptions(subject, request);
    const auto found
        = makeOneAgainstSeveralJob(access.store, access.paths, std::move(request)).run(access.context);
    return std::make_shared<const SppmiPair>(sppmiPair(*found));
}

void drawSppmi(QCustomPlot& plot, const SppmiPair& pair, const PlotTheme& given)
{
    const PlotTheme theme = sppmiTheme(given);
    const SppmiScale scale = sppmiScale(pair);
    const auto side = [&pair](int number) -> const UserDiversity& {
        return *pair.sides[static_cast<std::size_t>(number)];
    };
    SppmiSheet sheet { {}, { scale.binWidth, scale.highestShare }, scale.high, caption(pair, scale), {} };
    for (const auto& one : pair.sides)
        sheet.columns.push_back({ sideTitle(pair, *one), statisticsText(*one), sppmiHistogram(*one, scale),
                                  zeroShareOf(*one), blockMeansOf(*one) });
    const auto isNamed
        = [&](int number) { return hasNames(side(number), sppmiPictureWidth(plot, sheet, theme), theme); };
    sheet.addPicture = [&](const SppmiPlace& place, int number) {
        return addMatrix(place, number, side(number), scale, isNamed(number), theme);
    };
    sheet.addHeads
        = [&](QCPAxisRect& picture, int number) { addBlocks(picture, side(number), isNamed(number), theme); };
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
        parts << SppmiTexts::tr("%1: mean SPPMI %2 over %3 items, %4 % zeros")
                     .arg(QString::fromStdString(side->runName), metricText(side->statistics.mean))
                     .arg(side->matrix.size())
                     .arg(zeroShareText(side->statistics.zeroShare));
    const QString summary = parts.join(QStringLiteral("; "));
    return pair.choice ? QString(userChoiceText(*pair.choice) % QLatin1Char(' ') % summary) : summary;
}

SppmiPair sppmiPair(const OneAgainstSeveral& found)
{
    return { { found.one, found.several }, found.choice };
}

QString sppmiKey(const SppmiPair& pair)
{
    return pair.choice ? oneAgainstSeveralKey : QStringLiteral("sppmi");
}

FigureSubject sppmiSubject(const SppmiPair& pair)
{
    FigureSubject subject;
    for (const auto& side : pair.sides)
        subject.runs.push_back(side->run);
    const UserDiversity& side = *pair.sides.front();
    subject.user = side.userId;
    subject.options = { { "k", std::to_string(side.k) },
                        { "shift", tableNumber(side.matrix.shift).toStdString() },
                        { "minimum_count", std::to_string(side.matrix.minimumCount) },
                        { "order", diversityOrderName(side.order) } };
    if (pair.choice) {
        subject.options["pick"] = userPickName(pair.choice->pick);
        subject.options["ratio"] = tableNumber(pair.choice->ratio).toStdString();
        subject.options["median_ratio"] = tableNumber(pair.choice->median).toStdString();
        subject.options["users"] = std::to_string(pair.choice->users);
    }
    return subject;
}

QString userChoiceText(const UserChoice& choice)
{
    const auto words = [&choice](const char* english) {
        return QCoreApplication::translate("SppmiFigure", english, nullptr, static_cast<int>(choice.users));
    };
    const QString user = QString::fromStdString(choice.userId);
    switch (choice.pick) {
    case UserPick::Typical:
        return words(QT_TRANSLATE_N_NOOP("SppmiFigure",
                                         "User %1 is the typical one: within / between is %2, the median of "
                                         "%n test user(s) with items from several interests."))
            .arg(user, ratioText(choice.ratio));
    case UserPick::Clearest:
        return words(QT_TRANSLATE_N_NOOP("SppmiFigure",
                                         "User %1 is the clearest one, not a typical one: within / between "
                                         "is %2, the highest of %n test user(s) with items from several "
                                         "interests; their median is %3."))
            .arg(user, ratioText(choice.ratio), ratioText(choice.median));
    case UserPick::Named:
        return words(QT_TRANSLATE_N_NOOP("SppmiFigure",
                                         "User %1 was named: within / between is %2; the median of %n test "
                                         "user(s) with items from several interests is %3."))
            .arg(user, ratioText(choice.ratio), ratioText(choice.median));
    }
    Q_UNREACHABLE();
}

} // namespace opal
