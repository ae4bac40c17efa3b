// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/itemmodels/runlook.h"

#include <algorithm>

#include <QCoreApplication>
#include <QPainter>

#include "views/shell/theme.h"

namespace opal {

RunLook runLook(const RunRecord& run)
{
    return runLookAt(run.color);
}

RunLook runLookAt(int color)
{
    const int index = std::max(color, 0) % runLookCount;
    return { Theme::categoryColor(index), Theme::categoryDash(index) };
}

QPixmap runLookSwatch(const RunLook& look, double devicePixelRatio)
{
    QPixmap pixmap(QSize(18, 12) * devicePixelRatio);
    pixmap.setDevicePixelRatio(devicePixelRatio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    QPen pen = look.pen(3);
    pen.setCapStyle(Qt::FlatCap);
    if (look.dash != Qt::SolidLine)
        pen.setDashPattern({ 2.2, 1.2 });
    painter.setPen(pen);
    painter.drawLine(QPointF(1, 6), QPointF(17, 6));
    return pixmap;
}

QString runLookName(int color)
{
    //: One of the colours that the curves of a run may have
    const QString solid = QCoreApplication::translate("RunLook", "Colour %1");
    //: One of the colours that the curves of a run may have, drawn with dashes
    const QString dashed = QCoreApplication::translate("RunLook", "Colour %1, dashed");
    return (runLookAt(color).dash == Qt::SolidLine ? solid : dashed).arg(color % runLookCount + 1);
}

} // namespace opal
