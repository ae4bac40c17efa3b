// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plot/curvegraph.h"

#include <utility>

namespace opal {

CurveGraph::CurveGraph(QCPAxis* keyAxis, QCPAxis* valueAxis)
    : QCPGraph(keyAxis, valueAxis)
{
    setAdaptiveSampling(true);
}

bool CurveGraph::isDense() const
{
    const QCPAxis* axis = keyAxis();
    const auto first = data()->findBegin(axis->range().lower);
    const auto last = data()->findEnd(axis->range().upper);
    return 2 * (last - first) > axis->axisRect()->width();
}

double CurveGraph::selectTest(const QPointF& /*position*/, bool /*onlySelectable*/,
                              QVariant* /*details*/) const
{
    return -1;
}

void CurveGraph::draw(QCPPainter* painter)
{
    // Files have the line that was asked for, whatever their format; the screen a quick one.
    if (painter->modes().testFlag(QCPPainter::pmNonCosmetic) || !isDense()) {
        QCPGraph::draw(painter);
        return;
    }
    QPen thin = pen();
    thin.setStyle(Qt::SolidLine);
    thin.setWidth(1);
    thin.setCosmetic(true);
    const QPen own = std::exchange(mPen, thin);
    QCPGraph::draw(painter);
    mPen = own;
}

} // namespace opal
