// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "core/results/diversity.h"
#include "core/results/userchoice.h"
#include "views/shell/figure.h"

class QCustomPlot;

namespace opal {

struct FigureAccess;
struct PlotTheme;

struct OneAgainstSeveral;
struct OneAgainstSeveralRequest;

/// One user's recommendations under one or two runs (the paper's Fig. 4).
struct SppmiPair
{
    std::vector<std::shared_ptr<const UserDiversity>> sides; ///< one or two
    /// Where the sides are one interest and several of an otherwise equal training: how the user was chosen.
    std::optional<UserChoice> choice = {};
};

/// Key of the figure that finds or trains its two runs and chooses its user.
inline const QString oneAgainstSeveralKey = QStringLiteral("one-against-several");

/// What both sides share, so that they can be compared by eye.
struct SppmiScale
{
    double high = 1; ///< upper end of the colour scale: the percentile below, over both sides
    static constexpr double percentile = 99; ///< larger values have the last colour
    double binWidth = 0.1; ///< of the histograms
    int bins = 40;
    double highestShare = 0; ///< tallest bar of both sides
};

SppmiScale sppmiScale(const SppmiPair& pair);

/// Share of all pairs in each bin; zeros are not counted in but told apart. Values above the last bin are in
/// it.
std::vector<double> sppmiHistogram(const UserDiversity& side, const SppmiScale& scale);

/// Options: "k", "shift", "minimum_count", "order". Throws Error{InvalidArgument} for one that is no such
/// value.
std::shared_ptr<const SppmiPair> loadSppmi(const FigureSubject& subject, const FigureAccess& access);
void drawSppmi(QCustomPlot& plot, const SppmiPair& pair, const PlotTheme& theme);
FigureTable sppmiTable(const SppmiPair& pair);
QString sppmiSummary(const SppmiPair& pair);

/// Options: those of loadSppmi() and "pick" (userPickName()); without it the subject's user is taken, or the
/// typical one where there is none. Throws what the job throws, Error{InvalidArgument} for such an option.
std::shared_ptr<const SppmiPair> loadOneAgainstSeveral(const FigureSubject& subject,
                                                       const FigureAccess& access);

SppmiPair sppmiPair(const OneAgainstSeveral& found);
/// The figure that shows the pair, and what it is about: made again from it, it is the same.
QString sppmiKey(const SppmiPair& pair);
FigureSubject sppmiSubject(const SppmiPair& pair);
/// A sentence: whom a figure shows, and by which rule.
QString userChoiceText(const UserChoice& choice);

} // namespace opal
