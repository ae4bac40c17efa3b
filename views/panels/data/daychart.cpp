#include "views/panels/data/daychart.h"

#include <algorithm>

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include "views/shell/theme.h"
#include "views/widgets/numbers.h"

namespace opal {

namespace {

constexpr int legendHeight = 24;
constexpr int axisHeight = 22;
constexpr int swatch = 10;

} // namespace

DayChart::DayChart(const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void DayChart::setSummary(const DatasetSummary& summary)
{
    m_labels = summary.dayLabels;
    m_counts = summary.interactionsPerDay;
    m_labels.resize(m_counts.size());
    m_validDay = summary.validDay;
    m_testDay = summary.testDay;
    m_marked = -1;
    setVisible(!m_counts.empty());
    retranslate();
}

void DayChart::retranslate()
{
    setAccessibleName(tr("Interactions a day"));
    if (!m_counts.empty()) {
        const auto most = std::max_element(m_counts.begin(), m_counts.end());
        setAccessibleDescription(
            tr("%1 days, most interactions on %2: %3")
                .arg(QString::number(m_counts.size()),
                     QString::fromStdString(m_labels[static_cast<std::size_t>(most - m_counts.begin())]),
                     countText(*most)));
    }
    update();
}

DayChart::Part DayChart::partOf(int day) const
{
    const std::string& label = m_labels[static_cast<std::size_t>(day)];
    if (!m_testDay.empty() && label == m_testDay)
        return Part::Test;
    return !m_validDay.empty() && label == m_validDay ? Part::Valid : Part::Train;
}

QColor DayChart::colorOf(Part part) const
{
    const ThemeTokens& tokens = m_theme.tokens();
    switch (part) {
    case Part::Valid:
        return tokens.warning;
    case Part::Test:
        return tokens.good;
    case Part::Train:
        break;
    }
    QColor color = tokens.accent;
    color.setAlphaF(0.65F);
    return color;
}

QString DayChart::partText(Part part) const
{
    switch (part) {
    case Part::Valid:
        return tr("validation");
    case Part::Test:
        return tr("test");
    case Part::Train:
        break;
    }
    return tr("training");
}

QRectF DayChart::plotRect() const
{
    return QRectF(rect()).adjusted(0.5, legendHeight, -0.5, -axisHeight);
}

int DayChart::dayAt(double x) const
{
    const QRectF plot = plotRect();
    const int days = static_cast<int>(m_counts.size());
    if (days == 0 || x < plot.left() || x >= plot.right())
        return -1;
    return std::min(days - 1, static_cast<int>((x - plot.left()) / plot.width() * days));
}

void DayChart::mark(int day)
{
    if (day == m_marked)
        return;
    m_marked = day;
    update();
}

void DayChart::mouseMoveEvent(QMouseEvent* event)
{
    mark(dayAt(event->position().x()));
}

void DayChart::leaveEvent(QEvent*)
{
    mark(-1);
}

void DayChart::keyPressEvent(QKeyEvent* event)
{
    const int last = static_cast<int>(m_counts.size()) - 1;
    if (event->key() == Qt::Key_Left)
        mark(m_marked < 0 ? last : std::max(0, m_marked - 1));
    else if (event->key() == Qt::Key_Right)
        mark(std::min(last, m_marked + 1));
    else
        QWidget::keyPressEvent(event);
}

void DayChart::paintLegend(QPainter& painter) const
{
    const ThemeTokens& tokens = m_theme.tokens();
    double x = 0;
    for (const Part part : { Part::Train, Part::Valid, Part::Test }) {
        const QString text = partText(part);
        painter.setPen(Qt::NoPen);
        painter.setBrush(colorOf(part));
        painter.drawRoundedRect(QRectF(x, (legendHeight - 8 - swatch) / 2.0, swatch, swatch), 2, 2);
        painter.setPen(tokens.secondary);
        const double width = painter.fontMetrics().horizontalAdvance(text);
        painter.drawText(QRectF(x + swatch + 4, 0, width + 4, legendHeight - 8),
                         Qt::AlignLeft | Qt::AlignVCenter, text);
        x += swatch + 4 + width + 16;
    }
    if (m_marked < 0)
        return;
    //: Day of a data set and its number of interactions
    const QString text
        = tr("%1: %2").arg(QString::fromStdString(m_labels[static_cast<std::size_t>(m_marked)]),
                           countText(m_counts[static_cast<std::size_t>(m_marked)]));
    painter.setPen(tokens.text);
    painter.drawText(QRectF(0, 0, width(), legendHeight - 8), Qt::AlignRight | Qt::AlignVCenter, text);
}

void DayChart::paintEvent(QPaintEvent*)
{
    if (m_counts.empty())
        return;
    const ThemeTokens& tokens = m_theme.tokens();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QFont small = font();
    small.setPixelSize(Theme::secondaryPx);
    painter.setFont(small);
    paintLegend(painter);

    const QRectF plot = plotRect();
    const double most
        = static_cast<double>(std::max<std::int64_t>(1, *std::max_element(m_counts.begin(), m_counts.end())));
    const double step = plot.width() / static_cast<double>(m_counts.size());
    const double gap = step > 4 ? std::min(3.0, step * 0.25) : 0;
    painter.setPen(Qt::NoPen);
    for (int day = 0; day < static_cast<int>(m_counts.size()); ++day) {
        const double height
            = plot.height() * static_cast<double>(m_counts[static_cast<std::size_t>(day)]) / most;
        QColor color = colorOf(partOf(day));
        if (day == m_marked)
            color.setAlphaF(1);
        painter.setBrush(color);
        painter.drawRect(QRectF(plot.left() + day * step, plot.bottom() - height, step - gap, height));
    }
    painter.setPen(QPen(tokens.border, 1));
    painter.drawLine(plot.bottomLeft(), plot.bottomRight());
    painter.setPen(tokens.secondary);
    const QRectF axis(plot.left(), plot.bottom() + 4, plot.width(), axisHeight - 4);
    painter.drawText(axis, Qt::AlignLeft | Qt::AlignTop, QString::fromStdString(m_labels.front()));
    painter.drawText(axis, Qt::AlignRight | Qt::AlignTop, QString::fromStdString(m_labels.back()));
    if (hasFocus()) {
        painter.setPen(QPen(tokens.accent, 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, legendHeight - 4.5, -0.5, -0.5), 4, 4);
    }
}

} // namespace opal
