// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include <QKeySequence>
#include <QList>
#include <QObject>

class QAction;
class QWidget;

namespace opal {

/// A command that keys give while one widget of a panel, or what lies in it, has the keyboard. The window
/// finds it below the panel, shows it on the shortcuts page, where its keys can be changed, and in the
/// command palette while the widget is to be seen. Panels use nothing else for keys, so that none is a
/// secret.
class PanelKeys final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PanelKeys)

public:
    /// Whether the keys also work while a widget inside of this one has the keyboard.
    enum class Reach { Widget, WithChildren };

    /// Makes the action. `name` is stable and unique in the panel; `description` is translated, understood
    /// below the panel's title, and asked for again after a change of language.
    PanelKeys(QWidget& where, const QString& name, const QList<QKeySequence>& keys, Reach reach,
              std::function<QString()> description, const std::function<void()>& triggered);
    /// The same for an action that exists, e.g. one of an undo stack.
    PanelKeys(QWidget& where, const QString& name, const QList<QKeySequence>& keys, Reach reach,
              std::function<QString()> description, QAction& action);

    const QString& name() const { return m_name; }

    QString description() const { return m_description(); }

    const QList<QKeySequence>& defaultKeys() const { return m_defaultKeys; }

    QAction& action() const { return m_action; }

    QWidget& where() const;

private:
    QString m_name;
    QList<QKeySequence> m_defaultKeys;
    std::function<QString()> m_description;
    QAction& m_action;
};

} // namespace opal
