// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plot/parallelplot.h"

#include <algorithm>
#include <cmath>

#include <QMouseEvent>
#include <QPainter>
#include <QPolygonF>

namespace opal {

namespace {

constexpr double sideMargin = 56;
constexpr double topMargin = 40;
constexpr double bottomMargin = 28;
constexpr double grabWidth = 14; ///< how near to an axis a press belongs to it
constexpr double smallestDrag = 3;
constexpr std::size_t manyRuns = 200; ///< from here on lines are drawn plainly

QString numberText(double value)
{
    return QString::number(value, 'g', 4);
}

} // namespace

ParallelPlot::ParallelPlot(Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::CrossCursor);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void ParallelPlot::setRuns(const std::vector<RunRecord>& runs, std::vector<RunAxis> axes)
{
    m_looks.clear();
    for (const RunRecord& run : runs)
        m_looks.push_back(runLook(run));
    m_axes = std::move(axes);
    std::erase_if(m_brushes, [this](const auto& brush) {
        return std::none_of(m_axes.begin(), m_axes.end(),
                            [&](const RunAxis& axis) { return axis.field == brush.first; });
    });
    update();
}

void ParallelPlot::clearBrushes()
{
    if (m_brushes.empty())
        return;
    m_brushes.clear();
    update();
    Q_EMIT brushed();
}

std::vector<std::size_t> ParallelPlot::brushedRuns() const
{
    std::vector<std::size_t> runs;
    for (std::size_t run = 0; run < m_looks.size(); ++run)
        if (isInside(run))
            runs.push_back(run);
    return runs;
}

bool ParallelPlot::isInside(std::size_t run) const
{
    return std::all_of(m_axes.begin(), m_axes.end(), [&](const RunAxis& axis) {
        const auto brush = m_brushes.find(axis.field);
        return brush == m_brushes.end()
            || (axis.values[run] >= brush->second.first && axis.values[run] <= brush->second.second);
    });
}

double ParallelPlot::axisX(std::size_t axis) const
{
    const double span = width() - 2 * sideMargin;
    return m_axes.size() < 2
        ? width() / 2.0
        : sideMargin + span * static_cast<double>(axis) / static_cast<double>(m_axes.size() - 1);
}

double ParallelPlot::valueY(std::size_t axis, double value) const
{
    const RunAxis& shown = m_axes[axis];
    const double share = (value - shown.lower) / (shown.upper - shown.lower);
    return height() - bottomMargin - share * (height() - topMargin - bottomMargin);
}

double ParallelPlot::valueAt(std::size_t axis, double y) const
{
    const RunAxis& shown = m_axes[axis];
    const double share = (height() - bottomMargin - y) / (height() - topMargin - bottomMargin);
    return shown.lower + share * (shown.upper - shown.lower);
}

int ParallelPlot::axisAt(const QPointF& position) const
{
    for (std::size_t axis = 0; axis < m_axes.size(); ++axis)
        if (std::abs(axisX(axis) - position.x()) <= grabWidth)
            return static_cast<int>(axis);
    return -1;
}

void ParallelPlot::drawRun(QPainter& painter, std::size_t run, bool inside) const
{
    QPolygonF line;
    const bool many = m_looks.size() > manyRuns;
    QPen pen = m_looks[run].pen(inside && hasBrush() && !many ? 1.5 : 1);
    if (!inside)
        pen.setColor(m_theme.tokens().border);
    // Dashes and smooth edges cost a hundred times a plain line and are not seen among so many.
    if (many)
        pen.setStyle(Qt::SolidLine);
    painter.setPen(pen);
    for (std::size_t axis = 0; axis < m_axes.size(); ++axis) {
        const double value = m_axes[axis].values[run];
        if (std::isfinite(value))
            line << QPointF(axisX(axis), valueY(axis, value));
        if (!std::isfinite(value) || axis + 1 == m_axes.size()) {
            painter.drawPolyline(line);
            line.clear();
        }
    }
}

void ParallelPlot::drawAxis(QPainter& painter, std::size_t axis) const
{
    const ThemeTokens& tokens = m_theme.tokens();
    const RunAxis& shown = m_axes[axis];
    const double x = axisX(axis);
    painter.setPen(QPen(tokens.secondary, 1));
    painter.drawLine(QPointF(x, topMargin), QPointF(x, height() - bottomMargin));
    if (const auto brush = m_brushes.find(shown.field); brush != m_brushes.end()) {
        QColor fill = tokens.accent;
        fill.setAlphaF(0.3F);
        const double top = valueY(axis, brush->second.second);
        painter.fillRect(QRectF(x - 6, top, 12, valueY(axis, brush->second.first) - top), fill);
    }
    const double room = m_axes.size() < 2 ? width() : (width() - 2 * sideMargin) / (m_axes.size() - 1.0);
    const double half = std::min(room / 2 - 2, sideMargin - 2);
    const auto text = [&](double y, const QString& content, const QColor& color) {
        painter.setPen(color);
        painter.drawText(
            QRectF(x - half, y, 2 * half, 18), Qt::AlignCenter,
            painter.fontMetrics().elidedText(content, Qt::ElideMiddle, static_cast<int>(2 * half)));
    };
    // Names alternate between two lines so that neighbours do not touch.
    text(axis % 2 == 0 ? 2 : 16, QString::fromStdString(shown.field), tokens.text);
    // Values stand on a ground of their own, for the lines run through them.
    const auto label = [&](double y, const QString& content) {
        const QString shortened
            = painter.fontMetrics().elidedText(content, Qt::ElideRight, static_cast<int>(half * 2 - 8));
        const QRectF ground(x + 2, y, painter.fontMetrics().horizontalAdvance(shortened) + 4, 14);
        QColor fill = tokens.panel;
        fill.setAlphaF(0.85F);
        painter.fillRect(ground, fill);
        painter.setPen(tokens.secondary);
        painter.drawText(ground, Qt::AlignCenter, shortened);
    };
    if (shown.categories.empty()) {
        label(topMargin, numberText(shown.upper));
        label(height() - bottomMargin - 14, numberText(shown.lower));
        return;
    }
    constexpr std::size_t mostNames = 12;
    for (std::size_t name = 0; name < std::min(shown.categories.size(), mostNames); ++name)
        label(valueY(axis, static_cast<double>(name)) - (name == 0 ? 14 : 0),
              QString::fromStdString(shown.categories[name]));
}

void ParallelPlot::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.tokens().panel);
    QFont small = font();
    small.setPixelSize(11);
    painter.setFont(small);
    painter.setRenderHint(QPainter::Antialiasing, m_looks.size() <= manyRuns);
    for (const bool inside : { false, true })
        for (std::size_t run = 0; run < m_looks.size(); ++run)
            if (isInside(run) == inside)
                drawRun(painter, run, inside);
    painter.setRenderHint(QPainter::Antialiasing);
    for (std::size_t axis = 0; axis < m_axes.size(); ++axis)
        drawAxis(painter, axis);
}

void ParallelPlot::mousePressEvent(QMouseEvent* event)
{
    m_dragAxis = axisAt(event->position());
    m_dragStart = event->position().y();
    m_dragged = false;
}

void ParallelPlot::mouseMoveEvent(QMouseEvent* event)
{
    if (m_dragAxis < 0 || std::abs(event->position().y() - m_dragStart) < smallestDrag)
        return;
    m_dragged = true;
    const auto axis = static_cast<std::size_t>(m_dragAxis);
    const double from = valueAt(axis, m_dragStart);
    const double to = valueAt(axis, event->position().y());
    m_brushes[m_axes[axis].field] = std::minmax({ from, to });
    update();
}

void ParallelPlot::mouseReleaseEvent(QMouseEvent* event)
{
    if (m_dragAxis < 0)
        return;
    const auto axis = static_cast<std::size_t>(std::exchange(m_dragAxis, -1));
    if (!m_dragged && m_brushes.erase(m_axes[axis].field) == 0)
        return;
    update();
    event->accept();
    Q_EMIT brushed();
}

} // namespace opal
