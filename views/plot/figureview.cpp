// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plot/figureview.h"

#include <algorithm>
#include <cmath>

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QMouseEvent>
#include <QPushButton>
#include <QStackedLayout>
#include <QTableWidget>

#include "views/plot/plottheme.h"
#include "views/plot/qcp.h"
#include "views/shell/figure.h"
#include "views/shell/theme.h"
#include "views/widgets/tablesetup.h"

namespace opal {

namespace {

constexpr int figureHeight = 172;

} // namespace

FigureView::FigureView(const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_title(new QLabel(this))
    , m_readout(new QLabel(this))
    , m_asTable(new QPushButton(this))
    , m_copy(new QPushButton(this))
    , m_stack(new QStackedLayout)
    , m_message(new QLabel(this))
    , m_table(new QTableWidget(this))
    , m_canvas(new QWidget(this))
{
    m_title->setProperty("role", QStringLiteral("group"));
    m_readout->setProperty("role", QStringLiteral("secondary"));
    m_readout->setObjectName(QStringLiteral("figureReadout"));
    m_asTable->setObjectName(QStringLiteral("figureAsTable"));
    m_asTable->setProperty("role", QStringLiteral("toggle"));
    m_asTable->setCheckable(true);
    m_copy->setObjectName(QStringLiteral("figureCopy"));
    m_copy->setProperty("role", QStringLiteral("link"));
    m_message->setProperty("role", QStringLiteral("secondary"));
    m_message->setAlignment(Qt::AlignCenter);
    m_message->setWordWrap(true);
    m_table->setColumnCount(2);
    setupTable(*m_table);
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_canvas->setLayout(new QVBoxLayout);
    m_canvas->layout()->setContentsMargins(0, 0, 0, 0);
    m_stack->addWidget(m_message);
    m_stack->addWidget(m_canvas);
    m_stack->addWidget(m_table);

    auto* top = new QHBoxLayout;
    top->setSpacing(8);
    top->addWidget(m_title);
    top->addStretch();
    top->addWidget(m_readout);
    top->addWidget(m_copy);
    top->addWidget(m_asTable);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addLayout(top);
    layout->addLayout(m_stack);
    for (QWidget* page : { static_cast<QWidget*>(m_message), m_canvas, static_cast<QWidget*>(m_table) })
        page->setFixedHeight(figureHeight);

    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    connect(m_asTable, &QPushButton::toggled, this, &FigureView::showPage);
    connect(m_copy, &QPushButton::clicked, this, &FigureView::copyTable);
    connect(&theme, &Theme::changed, this, &FigureView::redraw);
    retranslate();
    showPage();
}

void FigureView::setTitle(const QString& title)
{
    m_title->setText(title);
    m_asTable->setAccessibleName(tr("%1 as a table").arg(title));
    m_copy->setAccessibleName(tr("Copy the numbers: %1").arg(title));
    m_table->setAccessibleName(title);
    if (m_plot)
        m_plot->setAccessibleName(title);
}

void FigureView::setHeadings(const QString& key, const QString& value)
{
    m_keyHeading = key;
    m_valueHeading = value;
    m_table->setHorizontalHeaderLabels({ key, value });
}

void FigureView::setFigure(Draw draw, std::vector<FigurePoint> points, const QString& summary)
{
    m_draw = std::move(draw);
    m_points = std::move(points);
    m_summary = summary;
    fillTable();
    redraw();
    showPage();
}

void FigureView::setMessage(const QString& sentence)
{
    m_draw = {};
    m_points.clear();
    m_message->setText(sentence);
    mark(-1);
    showPage();
}

void FigureView::retranslate()
{
    m_asTable->setText(tr("Table"));
    m_asTable->setToolTip(tr("Shows the numbers behind the picture"));
    m_copy->setText(tr("Copy"));
    m_copy->setToolTip(tr("Copies the numbers as text with tabs for a spreadsheet"));
}

QString FigureView::readout() const
{
    return m_readout->text();
}

void FigureView::showPage()
{
    m_asTable->setVisible(static_cast<bool>(m_draw));
    m_copy->setVisible(m_draw && m_asTable->isChecked());
    if (!m_draw)
        m_stack->setCurrentWidget(m_message);
    else
        m_stack->setCurrentWidget(m_asTable->isChecked() ? static_cast<QWidget*>(m_table) : m_canvas);
}

void FigureView::fillTable()
{
    m_table->setRowCount(static_cast<int>(m_points.size()));
    for (int row = 0; row < m_table->rowCount(); ++row) {
        const FigurePoint& point = m_points[static_cast<std::size_t>(row)];
        m_table->setItem(row, 0, new QTableWidgetItem(point.key));
        m_table->setItem(row, 1, new QTableWidgetItem(point.value));
    }
    m_table->setHorizontalHeaderLabels({ m_keyHeading, m_valueHeading });
    m_table->resizeColumnToContents(0);
}

void FigureView::copyTable() const
{
    FigureTable table { { m_keyHeading, m_valueHeading }, {} };
    for (const FigurePoint& point : m_points)
        table.rows.push_back({ point.key, point.value });
    QApplication::clipboard()->setText(table.toTsv());
}

/// On a plot of its own each time: a figure is a function of an empty plot.
void FigureView::redraw()
{
    if (!m_draw)
        return;
    const bool hadFocus = m_plot && m_plot->hasFocus();
    // The old plot still loses the mouse and the focus while it goes, when its marker is gone already.
    m_marker = nullptr;
    if (m_plot)
        m_plot->removeEventFilter(this);
    delete m_plot;
    m_plot = new QCustomPlot(m_canvas);
    m_canvas->layout()->addWidget(m_plot);
    m_plot->setInteractions({});
    m_plot->setFocusPolicy(Qt::StrongFocus);
    m_plot->setMouseTracking(true);
    m_plot->installEventFilter(this);
    m_plot->setAccessibleName(m_title->text());
    m_plot->setAccessibleDescription(m_summary);
    const PlotTheme theme = PlotTheme::screen(m_theme.tokens());
    m_draw(*m_plot, theme);
    m_marker = new QCPItemStraightLine(m_plot);
    m_marker->setPen(QPen(theme.secondary, 1, Qt::DotLine));
    m_marker->setVisible(false);
    m_marked = -1;
    m_readout->clear();
    m_plot->replot(QCustomPlot::rpQueuedReplot);
    if (hadFocus)
        m_plot->setFocus();
}

int FigureView::nearestPoint(double pixel) const
{
    int nearest = -1;
    double distance = 0;
    for (std::size_t i = 0; i < m_points.size(); ++i) {
        const double away = std::abs(m_plot->xAxis->coordToPixel(m_points[i].x) - pixel);
        if (nearest < 0 || away < distance) {
            nearest = static_cast<int>(i);
            distance = away;
        }
    }
    return nearest;
}

void FigureView::mark(int point)
{
    m_marked = point;
    if (!m_plot || point < 0) {
        m_readout->clear();
        if (m_plot && m_marker) {
            m_marker->setVisible(false);
            m_plot->replot(QCustomPlot::rpQueuedReplot);
        }
        return;
    }
    const FigurePoint& shown = m_points[static_cast<std::size_t>(point)];
    //: A place on the x axis of a figure and the value there
    const QString text = tr("%1: %2").arg(shown.key, shown.value);
    m_readout->setText(text);
    m_plot->setAccessibleDescription(text);
    m_marker->point1->setCoords(shown.x, 0);
    m_marker->point2->setCoords(shown.x, 1);
    m_marker->point1->setTypeY(QCPItemPosition::ptAxisRectRatio);
    m_marker->point2->setTypeY(QCPItemPosition::ptAxisRectRatio);
    m_marker->setVisible(true);
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

bool FigureView::eventFilter(QObject* watched, QEvent* event)
{
    if (watched != m_plot || m_points.empty())
        return QWidget::eventFilter(watched, event);
    const int last = static_cast<int>(m_points.size()) - 1;
    if (event->type() == QEvent::MouseMove) {
        mark(nearestPoint(static_cast<QMouseEvent*>(event)->position().x()));
    } else if (event->type() == QEvent::Leave || event->type() == QEvent::FocusOut) {
        mark(-1);
        m_plot->setAccessibleDescription(m_summary);
    } else if (event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Left || key == Qt::Key_Right) {
            const int next
                = m_marked < 0 ? (key == Qt::Key_Left ? last : 0) : m_marked + (key == Qt::Key_Left ? -1 : 1);
            mark(std::clamp(next, 0, last));
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace opal
