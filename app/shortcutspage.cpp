// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shortcutspage.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeySequenceEdit>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

#include "app/actionregistry.h"

namespace opal {

ShortcutsPage::ShortcutsPage(ActionRegistry& actions, QWidget* parent)
    : QWidget(parent)
    , m_actions(actions)
    , m_filter(new QLineEdit(this))
    , m_tree(new QTreeWidget(this))
    , m_keysLabel(new QLabel(this))
    , m_keys(new QKeySequenceEdit(this))
    , m_set(new QPushButton(this))
    , m_clear(new QPushButton(this))
    , m_reset(new QPushButton(this))
    , m_problem(new QLabel(this))
{
    setupUi();
    connect(m_filter, &QLineEdit::textChanged, this, &ShortcutsPage::filter);
    connect(m_tree, &QTreeWidget::currentItemChanged, this, &ShortcutsPage::showSelected);
    connect(m_set, &QPushButton::clicked, this, &ShortcutsPage::apply);
    connect(m_clear, &QPushButton::clicked, this, [this] {
        m_keys->clear();
        apply();
    });
    connect(m_reset, &QPushButton::clicked, &m_actions, &ActionRegistry::resetShortcuts);
    connect(&m_actions, &ActionRegistry::shortcutsChanged, this, &ShortcutsPage::fill);
    connect(&m_actions, &ActionRegistry::entriesChanged, this, &ShortcutsPage::fill);
    retranslate();
}

void ShortcutsPage::setupUi()
{
    m_filter->setObjectName(QStringLiteral("shortcutFilter"));
    m_filter->setClearButtonEnabled(true);
    m_tree->setObjectName(QStringLiteral("shortcutTree"));
    m_tree->setColumnCount(2);
    m_tree->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_tree->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    m_tree->header()->setStretchLastSection(false);
    m_keys->setObjectName(QStringLiteral("shortcutKeys"));
    m_keysLabel->setBuddy(m_keys);
    m_set->setObjectName(QStringLiteral("shortcutSet"));
    m_clear->setObjectName(QStringLiteral("shortcutClear"));
    m_reset->setObjectName(QStringLiteral("shortcutReset"));
    m_problem->setObjectName(QStringLiteral("shortcutProblem"));
    m_problem->setProperty("role", QStringLiteral("problem"));
    m_problem->setWordWrap(true);
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_keysLabel);
    row->addWidget(m_keys, 1);
    row->addWidget(m_set);
    row->addWidget(m_clear);
    row->addWidget(m_reset);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 12, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_filter);
    layout->addWidget(m_tree, 1);
    layout->addLayout(row);
    layout->addWidget(m_problem);
}

QString ShortcutsPage::selectedId() const
{
    const QTreeWidgetItem* item = m_tree->currentItem();
    return item ? item->data(0, Qt::UserRole).toString() : QString();
}

void ShortcutsPage::fill()
{
    const QString selected = selectedId();
    m_tree->clear();
    for (const ActionGroup group : { ActionGroup::File, ActionGroup::View, ActionGroup::Go, ActionGroup::Run,
                                     ActionGroup::Help, ActionGroup::Panels }) {
        auto* heading = new QTreeWidgetItem({ ActionRegistry::groupTitle(group) });
        for (const ActionRegistry::Entry& entry : m_actions.entries()) {
            if (entry.spec.group != group)
                continue;
            auto* item = new QTreeWidgetItem(
                heading,
                { ActionRegistry::plainText(entry),
                  QKeySequence::listToString(entry.action->shortcuts(), QKeySequence::NativeText) });
            item->setData(0, Qt::UserRole, entry.spec.id);
        }
        if (heading->childCount() == 0) {
            delete heading;
            continue;
        }
        m_tree->addTopLevelItem(heading);
        for (int child = 0; child < heading->childCount(); ++child)
            if (!selected.isEmpty() && heading->child(child)->data(0, Qt::UserRole) == selected)
                m_tree->setCurrentItem(heading->child(child));
    }
    m_tree->expandAll();
    filter();
    showSelected();
}

void ShortcutsPage::filter()
{
    const QString wanted = m_filter->text();
    for (int index = 0; index < m_tree->topLevelItemCount(); ++index) {
        QTreeWidgetItem* heading = m_tree->topLevelItem(index);
        bool any = false;
        for (int child = 0; child < heading->childCount(); ++child) {
            QTreeWidgetItem* item = heading->child(child);
            const bool fits = item->text(0).contains(wanted, Qt::CaseInsensitive)
                || item->text(1).contains(wanted, Qt::CaseInsensitive);
            item->setHidden(!fits);
            any = any || fits;
        }
        heading->setHidden(!any);
    }
}

void ShortcutsPage::showSelected()
{
    const QAction* action = m_actions.find(selectedId());
    for (QWidget* control :
         { static_cast<QWidget*>(m_keys), static_cast<QWidget*>(m_set), static_cast<QWidget*>(m_clear) })
        control->setEnabled(action);
    m_keys->setKeySequence(action ? action->shortcut() : QKeySequence());
    m_problem->clear();
}

void ShortcutsPage::apply()
{
    const QKeySequence keys = m_keys->keySequence();
    const ActionRegistry::Entry* holder = m_actions.setShortcut(selectedId(), keys);
    if (holder)
        m_problem->setText(
            tr("%1 already belongs to “%2”. Take it away there first, or choose other keys.")
                .arg(keys.toString(QKeySequence::NativeText), ActionRegistry::plainText(*holder)));
}

void ShortcutsPage::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void ShortcutsPage::retranslate()
{
    m_filter->setPlaceholderText(tr("Filter by name or keys"));
    m_filter->setAccessibleName(tr("Filter of the actions"));
    m_tree->setAccessibleName(tr("Actions and their keys"));
    m_tree->setHeaderLabels({ tr("Action"), tr("Keys") });
    m_keysLabel->setText(tr("Keys:"));
    m_keys->setAccessibleName(tr("New keys of the selected action"));
    m_set->setText(tr("Set"));
    m_clear->setText(tr("Take away"));
    m_reset->setText(tr("Reset all"));
    fill();
}

} // namespace opal
