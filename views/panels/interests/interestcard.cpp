#include "views/panels/interests/interestcard.h"

#include <algorithm>
#include <cmath>

#include <QFontMetrics>
#include <QPainter>
#include <QPainterPath>

#include "views/panels/interests/interestdelegate.h"
#include "views/shell/theme.h"
#include "views/widgets/numbers.h"

namespace opal {

namespace {

constexpr int margin = 12;
constexpr int chipSize = 20;
constexpr int barHeight = 6;
constexpr int courseHeight = 24;

} // namespace

InterestCard::InterestCard(const Theme& theme, QWidget* parent)
    : QAbstractButton(parent)
    , m_theme(theme)
{
    setCheckable(true);
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void InterestCard::setContent(const InterestCardContent& content)
{
    m_content = content;
    updateGeometry();
    retranslate();
}

void InterestCard::setFaint(bool faint)
{
    if (m_faint == faint)
        return;
    m_faint = faint;
    update();
}

QString InterestCard::intensityText() const
{
    if (!m_content.valid)
        return tr("No items: not searched");
    if (!m_content.hasWeights)
        return tr("This model does not assign items");
    //: Intensity of an interest and its share of the history, e.g. "intensity 3.2, 12/20 items"
    return tr("intensity %1, %2/%3 items")
        .arg(QString::number(m_content.intensity, 'f', 1), countText(m_content.items),
             countText(m_content.historyItems));
}

QString InterestCard::yieldText() const
{
    //: Held-out items that the interest's own list finds
    return tr("hits in its own list: %1").arg(countText(m_content.hits));
}

QString InterestCard::geometryText() const
{
    QStringList parts;
    if (std::isfinite(m_content.cosine))
        //: Cosine of the interest to its hyper-category vector g
        parts << tr("cos g %1").arg(m_content.cosine, 0, 'f', 2);
    if (std::isfinite(m_content.distance))
        //: Distance of the soft vector p and the hard vector q of an interest
        parts << tr("|p \u2212 q| %1").arg(m_content.distance, 0, 'f', 2);
    return parts.join(QStringLiteral("  \u00B7  "));
}

void InterestCard::retranslate()
{
    setText(tr("Interest %1").arg(m_content.interest + 1));
    setToolTip(
        tr("Show the list of this interest and mark its items in the history. Press again to return "
           "to the merged list.\n\ncos g: cosine of the interest to its hyper-category. |p \u2212 q|: "
           "distance of its soft and its hard vector. The curve is the hard interest after each of its "
           "items as the recurrent network sees it: cosine to where it is now."));
    setAccessibleName(text());
    setAccessibleDescription(tr("%1; gave %2 of %3 items of the merged list; %4; %5")
                                 .arg(intensityText(), countText(m_content.merged),
                                      countText(m_content.mergedSize), yieldText(), geometryText()));
    update();
}

QSize InterestCard::sizeHint() const
{
    QFont small = font();
    small.setPixelSize(Theme::secondaryPx);
    const int line = QFontMetrics(small).height() + 2;
    const int geometry = geometryText().isEmpty() ? 0 : line;
    const int course = m_content.course.size() > 1 ? courseHeight + 6 : 0;
    return { 220, 2 * margin + chipSize + 8 + barHeight + 6 + 2 * line + geometry + course };
}

QSize InterestCard::minimumSizeHint() const
{
    return { 150, sizeHint().height() };
}

void InterestCard::enterEvent(QEnterEvent* event)
{
    QAbstractButton::enterEvent(event);
    Q_EMIT hoverChanged(true);
}

void InterestCard::leaveEvent(QEvent* event)
{
    QAbstractButton::leaveEvent(event);
    Q_EMIT hoverChanged(false);
}

void InterestCard::paintEvent(QPaintEvent*)
{
    const ThemeTokens& tokens = m_theme.tokens();
    const QColor color = Theme::categoryColor(m_content.interest);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool marked = isChecked() || hasFocus();
    painter.setPen(QPen(isChecked() ? color : hasFocus() ? tokens.accent : tokens.border, marked ? 2 : 1));
    painter.setBrush(isChecked() ? tokens.selection : tokens.panel);
    const double inset = marked ? 1 : 0.5;
    painter.drawRoundedRect(QRectF(rect()).adjusted(inset, inset, -inset, -inset), Theme::radius,
                            Theme::radius);
    if (m_faint || !m_content.valid || m_content.muted)
        painter.setOpacity(0.45);

    const QRect inner = rect().adjusted(margin, margin, -margin, -margin);
    paintInterestChip(painter, QRect(inner.topLeft(), QSize(chipSize, chipSize)), m_content.interest);
    QFont heading = font();
    heading.setWeight(QFont::DemiBold);
    painter.setFont(heading);
    painter.setPen(tokens.text);
    QRect row(inner.left() + chipSize + 8, inner.top(), inner.width() - chipSize - 8, chipSize);
    //: Items of the merged list that an interest gave, e.g. "38 of 200"
    QString share = tr("%1 of %2").arg(countText(m_content.merged), countText(m_content.mergedSize));
    if (painter.fontMetrics().horizontalAdvance(text() + share) + 8 > row.width())
        share = countText(m_content.merged);
    const int shareWidth = painter.fontMetrics().horizontalAdvance(share);
    painter.drawText(row.adjusted(0, 0, -shareWidth - 8, 0), Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(text(), Qt::ElideRight, row.width() - shareWidth - 8));
    painter.drawText(row, Qt::AlignRight | Qt::AlignVCenter, share);

    const QRectF track(inner.left(), inner.top() + chipSize + 8, inner.width(), barHeight);
    painter.setPen(Qt::NoPen);
    painter.setBrush(tokens.grid);
    painter.drawRoundedRect(track, barHeight / 2.0, barHeight / 2.0);
    if (m_content.mergedSize > 0 && m_content.merged > 0) {
        QRectF bar = track;
        bar.setWidth(std::max<double>(barHeight,
                                      track.width() * static_cast<double>(m_content.merged)
                                          / static_cast<double>(m_content.mergedSize)));
        painter.setBrush(color);
        painter.drawRoundedRect(bar, barHeight / 2.0, barHeight / 2.0);
    }

    QFont small = font();
    small.setPixelSize(Theme::secondaryPx);
    painter.setFont(small);
    const int line = painter.fontMetrics().height() + 2;
    QRect textRow(inner.left(), static_cast<int>(track.bottom()) + 6, inner.width(), line);
    painter.setPen(tokens.secondary);
    painter.drawText(textRow, Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(intensityText(), Qt::ElideRight, inner.width()));
    textRow.translate(0, line);
    painter.setPen(m_content.hits > 0 ? tokens.good : tokens.secondary);
    painter.drawText(textRow, Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(yieldText(), Qt::ElideRight, inner.width()));
    if (const QString geometry = geometryText(); !geometry.isEmpty()) {
        textRow.translate(0, line);
        painter.setPen(tokens.secondary);
        painter.drawText(textRow, Qt::AlignLeft | Qt::AlignVCenter,
                         painter.fontMetrics().elidedText(geometry, Qt::ElideRight, inner.width()));
    }
    if (m_content.course.size() > 1)
        paintCourse(painter, QRectF(inner.left(), textRow.bottom() + 6, inner.width(), courseHeight));
}

void InterestCard::paintCourse(QPainter& painter, const QRectF& rect) const
{
    const auto& course = m_content.course;
    const double low = std::min(0.0, *std::min_element(course.begin(), course.end()));
    const double inset = 2; // the line stays inside
    const auto pointAt = [&](std::size_t step) {
        const double x
            = rect.left() + rect.width() * static_cast<double>(step) / static_cast<double>(course.size() - 1);
        const double share = (course[step] - low) / (1 - low);
        return QPointF(x, rect.bottom() - inset - (rect.height() - 2 * inset) * share);
    };
    painter.setPen(QPen(m_theme.tokens().grid, 1));
    painter.drawLine(rect.bottomLeft(), rect.bottomRight());
    QPainterPath path(pointAt(0));
    for (std::size_t step = 1; step < course.size(); ++step)
        path.lineTo(pointAt(step));
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(Theme::categoryColor(m_content.interest), 1.5));
    painter.drawPath(path);
}

} // namespace opal
