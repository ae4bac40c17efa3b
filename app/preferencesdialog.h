// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

class QDialogButtonBox;
class QTabWidget;

namespace opal {

class ActionRegistry;
class Language;
class Settings;
class ShortcutsPage;
struct PanelContext;

/// General preferences and shortcuts. Every change holds at once and is remembered; there is
/// nothing to confirm. Show it with open().
class PreferencesDialog final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PreferencesDialog)

public:
    /// `context` outlives the dialog.
    PreferencesDialog(const PanelContext& context, Settings& settings, Language& language,
                      ActionRegistry& actions, QWidget* parent = nullptr);

    void showShortcuts();

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();

    QTabWidget* m_tabs;
    ShortcutsPage* m_shortcuts;
    QDialogButtonBox* m_buttons;
};

} // namespace opal
