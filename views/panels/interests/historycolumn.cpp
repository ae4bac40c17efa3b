// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/interests/historycolumn.h"

#include <algorithm>

#include <QCheckBox>
#include <QEvent>
#include <QHeaderView>
#include <QLabel>
#include <QScopedValueRollback>
#include <QTableView>

#include "views/itemmodels/historytablemodel.h"
#include "views/panels/interests/historyeditor.h"
#include "views/panels/interests/interestdelegate.h"
#include "views/panels/interests/whatifbench.h"
#include "views/shell/panelkeys.h"
#include "views/shell/theme.h"
#include "views/widgets/covercache.h"
#include "views/widgets/elidedlabel.h"
#include "views/widgets/make.h"
#include "views/widgets/numbers.h"
#include "views/widgets/tablesetup.h"

namespace opal {

namespace {

// Columns that come and go.
constexpr int dayWidth = 104;
constexpr int weightsWidth = 104;

} // namespace

HistoryColumn::HistoryColumn(const PanelContext& context, WhatIfBench& bench, QWidget* parent)
    : QWidget(parent)
    , m_bench(bench)
    , m_heading(makeStyled<QLabel>(this, "heading"))
    , m_note(makeStyled<ElidedLabel>(this, "secondary"))
    , m_spaced(make<QCheckBox>(this, "spaceByTime"))
    , m_table(make<QTableView>(this, "history"))
    , m_model(new HistoryTableModel(this))
    , m_delegate(new InterestDelegate(context.theme, HistoryTableModel::CategoryRole, this))
    , m_editor(new HistoryEditor(bench, context.jobs, context.store, context.paths, this))
{
    setupTable();
    auto* heading = rowOf({ m_heading, m_spaced });
    heading->setStretchFactor(m_heading, 1);
    auto* layout = columnOn(this, 4, { 0, 0, 8, 0 });
    m_heading->setMinimumHeight(headingHeight);
    layout->addLayout(heading);
    layout->addWidget(m_note);
    layout->addSpacing(4);
    layout->addWidget(m_table, 1);
    layout->addWidget(m_editor);
    connectSignals();
    addShortcuts();
}

void HistoryColumn::setupTable()
{
    m_table->setModel(m_model);
    opal::setupTable(*m_table);
    m_table->setMouseTracking(true);
    m_table->viewport()->installEventFilter(this);
    m_table->setMinimumWidth(200);
    m_delegate->setWeightsColumn(HistoryTableModel::Weights, HistoryTableModel::WeightsRole);
    m_delegate->setItemColumn(HistoryTableModel::Title);
    m_table->setItemDelegate(m_delegate);
    followCovers(*m_table);
    m_table->setColumnHidden(HistoryTableModel::Item, true); // among the details of the title
    QHeaderView* header = m_table->horizontalHeader();
    header->resizeSection(HistoryTableModel::Day, dayWidth);
    header->setSectionResizeMode(HistoryTableModel::Title, QHeaderView::Stretch);
    header->resizeSection(HistoryTableModel::Weights, weightsWidth);
}

void HistoryColumn::connectSignals()
{
    connect(m_spaced, &QCheckBox::toggled, this, &HistoryColumn::space);
    connect(m_table, &QTableView::entered, this, [this](const QModelIndex& index) {
        Q_EMIT interestHovered(index.data(HistoryTableModel::CategoryRole).toInt());
    });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& index) {
                m_editor->setRow(index.row(), m_model->rowCount());
                if (!index.isValid())
                    return;
                if (m_table->hasFocus())
                    Q_EMIT interestHovered(index.data(HistoryTableModel::CategoryRole).toInt());
                if (!m_selecting)
                    Q_EMIT itemChosen(index.data(HistoryTableModel::ItemIdRole).toString());
            });
}

void HistoryColumn::addShortcuts()
{
    const auto add = [this](const char* name, const QKeySequence& keys, std::function<QString()> description,
                            const std::function<void(int row)>& triggered) {
        new PanelKeys(*m_table, QLatin1String(name), { keys }, PanelKeys::Reach::WithChildren,
                      std::move(description),
                      [this, triggered] { triggered(m_table->currentIndex().row()); });
    };
    add(
        "drop", QKeySequence::Delete, [] { return tr("Drop the item from the history"); },
        [this](int row) { m_bench.drop(row); });
    add(
        "earlier", QKeySequence(Qt::ALT | Qt::Key_Up), [] { return tr("Move the item up in the history"); },
        [this](int row) { m_bench.move(row, -1); });
    add(
        "later", QKeySequence(Qt::ALT | Qt::Key_Down), [] { return tr("Move the item down in the history"); },
        [this](int row) { m_bench.move(row, 1); });
}

void HistoryColumn::setRun(const QString& run)
{
    m_editor->setRun(run);
}

void HistoryColumn::setExploration(const UserExploration& exploration)
{
    const QScopedValueRollback guard(m_selecting, true);
    m_exploration = exploration;
    m_editor->showAnswer(m_exploration);
    m_model->setHistory(m_exploration.history);
    adapt();
    m_model->setInterestNames(m_exploration.interestNames());
    space();
    m_table->scrollToBottom();
    m_editor->setRow(m_table->currentIndex().row(), m_model->rowCount());
    updateNote();
}

void HistoryColumn::selectItem(const QString& itemId)
{
    const QScopedValueRollback guard(m_selecting, true);
    // An item may be in the history twice: the row that was clicked stays.
    const QModelIndex current = m_table->currentIndex();
    if (!current.isValid() || current.data(HistoryTableModel::ItemIdRole).toString() != itemId)
        chooseRow(*m_table, m_model->rowOf(itemId));
    m_editor->setRow(m_table->currentIndex().row(), m_model->rowCount());
}

void HistoryColumn::selectEdited()
{
    const int row = m_bench.editedRow();
    if (row < 0 || row >= m_model->rowCount() || !m_bench.isChanged())
        return;
    m_table->selectRow(row);
    Q_EMIT itemChosen(QString::fromStdString(m_model->entry(row).itemId));
}

void HistoryColumn::setHighlight(int interest)
{
    m_delegate->setHighlight(interest);
    m_table->viewport()->update();
}

bool HistoryColumn::isSpaced() const
{
    return m_spaced->isEnabled() && m_spaced->isChecked();
}

void HistoryColumn::adapt()
{
    constexpr int title = HistoryTableModel::Title;
    const auto& history = m_exploration.history;
    const bool hasWeights = std::any_of(history.begin(), history.end(),
                                        [](const HistoryEntry& entry) { return !entry.weights.empty(); });
    const int room = m_table->viewport()->width() - (hasWeights ? weightsWidth : 0)
        - roomForTitle(*m_model, title, m_table->font());
    m_table->setColumnHidden(HistoryTableModel::Weights, !hasWeights);
    m_table->setColumnHidden(HistoryTableModel::Day, room < dayWidth);
    m_model->setDayInDetails(room < dayWidth);
    const auto look = ItemCellLook::of(*m_model, title, stretchedWidth(*m_table, title), m_table->font());
    if (look == m_delegate->itemLook())
        return;
    m_delegate->setItemLook(look, false);
    m_table->verticalHeader()->setDefaultSectionSize(look.rowHeight());
    space();
}

void HistoryColumn::space()
{
    // The longest pause takes as much room as four rows; the others in proportion.
    const int height = m_delegate->itemLook().rowHeight();
    const int longestRoom = 4 * height;
    const std::vector<double> gaps = m_model->pauses();
    m_spaced->setEnabled(!gaps.empty());
    const bool spaced = m_spaced->isChecked() && !gaps.empty();
    for (int row = 0; row < m_model->rowCount(); ++row)
        m_table->setRowHeight(
            row, height + (spaced ? static_cast<int>(longestRoom * gaps[static_cast<std::size_t>(row)]) : 0));
}

bool HistoryColumn::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Leave)
        Q_EMIT interestHovered(-1);
    else if (event->type() == QEvent::Resize)
        adapt();
    return QWidget::eventFilter(watched, event);
}

void HistoryColumn::updateNote()
{
    const auto shown = static_cast<std::int64_t>(m_exploration.history.size());
    m_note->setFullText(shown == m_exploration.historyLength
                            ? tr("%1 items, oldest first").arg(countText(shown))
                            : tr("last %1 of %2 items, oldest first")
                                  .arg(countText(shown), countText(m_exploration.historyLength)));
}

void HistoryColumn::retranslate()
{
    m_editor->retranslate();
    m_heading->setText(tr("History"));
    m_spaced->setText(tr("Space by time"));
    m_spaced->setToolTip(tr("Room above an item in proportion to the time since the one before"));
    m_table->setAccessibleName(tr("History of the user with the weights of the interests"));
    Q_EMIT m_model->headerDataChanged(Qt::Horizontal, 0, HistoryTableModel::ColumnCount - 1);
    updateNote();
}

} // namespace opal
