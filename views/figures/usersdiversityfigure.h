// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include "core/results/diversity.h"
#include "views/shell/figure.h"

class QCustomPlot;

namespace opal {

struct FigureAccess;
struct PlotTheme;

/// The recommendations of a set of users under one or two runs.
struct UsersDiversity
{
    std::vector<std::shared_ptr<const AverageDiversity>> sides; ///< one or two
};

/// Options: "k", "shift", "minimum_count", "users" (userSetFromText). Throws Error{InvalidArgument}.
std::shared_ptr<const UsersDiversity> loadUsersDiversity(const FigureSubject& subject,
                                                         const FigureAccess& access);
/// Mean SPPMI between the interests with its values, above the histogram of all pairs.
void drawUsersDiversity(QCustomPlot& plot, const UsersDiversity& users, const PlotTheme& theme);
/// Blocks and bins of the histogram, one a row.
FigureTable usersDiversityTable(const UsersDiversity& users);
QString usersDiversitySummary(const UsersDiversity& users);

/// One group a row: how many users, accuracy, diversity, coverage, concentration, popularity.
FigureTable groupTable(const UsersDiversity& users);
/// "Every user", "Least active third", "2 active interests".
QString groupTitle(const GroupDiversity& group);
/// "all users of the test day", "the 100 most active users".
QString userSetTitle(const UserSet& users);

} // namespace opal
