// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/layoutmenu.h"

#include <algorithm>

#include "app/dockhost.h"
#include "app/settings.h"
#include "views/shell/dialogs.h"

namespace opal {

namespace {

QString layoutActionId(const QString& name)
{
    return QStringLiteral("view.layout.saved.") % name;
}

} // namespace

LayoutMenu::LayoutMenu(DockHost& docks, ActionRegistry& actions, Settings& settings, Dialogs& dialogs,
                       QWidget* window)
    : QMenu(window)
    , m_docks(docks)
    , m_actions(actions)
    , m_settings(settings)
    , m_dialogs(dialogs)
    , m_window(window)
{
    setObjectName(QStringLiteral("layoutMenu"));
    for (const LayoutEntry& entry : builtInLayouts())
        addAction(m_actions.add({ QStringLiteral("view.layout.") % entry.id,
                                  ActionGroup::View,
                                  [&entry] { return entry.title(); },
                                  [this, &entry] { arrange(entry.docks); },
                                  {},
                                  {},
                                  false,
                                  [] { return tr("Layout"); } }));
    for (const QString& name : m_settings.layoutNames())
        addSaved(name);
    addSeparator();
    addAction(m_actions.add({ QStringLiteral("view.layout.save"), ActionGroup::View,
                              [] { return tr("&Save layout as…"); }, [this] { saveAs(); } }));
    addAction(m_actions.add({ QStringLiteral("view.layout.reset"), ActionGroup::View,
                              [] { return tr("Rese&t layout"); },
                              [this] { arrange(defaultLayout(m_docks.window()->width())); } }));
    m_removeMenu = addMenu(QString());
    m_removeMenu->setObjectName(QStringLiteral("removeLayoutMenu"));
    connect(this, &QMenu::aboutToShow, this, &LayoutMenu::fillRemoveMenu);
}

void LayoutMenu::arrange(const DockLayout& layout)
{
    Q_EMIT aboutToArrange();
    m_docks.arrange(layout);
    Q_EMIT arranged();
}

void LayoutMenu::retranslate()
{
    setTitle(tr("La&yout"));
    m_removeMenu->setTitle(tr("&Remove a saved layout"));
}

void LayoutMenu::fillRemoveMenu()
{
    m_removeMenu->clear();
    const QStringList names = m_settings.layoutNames();
    for (const QString& name : names)
        m_removeMenu->addAction(QString(name).replace(QLatin1Char('&'), QLatin1String("&&")), this,
                                [this, name] {
                                    m_settings.setLayout(name, {});
                                    m_actions.remove(layoutActionId(name));
                                });
    m_removeMenu->setEnabled(!names.isEmpty());
}

void LayoutMenu::addSaved(const QString& name)
{
    QAction* action
        = m_actions.add({ layoutActionId(name),
                          ActionGroup::View,
                          [name] { return QString(name).replace(QLatin1Char('&'), QLatin1String("&&")); },
                          [this, name] {
                              Q_EMIT aboutToArrange();
                              // One that an older release saved and this one cannot read gives way to the
                              // default.
                              if (!m_docks.restoreLayout(m_settings.layout(name)))
                                  m_docks.arrange(defaultLayout(m_docks.window()->width()));
                              Q_EMIT arranged();
                          },
                          {},
                          {},
                          false,
                          [] { return tr("Layout"); } });
    const auto actions = this->actions();
    const auto separator = std::find_if(actions.begin(), actions.end(),
                                        [](const QAction* entry) { return entry->isSeparator(); });
    insertAction(separator == actions.end() ? nullptr : *separator, action);
}

void LayoutMenu::saveAs()
{
    m_dialogs.askText(m_window, tr("Save layout"), tr("Name of the layout"), {}, [this](const QString& text) {
        const QString name = text.trimmed();
        if (name.isEmpty())
            return;
        m_settings.setLayout(name, m_docks.saveLayout());
        if (!m_actions.find(layoutActionId(name)))
            addSaved(name);
    });
}

} // namespace opal
