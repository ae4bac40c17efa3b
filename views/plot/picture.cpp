// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plot/picture.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <QApplication>
#include <QClipboard>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QVBoxLayout>

#include "views/plot/datatable.h"
#include "views/plot/plottheme.h"
#include "views/plot/qcp.h"
#include "views/plot/renewplot.h"
#include "views/shell/theme.h"
#include "views/widgets/hovercard.h"

namespace opal {

Picture::Picture(const Theme& theme, const QString& name, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_plot(new QCustomPlot(this))
    , m_table(new DataTable(m_plot, this))
{
    m_plot->setObjectName(name);
    m_plot->setInteractions({});
    m_plot->setMouseTracking(true);
    m_plot->setFocusPolicy(Qt::StrongFocus);
    m_plot->installEventFilter(this);
    m_table->setSource([this] {
        return isEmpty() ? FigureTable {} : m_readings.rows.empty() ? m_figure.table() : m_readings;
    });
    m_table->buttons()->hide();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_table);
    connect(&theme, &Theme::changed, this, &Picture::draw);
}

QWidget* Picture::buttons() const
{
    return m_table->buttons();
}

void Picture::setFigure(FigureRequest figure, FigureTable readings)
{
    m_figure = std::move(figure);
    m_readings = std::move(readings);
    m_table->buttons()->show();
    draw();
}

void Picture::setName(const QString& name)
{
    m_plot->setAccessibleName(name);
    m_table->setName(name);
}

void Picture::clear()
{
    m_figure = {};
    m_readings = {};
    m_table->buttons()->hide();
    m_marker = nullptr;
    renewPlot(*m_plot);
    mark(-1);
}

std::vector<FigureRequest> Picture::figures() const
{
    return isEmpty() ? std::vector<FigureRequest> {} : std::vector { m_figure };
}

void Picture::setHints(std::function<Hint(const QPoint&)> hints)
{
    m_hints = std::move(hints);
}

void Picture::draw()
{
    if (isEmpty())
        return;
    m_marker = nullptr;
    renewPlot(*m_plot);
    const PlotTheme theme = PlotTheme::screen(m_theme.tokens());
    m_figure.draw(*m_plot, theme);
    if (!m_readings.places.empty()) {
        m_marker = new QCPItemStraightLine(m_plot);
        m_marker->setPen(QPen(theme.secondary, 1, Qt::DotLine));
    }
    setName(m_figure.title);
    m_table->refresh();
    // Places are known at once; painting can wait.
    for (const auto phase :
         { QCPLayoutElement::upPreparation, QCPLayoutElement::upMargins, QCPLayoutElement::upLayout })
        m_plot->plotLayout()->update(phase);
    mark(-1);
}

int Picture::nearestRow(double pixel) const
{
    const auto& places = m_readings.places;
    const auto away
        = [this, pixel](double place) { return std::abs(m_plot->xAxis->coordToPixel(place) - pixel); };
    const auto nearest = std::min_element(places.begin(), places.end(),
                                          [&away](double a, double b) { return away(a) < away(b); });
    return static_cast<int>(nearest - places.begin());
}

void Picture::mark(int row)
{
    m_marked = row;
    if (m_marker)
        m_marker->setVisible(row >= 0);
    if (row < 0) {
        m_plot->setAccessibleDescription(isEmpty() ? QString() : m_figure.summary());
        Q_EMIT read({});
    } else {
        const auto at = static_cast<std::size_t>(row);
        const QStringList cells = m_readings.rows[at];
        //: A place on the x axis of a figure and the value there
        const QString text = tr("%1: %2").arg(cells.value(0), cells.value(1));
        m_plot->setAccessibleDescription(text);
        for (auto* point : { m_marker->point1, m_marker->point2 })
            point->setTypeY(QCPItemPosition::ptAxisRectRatio);
        m_marker->point1->setCoords(m_readings.places[at], 0);
        m_marker->point2->setCoords(m_readings.places[at], 1);
        Q_EMIT read(text);
    }
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void Picture::showMenu(const QPoint& global)
{
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("pictureMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Copy the numbers"), m_table, &DataTable::copyAll);
    menu->addAction(tr("Copy the picture"), this, [this] {
        QApplication::clipboard()->setPixmap(m_plot->toPixmap(0, 0, m_plot->devicePixelRatioF()));
    });
    Panel* panel = nullptr;
    for (QWidget* above = parentWidget(); above && !panel; above = above->parentWidget())
        panel = qobject_cast<Panel*>(above);
    if (panel && !m_figure.key.isEmpty())
        menu->addAction(tr("Export figure…"), panel,
                        [panel, key = m_figure.key] { Q_EMIT panel->exportRequested(key); });
    menu->popup(global);
}

bool Picture::eventFilter(QObject* watched, QEvent* event)
{
    if (watched != m_plot || isEmpty())
        return QWidget::eventFilter(watched, event);
    const bool isRead = !m_readings.places.empty();
    if (event->type() == QEvent::Resize) {
        // Texts are wrapped to the width; drawn again when the plot has taken the size itself.
        QMetaObject::invokeMethod(this, &Picture::draw, Qt::QueuedConnection);
    } else if (event->type() == QEvent::MouseMove) {
        const auto* mouse = static_cast<QMouseEvent*>(event);
        if (isRead)
            mark(nearestRow(mouse->position().x()));
        if (m_hints) {
            const Hint hint = m_hints(mouse->position().toPoint());
            m_plot->setCursor(hint.opens ? Qt::PointingHandCursor : Qt::ArrowCursor);
            if (hint.text.isEmpty())
                HoverCard::hide();
            else
                HoverCard::show(mouse->globalPosition().toPoint(), hint.covers, hint.text, m_plot);
        }
    } else if (event->type() == QEvent::MouseButtonPress) {
        const auto* mouse = static_cast<QMouseEvent*>(event);
        if (mouse->button() == Qt::LeftButton)
            Q_EMIT clicked(mouse->position().toPoint(), mouse->globalPosition().toPoint());
    } else if (event->type() == QEvent::ContextMenu) {
        showMenu(static_cast<QContextMenuEvent*>(event)->globalPos());
        return true;
    } else if (isRead && (event->type() == QEvent::Leave || event->type() == QEvent::FocusOut)) {
        mark(-1);
    } else if (isRead && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Left || key == Qt::Key_Right) {
            const int last = static_cast<int>(m_readings.places.size()) - 1;
            const int step = key == Qt::Key_Left ? -1 : 1;
            mark(m_marked < 0 ? (step < 0 ? last : 0) : std::clamp(m_marked + step, 0, last));
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace opal
