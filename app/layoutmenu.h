// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMenu>

#include "app/actionregistry.h"
#include "app/layouts.h"

namespace opal {

class Dialogs;
class DockHost;
class Settings;

/// The arrangements of the docks, built-in and saved ones. Belongs to the window.
class LayoutMenu final : public QMenu
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LayoutMenu)

public:
    LayoutMenu(DockHost& docks, ActionRegistry& actions, Settings& settings, Dialogs& dialogs,
               QWidget* window);

    void retranslate();

Q_SIGNALS:
    void aboutToArrange();
    void arranged();

private:
    void arrange(const DockLayout& layout);
    void fillRemoveMenu();
    void addSaved(const QString& name);
    void saveAs();

    DockHost& m_docks;
    ActionRegistry& m_actions;
    Settings& m_settings;
    Dialogs& m_dialogs;
    QWidget* m_window;
    QMenu* m_removeMenu = nullptr;
};

} // namespace opal
