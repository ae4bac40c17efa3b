#pragma once

#include <QColor>
#include <QFont>

class QCPAxis;
class QCustomPlot;

namespace opal {

struct ThemeTokens;

/// How a figure is drawn: colours, fonts, line widths. On the screen from the theme's tokens, on export white
/// with black text.
struct PlotTheme
{
    QColor background, text, secondary, grid, axis, accent, band, good, warning, bad;
    QFont font, smallFont;
    double lineWidth = 1.5;
    double strongLineWidth = 2.5;

    static PlotTheme screen(const ThemeTokens& tokens);
    /// White, black text, 8 pt, thinner lines.
    static PlotTheme paper();
};

/// Left and bottom axis only, ticks outside, light horizontal grid, no frame.
void applyPlotTheme(QCustomPlot& plot, const PlotTheme& theme);
void applyAxisTheme(QCPAxis& axis, const PlotTheme& theme, bool horizontalGrid);

} // namespace opal
