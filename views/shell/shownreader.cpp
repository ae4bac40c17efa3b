// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/shell/shownreader.h"

#include <utility>

#include <QEvent>
#include <QWidget>

#include "views/shell/storewatcher.h"

namespace opal {

ShownReader::ShownReader(QWidget& widget, const StoreWatcher& watcher, std::function<void()> read)
    : QObject(&widget)
    , m_widget(widget)
    , m_read(std::move(read))
{
    widget.installEventFilter(this);
    connect(&watcher, &StoreWatcher::changed, this, &ShownReader::request);
}

void ShownReader::request()
{
    m_outdated = !m_widget.isVisible();
    if (!m_outdated)
        m_read();
}

bool ShownReader::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == &m_widget && event->type() == QEvent::Show && m_outdated)
        request();
    return QObject::eventFilter(watched, event);
}

} // namespace opal
