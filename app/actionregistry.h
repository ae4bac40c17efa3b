// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <vector>

#include <QAction>
#include <QKeySequence>
#include <QObject>
#include <QString>

namespace opal {

class PanelKeys;
class Settings;
class Theme;

/// Where an action belongs: the heading in the menu bar, the shortcuts page and the command palette.
enum class ActionGroup { File, View, Go, Run, Help, Panels };

/// Every command of the window and of the panels once: menus, command palette, shortcuts page and tests read
/// it from here, so that nothing is reachable in only one of them. Lives in the GUI thread.
class ActionRegistry final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ActionRegistry)

public:
    /// What a command is; texts are functions because the language changes while the program runs.
    struct Spec
    {
        QString id; ///< stable, "view.theme.dark"; also the object name and the key of its shortcut
        ActionGroup group = ActionGroup::File;
        std::function<QString()> text; ///< translated, with a mnemonic
        std::function<void()> triggered; ///< empty for checkable actions that others connect
        QKeySequence shortcut = {}; ///< the default one; the person's own wins
        QString icon = {}; ///< name in our set, may be empty
        bool checkable = false;
        std::function<QString()> heading
            = {}; ///< translated: the submenu that the text needs to be understood
    };

    ActionRegistry(Settings& settings, Theme& theme, QObject* parent = nullptr);

    /// Adds a command; ids are unique.
    QAction* add(Spec spec);
    /// Adds what keys do inside of a panel, as "panel.<panel>.<name>" under the panel's title. No menu holds
    /// it; its text belongs to the panel. The panel outlives the use of the registry.
    void adopt(const QString& panel, std::function<QString()> title, const PanelKeys& keys);
    /// Takes a command away, e.g. the one of a deleted layout; it may be the one that is running.
    void remove(const QString& id);
    /// Null if there is none.
    QAction* find(const QString& id) const;

    struct Entry
    {
        Spec spec;
        QAction* action = nullptr;
        const PanelKeys* keys = nullptr; ///< of a command that a panel has given
    };

    /// In the order of adding.
    const std::vector<Entry>& entries() const { return m_entries; }

    /// Sets and remembers the person's shortcut; an empty one takes it away. Returns the entry that holds the
    /// same keys already (nothing is changed then), null on success. Two widgets of which none lies in the
    /// other may have the same keys.
    const Entry* setShortcut(const QString& id, const QKeySequence& shortcut);
    /// Back to the defaults.
    void resetShortcuts();
    /// Sets every text again.
    void retranslate();

    /// "Theme: Dark": the text without mnemonic and dots, understood outside its menu.
    static QString plainText(const Entry& entry);
    /// Translated heading of a group.
    static QString groupTitle(ActionGroup group);

    /// Of the application: keys of commands work while a text is written, too, where Qt has meanings of its
    /// own for them (Ctrl+E, Ctrl+K) that nobody expects.
    bool eventFilter(QObject* watched, QEvent* event) override;

Q_SIGNALS:
    void shortcutsChanged();
    /// A command was added or removed.
    void entriesChanged();

private:
    void applyIcons();

    Settings& m_settings;
    Theme& m_theme;
    std::vector<Entry> m_entries;
};

} // namespace opal
