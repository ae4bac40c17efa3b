#pragma once

#include <vector>

#include <QString>

class QCPAxisRect;
class QCPLayoutGrid;
class QColor;
class QCustomPlot;
class QFont;

namespace opal {

struct FigureSubject;
struct PlotTheme;

/// What the sheets of SPPMI have in common: pictures above histograms in columns, one colour scale beside.

/// A number from 1 among the options. Throws Error{InvalidArgument} for anything else.
double numberOption(const FigureSubject& subject, const char* key, double fallback);

/// The words in lines that are not wider than `width`: QCustomPlot itself never wraps.
QString wrappedText(const QString& words, const QFont& font, double width);

void addSheetText(QCPLayoutGrid& grid, QCustomPlot& plot, int row, int column, const QString& words,
                  const QFont& font, const QColor& colour);

/// Axes in a cell of the sheet: items can only be made on a plot that has some.
QCPAxisRect* addSheetAxes(QCPLayoutGrid& sheet, int row, int column, const PlotTheme& theme, bool grid);

/// The colour scale from 0 to `high`.
void addSppmiScale(QCPLayoutGrid& grid, int row, int column, double high, const PlotTheme& theme);

/// What all histograms of a sheet share.
struct SppmiBins
{
    double width = 0.1;
    double highestShare = 0; ///< tallest bar of all
};

/// Bars of the shares of pairs above 0 and the cumulative share, which begins at the share of zeros.
void drawSppmiHistogram(QCPAxisRect& rect, const std::vector<double>& shares, double zeroShare,
                        const SppmiBins& bins, const PlotTheme& theme);

/// Pictures above one another share their left and right edges, those beside one another top and bottom.
void alignSppmiSheet(QCustomPlot& plot, QCPLayoutGrid& grid, int count);

} // namespace opal
