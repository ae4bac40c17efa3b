// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/figures/tradeofffigure.h"

#include <algorithm>
#include <cmath>

#include <QCoreApplication>

#include "core/base/error.h"
#include "core/base/params.h"
#include "core/jobs/jobs.h"
#include "core/store/diversitystore.h"
#include "core/store/runstore.h"
#include "views/figures/figureregistry.h"
#include "views/figures/sheet.h"
#include "views/figures/sppmisheet.h"
#include "views/plot/markershapes.h"
#include "views/plot/plottheme.h"
#include "views/plot/qcp.h"
#include "views/widgets/numbers.h"

namespace opal {

namespace {

struct TradeoffTexts
{
    Q_DECLARE_TR_FUNCTIONS(TradeoffFigure)
};

/// Colours repeat after eight runs, markers do not follow them.
constexpr std::size_t filledMarkers = markerShapes.size() - 1;

const TradeoffMeasure& measureOf(const std::string& key)
{
    std::vector<std::string> names;
    for (const TradeoffMeasure& measure : tradeoffMeasures()) {
        if (key == measure.key)
            return measure;
        names.emplace_back(measure.key);
    }
    throw Error(ErrorCode::InvalidArgument,
                "there is no measure '" + key + "' of runs; the nearest is '" + nearestWord(key, names)
                    + "'");
}

/// Room around the points, so that none lies on an axis.
QCPRange padded(double low, double high)
{
    const double room = high > low ? (high - low) * 0.15 : std::max(std::abs(high) * 0.1, 0.01);
    return { low - room, high + room };
}

void addPoint(QCPAxisRect& rect, const Tradeoff::Point& point, const QPointF& place, const PlotTheme& theme)
{
    auto* graph = new QCPGraph(rect.axis(QCPAxis::atBottom), rect.axis(QCPAxis::atLeft));
    graph->setObjectName(QStringLiteral("series:") % QString::fromStdString(point.name));
    graph->setLineStyle(QCPGraph::lsNone);
    const int color = std::max(point.color, 0);
    const QColor colour = theme.seriesColour(color);
    const auto shape = markerShapes[static_cast<std::size_t>(color) % filledMarkers];
    graph->setScatterStyle(QCPScatterStyle(shape, QPen(colour, theme.strongLineWidth), QBrush(colour),
                                           theme.font.pixelSize() * 0.8));
    graph->setPen(QPen(colour, theme.lineWidth));
    graph->addData(place.x(), place.y());
    auto* name = new QCPItemText(rect.parentPlot());
    name->setSelectable(false);
    name->setClipAxisRect(&rect);
    name->position->setAxisRect(&rect);
    name->position->setAxes(rect.axis(QCPAxis::atBottom), rect.axis(QCPAxis::atLeft));
    name->position->setCoords(place);
    const bool right = place.x() > rect.axis(QCPAxis::atBottom)->range().center();
    name->setPositionAlignment((right ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    name->setPadding(QMargins(theme.font.pixelSize(), 0, theme.font.pixelSize(), 0));
    name->setFont(theme.smallFont);
    name->setColor(theme.text);
    name->setText(QString::fromStdString(point.name));
}

} // namespace

const std::vector<TradeoffMeasure>& tradeoffMeasures()
{
    static const std::vector<TradeoffMeasure> table {
        { "recall", QT_TRANSLATE_NOOP("TradeoffFigure", "Recall@%1 (higher is better)"),
          &RunDiversity::recall, true },
        { "hit_rate", QT_TRANSLATE_NOOP("TradeoffFigure", "Hit rate@%1 (higher is better)"),
          &RunDiversity::hitRate, true },
        { "sppmi_diversity", QT_TRANSLATE_NOOP("TradeoffFigure", "Intra-list diversity@%1 by SPPMI"),
          &RunDiversity::sppmiDiversity, false },
        { "tag_diversity", QT_TRANSLATE_NOOP("TradeoffFigure", "Intra-list diversity@%1 by tag"),
          &RunDiversity::tagDiversity, false },
        { "coverage", QT_TRANSLATE_NOOP("TradeoffFigure", "Catalogue coverage@%1"), &RunDiversity::coverage,
          false },
        { "gini", QT_TRANSLATE_NOOP("TradeoffFigure", "Gini of exposure@%1 (lower is more even)"),
          &RunDiversity::gini, false },
        { "popularity", QT_TRANSLATE_NOOP("TradeoffFigure", "Users of the recommended items@%1"),
          &RunDiversity::popularity, false },
    };
    return table;
}

QString tradeoffTitle(const std::string& key, int k)
{
    return TradeoffTexts::tr(measureOf(key).title).arg(k);
}

double tradeoffValue(const RunDiversity& run, const std::string& key)
{
    return run.*measureOf(key).value;
}

std::shared_ptr<const Tradeoff> loadTradeoff(const FigureSubject& subject, const FigureAccess& access)
{
    auto result = std::make_shared<Tradeoff>();
    result->x = subject.option("x", result->x);
    result->y = subject.option("y", result->y);
    for (const std::string& key : { result->x, result->y })
        (void)measureOf(key);
    DiversityJobRequest request;
    request.k = static_cast<int>(numberOption(subject, "k", request.k));
    request.shift = numberOption(subject, "shift", request.shift);
    request.minimumCount = static_cast<std::int64_t>(numberOption(subject, "minimum_count", 1));
    result->k = request.k;
    const DiversityStore kept(access.store);
    for (const std::string& id : subject.runs) {
        const RunRecord run = access.store.run(id);
        Tradeoff::Point point { {}, run.name, run.color };
        const auto rows = kept.rows(request.k, request.shift, request.minimumCount);
        const auto known = std::find_if(rows.begin(), rows.end(),
                                        [&](const RunDiversity& row) { return row.run == run.id; });
        if (known != rows.end()) {
            point.values = *known;
        } else {
            request.run = run.id;
            point.values = runDiversityOf(
                *makeAverageDiversityJob(access.store, access.paths, request).run(access.context), run.step);
        }
        result->points.push_back(std::move(point));
    }
    return result;
}

void drawTradeoff(QCustomPlot& plot, const Tradeoff& tradeoff, const PlotTheme& theme)
{
    clearSheet(plot, theme);
    QCPAxisRect& rect = addPart(plot, 0, 0, theme);
    rect.setObjectName(QStringLiteral("tradeoff"));
    QCPAxis* x = rect.axis(QCPAxis::atBottom);
    QCPAxis* y = rect.axis(QCPAxis::atLeft);
    x->setLabel(tradeoffTitle(tradeoff.x, tradeoff.k));
    y->setLabel(tradeoffTitle(tradeoff.y, tradeoff.k));
    std::vector<std::pair<const Tradeoff::Point*, QPointF>> shown;
    for (const Tradeoff::Point& point : tradeoff.points) {
        const QPointF place(tradeoffValue(point.values, tradeoff.x), tradeoffValue(point.values, tradeoff.y));
        if (std::isfinite(place.x()) && std::isfinite(place.y()))
            shown.emplace_back(&point, place);
    }
    if (shown.empty()) {
        x->setTickLabels(false);
        noteOn(rect, TradeoffTexts::tr("No run has both of these values"), theme);
    } else {
        const auto byX = std::minmax_element(shown.begin(), shown.end(), [](const auto& a, const auto& b) {
            return a.second.x() < b.second.x();
        });
        const auto byY = std::minmax_element(shown.begin(), shown.end(), [](const auto& a, const auto& b) {
            return a.second.y() < b.second.y();
        });
        x->setRange(padded(byX.first->second.x(), byX.second->second.x()));
        y->setRange(padded(byY.first->second.y(), byY.second->second.y()));
        for (const auto& [point, place] : shown)
            addPoint(rect, *point, place, theme);
    }
    plot.replot(QCustomPlot::rpImmediateRefresh);
}

FigureTable tradeoffTable(const Tradeoff& tradeoff)
{
    FigureTable table;
    table.columns
        = { QStringLiteral("run"), QStringLiteral("name"), QStringLiteral("k"), QStringLiteral("users") };
    for (const TradeoffMeasure& measure : tradeoffMeasures())
        table.columns << QString::fromLatin1(measure.key);
    for (const Tradeoff::Point& point : tradeoff.points) {
        QStringList row { QString::fromStdString(point.values.run), QString::fromStdString(point.name),
                          QString::number(point.values.k), QString::number(point.values.users) };
        for (const TradeoffMeasure& measure : tradeoffMeasures())
            row << tableNumber(point.values.*measure.value);
        table.rows.push_back(row);
    }
    return table;
}

QString tradeoffSummary(const Tradeoff& tradeoff)
{
    QStringList parts;
    for (const Tradeoff::Point& point : tradeoff.points)
        parts << QStringLiteral("%1: %2, %3")
                     .arg(QString::fromStdString(point.name),
                          metricText(tradeoffValue(point.values, tradeoff.x)),
                          metricText(tradeoffValue(point.values, tradeoff.y)));
    return TradeoffTexts::tr("%1 against %2. %3")
        .arg(tradeoffTitle(tradeoff.y, tradeoff.k), tradeoffTitle(tradeoff.x, tradeoff.k),
             parts.join(QStringLiteral("; ")));
}

} // namespace opal
