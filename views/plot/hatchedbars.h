// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/plot/qcp.h"

namespace opal {

struct PlotTheme;

/// Bars under lines: told from plain ones without colour. The lines are drawn one by one, as a brush pattern
/// would go into a vector file as a picture for each bar. Without a hatch they are plain bars.
class HatchedBars final : public QCPBars
{
public:
    using QCPBars::QCPBars;

    /// Directions of lines, to be combined.
    enum Lines { Rising = 1, Falling = 2, Level = 4, Upright = 8 };

    /// `gap` between the lines, in pixels.
    void setHatch(const QPen& pen, double gap, int lines = Rising);

    /// How the bars look without their colours.
    struct Look
    {
        int lines = 0; ///< 0: plain
        double gap = 0;
        double width = 0; ///< of a line

        bool operator==(const Look&) const = default;
    };

    Look look() const;

protected:
    void draw(QCPPainter* painter) override;
    void drawLegendIcon(QCPPainter* painter, const QRectF& rect) const override;

private:
    void hatch(QCPPainter& painter, const QRectF& area) const;

    QPen m_hatch { Qt::black };
    double m_gap = 4;
    int m_lines = 0;
};

/// For print: the hatch of the series `index` (0-based) on its brush, so that bars on each other are told
/// apart without colour; the first one is plain. Does nothing on the screen, where the mouse tells.
void distinguish(HatchedBars& bars, int index, const PlotTheme& theme);

} // namespace opal
