// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/preferencesdialog.h"

#include <QDialogButtonBox>
#include <QEvent>
#include <QPushButton>
#include <QTabWidget>
#include <QVBoxLayout>

#include "app/generalpage.h"
#include "app/shortcutspage.h"

namespace opal {

PreferencesDialog::PreferencesDialog(const PanelContext& context, Settings& settings, Language& language,
                                     ActionRegistry& actions, QWidget* parent)
    : QDialog(parent)
    , m_tabs(new QTabWidget(this))
    , m_shortcuts(new ShortcutsPage(actions, this))
    , m_buttons(new QDialogButtonBox(QDialogButtonBox::Close, this))
{
    setObjectName(QStringLiteral("preferencesDialog"));
    m_tabs->setObjectName(QStringLiteral("preferencesTabs"));
    m_tabs->addTab(new GeneralPage(context, settings, language, m_tabs), QString());
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
    m_buttons->button(QDialogButtonBox::Close)->setText(tr("Close"));
}

} // namespace opal
