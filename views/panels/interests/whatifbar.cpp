// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/interests/whatifbar.h"

#include <cmath>

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QSignalBlocker>

#include "core/results/listdifference.h"
#include "views/panels/interests/whatifbench.h"
#include "views/widgets/elidedlabel.h"
#include "views/widgets/numbers.h"

namespace opal {

namespace {

constexpr int barSpacing = 8;

} // namespace

WhatIfBar::WhatIfBar(WhatIfBench& bench, QWidget* parent)
    : QWidget(parent)
    , m_bench(bench)
    , m_undo(new QPushButton(this))
    , m_redo(new QPushButton(this))
    , m_reset(new QPushButton(this))
    , m_lengthLabel(new QLabel(this))
    , m_length(new QComboBox(this))
    , m_ruleLabel(new QLabel(this))
    , m_rule(new QComboBox(this))
    , m_epsilonLabel(new QLabel(this))
    , m_epsilon(new QDoubleSpinBox(this))
    , m_caseList(new QComboBox(this))
    , m_save(new QPushButton(this))
    , m_remove(new QPushButton(this))
    , m_removeMenu(new QMenu(this))
    , m_difference(new ElidedLabel(this))
{
    m_undo->setObjectName(QStringLiteral("undoEdit"));
    m_redo->setObjectName(QStringLiteral("redoEdit"));
    m_reset->setObjectName(QStringLiteral("resetEdits"));
    m_length->setObjectName(QStringLiteral("listLength"));
    m_rule->setObjectName(QStringLiteral("mergeRule"));
    m_epsilon->setObjectName(QStringLiteral("epsilon"));
    m_caseList->setObjectName(QStringLiteral("cases"));
    m_save->setObjectName(QStringLiteral("saveCase"));
    m_remove->setObjectName(QStringLiteral("removeCase"));
    m_remove->setMenu(m_removeMenu);
    m_difference->setObjectName(QStringLiteral("difference"));
    m_difference->setProperty("role", QStringLiteral("secondary"));
    m_difference->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    for (const int length : { 50, 100, 200 })
        m_length->addItem(QString::number(length), length);
    m_length->setCurrentIndex(2);
    for (const MergeRule rule : { MergeRule::Maximum, MergeRule::Quota, MergeRule::RoundRobin })
        m_rule->addItem(QString(), static_cast<int>(rule));
    m_epsilon->setDecimals(3);
    m_epsilon->setRange(0.001, 10);
    m_epsilon->setSingleStep(0.01);
    m_epsilon->setKeyboardTracking(false);
    m_epsilon->setButtonSymbols(QAbstractSpinBox::NoButtons);
    m_epsilon->setMaximumWidth(72);
    m_caseList->setMinimumContentsLength(8);
    m_caseList->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_lengthLabel->setBuddy(m_length);
    m_ruleLabel->setBuddy(m_rule);
    m_epsilonLabel->setBuddy(m_epsilon);

    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(barSpacing);
    layout->addWidget(m_undo);
    layout->addWidget(m_redo);
    layout->addWidget(m_reset);
    layout->addSpacing(barSpacing);
    layout->addWidget(m_lengthLabel);
    layout->addWidget(m_length);
    layout->addWidget(m_ruleLabel);
    layout->addWidget(m_rule);
    layout->addWidget(m_epsilonLabel);
    layout->addWidget(m_epsilon);
    layout->addSpacing(barSpacing);
    layout->addWidget(m_caseList);
    layout->addWidget(m_save);
    layout->addWidget(m_remove);
    layout->addStretch(1);

    QUndoStack& undo = m_bench.undoStack();
    connect(m_undo, &QPushButton::clicked, &undo, &QUndoStack::undo);
    connect(m_redo, &QPushButton::clicked, &undo, &QUndoStack::redo);
    connect(&undo, &QUndoStack::indexChanged, this, &WhatIfBar::updateUndo);
    connect(m_reset, &QPushButton::clicked, &m_bench, &WhatIfBench::reset);
    connect(m_length, &QComboBox::currentIndexChanged, this,
            [this] { m_bench.setLength(m_length->currentData().toInt()); });
    connect(m_rule, &QComboBox::currentIndexChanged, this,
            [this] { m_bench.setMergeRule(static_cast<MergeRule>(m_rule->currentData().toInt())); });
    connect(m_epsilon, &QDoubleSpinBox::valueChanged, &m_bench, &WhatIfBench::setEpsilon);
    connect(m_save, &QPushButton::clicked, this, &WhatIfBar::saveRequested);
    connect(m_removeMenu, &QMenu::triggered, this, [this](const QAction* action) {
        const auto position = static_cast<std::size_t>(action->data().toInt());
        if (position < m_cases.size())
            Q_EMIT removeRequested(m_cases[position]);
    });
    connect(m_caseList, &QComboBox::activated, this, [this](int index) {
        const auto position = static_cast<std::size_t>(index - 1);
        if (index > 0 && position < m_cases.size())
            Q_EMIT caseChosen(m_cases[position]);
        m_caseList->setCurrentIndex(0);
    });
    retranslate();
}

void WhatIfBar::showAnswer(const UserExploration& answer)
{
    const QSignalBlocker lengthBlocker(m_length);
    const QSignalBlocker ruleBlocker(m_rule);
    const QSignalBlocker epsilonBlocker(m_epsilon);
    if (const int index = m_length->findData(m_bench.query().k); index >= 0)
        m_length->setCurrentIndex(index);
    m_rule->setCurrentIndex(m_rule->findData(static_cast<int>(answer.mergeRule)));
    const bool hasEpsilon = std::isfinite(answer.epsilon);
    m_epsilon->setEnabled(hasEpsilon);
    m_epsilon->setSpecialValueText(hasEpsilon ? QString() : tr("none"));
    m_epsilon->setValue(hasEpsilon ? answer.epsilon : m_epsilon->minimum());
    updateUndo();
}

QString WhatIfBar::differenceText(const ListDifference& difference) const
{
    if (difference.isEmpty())
        return tr("The merged list stays as it was");
    //: Items that came into the list, left it, and changed their place
    return tr("Merged list: +%1 in, \u2212%2 out, %3 moved")
        .arg(countText(static_cast<std::int64_t>(difference.in.size())),
             countText(static_cast<std::int64_t>(difference.out.size())), countText(difference.moved));
}

void WhatIfBar::showDifference(const ListDifference* difference)
{
    m_difference->setFullText(difference ? differenceText(*difference) : QString());
}

void WhatIfBar::setCases(std::vector<InterestCase> cases)
{
    m_cases = std::move(cases);
    const QSignalBlocker blocker(m_caseList);
    m_caseList->clear();
    m_caseList->addItem(m_cases.empty() ? tr("No case yet") : tr("Open a case"));
    m_removeMenu->clear();
    for (const InterestCase& each : m_cases) {
        const QString title
            = tr("%1 (user %2)")
                  .arg(QString::fromStdString(each.name), QString::fromStdString(each.query.userId));
        QString plain = title; // an ampersand in a name is no mnemonic
        m_removeMenu->addAction(plain.replace(QLatin1Char('&'), QStringLiteral("&&")))
            ->setData(m_caseList->count() - 1);
        m_caseList->addItem(title);
    }
    m_caseList->setEnabled(!m_cases.empty());
    m_remove->setEnabled(!m_cases.empty());
}

void WhatIfBar::updateUndo()
{
    const QUndoStack& undo = m_bench.undoStack();
    m_undo->setEnabled(undo.canUndo());
    m_redo->setEnabled(undo.canRedo());
    m_undo->setToolTip(undo.canUndo() ? tr("Undo: %1 (Ctrl+Z)").arg(undo.undoText()) : tr("Undo (Ctrl+Z)"));
    m_redo->setToolTip(undo.canRedo() ? tr("Redo: %1 (Ctrl+Shift+Z)").arg(undo.redoText())
                                      : tr("Redo (Ctrl+Shift+Z)"));
    m_reset->setEnabled(m_bench.isChanged());
}

void WhatIfBar::retranslate()
{
    m_undo->setText(tr("Undo"));
    m_undo->setAccessibleName(tr("Undo the last edit"));
    m_redo->setText(tr("Redo"));
    m_redo->setAccessibleName(tr("Redo the edit"));
    m_reset->setText(tr("Take back"));
    m_reset->setToolTip(tr("Show the user as he is; one step that can be undone"));
    m_reset->setAccessibleName(tr("Take all edits back"));
    //: Number of recommended items
    m_lengthLabel->setText(tr("&List length"));
    m_length->setAccessibleName(tr("List length"));
    m_length->setToolTip(tr("How many items each list holds"));
    m_ruleLabel->setText(tr("&Merge"));
    m_rule->setAccessibleName(tr("Merge rule"));
    m_rule->setItemText(0, tr("by maximum"));
    m_rule->setItemText(1, tr("by quota"));
    m_rule->setItemText(2, tr("in turns"));
    m_rule->setToolTip(
        tr("How the lists become one: by the highest score under any interest, with places in proportion to "
           "the intensity of the interests, or one item of each interest in turn"));
    //: Temperature of the assignment, Greek letter
    m_epsilonLabel->setText(tr("\u03B5"));
    m_epsilon->setAccessibleName(tr("Temperature epsilon of the assignment"));
    m_epsilon->setToolTip(tr("Temperature with which items are assigned to interests: small is sharp, large "
                             "is even. A model without it has none."));
    m_caseList->setAccessibleName(tr("Saved cases of this run"));
    m_caseList->setToolTip(tr("Open what was saved under a name"));
    m_save->setText(tr("Save case"));
    m_save->setAccessibleName(m_save->text());
    m_save->setToolTip(tr("Keep the user with all edits under a name"));
    m_remove->setText(tr("Delete"));
    m_remove->setAccessibleName(tr("Delete a saved case"));
    m_remove->setToolTip(tr("Choose the saved case that is to go"));
    setCases(std::move(m_cases));
    updateUndo();
}

} // namespace opal
