// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/interests/historyeditor.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QTimer>

#include "core/jobs/jobs.h"
#include "views/panels/interests/whatifbench.h"
#include "views/widgets/linesearch.h"

namespace opal {

namespace {

constexpr int searchLimit = 30;

LineSearch::Matches itemMatches(const std::vector<UserExploration::ItemText>& items)
{
    LineSearch::Matches matches;
    for (const UserExploration::ItemText& item : items) {
        const QString id = QString::fromStdString(item.id);
        const QString title = QString::fromStdString(item.title);
        matches.push_back({ title.isEmpty() ? id : id + QStringLiteral("  ") + title, id });
    }
    return matches;
}

} // namespace

HistoryEditor::HistoryEditor(WhatIfBench& bench, JobRunner& jobs, RunStore& store,
                             const WorkspacePaths& paths, QWidget* parent)
    : QWidget(parent)
    , m_bench(bench)
    , m_drop(new QPushButton(this))
    , m_up(new QPushButton(this))
    , m_down(new QPushButton(this))
    , m_day(new QComboBox(this))
    , m_item(new QLineEdit(this))
    , m_search(new LineSearch(
          jobs, *m_item, QCompleter::UnfilteredPopupCompletion,
          [this, &store, &paths](const std::string& typed) -> std::optional<Job<LineSearch::Matches>> {
              if (m_run.isEmpty() || typed.empty())
                  return std::nullopt;
              return then(makeItemSearchJob(store, paths, m_run.toStdString(), typed, searchLimit),
                          &itemMatches);
          }))
{
    m_drop->setObjectName(QStringLiteral("dropItem"));
    m_up->setObjectName(QStringLiteral("moveUp"));
    m_down->setObjectName(QStringLiteral("moveDown"));
    m_day->setObjectName(QStringLiteral("itemDay"));
    m_item->setObjectName(QStringLiteral("addItem"));
    m_item->setClearButtonEnabled(true);
    for (QPushButton* arrow : { m_up, m_down })
        arrow->setFixedWidth(36);
    m_day->setMinimumContentsLength(7);
    m_day->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);

    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_drop);
    layout->addWidget(m_up);
    layout->addWidget(m_down);
    layout->addWidget(m_day);
    layout->addSpacing(4);
    layout->addWidget(m_item, 1);

    connect(m_drop, &QPushButton::clicked, this, [this] { m_bench.drop(m_row); });
    connect(m_up, &QPushButton::clicked, this, [this] { m_bench.move(m_row, -1); });
    connect(m_down, &QPushButton::clicked, this, [this] { m_bench.move(m_row, 1); });
    connect(m_day, &QComboBox::activated, this, [this](int day) { m_bench.setDay(m_row, day); });
    connect(m_search, &LineSearch::chosen, this, &HistoryEditor::addItem);
    retranslate();
    updateButtons();
}

void HistoryEditor::setRun(const QString& run)
{
    m_run = run;
    m_search->reset();
    updateButtons();
}

void HistoryEditor::setRow(int row, int rows)
{
    m_row = row;
    m_rows = rows;
    updateButtons();
}

void HistoryEditor::showAnswer(const UserExploration& answer)
{
    m_rowDays.clear();
    for (const HistoryEntry& entry : answer.history)
        m_rowDays.push_back(entry.day);
    if (m_days != answer.dayLabels) {
        m_days = answer.dayLabels;
        m_day->clear();
        for (const std::string& day : m_days)
            m_day->addItem(QString::fromStdString(day));
    }
    updateButtons();
}

void HistoryEditor::addItem(const QString& id)
{
    if (m_run.isEmpty())
        return;
    m_bench.add(id.toStdString(), m_row >= 0 ? m_row : m_rows - 1);
    // The completer writes its text into the line after its signal.
    QTimer::singleShot(0, m_item, &QLineEdit::clear);
}

void HistoryEditor::updateButtons()
{
    const bool chosen = m_row >= 0;
    m_drop->setEnabled(chosen && m_rows > 1);
    m_up->setEnabled(m_row > 0);
    m_down->setEnabled(chosen && m_row + 1 < m_rows);
    m_day->setEnabled(chosen && !m_days.empty());
    m_item->setEnabled(!m_run.isEmpty());
    const auto row = static_cast<std::size_t>(m_row);
    const QSignalBlocker blocker(m_day);
    if (chosen && row < m_rowDays.size())
        m_day->setCurrentText(QString::fromStdString(m_rowDays[row]));
    else
        m_day->setCurrentIndex(-1);
}

void HistoryEditor::retranslate()
{
    m_drop->setText(tr("Drop"));
    m_drop->setAccessibleName(tr("Drop the selected item from the history"));
    m_drop->setToolTip(tr("Ask again without the selected item (Delete)"));
    m_up->setText(QStringLiteral("\u2191"));
    m_up->setAccessibleName(tr("Move the selected item earlier"));
    m_up->setToolTip(tr("Earlier (Alt+Up)"));
    m_down->setText(QStringLiteral("\u2193"));
    m_down->setAccessibleName(tr("Move the selected item later"));
    m_down->setToolTip(tr("Later (Alt+Down)"));
    m_day->setAccessibleName(tr("Day of the selected item"));
    m_day->setToolTip(tr("Give the selected item another day"));
    m_day->setPlaceholderText(tr("Day"));
    m_item->setPlaceholderText(tr("Add an item"));
    m_item->setAccessibleName(tr("Item to add to the history"));
    m_item->setToolTip(tr("By its id or title; the item is added behind the selected one, else at the end"));
}

} // namespace opal
