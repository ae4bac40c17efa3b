// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/store/runstore.h"
#include "views/shell/figure.h"

class QCustomPlot;

namespace opal {

struct FigureAccess;
struct PlotTheme;

/// The stages of one run beside each other, each at its best evaluation on the validation day.
struct StageComparison
{
    struct Stage
    {
        std::string stage; ///< "soft", "hard", or a baseline's own
        std::int64_t epoch = 0;
        MetricSet metrics;
        std::vector<double> mass; ///< [K] share of the assignment mass of each hyper-category; empty without
    };

    std::string run; ///< id
    std::string runName;
    std::vector<Stage> stages; ///< in the order of training
};

/// Best evaluation of each stage of some curves. `course` may be empty.
StageComparison compareStages(const RunCurves& curves, const std::vector<CategorySnapshot>& course);

std::shared_ptr<const StageComparison> loadStages(const FigureSubject& subject, const FigureAccess& access);
/// Recall, hit rate and NDCG by K, and the share of the assignment mass of each hyper-category; plain
/// bars for the first stage, hatched ones for the second.
void drawStages(QCustomPlot& plot, const StageComparison& comparison, const PlotTheme& theme);
FigureTable stagesTable(const StageComparison& comparison);
QString stagesSummary(const StageComparison& comparison);

} // namespace opal
