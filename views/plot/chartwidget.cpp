// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plot/chartwidget.h"

#include <cmath>
#include <utility>
#include <vector>

#include <QEvent>
#include <QLabel>
#include <QMouseEvent>
#include <QStackedLayout>
#include <QToolTip>
#include <QWheelEvent>

#include "views/plot/qcp.h"
#include "views/widgets/emptystate.h"

namespace opal {

ChartWidget::ChartWidget(QWidget* parent)
    : QWidget(parent)
    , m_plot(new QCustomPlot(this))
    , m_emptyState(new EmptyState(this))
    , m_stack(new QStackedLayout(this))
    , m_readout(new QLabel(m_plot))
{
    m_stack->addWidget(m_emptyState);
    m_stack->addWidget(m_plot);
    m_readout->setProperty("role", QStringLiteral("readout"));
    m_readout->setTextFormat(Qt::RichText);
    m_readout->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_readout->hide();

    // A buffered layer of its own: moving the crosshair repaints one line and no curve.
    m_plot->addLayer(QStringLiteral("crosshair"), nullptr, QCustomPlot::limAbove);
    m_plot->layer(QStringLiteral("crosshair"))->setMode(QCPLayer::lmBuffered);
    m_crosshair = new QCPItemStraightLine(m_plot);
    m_crosshair->setLayer(QStringLiteral("crosshair"));
    m_crosshair->setSelectable(false);
    m_crosshair->setVisible(false);

    m_plot->setInteractions(QCP::iRangeDrag | QCP::iRangeZoom);
    m_plot->axisRect()->setRangeDrag(Qt::Horizontal | Qt::Vertical);
    m_plot->axisRect()->setMinimumMargins(QMargins(62, 4, 12, 4));
    m_plot->setMouseTracking(true);
    m_plot->installEventFilter(this);
    m_plot->setFocusPolicy(Qt::StrongFocus);
    setMinimumSize(240, 150);
    connectPlot();
    retranslate();
}

void ChartWidget::connectPlot()
{
    connect(m_plot, &QCustomPlot::mouseWheel, this, [this](QWheelEvent* event) {
        const bool vertical = event->modifiers().testFlag(Qt::ShiftModifier);
        m_plot->axisRect()->setRangeZoom(vertical ? Qt::Vertical : Qt::Horizontal);
        m_follows = false;
    });
    connect(m_plot, &QCustomPlot::mouseDoubleClick, this, [this] { resetView(); });
    connect(m_plot, &QCustomPlot::mouseMove, this, [this](QMouseEvent* event) {
        if (event->buttons().testFlag(Qt::LeftButton))
            m_follows = false;
        moveCrosshair(event->pos());
    });
    connect(m_plot->xAxis, qOverload<const QCPRange&>(&QCPAxis::rangeChanged), this,
            [this](const QCPRange& range) {
                if (!m_follows && !m_settingRange)
                    Q_EMIT xRangeChosen(range.lower, range.upper);
            });
    for (const QCPAxis* axis : { m_plot->xAxis, m_plot->yAxis })
        connect(axis, qOverload<const QCPRange&>(&QCPAxis::rangeChanged), this, [this] {
            if (!m_follows)
                Q_EMIT viewChanged();
        });
    connect(this, &ChartWidget::viewReset, this, &ChartWidget::viewChanged);
}

void ChartWidget::setEmpty(bool empty)
{
    m_stack->setCurrentWidget(empty ? static_cast<QWidget*>(m_emptyState) : m_plot);
}

void ChartWidget::applyTheme(const PlotTheme& theme)
{
    applyPlotTheme(*m_plot, theme);
    m_crosshair->setPen(QPen(theme.secondary, 1, Qt::DotLine));
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void ChartWidget::setFitFunction(std::function<void()> fit)
{
    m_fit = std::move(fit);
}

void ChartWidget::setKeyText(std::function<QString(double)> keyText)
{
    m_keyText = std::move(keyText);
}

void ChartWidget::setTooltipFunction(std::function<QString(const QPoint&)> tooltip)
{
    m_tooltip = std::move(tooltip);
}

void ChartWidget::setSubject(const QString& subject)
{
    m_subject = subject;
    takeUpView();
}

QStringList ChartWidget::view() const
{
    if (m_follows)
        return m_remembered;
    QStringList view { m_subject };
    for (const QCPAxis* axis : { m_plot->xAxis, m_plot->yAxis })
        for (const double end : { axis->range().lower, axis->range().upper })
            view << QString::number(end, 'g', 17);
    return view;
}

void ChartWidget::rememberView(const QStringList& view)
{
    m_remembered = view;
    takeUpView();
}

void ChartWidget::takeUpView()
{
    if (m_remembered.isEmpty() || m_remembered.front() != m_subject)
        return;
    const QStringList view = std::exchange(m_remembered, {});
    std::vector<double> ends;
    for (qsizetype index = 1; index < view.size(); ++index)
        ends.push_back(view[index].toDouble());
    // A settings file that somebody edited is no reason for an empty chart.
    if (ends.size() != 4 || !QCPRange::validRange(ends[0], ends[1])
        || !QCPRange::validRange(ends[2], ends[3]))
        return;
    setXRange(ends[0], ends[1]);
    m_plot->yAxis->setRange(ends[2], ends[3]);
}

void ChartWidget::refresh()
{
    if (m_follows && m_fit)
        m_fit();
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void ChartWidget::resetView()
{
    const bool wasFollowing = m_follows;
    m_follows = true;
    refresh();
    if (!wasFollowing)
        Q_EMIT viewReset();
}

void ChartWidget::setXRange(double lower, double upper)
{
    m_settingRange = true;
    m_follows = false;
    m_plot->xAxis->setRange(lower, upper);
    m_settingRange = false;
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void ChartWidget::setSummary(const QString& name, const QString& sentence)
{
    m_plot->setAccessibleName(name);
    m_plot->setAccessibleDescription(sentence);
}

bool ChartWidget::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_plot && event->type() == QEvent::Wheel
        && !static_cast<QWheelEvent*>(event)->modifiers().testFlag(Qt::ControlModifier)) {
        event->ignore(); // the page scrolls
        return true;
    }
    if (watched == m_plot && event->type() == QEvent::Leave) {
        hideCrosshair();
        Q_EMIT crosshairLeft();
    }
    return QWidget::eventFilter(watched, event);
}

void ChartWidget::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void ChartWidget::moveCrosshair(const QPoint& position)
{
    const QString tooltip = m_tooltip ? m_tooltip(position) : QString();
    if (tooltip.isEmpty())
        QToolTip::hideText();
    else
        QToolTip::showText(m_plot->mapToGlobal(position), tooltip, m_plot);

    const double key = m_plot->xAxis->pixelToCoord(position.x());
    if (m_plot->axisRect()->rect().contains(position) && placeCrosshair(key, position)) {
        Q_EMIT crosshairMoved(key);
        return;
    }
    hideCrosshair();
    Q_EMIT crosshairLeft();
}

void ChartWidget::showCrosshair(double key)
{
    const QRect area = m_plot->axisRect()->rect();
    const int x = qRound(m_plot->xAxis->coordToPixel(key));
    if (x < area.left() || x > area.right() || !placeCrosshair(key, { x, area.top() }))
        hideCrosshair();
}

bool ChartWidget::placeCrosshair(double key, const QPoint& position)
{
    const QString text = readout(key);
    if (text.isEmpty())
        return false;
    m_crosshair->setVisible(true);
    m_crosshair->point1->setCoords(key, 0);
    m_crosshair->point2->setCoords(key, 1);
    m_crosshair->point1->setTypeY(QCPItemPosition::ptAxisRectRatio);
    m_crosshair->point2->setTypeY(QCPItemPosition::ptAxisRectRatio);
    m_plot->layer(QStringLiteral("crosshair"))->replot();

    const QRect area = m_plot->axisRect()->rect();
    m_readout->setText(text);
    m_readout->adjustSize();
    const bool left = position.x() + 16 + m_readout->width() > area.right();
    const int x = left ? position.x() - 12 - m_readout->width() : position.x() + 12;
    m_readout->move(std::max(0, x),
                    std::clamp(position.y() - m_readout->height() / 2, area.top(),
                               std::max(area.top(), area.bottom() - m_readout->height())));
    m_readout->show();
    return true;
}

void ChartWidget::hideCrosshair()
{
    if (!m_crosshair->visible() && m_readout->isHidden())
        return;
    m_crosshair->setVisible(false);
    m_readout->hide();
    m_plot->layer(QStringLiteral("crosshair"))->replot();
}

QString ChartWidget::readout(double key) const
{
    QString rows;
    double shownKey = key;
    double nearest = -1;
    for (int index = 0; index < m_plot->graphCount(); ++index) {
        const QCPGraph* graph = m_plot->graph(index);
        if (!graph->visible() || graph->data()->isEmpty() || graph->name().isEmpty()
            || graph->keyAxis() != m_plot->xAxis || graph->property("derived").toBool())
            continue;
        auto after = graph->data()->findBegin(key, false);
        if (after == graph->data()->constEnd())
            --after;
        if (after != graph->data()->constBegin()) {
            const auto before = after - 1;
            if (std::abs(before->key - key) < std::abs(after->key - key))
                after = before;
        }
        const double distance = std::abs(after->key - key);
        if (nearest < 0 || distance < nearest) {
            nearest = distance;
            shownKey = after->key;
        }
        rows += QStringLiteral("<tr><td><span style='color:%1'>■</span> %2&nbsp;&nbsp;</td><td "
                               "align='right'>%3</td></tr>")
                    .arg(graph->pen().color().name(), graph->name().toHtmlEscaped(),
                         QString::number(after->value, 'f', 4));
    }
    if (rows.isEmpty())
        return {};
    const QString heading = m_keyText ? m_keyText(shownKey) : QString::number(shownKey);
    return QStringLiteral("<b>%1</b><table cellspacing='0'>%2</table>").arg(heading.toHtmlEscaped(), rows);
}

void ChartWidget::retranslate()
{
    m_plot->setWhatsThis(
        tr("Ctrl and wheel zoom along the steps, with Shift along the values, dragging moves, "
           "a double click shows everything."));
    m_plot->setToolTip({});
}

} // namespace opal
