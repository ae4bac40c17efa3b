#include "app/preferencesdialog.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QEvent>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QTabWidget>
#include <QVBoxLayout>

#include "app/language.h"
#include "app/settings.h"
#include "app/shortcutspage.h"
#include "views/shell/theme.h"

namespace opal {

namespace {

Theme::Mode modeOf(const QString& key)
{
    if (key == QLatin1String("dark"))
        return Theme::Mode::Dark;
    return key == QLatin1String("light") ? Theme::Mode::Light : Theme::Mode::System;
}

} // namespace

PreferencesDialog::PreferencesDialog(Settings& settings, Language& language, Theme& theme,
                                     ActionRegistry& actions, QWidget* parent)
    : QDialog(parent)
    , m_settings(settings)
    , m_language(language)
    , m_theme(theme)
    , m_tabs(new QTabWidget(this))
    , m_languageLabel(new QLabel(this))
    , m_languageBox(new QComboBox(this))
    , m_themeLabel(new QLabel(this))
    , m_themeBox(new QComboBox(this))
    , m_shortcuts(new ShortcutsPage(actions, this))
    , m_buttons(new QDialogButtonBox(QDialogButtonBox::Close, this))
{
    setObjectName(QStringLiteral("preferencesDialog"));
    setupGeneral();
    m_tabs->setObjectName(QStringLiteral("preferencesTabs"));
    m_tabs->addTab(m_shortcuts, QString());
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 16, 24, 16);
    layout->setSpacing(16);
    layout->addWidget(m_tabs, 1);
    layout->addWidget(m_buttons);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    m_buttons->button(QDialogButtonBox::Close)->setObjectName(QStringLiteral("closeButton"));
    resize(640, 520);
    retranslate();
}

void PreferencesDialog::setupGeneral()
{
    m_languageBox->setObjectName(QStringLiteral("languageBox"));
    m_languageBox->addItem(QString(), QStringLiteral("system"));
    for (const LanguageEntry& entry : Language::available())
        m_languageBox->addItem(entry.name, entry.key);
    m_languageBox->setCurrentIndex(m_languageBox->findData(m_settings.text(settings::language)));
    m_themeBox->setObjectName(QStringLiteral("themeBox"));
    for (const char* key : { "system", "light", "dark" })
        m_themeBox->addItem(QString(), QLatin1String(key));
    m_themeBox->setCurrentIndex(m_themeBox->findData(m_settings.text(settings::theme)));
    m_languageLabel->setBuddy(m_languageBox);
    m_themeLabel->setBuddy(m_themeBox);

    auto* page = new QWidget(m_tabs);
    auto* form = new QFormLayout(page);
    form->setContentsMargins(0, 16, 0, 0);
    form->setVerticalSpacing(12);
    form->addRow(m_languageLabel, m_languageBox);
    form->addRow(m_themeLabel, m_themeBox);
    m_tabs->addTab(page, QString());
    connect(m_languageBox, &QComboBox::activated, this, [this] {
        m_settings.set(settings::language, m_languageBox->currentData());
        m_language.set(m_languageBox->currentData().toString());
    });
    connect(m_themeBox, &QComboBox::activated, this, [this] {
        m_settings.set(settings::theme, m_themeBox->currentData());
        m_theme.setMode(modeOf(m_themeBox->currentData().toString()));
    });
}

void PreferencesDialog::showShortcuts()
{
    m_tabs->setCurrentWidget(m_shortcuts);
}

void PreferencesDialog::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QDialog::changeEvent(event);
}

void PreferencesDialog::retranslate()
{
    setWindowTitle(tr("Preferences"));
    m_tabs->setTabText(0, tr("General"));
    m_tabs->setTabText(1, tr("Shortcuts"));
    m_languageLabel->setText(tr("Language:"));
    m_languageBox->setAccessibleName(tr("Language"));
    m_languageBox->setItemText(0, tr("As the system"));
    m_themeLabel->setText(tr("Theme:"));
    m_themeBox->setAccessibleName(tr("Theme"));
    m_themeBox->setItemText(0, tr("As the system"));
    m_themeBox->setItemText(1, tr("Light"));
    m_themeBox->setItemText(2, tr("Dark"));
    m_buttons->button(QDialogButtonBox::Close)->setText(tr("Close"));
}

} // namespace opal
