// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <vector>

#include <QByteArray>
#include <QImage>
#include <QMap>
#include <QSize>
#include <QSizeF>
#include <QString>

#include "views/plot/figurestyle.h"
#include "views/plot/provenance.h"

class QCustomPlot;

namespace opal {

enum class FigureFormat { Pdf, Svg, Png };

/// By the suffix of a file name. Throws Error{InvalidArgument} naming the three known ones.
FigureFormat figureFormatOf(const QString& file);

/// A size that a venue asks for.
struct FigureSizePreset
{
    QString key; ///< stable, e.g. "ieee-1"
    QString title; ///< translated
    double widthMm = 0;
};

/// IEEE one and two columns, ACM, Springer, slide.
std::vector<FigureSizePreset> figureSizePresets();

struct FigureOutput
{
    QSizeF sizeMm { 88.9, 55 };
    int dpi = 300; ///< of PNG
    bool transparent = false; ///< of PNG and SVG
    FigureStyle style;
    QMap<QString, QString> texts = {}; ///< titles, labels and captions that a person worded otherwise, by the
                                       ///< figure's own words (figureTexts()); empty: left out
};

using FigureDrawing = std::function<void(QCustomPlot&, const PlotTheme&)>;

/// Whole points of a size in millimetres: the unit of every export.
QSize pointsOf(const QSizeF& sizeMm);

/// The finished file. Drawn on a plot of its own, so the window's size, scale and theme play no part; equal
/// input gives equal bytes. GUI thread. Throws Error{InvalidArgument} for a size outside 20..1000 mm,
/// Error{Internal}.
QByteArray renderFigure(const FigureDrawing& draw, FigureFormat format, const FigureOutput& output,
                        const FigureProvenance& provenance);

/// The figure as pixels: `pixelsPerPoint` 1 is the size in points.
QImage figureImage(const FigureDrawing& draw, const FigureOutput& output, double pixelsPerPoint);

/// The words of a figure that a person may put otherwise: titles, captions, then labels of axes; each once.
QStringList figureTexts(const FigureDrawing& draw, const FigureOutput& output);

/// PNG (2x) and SVG on the clipboard.
void copyFigure(const FigureDrawing& draw, const FigureOutput& output, const FigureProvenance& provenance);

} // namespace opal
