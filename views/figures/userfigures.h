#pragma once

#include <memory>

#include "core/results/recalllist.h"
#include "views/figures/figure.h"

class QCPAxisRect;
class QCustomPlot;

namespace opal {

struct FigureAccess;
struct PlotTheme;

/// Figures of one user: the timeline (paper Fig. 1) and the interest lens in one sheet. Both read the answer
/// of the lens; options of the subject: "k" (length of the lists), "rule" (maximum, quota, round_robin),
/// "epsilon", "weights" (factors of the interests with commas), "history" (what a person has put together in
/// place of the user's own: a JSON array of [item, Unix ms, day]).

/// The subject that asks the same question again, edits of the what-if bench included.
FigureSubject userSubject(const std::string& run, const ExploreQuery& query);

/// Throws Error{InvalidArgument} for an option that cannot be read, and what the recommendation throws.
std::shared_ptr<const UserExploration> loadUser(const FigureSubject& subject, const FigureAccess& access);

/// The history in order, each item a bar stacked by its weights, the hyper-category that takes most under it,
/// day borders as lines.
void drawUserTimeline(QCustomPlot& plot, const UserExploration& user, const PlotTheme& theme);
FigureTable timelineTable(const UserExploration& user);
QString timelineSummary(const UserExploration& user);

/// The timeline, what each interest gives to the merged list, and the merged list by its source interest with
/// the held-out hits ringed.
void drawInterestLens(QCustomPlot& plot, const UserExploration& user, const PlotTheme& theme);
FigureTable lensTable(const UserExploration& user);
QString lensSummary(const UserExploration& user);

} // namespace opal
