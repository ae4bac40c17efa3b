// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plot/renewplot.h"

#include "views/plot/plottheme.h"
#include "views/plot/qcp.h"

namespace opal {

void renewPlot(QCustomPlot& plot)
{
    clearPlot(plot);
    auto* rect = new QCPAxisRect(&plot, true);
    plot.plotLayout()->addElement(0, 0, rect);
    plot.xAxis = rect->axis(QCPAxis::atBottom);
    plot.yAxis = rect->axis(QCPAxis::atLeft);
    plot.xAxis2 = rect->axis(QCPAxis::atTop);
    plot.yAxis2 = rect->axis(QCPAxis::atRight);
    plot.legend = new QCPLegend;
    plot.legend->setVisible(false);
    rect->insetLayout()->addElement(plot.legend, Qt::AlignRight | Qt::AlignTop);
    rect->insetLayout()->setMargins(QMargins(12, 12, 12, 12));
    rect->setLayer(QStringLiteral("background"));
    for (QCPAxis* axis : rect->axes()) {
        axis->setLayer(QStringLiteral("axes"));
        axis->grid()->setLayer(QStringLiteral("grid"));
    }
    plot.legend->setLayer(QStringLiteral("legend"));
}

} // namespace opal
