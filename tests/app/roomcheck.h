// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>
#include <QLabel>
#include <QToolButton>
#include <QWidget>

#include "views/widgets/elidedlabel.h"

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

} // namespace opal::test
