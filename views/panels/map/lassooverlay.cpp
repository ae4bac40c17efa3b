// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/map/lassooverlay.h"

#include <QPainter>

namespace opal {

namespace {

constexpr double ringRadius = 8;
constexpr float fillOpacity = 0.12F;

} // namespace

LassoOverlay::LassoOverlay(QWidget* parent)
    : QWidget(parent)
{
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setFocusPolicy(Qt::NoFocus);
}

void LassoOverlay::setColours(const QColor& line, const QColor& ring)
{
    m_line = line;
    m_ring = ring;
    update();
}

void LassoOverlay::setShapes(const QPolygonF& lasso, const QPolygonF& rings, const QRectF& area)
{
    if (lasso == m_lasso && rings == m_rings && area == m_area)
        return;
    m_lasso = lasso;
    m_rings = rings;
    m_area = area;
    update();
}

void LassoOverlay::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setClipRect(m_area);
    if (m_lasso.size() > 1) {
        QColor fill = m_line;
        fill.setAlphaF(fillOpacity);
        painter.setPen(QPen(m_line, 1.5, Qt::DashLine));
        painter.setBrush(fill);
        painter.drawPolygon(m_lasso);
    }
    painter.setPen(QPen(m_ring, 2));
    painter.setBrush(Qt::NoBrush);
    for (const QPointF& middle : m_rings)
        painter.drawEllipse(middle, ringRadius, ringRadius);
}

} // namespace opal
