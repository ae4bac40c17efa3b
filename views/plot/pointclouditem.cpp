// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plot/pointclouditem.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>

namespace opal {

namespace {

constexpr double vectorScale = 300.0 / 72; ///< pixels a point inside a PDF or SVG
constexpr int dotOpacity = 225; ///< of 255: overlapping dots still tell apart
constexpr int fadedOpacity = 45;

/// A dot in every colour, ready to be laid over pixels: what it adds to each, and how much of what is there
/// remains.
class Dots final
{
public:
    Dots(const std::vector<QColor>& palette, double radius, int opacity)
        : m_reach(std::max(0, static_cast<int>(std::ceil(radius - 0.5))))
        , m_side(2 * m_reach + 1)
    {
        for (int y = -m_reach; y <= m_reach; ++y)
            for (int x = -m_reach; x <= m_reach; ++x) {
                const double part = std::clamp(radius + 0.5 - std::hypot(x, y), 0.0, 1.0);
                m_remains.push_back(static_cast<unsigned>(255 - std::lround(part * opacity)));
            }
        for (const QColor& colour : palette)
            for (const unsigned remains : m_remains)
                m_adds.push_back(qPremultiply(
                    qRgba(colour.red(), colour.green(), colour.blue(), static_cast<int>(255 - remains))));
    }

    void stamp(QImage& image, int x, int y, std::size_t colour) const
    {
        const QRgb* adds = m_adds.data() + colour * m_remains.size();
        const int left = std::max(0, m_reach - x);
        const int right = std::min(m_side, image.width() - x + m_reach);
        const int bottom = std::min(m_side, image.height() - y + m_reach);
        for (int row = std::max(0, m_reach - y); row < bottom; ++row) {
            auto* line = reinterpret_cast<QRgb*>(image.scanLine(y - m_reach + row));
            for (int column = left; column < right; ++column) {
                const auto cell = static_cast<std::size_t>(row * m_side + column);
                QRgb& pixel = line[x - m_reach + column];
                pixel = adds[cell] + scaled(pixel, m_remains[cell]);
            }
        }
    }

private:
    /// All four channels times factor / 255, two at a time.
    static QRgb scaled(QRgb pixel, unsigned factor)
    {
        const auto pair = [factor](unsigned channels) {
            const unsigned product = channels * factor;
            return (product + ((product >> 8) & 0xFF00FF) + 0x800080) >> 8;
        };
        return (pair(pixel & 0xFF00FF) & 0xFF00FF) | ((pair((pixel >> 8) & 0xFF00FF) & 0xFF00FF) << 8);
    }

    int m_reach; ///< pixels on each side of the middle
    int m_side;
    std::vector<unsigned> m_remains; ///< [side^2] of 255
    std::vector<QRgb> m_adds; ///< [colours, side^2] premultiplied
};

/// A step through 0..count-1 that meets everything once and keeps no order of the items.
std::size_t mixingStep(std::size_t count)
{
    std::size_t step = std::max<std::size_t>(1, static_cast<std::size_t>(static_cast<double>(count) * 0.618));
    while (std::gcd(step, count) != 1)
        ++step;
    return step;
}

bool sameFrame(const PointFrame& a, const PointFrame& b)
{
    return a.left == b.left && a.right == b.right && a.bottom == b.bottom && a.top == b.top
        && a.size == b.size && a.scale == b.scale && a.radius == b.radius;
}

} // namespace

double dotRadius(std::size_t count)
{
    return count <= 1000 ? 4 : count <= 5000 ? 3 : count <= 30000 ? 2 : 1.25;
}

PointOrder drawingOrder(const PointCloud& cloud)
{
    const std::size_t count = cloud.map->x.size() - 1;
    const std::size_t step = mixingStep(count);
    PointOrder order;
    const bool fades = !cloud.emphasised.empty();
    for (const bool emphasised : { false, true }) {
        std::size_t at = 0;
        for (std::size_t done = 0; done < count; ++done, at = (at + step) % count) {
            const std::size_t item = at + 1;
            const bool visible = cloud.palette[cloud.colour[item]].alpha() != 0;
            if (visible && (fades ? cloud.emphasised[item] : true) == emphasised)
                order.points.push_back({ cloud.map->x[item], cloud.map->y[item],
                                         static_cast<std::int32_t>(item), cloud.colour[item] });
        }
        if (!emphasised)
            order.faded = order.points.size();
    }
    return order;
}

namespace {

/// Calls `draw(point, x, y)` with the place in a picture of that size, for all points inside, in order.
template <typename Draw>
void forPointsInside(std::span<const PointOrder::Point> points, const PointFrame& frame, const QSize& size,
                     Draw draw)
{
    const auto left = static_cast<float>(frame.left);
    const auto top = static_cast<float>(frame.top);
    const auto perX = static_cast<float>(size.width() / (frame.right - frame.left));
    const auto perY = static_cast<float>(size.height() / (frame.top - frame.bottom));
    const auto width = static_cast<float>(size.width());
    const auto height = static_cast<float>(size.height());
    for (const PointOrder::Point& point : points) {
        const float x = (point.x - left) * perX;
        const float y = (top - point.y) * perY;
        // Compared before it is cut to whole numbers: a point may be anywhere.
        if (x >= 0 && y >= 0 && x < width && y < height)
            draw(point, static_cast<int>(x), static_cast<int>(y));
    }
}

} // namespace

QImage pointImage(const PointCloud& cloud, const PointOrder& order, const PointFrame& frame)
{
    QImage image(std::max(1, qRound(frame.size.width() * frame.scale)),
                 std::max(1, qRound(frame.size.height() * frame.scale)), QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    const std::span<const PointOrder::Point> points(order.points);
    const auto draw = [&](std::span<const PointOrder::Point> part, int opacity) {
        const Dots dots(cloud.palette, frame.radius * frame.scale, opacity);
        forPointsInside(part, frame, image.size(), [&](const PointOrder::Point& point, int x, int y) {
            dots.stamp(image, x, y, point.colour);
        });
    };
    draw(points.first(order.faded), fadedOpacity);
    draw(points.subspan(order.faded), dotOpacity);
    return image;
}

std::vector<std::int32_t> pointPicks(const PointOrder& order, const PointFrame& frame)
{
    std::vector<std::int32_t> picks(static_cast<std::size_t>(frame.size.width() * frame.size.height()), 0);
    forPointsInside(order.points, frame, frame.size, [&](const PointOrder::Point& point, int x, int y) {
        picks[static_cast<std::size_t>(y * frame.size.width() + x)] = point.item;
    });
    return picks;
}

PointCloudItem::PointCloudItem(QCPAxisRect* rect, std::shared_ptr<const PointCloud> cloud, double radius)
    : QCPAbstractItem(rect->parentPlot())
    , m_rect(rect)
    , m_cloud(std::move(cloud))
    , m_order(drawingOrder(*m_cloud))
    , m_radius(radius)
{
    setLayer(QStringLiteral("main"));
    setSelectable(false);
    setClipAxisRect(rect);
    setObjectName(QStringLiteral("series:items"));
}

void PointCloudItem::setCloud(std::shared_ptr<const PointCloud> cloud)
{
    m_cloud = std::move(cloud);
    m_order = drawingOrder(*m_cloud);
    m_image = {};
    m_picks.clear();
}

std::int32_t PointCloudItem::itemAt(const QPointF& position, int reach) const
{
    const QSize size = m_drawn.size;
    if (m_image.isNull())
        return 0;
    // Only for a mouse at rest: a picture that moves needs none.
    if (m_picks.empty())
        m_picks = pointPicks(m_order, m_drawn);
    const int x = qRound(position.x()) - m_rect->left();
    const int y = qRound(position.y()) - m_rect->top();
    std::int32_t found = 0;
    int best = reach * reach + 1;
    for (int row = std::max(0, y - reach); row <= std::min(size.height() - 1, y + reach); ++row)
        for (int column = std::max(0, x - reach); column <= std::min(size.width() - 1, x + reach); ++column) {
            const std::int32_t item = m_picks[static_cast<std::size_t>(row * size.width() + column)];
            const int distance = (row - y) * (row - y) + (column - x) * (column - x);
            if (item != 0 && distance < best) {
                best = distance;
                found = item;
            }
        }
    return found;
}

double PointCloudItem::selectTest(const QPointF& /*position*/, bool /*onlySelectable*/,
                                  QVariant* /*details*/) const
{
    return -1;
}

PointFrame PointCloudItem::frame() const
{
    const QCPRange x = m_rect->axis(QCPAxis::atBottom)->range();
    const QCPRange y = m_rect->axis(QCPAxis::atLeft)->range();
    return { x.lower, x.upper, y.lower, y.upper, m_rect->rect().size(), 1, m_radius };
}

void PointCloudItem::draw(QCPPainter* painter)
{
    PointFrame wanted = frame();
    if (wanted.size.isEmpty() || m_cloud->map->x.size() < 2)
        return;
    const bool onScreen = !painter->modes().testFlag(QCPPainter::pmNoCaching);
    if (painter->modes().testFlag(QCPPainter::pmVectorized))
        wanted.scale = vectorScale;
    else if (!onScreen || !m_moving)
        wanted.scale = painter->deviceTransform().m11();
    painter->setRenderHint(QPainter::SmoothPixmapTransform, false);
    painter->setRenderHint(QPainter::LosslessImageRendering, true);
    if (!onScreen) {
        painter->drawImage(QRectF(m_rect->rect()), pointImage(*m_cloud, m_order, wanted));
        return;
    }
    if (m_image.isNull() || !sameFrame(wanted, m_drawn)) {
        m_image = pointImage(*m_cloud, m_order, wanted);
        m_drawn = wanted;
        m_picks.clear();
    }
    painter->drawImage(QRectF(m_rect->rect()), m_image);
}

MapMarksItem::MapMarksItem(QCPAxisRect* rect, std::vector<Mark> marks, const QColor& edge, double lineWidth)
    : QCPAbstractItem(rect->parentPlot())
    , m_rect(rect)
    , m_marks(std::move(marks))
    , m_edge(edge)
    , m_lineWidth(lineWidth)
{
    setLayer(QStringLiteral("overlay"));
    setSelectable(false);
    setClipAxisRect(rect);
}

double MapMarksItem::selectTest(const QPointF& /*position*/, bool /*onlySelectable*/,
                                QVariant* /*details*/) const
{
    return -1;
}

void MapMarksItem::draw(QCPPainter* painter)
{
    for (const Mark& mark : m_marks) {
        const QPointF at(m_rect->axis(QCPAxis::atBottom)->coordToPixel(mark.x),
                         m_rect->axis(QCPAxis::atLeft)->coordToPixel(mark.y));
        const double r = mark.radius;
        if (!QRectF(m_rect->rect()).adjusted(r, r, -r, -r).contains(at))
            continue;
        const bool ring = mark.shape == Shape::Ring;
        painter->setPen(QPen(ring ? mark.colour : m_edge, ring ? 1.5 * m_lineWidth : m_lineWidth));
        painter->setBrush(ring ? QBrush(Qt::NoBrush) : QBrush(mark.colour));
        if (mark.shape == Shape::Diamond)
            painter->drawPolygon(QPolygonF { at + QPointF(0, -r), at + QPointF(r, 0), at + QPointF(0, r),
                                             at + QPointF(-r, 0) });
        else
            painter->drawEllipse(at, r, r);
    }
}

} // namespace opal
