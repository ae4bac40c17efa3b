#include "views/plot/pointclouditem.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace opal {

namespace {

constexpr double vectorScale = 300.0 / 72; ///< pixels a point inside a PDF or SVG
constexpr int dotOpacity = 225; ///< of 255: overlapping dots still tell apart
constexpr int fadedOpacity = 45;

/// How much of each pixel around its middle a dot covers.
struct Dot
{
    int reach = 0; ///< pixels on each side
    std::vector<std::uint8_t> cover; ///< [(2 reach + 1)^2]

    Dot(double radius, int opacity)
        : reach(std::max(0, static_cast<int>(std::ceil(radius - 0.5))))
    {
        for (int y = -reach; y <= reach; ++y)
            for (int x = -reach; x <= reach; ++x) {
                const double part = std::clamp(radius + 0.5 - std::hypot(x, y), 0.0, 1.0);
                cover.push_back(static_cast<std::uint8_t>(std::lround(part * opacity)));
            }
    }
};

/// `colour` (opaque) over `under` (premultiplied) with `alpha` of 255.
QRgb blended(QRgb under, QRgb colour, unsigned alpha)
{
    const unsigned rest = 255 - alpha;
    const auto mix
        = [alpha, rest](unsigned over, unsigned below) { return (over * alpha + below * rest + 127) / 255; };
    return (mix(255, qAlpha(under)) << 24) | (mix(qRed(colour), qRed(under)) << 16)
        | (mix(qGreen(colour), qGreen(under)) << 8) | mix(qBlue(colour), qBlue(under));
}

void stamp(QImage& image, int x, int y, QRgb colour, const Dot& dot)
{
    const int side = 2 * dot.reach + 1;
    const int first = std::max(0, dot.reach - x);
    const int last = std::min(side, image.width() - x + dot.reach);
    for (int row = std::max(0, dot.reach - y); row < std::min(side, image.height() - y + dot.reach); ++row) {
        auto* line = reinterpret_cast<QRgb*>(image.scanLine(y - dot.reach + row));
        const std::uint8_t* cover = dot.cover.data() + row * side;
        for (int column = first; column < last; ++column) {
            QRgb& pixel = line[x - dot.reach + column];
            pixel = blended(pixel, colour, cover[column]);
        }
    }
}

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

QImage pointImage(const PointCloud& cloud, const PointFrame& frame, std::vector<std::int32_t>* picks)
{
    const QSize pixels(std::max(1, qRound(frame.size.width() * frame.scale)),
                       std::max(1, qRound(frame.size.height() * frame.scale)));
    QImage image(pixels, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    if (picks)
        picks->assign(static_cast<std::size_t>(frame.size.width() * frame.size.height()), 0);
    const std::vector<float>& xs = cloud.map->x;
    const std::vector<float>& ys = cloud.map->y;
    const std::size_t count = xs.size() - 1;
    const double perX = pixels.width() / (frame.right - frame.left);
    const double perY = pixels.height() / (frame.top - frame.bottom);
    std::vector<QRgb> colours;
    for (const QColor& colour : cloud.palette)
        colours.push_back(colour.alpha() == 0 ? 0U : colour.rgb());
    const Dot dot(frame.radius * frame.scale, dotOpacity);
    const Dot faded(frame.radius * frame.scale, fadedOpacity);
    const bool twoPasses = !cloud.emphasised.empty();
    const std::size_t step = mixingStep(count);
    for (const bool emphasised : { false, true }) {
        if (!emphasised && !twoPasses)
            continue;
        std::size_t at = 0;
        for (std::size_t done = 0; done < count; ++done, at = (at + step) % count) {
            const std::size_t item = at + 1;
            if (twoPasses && cloud.emphasised[item] != emphasised)
                continue;
            const QRgb colour = colours[cloud.colour[item]];
            const double x = (static_cast<double>(xs[item]) - frame.left) * perX;
            const double y = (frame.top - static_cast<double>(ys[item])) * perY;
            // Compared before it is cut to whole numbers: a point may be anywhere.
            if (colour == 0 || !(x >= 0 && y >= 0 && x < pixels.width() && y < pixels.height()))
                continue;
            stamp(image, static_cast<int>(x), static_cast<int>(y), colour, emphasised ? dot : faded);
            if (picks) {
                const int column = std::min(static_cast<int>(x / frame.scale), frame.size.width() - 1);
                const int row = std::min(static_cast<int>(y / frame.scale), frame.size.height() - 1);
                (*picks)[static_cast<std::size_t>(row * frame.size.width() + column)]
                    = static_cast<std::int32_t>(item);
            }
        }
    }
    return image;
}

PointCloudItem::PointCloudItem(QCPAxisRect* rect, std::shared_ptr<const PointCloud> cloud, double radius)
    : QCPAbstractItem(rect->parentPlot())
    , m_rect(rect)
    , m_cloud(std::move(cloud))
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
    m_image = {};
}

std::int32_t PointCloudItem::itemAt(const QPointF& position, int reach) const
{
    const QSize size = m_drawn.size;
    if (m_image.isNull() || m_picks.size() != static_cast<std::size_t>(size.width() * size.height()))
        return 0;
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
    wanted.scale = painter->modes().testFlag(QCPPainter::pmVectorized) ? vectorScale
                                                                       : painter->deviceTransform().m11();
    painter->setRenderHint(QPainter::SmoothPixmapTransform, false);
    painter->setRenderHint(QPainter::LosslessImageRendering, true);
    if (!onScreen) {
        painter->drawImage(QRectF(m_rect->rect()), pointImage(*m_cloud, wanted, nullptr));
        return;
    }
    if (m_image.isNull() || !sameFrame(wanted, m_drawn)) {
        m_image = pointImage(*m_cloud, wanted, &m_picks);
        m_drawn = wanted;
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
