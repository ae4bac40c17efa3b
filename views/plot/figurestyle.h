// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>
#include <QVector>

#include "views/plot/plottheme.h"

namespace opal {

/// How exported figures look, kept as a small JSON file in the workspace (figures/styles/<name>.json) and
/// applied again and again. Sizes are points at the final size.
struct FigureStyle
{
    QString name = QStringLiteral("default");
    QString font = QStringLiteral("DejaVu Sans");
    int fontSize = 8; ///< 7..24
    int smallFontSize = 7; ///< 7..24: print needs at least seven points
    double lineWidth = 0.75; ///< 0.25..6
    double strongLineWidth = 1.25;
    QStringList series; ///< colours "#0072B2"; empty: Okabe-Ito
    QString colourMap = QStringLiteral("blues");

    bool operator==(const FigureStyle&) const = default;

    PlotTheme theme() const;
    QByteArray toJson() const;
    /// Throws Error{InvalidConfiguration} naming the key that is unknown or out of range.
    static FigureStyle fromJson(const QByteArray& json);
};

/// Not for the GUI thread. Throws Error{CannotRead, InvalidConfiguration}, Error{CannotWrite}.
FigureStyle readFigureStyle(const QString& file);
void writeFigureStyle(const QString& file, const FigureStyle& style);
/// Style files of a workspace's figure folder by name, the default one first. Not for the GUI thread.
QVector<FigureStyle> figureStyles(const QString& figureFolder);
QString figureStyleFile(const QString& figureFolder, const QString& name);

} // namespace opal
