// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/shell/panelkeys.h"

#include <utility>

#include <QAction>
#include <QWidget>

namespace opal {

PanelKeys::PanelKeys(QWidget& where, const QString& name, const QList<QKeySequence>& keys, Reach reach,
                     std::function<QString()> description, const std::function<void()>& triggered)
    : PanelKeys(where, name, keys, reach, std::move(description), *new QAction(&where))
{
    connect(&m_action, &QAction::triggered, this, [triggered] { triggered(); });
}

PanelKeys::PanelKeys(QWidget& where, const QString& name, const QList<QKeySequence>& keys, Reach reach,
                     std::function<QString()> description, QAction& action)
    : QObject(&where)
    , m_name(name)
    , m_defaultKeys(keys)
    , m_description(std::move(description))
    , m_action(action)
{
    action.setShortcuts(keys);
    action.setShortcutContext(reach == Reach::Widget ? Qt::WidgetShortcut : Qt::WidgetWithChildrenShortcut);
    where.addAction(&action);
}

QWidget& PanelKeys::where() const
{
    return *qobject_cast<QWidget*>(parent());
}

} // namespace opal
