#include "views/panels/interests/interestdelegate.h"

#include <QPainter>

#include "views/shell/theme.h"

namespace opal {

namespace {

constexpr int chipSize = 16;
constexpr int padding = 8;
constexpr double faintOpacity = 0.3;

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

bool InterestDelegate::isFaint(const QModelIndex& index) const
{
    return m_highlight >= 0 && index.data(m_interestRole).toInt() != m_highlight;
}

void InterestDelegate::initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    if (index.column() == m_chipColumn || index.column() == m_weightsColumn)
        option->text.clear();
    if (index.column() == m_goodColumn)
        option->palette.setColor(QPalette::Text, m_theme.tokens().good);
    if (isFaint(index))
        option->palette.setColor(QPalette::Text, m_theme.tokens().disabled);
}

void InterestDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                             const QModelIndex& index) const
{
    QStyledItemDelegate::paint(painter, option, index);
    if (index.column() != m_chipColumn && index.column() != m_weightsColumn)
        return;
    painter->save();
    if (isFaint(index))
        painter->setOpacity(faintOpacity);
    const QRect rect = option.rect.adjusted(padding, 0, -padding, 0);
    const int interest = index.data(m_interestRole).toInt();
    if (interest >= 0)
        paintInterestChip(
            *painter, QRect(rect.left(), rect.center().y() - chipSize / 2 + 1, chipSize, chipSize), interest);
    if (index.column() == m_weightsColumn)
        paintWeights(*painter, rect.adjusted(chipSize + padding, 0, 0, 0), index);
    painter->restore();
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
