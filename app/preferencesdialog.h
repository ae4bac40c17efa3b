#pragma once

#include <QDialog>

class QComboBox;
class QDialogButtonBox;
class QLabel;
class QTabWidget;

namespace opal {

class ActionRegistry;
class Language;
class Settings;
class ShortcutsPage;
class Theme;

/// Language, theme and shortcuts. Every change holds at once and is remembered; there is
/// nothing to confirm. Show it with open().
class PreferencesDialog final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PreferencesDialog)

public:
    PreferencesDialog(Settings& settings, Language& language, Theme& theme, ActionRegistry& actions,
                      QWidget* parent = nullptr);

    void showShortcuts();

protected:
    void changeEvent(QEvent* event) override;

private:
    void setupGeneral();
    void retranslate();

    Settings& m_settings;
    Language& m_language;
    Theme& m_theme;
    QTabWidget* m_tabs;
    QLabel* m_languageLabel;
    QComboBox* m_languageBox;
    QLabel* m_themeLabel;
    QComboBox* m_themeBox;
    ShortcutsPage* m_shortcuts;
    QDialogButtonBox* m_buttons;
};

} // namespace opal
