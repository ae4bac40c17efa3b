// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QPen>
#include <QPixmap>
#include <QString>

#include "core/results/runrecord.h"

namespace opal {

/// How one run is drawn wherever it appears: the same colour and dash in every table and chart.
struct RunLook
{
    QColor color;
    Qt::PenStyle dash = Qt::SolidLine;

    QPen pen(double width) const { return QPen(color, width, dash); }
};

/// How many looks there are to choose from.
constexpr int runLookCount = 16;

/// The look that is kept with the run in the store (RunRecord::color).
RunLook runLook(const RunRecord& run);
RunLook runLookAt(int color);

/// A piece of the run's line, for lists and menus.
QPixmap runLookSwatch(const RunLook& look, double devicePixelRatio);
/// Name of a look for people, e.g. "Colour 3, dashed".
QString runLookName(int color);

} // namespace opal
