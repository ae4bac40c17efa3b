// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <vector>

#include <QColor>
#include <QRectF>
#include <QString>

#include "core/results/itemcolouring.h"
#include "core/results/itemmap.h"
#include "core/results/recalllist.h"
#include "views/shell/figure.h"

class QCPAxisRect;
class QCustomPlot;

namespace opal {

struct FigureAccess;
struct PlotTheme;
struct PointCloud;

/// What is shown over the points of a map: a user's history and what is recommended.
struct MapOverlay
{
    std::shared_ptr<const UserExploration> user; ///< null: nothing
    bool history = true;
    bool recall = true;
    int interest = -1; ///< 0-based: the list of that interest alone; -1: the merged list
};

/// A map as it is drawn.
struct MapFigure
{
    std::shared_ptr<const MapItems> items;
    std::shared_ptr<const ItemMap> map;
    QString colourBy = QStringLiteral("popularity"); ///< "category", "tag", "popularity" or the name of a
                                                     ///< column of a side table
    QString sideTable; ///< file of that column
    std::shared_ptr<const ItemColouring> colouring;
    std::set<int> hidden; ///< entries of the legend that are filtered out
    MapOverlay overlay;
    std::optional<QRectF> view; ///< part of the plane, y upwards from top() to bottom(); unset: all of it
};

/// The user's items on the map, as far as the overlay shows them.
std::vector<std::int32_t> historyOn(const MapFigure& figure);
std::vector<RecallEntry> recallOn(const MapFigure& figure);

/// Words of an entry of the legend.
QString mapValueText(const ItemColouring::Value& value);
/// Words of a projection, e.g. "Principal components".
QString mapMethodText(MapMethod method);
/// "Category 2" or "2 Travel".
QString mapCategoryText(const MapItems& items, int category);
/// Colours of the legend's entries; hidden ones are fully transparent.
std::vector<QColor> mapPalette(const MapFigure& figure, const PlotTheme& theme, bool withHidden = false);
/// The points with their colours. `emphasised` as in PointCloud.
std::shared_ptr<const PointCloud> mapCloud(const MapFigure& figure, const PlotTheme& theme,
                                           std::vector<bool> emphasised = {});
/// All points with a little air around them, y upwards from top() to bottom().
QRectF mapExtent(const ItemMap& map);
/// Shows `area` and what is around it, one unit as long in x as in y. The rect must have its size.
void showMapArea(QCPAxisRect& rect, const QRectF& area);

std::shared_ptr<const MapFigure> loadMap(const FigureSubject& subject, const FigureAccess& access);
void drawMap(QCustomPlot& plot, const MapFigure& figure, const PlotTheme& theme);
/// Without the legend, which a panel has as a filter beside it; the points with that emphasis.
void drawMapOn(QCustomPlot& plot, const MapFigure& figure, const PlotTheme& theme,
               std::vector<bool> emphasised);
FigureTable mapTable(const MapFigure& figure);
/// The same piece by piece: its columns, the items of its rows, a cell.
QStringList mapColumns(const MapFigure& figure);
std::vector<std::int32_t> mapVisible(const MapFigure& figure);
QString mapCell(const MapFigure& figure, std::int32_t item, int column);
QString mapSummary(const MapFigure& figure);

/// Settings of a subject, as loadMap() reads them.
std::map<std::string, std::string> mapOptions(const MapFigure& figure);

} // namespace opal
