// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/itemmodels/itemcell.h"

#include <algorithm>
#include <limits>

#include <QAbstractItemModel>
#include <QApplication>
#include <QHeaderView>
#include <QPainter>
#include <QPainterPath>
#include <QTableView>

#include "views/itemmodels/celltext.h"
#include "views/shell/theme.h"
#include "views/widgets/covercache.h"
#include "views/widgets/textlines.h"

namespace opal {

namespace {

constexpr int padding = 8;
constexpr int largeTitlePx = 14;
constexpr int detailPx = 11;
constexpr int coverMargin = 4; ///< above and below
constexpr int coverRadius = 4;

QFont sized(const QFont& font, int pixels)
{
    QFont other(font);
    other.setPixelSize(pixels);
    return other;
}

} // namespace

QFont cellTitleFont(const QFont& font, const ItemCellLook& look)
{
    return look.details || look.covers ? sized(font, largeTitlePx) : sized(font, Theme::textPx);
}

QFont cellDetailFont(const QFont& font)
{
    return sized(font, detailPx);
}

ItemCellLook ItemCellLook::of(const QAbstractItemModel& model, int column, int width, const QFont& font)
{
    ItemCellLook look;
    const int rows = std::min(model.rowCount(), mostLookedAt);
    for (int row = 0; row < rows && !(look.covers && look.details); ++row) {
        const QModelIndex index = model.index(row, column);
        look.covers = look.covers || !index.data(CellCoverRole).toString().isEmpty();
        look.details = look.details || !index.data(CellDetailRole).toString().isEmpty();
    }
    const QFontMetrics metrics(cellTitleFont(font, look));
    const int room = look.textRect(QRect(0, 0, width, look.rowHeight())).width();
    for (int row = 0; row < rows && look.titleLines == 1; ++row)
        if (metrics.horizontalAdvance(model.index(row, column).data(CellTitleRole).toString()) > room)
            look.titleLines = 2;
    return look;
}

int ItemCellLook::rowHeight() const
{
    if (titleLines > 1)
        return details ? 58 : 44;
    return covers ? 48 : details ? 42 : Theme::rowHeight;
}

int ItemCellLook::coverSide() const
{
    return covers ? rowHeight() - 2 * coverMargin : 0;
}

QRect ItemCellLook::coverRect(const QRect& cell) const
{
    const int side = coverSide();
    return { cell.left() + padding, cell.top() + (cell.height() - side) / 2, side, side };
}

QRect ItemCellLook::textRect(const QRect& cell) const
{
    return cell.adjusted(padding + (covers ? coverSide() + padding : 0), 0, -padding, 0);
}

QRect cellDetailRect(const QRect& cell, const ItemCellLook& look, const QFont& font)
{
    const QFontMetrics title(cellTitleFont(font, look));
    const QFontMetrics detail(cellDetailFont(font));
    const QRect text = look.textRect(cell);
    const int height = look.titleLines * title.height() + detail.height();
    // Below the title, which may need fewer lines than its row has.
    return { text.left(), text.top() + (text.height() - height) / 2 + look.titleLines * title.height(),
             text.width(), detail.height() };
}

void paintItemCell(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index,
                   const ItemCellLook& look, int detailRoom)
{
    painter.save();
    if (look.covers) {
        const QRect place = look.coverRect(option.rect);
        const QImage picture = CoverCache::shared().picture(
            index.data(CellCoverRole).toString(), look.coverSide(), painter.device()->devicePixelRatioF());
        if (!picture.isNull()) {
            painter.setRenderHint(QPainter::Antialiasing);
            QPainterPath shape;
            shape.addRoundedRect(place, coverRadius, coverRadius);
            painter.setClipPath(shape, Qt::IntersectClip);
            painter.drawImage(place.topLeft(), picture);
            painter.setClipRect(option.rect);
        }
    }
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    const QFont titleFont = cellTitleFont(option.font, look);
    const QRect text = look.textRect(option.rect);
    const QString detail = index.data(CellDetailRole).toString();
    const QStringList lines
        = textLines(index.data(CellTitleRole).toString(), titleFont, text.width(), look.titleLines);
    const QFontMetrics metrics(titleFont);
    const QRect detailLine = cellDetailRect(option.rect, look, option.font);
    const int titleHeight = static_cast<int>(lines.size()) * metrics.height();
    int top = look.details ? detailLine.top() - titleHeight : text.top() + (text.height() - titleHeight) / 2;
    painter.setFont(titleFont);
    painter.setPen(option.palette.color(selected ? QPalette::HighlightedText : QPalette::Text));
    for (const QString& line : lines) {
        painter.drawText(QRect(text.left(), top, text.width(), metrics.height()),
                         Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, line);
        top += metrics.height();
    }
    if (!detail.isEmpty()) {
        const QFont font = cellDetailFont(option.font);
        painter.setFont(font);
        if (!selected)
            painter.setPen(secondaryTextColor());
        const int width = detailLine.width() - detailRoom;
        painter.drawText(QRect(detailLine.left(), detailLine.top(), width, detailLine.height()),
                         Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                         QFontMetrics(font).elidedText(detail, Qt::ElideRight, width));
    }
    painter.restore();
}

void ItemCellDelegate::adapt(QTableView& table, int column)
{
    m_look = ItemCellLook::of(*table.model(), column, stretchedWidth(table, column), table.font());
    table.verticalHeader()->setDefaultSectionSize(m_look.rowHeight());
}

void ItemCellDelegate::paint(QPainter* painter, const QStyleOptionViewItem& plain,
                             const QModelIndex& index) const
{
    QStyleOptionViewItem option(plain);
    initStyleOption(&option, index);
    option.text.clear();
    const QStyle& style = option.widget ? *option.widget->style() : *QApplication::style();
    style.drawControl(QStyle::CE_ItemViewItem, &option, painter, option.widget);
    paintItemCell(*painter, option, index, m_look);
}

int stretchedWidth(const QTableView& table, int column)
{
    int width = table.viewport()->width();
    for (int other = 0; other < table.model()->columnCount(); ++other)
        if (other != column && !table.isColumnHidden(other))
            width -= table.columnWidth(other);
    return std::max(0, width);
}

int roomForTitle(const QAbstractItemModel& model, int column, const QFont& font)
{
    constexpr int wholeTitle = 24; // letters that keep to one line
    const auto look = ItemCellLook::of(model, column, std::numeric_limits<int>::max() / 2, font);
    const QFontMetrics metrics(cellTitleFont(font, look));
    const int most = wholeTitle * metrics.averageCharWidth() * 11 / 10;
    int widest = 0;
    for (int row = 0; row < model.rowCount() && widest < most; ++row)
        widest = std::max(widest,
                          metrics.horizontalAdvance(model.index(row, column).data(CellTitleRole).toString()));
    const QRect cell(0, 0, 1000, look.rowHeight());
    return cell.width() - look.textRect(cell).width() + std::min(widest, most);
}

} // namespace opal
