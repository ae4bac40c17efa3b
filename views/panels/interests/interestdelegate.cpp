// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/interests/interestdelegate.h"

#include <algorithm>

#include <QPainter>

#include "views/shell/theme.h"

namespace opal {

namespace {

constexpr int chipSize = 16;
constexpr int padding = 8;
constexpr double faintOpacity = 0.3;
constexpr int scoreBarWidth = 12;
constexpr int scoreBarGap = 2;
constexpr int tallestScoreBar = 18;
constexpr int scoresBelowHeight = 11; ///< of the bars among the details

} // namespace

void paintInterestChip(QPainter& painter, const QRect& rect, int interest)
{
    const QColor color = Theme::categoryColor(interest);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawRoundedRect(rect, 4, 4);
    QFont font = painter.font();
    font.setPixelSize(rect.height() * 11 / 16);
    font.setWeight(QFont::DemiBold);
    painter.setFont(font);
    painter.setPen(contrastRatio(color, Qt::white) >= 4.5 ? Qt::white : Qt::black);
    painter.drawText(rect, Qt::AlignCenter, QString::number(interest + 1));
    painter.restore();
}

InterestDelegate::InterestDelegate(const Theme& theme, int interestRole, QObject* parent)
    : QStyledItemDelegate(parent)
    , m_theme(theme)
    , m_interestRole(interestRole)
{
}

void InterestDelegate::setWeightsColumn(int column, int role)
{
    m_weightsColumn = column;
    m_weightsRole = role;
}

void InterestDelegate::setScoresColumn(int column, int role)
{
    m_scoresColumn = column;
    m_scoresRole = role;
}

void InterestDelegate::setItemLook(const ItemCellLook& look, bool scoresBelow)
{
    m_look = look;
    m_scoresBelow = scoresBelow;
}

bool InterestDelegate::isFaint(const QModelIndex& index) const
{
    return m_highlight >= 0 && index.data(m_interestRole).toInt() != m_highlight;
}

void InterestDelegate::initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    if (index.column() == m_chipColumn || index.column() == m_weightsColumn || index.column() == m_itemColumn)
        option->text.clear();
    if (index.column() == m_goodColumn)
        option->palette.setColor(QPalette::Text, m_theme.tokens().good);
    if (isFaint(index) && index.column() != m_itemColumn)
        option->palette.setColor(QPalette::Text, m_theme.tokens().disabled);
}

void InterestDelegate::paint(QPainter* painter, const QStyleOptionViewItem& whole,
                             const QModelIndex& index) const
{
    // In a higher row the item stands at the foot; what is above it is time that has passed.
    QStyleOptionViewItem option(whole);
    option.rect.setTop(std::max(whole.rect.top(), whole.rect.bottom() - m_look.rowHeight() + 1));
    QStyledItemDelegate::paint(painter, option, index);
    if (index.column() == m_itemColumn) {
        paintItem(*painter, option, index);
        return;
    }
    if (index.column() != m_chipColumn && index.column() != m_weightsColumn
        && index.column() != m_scoresColumn)
        return;
    painter->save();
    if (isFaint(index))
        painter->setOpacity(faintOpacity);
    const QRect rect = option.rect.adjusted(padding, 0, -padding, 0);
    if (index.column() == m_scoresColumn) {
        paintScores(*painter, rect, index);
        painter->restore();
        return;
    }
    const int interest = index.data(m_interestRole).toInt();
    if (interest >= 0)
        paintInterestChip(
            *painter, QRect(rect.left(), rect.center().y() - chipSize / 2 + 1, chipSize, chipSize), interest);
    if (index.column() == m_weightsColumn)
        paintWeights(*painter, rect.adjusted(chipSize + padding, 0, 0, 0), index);
    painter->restore();
}

void InterestDelegate::paintItem(QPainter& painter, const QStyleOptionViewItem& plain,
                                 const QModelIndex& index) const
{
    QStyleOptionViewItem option(plain);
    initStyleOption(&option, index);
    const auto scores = m_scoresBelow ? index.data(m_scoresRole).value<QList<float>>().size() : 0;
    const int room = static_cast<int>(scores) * (scoreBarWidth + scoreBarGap);
    if (isFaint(index))
        painter.setOpacity(faintOpacity);
    paintItemCell(painter, option, index, m_look, room > 0 ? room + padding : 0);
    if (room > 0) {
        QRect line = cellDetailRect(option.rect, m_look, option.font);
        line.setLeft(line.right() - room + 1);
        line.setTop(line.bottom() - scoresBelowHeight + 1);
        paintScores(painter, line, index);
    }
    painter.setOpacity(1);
}

void InterestDelegate::paintScores(QPainter& painter, const QRect& rect, const QModelIndex& index) const
{
    const auto scores = index.data(m_scoresRole).value<QList<float>>();
    const float most = scores.isEmpty() ? 0 : *std::max_element(scores.begin(), scores.end());
    if (!(most > 0))
        return;
    constexpr double gap = scoreBarGap;
    const int height = std::min(rect.height(), tallestScoreBar);
    const double width
        = std::min(double { scoreBarWidth }, (rect.width() + gap) / static_cast<double>(scores.size()) - gap);
    const QRectF area(rect.left(), rect.top() + (rect.height() - height) / 2, rect.width(), height);
    for (qsizetype interest = 0; interest < scores.size(); ++interest) {
        const double left = area.left() + static_cast<double>(interest) * (width + gap);
        painter.fillRect(QRectF(left, area.bottom() - 1, width, 1), m_theme.tokens().border);
        const double length = area.height() * std::max(0.0, static_cast<double>(scores[interest] / most));
        painter.fillRect(QRectF(left, area.bottom() - length, width, length),
                         Theme::categoryColor(static_cast<int>(interest)));
    }
}

void InterestDelegate::paintWeights(QPainter& painter, const QRect& rect, const QModelIndex& index) const
{
    const auto weights = index.data(m_weightsRole).value<QList<float>>();
    if (weights.isEmpty() || rect.width() < 8)
        return;
    float sum = 0;
    for (const float weight : weights)
        sum += weight;
    if (!(sum > 0))
        return;
    constexpr double barHeight = 10;
    const QRectF bar(rect.left(), rect.center().y() - barHeight / 2 + 1, rect.width(), barHeight);
    double left = bar.left();
    for (qsizetype interest = 0; interest < weights.size(); ++interest) {
        const double width = bar.width() * static_cast<double>(weights[interest] / sum);
        painter.fillRect(QRectF(left, bar.top(), width, bar.height()),
                         Theme::categoryColor(static_cast<int>(interest)));
        left += width;
    }
    const int category = index.data(m_interestRole).toInt();
    if (category < 0)
        return;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(Theme::categoryColor(category), 2, Theme::categoryDash(category)));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(bar.adjusted(-2, -2, 2, 2));
}

} // namespace opal
