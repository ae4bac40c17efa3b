// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <utility>
#include <variant>
#include <vector>

#include <QString>

#include "views/shell/figure.h"
#include "views/shell/panel.h"

class QCustomPlot;

namespace opal {

class JobContext;
class RunStore;
struct CategoryCourse;
struct DatasetProfiles;
struct InterestCurves;
struct LossCurves;
struct MapFigure;
struct PlotTheme;
struct RankingCurves;
struct RunAttribution;
struct SppmiPair;
struct StageComparison;
struct Tradeoff;
struct UserFigure;
struct UsersDiversity;
struct WorkspacePaths;

// How to add a figure
// 1. Its numbers are a plain struct of core/results, made by a Job (or read from the store): `struct X`.
// 2. views/figures/xfigure.{h,cpp} has free functions of it: `void drawXFigure(QCustomPlot&, const X&, const
//    PlotTheme&)` draws on an empty plot (one or several axis rects in plot.plotLayout() make a sheet), fonts
//    and line widths from the theme only, 1 pixel = 1 point on export; `FigureTable xTable(const X&)` gives
//    the numbers behind it; `QString xSummary(const X&)` one sentence for screen readers;
//    `std::shared_ptr<const X> loadX(const FigureSubject&, const FigureAccess&)` makes the numbers for the
//    command line by running the same Job (`makeXJob(...).run(access.context)`).
// 3. X among the AnyFigureFunctions, one row in the table of figureregistry.cpp, and the files in
//    views/CMakeLists.txt.
// 4. The panel's figures() returns figureRequest(QStringLiteral("x"), result, subject) for what it shows now.
// 5. Give layers that hold data objectName "series:<name>" and every graph a dash or marker of its own.
// The rules of print (fonts, clips, sizes, repeatable bytes) are then tested for it by tst_figureexport: add
// a small X to its table of samples.

/// What a figure needs before it can be made.
struct FigureNeeds
{
    int minRuns = 1;
    int maxRuns = 1;
    bool user = false;
    bool dataset = false; ///< a data-set file where no run names one
    bool trains = false; ///< instead of its runs it may be given a data-set file to find or train them on
};

/// What load() works with. Thread: any but the GUI thread.
struct FigureAccess
{
    RunStore& store;
    const WorkspacePaths& paths;
    JobContext& context;
};

/// Functions of one figure, typed by its result.
template <typename Result> struct FigureFunctions
{
    /// Makes the numbers from the workspace. Throws Error, Cancelled.
    std::shared_ptr<const Result> (*load)(const FigureSubject&, const FigureAccess&) = nullptr;
    /// Draws on an empty plot.
    void (*draw)(QCustomPlot&, const Result&, const PlotTheme&) = nullptr;
    FigureTable (*table)(const Result&) = nullptr;
    QString (*summary)(const Result&) = nullptr; ///< one sentence
};

/// Those of any figure: a new kind of numbers is named here.
using AnyFigureFunctions
    = std::variant<FigureFunctions<CategoryCourse>, FigureFunctions<DatasetProfiles>,
                   FigureFunctions<InterestCurves>, FigureFunctions<LossCurves>, FigureFunctions<MapFigure>,
                   FigureFunctions<RankingCurves>, FigureFunctions<RunAttribution>,
                   FigureFunctions<SppmiPair>, FigureFunctions<StageComparison>, FigureFunctions<Tradeoff>,
                   FigureFunctions<UserFigure>, FigureFunctions<UsersDiversity>>;

/// One row of the table of figures.
struct FigureEntry
{
    QString key; ///< stable, e.g. "loss": what `opal figure` is asked for
    QString panel; ///< id of the panel that shows it
    std::function<QString()> title; ///< translated
    FigureNeeds needs = {};
    double heightPerWidth = 0.62; ///< proportions of the sheet where nothing else is asked for
    double widthMm = 88.9; ///< the same; one column of a page, or two for a sheet of several charts
    double narrowHeightPerWidth = 0; ///< of a wide sheet that is asked for in one column; 0: the same
    AnyFigureFunctions functions = {};
};

/// THE table of figures: export, command line and tests read it.
const std::vector<FigureEntry>& figureRegistry();

/// Height of a sheet of some width where nothing else is asked for.
double figureHeightMm(const FigureEntry& entry, double widthMm);

/// Null if there is none of that key.
const FigureEntry* findFigure(const QString& key);

/// Throws Error{InvalidArgument} saying what is missing or too much.
void checkFigureSubject(const FigureEntry& entry, const FigureSubject& subject);

/// Makes the numbers of a figure from the workspace. What it has found and chosen by itself is part of the
/// subject of the answer. Throws Error, Cancelled.
FigureRequest loadFigure(const FigureEntry& entry, const FigureSubject& subject, const FigureAccess& access);

/// The figure of a row, of numbers that are there already. `Result` is what the row draws.
template <typename Result>
FigureRequest figureRequest(const FigureEntry& entry, std::shared_ptr<const Result> result,
                            FigureSubject subject)
{
    const auto functions = std::get<FigureFunctions<Result>>(entry.functions);
    FigureRequest request;
    request.key = entry.key;
    request.title = entry.title();
    request.draw = [functions, result](QCustomPlot& plot, const PlotTheme& theme) {
        functions.draw(plot, *result, theme);
    };
    request.table = [functions, result] { return functions.table(*result); };
    request.summary = [functions, result] { return functions.summary(*result); };
    request.subject = std::move(subject);
    return request;
}

/// What a panel returns from figures(): the same of the row with that key.
template <typename Result>
FigureRequest figureRequest(const QString& key, std::shared_ptr<const Result> result, FigureSubject subject)
{
    return figureRequest(*findFigure(key), std::move(result), std::move(subject));
}

} // namespace opal
