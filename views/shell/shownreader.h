// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include <QObject>

class QWidget;

namespace opal {

class StoreWatcher;

/// Reads what a widget shows of the store: at its first showing, and again after each change of the store. A
/// hidden widget reads nothing; what changed meanwhile is one reading when it is shown again.
class ShownReader final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ShownReader)

public:
    /// Belongs to `widget`; `read` must not wait (BackgroundQueries).
    ShownReader(QWidget& widget, const StoreWatcher& watcher, std::function<void()> read);

    /// Now if the widget is to be seen, else when it is shown.
    void request();

    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QWidget& m_widget;
    std::function<void()> m_read;
    bool m_outdated = true;
};

} // namespace opal
