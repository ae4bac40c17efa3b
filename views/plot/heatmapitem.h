// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFont>
#include <QImage>
#include <QStringList>

#include "views/plot/plottheme.h"
#include "views/plot/qcp.h"

namespace opal {

/// A matrix as one image of whole pixels a cell, never smoothed: a 200 x 200 picture stays small in every
/// format and every cell keeps its exact colour. Row 0 is at the top; cell (row, column) covers [column,
/// column + 1) x [row, row + 1) of the axes, whose y axis is reversed.
class HeatmapItem final : public QCPAbstractItem
{
public:
    HeatmapItem(QCPAxisRect* rect, int rows, int columns);

    /// Colours of `values` [rows, columns]: NaN has the theme's neutral colour for missing, 0 the one for
    /// zero, all else the colour map from `low` to `high`.
    void setValues(const std::vector<double>& values, double low, double high, const PlotTheme& theme);

    /// Writes the values into their cells, with two decimals, as far as `font` has room in them.
    void setNumbers(const std::vector<double>& values, const QFont& font);

    const QImage& image() const { return m_image; }

    double selectTest(const QPointF& position, bool onlySelectable, QVariant* details) const override;

protected:
    void draw(QCPPainter* painter) override;

private:
    void drawNumbers(QCPPainter& painter) const;

    int m_rows;
    int m_columns;
    QImage m_image;
    QStringList m_numbers; ///< [rows, columns], or none
    QFont m_font;
};

/// Fills a narrow axis rect with a colour map from bottom to top, as vectors.
class ColourBarItem final : public QCPAbstractItem
{
public:
    ColourBarItem(QCPAxisRect* rect, QString colourMap);

    double selectTest(const QPointF& position, bool onlySelectable, QVariant* details) const override;

protected:
    void draw(QCPPainter* painter) override;

private:
    QCPAxisRect* m_rect;
    QString m_map;
};

} // namespace opal
