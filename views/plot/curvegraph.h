// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/plot/qcp.h"

namespace opal {

/// A curve that stays quick with any number of points. Where it has a point for every other pixel column it
/// is a band of vertical strokes, one pixel wide each: wide, dashed strokes would look the same there and
/// take a hundred times as long. Every column still shows the least and the greatest value that fall into it.
class CurveGraph final : public QCPGraph
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CurveGraph)

public:
    /// Belongs to the plot of the axes, like every graph.
    CurveGraph(QCPAxis* keyAxis, QCPAxis* valueAxis);

    /// No curve is picked by a click. The plot asks all of them at each press and each notch of the wheel,
    /// and the distance to a curve takes as long as its drawing.
    double selectTest(const QPointF& position, bool onlySelectable, QVariant* details) const override;

protected:
    void draw(QCPPainter* painter) override;

private:
    bool isDense() const;
};

} // namespace opal
