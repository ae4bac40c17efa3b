// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <utility>

#include <QActionGroup>
#include <QMenuBar>
#include <QStackedWidget>

#include "app/dockhost.h"
#include "app/inspector.h"
#include "app/jobsview.h"
#include "app/layoutmenu.h"
#include "app/mainwindow.h"
#include "app/panelregistry.h"
#include "views/shell/dialogs.h"
#include "views/shell/panel.h"
#include "views/shell/theme.h"

/// The View menu of the main window: panels, docks, layouts, theme and language.
namespace opal {

void MainWindow::setupViewMenu()
{
    m_viewMenu = menuBar()->addMenu(QString());
    m_viewMenu->addActions(m_panelActions);
    m_viewMenu->addSeparator();
    setupDockActions();
    m_viewMenu->addSeparator();
    m_viewMenu->addActions({ addToolAction(
                                 QStringLiteral("inspector"), [] { return tr("&Inspector"); },
                                 QKeySequence(Qt::CTRL | Qt::Key_I)),
                             addToolAction(
                                 QStringLiteral("jobs"), [] { return tr("&Queue and log"); },
                                 QKeySequence(Qt::CTRL | Qt::Key_J)) });
    m_viewMenu->addSeparator();
    m_layoutMenu = new LayoutMenu(*m_docks, m_actions, m_settings, m_context.dialogs, this);
    connect(m_layoutMenu, &LayoutMenu::aboutToArrange, this, &MainWindow::showDocks);
    connect(m_layoutMenu, &LayoutMenu::arranged, this, &MainWindow::updateChecks);
    m_viewMenu->addMenu(m_layoutMenu);
    setupThemeMenu();
    setupLanguageMenu();
}

void MainWindow::setupTools()
{
    m_docks->addTool(
        QStringLiteral("inspector"), m_inspector, [] { return tr("Inspector"); }, Qt::RightDockWidgetArea);
    m_docks->addTool(
        QStringLiteral("jobs"), m_jobsView, [] { return tr("Queue and log"); }, Qt::BottomDockWidgetArea);
}

QAction* MainWindow::addToolAction(const QString& id, std::function<QString()> text, const QKeySequence& keys)
{
    QAction* action = m_actions.add({ QStringLiteral("view.tool.") % id, ActionGroup::View, std::move(text),
                                      [this, id] {
                                          const bool welcome = m_stack->currentWidget() != m_docks;
                                          showDocks();
                                          m_docks->setToolShown(id, welcome || !m_docks->isOpen(id));
                                      },
                                      keys, id, true });
    connect(m_docks, &DockHost::layoutChanged, action,
            [this, action, id] { action->setChecked(m_docks->isOpen(id)); });
    return action;
}

void MainWindow::setupDockActions()
{
    m_besideMenu = m_viewMenu->addMenu(QString());
    for (Panel* panel : std::as_const(m_panels)) {
        QAction* action
            = m_actions.add({ QStringLiteral("view.beside.") % panel->id(), ActionGroup::View,
                              [panel] { return panel->title(); },
                              [this, panel] {
                                  showDocks();
                                  m_docks->openBeside(panel->id());
                              },
                              panelKey(Qt::ControlModifier | Qt::AltModifier, m_besideActions.size()),
                              panel->id(), false, [] { return tr("Open beside"); } });
        m_besideMenu->addAction(action);
        m_besideActions << action;
    }
    m_tearOffAction = m_actions.add({ QStringLiteral("view.tearOff"), ActionGroup::View,
                                      [] { return tr("Tear o&ff or dock the panel"); },
                                      [this] { m_docks->toggleFloating(m_docks->front()); },
                                      QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_D) });
    m_closeAction = m_actions.add(
        { QStringLiteral("view.close"), ActionGroup::View, [] { return tr("&Close the panel"); },
          [this] { m_docks->closeDock(m_docks->front()); }, QKeySequence(Qt::CTRL | Qt::Key_W) });
    m_viewMenu->addActions({ m_tearOffAction, m_closeAction });
}

QAction* MainWindow::addChoice(const QString& id, std::function<QString()> text,
                               std::function<QString()> heading, std::function<void()> chosen)
{
    return m_actions.add(
        { id, ActionGroup::View, std::move(text), std::move(chosen), {}, {}, true, std::move(heading) });
}

void MainWindow::setupThemeMenu()
{
    m_themeMenu = m_viewMenu->addMenu(QString());
    auto* group = new QActionGroup(this);
    const std::pair<const char*, QString (*)()> modes[] = {
        { "system", [] { return tr("As the system"); } },
        { "light", [] { return tr("Light"); } },
        { "dark", [] { return tr("Dark"); } },
    };
    for (const auto& [name, text] : modes) {
        const QString key = QLatin1String(name);
        QAction* action = addChoice(
            QStringLiteral("view.theme.") % key, text, [] { return tr("Theme"); },
            [this, key] {
                m_settings.set(settings::theme, key);
                m_context.theme.setMode(themeMode(key));
            });
        // The preferences may have changed it.
        connect(m_themeMenu, &QMenu::aboutToShow, action,
                [this, action, key] { action->setChecked(m_settings.text(settings::theme) == key); });
        group->addAction(action);
        m_themeMenu->addAction(action);
    }
}

void MainWindow::setupLanguageMenu()
{
    m_languageMenu = m_viewMenu->addMenu(QString());
    auto* group = new QActionGroup(this);
    const auto add = [this, group](const QString& key, const std::function<QString()>& text) {
        QAction* action = addChoice(
            QStringLiteral("view.language.") % key, text, [] { return tr("Language"); },
            [this, key] {
                m_settings.set(settings::language, key);
                m_language.set(key);
            });
        connect(m_languageMenu, &QMenu::aboutToShow, action,
                [this, action, key] { action->setChecked(m_settings.text(settings::language) == key); });
        group->addAction(action);
        m_languageMenu->addAction(action);
    };
    add(QStringLiteral("system"), [] { return tr("As the system"); });
    for (const LanguageEntry& entry : Language::available())
        add(entry.key, [name = entry.name] { return name; });
}

} // namespace opal
