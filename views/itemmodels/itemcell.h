// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFont>
#include <QRect>
#include <QStringList>
#include <QStyledItemDelegate>

class QAbstractItemModel;
class QTableView;

namespace opal {

/// What a column that shows items says of each, besides its own roles.
enum ItemCellRole {
    CellTitleRole = Qt::UserRole + 100, ///< QString: title, or the id of an item without one
    CellDetailRole, ///< QString: what stands below in small letters; may be empty
    CellCoverRole ///< QString: path of the picture; may be empty
};

/// How the items of one view are laid out: a picture, the title on one or two lines, details below. What no
/// item has takes no room.
struct ItemCellLook
{
    bool covers = false;
    bool details = false;
    int titleLines = 1;

    bool operator==(const ItemCellLook&) const = default;

    /// Rows that of() looks at; a table may have hundreds of thousands.
    static constexpr int mostLookedAt = 2000;

    /// The look in which the titles of `column` are whole if two lines suffice at a cell of `width` pixels.
    static ItemCellLook of(const QAbstractItemModel& model, int column, int width, const QFont& font);

    int rowHeight() const;
    int coverSide() const;
    QRect coverRect(const QRect& cell) const;
    QRect textRect(const QRect& cell) const; ///< of title and details
};

/// Font of a title in a view with `font`.
QFont cellTitleFont(const QFont& font, const ItemCellLook& look);
QFont cellDetailFont(const QFont& font);

/// Draws the item of `index` over the background that is there already. `detailRoom` pixels at the right of
/// the details stay free.
void paintItemCell(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index,
                   const ItemCellLook& look, int detailRoom = 0);

/// Where such a cell has its details, for what else is drawn on that line.
QRect cellDetailRect(const QRect& cell, const ItemCellLook& look, const QFont& font);

/// Draws one column of a table by paintItemCell().
class ItemCellDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    /// Lays the items out for the width that `column` has in `table` and makes its rows as high as that asks.
    void adapt(QTableView& table, int column);
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;

private:
    ItemCellLook m_look;
};

/// Width that a stretched column has beside the others of `table`.
int stretchedWidth(const QTableView& table, int column);

/// Width of a cell in which the titles stay on one line, as long as they are not very long.
int roomForTitle(const QAbstractItemModel& model, int column, const QFont& font);

} // namespace opal
