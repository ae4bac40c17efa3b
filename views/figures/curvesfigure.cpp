// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/figures/curvesfigure.h"

#include <algorithm>
#include <cmath>

#include <QCoreApplication>

#include "core/base/error.h"
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

QString valueAt(const std::map<int, double>& values, int cutoff)
{
    const auto found = values.find(cutoff);
    return found == values.end() ? QString() : tableNumber(found->second);
}

RankingFigure::Shown shownOf(const FigureSubject& subject)
{
    RankingFigure::Shown shown;
    const QStringList metrics
        = QString::fromStdString(subject.option("metrics", "recall")).split(QLatin1Char(','));
    shown.recall = metrics.contains(QStringLiteral("recall"));
    shown.hitRate = metrics.contains(QStringLiteral("hit_rate"));
    for (const QString& metric : metrics)
        if (metric != QLatin1String("recall") && metric != QLatin1String("hit_rate"))
            throw Error(ErrorCode::InvalidArgument,
                        "the option 'metrics' knows recall and hit_rate, not '" + metric.toStdString() + "'");
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
    return std::make_shared<const LossCurves>(LossCurves { access.store.curves(run.id), run.color });
}

void drawLoss(QCustomPlot& plot, const LossCurves& loss, const PlotTheme& theme)
{
    drawLossFigure(plot, loss.curves, theme, loss.color);
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
        RankingCurves { access.store.curves(run.id), shownOf(subject), run.color });
}

void drawRanking(QCustomPlot& plot, const RankingCurves& ranking, const PlotTheme& theme)
{
    drawRankingFigure(plot, ranking.curves, ranking.shown, theme, ranking.color);
}

FigureTable rankingTable(const RankingCurves& ranking)
{
    FigureTable table;
    table.columns = { QStringLiteral("stage"), QStringLiteral("epoch"), QStringLiteral("step") };
    const auto& shown = ranking.shown;
    for (const int cutoff : shown.cutoffs) {
        if (shown.recall)
            table.columns << QStringLiteral("recall@%1").arg(cutoff);
        if (shown.hitRate)
            table.columns << QStringLiteral("hit_rate@%1").arg(cutoff);
    }
    for (const EvaluationReport& report : ranking.curves.evaluations) {
        QStringList row { QString::fromStdString(report.stage), QString::number(report.epoch),
                          QString::number(report.step) };
        for (const int cutoff : shown.cutoffs) {
            if (shown.recall)
                row << valueAt(report.metrics.recall, cutoff);
            if (shown.hitRate)
                row << valueAt(report.metrics.hitRate, cutoff);
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
    const auto recall = best->metrics.recall.find(200);
    return CurvesTexts::tr("Recall@200, %1 evaluations, best %2 in %3 at epoch %4")
        .arg(evaluations.size())
        .arg(metricText(recall == best->metrics.recall.end() ? std::nan("") : recall->second),
             stageTitle(best->stage))
        .arg(best->epoch);
}

FigureSubject rankingSubject(const std::string& run, const RankingFigure::Shown& shown)
{
    FigureSubject subject;
    subject.runs = { run };
    QStringList metrics;
    if (shown.recall)
        metrics << QStringLiteral("recall");
    if (shown.hitRate)
        metrics << QStringLiteral("hit_rate");
    QStringList cutoffs;
    for (const int cutoff : shown.cutoffs)
        cutoffs << QString::number(cutoff);
    subject.options = { { "metrics", metrics.join(QLatin1Char(',')).toStdString() },
                        { "k", cutoffs.join(QLatin1Char(',')).toStdString() } };
    return subject;
}

} // namespace opal
