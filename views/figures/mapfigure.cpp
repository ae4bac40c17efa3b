// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/figures/mapfigure.h"

#include <algorithm>
#include <cmath>

#include <QCoreApplication>

#include "views/figures/sheet.h"
#include "views/plot/colourmap.h"
#include "views/plot/plottheme.h"
#include "views/plot/pointclouditem.h"
#include "views/plot/qcp.h"
#include "views/widgets/interesttitles.h"
#include "views/widgets/numbers.h"

namespace opal {

namespace {

using Value = ItemColouring::Value;

constexpr double air = 0.03; ///< around the points, of their extent
constexpr double paperDot = 0.6; ///< of the radius on the screen
constexpr int rowsOfLegend = 18;
constexpr double legendPart = 0.27; ///< of the width of the plot, at most
/// Ends of a colour map that would not be seen on a ground of their own lightness.
constexpr double tooDark = 0.22;
constexpr double tooLight = 0.93;

struct MapTexts
{
    Q_DECLARE_TR_FUNCTIONS(MapFigure)
};

QColor mixed(const QColor& first, const QColor& second, float part)
{
    const auto channel = [part](float a, float b) { return a + (b - a) * part; };
    return QColor::fromRgbF(channel(first.redF(), second.redF()), channel(first.greenF(), second.greenF()),
                            channel(first.blueF(), second.blueF()));
}

QString variancePart(int direction, double part)
{
    if (!std::isfinite(part)) // of items that do not differ
        return MapTexts::tr("component %1").arg(direction);
    return MapTexts::tr("component %1 (%2 % of the variance)").arg(direction).arg(100 * part, 0, 'f', 1);
}

QString cosineLabel(const MapItems& items, int category)
{
    return MapTexts::tr("cosine to category %1")
        .arg(numberedTitle(category, items.categoryNames.of(category)));
}

void labelAxes(QCPAxisRect& rect, const MapFigure& figure)
{
    QCPAxis& x = *rect.axis(QCPAxis::atBottom);
    QCPAxis& y = *rect.axis(QCPAxis::atLeft);
    const MapParams& params = figure.map->params;
    switch (params.method) {
    case MapMethod::Pca:
        x.setLabel(variancePart(1, figure.map->explainedX));
        y.setLabel(variancePart(2, figure.map->explainedY));
        return;
    case MapMethod::Plane: {
        x.setLabel(cosineLabel(*figure.items, params.firstCategory));
        y.setLabel(cosineLabel(*figure.items, params.secondCategory));
        return;
    }
    case MapMethod::Neighbours:
        // Its lengths have no unit: only who is near whom counts.
        x.setLabel(
            MapTexts::tr("layout of %1 nearest neighbours, seed %2").arg(params.neighbours).arg(params.seed));
        for (QCPAxis* axis : { &x, &y }) {
            axis->setTicks(false);
            axis->setBasePen(QPen(Qt::NoPen));
            axis->grid()->setVisible(false);
        }
        y.setTickLabels(false);
        return;
    }
}

void addMarks(QCPAxisRect& rect, const MapFigure& figure, const PlotTheme& theme)
{
    using Mark = MapMarksItem::Mark;
    const ItemMap& map = *figure.map;
    const auto place = [&map](std::int32_t item) {
        const auto at = static_cast<std::size_t>(item);
        return std::pair(static_cast<double>(map.x[at]), static_cast<double>(map.y[at]));
    };
    const double size = theme.lineWidth < 1 ? paperDot : 1;
    std::vector<Mark> recall;
    for (const RecallEntry& entry : recallOn(figure)) {
        const auto [x, y] = place(entry.item);
        recall.push_back({ x, y, MapMarksItem::Shape::Ring, theme.seriesColour(entry.interest), 5.5 * size });
    }
    std::vector<Mark> history;
    for (const std::int32_t item : historyOn(figure)) {
        const auto [x, y] = place(item);
        history.push_back({ x, y, MapMarksItem::Shape::Diamond, theme.text, 5 * size });
    }
    const auto add = [&](std::vector<Mark> marks, const char* name) {
        if (marks.empty())
            return;
        auto* item = new MapMarksItem(&rect, std::move(marks), theme.background, theme.lineWidth);
        item->setObjectName(QLatin1String(name));
    };
    add(std::move(recall), "series:recall");
    add(std::move(history), "series:history");
}

QString colourHeading(const QString& colourBy)
{
    if (colourBy == QLatin1String("category"))
        return MapTexts::tr("hyper-category");
    if (colourBy == QLatin1String("tag"))
        return MapTexts::tr("tag");
    if (colourBy == QLatin1String("popularity"))
        return MapTexts::tr("training interactions");
    return colourBy;
}

/// An entry of the legend is a graph without points.
void addEntry(QCustomPlot& plot, QCPAxisRect& rect, QCPLegend& legend, const QString& name,
              const QCPScatterStyle& style)
{
    auto* graph = new QCPGraph(rect.axis(QCPAxis::atBottom), rect.axis(QCPAxis::atLeft));
    graph->setName(name);
    graph->setLineStyle(QCPGraph::lsNone);
    graph->setScatterStyle(style);
    graph->removeFromLegend();
    graph->addToLegend(&legend);
    Q_UNUSED(plot)
}

QString recalledBy(const UserExploration& user, int interest)
{
    const std::string name = user.interestName(interest);
    return name.empty() ? MapTexts::tr("recalled by interest %1").arg(interest + 1)
                        : MapTexts::tr("recalled by %1").arg(numberedInterest(interest, name));
}

void addLegend(QCustomPlot& plot, QCPAxisRect& rect, const MapFigure& figure, const PlotTheme& theme)
{
    auto* side = new QCPLayoutGrid;
    plot.plotLayout()->addElement(0, 1, side);
    plot.plotLayout()->setColumnStretchFactor(1, 0.001);
    auto* heading = new QCPTextElement(&plot, colourHeading(figure.colourBy), theme.smallFont);
    heading->setTextColor(theme.secondary);
    heading->setTextFlags(Qt::AlignLeft | Qt::AlignVCenter);
    auto* legend = new QCPLegend;
    side->addElement(0, 0, heading);
    side->addElement(1, 0, legend);
    // Takes the rest, so that the entries stand close.
    side->addElement(2, 0, new QCPLayoutElement(&plot));
    side->setRowStretchFactor(0, 0.001);
    side->setRowStretchFactor(1, 0.001);
    side->setRowSpacing(0);
    legend->setLayer(QStringLiteral("legend"));
    legend->setBorderPen(QPen(Qt::NoPen));
    legend->setBrush(QBrush(Qt::NoBrush));
    legend->setFont(theme.smallFont);
    legend->setTextColor(theme.text);
    legend->setIconSize(8, 8);
    legend->setRowSpacing(1);
    legend->setMargins(QMargins(2, 2, 2, 2));
    legend->setFillOrder(QCPLayoutGrid::foRowsFirst);
    legend->setWrap(rowsOfLegend);
    const std::vector<QColor> palette = mapPalette(figure, theme);
    const double room = legendPart * plot.viewport().width();
    const auto shortened
        = [&](const QString& title) { return elidedTitle(title, QFontMetricsF(theme.smallFont), room); };
    for (std::size_t i = 0; i < palette.size(); ++i) {
        if (palette[i].alpha() == 0)
            continue;
        addEntry(plot, rect, *legend, shortened(mapValueText(figure.colouring->values[i])),
                 QCPScatterStyle(QCPScatterStyle::ssDisc, palette[i], palette[i], 6));
    }
    if (!historyOn(figure).empty())
        addEntry(plot, rect, *legend,
                 MapTexts::tr("history of %1").arg(QString::fromStdString(figure.overlay.user->userId)),
                 QCPScatterStyle(QCPScatterStyle::ssDiamond, theme.background, theme.text, 7));
    std::set<int> interests;
    for (const RecallEntry& entry : recallOn(figure))
        interests.insert(entry.interest);
    for (const int interest : interests)
        addEntry(plot, rect, *legend, shortened(recalledBy(*figure.overlay.user, interest)),
                 QCPScatterStyle(QCPScatterStyle::ssCircle, QPen(theme.seriesColour(interest), 1.2),
                                 QBrush(Qt::NoBrush), 6));
}

} // namespace

std::vector<std::int32_t> historyOn(const MapFigure& figure)
{
    std::vector<std::int32_t> result;
    if (figure.overlay.user && figure.overlay.history)
        for (const HistoryEntry& entry : figure.overlay.user->history)
            if (entry.item > 0 && static_cast<std::size_t>(entry.item) < figure.map->x.size())
                result.push_back(entry.item);
    return result;
}

std::vector<RecallEntry> recallOn(const MapFigure& figure)
{
    std::vector<RecallEntry> result;
    if (!figure.overlay.user || !figure.overlay.recall)
        return result;
    const RecallList& recall = figure.overlay.user->recall;
    const auto interest = static_cast<std::size_t>(std::max(0, figure.overlay.interest));
    const bool one = figure.overlay.interest >= 0 && interest < recall.perInterest.size();
    for (const RecallEntry& entry : one ? recall.perInterest[interest] : recall.merged)
        if (entry.item > 0 && static_cast<std::size_t>(entry.item) < figure.map->x.size())
            result.push_back(entry);
    return result;
}

QString mapMethodText(MapMethod method)
{
    switch (method) {
    case MapMethod::Pca:
        return MapTexts::tr("Principal components");
    case MapMethod::Neighbours:
        return MapTexts::tr("Nearest neighbours (UMAP)");
    case MapMethod::Plane:
        break;
    }
    return MapTexts::tr("Plane of two categories");
}

QString mapCategoryText(const MapItems& items, int category)
{
    return numberedCategory(category, items.categoryNames.of(category));
}

QString mapValueText(const Value& value)
{
    switch (value.kind) {
    case Value::Kind::Category:
        return numberedCategory(value.category, value.text);
    case Value::Kind::Text:
        return QString::fromStdString(value.text);
    case Value::Kind::Range: {
        const auto number = [](double bound) {
            return bound == std::floor(bound) && std::abs(bound) < 1e15
                ? countText(static_cast<std::int64_t>(bound))
                : QString::number(bound, 'g', 4);
        };
        return value.low == value.high ? number(value.low)
                                       : number(value.low) % QChar(0x2013) % number(value.high);
    }
    case Value::Kind::Other:
        return MapTexts::tr("other");
    case Value::Kind::Missing:
        break;
    }
    return MapTexts::tr("unknown");
}

std::vector<QColor> mapPalette(const MapFigure& figure, const PlotTheme& theme, bool withHidden)
{
    const ColourMap map(theme.colourMap);
    const auto& values = figure.colouring->values;
    const auto ranges = std::count_if(values.begin(), values.end(),
                                      [](const Value& value) { return value.kind == Value::Kind::Range; });
    const bool dark = theme.background.lightnessF() < 0.5F;
    const double lowest = dark ? tooDark : 0;
    const double highest = dark ? 1 : tooLight;
    std::vector<QColor> palette;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const auto place = static_cast<int>(i);
        QColor colour;
        switch (values[i].kind) {
        case Value::Kind::Category:
            colour = theme.seriesColour(values[i].category);
            break;
        case Value::Kind::Text:
            colour = theme.seriesColour(place);
            break;
        case Value::Kind::Range:
            colour = QColor(map.at(
                lowest + (highest - lowest) * (ranges > 1 ? place / static_cast<double>(ranges - 1) : 0.5)));
            break;
        case Value::Kind::Other:
            colour = mixed(theme.background, theme.text, 0.4F);
            break;
        case Value::Kind::Missing:
            colour = mixed(theme.background, theme.text, 0.2F);
            break;
        }
        if (!withHidden && figure.hidden.contains(place))
            colour.setAlpha(0);
        palette.push_back(colour);
    }
    return palette;
}

std::shared_ptr<const PointCloud> mapCloud(const MapFigure& figure, const PlotTheme& theme,
                                           std::vector<bool> emphasised)
{
    return std::make_shared<const PointCloud>(PointCloud {
        figure.map, figure.colouring->itemValue, mapPalette(figure, theme), std::move(emphasised) });
}

QRectF mapExtent(const ItemMap& map)
{
    if (map.x.size() < 2 || map.y.size() < 2) // place 0 is no item
        return { -1, -1, 2, 2 };
    const auto [left, right] = std::minmax_element(map.x.begin() + 1, map.x.end());
    const auto [low, high] = std::minmax_element(map.y.begin() + 1, map.y.end());
    QRectF extent(QPointF(static_cast<double>(*left), static_cast<double>(*low)),
                  QPointF(static_cast<double>(*right), static_cast<double>(*high)));
    const double margin = std::max({ extent.width(), extent.height(), 1e-6 }) * air;
    return extent.adjusted(-margin, -margin, margin, margin);
}

void showMapArea(QCPAxisRect& rect, const QRectF& area)
{
    const double unit
        = std::max(area.width() / std::max(1, rect.width()), area.height() / std::max(1, rect.height()));
    const double x = unit * rect.width() / 2;
    const double y = unit * rect.height() / 2;
    rect.axis(QCPAxis::atBottom)->setRange(area.center().x() - x, area.center().x() + x);
    rect.axis(QCPAxis::atLeft)->setRange(area.center().y() - y, area.center().y() + y);
}

void drawMapOn(QCustomPlot& plot, const MapFigure& figure, const PlotTheme& theme,
               std::vector<bool> emphasised)
{
    clearSheet(plot, theme);
    QCPAxisRect& rect = addPart(plot, 0, 0, theme);
    labelAxes(rect, figure);
    const double radius = dotRadius(figure.items->count()) * (theme.lineWidth < 1 ? paperDot : 1);
    new PointCloudItem(&rect, mapCloud(figure, theme, std::move(emphasised)), radius);
    addMarks(rect, figure, theme);
}

void drawMap(QCustomPlot& plot, const MapFigure& figure, const PlotTheme& theme)
{
    drawMapOn(plot, figure, theme, {});
    QCPAxisRect& rect = *plot.axisRects().constFirst();
    addLegend(plot, rect, figure, theme);
    // The size of the axes is known only now, and with it how much of the plane fits; numbers along them may
    // then take another width.
    for (int round = 0; round < 2; ++round) {
        plot.plotLayout()->setOuterRect(plot.viewport());
        for (const auto phase :
             { QCPLayoutElement::upPreparation, QCPLayoutElement::upMargins, QCPLayoutElement::upLayout })
            plot.plotLayout()->update(phase);
        showMapArea(rect, figure.view.value_or(mapExtent(*figure.map)));
    }
}

QStringList mapColumns(const MapFigure& figure)
{
    QStringList columns { QStringLiteral("item"), QStringLiteral("x"), QStringLiteral("y"),
                          QStringLiteral("popularity"), QStringLiteral("colour") };
    if (figure.items->categories > 0)
        columns << QStringLiteral("category");
    return columns;
}

QString mapCell(const MapFigure& figure, std::int32_t item, int column)
{
    const auto at = static_cast<std::size_t>(item);
    switch (column) {
    case 0:
        return QString::fromStdString(figure.items->ids[at]);
    case 1:
        return tableNumber(static_cast<double>(figure.map->x[at]));
    case 2:
        return tableNumber(static_cast<double>(figure.map->y[at]));
    case 3:
        return QString::number(figure.items->popularity[at]);
    case 4:
        return mapValueText(figure.colouring->values[figure.colouring->itemValue[at]]);
    default:
        return QString::number(figure.items->category[at] + 1);
    }
}

std::vector<std::int32_t> mapVisible(const MapFigure& figure)
{
    std::vector<std::int32_t> items;
    for (std::size_t item = 1; item < figure.items->ids.size(); ++item)
        if (!figure.hidden.contains(figure.colouring->itemValue[item]))
            items.push_back(static_cast<std::int32_t>(item));
    return items;
}

FigureTable mapTable(const MapFigure& figure)
{
    FigureTable table { mapColumns(figure) };
    std::vector<std::int32_t> items = mapVisible(figure);
    table.rows
        = { items.size(), [figure, items = std::move(items), columns = table.columns.size()](std::size_t at) {
               QStringList row;
               for (int column = 0; column < columns; ++column)
                   row << mapCell(figure, items[at], column);
               return row;
           } };
    return table;
}

QString mapSummary(const MapFigure& figure)
{
    std::int64_t shown = 0;
    for (std::size_t i = 0; i < figure.colouring->values.size(); ++i)
        shown += figure.hidden.contains(static_cast<int>(i)) ? 0 : figure.colouring->values[i].count;
    QString sentence
        = MapTexts::tr("%1 of %2 items of run %3 as points: %4")
              .arg(countText(shown), countText(static_cast<std::int64_t>(figure.items->count())),
                   QString::fromStdString(figure.items->runName), mapMethodText(figure.map->params.method));
    QStringList parts;
    for (std::size_t i = 0; i < figure.colouring->values.size(); ++i) {
        const Value& value = figure.colouring->values[i];
        if (!figure.hidden.contains(static_cast<int>(i)))
            parts << mapValueText(value) % QLatin1Char(' ') % countText(value.count);
    }
    return sentence % QStringLiteral("; ") % parts.join(QStringLiteral(", "));
}

} // namespace opal
