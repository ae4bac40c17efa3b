// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <vector>

#include <QWidget>

#include "core/results/runcompare.h"
#include "views/itemmodels/runlook.h"
#include "views/shell/theme.h"

namespace opal {

/// Parallel coordinates: one vertical axis a setting or metric, one line a run. Dragging along an axis
/// brushes a range (several axes: runs inside all of them), a click on an axis or Escape takes brushes away.
class ParallelPlot final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ParallelPlot)

public:
    explicit ParallelPlot(Theme& theme, QWidget* parent = nullptr);

    /// Runs and their axes (parallelAxes()); brushes on axes that are still there are kept.
    void setRuns(const std::vector<RunRecord>& runs, std::vector<RunAxis> axes);
    void clearBrushes();

    const std::vector<RunAxis>& axes() const { return m_axes; }

    bool hasBrush() const { return !m_brushes.empty(); }

    /// Indices of the runs inside all brushes; all of them without a brush.
    std::vector<std::size_t> brushedRuns() const;
    /// Position of an axis and of a value on it, for tooltips and tests.
    double axisX(std::size_t axis) const;
    double valueY(std::size_t axis, double value) const;

    QSize minimumSizeHint() const override { return { 320, 220 }; }

Q_SIGNALS:
    /// The person finished, changed or removed a brush.
    void brushed();

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;

private:
    using Range = std::pair<double, double>; ///< of values, lower first

    int axisAt(const QPointF& position) const; ///< -1: none
    double valueAt(std::size_t axis, double y) const;
    bool isInside(std::size_t run) const;
    void drawRun(QPainter& painter, std::size_t run, bool inside) const;
    void drawAxis(QPainter& painter, std::size_t axis) const;

    Theme& m_theme;
    std::vector<RunLook> m_looks; ///< by run
    std::vector<RunAxis> m_axes;
    std::map<std::string, Range> m_brushes; ///< by field
    int m_dragAxis = -1;
    double m_dragStart = 0; ///< y where the drag began
    bool m_dragged = false;
};

} // namespace opal
