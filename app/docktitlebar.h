// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include <QFrame>
#include <QString>

class QDockWidget;
class QMenu;
class QToolButton;

namespace opal {

class ElidedLabel;
class Theme;

/// The slim heading of a dock: what it shows, and buttons to open another panel beside it, to tear it off or
/// dock it again, and to close it.
class DockTitleBar final : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DockTitleBar)

public:
    /// `besideMenu` is null for docks that nothing is opened beside.
    DockTitleBar(QDockWidget& dock, const Theme& theme, QMenu* besideMenu);

    /// Sets every text again; `title` is translated.
    void retranslate(const QString& title);
    /// Marks the heading of the dock that the activity bar switches.
    void setFront(bool front);

Q_SIGNALS:
    void tearOffRequested();
    void closeRequested();

protected:
    void mouseDoubleClickEvent(QMouseEvent* event) override;

private:
    QToolButton* makeButton(const QString& name);
    void refresh();

    QDockWidget& m_dock;
    const Theme& m_theme;
    QString m_name;
    ElidedLabel* m_title;
    QToolButton* m_beside;
    QToolButton* m_tearOff;
    QToolButton* m_close;
};

} // namespace opal
