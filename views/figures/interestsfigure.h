// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "core/results/interestcurves.h"
#include "views/shell/figure.h"

class QCustomPlot;

namespace opal {

struct FigureAccess;
struct PlotTheme;

/// Quality against the number of interests on a log2 axis (paper, Fig. 3), a line a model or metric with the
/// standard deviation over seeds; below it the number of interests that really fill the lists, where runs
/// tell it. Options: "metrics", e.g. "recall@50,recall@100" (default: of one model Recall at every tested
/// length, of several at the shortest); "models", keys separated by commas; "dataset", a name; "tag";
/// "sweep", an id. Without runs: all of them.

/// Throws Error{InvalidArgument} for an option that names nothing, Error{NotFound} if no run answers.
std::shared_ptr<const InterestCurves> loadInterestCurves(const FigureSubject& subject,
                                                         const FigureAccess& access);
void drawInterestCurves(QCustomPlot& plot, const InterestCurves& curves, const PlotTheme& theme);
FigureTable interestCurvesTable(const InterestCurves& curves);
QString interestCurvesSummary(const InterestCurves& curves);

/// What is drawn where nothing else is asked for.
std::vector<MetricAt> defaultInterestMetrics(const std::vector<RunRecord>& runs);

/// What a line is called beside the others: model, metric or data set, whatever they differ in.
QString interestLineName(const InterestCurves& curves, const InterestLine& line);

} // namespace opal
