// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QFont>
#include <QString>
#include <QVector>

class QCPAxis;
class QCPGraph;
class QCustomPlot;

namespace opal {

struct ThemeTokens;

/// How a figure is drawn: colours, fonts, line widths. On the screen from the theme's tokens, on export white
/// with black text. Fonts are in pixels; on export one pixel is one point.
struct PlotTheme
{
    QColor background, text, secondary, grid, axis, accent, band, good, warning, bad;
    QFont font, smallFont;
    double lineWidth = 1.5;
    double strongLineWidth = 2.5;
    QVector<QColor> series; ///< colours of series; empty: those of the interests (Theme::categoryColor)
    QString colourMap = QStringLiteral("viridis"); ///< name for ColourMap
    QColor missing; ///< cells without a value
    QColor zero; ///< cells that are exactly 0
    bool print = false; ///< lines are told apart by dash and marker, too

    /// Colour of the series `index` (0-based).
    QColor seriesColour(int index) const;

    static PlotTheme screen(const ThemeTokens& tokens);
    /// White, black text, 8 pt, thinner lines.
    static PlotTheme paper();
};

/// Left and bottom axis only, ticks outside, light horizontal grid, no frame.
void applyPlotTheme(QCustomPlot& plot, const PlotTheme& theme);
void applyAxisTheme(QCPAxis& axis, const PlotTheme& theme, bool horizontalGrid);

/// For print: the dash and the marker of the series `index` (0-based), eight markers along its points, so
/// that lines are told apart without colour. Does nothing on the screen, where a direct label or the mouse
/// tells.
void distinguish(QCPGraph& graph, int index, const PlotTheme& theme);

/// Takes everything off a plot, so that a figure can be drawn on it again.
void clearPlot(QCustomPlot& plot);

} // namespace opal
