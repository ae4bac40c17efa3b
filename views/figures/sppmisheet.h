// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <vector>

#include <QString>
#include <QStringList>

class QCPAxisRect;
class QCPLayoutGrid;
class QCustomPlot;

namespace opal {

struct FigureSubject;
struct MeanInterval;
struct PlotTheme;

/// What the sheets of SPPMI have in common: square pictures with one colour scale beside, and the numbers of
/// each: block means and a histogram. Numbers stand below the pictures, or beside the only one where the
/// sheet is wide. On a sheet as narrow as a column of a page the pictures stand above one another.

/// The theme with colours that leave the background as values grow, in lightness alone: on a light one the
/// map runs from its light end, and 0 is the end where it begins, so that the many pairs of 0 look like the
/// small ones beside them and blocks stand out, in grey, too.
PlotTheme sppmiTheme(PlotTheme theme);

/// A number from 1 among the options. Throws Error{InvalidArgument} for anything else.
double numberOption(const FigureSubject& subject, const char* key, double fallback);

/// A share in per cent with one decimal, without its sign; a dash if it is no number.
QString zeroShareText(double share);

/// "0.31 [0.28, 0.34]"; the mean alone where the interval is not finite.
QString intervalText(const MeanInterval& mean);

/// A cell of the sheet.
struct SppmiPlace
{
    QCPLayoutGrid& grid;
    int row;
    int column;
};

/// Axes in a cell of the sheet: items can only be made on a plot that has some.
QCPAxisRect* addSheetAxes(const SppmiPlace& place, const PlotTheme& theme, bool grid);
/// The same for a matrix, without a grid: always square, whatever becomes of the room around it.
QCPAxisRect* addSquareAxes(const SppmiPlace& place, const PlotTheme& theme);

/// Means between the items of two labels, as a picture.
struct SppmiBlocks
{
    std::vector<double> means; ///< [K, K]; NaN where there is no pair
    QStringList titles; ///< [K] at the left; along the bottom stand numbers
};

/// `name` is the axes'; without `labels` nothing but the ticks is written beside them.
QCPAxisRect* addSppmiBlocks(const SppmiPlace& place, const QString& name, const SppmiBlocks& blocks,
                            double high, bool labels, const PlotTheme& theme);

/// What all histograms of a sheet share.
struct SppmiBins
{
    double width = 0.1;
    double highestShare = 0; ///< tallest bar of all
};

/// A column of a sheet, beside its picture.
struct SppmiColumn
{
    QString title; ///< above the picture, without its letter
    QString numbers; ///< below it, without theirs
    std::vector<double> shares; ///< of pairs above 0, by bin
    double zeroShare = 0; ///< where the cumulative share begins
    SppmiBlocks blocks = {}; ///< small, beside the histogram; none if they are the picture
};

/// A sheet, one column a run.
struct SppmiSheet
{
    std::vector<SppmiColumn> columns;
    SppmiBins bins;
    double high = 1; ///< end of the colour scale
    QString caption;
    /// Adds the picture of the run number `side`; returns its axes.
    std::function<QCPAxisRect*(const SppmiPlace& place, int side)> addPicture;
    /// Writes over a picture that has its size; may be empty.
    std::function<void(QCPAxisRect& picture, int side)> addHeads = {};
};

/// About how many pixels wide a picture of the sheet may be; known before it is laid out.
double sppmiPictureWidth(const QCustomPlot& plot, const SppmiSheet& sheet, const PlotTheme& theme);

/// Replaces what is on the plot. Pictures above one another share their left and right edges, those beside
/// one another top and bottom.
void drawSppmiSheet(QCustomPlot& plot, const SppmiSheet& sheet, const PlotTheme& theme);

} // namespace opal
