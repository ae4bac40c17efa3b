// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/map/mapview.h"

#include <algorithm>

#include <QApplication>
#include <QMouseEvent>
#include <QVBoxLayout>
#include <QWheelEvent>

#include "views/panels/map/lassooverlay.h"
#include "views/plot/pointclouditem.h"
#include "views/plot/qcp.h"
#include "views/shell/panelkeys.h"

namespace opal {

namespace {

constexpr int hoverReach = 7; ///< pixels
constexpr int restMs = 150;
constexpr double keyPan = 0.1; ///< of what is shown
constexpr double keyZoom = 1.25;
constexpr double wheelStep = 1.2; ///< a notch
constexpr double smallestView = 1e-4; ///< of the whole map
constexpr double largestView = 4;
constexpr double lassoSpacing = 3; ///< pixels between corners
/// Around the axes, wide enough for their numbers at any zoom: a picture that moves must not change its size.
constexpr QMargins axisMargins { 68, 8, 12, 44 };
constexpr QMargins barePictureMargins { 8, 8, 8, 28 }; ///< where axes have no numbers

} // namespace

MapView::MapView(QWidget* parent)
    : QWidget(parent)
    , m_plot(new QCustomPlot(this))
    , m_overlay(new LassoOverlay(this))
{
    setObjectName(QStringLiteral("mapView"));
    m_plot->setObjectName(QStringLiteral("map"));
    m_plot->setFocusPolicy(Qt::StrongFocus);
    m_plot->setMouseTracking(true);
    m_plot->installEventFilter(this);
    setFocusProxy(m_plot);
    addKeys();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_plot);
    m_overlay->raise();
    m_rest.setSingleShot(true);
    m_rest.setInterval(restMs);
    connect(&m_rest, &QTimer::timeout, this, [this] {
        if (!m_points)
            return;
        m_points->setMoving(false);
        m_plot->replot(QCustomPlot::rpQueuedReplot);
    });
}

void MapView::setFigure(std::shared_ptr<const MapFigure> figure)
{
    const bool sameMap = m_figure && figure && figure->map == m_figure->map;
    m_figure = std::move(figure);
    if (!sameMap) {
        m_emphasised.clear();
        m_marked = m_hovered = 0;
        m_lasso.clear();
        m_fits = true;
    }
    redraw();
}

void MapView::applyTheme(const PlotTheme& theme)
{
    m_theme = theme;
    m_overlay->setColours(theme.accent, theme.text);
    redraw();
}

void MapView::setLassoMode(bool on)
{
    m_lassoMode = on;
    m_plot->setCursor(on ? Qt::CrossCursor : Qt::ArrowCursor);
}

void MapView::setChosen(const std::vector<std::int32_t>& items)
{
    std::vector<bool> emphasised;
    if (m_figure && !items.empty()) {
        emphasised.assign(m_figure->map->x.size(), false);
        for (const std::int32_t item : items)
            emphasised[static_cast<std::size_t>(item)] = true;
    }
    if (emphasised == m_emphasised)
        return;
    m_emphasised = std::move(emphasised);
    if (m_points) {
        m_points->setCloud(mapCloud(*m_figure, m_theme, m_emphasised));
        m_plot->replot(QCustomPlot::rpQueuedReplot);
    }
}

void MapView::setMarked(std::int32_t item)
{
    m_marked = item;
    placeOverlay();
}

void MapView::resetView()
{
    m_fits = true;
    fit();
}

std::optional<QRectF> MapView::shownArea() const
{
    if (m_fits || !m_points)
        return {};
    const QCPAxisRect& rect = *m_plot->axisRect();
    const QCPRange x = rect.axis(QCPAxis::atBottom)->range();
    const QCPRange y = rect.axis(QCPAxis::atLeft)->range();
    return QRectF(QPointF(x.lower, y.lower), QPointF(x.upper, y.upper));
}

QPointF MapView::positionOf(std::int32_t item) const
{
    const auto at = static_cast<std::size_t>(item);
    const QCPAxisRect& rect = *m_plot->axisRect();
    return { rect.axis(QCPAxis::atBottom)->coordToPixel(static_cast<double>(m_figure->map->x[at])),
             rect.axis(QCPAxis::atLeft)->coordToPixel(static_cast<double>(m_figure->map->y[at])) };
}

/// Everything anew; the part that is shown stays.
void MapView::redraw()
{
    const std::optional<QRectF> area = shownArea();
    m_points = nullptr;
    if (!m_figure) {
        clearPlot(*m_plot);
        m_plot->replot(QCustomPlot::rpQueuedReplot);
        placeOverlay();
        return;
    }
    drawMapOn(*m_plot, *m_figure, m_theme, m_emphasised);
    for (int i = 0; i < m_plot->itemCount() && !m_points; ++i)
        m_points = dynamic_cast<PointCloudItem*>(m_plot->item(i));
    m_plot->axisRect()->setAutoMargins(QCP::msNone);
    m_plot->axisRect()->setMargins(m_figure->map->params.method == MapMethod::Neighbours ? barePictureMargins
                                                                                         : axisMargins);
    // Axes get their size from a first layout.
    m_plot->replot(QCustomPlot::rpImmediateRefresh);
    if (area)
        showMapArea(*m_plot->axisRect(), *area);
    else
        fit();
    showRanges();
}

void MapView::fit()
{
    if (!m_points)
        return;
    showMapArea(*m_plot->axisRect(), mapExtent(*m_figure->map));
    showRanges();
}

void MapView::showRanges()
{
    m_plot->replot(QCustomPlot::rpQueuedReplot);
    placeOverlay();
    Q_EMIT viewChanged();
}

void MapView::startMoving()
{
    m_fits = false;
    m_points->setMoving(true);
    m_rest.start();
}

void MapView::pan(double dx, double dy)
{
    if (!m_points)
        return;
    startMoving();
    QCPAxisRect& rect = *m_plot->axisRect();
    rect.axis(QCPAxis::atBottom)->moveRange(dx);
    rect.axis(QCPAxis::atLeft)->moveRange(dy);
    showRanges();
}

void MapView::zoom(double factor, const QPointF& about)
{
    if (!m_points)
        return;
    QCPAxisRect& rect = *m_plot->axisRect();
    const QRectF extent = mapExtent(*m_figure->map);
    const double whole = std::max(extent.width(), extent.height());
    const double shown
        = std::min(rect.axis(QCPAxis::atBottom)->range().size(), rect.axis(QCPAxis::atLeft)->range().size())
        / factor;
    if (shown < smallestView * whole || shown > largestView * whole)
        return;
    const QPointF fixed = planeOf(about);
    startMoving();
    rect.axis(QCPAxis::atBottom)->scaleRange(1 / factor, fixed.x());
    rect.axis(QCPAxis::atLeft)->scaleRange(1 / factor, fixed.y());
    showRanges();
}

QPointF MapView::planeOf(const QPointF& pixel) const
{
    const QCPAxisRect& rect = *m_plot->axisRect();
    return { rect.axis(QCPAxis::atBottom)->pixelToCoord(pixel.x()),
             rect.axis(QCPAxis::atLeft)->pixelToCoord(pixel.y()) };
}

void MapView::addKeys()
{
    const auto add = [this](const char* name, const QList<QKeySequence>& keys,
                            std::function<QString()> description, const std::function<void()>& done) {
        new PanelKeys(*m_plot, QLatin1String(name), keys, PanelKeys::Reach::Widget, std::move(description),
                      [this, done] {
                          if (m_points)
                              done();
                      });
    };
    const auto move = [this](double right, double up) {
        const QCPAxisRect& rect = *m_plot->axisRect();
        pan(right * keyPan * rect.axis(QCPAxis::atBottom)->range().size(),
            up * keyPan * rect.axis(QCPAxis::atLeft)->range().size());
    };
    const auto zoomBy = [this](double factor) { zoom(factor, m_plot->axisRect()->rect().center()); };
    add(
        "left", { Qt::Key_Left }, [] { return tr("Look further left"); }, [move] { move(-1, 0); });
    add(
        "right", { Qt::Key_Right }, [] { return tr("Look further right"); }, [move] { move(1, 0); });
    add(
        "up", { Qt::Key_Up }, [] { return tr("Look further up"); }, [move] { move(0, 1); });
    add(
        "down", { Qt::Key_Down }, [] { return tr("Look further down"); }, [move] { move(0, -1); });
    add(
        "zoomIn", { Qt::Key_Plus, Qt::Key_Equal }, [] { return tr("Zoom in"); },
        [zoomBy] { zoomBy(keyZoom); });
    add(
        "zoomOut", { Qt::Key_Minus }, [] { return tr("Zoom out"); }, [zoomBy] { zoomBy(1 / keyZoom); });
    add(
        "whole", { Qt::Key_0, Qt::Key_Home }, [] { return tr("Show the whole map"); },
        [this] { resetView(); });
    add(
        "clearLasso", { Qt::Key_Escape }, [] { return tr("Clear the lasso"); }, [this] { clearLasso(); });
}

void MapView::press(const QPointF& at, bool withShift)
{
    m_pressedAt = m_lastAt = at;
    if (!m_points)
        return;
    if (m_lassoMode || withShift) {
        m_drag = Drag::Lasso;
        m_lasso = QPolygonF { planeOf(at) };
    } else {
        m_drag = Drag::Pressed;
    }
}

void MapView::move(const QPointF& at, const QPoint& global, Qt::MouseButtons buttons)
{
    if (!m_points)
        return;
    if (!(buttons & Qt::LeftButton))
        m_drag = Drag::None;
    if (m_drag == Drag::Pressed && (at - m_pressedAt).manhattanLength() >= QApplication::startDragDistance())
        m_drag = Drag::Pan;
    if (m_drag == Drag::Pan) {
        const QPointF moved = planeOf(m_lastAt) - planeOf(at);
        pan(moved.x(), moved.y());
        m_lastAt = at;
    } else if (m_drag == Drag::Lasso) {
        if ((at - m_lastAt).manhattanLength() >= lassoSpacing) {
            m_lasso << planeOf(at);
            m_lastAt = at;
            placeOverlay();
        }
    } else if (m_drag == Drag::None) {
        const std::int32_t item = m_points->itemAt(at, hoverReach);
        if (item != m_hovered) {
            m_hovered = item;
            placeOverlay();
            Q_EMIT hovered(item, global);
        }
    }
}

void MapView::release(const QPointF& at)
{
    const Drag drag = std::exchange(m_drag, Drag::None);
    if (!m_points)
        return;
    if (drag == Drag::Lasso && m_lasso.size() > 2)
        closeLasso();
    else if (drag == Drag::Lasso)
        clearLasso();
    else if (drag == Drag::Pressed)
        Q_EMIT clicked(m_points->itemAt(at, hoverReach));
}

void MapView::closeLasso()
{
    placeOverlay();
    const QRectF bounds = m_lasso.boundingRect();
    std::vector<std::int32_t> inside;
    const ItemMap& map = *m_figure->map;
    for (std::size_t item = 1; item < map.x.size(); ++item) {
        const QPointF at(static_cast<double>(map.x[item]), static_cast<double>(map.y[item]));
        if (!m_figure->hidden.contains(m_figure->colouring->itemValue[item]) && bounds.contains(at)
            && m_lasso.containsPoint(at, Qt::OddEvenFill))
            inside.push_back(static_cast<std::int32_t>(item));
    }
    Q_EMIT lassoed(inside);
}

void MapView::clearLasso()
{
    m_drag = Drag::None;
    m_lasso.clear();
    placeOverlay();
    Q_EMIT lassoCleared();
}

void MapView::placeOverlay()
{
    m_overlay->setGeometry(rect());
    if (!m_points) {
        m_overlay->setShapes({}, {}, {});
        return;
    }
    const QCPAxisRect& axes = *m_plot->axisRect();
    QPolygonF lasso;
    for (const QPointF& corner : m_lasso)
        lasso << QPointF(axes.axis(QCPAxis::atBottom)->coordToPixel(corner.x()),
                         axes.axis(QCPAxis::atLeft)->coordToPixel(corner.y()));
    QPolygonF rings;
    for (const std::int32_t item : { m_marked, m_hovered })
        if (item != 0)
            rings << positionOf(item);
    m_overlay->setShapes(lasso, rings, axes.rect());
}

bool MapView::eventFilter(QObject* watched, QEvent* event)
{
    if (watched != m_plot)
        return QWidget::eventFilter(watched, event);
    switch (event->type()) {
    case QEvent::MouseButtonPress: {
        const auto* mouse = static_cast<QMouseEvent*>(event);
        if (mouse->button() == Qt::LeftButton)
            press(mouse->position(), mouse->modifiers().testFlag(Qt::ShiftModifier));
        break;
    }
    case QEvent::MouseMove: {
        const auto* mouse = static_cast<QMouseEvent*>(event);
        move(mouse->position(), mouse->globalPosition().toPoint(), mouse->buttons());
        break;
    }
    case QEvent::MouseButtonRelease:
        if (static_cast<QMouseEvent*>(event)->button() == Qt::LeftButton)
            release(static_cast<QMouseEvent*>(event)->position());
        break;
    case QEvent::MouseButtonDblClick:
        resetView();
        break;
    case QEvent::Leave:
        if (std::exchange(m_hovered, 0) != 0) {
            placeOverlay();
            Q_EMIT hovered(0, {});
        }
        break;
    case QEvent::Wheel: {
        const auto* wheel = static_cast<QWheelEvent*>(event);
        zoom(std::pow(wheelStep, wheel->angleDelta().y() / 120.0), wheel->position());
        return true;
    }
    case QEvent::Resize:
        // When the plot has taken the size itself.
        QMetaObject::invokeMethod(
            this,
            [this] {
                if (m_fits)
                    fit();
                else if (m_points)
                    showMapArea(*m_plot->axisRect(), *shownArea());
                showRanges();
            },
            Qt::QueuedConnection);
        break;
    default:
        break;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace opal
