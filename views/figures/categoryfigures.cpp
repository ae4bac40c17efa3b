// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/figures/categoryfigures.h"

#include <algorithm>
#include <cmath>

#include <QCoreApplication>

#include "core/base/error.h"
#include "core/jobs/categoryjobs.h"
#include "core/store/runstore.h"
#include "views/figures/figureregistry.h"
#include "views/plot/colourmap.h"
#include "views/plot/distinctticker.h"
#include "views/plot/heatmapitem.h"
#include "views/plot/plottheme.h"
#include "views/plot/qcp.h"
#include "views/shell/theme.h"
#include "views/widgets/interesttitles.h"
#include "views/widgets/numbers.h"
#include "views/widgets/stagenames.h"

namespace opal {

namespace {

struct CategoryTexts
{
    Q_DECLARE_TR_FUNCTIONS(CategoryFigure)
};

void setRanges(QCustomPlot& plot, const QCPRange& x, const QCPRange& y)
{
    plot.xAxis->setRange(x);
    plot.yAxis->setRange(y);
}

void labelAxes(QCustomPlot& plot, const QString& x, const QString& y)
{
    plot.xAxis->setLabel(x);
    plot.yAxis->setLabel(y);
}

/// What a label of a category may take of the width of the plot, beside other things.
constexpr double labelPart = 0.26;

/// Number and name of a category in a part of the width of the plot.
QString labelIn(const QCustomPlot& plot, const CategoryNames& names, int category, double part,
                const PlotTheme& theme)
{
    return fittedTitle(category, names.of(category), QFontMetricsF(theme.smallFont),
                       part * plot.viewport().width());
}

/// `offset` is where the tick of the first category stands, `part` the room of a label as of labelIn().
QSharedPointer<QCPAxisTickerText> categoryTicks(const QCustomPlot& plot, const CategoryNames& names,
                                                int count, double offset, double part, const PlotTheme& theme)
{
    auto ticker = QSharedPointer<QCPAxisTickerText>::create();
    for (int j = 0; j < count; ++j)
        ticker->addTick(j + offset, labelIn(plot, names, j, part, theme));
    return ticker;
}

/// Beside one another along the x axis, with a little air between.
double columnPart(int count)
{
    return 0.86 * (1 - labelPart) / std::max(1, count);
}

QCPItemStraightLine* addLine(QCustomPlot& plot, const QPointF& first, const QPointF& second, const QPen& pen)
{
    auto* line = new QCPItemStraightLine(&plot);
    line->point1->setCoords(first);
    line->point2->setCoords(second);
    line->setPen(pen);
    line->setSelectable(false);
    return line;
}

QCPItemText* addText(QCustomPlot& plot, const QString& words, const QPointF& place, Qt::Alignment alignment,
                     const QColor& color, const PlotTheme& theme)
{
    auto* item = new QCPItemText(&plot);
    item->setText(words);
    item->position->setCoords(place);
    item->setPositionAlignment(alignment);
    item->setColor(color);
    item->setFont(theme.smallFont);
    item->setPadding(QMargins(3, 1, 3, 1));
    item->setSelectable(false);
    return item;
}

/// A band with a name a stage, and a line where one ends.
void drawStages(QCustomPlot& plot, const CategoryCourse& course, const PlotTheme& theme)
{
    std::string stage;
    for (std::size_t i = 0; i < course.snapshots.size(); ++i) {
        const CategorySnapshot& snapshot = course.snapshots[i];
        if (snapshot.stage == stage)
            continue;
        stage = snapshot.stage;
        const double at
            = i == 0 ? plot.xAxis->range().lower : static_cast<double>(course.snapshots[i - 1].step);
        if (i > 0)
            addLine(plot, { at, 0 }, { at, 1 }, QPen(theme.secondary, 1, Qt::DotLine));
        QCPItemText* name
            = addText(plot, stageTitle(stage), {}, Qt::AlignLeft | Qt::AlignTop, theme.secondary, theme);
        name->position->setTypeY(QCPItemPosition::ptAxisRectRatio);
        name->position->setCoords(at, 0);
    }
}

QCPRange stepRange(const CategoryCourse& course)
{
    if (course.snapshots.empty())
        return { 0, 1 };
    // A warm-up has one interest and so no categories: the course begins behind it.
    const std::int64_t first = course.snapshots.front().step;
    const std::int64_t gap = course.snapshots.size() > 1 ? course.snapshots[1].step - first : first;
    const auto from = static_cast<double>(std::max<std::int64_t>(first - gap, 0));
    const auto last = static_cast<double>(course.snapshots.back().step);
    return { from, std::max(last, from + 1) + 0.02 * (last - from) };
}

QCPGraph* addCurve(QCustomPlot& plot, const QString& name, const QPen& pen, int marker)
{
    QCPGraph* graph = plot.addGraph();
    graph->setName(name);
    graph->setPen(pen);
    constexpr QCPScatterStyle::ScatterShape shapes[] {
        QCPScatterStyle::ssDisc,    QCPScatterStyle::ssSquare, QCPScatterStyle::ssTriangle,
        QCPScatterStyle::ssDiamond, QCPScatterStyle::ssCross,  QCPScatterStyle::ssPlus,
        QCPScatterStyle::ssStar,    QCPScatterStyle::ssCircle
    };
    graph->setScatterStyle(QCPScatterStyle(shapes[static_cast<std::size_t>(marker) % std::size(shapes)], 5));
    graph->setSelectable(QCP::stNone);
    return graph;
}

/// Direct labels at the line ends, moved apart so that they do not cover one another.
void labelEnds(QCustomPlot& plot, const PlotTheme& theme)
{
    struct End
    {
        double key, value;
        QCPGraph* graph;
    };

    std::vector<End> ends;
    for (int i = 0; i < plot.graphCount(); ++i)
        if (const auto data = plot.graph(i)->data(); !data->isEmpty())
            ends.push_back({ (data->constEnd() - 1)->key, (data->constEnd() - 1)->value, plot.graph(i) });
    std::sort(ends.begin(), ends.end(), [](const End& a, const End& b) { return a.value < b.value; });
    const double apart = plot.yAxis->range().size() * 0.085;
    double lowest = plot.yAxis->range().lower;
    const QFontMetrics metrics(theme.smallFont);
    // A name at the end of its line leaves the lines most of the plot; all of it is in the legend of the
    // data.
    const auto nameOf = [&](const End& end) {
        const double room = labelPart * plot.viewport().width();
        const QString shown = elidedTitle(end.graph->name(), QFontMetricsF(theme.smallFont), room);
        return shown.isEmpty() ? metrics.elidedText(end.graph->name(), Qt::ElideRight, 40) : shown;
    };
    for (std::size_t i = 0; i < ends.size(); ++i) {
        const double room = static_cast<double>(ends.size() - 1 - i) * apart;
        const double place
            = std::min(std::max(ends[i].value, lowest), plot.yAxis->range().upper - room - apart / 2);
        QCPItemText* label = addText(plot, nameOf(ends[i]), { 1, place }, Qt::AlignLeft | Qt::AlignVCenter,
                                     theme.text, theme);
        label->position->setTypeX(QCPItemPosition::ptAxisRectRatio);
        label->position->setCoords(1, place);
        label->setClipToAxisRect(false);
        label->setPen(QPen(Qt::NoPen));
        label->setColor(theme.text);
        lowest = place + apart;
    }
    int widest = 0;
    for (const End& end : ends)
        widest = std::max(widest, metrics.horizontalAdvance(nameOf(end)));
    plot.axisRect()->setMinimumMargins(QMargins(48, 8, widest + 14, 4));
}

/// The value in each cell, black or white, whichever can be read on its colour.
void labelCells(QCustomPlot& plot, const std::vector<double>& values, int count, const PlotTheme& theme)
{
    const ColourMap map(theme.colourMap);
    for (int row = 0; row < count; ++row)
        for (int column = 0; column < count; ++column) {
            const double value = values[static_cast<std::size_t>(row * count + column)];
            const QColor ground = value > 0 ? QColor(map.at(value)) : theme.zero;
            const bool onDark = contrastRatio(Qt::white, ground) > contrastRatio(Qt::black, ground);
            addText(plot, QString::number(value, 'f', 2), QPointF(column + 0.5, row + 0.5), Qt::AlignCenter,
                    onDark ? Qt::white : Qt::black, theme);
        }
}

double confidenceEdge(const CategorySnapshot& snapshot, std::size_t bin)
{
    const double low = snapshot.categories > 1 ? 1.0 / snapshot.categories : 0.0;
    return low + (1 - low) * static_cast<double>(bin) / static_cast<double>(snapshot.confidence.size());
}

} // namespace

void emptyPlot(QCustomPlot& plot)
{
    plot.clearPlottables();
    plot.clearItems();
    for (QCPAxis* axis : { plot.xAxis, plot.yAxis }) {
        axis->setTicker(QSharedPointer<DistinctTicker>::create());
        axis->setRangeReversed(false);
        axis->setTicks(true);
        axis->setTickLabels(true);
        axis->setLabel({});
    }
    plot.axisRect()->setMinimumMargins(QMargins(48, 8, 12, 4));
}

void drawAssignment(QCustomPlot& plot, const CategoryCourse& course, const PlotTheme& theme)
{
    applyPlotTheme(plot, theme);
    labelAxes(plot, CategoryTexts::tr("Step"), CategoryTexts::tr("Share of the assignment mass"));
    const int count = course.snapshots.empty() ? 0 : course.snapshots.back().categories;
    double highest = count > 0 ? 1.0 / count : 1.0;
    for (int j = 0; j < count; ++j) {
        QPen pen(theme.seriesColour(j), theme.lineWidth);
        pen.setStyle(Theme::categoryDash(j));
        QCPGraph* graph = addCurve(plot, numberedTitle(j, course.names.of(j)), pen, j);
        for (const CategorySnapshot& snapshot : course.snapshots) {
            const double share = snapshot.shares()[static_cast<std::size_t>(j)];
            graph->addData(static_cast<double>(snapshot.step), share);
            highest = std::max(highest, share);
        }
        distinguish(*graph, j, theme);
    }
    setRanges(plot, stepRange(course), { 0, highest * 1.12 });
    if (count > 0)
        addLine(plot, { 0, 1.0 / count }, { 1, 1.0 / count }, QPen(theme.secondary, 1, Qt::DashLine));
    drawStages(plot, course, theme);
    labelEnds(plot, theme);
}

FigureTable assignmentTable(const CategoryCourse& course)
{
    FigureTable table { { QStringLiteral("stage"), QStringLiteral("epoch"), QStringLiteral("step"),
                          QStringLiteral("category"), QStringLiteral("name"), QStringLiteral("mass"),
                          QStringLiteral("share"), QStringLiteral("items") },
                        {} };
    for (const CategorySnapshot& snapshot : course.snapshots) {
        const std::vector<double> shares = snapshot.shares();
        for (int j = 0; j < snapshot.categories; ++j) {
            const auto place = static_cast<std::size_t>(j);
            table.rows.push_back({ QString::fromStdString(snapshot.stage), QString::number(snapshot.epoch),
                                   QString::number(snapshot.step), QString::number(j + 1),
                                   QString::fromStdString(course.names.of(j)),
                                   tableNumber(snapshot.mass[place]), tableNumber(shares[place]),
                                   QString::number(snapshot.sizes[place]) });
        }
    }
    return table;
}

QString assignmentSummary(const CategoryCourse& course)
{
    if (course.snapshots.empty())
        return CategoryTexts::tr("No evaluation yet");
    return CategoryTexts::tr("Shares of %1 hyper-categories over %2 evaluations, coefficient of "
                             "variation now %3")
        .arg(course.snapshots.back().categories)
        .arg(course.snapshots.size())
        .arg(metricText(course.snapshots.back().massVariation()));
}

std::shared_ptr<const CategoryCourse> loadCategoryCourse(const FigureSubject& subject,
                                                         const FigureAccess& access)
{
    const RunRecord run = access.store.run(subject.runs.front());
    CategoryCourse course { access.store.categoryCourse(run.id), {} };
    if (course.snapshots.empty())
        throw Error(ErrorCode::NotFound,
                    "run '" + run.name + "' has recorded no hyper-categories; choose an OPAL run.");
    course.names = namesAt(access.store, run, course.snapshots.back().step);
    return std::make_shared<const CategoryCourse>(std::move(course));
}

void drawCategorySimilarity(QCustomPlot& plot, const CategoryCourse& course, const PlotTheme& theme)
{
    applyPlotTheme(plot, theme);
    plot.yAxis->grid()->setVisible(false);
    labelAxes(plot, CategoryTexts::tr("Hyper-category"), CategoryTexts::tr("Hyper-category"));
    if (course.snapshots.empty())
        return;
    const CategorySnapshot& snapshot = course.snapshots.back();
    const int count = snapshot.categories;
    std::vector<double> values;
    for (int i = 0; i < count; ++i)
        for (int j = 0; j < count; ++j)
            values.push_back(snapshot.similarity(i, j));
    (new HeatmapItem(plot.axisRect(), count, count))->setValues(values, 0, 1, theme);
    if (count <= 8)
        labelCells(plot, values, count, theme);
    plot.xAxis->setTicker(categoryTicks(plot, course.names, count, 0.5, columnPart(count), theme));
    plot.yAxis->setTicker(categoryTicks(plot, course.names, count, 0.5, labelPart, theme));
    plot.yAxis->setRangeReversed(true);
    setRanges(plot, { 0, static_cast<double>(count) }, { 0, static_cast<double>(count) });
}

FigureTable categorySimilarityTable(const CategoryCourse& course)
{
    FigureTable table { { QStringLiteral("first"), QStringLiteral("second"), QStringLiteral("abs_cosine") },
                        {} };
    if (course.snapshots.empty())
        return table;
    const CategorySnapshot& snapshot = course.snapshots.back();
    for (int i = 0; i < snapshot.categories; ++i)
        for (int j = 0; j < snapshot.categories; ++j)
            table.rows.push_back(
                { QString::number(i + 1), QString::number(j + 1), tableNumber(snapshot.similarity(i, j)) });
    return table;
}

QString categorySimilaritySummary(const CategoryCourse& course)
{
    if (course.snapshots.empty())
        return CategoryTexts::tr("No evaluation yet");
    const CategorySnapshot& snapshot = course.snapshots.back();
    double most = 0;
    for (int i = 0; i < snapshot.categories; ++i)
        for (int j = 0; j < i; ++j)
            most = std::max(most, snapshot.similarity(i, j));
    return CategoryTexts::tr("Cosines between %1 hyper-categories, the largest %2 (0 is best)")
        .arg(snapshot.categories)
        .arg(metricText(most));
}

std::shared_ptr<const CategoryCourse> loadCategorySimilarity(const FigureSubject& subject,
                                                             const FigureAccess& access)
{
    CategoryCourse course = *loadCategoryCourse(subject, access);
    const std::string wanted = subject.option("step");
    if (!wanted.empty()) {
        bool valid = false;
        const qlonglong step = QString::fromStdString(wanted).toLongLong(&valid);
        if (!valid)
            throw Error(ErrorCode::InvalidArgument,
                        "the option 'step' takes a whole number, not '" + wanted + "'");
        const RunRecord run = access.store.run(subject.runs.front());
        course.snapshots = { access.store.categorySnapshot(run.id, step) };
        course.names = namesAt(access.store, run, step);
    }
    course.snapshots.erase(course.snapshots.begin(), course.snapshots.end() - 1);
    return std::make_shared<const CategoryCourse>(std::move(course));
}

void drawAssignmentBars(QCustomPlot& plot, const CategorySnapshot& snapshot, const CategoryNames& names,
                        const PlotTheme& theme)
{
    applyPlotTheme(plot, theme);
    labelAxes(plot, CategoryTexts::tr("Hyper-category"), CategoryTexts::tr("Share of the mass w (%)"));
    const std::vector<double> shares = snapshot.shares();
    const double even = 100.0 / snapshot.categories;
    double highest = even;
    addLine(plot, { 0, even }, { 1, even }, QPen(theme.text, 1, Qt::DashLine));
    for (int j = 0; j < snapshot.categories; ++j) {
        auto* bar = new QCPBars(plot.xAxis, plot.yAxis);
        bar->setWidth(0.62);
        bar->setPen(QPen(Qt::NoPen));
        bar->setBrush(theme.seriesColour(j));
        bar->setSelectable(QCP::stNone);
        const double percent = 100 * shares[static_cast<std::size_t>(j)];
        bar->addData(j, percent);
        highest = std::max(highest, percent);
        if (snapshot.categories <= 8)
            addText(plot, QString::number(percent, 'f', 1), QPointF(j, percent),
                    Qt::AlignHCenter | Qt::AlignBottom, theme.text, theme)
                ->setBrush(theme.background);
    }
    plot.xAxis->setTicker(
        categoryTicks(plot, names, snapshot.categories, 0, columnPart(snapshot.categories), theme));
    setRanges(plot, { -0.6, snapshot.categories - 0.4 }, { 0, highest * 1.18 });
}

FigureTable assignmentBarsTable(const CategorySnapshot& snapshot, const CategoryNames& names)
{
    return assignmentTable({ { snapshot }, names });
}

QString assignmentBarsSummary(const CategorySnapshot& snapshot)
{
    const std::vector<double> shares = snapshot.shares();
    const auto [least, most] = std::minmax_element(shares.begin(), shares.end());
    return CategoryTexts::tr("Shares of the assignment mass from %1 to %2 per cent, uniform would be %3")
        .arg(100 * *least, 0, 'f', 1)
        .arg(100 * *most, 0, 'f', 1)
        .arg(100.0 / snapshot.categories, 0, 'f', 1);
}

void drawConfidence(QCustomPlot& plot, const CategorySnapshot& snapshot, const PlotTheme& theme)
{
    applyPlotTheme(plot, theme);
    labelAxes(plot, CategoryTexts::tr("Confidence of the assignment, max a"), CategoryTexts::tr("Items"));
    auto* bars = new QCPBars(plot.xAxis, plot.yAxis);
    bars->setPen(QPen(theme.background, 1));
    bars->setBrush(theme.accent);
    bars->setSelectable(QCP::stNone);
    const double low = confidenceEdge(snapshot, 0);
    bars->setWidth(confidenceEdge(snapshot, 1) - low);
    std::int64_t highest = 1;
    for (std::size_t bin = 0; bin < snapshot.confidence.size(); ++bin) {
        bars->addData((confidenceEdge(snapshot, bin) + confidenceEdge(snapshot, bin + 1)) / 2,
                      static_cast<double>(snapshot.confidence[bin]));
        highest = std::max(highest, snapshot.confidence[bin]);
    }
    setRanges(plot, { low, 1 }, { 0, static_cast<double>(highest) * 1.08 });
    const double mean = snapshot.meanConfidence;
    addLine(plot, { mean, 0 }, { mean, 1 }, QPen(theme.text, 1, Qt::DashLine));
}

FigureTable confidenceTable(const CategorySnapshot& snapshot)
{
    FigureTable table {
        { QStringLiteral("confidence_from"), QStringLiteral("confidence_to"), QStringLiteral("items") }, {}
    };
    for (std::size_t bin = 0; bin < snapshot.confidence.size(); ++bin)
        table.rows.push_back({ tableNumber(confidenceEdge(snapshot, bin)),
                               tableNumber(confidenceEdge(snapshot, bin + 1)),
                               QString::number(snapshot.confidence[bin]) });
    return table;
}

QString confidenceSummary(const CategorySnapshot& snapshot)
{
    return CategoryTexts::tr("Confidence of the assignment of the items, mean %1")
        .arg(metricText(snapshot.meanConfidence));
}

void drawCategoryMeasures(QCustomPlot& plot, const CategoryCourse& course, const PlotTheme& theme)
{
    applyPlotTheme(plot, theme);
    labelAxes(plot, CategoryTexts::tr("Step"), QString());
    const auto pen
        = [&theme](const QColor& color, Qt::PenStyle style) { return QPen(color, theme.lineWidth, style); };
    QCPGraph* variation
        = addCurve(plot, CategoryTexts::tr("variation of w"), pen(theme.seriesColour(0), Qt::SolidLine), 0);
    QCPGraph* confidence
        = addCurve(plot, CategoryTexts::tr("mean confidence"), pen(theme.seriesColour(2), Qt::DashLine), 1);
    QCPGraph* entropy = addCurve(plot, CategoryTexts::tr("entropy / log K"),
                                 pen(theme.seriesColour(5), Qt::DashDotLine), 2);
    double highest = 1;
    for (const CategorySnapshot& snapshot : course.snapshots) {
        const auto step = static_cast<double>(snapshot.step);
        const double most = std::log(static_cast<double>(snapshot.categories));
        variation->addData(step, snapshot.massVariation());
        confidence->addData(step, snapshot.meanConfidence);
        entropy->addData(step, most > 0 ? snapshot.meanEntropy / most : 0);
        highest = std::max(highest, snapshot.massVariation());
    }
    setRanges(plot, stepRange(course), { 0, highest * 1.08 });
    drawStages(plot, course, theme);
    labelEnds(plot, theme);
}

FigureTable categoryMeasuresTable(const CategoryCourse& course)
{
    FigureTable table { { QStringLiteral("stage"), QStringLiteral("epoch"), QStringLiteral("step"),
                          QStringLiteral("variation"), QStringLiteral("mean_confidence"),
                          QStringLiteral("relative_entropy") },
                        {} };
    for (const CategorySnapshot& snapshot : course.snapshots) {
        const double most = std::log(static_cast<double>(snapshot.categories));
        table.rows.push_back({ QString::fromStdString(snapshot.stage), QString::number(snapshot.epoch),
                               QString::number(snapshot.step), tableNumber(snapshot.massVariation()),
                               tableNumber(snapshot.meanConfidence),
                               tableNumber(most > 0 ? snapshot.meanEntropy / most : 0) });
    }
    return table;
}

QString categoryMeasuresSummary(const CategoryCourse& course)
{
    if (course.snapshots.empty())
        return CategoryTexts::tr("No evaluation yet");
    const CategorySnapshot& last = course.snapshots.back();
    return CategoryTexts::tr("Now: coefficient of variation %1, mean confidence %2, entropy %3 nats")
        .arg(metricText(last.massVariation()), metricText(last.meanConfidence), metricText(last.meanEntropy));
}

void drawCategoryFlow(QCustomPlot& plot, const CategoryFlow& flow, const CategoryNames& names,
                      const PlotTheme& theme)
{
    applyPlotTheme(plot, theme);
    plot.yAxis->grid()->setVisible(false);
    plot.yAxis->setTickLabels(false);
    labelAxes(plot, {}, {});
    auto ends = QSharedPointer<QCPAxisTickerText>::create();
    ends->addTick(0, CategoryTexts::tr("before"));
    ends->addTick(1, CategoryTexts::tr("after"));
    plot.xAxis->setTicker(ends);
    const int count = flow.categories;
    const auto total = static_cast<double>(std::max<std::int64_t>(flow.items, 1));
    constexpr double gap = 0.03;
    constexpr double sidePart = 0.2; // of the width, beside the ribbons
    // Where the next ribbon of each category begins, at the left and at the right end.
    std::vector<double> left(static_cast<std::size_t>(count));
    std::vector<double> right(static_cast<std::size_t>(count));
    double leftEnd = 0;
    double rightEnd = 0;
    for (int j = 0; j < count; ++j) {
        std::int64_t before = 0;
        std::int64_t after = 0;
        for (int other = 0; other < count; ++other) {
            before += flow.count(j, other);
            after += flow.count(other, j);
        }
        left[static_cast<std::size_t>(j)] = leftEnd;
        right[static_cast<std::size_t>(j)] = rightEnd;
        const auto label = [&](double x, double from, double size, Qt::Alignment side) {
            if (size > 0)
                addText(plot, labelIn(plot, names, j, sidePart, theme), { x, from + size / 2 },
                        side | Qt::AlignVCenter, theme.text, theme)
                    ->setClipToAxisRect(false);
        };
        label(-0.01, leftEnd, static_cast<double>(before) / total, Qt::AlignRight);
        label(1.01, rightEnd, static_cast<double>(after) / total, Qt::AlignLeft);
        leftEnd += static_cast<double>(before) / total + gap;
        rightEnd += static_cast<double>(after) / total + gap;
    }
    constexpr int points = 24;
    for (int from = 0; from < count; ++from)
        for (int to = 0; to < count; ++to) {
            const double size = static_cast<double>(flow.count(from, to)) / total;
            if (size <= 0)
                continue;
            double& low = left[static_cast<std::size_t>(from)];
            double& high = right[static_cast<std::size_t>(to)];
            auto* ribbon = new QCPCurve(plot.xAxis, plot.yAxis);
            QColor color = theme.seriesColour(from);
            color.setAlphaF(from == to ? 0.35F : 0.8F);
            ribbon->setPen(QPen(Qt::NoPen));
            ribbon->setBrush(color);
            ribbon->setSelectable(QCP::stNone);
            for (int side = 0; side < 2; ++side)
                for (int point = 0; point <= points; ++point) {
                    const double x = static_cast<double>(side == 0 ? point : points - point) / points;
                    const double bend = x * x * (3 - 2 * x);
                    ribbon->addData(x, low + (high - low) * bend + (side == 0 ? 0 : size));
                }
            low += size;
            high += size;
        }
    plot.yAxis->setRangeReversed(true);
    setRanges(plot, { -0.4, 1.4 }, { -0.02, std::max(leftEnd, rightEnd) - gap + 0.02 });
}

FigureTable categoryFlowTable(const CategoryFlow& flow, const CategoryNames& names)
{
    FigureTable table { { QStringLiteral("from"), QStringLiteral("to"), QStringLiteral("items") }, {} };
    for (int from = 0; from < flow.categories; ++from)
        for (int to = 0; to < flow.categories; ++to)
            if (flow.count(from, to) > 0)
                table.rows.push_back({ numberedTitle(from, names.of(from)), numberedTitle(to, names.of(to)),
                                       QString::number(flow.count(from, to)) });
    return table;
}

QString categoryFlowSummary(const CategoryFlow& flow)
{
    return CategoryTexts::tr("%1 of %2 items changed their hyper-category")
        .arg(countText(flow.moved), countText(flow.items));
}

} // namespace opal
