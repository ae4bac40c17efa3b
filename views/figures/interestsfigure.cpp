// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/figures/interestsfigure.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include <QCoreApplication>

#include "core/base/error.h"
#include "core/jobs/jobs.h"
#include "core/store/runstore.h"
#include "core/store/sweepstore.h"
#include "views/figures/figureregistry.h"
#include "views/figures/lossfigure.h"
#include "views/figures/sheet.h"
#include "views/plot/markershapes.h"
#include "views/plot/plottheme.h"
#include "views/plot/qcp.h"
#include "views/shell/theme.h"
#include "views/widgets/numbers.h"

namespace opal {

namespace {

struct InterestsTexts
{
    Q_DECLARE_TR_FUNCTIONS(InterestsFigure)
};

constexpr int markerCount = 6;

/// Colours end after sixteen, dashes after two, so the marker tells lines apart as well.
QCPScatterStyle::ScatterShape markerOf(int index)
{
    return markerShapes[static_cast<std::size_t>(index % markerCount)];
}

Qt::PenStyle dashOf(int index)
{
    static const Qt::PenStyle dashes[]
        = { Qt::SolidLine, Qt::DashLine, Qt::DotLine, Qt::DashDotLine, Qt::DashDotDotLine };
    return dashes[index % std::size(dashes)];
}

struct Reading
{
    double interests = 0;
    SeedMean value;
};

/// A line with its error bars in a part of the sheet.
QCPGraph* addLine(QCPAxisRect& rect, const QString& name, int index, const std::vector<Reading>& readings,
                  const PlotTheme& theme)
{
    auto* graph = new QCPGraph(rect.axis(QCPAxis::atBottom), rect.axis(QCPAxis::atLeft));
    QPen pen(theme.seriesColour(index), theme.lineWidth);
    pen.setStyle(dashOf(index));
    graph->setName(name);
    graph->setPen(pen);
    graph->setSelectable(QCP::stNone);
    QCPScatterStyle marker(markerOf(index), 5 * std::max(theme.lineWidth, 1.0));
    marker.setPen(QPen(pen.color(), theme.lineWidth));
    marker.setBrush(pen.color());
    graph->setScatterStyle(marker);
    auto* bars = new QCPErrorBars(rect.axis(QCPAxis::atBottom), rect.axis(QCPAxis::atLeft));
    bars->setDataPlottable(graph);
    bars->setPen(QPen(pen.color(), theme.lineWidth));
    bars->setWhiskerWidth(5);
    bars->setSymbolGap(0);
    bars->setSelectable(QCP::stNone);
    bars->removeFromLegend();
    for (const Reading& reading : readings) {
        graph->addData(reading.interests, reading.value.mean);
        bars->addData(reading.value.runs > 1 ? reading.value.deviation : std::nan(""));
    }
    return graph;
}

void numberAxis(QCPAxis& axis, const std::set<std::int64_t>& numbers)
{
    axis.setScaleType(QCPAxis::stLogarithmic);
    const auto ticker = QSharedPointer<QCPAxisTickerText>::create();
    for (const std::int64_t number : numbers)
        ticker->addTick(static_cast<double>(number), QString::number(number));
    axis.setTicker(ticker);
    const double margin = std::pow(2.0, 0.25);
    axis.setRange(static_cast<double>(*numbers.begin()) / margin,
                  static_cast<double>(*numbers.rbegin()) * margin);
}

/// Room around everything that is drawn, error bars too.
void fitValues(QCPAxis& axis, const std::vector<std::vector<Reading>>& lines, double least)
{
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    for (const auto& line : lines) {
        for (const Reading& reading : line) {
            low = std::min(low, reading.value.mean - reading.value.deviation);
            high = std::max(high, reading.value.mean + reading.value.deviation);
        }
    }
    const double room = std::max(0.12 * (high - low), least);
    // Only adjusted measures can fall below 0.
    axis.setRange(low < 0 ? low - room : std::max(0.0, low - room), high + room);
}

void addLegend(QCustomPlot& plot, QCPAxisRect& rect, const PlotTheme& theme)
{
    auto* legend = new QCPLegend;
    plot.plotLayout()->addElement(0, 0, legend);
    plot.plotLayout()->setRowStretchFactor(0, 0.001);
    legend->setLayer(QStringLiteral("legend"));
    legend->setFillOrder(QCPLegend::foColumnsFirst);
    legend->setWrap(theme.lineWidth < 1 ? 3 : 4);
    legend->setBorderPen(Qt::NoPen);
    legend->setBrush(Qt::NoBrush);
    legend->setIconSize(22, 10);
    legend->setColumnSpacing(10);
    legend->setRowSpacing(1);
    legend->setMargins(QMargins(4, 4, 4, 0));
    for (QCPGraph* graph : rect.graphs())
        graph->addToLegend(legend);
    styleLegend(*legend, theme);
}

std::vector<std::string> parts(const std::string& list)
{
    std::vector<std::string> result;
    for (const QString& part : QString::fromStdString(list).split(u',', Qt::SkipEmptyParts))
        result.push_back(part.trimmed().toStdString());
    return result;
}

std::vector<RunRecord> runsOf(const FigureSubject& subject, RunStore& store)
{
    std::vector<RunRecord> runs;
    if (const std::string sweep = subject.option("sweep"); !sweep.empty()) {
        std::set<std::string> ids;
        for (const SweepPoint& point : SweepStore(store).sweep(sweep).points)
            ids.insert(point.run);
        runs = store.runs(true);
        std::erase_if(runs, [&](const RunRecord& run) { return !ids.contains(run.id); });
    } else if (subject.runs.empty()) {
        runs = store.runs();
    }
    for (const std::string& run : subject.runs)
        runs.push_back(store.run(run));
    const std::string tag = subject.option("tag");
    const std::string dataset = subject.option("dataset");
    std::erase_if(runs, [&](const RunRecord& run) {
        return (!dataset.empty() && run.datasetName != dataset) || (!tag.empty() && !hasTag(run, tag));
    });
    return runs;
}

} // namespace

std::vector<MetricAt> defaultInterestMetrics(const std::vector<RunRecord>& runs)
{
    std::vector<MetricAt> metrics = testedMetrics(runs);
    std::erase_if(metrics, [](const MetricAt& metric) { return metric.first != "recall"; });
    const bool oneModel = std::all_of(
        runs.begin(), runs.end(), [&runs](const RunRecord& run) { return run.model == runs.front().model; });
    if (!oneModel && metrics.size() > 1)
        metrics.resize(1);
    return metrics;
}

QString interestLineName(const InterestCurves& curves, const InterestLine& line)
{
    const auto differ = [&](auto member) {
        return std::any_of(curves.lines.begin(), curves.lines.end(), [&](const InterestLine& other) {
            return other.*member != curves.lines.front().*member;
        });
    };
    QStringList name;
    if (differ(&InterestLine::model) || !differ(&InterestLine::metric))
        name << QString::fromStdString(line.model);
    if (differ(&InterestLine::metric))
        name << QString::fromStdString(metricTitle(line.metric));
    if (differ(&InterestLine::dataset))
        name << QString::fromStdString(line.dataset);
    return name.join(QStringLiteral(", "));
}

std::shared_ptr<const InterestCurves> loadInterestCurves(const FigureSubject& subject,
                                                         const FigureAccess& access)
{
    const std::vector<RunRecord> runs = runsOf(subject, access.store);
    std::vector<MetricAt> metrics;
    for (const std::string& key : parts(subject.option("metrics")))
        metrics.push_back(metricFromKey(key));
    if (metrics.empty())
        metrics = defaultInterestMetrics(runs);
    std::vector<TableModel> models = tableModels();
    if (const std::vector<std::string> wanted = parts(subject.option("models")); !wanted.empty()) {
        for (const std::string& key : wanted)
            if (std::none_of(models.begin(), models.end(),
                             [&key](const TableModel& model) { return model.key == key; }))
                throw Error(ErrorCode::InvalidArgument, "there is no model '" + key + "'");
        std::erase_if(models, [&](const TableModel& model) {
            return std::find(wanted.begin(), wanted.end(), model.key) == wanted.end();
        });
    }
    auto curves = std::make_shared<const InterestCurves>(interestCurves(runs, models, metrics));
    if (curves->lines.empty())
        throw Error(ErrorCode::NotFound,
                    "no tested run has these metrics, models and data; train some with 'opal sweep --axis "
                    "interests=1,2,4,8,16' first");
    return curves;
}

void drawInterestCurves(QCustomPlot& plot, const InterestCurves& curves, const PlotTheme& theme)
{
    clearSheet(plot, theme);
    QCPAxisRect& quality = addPart(plot, 1, 0, theme);
    if (curves.lines.empty()) {
        noteOn(quality, InterestsTexts::tr("No tested run yet"), theme);
        return;
    }
    std::set<std::int64_t> numbers;
    std::vector<std::vector<Reading>> values;
    std::vector<std::vector<Reading>> effective;
    for (const InterestLine& line : curves.lines) {
        values.emplace_back();
        effective.emplace_back();
        // The effective number is the run's, not the metric's: it is drawn once a model and data set.
        const bool known = std::any_of(curves.lines.begin(), curves.lines.end(), [&](const auto& other) {
            return &other < &line && other.model == line.model && other.dataset == line.dataset;
        });
        for (const InterestPoint& point : line.points) {
            const auto number = static_cast<double>(point.interests);
            numbers.insert(point.interests);
            values.back().push_back({ number, point.value });
            if (point.effective && !known)
                effective.back().push_back({ number, *point.effective });
        }
    }
    for (std::size_t i = 0; i < values.size(); ++i) {
        const QString name = interestLineName(curves, curves.lines[i]);
        addLine(quality, name, static_cast<int>(i), values[i], theme)
            ->setObjectName(QStringLiteral("series:") + name);
    }
    const bool oneMetric = std::all_of(curves.lines.begin(), curves.lines.end(), [&](const auto& line) {
        return line.metric == curves.lines.front().metric;
    });
    const QString better = higherIsBetter(curves.lines.front().metric)
        ? InterestsTexts::tr("%1 (higher is better)")
        : InterestsTexts::tr("%1 (lower is better)");
    quality.axis(QCPAxis::atLeft)
        ->setLabel(oneMetric ? better.arg(QString::fromStdString(metricTitle(curves.lines.front().metric)))
                             : InterestsTexts::tr("Higher is better"));
    fitValues(*quality.axis(QCPAxis::atLeft), values, 0.002);
    numberAxis(*quality.axis(QCPAxis::atBottom), numbers);
    QCPAxisRect* lowest = &quality;
    if (std::any_of(effective.begin(), effective.end(), [](const auto& line) { return !line.empty(); })) {
        QCPAxisRect& second = addPart(plot, 2, 0, theme);
        lowest = &second;
        for (std::size_t i = 0; i < effective.size(); ++i)
            if (!effective[i].empty())
                addLine(second, interestLineName(curves, curves.lines[i]), static_cast<int>(i), effective[i],
                        theme)
                    ->setObjectName(QStringLiteral("series:effective ")
                                    + interestLineName(curves, curves.lines[i]));
        second.axis(QCPAxis::atLeft)->setLabel(InterestsTexts::tr("Effective interests"));
        fitValues(*second.axis(QCPAxis::atLeft), effective, 0.25);
        second.axis(QCPAxis::atLeft)->ticker()->setTickCount(3); // the part is low
        numberAxis(*second.axis(QCPAxis::atBottom), numbers);
        plot.plotLayout()->setRowStretchFactor(1, 1.7);
        plot.plotLayout()->setRowSpacing(4);
        auto* margins = new QCPMarginGroup(&plot);
        quality.setMarginGroup(QCP::msLeft | QCP::msRight, margins);
        second.setMarginGroup(QCP::msLeft | QCP::msRight, margins);
    }
    lowest->axis(QCPAxis::atBottom)->setLabel(InterestsTexts::tr("Number of interests"));
    addLegend(plot, quality, theme);
}

FigureTable interestCurvesTable(const InterestCurves& curves)
{
    FigureTable table { { QStringLiteral("dataset"), QStringLiteral("model"), QStringLiteral("metric"),
                          QStringLiteral("interests"), QStringLiteral("mean"), QStringLiteral("deviation"),
                          QStringLiteral("seeds"), QStringLiteral("effective_interests"),
                          QStringLiteral("effective_deviation"), QStringLiteral("runs") },
                        {} };
    for (const InterestLine& line : curves.lines) {
        for (const InterestPoint& point : line.points) {
            QStringList runs;
            for (const std::string& run : point.runs)
                runs << QString::fromStdString(run);
            const double none = std::nan("");
            const bool several = point.value.runs > 1;
            table.rows.push_back(
                { QString::fromStdString(line.dataset), QString::fromStdString(line.model),
                  QString::fromStdString(metricKey(line.metric)), QString::number(point.interests),
                  tableNumber(point.value.mean), tableNumber(several ? point.value.deviation : none),
                  QString::number(point.value.runs),
                  tableNumber(point.effective ? point.effective->mean : none),
                  tableNumber(point.effective && several ? point.effective->deviation : none),
                  runs.join(u' ') });
        }
    }
    return table;
}

QString interestCurvesSummary(const InterestCurves& curves)
{
    const InterestLine* bestLine = nullptr;
    const InterestPoint* best = nullptr;
    for (const InterestLine& line : curves.lines) {
        // Of several metrics the first line's: values of different ones cannot be compared.
        if (line.metric != curves.lines.front().metric)
            continue;
        for (const InterestPoint& point : line.points) {
            if (!best
                || (higherIsBetter(line.metric) ? point.value.mean > best->value.mean
                                                : point.value.mean < best->value.mean)) {
                best = &point;
                bestLine = &line;
            }
        }
    }
    if (!best)
        return InterestsTexts::tr("No tested run yet");
    return InterestsTexts::tr("%1 against the number of interests, lines: %2, best %3 by %4 with %5")
        .arg(QString::fromStdString(metricTitle(bestLine->metric)))
        .arg(curves.lines.size())
        .arg(metricText(best->value.mean), QString::fromStdString(bestLine->model))
        .arg(best->interests);
}

} // namespace opal
