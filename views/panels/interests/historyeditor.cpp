#include "views/panels/interests/historyeditor.h"

#include <algorithm>
#include <any>
#include <utility>

#include <QAbstractItemView>
#include <QComboBox>
#include <QCompleter>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QStandardItemModel>

#include "core/jobs/jobs.h"
#include "views/panels/interests/whatifbench.h"

namespace opal {

namespace {

constexpr int searchLimit = 30;
constexpr int typingRestMs = 120;
constexpr int idRole = Qt::UserRole + 1;

} // namespace

HistoryEditor::HistoryEditor(WhatIfBench& bench, JobRunner& jobs, RunStore& store,
                             const WorkspacePaths& paths, QWidget* parent)
    : QWidget(parent)
    , m_bench(bench)
    , m_jobs(jobs)
    , m_store(store)
    , m_paths(paths)
    , m_drop(new QPushButton(this))
    , m_up(new QPushButton(this))
    , m_down(new QPushButton(this))
    , m_day(new QComboBox(this))
    , m_item(new QLineEdit(this))
    , m_found(new QStandardItemModel(this))
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
    m_typing.setSingleShot(true);
    m_typing.setInterval(typingRestMs);
    auto* completer = new QCompleter(m_found, this);
    completer->setCompletionMode(QCompleter::UnfilteredPopupCompletion);
    completer->setMaxVisibleItems(12);
    m_item->setCompleter(completer);

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
    connect(m_item, &QLineEdit::textEdited, &m_typing, qOverload<>(&QTimer::start));
    connect(&m_typing, &QTimer::timeout, this, &HistoryEditor::search);
    connect(m_item, &QLineEdit::returnPressed, this, [this] { addTyped(m_item->text().trimmed()); });
    connect(completer, qOverload<const QModelIndex&>(&QCompleter::activated), this,
            [this](const QModelIndex& index) { addTyped(index.data(idRole).toString()); });
    connect(&m_jobs, &JobRunner::finished, this, &HistoryEditor::takeResult);
    retranslate();
    updateButtons();
}

void HistoryEditor::setRun(const QString& run)
{
    m_run = run;
    m_job = 0;
    m_found->clear();
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

void HistoryEditor::addTyped(const QString& text)
{
    if (text.isEmpty() || m_run.isEmpty())
        return;
    m_bench.add(text.toStdString(), m_row >= 0 ? m_row : m_rows - 1);
    dropSearch();
    // The completer writes its text into the line after this signal.
    QTimer::singleShot(0, m_item, &QLineEdit::clear);
}

/// A list that opens after the choice would only stand in the way of it.
void HistoryEditor::dropSearch()
{
    m_typing.stop();
    if (m_job != 0)
        m_jobs.cancel(std::exchange(m_job, 0));
}

void HistoryEditor::search()
{
    const QString text = m_item->text().trimmed();
    if (m_run.isEmpty() || text.isEmpty())
        return;
    dropSearch();
    m_job = m_jobs.submit(
        makeItemSearchJob(m_store, m_paths, m_run.toStdString(), text.toStdString(), searchLimit),
        JobLane::Interactive);
}

void HistoryEditor::takeResult(JobId id, const JobOutcome& outcome)
{
    if (id == 0 || id != m_job)
        return;
    m_job = 0;
    if (!outcome.succeeded())
        return;
    m_found->clear();
    for (const auto& item : std::any_cast<std::vector<UserExploration::ItemText>>(outcome.result)) {
        const QString itemId = QString::fromStdString(item.id);
        const QString title = QString::fromStdString(item.title);
        auto* entry = new QStandardItem(title.isEmpty() ? itemId : itemId + QStringLiteral("  ") + title);
        entry->setData(itemId, idRole);
        m_found->appendRow(entry);
    }
    if (m_item->hasFocus() && m_found->rowCount() > 0)
        m_item->completer()->complete();
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
    m_item->setPlaceholderText(tr("Add an item by id or title"));
    m_item->setAccessibleName(tr("Item to add to the history"));
    m_item->setToolTip(tr("The item is added behind the selected one, else at the end"));
}

} // namespace opal
