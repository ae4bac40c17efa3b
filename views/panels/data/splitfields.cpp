// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/data/splitfields.h"

#include <algorithm>

#include <QComboBox>
#include <QCoreApplication>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStyle>

#include "core/jobs/jobs.h"
#include "views/panels/data/splittexts.h"
#include "views/widgets/numbers.h"

namespace opal {

namespace {

const SplitEntry* splitRow(const QString& key)
{
    const auto& rows = availableSplits();
    const auto row = std::find_if(rows.begin(), rows.end(), [&](const SplitEntry& entry) {
        return QString::fromStdString(entry.key) == key;
    });
    return row == rows.end() ? nullptr : &*row;
}

QLabel* makeWrapped(QWidget* parent, const QString& objectName)
{
    auto* label = new QLabel(parent);
    label->setObjectName(objectName);
    label->setProperty("role", QStringLiteral("secondary"));
    label->setWordWrap(true);
    return label;
}

QComboBox* makeChoice(QWidget* parent, const QString& objectName)
{
    auto* combo = new QComboBox(parent);
    combo->setObjectName(objectName);
    combo->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    combo->setMinimumContentsLength(12);
    return combo;
}

} // namespace

SplitFields::SplitFields(QFormLayout& form, QWidget* parent)
    : QObject(parent)
    , m_kindLabel(new QLabel(parent))
    , m_kind(makeChoice(parent, QStringLiteral("splitKind")))
    , m_argument(new QLineEdit(parent))
    , m_help(makeWrapped(parent, QStringLiteral("splitHelp")))
    , m_repeatsLabel(new QLabel(parent))
    , m_repeats(makeChoice(parent, QStringLiteral("repeats")))
    , m_numbers(makeWrapped(parent, QStringLiteral("splitNumbers")))
    , m_propose(new QPushButton(parent))
{
    m_argument->setObjectName(QStringLiteral("splitArgument"));
    m_propose->setObjectName(QStringLiteral("takeProposedSplit"));
    m_kindLabel->setBuddy(m_kind);
    m_repeatsLabel->setBuddy(m_repeats);
    m_kind->addItem(QString(), QString());
    for (const SplitEntry& entry : availableSplits())
        m_kind->addItem(QString(), QString::fromStdString(entry.key));
    for (const Repeats repeats : { Repeats::Keep, Repeats::Drop, Repeats::Recommend })
        m_repeats->addItem(QString(), static_cast<int>(repeats));
    form.addRow(m_kindLabel, m_kind);
    form.addRow(QString(), m_argument);
    form.addRow(m_help);
    form.addRow(m_repeatsLabel, m_repeats);
    form.addRow(m_numbers);
    form.addRow(m_propose);
    connect(m_kind, &QComboBox::activated, this, [this] {
        takeKind();
        Q_EMIT changed();
    });
    connect(m_argument, &QLineEdit::textEdited, this, &SplitFields::changed);
    connect(m_repeats, &QComboBox::activated, this, &SplitFields::changed);
    connect(m_propose, &QPushButton::clicked, this, [this] {
        take(m_proposed);
        Q_EMIT changed();
    });
    takeKind();
}

QString SplitFields::split() const
{
    const QString key = m_kind->currentData().toString();
    const SplitEntry* const row = splitRow(key);
    return row == nullptr || row->argument.empty() ? key : QString(key + u':' + m_argument->text().trimmed());
}

Repeats SplitFields::repeats() const
{
    return static_cast<Repeats>(m_repeats->currentData().toInt());
}

void SplitFields::clear()
{
    m_kind->setCurrentIndex(0);
    m_repeats->setCurrentIndex(0);
    m_hasCheck = false;
    takeKind();
    showNumbers();
}

void SplitFields::takeKind()
{
    const SplitEntry* const row = splitRow(m_kind->currentData().toString());
    const bool hasArgument = row != nullptr && !row->argument.empty();
    m_argument->setVisible(hasArgument);
    if (hasArgument)
        m_argument->setText(QString::fromStdString(row->example));
    retranslate();
}

void SplitFields::take(const QString& split)
{
    const qsizetype colon = split.indexOf(u':');
    m_kind->setCurrentIndex(std::max(0, m_kind->findData(colon < 0 ? split : split.left(colon))));
    takeKind();
    if (colon >= 0)
        m_argument->setText(split.mid(colon + 1));
}

void SplitFields::setCheck(const LogCheck& check)
{
    m_hasCheck = !check.summary.split.empty() && check.buildProblem.empty();
    m_isWhole = check.isWhole;
    m_validUsers = check.summary.validUsers;
    m_testUsers = check.summary.testUsers;
    m_reach = check.summary.reach;
    m_proposed = QString::fromStdString(check.summary.proposedSplit);
    showNumbers();
}

void SplitFields::showNumbers()
{
    m_numbers->setVisible(m_hasCheck);
    m_propose->setVisible(m_hasCheck && !m_proposed.isEmpty());
    if (!m_hasCheck)
        return;
    QStringList lines;
    if (!m_isWhole)
        lines << tr("In the part that was read:");
    lines << tr("%1 users and %2 targets to validate, %3 users and %4 targets to test.")
                 .arg(countText(m_validUsers), countText(m_reach.validTargets), countText(m_testUsers),
                      countText(m_reach.testTargets));
    lines << reachText(m_reach);
    const bool isFew = std::min(m_validUsers, m_testUsers) < kFewUsers;
    if (isFew)
        lines << tr("Recall over fewer than %1 users says little.").arg(countText(kFewUsers));
    m_numbers->setText(lines.join(u'\n'));
    m_numbers->setProperty("role", isFew ? QStringLiteral("warning") : QStringLiteral("secondary"));
    m_numbers->style()->unpolish(m_numbers);
    m_numbers->style()->polish(m_numbers);
    //: Button that takes another split of the log, e.g. "last-items:1"
    m_propose->setText(tr("Use %1").arg(splitText(m_proposed)));
    m_propose->setAccessibleName(m_propose->text());
}

void SplitFields::retranslate()
{
    const auto name = [](QLabel* label, QWidget* control, const QString& text, const QString& toolTip) {
        label->setText(text);
        label->setToolTip(toolTip);
        control->setToolTip(toolTip);
        QString plain = text;
        control->setAccessibleName(plain.remove(u'&'));
    };
    name(m_kindLabel, m_kind, tr("&Split"), tr("How the log is cut into training, validation and test"));
    name(m_repeatsLabel, m_repeats, tr("&Repeats"),
         tr("What becomes of held-out interactions with videos that the user has seen before"));
    m_argument->setAccessibleName(tr("Argument of the split"));
    m_kind->setItemText(0, tr("Last day"));
    for (int i = 1; i < m_kind->count(); ++i)
        m_kind->setItemText(
            i,
            QCoreApplication::translate("Splits", splitRow(m_kind->itemData(i).toString())->title.c_str()));
    const SplitEntry* const row = splitRow(m_kind->currentData().toString());
    m_help->setText(
        row == nullptr
            ? tr("The last day is the test, the one before it validation; in a log without times the last "
                 "two interactions of each user.")
            : QCoreApplication::translate("Splits", row->help.c_str()));
    const QString choices[]
        = { tr("Are targets that lists leave out"), tr("Are left out"), tr("May be recommended, too") };
    for (int i = 0; i < m_repeats->count(); ++i)
        m_repeats->setItemText(i, choices[i]);
    showNumbers();
}

} // namespace opal
