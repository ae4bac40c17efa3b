#pragma once

#include "views/plot/qcp.h"

namespace opal {

/// Bars under diagonal lines: told from plain ones without colour. The lines are drawn one by one, as a
/// brush pattern would go into a vector file as a picture for each bar.
class HatchedBars final : public QCPBars
{
public:
    using QCPBars::QCPBars;

    /// `gap` between the lines, in pixels.
    void setHatch(const QPen& pen, double gap);

protected:
    void draw(QCPPainter* painter) override;
    void drawLegendIcon(QCPPainter* painter, const QRectF& rect) const override;

private:
    void hatch(QCPPainter& painter, const QRectF& area) const;

    QPen m_hatch { Qt::black };
    double m_gap = 4;
};

} // namespace opal
