// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plot/heatmapitem.h"

#include <algorithm>
#include <cmath>

#include <QFontMetricsF>

#include "views/plot/colourmap.h"
#include "views/shell/theme.h"

namespace opal {

HeatmapItem::HeatmapItem(QCPAxisRect* rect, int rows, int columns)
    : QCPAbstractItem(rect->parentPlot())
    , m_rows(rows)
    , m_columns(columns)
{
    setLayer(QStringLiteral("main"));
    setSelectable(false);
    setClipAxisRect(rect);
    QCPItemPosition* topLeft = createPosition(QStringLiteral("topLeft"));
    QCPItemPosition* bottomRight = createPosition(QStringLiteral("bottomRight"));
    for (QCPItemPosition* position : { topLeft, bottomRight }) {
        position->setAxisRect(rect);
        position->setAxes(rect->axis(QCPAxis::atBottom), rect->axis(QCPAxis::atLeft));
    }
    topLeft->setCoords(0, 0);
    bottomRight->setCoords(columns, rows);
    setObjectName(QStringLiteral("series:matrix"));
}

void HeatmapItem::setValues(const std::vector<double>& values, double low, double high,
                            const PlotTheme& theme)
{
    const ColourMap map(theme.colourMap);
    const double span = high > low ? high - low : 1;
    m_image = QImage(m_columns, m_rows, QImage::Format_RGB32);
    for (int row = 0; row < m_rows; ++row) {
        auto* line = reinterpret_cast<QRgb*>(m_image.scanLine(row));
        for (int column = 0; column < m_columns; ++column) {
            const double value = values[static_cast<std::size_t>(row * m_columns + column)];
            line[column] = std::isnan(value) ? theme.missing.rgb()
                : value == 0                 ? theme.zero.rgb()
                                             : map.at((value - low) / span);
        }
    }
}

void HeatmapItem::setNumbers(const std::vector<double>& values, const QFont& font)
{
    m_numbers.clear();
    for (const double value : values)
        m_numbers << (std::isnan(value) ? QStringLiteral("\u2013") : QString::number(value, 'f', 2));
    m_font = font;
}

double HeatmapItem::selectTest(const QPointF& /*position*/, bool /*onlySelectable*/,
                               QVariant* /*details*/) const
{
    return -1;
}

void HeatmapItem::draw(QCPPainter* painter)
{
    if (m_image.isNull())
        return;
    // Only the cells that are seen: nothing of a zoomed figure lies outside its axes.
    const QCPItemPosition* corner = position(QStringLiteral("topLeft"));
    const QCPRange x = corner->keyAxis()->range();
    const QCPRange y = corner->valueAxis()->range();
    const int left = std::clamp(static_cast<int>(std::floor(x.lower)), 0, m_columns);
    const int right = std::clamp(static_cast<int>(std::ceil(x.upper)), left, m_columns);
    const int top = std::clamp(static_cast<int>(std::floor(y.lower)), 0, m_rows);
    const int bottom = std::clamp(static_cast<int>(std::ceil(y.upper)), top, m_rows);
    if (right == left || bottom == top)
        return;
    const auto pixel = [corner](double column, double row) {
        return QPointF(corner->keyAxis()->coordToPixel(column), corner->valueAxis()->coordToPixel(row));
    };
    const QRectF target = QRectF(pixel(left, top), pixel(right, bottom)).normalized();
    QImage seen = m_image.copy(left, top, right - left, bottom - top);
    if (!corner->valueAxis()->rangeReversed())
        seen = seen.mirrored(false, true);
    painter->setRenderHint(QPainter::SmoothPixmapTransform, false);
    // The PDF engine would otherwise compress the cells into something blurred.
    painter->setRenderHint(QPainter::LosslessImageRendering, true);
    // Two pixels a cell at least, as renderers that do smooth then only touch the seams.
    const int factor = std::max(2, static_cast<int>(std::ceil(400.0 / seen.width())));
    const QImage cells = seen.scaled(seen.width() * factor, seen.height() * factor, Qt::IgnoreAspectRatio,
                                     Qt::FastTransformation);
    painter->drawImage(target, cells);
    drawNumbers(*painter);
}

void HeatmapItem::drawNumbers(QCPPainter& painter) const
{
    const QCPItemPosition* corner = position(QStringLiteral("topLeft"));
    const auto cell = [corner](int row, int column) {
        return QRectF(
                   QPointF(corner->keyAxis()->coordToPixel(column), corner->valueAxis()->coordToPixel(row)),
                   QPointF(corner->keyAxis()->coordToPixel(column + 1),
                           corner->valueAxis()->coordToPixel(row + 1)))
            .normalized();
    };
    const QFontMetricsF metrics(m_font);
    const QSizeF room = cell(0, 0).size();
    for (const QString& number : m_numbers)
        if (metrics.horizontalAdvance(number) + 2 > room.width() || metrics.height() > room.height())
            return;
    painter.setFont(m_font);
    for (int at = 0; at < m_numbers.size(); ++at) {
        const int row = at / m_columns;
        const int column = at % m_columns;
        painter.setPen(contrastRatio(m_image.pixelColor(column, row), Qt::white) >= 4.5 ? Qt::white
                                                                                        : Qt::black);
        painter.drawText(cell(row, column), Qt::AlignCenter, m_numbers[at]);
    }
}

ColourBarItem::ColourBarItem(QCPAxisRect* rect, QString colourMap)
    : QCPAbstractItem(rect->parentPlot())
    , m_rect(rect)
    , m_map(std::move(colourMap))
{
    setLayer(QStringLiteral("main"));
    setSelectable(false);
    setClipAxisRect(rect);
    setObjectName(QStringLiteral("colour-bar"));
}

double ColourBarItem::selectTest(const QPointF& /*position*/, bool /*onlySelectable*/,
                                 QVariant* /*details*/) const
{
    return -1;
}

void ColourBarItem::draw(QCPPainter* painter)
{
    constexpr int steps = 64;
    const ColourMap map(m_map);
    const QRectF area = m_rect->rect();
    painter->setAntialiasing(false);
    painter->setPen(Qt::NoPen);
    const double height = area.height() / steps;
    for (int step = 0; step < steps; ++step) {
        painter->setBrush(QColor(map.at((step + 0.5) / steps)));
        // From its own lower edge to the top: no seams between neighbours.
        const double bottom = area.bottom() - step * height;
        painter->drawRect(QRectF(area.left(), area.top(), area.width(), bottom - area.top()));
    }
}

} // namespace opal
