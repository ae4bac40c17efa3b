// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plot/hatchedbars.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "views/plot/plottheme.h"

namespace opal {

void HatchedBars::setHatch(const QPen& pen, double gap, int lines)
{
    m_hatch = pen;
    m_hatch.setCapStyle(Qt::FlatCap);
    m_gap = std::max(gap, 1.0);
    m_lines = lines;
}

HatchedBars::Look HatchedBars::look() const
{
    return m_lines == 0 ? Look {} : Look { m_lines, m_gap, m_hatch.widthF() };
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
    if (m_lines == 0 || area.isEmpty())
        return;
    applyDefaultAntialiasingHint(&painter);
    painter.setPen(m_hatch);
    // Lines stand at multiples of the gap on the sheet, not in the bar, so that bars on each other go on.
    const auto first = [this](double from) { return std::ceil(from / m_gap) * m_gap; };
    if (m_lines & Rising) // x + y = sum
        for (double sum = first(area.left() + area.top()); sum < area.right() + area.bottom(); sum += m_gap) {
            const double left = std::max(area.left(), sum - area.bottom());
            const double right = std::min(area.right(), sum - area.top());
            if (right > left)
                painter.drawLine(QLineF(left, sum - left, right, sum - right));
        }
    if (m_lines & Falling) // x - y = difference
        for (double difference = first(area.left() - area.bottom()); difference < area.right() - area.top();
             difference += m_gap) {
            const double left = std::max(area.left(), difference + area.top());
            const double right = std::min(area.right(), difference + area.bottom());
            if (right > left)
                painter.drawLine(QLineF(left, left - difference, right, right - difference));
        }
    if (m_lines & Level)
        for (double y = first(area.top()); y < area.bottom(); y += m_gap)
            painter.drawLine(QLineF(area.left(), y, area.right(), y));
    // From the middle, so that a narrow bar has one, too; bars on each other have the same middle.
    if (m_lines & Upright) {
        const double middle = area.center().x();
        const double outermost = std::floor((middle - area.left()) / m_gap) * m_gap;
        for (double x = middle - outermost; x < area.right(); x += m_gap)
            painter.drawLine(QLineF(x, area.top(), x, area.bottom()));
    }
}

void distinguish(HatchedBars& bars, int index, const PlotTheme& theme)
{
    if (!theme.print || index <= 0)
        return;
    // Six directions in three strengths: another hatch for each of 18 series. Neighbours differ in direction.
    static constexpr std::array<int, 6> directions {
        HatchedBars::Rising,  HatchedBars::Level,
        HatchedBars::Falling, HatchedBars::Rising | HatchedBars::Falling,
        HatchedBars::Upright, HatchedBars::Level | HatchedBars::Upright,
    };

    struct Strength
    {
        double width;
        double gap;
    };

    static constexpr std::array<Strength, 3> strengths { { { 0.6, 3 }, { 1.3, 4 }, { 1.5, 6.5 } } };
    const auto place = static_cast<std::size_t>(index - 1);
    const Strength& strength = strengths[place / directions.size() % strengths.size()];
    constexpr int midGrey = 128;
    const QColor ink
        = qGray(bars.brush().color().rgb()) < midGrey ? theme.background : theme.text; // seen on the brush
    bars.setHatch(QPen(ink, strength.width), strength.gap, directions[place % directions.size()]);
}

} // namespace opal
