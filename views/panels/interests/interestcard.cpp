// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/interests/interestcard.h"

#include <algorithm>
#include <cmath>

#include <QFontMetrics>
#include <QPainter>
#include <QPainterPath>

#include "views/panels/interests/interestdelegate.h"
#include "views/shell/theme.h"
#include "views/widgets/interesttitles.h"
#include "views/widgets/numbers.h"
#include "views/widgets/textlines.h"

namespace opal {

namespace {

constexpr int margin = 12;
constexpr int cardChipSize = 20;
constexpr int barHeight = 6;
constexpr int courseHeight = 26;
constexpr int courseNumberPx = 10;
constexpr int chipGap = 8;
constexpr int topicGap = 6; ///< above what is typical of the category
constexpr int footGap = 6;

} // namespace

InterestCard::InterestCard(const Theme& theme, QWidget* parent)
    : QAbstractButton(parent)
    , m_theme(theme)
{
    setCheckable(true);
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    policy.setHeightForWidth(true); // a long name takes a second line
    setSizePolicy(policy);
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

QStringList InterestCard::topicLines(bool inFull) const
{
    const auto named = [](const std::vector<DescribedItem>& items) {
        QStringList names;
        for (const DescribedItem& item : items)
            names << QString::fromStdString(item.title.empty() ? item.id : item.title);
        return names.join(QStringLiteral("\u00A0\u00B7 ")); // a line never begins with the dot
    };
    QStringList lines;
    if (const QString items = named(m_content.topic.central); !items.isEmpty())
        //: Items nearest to the vector of a hyper-category
        lines << (inFull ? tr("Most central: %1") : tr("Central: %1")).arg(items);
    if (const QString items = named(m_content.topic.watched); !items.isEmpty())
        //: Items of a hyper-category with most interactions
        lines << (inFull ? tr("Most watched: %1") : tr("Watched: %1")).arg(items);
    return lines;
}

QFont InterestCard::smallFont() const
{
    QFont small = font();
    small.setPixelSize(Theme::secondaryPx);
    return small;
}

QFont InterestCard::headingFont() const
{
    QFont heading = font();
    heading.setWeight(QFont::DemiBold);
    return heading;
}

QStringList InterestCard::nameLines(int width) const
{
    return textLines(text(), headingFont(), width - 2 * margin - cardChipSize - chipGap, 2);
}

QStringList InterestCard::wrappedTopics(int width) const
{
    QStringList lines;
    for (const QString& words : topicLines(false))
        lines << textLines(words, smallFont(), width - 2 * margin, 2);
    return lines;
}

void InterestCard::setFoot(QWidget* foot)
{
    m_foot = foot;
    m_foot->setParent(this);
    updateGeometry();
}

void InterestCard::resizeEvent(QResizeEvent* event)
{
    QAbstractButton::resizeEvent(event);
    if (!m_foot)
        return;
    const int height = m_foot->sizeHint().height();
    m_foot->setGeometry(margin, this->height() - margin - height, width() - 2 * margin, height);
}

void InterestCard::retranslate()
{
    setText(interestTitle(m_content.interest, m_content.name));
    const QStringList topic = topicLines(true);
    const QString about = numberedInterest(m_content.interest, m_content.name) % QLatin1Char('\n')
        % (topic.isEmpty() ? QString() : QString(topic.join(QLatin1Char('\n')) % QLatin1Char('\n')));
    setToolTip(
        about % QLatin1Char('\n')
        % tr("Show the list of this interest and mark its items in the history. Press again to return "
             "to the merged list.\n\ncos g: cosine of the interest to its hyper-category. |p \u2212 q|: "
             "distance of its soft and its hard vector. The curve is the hard interest after each of its "
             "items as the recurrent network sees it: cosine to where it is now."));
    setAccessibleName(numberedInterest(m_content.interest, m_content.name));
    QStringList description { tr("%1; gave %2 of %3 items of the merged list; %4; %5")
                                  .arg(intensityText(), countText(m_content.merged),
                                       countText(m_content.mergedSize), yieldText(), geometryText()) };
    setAccessibleDescription((description + topic).join(QStringLiteral("; ")));
    updateGeometry();
    update();
}

int InterestCard::heightForWidth(int width) const
{
    const int line = QFontMetrics(smallFont()).height() + 2;
    const auto names = static_cast<int>(nameLines(width).size());
    const int heading = std::max(cardChipSize, names * QFontMetrics(font()).height());
    const int geometry = geometryText().isEmpty() ? 0 : line;
    const int course = m_content.course.size() > 1 ? line + courseHeight : 0;
    const auto topic = static_cast<int>(wrappedTopics(width).size());
    const int foot = m_foot ? footGap + m_foot->sizeHint().height() : 0;
    return 2 * margin + heading + 6 + 3 * line + geometry + course + (topic > 0 ? topicGap + topic * line : 0)
        + foot;
}

QSize InterestCard::sizeHint() const
{
    return { 200, heightForWidth(200) };
}

QSize InterestCard::minimumSizeHint() const
{
    return { 150, heightForWidth(150) };
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
    paintInterestChip(painter, QRect(inner.topLeft(), QSize(cardChipSize, cardChipSize)), m_content.interest);
    painter.setFont(headingFont());
    painter.setPen(tokens.text);
    const QStringList names = nameLines(width());
    const int nameHeight = names.size() == 1 ? cardChipSize : QFontMetrics(font()).height();
    QRect row(inner.left() + cardChipSize + chipGap, inner.top(), inner.width() - cardChipSize - chipGap,
              nameHeight);
    for (const QString& name : names) {
        painter.drawText(row, Qt::AlignLeft | Qt::AlignVCenter, name);
        row.translate(0, nameHeight);
    }

    painter.setFont(smallFont());
    const int line = painter.fontMetrics().height() + 2;
    QRect textRow(inner.left(), row.top() + 6, inner.width(), line);
    paintShare(painter, textRow, color);
    textRow.translate(0, line);
    const auto write = [&painter, &textRow, line](const QString& words, const QColor& ink) {
        painter.setPen(ink);
        painter.drawText(textRow, Qt::AlignLeft | Qt::AlignVCenter,
                         painter.fontMetrics().elidedText(words, Qt::ElideRight, textRow.width()));
        textRow.translate(0, line);
    };
    write(intensityText(), tokens.secondary);
    write(yieldText(), m_content.hits > 0 ? tokens.good : tokens.secondary);
    if (const QString geometry = geometryText(); !geometry.isEmpty())
        write(geometry, tokens.secondary);
    if (m_content.course.size() > 1) {
        //: Heading of a small curve on an interest's card
        write(tr("cosine after each of its items"), tokens.secondary);
        paintCourse(painter, QRectF(inner.left(), textRow.top(), inner.width(), courseHeight));
        textRow.translate(0, courseHeight);
    }
    textRow.translate(0, topicGap);
    for (const QString& words : wrappedTopics(width()))
        write(words, tokens.text);
}

void InterestCard::paintShare(QPainter& painter, const QRect& row, const QColor& color) const
{
    const ThemeTokens& tokens = m_theme.tokens();
    //: Items of the merged list that an interest gave, e.g. "38 of 200"
    const QString share = tr("%1 of %2").arg(countText(m_content.merged), countText(m_content.mergedSize));
    painter.setPen(tokens.text);
    painter.drawText(row, Qt::AlignRight | Qt::AlignVCenter, share);
    const int width = row.width() - painter.fontMetrics().horizontalAdvance(share) - chipGap;
    const QRectF track(row.left(), row.center().y() + 0.5 - barHeight / 2.0, std::max(width, barHeight),
                       barHeight);
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
}

void InterestCard::paintCourse(QPainter& painter, const QRectF& rect) const
{
    const auto& course = m_content.course;
    const double low = std::min(0.0, *std::min_element(course.begin(), course.end()));
    const double inset = 2; // the line stays inside
    painter.save();
    // The ends of the scale stand beside the curve.
    painter.setPen(m_theme.tokens().secondary);
    QFont tiny = smallFont();
    tiny.setPixelSize(courseNumberPx);
    painter.setFont(tiny);
    const QString bottom = QString::number(low, 'f', low < 0 ? 1 : 0);
    const double numbers = painter.fontMetrics().horizontalAdvance(bottom) + 4.0;
    painter.drawText(QRectF(rect.left(), rect.top() - 1, numbers, courseNumberPx + 2),
                     Qt::AlignLeft | Qt::AlignTop, QStringLiteral("1"));
    painter.drawText(QRectF(rect.left(), rect.bottom() - courseNumberPx - 1, numbers, courseNumberPx + 2),
                     Qt::AlignLeft | Qt::AlignBottom, bottom);
    const double left = rect.left() + numbers;
    const auto pointAt = [&](std::size_t step) {
        const double x = left
            + (rect.right() - left) * static_cast<double>(step) / static_cast<double>(course.size() - 1);
        const double share = (course[step] - low) / (1 - low);
        return QPointF(x, rect.bottom() - inset - (rect.height() - 2 * inset) * share);
    };
    painter.setPen(QPen(m_theme.tokens().grid, 1));
    painter.drawLine(QPointF(left, rect.bottom()), rect.bottomRight());
    QPainterPath path(pointAt(0));
    for (std::size_t step = 1; step < course.size(); ++step)
        path.lineTo(pointAt(step));
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(Theme::categoryColor(m_content.interest), 1.5));
    painter.drawPath(path);
    painter.restore();
}

} // namespace opal
