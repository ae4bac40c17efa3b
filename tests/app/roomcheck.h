// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>
#include <QLabel>
#include <QTableView>
#include <QToolButton>
#include <QWidget>

#include "views/itemmodels/itemcell.h"
#include "views/widgets/elidedlabel.h"
#include "views/widgets/textlines.h"

namespace opal::test {

/// The widget with its next ancestors, after the page that is looked at.
inline QString placeOf(const QString& place, const QWidget& widget)
{
    QString path;
    for (const QWidget* at = &widget; at && path.count(u'/') < 3; at = at->parentWidget())
        path = QLatin1Char('/') + QLatin1String(at->metaObject()->className()) + QLatin1Char('#')
            + at->objectName() + path;
    return place + path;
}

/// What a label or button with words lacks of room for them; empty if they are whole.
inline QString lackOfRoom(const QWidget& widget)
{
    const auto* label = qobject_cast<const QLabel*>(&widget);
    const auto* button = qobject_cast<const QAbstractButton*>(&widget);
    const auto* tool = qobject_cast<const QToolButton*>(&widget);
    const QString text = label ? label->text() : button ? button->text() : QString();
    if (text.isEmpty() || qobject_cast<const ElidedLabel*>(&widget)
        || (tool && tool->toolButtonStyle() == Qt::ToolButtonIconOnly))
        return {};
    const bool wraps = label && label->wordWrap();
    const int needs = wraps ? widget.heightForWidth(widget.width()) : widget.sizeHint().width();
    const int has = wraps ? widget.height() : widget.width();
    if (needs <= has + 1)
        return {};
    return QStringLiteral(" needs %1, has %2: %3").arg(needs).arg(has).arg(text.left(60));
}

/// Titles of a column that a view with `look` would cut, on all rows of the table.
inline QStringList cutTitles(const QTableView& table, int column, const ItemCellLook& look)
{
    const QFont font = cellTitleFont(table.font(), look);
    const QRect cell(0, 0, table.columnWidth(column), look.rowHeight());
    QStringList cut;
    for (int row = 0; row < table.model()->rowCount(); ++row) {
        const QString title = table.model()->index(row, column).data(CellTitleRole).toString();
        QString shown = textLines(title, font, look.textRect(cell).width(), look.titleLines).join(u' ');
        QString whole = title;
        if (shown.remove(u' ') != whole.remove(u' '))
            cut << title;
    }
    return cut;
}

} // namespace opal::test
