// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/figures/sheet.h"

#include <QString>

#include "views/plot/plottheme.h"
#include "views/plot/qcp.h"

namespace opal {

void clearSheet(QCustomPlot& plot, const PlotTheme& theme)
{
    clearPlot(plot);
    plot.plotLayout()->clear();
    plot.setBackground(QBrush(theme.background));
}

QCPAxisRect& addPart(QCustomPlot& plot, int row, int column, const PlotTheme& theme)
{
    return addPart(plot, *plot.plotLayout(), row, column, theme);
}

QCPAxisRect& addPart(QCustomPlot& plot, QCPLayoutGrid& grid, int row, int column, const PlotTheme& theme)
{
    auto* rect = new QCPAxisRect(&plot);
    grid.addElement(row, column, rect);
    rect->axis(QCPAxis::atTop)->setVisible(false);
    rect->axis(QCPAxis::atRight)->setVisible(false);
    for (const auto side : { QCPAxis::atLeft, QCPAxis::atBottom }) {
        applyAxisTheme(*rect->axis(side), theme, side == QCPAxis::atLeft);
        rect->axis(side)->setLayer(QStringLiteral("axes"));
        rect->axis(side)->grid()->setLayer(QStringLiteral("grid"));
    }
    rect->axis(QCPAxis::atLeft)->setBasePen(QPen(Qt::NoPen));
    rect->axis(QCPAxis::atLeft)->setTickPen(QPen(Qt::NoPen));
    if (theme.print) // room is dear on paper
        rect->setMinimumMargins(QMargins(8, 8, 12, 6));
    return *rect;
}

void noteOn(QCPAxisRect& rect, const QString& note, const PlotTheme& theme)
{
    rect.axis(QCPAxis::atLeft)->setTickLabels(false);
    auto* item = new QCPItemText(rect.parentPlot());
    item->setClipAxisRect(&rect);
    item->position->setType(QCPItemPosition::ptAxisRectRatio);
    item->position->setAxisRect(&rect);
    item->position->setCoords(0.5, 0.5);
    item->setPositionAlignment(Qt::AlignCenter);
    item->setText(note);
    item->setFont(theme.font);
    item->setColor(theme.secondary);
}

} // namespace opal
