// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/results/diversity.h"
#include "views/shell/figure.h"

class QCustomPlot;

namespace opal {

struct FigureAccess;
struct PlotTheme;

/// Runs by accuracy and diversity, one point a run.
struct Tradeoff
{
    struct Point
    {
        RunDiversity values;
        std::string name; ///< of the run
        int color = 0; ///< RunRecord::color
    };

    std::vector<Point> points;
    std::string x = "recall"; ///< key of tradeoffMeasures()
    std::string y = "sppmi_diversity";
    int k = 200;
};

/// A value of a run that can be an axis.
struct TradeoffMeasure
{
    const char* key; ///< stable
    const char* title; ///< English; "%1" is K
    double RunDiversity::*value;
    bool accuracy; ///< for x, else for y
};

/// THE table of measures.
const std::vector<TradeoffMeasure>& tradeoffMeasures();
/// Translated, with K: "Recall@200 (higher is better)".
QString tradeoffTitle(const std::string& key, int k);
double tradeoffValue(const RunDiversity& run, const std::string& key);

/// Options: "x", "y", "k", "shift", "minimum_count". Runs that the store has no values of are measured.
/// Throws Error{InvalidArgument}.
std::shared_ptr<const Tradeoff> loadTradeoff(const FigureSubject& subject, const FigureAccess& access);
void drawTradeoff(QCustomPlot& plot, const Tradeoff& tradeoff, const PlotTheme& theme);
FigureTable tradeoffTable(const Tradeoff& tradeoff);
QString tradeoffSummary(const Tradeoff& tradeoff);

} // namespace opal
