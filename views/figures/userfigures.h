// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "core/results/recalllist.h"
#include "views/shell/figure.h"

class QCPAxisRect;
class QCustomPlot;

namespace opal {

struct FigureAccess;
struct PlotTheme;

/// Figures of one user: the timeline (paper Fig. 1) and the interest lens in one sheet. Both read the answer
/// of the lens; options of the subject: "k" (length of the lists), "rule" (maximum, quota, round_robin),
/// "epsilon", "weights" (factors of the interests with commas), "history" (what a person has put together in
/// place of the user's own: a JSON array of [item, Unix ms, day]), "space" (even, or time: gaps between the
/// items of the history in proportion to the time between them).
struct UserFigure
{
    UserExploration user;
    bool spacedByTime = false; ///< even where no times are known
};

/// The subject that asks the same question again, edits of the what-if bench included.
FigureSubject userSubject(const std::string& run, const ExploreQuery& query, bool spacedByTime = false);

/// Throws Error{InvalidArgument} for an option that cannot be read, and what the recommendation throws.
std::shared_ptr<const UserFigure> loadUser(const FigureSubject& subject, const FigureAccess& access);

/// The history in order, each item a bar stacked by its weights, the hyper-category that takes most under it,
/// day borders as lines.
void drawUserTimeline(QCustomPlot& plot, const UserFigure& figure, const PlotTheme& theme);
FigureTable timelineTable(const UserFigure& figure);
QString timelineSummary(const UserFigure& figure);

/// The timeline, what each interest gives to the merged list, and the merged list by its source interest with
/// the held-out hits ringed.
void drawInterestLens(QCustomPlot& plot, const UserFigure& figure, const PlotTheme& theme);
FigureTable lensTable(const UserFigure& figure);
QString lensSummary(const UserFigure& figure);

} // namespace opal
