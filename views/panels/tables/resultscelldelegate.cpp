// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/tables/resultscelldelegate.h"

#include <QPainter>

#include "views/itemmodels/resultstablemodel.h"
#include "views/shell/theme.h"

namespace opal {

namespace {

constexpr int padding = 10;
constexpr int gap = 4;

/// The pieces of a cell in the order in which they stand.
struct Pieces
{
    QString value, mark, deviation;
    QFont font, small;
};

Pieces piecesOf(const QStyleOptionViewItem& option, const QModelIndex& index)
{
    Pieces pieces;
    pieces.value = index.data().toString();
    pieces.mark = index.data(ResultsTableModel::MarkRole).toString();
    pieces.deviation = index.data(ResultsTableModel::DeviationRole).toString();
    pieces.font = option.font;
    const auto wanted = index.data(Qt::FontRole).value<QFont>();
    pieces.font.setBold(wanted.bold());
    pieces.font.setUnderline(wanted.underline());
    pieces.small = option.font;
    pieces.small.setPixelSize(Theme::secondaryPx - 1);
    return pieces;
}

int widthOf(const Pieces& pieces)
{
    int width = QFontMetrics(pieces.font).horizontalAdvance(pieces.value);
    if (!pieces.mark.isEmpty())
        width += QFontMetrics(pieces.small).horizontalAdvance(pieces.mark);
    if (!pieces.deviation.isEmpty())
        width += gap + QFontMetrics(pieces.small).horizontalAdvance(pieces.deviation);
    return width;
}

} // namespace

ResultsCellDelegate::ResultsCellDelegate(const Theme& theme, QObject* parent)
    : QStyledItemDelegate(parent)
    , m_theme(theme)
{
}

void ResultsCellDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                                const QModelIndex& index) const
{
    painter->save();
    const ThemeTokens& tokens = m_theme.tokens();
    if (option.state & QStyle::State_Selected)
        painter->fillRect(option.rect, tokens.selection);
    const Pieces pieces = piecesOf(option, index);
    const auto alignment = Qt::Alignment(index.data(Qt::TextAlignmentRole).toInt());
    int x = option.rect.left() + padding;
    if (alignment & Qt::AlignRight)
        x = option.rect.right() - padding - widthOf(pieces);
    else if (alignment & Qt::AlignHCenter)
        x = option.rect.center().x() - widthOf(pieces) / 2;
    const auto draw = [&](const QString& text, const QFont& font, const QColor& color, int up) {
        painter->setFont(font);
        painter->setPen(color);
        const int width = QFontMetrics(font).horizontalAdvance(text);
        painter->drawText(QRect(x, option.rect.top() - up, width + 2, option.rect.height()),
                          Qt::AlignLeft | Qt::AlignVCenter | Qt::TextDontClip, text);
        x += width;
    };
    draw(pieces.value, pieces.font, tokens.text, 0);
    if (!pieces.mark.isEmpty())
        draw(pieces.mark, pieces.small, tokens.text, 4);
    if (!pieces.deviation.isEmpty()) {
        x += gap;
        draw(pieces.deviation, pieces.small, tokens.secondary, 0);
    }
    const int rules = index.data(ResultsTableModel::RuleRole).toInt();
    const QRect& cell = option.rect;
    const QColor strong = tokens.text;
    if (rules & ResultsTableModel::ThickAbove)
        painter->fillRect(cell.left(), cell.top(), cell.width(), 2, strong);
    if (rules & ResultsTableModel::ThinAbove)
        painter->fillRect(cell.left(), cell.top(), cell.width(), 1, tokens.secondary);
    if (rules & ResultsTableModel::ThickBelow)
        painter->fillRect(cell.left(), cell.bottom() - 1, cell.width(), 2, strong);
    if (rules & ResultsTableModel::GroupBelow)
        painter->fillRect(cell.left() + padding, cell.bottom(), cell.width() - 2 * padding, 1,
                          tokens.secondary);
    if (option.state & QStyle::State_HasFocus) {
        painter->setPen(tokens.accent);
        painter->drawRect(cell.adjusted(0, 0, -1, -1));
    }
    painter->restore();
}

QSize ResultsCellDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    return { widthOf(piecesOf(option, index)) + 2 * padding + 2, Theme::rowHeight };
}

} // namespace opal
