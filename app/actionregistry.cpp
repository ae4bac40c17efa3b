// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/actionregistry.h"

#include <algorithm>

#include <QApplication>
#include <QKeyEvent>
#include <QRegularExpression>
#include <QWidget>

#include "app/settings.h"
#include "views/shell/panelkeys.h"
#include "views/shell/theme.h"

namespace opal {

namespace {

/// Whether some widget with the keyboard gives keys to both.
bool meet(const ActionRegistry::Entry& first, const ActionRegistry::Entry& second)
{
    if (!first.keys || !second.keys)
        return true;
    const QWidget& one = first.keys->where();
    const QWidget& other = second.keys->where();
    return &one == &other || one.isAncestorOf(&other) || other.isAncestorOf(&one);
}

} // namespace

ActionRegistry::ActionRegistry(Settings& settings, Theme& theme, QObject* parent)
    : QObject(parent)
    , m_settings(settings)
    , m_theme(theme)
{
    connect(&theme, &Theme::changed, this, &ActionRegistry::applyIcons);
    qApp->installEventFilter(this);
}

bool ActionRegistry::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() != QEvent::ShortcutOverride)
        return QObject::eventFilter(watched, event);
    const auto* const key = static_cast<QKeyEvent*>(event);
    if (!(key->modifiers() & (Qt::ControlModifier | Qt::AltModifier)))
        return false;
    // What everybody writes with stays.
    for (const QKeySequence::StandardKey editing :
         { QKeySequence::Undo, QKeySequence::Redo, QKeySequence::Cut, QKeySequence::Copy, QKeySequence::Paste,
           QKeySequence::SelectAll, QKeySequence::MoveToPreviousWord, QKeySequence::MoveToNextWord,
           QKeySequence::DeleteStartOfWord, QKeySequence::DeleteEndOfWord })
        if (key->matches(editing))
            return false;
    const QKeySequence keys(key->keyCombination());
    const bool isCommand = std::any_of(m_entries.begin(), m_entries.end(), [&keys](const Entry& entry) {
        return !entry.keys && entry.action->isEnabled() && entry.action->shortcut() == keys;
    });
    if (isCommand)
        event->ignore();
    return isCommand;
}

QAction* ActionRegistry::add(Spec spec)
{
    Q_ASSERT(!find(spec.id));
    auto* action = new QAction(this);
    action->setObjectName(spec.id);
    action->setCheckable(spec.checkable);
    action->setText(spec.text());
    action->setShortcut(m_settings.shortcut(spec.id).value_or(spec.shortcut));
    if (!spec.icon.isEmpty())
        action->setIcon(m_theme.icon(spec.icon));
    if (spec.triggered)
        connect(action, &QAction::triggered, this, [run = spec.triggered] { run(); });
    m_entries.push_back({ std::move(spec), action });
    Q_EMIT entriesChanged();
    return action;
}

void ActionRegistry::adopt(const QString& panel, std::function<QString()> title, const PanelKeys& keys)
{
    Spec spec;
    spec.id = QStringLiteral("panel.%1.%2").arg(panel, keys.name());
    Q_ASSERT(!find(spec.id));
    spec.group = ActionGroup::Panels;
    spec.text = [&keys] { return keys.description(); };
    spec.heading = std::move(title);
    if (const auto own = m_settings.shortcut(spec.id))
        keys.action().setShortcut(*own);
    m_entries.push_back({ std::move(spec), &keys.action(), &keys });
    Q_EMIT entriesChanged();
}

void ActionRegistry::remove(const QString& id)
{
    const auto found = std::find_if(m_entries.begin(), m_entries.end(),
                                    [&](const Entry& entry) { return entry.spec.id == id; });
    if (found == m_entries.end())
        return;
    found->action->deleteLater();
    m_entries.erase(found);
    Q_EMIT entriesChanged();
}

QAction* ActionRegistry::find(const QString& id) const
{
    const auto found = std::find_if(m_entries.begin(), m_entries.end(),
                                    [&](const Entry& entry) { return entry.spec.id == id; });
    return found == m_entries.end() ? nullptr : found->action;
}

const ActionRegistry::Entry* ActionRegistry::setShortcut(const QString& id, const QKeySequence& shortcut)
{
    const auto changed = std::find_if(m_entries.begin(), m_entries.end(),
                                      [&](const Entry& entry) { return entry.spec.id == id; });
    Q_ASSERT(changed != m_entries.end());
    if (!shortcut.isEmpty()) {
        const auto holder = std::find_if(m_entries.begin(), m_entries.end(), [&](const Entry& entry) {
            return entry.action != changed->action && entry.action->shortcuts().contains(shortcut)
                && meet(entry, *changed);
        });
        if (holder != m_entries.end())
            return &*holder;
    }
    changed->action->setShortcut(shortcut);
    m_settings.setShortcut(id, shortcut);
    Q_EMIT shortcutsChanged();
    return nullptr;
}

void ActionRegistry::resetShortcuts()
{
    for (const Entry& entry : m_entries) {
        if (entry.keys)
            entry.action->setShortcuts(entry.keys->defaultKeys());
        else
            entry.action->setShortcut(entry.spec.shortcut);
        m_settings.setShortcut(entry.spec.id, std::nullopt);
    }
    Q_EMIT shortcutsChanged();
}

void ActionRegistry::retranslate()
{
    for (const Entry& entry : m_entries)
        if (!entry.keys)
            entry.action->setText(entry.spec.text());
}

QString ActionRegistry::plainText(const Entry& entry)
{
    QString text = entry.spec.text();
    static const QRegularExpression mnemonic(QStringLiteral("\\(&.\\)"));
    text.remove(mnemonic);
    text.replace(QLatin1String("&&"), QLatin1String("\n")).remove(QLatin1Char('&'));
    text.replace(QLatin1Char('\n'), QLatin1Char('&'));
    if (text.endsWith(QChar(0x2026)))
        text.chop(1);
    if (!entry.spec.heading)
        return text;
    QString heading = entry.spec.heading();
    heading.remove(mnemonic).remove(QLatin1Char('&'));
    return tr("%1: %2", "a menu and one of its entries").arg(heading, text);
}

QString ActionRegistry::groupTitle(ActionGroup group)
{
    switch (group) {
    case ActionGroup::File:
        return tr("File");
    case ActionGroup::View:
        return tr("View");
    case ActionGroup::Go:
        return tr("Go", "menu of going back and forward through what was selected");
    case ActionGroup::Run:
        return tr("Run");
    case ActionGroup::Help:
        return tr("Help");
    case ActionGroup::Panels:
        return tr("In the panels", "commands of keys that work inside of a panel");
    }
    Q_UNREACHABLE();
}

void ActionRegistry::applyIcons()
{
    for (const Entry& entry : m_entries)
        if (!entry.spec.icon.isEmpty())
            entry.action->setIcon(m_theme.icon(entry.spec.icon));
}

} // namespace opal
