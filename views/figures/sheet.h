// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QCPAxisRect;
class QCPLayoutGrid;
class QCustomPlot;
class QString;

namespace opal {

struct PlotTheme;

/// A figure of several parts on one plot.

/// Takes everything off the plot and paints its background.
void clearSheet(QCustomPlot& plot, const PlotTheme& theme);

/// A part with themed left and bottom axes in the plot's own grid or in one of its cells.
QCPAxisRect& addPart(QCustomPlot& plot, int row, int column, const PlotTheme& theme);
QCPAxisRect& addPart(QCustomPlot& plot, QCPLayoutGrid& grid, int row, int column, const PlotTheme& theme);

/// One sentence in the middle of a part that has nothing to draw.
void noteOn(QCPAxisRect& rect, const QString& note, const PlotTheme& theme);

} // namespace opal
