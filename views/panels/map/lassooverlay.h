// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QPolygonF>
#include <QWidget>

namespace opal {

/// What moves over the picture of the map without drawing it again: the lasso, a ring around the marked item
/// and one around the item under the mouse. Takes no clicks.
class LassoOverlay final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LassoOverlay)

public:
    explicit LassoOverlay(QWidget* parent = nullptr);

    void setColours(const QColor& line, const QColor& ring);
    /// In pixels of this widget; nothing is drawn outside `area`.
    void setShapes(const QPolygonF& lasso, const QPolygonF& rings, const QRectF& area);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QColor m_line;
    QColor m_ring;
    QPolygonF m_lasso;
    QPolygonF m_rings; ///< middles
    QRectF m_area;
};

} // namespace opal
