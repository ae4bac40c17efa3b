// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>

#include "core/results/hypercategory.h"
#include "views/shell/figure.h"

class QCustomPlot;

namespace opal {

struct FigureAccess;
struct PlotTheme;

/// Removes what an earlier drawing left, so that the functions below find an empty plot again.
void emptyPlot(QCustomPlot& plot);

/// Figure "assignment": shares of the assignment mass over the steps, the uniform line and the stages.
void drawAssignment(QCustomPlot& plot, const CategoryCourse& course, const PlotTheme& theme);
FigureTable assignmentTable(const CategoryCourse& course);
QString assignmentSummary(const CategoryCourse& course);
/// Throws Error{NotFound} if the run has no hyper-categories.
std::shared_ptr<const CategoryCourse> loadCategoryCourse(const FigureSubject& subject,
                                                         const FigureAccess& access);

/// Figure "category-similarity": |g_i . g_j| of the last snapshot of the course.
void drawCategorySimilarity(QCustomPlot& plot, const CategoryCourse& course, const PlotTheme& theme);
FigureTable categorySimilarityTable(const CategoryCourse& course);
QString categorySimilaritySummary(const CategoryCourse& course);
/// Option "step": of the evaluation; absent: the newest. Throws Error{NotFound, InvalidArgument}.
std::shared_ptr<const CategoryCourse> loadCategorySimilarity(const FigureSubject& subject,
                                                             const FigureAccess& access);

/// Bars of the mass w_j at one evaluation against the uniform line.
void drawAssignmentBars(QCustomPlot& plot, const CategorySnapshot& snapshot, const CategoryNames& names,
                        const PlotTheme& theme);
FigureTable assignmentBarsTable(const CategorySnapshot& snapshot, const CategoryNames& names);
QString assignmentBarsSummary(const CategorySnapshot& snapshot);
/// Histogram of max_j a over the items.
void drawConfidence(QCustomPlot& plot, const CategorySnapshot& snapshot, const PlotTheme& theme);
FigureTable confidenceTable(const CategorySnapshot& snapshot);
QString confidenceSummary(const CategorySnapshot& snapshot);
/// Coefficient of variation, mean confidence and relative entropy over the steps.
void drawCategoryMeasures(QCustomPlot& plot, const CategoryCourse& course, const PlotTheme& theme);
FigureTable categoryMeasuresTable(const CategoryCourse& course);
QString categoryMeasuresSummary(const CategoryCourse& course);
/// Ribbons from the categories before to those after, as wide as the items that took them.
void drawCategoryFlow(QCustomPlot& plot, const CategoryFlow& flow, const CategoryNames& names,
                      const PlotTheme& theme);
/// A row for each pair of categories between which items moved, and for each that kept items.
FigureTable categoryFlowTable(const CategoryFlow& flow, const CategoryNames& names);
QString categoryFlowSummary(const CategoryFlow& flow);

} // namespace opal
