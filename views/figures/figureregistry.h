// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <any>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include <QString>

#include "views/shell/figure.h"
#include "views/shell/panel.h"

class QCustomPlot;

namespace opal {

class JobContext;
class RunStore;
struct PlotTheme;
struct WorkspacePaths;

// How to add a figure
// 1. Its numbers are a plain struct of core/results, made by a Job (or read from the store): `struct X`.
// 2. views/figures/xfigure.{h,cpp} has free functions of it: `void drawXFigure(QCustomPlot&, const X&, const
//    PlotTheme&)` draws on an empty plot (one or several axis rects in plot.plotLayout() make a sheet), fonts
//    and line widths from the theme only, 1 pixel = 1 point on export; `FigureTable xTable(const X&)` gives
//    the numbers behind it; `QString xSummary(const X&)` one sentence for screen readers;
//    `std::shared_ptr<const X> loadX(const FigureSubject&, const FigureAccess&)` makes the numbers for the
//    command line by running the same Job (`makeXJob(...)->run(access.context)`).
// 3. One row in the table of figureregistry.cpp, and the files in views/CMakeLists.txt.
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

/// One row of the table of figures. `std::any` holds a std::shared_ptr<const Result>.
struct FigureEntry
{
    QString key; ///< stable, e.g. "loss": what `opal figure` is asked for
    QString panel; ///< id of the panel that shows it
    std::function<QString()> title; ///< translated
    FigureNeeds needs = {};
    double heightPerWidth = 0.62; ///< proportions of the sheet where nothing else is asked for
    double widthMm = 88.9; ///< the same; one column of a page, or two for a sheet of several charts
    double narrowHeightPerWidth = 0; ///< of a wide sheet that is asked for in one column; 0: the same
    /// Makes the numbers from the workspace. Throws Error, Cancelled.
    std::function<std::any(const FigureSubject&, const FigureAccess&)> load = {};
    /// Draws on an empty plot.
    std::function<void(QCustomPlot&, const std::any&, const PlotTheme&)> draw = {};
    std::function<FigureTable(const std::any&)> table = {};
    std::function<QString(const std::any&)> summary = {}; ///< one sentence
};

/// THE table of figures: export, command line and tests read it.
const std::vector<FigureEntry>& figureRegistry();

/// Height of a sheet of some width where nothing else is asked for.
double figureHeightMm(const FigureEntry& entry, double widthMm);

/// Null if there is none of that key.
const FigureEntry* findFigure(const QString& key);

/// Throws Error{InvalidArgument} saying what is missing or too much.
void checkFigureSubject(const FigureEntry& entry, const FigureSubject& subject);

/// Functions of one figure, typed by its result.
template <typename Result> struct FigureFunctions
{
    std::shared_ptr<const Result> (*load)(const FigureSubject&, const FigureAccess&) = nullptr;
    void (*draw)(QCustomPlot&, const Result&, const PlotTheme&) = nullptr;
    FigureTable (*table)(const Result&) = nullptr;
    QString (*summary)(const Result&) = nullptr;
};

/// Puts typed functions into a row of the table.
template <typename Result> FigureEntry withFunctions(FigureEntry entry, FigureFunctions<Result> functions)
{
    const auto of = [](const std::any& value) -> const Result& {
        return *std::any_cast<const std::shared_ptr<const Result>&>(value);
    };
    entry.load = [functions](const FigureSubject& subject, const FigureAccess& access) {
        return std::any(functions.load(subject, access));
    };
    entry.draw = [functions, of](QCustomPlot& plot, const std::any& value, const PlotTheme& theme) {
        functions.draw(plot, of(value), theme);
    };
    entry.table = [functions, of](const std::any& value) { return functions.table(of(value)); };
    entry.summary = [functions, of](const std::any& value) { return functions.summary(of(value)); };
    return entry;
}

/// What a panel returns from figures(): the figure `key` of numbers that it already has.
FigureRequest figureRequest(const QString& key, std::any result, FigureSubject subject);

template <typename Result>
FigureRequest figureRequest(const QString& key, std::shared_ptr<const Result> result, FigureSubject subject)
{
    return figureRequest(key, std::any(std::move(result)), std::move(subject));
}

} // namespace opal
