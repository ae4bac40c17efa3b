// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "core/store/runstore.h"
#include "views/figures/lossfigure.h"
#include "views/shell/figure.h"

namespace opal {

struct FigureAccess;

/// The training curves of a stored run as rows of the table of figures.

/// The loss terms of a run.
struct LossCurves
{
    RunCurves curves;
};

/// Metrics of a run on the validation day, and which of them are drawn (option "metrics": keys of
/// rankingMetrics() with commas, recall where there is none; option "k": cut-offs with commas).
struct RankingCurves
{
    RunCurves curves;
    RankingFigure::Shown shown;
};

std::shared_ptr<const LossCurves> loadLoss(const FigureSubject& subject, const FigureAccess& access);
void drawLoss(QCustomPlot& plot, const LossCurves& loss, const PlotTheme& theme);
FigureTable lossTable(const LossCurves& loss);
QString lossSummary(const LossCurves& loss);

/// Throws Error{InvalidArgument} for an unknown metric or a cut-off that is no number.
std::shared_ptr<const RankingCurves> loadRanking(const FigureSubject& subject, const FigureAccess& access);
void drawRanking(QCustomPlot& plot, const RankingCurves& ranking, const PlotTheme& theme);
FigureTable rankingTable(const RankingCurves& ranking);
QString rankingSummary(const RankingCurves& ranking);
/// The options that load the same curves again.
FigureSubject rankingSubject(const std::string& run, const RankingFigure::Shown& shown);

} // namespace opal
