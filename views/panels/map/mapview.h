// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include <QPolygonF>
#include <QTimer>
#include <QWidget>

#include "views/figures/mapfigure.h"
#include "views/plot/plottheme.h"

class QCustomPlot;

namespace opal {

class LassoOverlay;
class PointCloudItem;

/// The picture of the map panel. Dragging pans, the wheel zooms, a double click shows everything; Shift and
/// dragging, or dragging in lasso mode, draws around items. Keys: arrows pan, + and - zoom, 0 shows
/// everything, Escape ends the lasso.
class MapView final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MapView)

public:
    explicit MapView(QWidget* parent = nullptr);

    /// Another map shows all of itself; another look of the same map keeps the part that is shown. Null shows
    /// nothing.
    void setFigure(std::shared_ptr<const MapFigure> figure);
    void applyTheme(const PlotTheme& theme);
    void setLassoMode(bool on);
    /// The chosen items stand out; internal ids. Empty: all are equal.
    void setChosen(const std::vector<std::int32_t>& items);
    /// A ring around one item; 0: none.
    void setMarked(std::int32_t item);
    void resetView();

    /// The part of the plane that is shown, unset if it is all.
    std::optional<QRectF> shownArea() const;
    /// Where an item is drawn, in pixels of the plot.
    QPointF positionOf(std::int32_t item) const;

    QCustomPlot& plot() { return *m_plot; }

    /// The points; null while nothing is shown.
    const PointCloudItem* points() const { return m_points; }

Q_SIGNALS:
    void hovered(std::int32_t item, const QPoint& globalPosition); ///< 0: none
    void clicked(std::int32_t item); ///< 0: beside all items
    void lassoed(const std::vector<std::int32_t>& items); ///< visible ones inside, by id
    void lassoCleared();
    void viewChanged();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    enum class Drag { None, Pressed, Pan, Lasso };

    void redraw();
    void fit();
    void pan(double dx, double dy);
    void zoom(double factor, const QPointF& about);
    void showRanges();
    void startMoving();
    void addKeys();
    void press(const QPointF& at, bool withShift);
    void move(const QPointF& at, const QPoint& global, Qt::MouseButtons buttons);
    void release(const QPointF& at);
    void closeLasso();
    void clearLasso();
    QPointF planeOf(const QPointF& pixel) const;
    void placeOverlay();

    QCustomPlot* m_plot;
    LassoOverlay* m_overlay;
    PointCloudItem* m_points = nullptr;
    std::shared_ptr<const MapFigure> m_figure;
    PlotTheme m_theme;
    std::vector<bool> m_emphasised;
    std::int32_t m_marked = 0;
    std::int32_t m_hovered = 0;
    bool m_lassoMode = false;
    bool m_fits = true; ///< everything is shown, also after a change of size
    Drag m_drag = Drag::None;
    QTimer m_rest; ///< runs while the view moves
    QPointF m_pressedAt;
    QPointF m_lastAt;
    QPolygonF m_lasso; ///< in the plane
};

} // namespace opal
