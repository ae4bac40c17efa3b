#include "views/plot/hatchedbars.h"

#include <algorithm>
#include <cmath>

namespace opal {

void HatchedBars::setHatch(const QPen& pen, double gap)
{
    m_hatch = pen;
    m_hatch.setCapStyle(Qt::FlatCap);
    m_gap = std::max(gap, 1.0);
}

void HatchedBars::draw(QCPPainter* painter)
{
    QCPBars::draw(painter);
    if (!mKeyAxis || !mValueAxis)
        return;
    QCPBarsDataContainer::const_iterator bar;
    QCPBarsDataContainer::const_iterator end;
    getVisibleDataBounds(bar, end);
    const QRectF axes(mKeyAxis->axisRect()->rect());
    for (; bar != end; ++bar)
        hatch(*painter, getBarRect(bar->key, bar->value).normalized().intersected(axes));
}

void HatchedBars::drawLegendIcon(QCPPainter* painter, const QRectF& rect) const
{
    QCPBars::drawLegendIcon(painter, rect);
    hatch(*painter, rect.adjusted(1, 1, -1, -1));
}

void HatchedBars::hatch(QCPPainter& painter, const QRectF& area) const
{
    if (area.isEmpty())
        return;
    applyDefaultAntialiasingHint(&painter);
    painter.setPen(m_hatch);
    // Every line is x + y = sum; the sums are multiples of the gap, so that bars on each other go on.
    for (double sum = std::ceil((area.left() + area.top()) / m_gap) * m_gap;
         sum < area.right() + area.bottom(); sum += m_gap) {
        const double left = std::max(area.left(), sum - area.bottom());
        const double right = std::min(area.right(), sum - area.top());
        if (right > left)
            painter.drawLine(QLineF(left, sum - left, right, sum - right));
    }
}

} // namespace opal
