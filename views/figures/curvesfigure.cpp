// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/figures/curvesfigure.h"

#include <algorithm>
#include <cmath>

#include <QCoreApplication>

#include "core/base/error.h"
#include "core/results/interestcurves.h"
#include "views/figures/figureregistry.h"
#include "views/plot/plottheme.h"
#include "views/plot/qcp.h"
#include "views/widgets/numbers.h"
#include "views/widgets/stagenames.h"

namespace opal {

namespace {

struct CurvesTexts
{
    Q_DECLARE_TR_FUNCTIONS(TrainingFigure)
};

/// Keys of the metrics that are drawn, in the order of their table.
std::vector<std::string> shownKeys(const RankingFigure::Shown& shown)
{
    std::vector<std::string> keys;
    for (const RankingMetric& metric : rankingMetrics())
        if (shown.metrics.contains(metric.key))
            keys.emplace_back(metric.key);
    return keys;
}

RankingFigure::Shown shownOf(const FigureSubject& subject)
{
    RankingFigure::Shown shown;
    shown.metrics.clear();
    for (const QString& key :
         QString::fromStdString(subject.option("metrics", "recall")).split(QLatin1Char(','))) {
        if (!findRankingMetric(key.toStdString())) {
            std::string known;
            for (const RankingMetric& metric : rankingMetrics())
                known += (known.empty() ? "" : ", ") + std::string(metric.key);
            throw Error(ErrorCode::InvalidArgument,
                        "the option 'metrics' knows " + known + ", not '" + key.toStdString() + "'");
        }
        shown.metrics.insert(key.toStdString());
    }
    const std::string cutoffs = subject.option("k");
    if (cutoffs.empty())
        return shown;
    shown.cutoffs.clear();
    for (const QString& part : QString::fromStdString(cutoffs).split(QLatin1Char(','))) {
        bool valid = false;
        const int cutoff = part.toInt(&valid);
        if (!valid || cutoff < 1)
            throw Error(ErrorCode::InvalidArgument,
                        "the option 'k' takes whole numbers from 1 with commas, not '" + part.toStdString()
                            + "'");
        shown.cutoffs.insert(cutoff);
    }
    return shown;
}

} // namespace

std::shared_ptr<const LossCurves> loadLoss(const FigureSubject& subject, const FigureAccess& access)
{
    const RunRecord run = access.store.run(subject.runs.front());
    return std::make_shared<const LossCurves>(LossCurves { access.store.curves(run.id) });
}

void drawLoss(QCustomPlot& plot, const LossCurves& loss, const PlotTheme& theme)
{
    drawLossFigure(plot, loss.curves, theme);
}

FigureTable lossTable(const LossCurves& loss)
{
    const RunCurves& curves = loss.curves;
    FigureTable table;
    table.columns = { QStringLiteral("stage"), QStringLiteral("step") };
    for (const StepReport& report : curves.steps)
        for (const auto& term : report.terms)
            if (!table.columns.contains(QString::fromStdString(term.first)))
                table.columns << QString::fromStdString(term.first);
    for (const StepReport& report : curves.steps) {
        QStringList row { QString::fromStdString(report.stage), QString::number(report.step) };
        row.resize(table.columns.size());
        for (const auto& [term, value] : report.terms)
            row[table.columns.indexOf(QString::fromStdString(term))] = tableNumber(value);
        table.rows.push_back(row);
    }
    return table;
}

QString lossSummary(const LossCurves& loss)
{
    const RunCurves& curves = loss.curves;
    if (curves.steps.empty())
        return CurvesTexts::tr("No steps yet");
    const StepReport& last = curves.steps.back();
    const double total = last.terms.empty() ? std::nan("") : last.terms.front().second;
    return CurvesTexts::tr("%1 loss terms over %2 steps, total now %3")
        .arg(static_cast<int>(last.terms.size()) - 1)
        .arg(last.step)
        .arg(metricText(total));
}

std::shared_ptr<const RankingCurves> loadRanking(const FigureSubject& subject, const FigureAccess& access)
{
    const RunRecord run = access.store.run(subject.runs.front());
    return std::make_shared<const RankingCurves>(
        RankingCurves { access.store.curves(run.id), shownOf(subject) });
}

void drawRanking(QCustomPlot& plot, const RankingCurves& ranking, const PlotTheme& theme)
{
    drawRankingFigure(plot, ranking.curves, ranking.shown, theme);
}

FigureTable rankingTable(const RankingCurves& ranking)
{
    FigureTable table;
    table.columns = { QStringLiteral("stage"), QStringLiteral("epoch"), QStringLiteral("step") };
    const auto& shown = ranking.shown;
    for (const int cutoff : shown.cutoffs) {
        for (const std::string& key : shownKeys(shown))
            table.columns << QString::fromStdString(metricKey({ key, cutoff }));
    }
    for (const EvaluationReport& report : ranking.curves.evaluations) {
        QStringList row { QString::fromStdString(report.stage), QString::number(report.epoch),
                          QString::number(report.step) };
        for (const int cutoff : shown.cutoffs) {
            for (const std::string& key : shownKeys(shown)) {
                const auto& values = report.metrics.of(key);
                const auto value = values.find(cutoff);
                row << (value == values.end() ? QString() : tableNumber(value->second));
            }
        }
        table.rows.push_back(row);
    }
    return table;
}

QString rankingSummary(const RankingCurves& ranking)
{
    const auto& evaluations = ranking.curves.evaluations;
    const auto best = std::find_if(evaluations.rbegin(), evaluations.rend(),
                                   [](const EvaluationReport& report) { return report.best; });
    if (best == evaluations.rend())
        return CurvesTexts::tr("No evaluation yet");
    return CurvesTexts::tr("Recall@200, %1 evaluations, best %2 in %3 at epoch %4")
        .arg(evaluations.size())
        .arg(metricText(best->metrics.at("recall", 200)), stageTitle(best->stage))
        .arg(best->epoch);
}

FigureSubject rankingSubject(const std::string& run, const RankingFigure::Shown& shown)
{
    FigureSubject subject;
    subject.runs = { run };
    QStringList metrics;
    for (const std::string& key : shownKeys(shown))
        metrics << QString::fromStdString(key);
    QStringList cutoffs;
    for (const int cutoff : shown.cutoffs)
        cutoffs << QString::number(cutoff);
    subject.options = { { "metrics", metrics.join(QLatin1Char(',')).toStdString() },
                        { "k", cutoffs.join(QLatin1Char(',')).toStdString() } };
    return subject;
}

} // namespace opal
