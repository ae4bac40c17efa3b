// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QWidget>

namespace opal {

constexpr int jobTimeout = 60000; ///< for a busy machine; conditions end the wait

/// The child of that object name; ends the program where there is none.
template <typename Widget> Widget& find(QWidget& parent, const char16_t* name)
{
    auto* widget = parent.findChild<Widget*>(QString::fromUtf16(name));
    if (!widget)
        qFatal("there is no widget '%s'", qPrintable(QString::fromUtf16(name)));
    return *widget;
}

} // namespace opal
