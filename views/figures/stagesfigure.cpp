// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/figures/stagesfigure.h"

#include <algorithm>
#include <cmath>
#include <set>

#include <QCoreApplication>

#include "views/figures/figureregistry.h"
#include "views/figures/lossfigure.h"
#include "views/figures/sheet.h"
#include "views/plot/hatchedbars.h"
#include "views/plot/plottheme.h"
#include "views/plot/qcp.h"
#include "views/widgets/metricnames.h"
#include "views/widgets/numbers.h"
#include "views/widgets/stagenames.h"

namespace opal {

namespace {

using Stage = StageComparison::Stage;

struct StagesTexts
{
    Q_DECLARE_TR_FUNCTIONS(StagesFigure)
};

/// The bars of a stage, told apart without colour, too: plain ones for the first, hatched ones after it.
QCPBars* addBars(QCPAxis* x, QCPAxis* y, std::size_t stage, const PlotTheme& theme)
{
    const QColor colour = theme.seriesColour(stage == 0 ? 0 : 5);
    QCPBars* bars = nullptr;
    if (stage == 0) {
        bars = new QCPBars(x, y);
        bars->setBrush(colour);
    } else {
        auto* hatched = new HatchedBars(x, y);
        hatched->setBrush(Qt::NoBrush);
        hatched->setHatch(QPen(colour, theme.lineWidth), 2.0 + static_cast<double>(stage));
        bars = hatched;
    }
    bars->setPen(QPen(colour, theme.lineWidth));
    return bars;
}

/// One value of every stage for each place of the axis, beside each other.
void drawBars(QCPAxisRect& rect, const std::vector<std::vector<double>>& values, const QStringList& places,
              const StageComparison& comparison, const PlotTheme& theme)
{
    QCPAxis* x = rect.axis(QCPAxis::atBottom);
    QCPAxis* y = rect.axis(QCPAxis::atLeft);
    const double width = 0.8 / static_cast<double>(values.size());
    double most = 0;
    for (std::size_t stage = 0; stage < values.size(); ++stage) {
        QCPBars* bars = addBars(x, y, stage, theme);
        const QString name = stageTitle(comparison.stages[stage].stage);
        bars->setName(name);
        bars->setObjectName(QStringLiteral("series:") % name);
        bars->setWidth(width * 0.92);
        for (std::size_t place = 0; place < values[stage].size(); ++place) {
            if (!std::isfinite(values[stage][place]))
                continue;
            bars->addData(static_cast<double>(place) + 1 - 0.4 + width * (static_cast<double>(stage) + 0.5),
                          values[stage][place]);
            most = std::max(most, values[stage][place]);
        }
    }
    const auto ticker = QSharedPointer<QCPAxisTickerText>::create();
    for (int place = 0; place < places.size(); ++place)
        ticker->addTick(place + 1, places[place]);
    x->setTicker(ticker);
    x->setTickPen(Qt::NoPen);
    x->setSubTickPen(Qt::NoPen);
    x->setRange(0.4, static_cast<double>(places.size()) + 0.6);
    y->setRange(0, most > 0 ? most * 1.08 : 1);
    y->ticker()->setTickCount(4);
}

std::vector<int> cutoffsOf(const StageComparison& comparison)
{
    std::set<int> cutoffs;
    for (const Stage& stage : comparison.stages)
        cutoffs.merge(stage.metrics.cutoffs());
    return { cutoffs.begin(), cutoffs.end() };
}

/// Those of training, which are all that a stage is evaluated with.
std::vector<RankingMetric> stageMetrics()
{
    std::vector<RankingMetric> metrics;
    for (const RankingMetric& metric : rankingMetrics())
        if (metric.essential)
            metrics.push_back(metric);
    return metrics;
}

void drawMetric(QCPAxisRect& rect, const StageComparison& comparison, const RankingMetric& metric,
                const PlotTheme& theme)
{
    const std::vector<int> cutoffs = cutoffsOf(comparison);
    QStringList places;
    for (const int cutoff : cutoffs)
        places << QString::number(cutoff);
    std::vector<std::vector<double>> values;
    for (const Stage& stage : comparison.stages) {
        values.emplace_back();
        for (const int cutoff : cutoffs)
            values.back().push_back(stage.metrics.at(metric.key, cutoff));
    }
    drawBars(rect, values, places, comparison, theme);
    rect.axis(QCPAxis::atBottom)->setLabel(StagesTexts::tr("K"));
    //: %1 is the name of a metric
    const QString label = metric.higherIsBetter ? StagesTexts::tr("%1@K\n(higher is better)")
                                                : StagesTexts::tr("%1@K\n(lower is better)");
    rect.axis(QCPAxis::atLeft)->setLabel(label.arg(metricName(metric)));
}

void drawMass(QCPAxisRect& rect, const StageComparison& comparison, const PlotTheme& theme)
{
    std::vector<std::vector<double>> shares;
    std::size_t count = 0;
    for (const Stage& stage : comparison.stages) {
        shares.push_back(stage.mass);
        count = std::max(count, stage.mass.size());
    }
    rect.axis(QCPAxis::atBottom)->setLabel(StagesTexts::tr("hyper-category"));
    rect.axis(QCPAxis::atLeft)->setLabel(StagesTexts::tr("share of the\nassignment mass"));
    if (count == 0) {
        rect.axis(QCPAxis::atBottom)->setTickLabels(false);
        rect.axis(QCPAxis::atBottom)->setTicks(false);
        noteOn(rect, StagesTexts::tr("no hyper-categories"), theme);
        return;
    }
    QStringList places;
    for (std::size_t place = 1; place <= count; ++place)
        places << QString::number(place);
    drawBars(rect, shares, places, comparison, theme);
}

/// The names of the stages above the parts, each behind a swatch of its bars.
void drawKey(QCustomPlot& plot, const StageComparison& comparison, const PlotTheme& theme)
{
    auto* legend = new QCPLegend;
    plot.plotLayout()->addElement(0, 0, legend);
    legend->setLayer(QStringLiteral("legend"));
    legend->setFillOrder(QCPLegend::foColumnsFirst);
    legend->setBorderPen(Qt::NoPen);
    legend->setBrush(Qt::NoBrush);
    legend->setIconSize(16, 8);
    legend->setFont(theme.smallFont);
    legend->setTextColor(theme.text);
    legend->setMargins(QMargins(8, 2, 8, 2));
    for (std::size_t stage = 0; stage < comparison.stages.size(); ++stage) {
        auto* bars = plot.plottable(static_cast<int>(stage));
        const QString name = StagesTexts::tr("%1, best epoch %2")
                                 .arg(stageLongTitle(comparison.stages[stage].stage))
                                 .arg(comparison.stages[stage].epoch);
        bars->setName(name);
        auto* entry = new QCPPlottableLegendItem(legend, bars);
        entry->setFont(theme.smallFont);
        entry->setTextColor(theme.text);
        legend->addItem(entry);
    }
}

} // namespace

StageComparison compareStages(const RunCurves& curves, const std::vector<CategorySnapshot>& course)
{
    StageComparison result;
    std::vector<std::int64_t> steps;
    for (const EvaluationReport& report : curves.evaluations) {
        auto stage = std::find_if(result.stages.begin(), result.stages.end(),
                                  [&](const Stage& known) { return known.stage == report.stage; });
        if (stage == result.stages.end()) {
            result.stages.push_back({ report.stage, report.epoch, report.metrics, {} });
            steps.push_back(report.step);
        } else if (report.best) { // later ones are better
            stage->epoch = report.epoch;
            stage->metrics = report.metrics;
            steps[static_cast<std::size_t>(stage - result.stages.begin())] = report.step;
        }
    }
    for (std::size_t stage = 0; stage < steps.size(); ++stage)
        for (const CategorySnapshot& snapshot : course)
            if (snapshot.step == steps[stage])
                result.stages[stage].mass = snapshot.shares();
    return result;
}

std::shared_ptr<const StageComparison> loadStages(const FigureSubject& subject, const FigureAccess& access)
{
    const RunRecord run = access.store.run(subject.runs.front());
    auto result = std::make_shared<StageComparison>(
        compareStages(access.store.curves(run.id), access.store.categoryCourse(run.id)));
    result->run = run.id;
    result->runName = run.name;
    return result;
}

void drawStages(QCustomPlot& plot, const StageComparison& comparison, const PlotTheme& theme)
{
    clearSheet(plot, theme);
    if (comparison.stages.empty()) {
        QCPAxisRect& rect = addPart(plot, 0, 0, theme);
        rect.axis(QCPAxis::atBottom)->setTickLabels(false);
        noteOn(rect, StagesTexts::tr("No stage of this run was evaluated"), theme);
        return;
    }
    auto* parts = new QCPLayoutGrid;
    plot.plotLayout()->addElement(1, 0, parts);
    const std::vector<RankingMetric> metrics = stageMetrics();
    // On a sheet of one column the parts stand in two rows.
    const int count = static_cast<int>(metrics.size()) + 1;
    const int columns = plot.width() > 3 * plot.height() / 2 ? count : (count + 1) / 2;
    const auto partAt = [&](int place) -> QCPAxisRect& {
        return addPart(plot, *parts, place / columns, place % columns, theme);
    };
    for (int place = 0; place + 1 < count; ++place)
        drawMetric(partAt(place), comparison, metrics[static_cast<std::size_t>(place)], theme);
    drawMass(partAt(count - 1), comparison, theme);
    drawKey(plot, comparison, theme);
    plot.plotLayout()->setRowStretchFactor(0, 0.001);
    plot.replot(QCustomPlot::rpImmediateRefresh);
}

FigureTable stagesTable(const StageComparison& comparison)
{
    FigureTable table;
    table.columns = { QStringLiteral("run"),   QStringLiteral("stage"), QStringLiteral("epoch"),
                      QStringLiteral("value"), QStringLiteral("at"),    QStringLiteral("number") };
    for (const Stage& stage : comparison.stages) {
        const auto add = [&](const char* value, const QString& place, double number) {
            table.rows.push_back({ QString::fromStdString(comparison.run),
                                   QString::fromStdString(stage.stage), QString::number(stage.epoch),
                                   QString::fromLatin1(value), place, tableNumber(number) });
        };
        for (const RankingMetric& metric : stageMetrics())
            for (const auto& [cutoff, value] : stage.metrics.of(metric.key))
                add(metric.key, QString::number(cutoff), value);
        for (std::size_t j = 0; j < stage.mass.size(); ++j)
            add("mass_share", QString::number(j + 1), stage.mass[j]);
    }
    return table;
}

QString stagesSummary(const StageComparison& comparison)
{
    QStringList parts;
    for (const Stage& stage : comparison.stages) {
        if (stage.metrics.of("recall").empty())
            continue;
        const auto& [cutoff, value] = *stage.metrics.of("recall").rbegin();
        parts << StagesTexts::tr("%1: validation Recall@%2 %3 at epoch %4")
                     .arg(stageTitle(stage.stage))
                     .arg(cutoff)
                     .arg(metricText(value))
                     .arg(stage.epoch);
    }
    return parts.isEmpty() ? StagesTexts::tr("No stage of this run was evaluated")
                           : parts.join(QStringLiteral("; "));
}

} // namespace opal
