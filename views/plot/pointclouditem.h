// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include <QColor>
#include <QImage>

#include "core/results/itemmap.h"
#include "views/plot/qcp.h"

namespace opal {

/// Points of a map with their colours.
struct PointCloud
{
    std::shared_ptr<const ItemMap> map;
    std::vector<std::uint8_t> colour; ///< [N + 1] index into the palette, entry 0 unused
    std::vector<QColor> palette; ///< an alpha of 0 hides its points
    std::vector<bool> emphasised; ///< [N + 1] the others fade behind these; empty: all are equal
};

/// What a picture of points shows and how large it is.
struct PointFrame
{
    double left = 0, right = 1; ///< of the plane, left < right
    double bottom = 0, top = 1;
    QSize size; ///< in points
    double scale = 1; ///< pixels a point
    double radius = 2; ///< of a dot, in points
};

/// The visible points one behind the other as they are drawn.
struct PointOrder
{
    struct Point
    {
        float x = 0, y = 0;
        std::int32_t item = 0;
        std::uint32_t colour = 0;
    };

    std::vector<Point> points; ///< mixed, so that no colour lies over the others
    std::size_t faded = 0; ///< of the first points
};

PointOrder drawingOrder(const PointCloud& cloud);

/// Draws every point that lies in the frame as a dot: one look at each point, whole pixels, no painter.
QImage pointImage(const PointCloud& cloud, const PointOrder& order, const PointFrame& frame);

/// The item drawn last at each point of the frame, [size]; 0 where there is none.
std::vector<std::int32_t> pointPicks(const PointOrder& order, const PointFrame& frame);

/// A dot that suits so many of them, in points of the screen.
double dotRadius(std::size_t count);

/// A cloud as one image over an axis rect: on paper the points are pixels and everything around them vectors.
class PointCloudItem final : public QCPAbstractItem
{
public:
    PointCloudItem(QCPAxisRect* rect, std::shared_ptr<const PointCloud> cloud, double radius);

    void setCloud(std::shared_ptr<const PointCloud> cloud);

    /// While the view moves, a dense screen gets a pixel for a point; at rest it gets them all.
    void setMoving(bool moving) { m_moving = moving; }

    const PointCloud& cloud() const { return *m_cloud; }

    /// The visible item nearest to a position of the plot at most `reach` pixels away, as last drawn on the
    /// screen; 0 if there is none.
    std::int32_t itemAt(const QPointF& position, int reach) const;

    double selectTest(const QPointF& position, bool onlySelectable, QVariant* details) const override;

protected:
    void draw(QCPPainter* painter) override;

private:
    PointFrame frame() const;

    QCPAxisRect* m_rect;
    std::shared_ptr<const PointCloud> m_cloud;
    PointOrder m_order;
    double m_radius;
    bool m_moving = false;
    QImage m_image; ///< as last drawn on the screen
    PointFrame m_drawn;
    mutable std::vector<std::int32_t> m_picks; ///< of m_drawn; empty: not asked for yet
};

/// Marks of some items over a cloud, as vectors.
class MapMarksItem final : public QCPAbstractItem
{
public:
    enum class Shape { Disc, Ring, Diamond };

    struct Mark
    {
        double x = 0, y = 0; ///< in the plane
        Shape shape = Shape::Ring;
        QColor colour;
        double radius = 5;
    };

    MapMarksItem(QCPAxisRect* rect, std::vector<Mark> marks, const QColor& edge, double lineWidth);

    const std::vector<Mark>& marks() const { return m_marks; }

    double selectTest(const QPointF& position, bool onlySelectable, QVariant* details) const override;

protected:
    void draw(QCPPainter* painter) override;

private:
    QCPAxisRect* m_rect;
    std::vector<Mark> m_marks;
    QColor m_edge;
    double m_lineWidth;
};

} // namespace opal
