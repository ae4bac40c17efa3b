// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/figures/sppmisheet.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <QCoreApplication>
#include <QFont>

#include "core/base/error.h"
#include "core/results/diversity.h"
#include "views/plot/colourmap.h"
#include "views/plot/heatmapitem.h"
#include "views/plot/plottheme.h"
#include "views/plot/qcp.h"
#include "views/shell/figure.h"
#include "views/widgets/numbers.h"
#include "views/widgets/textlines.h"

namespace opal {

namespace {

struct SppmiSheetTexts
{
    Q_DECLARE_TR_FUNCTIONS(SppmiFigure)
};

/// QCustomPlot itself never wraps.
QString wrappedText(const QString& words, const QFont& font, double width)
{
    constexpr int most = 99;
    return textLines(words, font, width, most).join(QLatin1Char('\n'));
}

/// `words` in lines of at most `room`.
void addSheetText(const SppmiPlace& place, const QString& words, const QFont& font, double room,
                  const PlotTheme& theme)
{
    auto* element = new QCPTextElement(place.grid.parentPlot(), wrappedText(words, font, room), font);
    element->setTextColor(theme.text);
    element->setTextFlags(Qt::AlignLeft | Qt::AlignVCenter);
    element->setMargins(QMargins(2, 1, 2, 1));
    place.grid.addElement(place.row, place.column, element);
}

} // namespace

PlotTheme sppmiTheme(PlotTheme theme)
{
    const bool onLight = theme.background.lightnessF() > 0.5;
    if (!theme.print)
        theme.colourMap = onLight ? QStringLiteral("blues") : QStringLiteral("viridis");
    if (onLight)
        theme.colourMap += QStringLiteral("_r");
    theme.zero = QColor(ColourMap(theme.colourMap).at(0));
    return theme;
}

double numberOption(const FigureSubject& subject, const char* key, double fallback)
{
    const std::string given = subject.option(key);
    if (given.empty())
        return fallback;
    bool valid = false;
    const double value = QString::fromStdString(given).toDouble(&valid);
    if (!valid || !(value >= 1))
        throw Error(ErrorCode::InvalidArgument,
                    std::string("the option '") + key + "' takes a number from 1, not '" + given + "'");
    return value;
}

QString zeroShareText(double share)
{
    return std::isfinite(share) ? QLocale().toString(share * 100, 'f', 1) : QStringLiteral("–");
}

QString intervalText(const MeanInterval& mean)
{
    return std::isfinite(mean.low)
        ? QStringLiteral("%1 [%2, %3]")
              .arg(metricText(mean.mean), metricText(mean.low), metricText(mean.high))
        : metricText(mean.mean);
}

namespace {

/// Cut to a square in every layout: labels that break into lines change the margins after the first one.
class SquareAxisRect final : public QCPAxisRect
{
public:
    using QCPAxisRect::QCPAxisRect;

    void update(UpdatePhase phase) override
    {
        if (phase == upLayout) {
            const int side = std::min(mRect.width(), mRect.height());
            mRect.setSize({ side, side });
        }
        QCPAxisRect::update(phase);
    }
};

/// As high as the picture to its left, which is laid out before.
class ScaleAxisRect final : public QCPAxisRect
{
public:
    ScaleAxisRect(QCustomPlot* plot, const QCPAxisRect* picture)
        : QCPAxisRect(plot)
        , m_picture(picture)
    {
    }

    void update(UpdatePhase phase) override
    {
        if (phase == upLayout)
            mRect.setHeight(m_picture->height());
        QCPAxisRect::update(phase);
    }

private:
    const QCPAxisRect* m_picture;
};

QCPAxisRect* addAxes(QCPAxisRect* rect, const SppmiPlace& place, const PlotTheme& theme, bool grid)
{
    place.grid.addElement(place.row, place.column, rect);
    // In an order of our own: that of rect->axes() is a hash's, another one in each process.
    for (const auto type : { QCPAxis::atLeft, QCPAxis::atRight, QCPAxis::atTop, QCPAxis::atBottom }) {
        QCPAxis* axis = rect->axis(type);
        axis->setLayer(QStringLiteral("axes"));
        axis->grid()->setLayer(QStringLiteral("grid"));
    }
    rect->axis(QCPAxis::atTop)->setVisible(false);
    rect->axis(QCPAxis::atRight)->setVisible(false);
    applyAxisTheme(*rect->axis(QCPAxis::atLeft), theme, grid);
    applyAxisTheme(*rect->axis(QCPAxis::atBottom), theme, false);
    rect->axis(QCPAxis::atBottom)->ticker()->setTickCount(3); // numbers side by side in one column, too
    rect->setMinimumMargins(QMargins(2, 2, 4, 2));
    return rect;
}

} // namespace

QCPAxisRect* addSheetAxes(const SppmiPlace& place, const PlotTheme& theme, bool grid)
{
    return addAxes(new QCPAxisRect(place.grid.parentPlot()), place, theme, grid);
}

QCPAxisRect* addSquareAxes(const SppmiPlace& place, const PlotTheme& theme)
{
    return addAxes(new SquareAxisRect(place.grid.parentPlot()), place, theme, false);
}

QCPAxisRect* addSppmiBlocks(const SppmiPlace& place, const QString& name, const SppmiBlocks& blocks,
                            double high, bool labels, const PlotTheme& theme)
{
    QCPAxisRect* rect = addSquareAxes(place, theme);
    rect->setObjectName(name);
    const auto count = static_cast<int>(blocks.titles.size());
    auto* map = new HeatmapItem(rect, count, count);
    map->setValues(blocks.means, 0, high, theme);
    map->setNumbers(blocks.means, theme.smallFont);
    for (const auto where : { QCPAxis::atBottom, QCPAxis::atLeft }) {
        const auto ticker = QSharedPointer<QCPAxisTickerText>::create();
        for (int label = 0; label < count; ++label)
            ticker->addTick(label + 0.5,
                            where == QCPAxis::atLeft ? blocks.titles[label] : QString::number(label + 1));
        rect->axis(where)->setTicker(ticker);
        rect->axis(where)->setRange(0, count);
        if (labels)
            rect->axis(where)->setLabel(SppmiSheetTexts::tr("Interest"));
    }
    rect->axis(QCPAxis::atLeft)->setRangeReversed(true);
    return rect;
}

namespace {

/// The colour scale from 0 to `high` beside `picture`.
QCPAxisRect* addSppmiScale(const SppmiPlace& place, const QCPAxisRect* picture, double high,
                           const PlotTheme& theme)
{
    QCPAxisRect* rect = addAxes(new ScaleAxisRect(place.grid.parentPlot(), picture), place, theme, false);
    rect->axis(QCPAxis::atBottom)->setTicks(false);
    rect->axis(QCPAxis::atBottom)->setTickLabels(false);
    rect->axis(QCPAxis::atBottom)->setBasePen(Qt::NoPen);
    QCPAxis* left = rect->axis(QCPAxis::atLeft);
    left->setVisible(false);
    QCPAxis* right = rect->axis(QCPAxis::atRight);
    applyAxisTheme(*right, theme, false);
    right->setVisible(true);
    right->setObjectName(QStringLiteral("colour-scale"));
    right->setRange(0, high);
    right->setLabel(SppmiSheetTexts::tr("SPPMI"));
    new ColourBarItem(rect, theme.colourMap);
    const int barWidth = theme.smallFont.pixelSize() * 3 / 2;
    rect->setMinimumSize(barWidth, 10);
    rect->setMaximumSize(barWidth, QWIDGETSIZE_MAX);
    rect->setMinimumMargins(QMargins(2, theme.smallFont.pixelSize() + 8, 2, 2));
    return rect;
}

/// Bars of the shares of pairs above 0 and the cumulative share, which begins at the share of zeros.
void drawSppmiHistogram(QCPAxisRect& rect, const std::vector<double>& shares, double zeroShare,
                        const SppmiBins& bins, const PlotTheme& theme)
{
    QCPAxis* x = rect.axis(QCPAxis::atBottom);
    QCPAxis* y = rect.axis(QCPAxis::atLeft);
    auto* bars = new QCPBars(x, y);
    bars->setName(QStringLiteral("histogram"));
    bars->setWidth(bins.width);
    bars->setPen(Qt::NoPen);
    bars->setBrush(theme.seriesColour(0));
    auto* cumulative = new QCPGraph(x, rect.axis(QCPAxis::atRight));
    cumulative->setName(QStringLiteral("cumulative"));
    QPen pen(theme.seriesColour(5), theme.strongLineWidth);
    pen.setStyle(Qt::DashLine);
    cumulative->setPen(pen);
    double sum = zeroShare;
    cumulative->addData(0, sum);
    for (std::size_t bin = 0; bin < shares.size(); ++bin) {
        const double start = static_cast<double>(bin) * bins.width;
        bars->addData(start + bins.width / 2, shares[bin]);
        sum += shares[bin];
        cumulative->addData(start + bins.width, sum);
    }
    x->setRange(0, static_cast<double>(shares.size()) * bins.width);
    y->setRange(0, bins.highestShare > 0 ? bins.highestShare * 1.15 : 1);
    QCPAxis* right = rect.axis(QCPAxis::atRight);
    applyAxisTheme(*right, theme, false);
    right->setBasePen(Qt::NoPen);
    right->setTickPen(Qt::NoPen);
    right->setVisible(true);
    right->setRange(0, 1.02);
    right->setObjectName(QStringLiteral("axis-cumulative"));
    x->setLabel(SppmiSheetTexts::tr("SPPMI of a pair"));
}

QString lettered(int letter, const QString& words)
{
    return QStringLiteral("(%1) %2").arg(QChar(u'a' + letter)).arg(words);
}

QCPLayoutGrid* makeGrid()
{
    auto* grid = new QCPLayoutGrid;
    grid->setRowSpacing(0);
    grid->setColumnSpacing(4);
    return grid;
}

/// As narrow as a column of a page: two pictures beside one another would be too thin.
bool isColumnWide(const QCustomPlot& plot, const PlotTheme& theme)
{
    constexpr double narrowest = 44; // in heights of small letters
    return plot.viewport().width() < narrowest * theme.smallFont.pixelSize();
}

/// Without the colour bar and its numbers.
double pictureRoom(const QCustomPlot& plot, const PlotTheme& theme)
{
    return plot.viewport().width() - theme.smallFont.pixelSize() * 7.0;
}

/// Lays the parts of a sheet out on its plot.
class SheetLayout final
{
public:
    SheetLayout(QCustomPlot& plot, const SppmiSheet& sheet, const PlotTheme& theme)
        : m_plot(plot)
        , m_sheet(sheet)
        , m_theme(theme)
        , m_count(static_cast<int>(sheet.columns.size()))
        , m_room(pictureRoom(plot, theme))
    {
        const QRect size = plot.viewport();
        const bool hasBlocks = !sheet.columns.front().blocks.titles.isEmpty();
        m_form = isColumnWide(plot, theme)                                    ? Form::Stacked
            : m_count == 1 && hasBlocks && size.width() > 1.2 * size.height() ? Form::Wide
                                                                              : Form::Beside;
        // Where a histogram has little room itself there is none for them.
        constexpr double narrowest = 28; // in heights of small letters
        m_hasMeans = hasBlocks
            && (m_form == Form::Beside ? m_room / m_count >= narrowest * theme.smallFont.pixelSize()
                                       : m_count == 1);
    }

    void draw()
    {
        switch (m_form) {
        case Form::Stacked:
            drawStacked();
            break;
        case Form::Wide:
            drawWide();
            break;
        case Form::Beside:
            drawBeside();
            break;
        }
        addCaption();
        squareCells();
        if (m_sheet.addHeads)
            for (std::size_t side = 0; side < m_pictures.size(); ++side)
                m_sheet.addHeads(*m_pictures[side], static_cast<int>(side));
    }

private:
    enum class Form { Stacked, Wide, Beside };

    QCPLayoutGrid* addGrid(int row)
    {
        QCPLayoutGrid* grid = makeGrid();
        m_plot.plotLayout()->addElement(row, 0, grid);
        return grid;
    }

    /// Parts with a common side are aligned there, also in different grids.
    QCPMarginGroup* edge() { return new QCPMarginGroup(&m_plot); }

    QCPAxisRect* addPicture(const SppmiPlace& place, int side)
    {
        addSheetText({ place.grid, place.row - 1, place.column },
                     lettered(side, m_sheet.columns[static_cast<std::size_t>(side)].title), m_theme.font,
                     m_form == Form::Stacked ? m_room - 12 : m_room / m_count - 12, m_theme);
        place.grid.setRowStretchFactor(place.row - 1, 0.001);
        m_pictures.push_back(m_sheet.addPicture(place, side));
        return m_pictures.back();
    }

    void addScale(const SppmiPlace& place, QCPMarginGroup* height)
    {
        addSppmiScale(place, m_pictures.back(), m_sheet.high, m_theme)
            ->setMarginGroup(QCP::msTop | QCP::msBottom, height);
        place.grid.setColumnStretchFactor(place.column, 0.001);
    }

    QCPAxisRect* addMeans(const SppmiPlace& place, int side)
    {
        const SppmiBlocks& blocks = m_sheet.columns[static_cast<std::size_t>(side)].blocks;
        m_means.push_back(
            addSppmiBlocks(place, QStringLiteral("means-%1").arg(side), blocks, m_sheet.high, true, m_theme));
        return m_means.back();
    }

    QCPAxisRect* addHistogram(const SppmiPlace& place, int side)
    {
        const SppmiColumn& one = m_sheet.columns[static_cast<std::size_t>(side)];
        QCPAxisRect* rect = addSheetAxes(place, m_theme, true);
        drawSppmiHistogram(*rect, one.shares, one.zeroShare, m_sheet.bins, m_theme);
        if (side == 0)
            rect->axis(QCPAxis::atLeft)->setLabel(SppmiSheetTexts::tr("Share of pairs"));
        if (side == m_count - 1)
            rect->axis(QCPAxis::atRight)->setLabel(SppmiSheetTexts::tr("Cumulative share"));
        return rect;
    }

    void addNumbers(const SppmiPlace& place, int side, double room)
    {
        addSheetText(place, lettered(m_count + side, m_sheet.columns[static_cast<std::size_t>(side)].numbers),
                     m_theme.smallFont, room, m_theme);
        place.grid.setRowStretchFactor(place.row, 0.001);
    }

    /// Block means, if there are any, beside the histogram.
    void addSummary(const SppmiPlace& place, int side, QCPMarginGroup* height, QCPMarginGroup* sides)
    {
        QCPLayoutGrid* row = makeGrid();
        place.grid.addElement(place.row, place.column, row);
        std::vector<QCPAxisRect*> parts;
        if (m_hasMeans)
            parts.push_back(addMeans({ *row, 0, 0 }, side));
        const auto last = static_cast<int>(parts.size());
        parts.push_back(addHistogram({ *row, 0, last }, side));
        row->setColumnStretchFactor(last, 1.4);
        for (QCPAxisRect* part : parts)
            part->setMarginGroup(QCP::msTop | QCP::msBottom, height);
        parts.front()->setMarginGroup(QCP::msLeft, sides);
        parts.back()->setMarginGroup(QCP::msRight, sides);
    }

    /// One column a run, the colour scale beside the pictures.
    void drawBeside()
    {
        QCPLayoutGrid* body = addGrid(0);
        QCPMarginGroup* pictures = edge();
        QCPMarginGroup* summaries = edge();
        for (int side = 0; side < m_count; ++side) {
            QCPMarginGroup* sides = edge();
            QCPAxisRect* picture = addPicture({ *body, 1, side }, side);
            picture->setMarginGroup(QCP::msTop | QCP::msBottom, pictures);
            picture->setMarginGroup(QCP::msLeft | QCP::msRight, sides);
            addNumbers({ *body, 2, side }, side, m_room / m_count - 12);
            addSummary({ *body, 3, side }, side, summaries, sides);
        }
        addScale({ *body, 1, m_count }, pictures);
        body->setRowStretchFactor(1, 2);
    }

    /// The only picture at the left, its numbers at the right.
    void drawWide()
    {
        QCPLayoutGrid* body = addGrid(0);
        QCPLayoutGrid* left = makeGrid();
        QCPLayoutGrid* right = makeGrid();
        body->addElement(0, 0, left);
        body->addElement(0, 1, right);
        body->setColumnStretchFactor(0, 1.6);
        body->setColumnSpacing(m_theme.smallFont.pixelSize() * 2);
        QCPMarginGroup* pictures = edge();
        addPicture({ *left, 1, 0 }, 0)->setMarginGroup(QCP::msTop | QCP::msBottom, pictures);
        addScale({ *left, 1, 1 }, pictures);
        addNumbers({ *right, 0, 0 }, 0, m_room * 0.36);
        QCPLayoutGrid* means = makeGrid();
        right->addElement(1, 0, means);
        addMeans({ *means, 0, 0 }, 0);
        means->addElement(0, 1, new QCPLayoutElement(&m_plot)); // a square may leave room beside it
        addHistogram({ *right, 2, 0 }, 0);
    }

    /// Pictures above one another, each with the one colour scale beside it; numbers beside one another
    /// below.
    void drawStacked()
    {
        QCPLayoutGrid* pictures = addGrid(0);
        QCPLayoutGrid* numbers = addGrid(1);
        QCPMarginGroup* sides = edge();
        QCPMarginGroup* line = edge();
        for (int side = 0; side < m_count; ++side) {
            const int row = 2 * side + 1;
            QCPMarginGroup* height = edge();
            QCPAxisRect* picture = addPicture({ *pictures, row, 0 }, side);
            picture->setMarginGroup(QCP::msLeft | QCP::msRight, sides);
            picture->setMarginGroup(QCP::msTop | QCP::msBottom, height);
            addScale({ *pictures, row, 1 }, height);
            addNumbers({ *numbers, 0, side }, side, m_plot.viewport().width() / m_count - 12.0);
            addSummary({ *numbers, 1, side }, side, line, edge());
        }
        m_plot.plotLayout()->setRowStretchFactor(0, m_count == 1 ? 1.2 : 3.4);
    }

    void addCaption()
    {
        QString caption = m_sheet.caption;
        if (m_hasMeans)
            caption += QLatin1Char(' ')
                % SppmiSheetTexts::tr("Small squares: means of the pairs between two interests.");
        auto* words = new QCPTextElement(
            &m_plot, wrappedText(caption, m_theme.smallFont, m_plot.viewport().width() - 12.0),
            m_theme.smallFont);
        words->setTextColor(m_theme.secondary);
        words->setTextFlags(Qt::AlignLeft | Qt::AlignVCenter);
        const int last = m_plot.plotLayout()->rowCount();
        m_plot.plotLayout()->addElement(last, 0, words);
        m_plot.plotLayout()->setRowStretchFactor(last, 0.001);
    }

    /// What a square leaves of its row and column goes to the others.
    void squareCells()
    {
        m_plot.replot(QCustomPlot::rpImmediateRefresh); // lays out
        for (const auto& squares : { m_pictures, m_means }) {
            int side = QWIDGETSIZE_MAX; // one for all: they share rows and columns
            for (const QCPAxisRect* square : squares)
                side = std::min({ side, square->width(), square->height() });
            for (QCPAxisRect* square : squares) {
                square->setSizeConstraintRect(QCPLayoutElement::scrInnerRect);
                square->setMaximumSize(side, side);
            }
        }
        m_plot.replot(QCustomPlot::rpImmediateRefresh);
    }

    QCustomPlot& m_plot;
    const SppmiSheet& m_sheet;
    const PlotTheme& m_theme;
    int m_count; ///< pictures
    double m_room; ///< pixels for all that stand beside one another
    Form m_form;
    bool m_hasMeans; ///< small block means beside the histogram
    std::vector<QCPAxisRect*> m_pictures;
    std::vector<QCPAxisRect*> m_means;
};

} // namespace

double sppmiPictureWidth(const QCustomPlot& plot, const SppmiSheet& sheet, const PlotTheme& theme)
{
    // In one column of a page the height of two squares above one another is the limit.
    if (isColumnWide(plot, theme))
        return plot.viewport().width() / 2.0;
    return pictureRoom(plot, theme) / static_cast<double>(sheet.columns.size())
        - theme.smallFont.pixelSize() * 4.0; // numbers of the axis
}

void drawSppmiSheet(QCustomPlot& plot, const SppmiSheet& sheet, const PlotTheme& theme)
{
    clearPlot(plot);
    plot.setBackground(QBrush(theme.background));
    SheetLayout(plot, sheet, theme).draw();
}

} // namespace opal
