#include "views/panels/interests/interestcard.h"

#include <QFontMetrics>
#include <QPainter>

#include "views/panels/interests/interestdelegate.h"
#include "views/shell/theme.h"
#include "views/widgets/numbers.h"

namespace opal {

namespace {

constexpr int margin = 12;
constexpr int chipSize = 20;
constexpr int barHeight = 6;

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
    retranslate();
}

void InterestCard::setFaint(bool faint)
{
    if (m_faint == faint)
        return;
    m_faint = faint;
    update();
}

QString InterestCard::strengthText() const
{
    if (!m_content.valid)
        return tr("No items: not searched");
    if (!m_content.hasWeights)
        return tr("This model does not assign items");
    //: Strength of an interest and its share of the history, e.g. "strength 3.21, 12 of 20 items"
    return tr("strength %1, %2 of %3 items")
        .arg(QString::number(m_content.intensity, 'f', 2), countText(m_content.items),
             countText(m_content.historyItems));
}

QString InterestCard::yieldText() const
{
    //: Held-out items that the interest's own list finds
    return tr("hits in its own list: %1").arg(countText(m_content.hits));
}

void InterestCard::retranslate()
{
    setText(tr("Interest %1").arg(m_content.interest + 1));
    setToolTip(tr("Show the list of this interest and mark its items in the history. Press again to return "
                  "to the merged list."));
    setAccessibleName(text());
    setAccessibleDescription(
        tr("%1; gave %2 of %3 items of the merged list; %4")
            .arg(strengthText(), countText(m_content.merged), countText(m_content.mergedSize), yieldText()));
    update();
}

QSize InterestCard::sizeHint() const
{
    QFont small = font();
    small.setPixelSize(Theme::secondaryPx);
    const int line = QFontMetrics(small).height() + 2;
    return { 220, 2 * margin + chipSize + 8 + barHeight + 6 + 2 * line };
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
    if (m_faint || !m_content.valid)
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
                     painter.fontMetrics().elidedText(strengthText(), Qt::ElideRight, inner.width()));
    textRow.translate(0, line);
    painter.setPen(m_content.hits > 0 ? tokens.good : tokens.secondary);
    painter.drawText(textRow, Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(yieldText(), Qt::ElideRight, inner.width()));
}

} // namespace opal
