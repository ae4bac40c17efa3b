// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/interests/duelview.h"

#include <algorithm>
#include <utility>

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QItemSelectionModel>
#include <QLabel>
#include <QScopedValueRollback>
#include <QSignalBlocker>
#include <QTableView>

#include "core/jobs/jobs.h"
#include "core/results/listdifference.h"
#include "core/store/runstore.h"
#include "views/itemmodels/recalltablemodel.h"
#include "views/panels/interests/interestdelegate.h"
#include "views/panels/interests/ranklines.h"
#include "views/shell/backgroundqueries.h"
#include "views/shell/theme.h"
#include "views/shell/workspace.h"
#include "views/widgets/covercache.h"
#include "views/widgets/elidedlabel.h"
#include "views/widgets/numbers.h"
#include "views/widgets/tablesetup.h"

namespace opal {

DuelView::DuelView(const PanelContext& context, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_ask(m_context.jobs,
            { .show =
                  [this](UserExploration other) {
                      m_other = std::move(other);
                      showLists();
                  },
              .failed = [this](ErrorCode code, const QString& detail) { Q_EMIT failed(code, detail); } })
    , m_otherLabel(new QLabel(this))
    , m_otherRun(new QComboBox(this))
    , m_note(new ElidedLabel(this))
{
    m_otherRun->setObjectName(QStringLiteral("otherRun"));
    m_otherRun->setMinimumContentsLength(18);
    m_otherRun->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_otherLabel->setBuddy(m_otherRun);
    m_note->setObjectName(QStringLiteral("duelNote"));
    m_note->setProperty("role", QStringLiteral("secondary"));
    auto* bar = new QHBoxLayout;
    bar->setSpacing(8);
    bar->addWidget(m_otherLabel);
    bar->addWidget(m_otherRun);
    bar->addWidget(m_note, 1);

    auto* lists = new QHBoxLayout;
    lists->setSpacing(0);
    const auto addSide = [this, lists](Side& side, const QString& name) {
        side = makeSide(name);
        auto* column = new QVBoxLayout;
        column->setSpacing(4);
        column->addWidget(side.heading);
        column->addWidget(side.table, 1);
        lists->addLayout(column, 1);
    };
    addSide(m_left, QStringLiteral("duelLeft"));
    addSide(m_right, QStringLiteral("duelRight"));
    m_lines = new RankLines(m_context.theme, *m_left.table, *m_right.table, this);
    lists->insertWidget(1, m_lines);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    layout->addLayout(bar);
    layout->addLayout(lists, 1);

    connect(m_otherRun, &QComboBox::currentIndexChanged, this, &DuelView::ask);
    connect(&m_context.workspace, &Workspace::itemsChanged, this, &DuelView::followItems);
    retranslate();
}

DuelView::Side DuelView::makeSide(const QString& name)
{
    Side side;
    side.heading = new QLabel(this);
    side.heading->setProperty("role", QStringLiteral("heading"));
    side.model = new RecallTableModel(this);
    side.table = new QTableView(this);
    side.table->setObjectName(name);
    side.table->setModel(side.model);
    setupTable(*side.table);
    side.table->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    for (const int hidden : { RecallTableModel::Item, RecallTableModel::Tags, RecallTableModel::Scores,
                              RecallTableModel::Change })
        side.table->setColumnHidden(hidden, true);
    auto* delegate = new InterestDelegate(m_context.theme, RecallTableModel::InterestRole, this);
    delegate->setChipColumn(RecallTableModel::Interest);
    delegate->setGoodColumn(RecallTableModel::HeldOut);
    delegate->setItemColumn(RecallTableModel::Title);
    side.table->setItemDelegate(delegate);
    side.delegate = delegate;
    followCovers(*side.table);
    QHeaderView* header = side.table->horizontalHeader();
    header->resizeSection(RecallTableModel::Rank, 44);
    header->setSectionResizeMode(RecallTableModel::Title, QHeaderView::Stretch);
    header->resizeSection(RecallTableModel::Interest, 48);
    header->resizeSection(RecallTableModel::Score, 76);
    header->resizeSection(RecallTableModel::HeldOut, 44);
    connect(side.table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& index) {
                if (index.isValid() && !m_selecting)
                    Q_EMIT itemChosen(index.data(RecallTableModel::ItemIdRole).toString());
            });
    return side;
}

void DuelView::setRun(const QString&)
{
    m_mine = {};
    m_other = {};
    m_ask.drop();
    m_runs.clear();
    if (m_active)
        listRuns();
    showLists();
}

void DuelView::setActive(bool active)
{
    const bool woken = active && !m_active;
    m_active = active;
    if (woken)
        listRuns();
}

void DuelView::setExploration(const UserExploration& exploration)
{
    m_mine = exploration;
    m_other = {};
    showLists();
    ask();
}

void DuelView::listRuns()
{
    const std::string run = m_context.workspace.runId().toStdString();
    if (run.empty())
        return;
    RunStore& store = m_context.store;
    m_context.queries.run(
        this,
        [&store, run] {
            const std::string hash = store.run(run).datasetHash;
            std::vector<RunRecord> runs = store.runs();
            std::erase_if(runs, [&](const RunRecord& each) {
                return each.id != run && (each.datasetHash != hash || each.bestEpoch.empty());
            });
            return runs;
        },
        [this](std::vector<RunRecord> runs) { takeRuns(std::move(runs)); },
        [this](ErrorCode code, const QString& detail) { Q_EMIT failed(code, detail); });
}

void DuelView::takeRuns(std::vector<RunRecord> runs)
{
    m_runs = std::move(runs);
    const QString before = m_otherRun->currentData().toString();
    {
        const QSignalBlocker blocker(m_otherRun);
        m_otherRun->clear();
        for (const RunRecord& run : m_runs)
            if (run.id != m_context.workspace.runId().toStdString())
                m_otherRun->addItem(QString::fromStdString(run.name), QString::fromStdString(run.id));
        if (const int known = m_otherRun->findData(before); known >= 0)
            m_otherRun->setCurrentIndex(known);
    }
    m_otherRun->setEnabled(m_otherRun->count() > 0);
    ask();
}

void DuelView::ask()
{
    m_ask.drop();
    updateTexts();
    const QString other = m_otherRun->currentData().toString();
    if (!m_active || other.isEmpty() || m_mine.userId.empty())
        return;
    RecommendJobRequest request;
    request.run = other.toStdString();
    request.userId = m_mine.userId;
    request.k = std::max<int>(1, static_cast<int>(m_mine.recall.merged.size()));
    m_ask(makeRecommendJob(m_context.store, m_context.paths, std::move(request)));
}

void DuelView::showLists()
{
    {
        const QScopedValueRollback guard(m_selecting, true);
        m_left.model->setInterestNames(m_mine.interestNames());
        m_right.model->setInterestNames(m_other.interestNames());
        m_left.model->setScores(m_mine.scores);
        m_left.model->setList(m_mine.recall.merged, m_mine.mergedItems);
        m_right.model->setScores(m_other.scores);
        m_right.model->setList(m_other.recall.merged, m_other.mergedItems);
    }
    adaptRows();
    std::vector<RankLines::Link> links;
    const ListDifference difference = compareLists(m_mine.recall.merged, m_other.recall.merged);
    for (std::size_t row = 0; row < m_other.recall.merged.size(); ++row)
        if (const auto left = difference.ranksBefore.find(m_other.recall.merged[row].item);
            left != difference.ranksBefore.end())
            links.push_back({ left->second - 1, static_cast<int>(row),
                              m_mine.recall.merged[static_cast<std::size_t>(left->second - 1)].interest });
    m_lines->setLinks(std::move(links));
    updateTexts();
    followItems();
}

void DuelView::adaptRows()
{
    constexpr int title = RecallTableModel::Title;
    ItemCellLook look;
    for (const Side* side : { &m_left, &m_right }) {
        const auto own
            = ItemCellLook::of(*side->model, title, stretchedWidth(*side->table, title), side->table->font());
        look = { look.covers || own.covers, look.details || own.details,
                 std::max(look.titleLines, own.titleLines) };
    }
    for (const Side* side : { &m_left, &m_right }) {
        side->delegate->setItemLook(look, false);
        side->table->verticalHeader()->setDefaultSectionSize(look.rowHeight());
    }
}

void DuelView::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    adaptRows();
}

void DuelView::followItems()
{
    const QStringList items = m_context.workspace.itemIds();
    const QString item = items.isEmpty() ? QString() : items.front();
    const QScopedValueRollback guard(m_selecting, true);
    for (const Side* side : { &m_left, &m_right }) {
        const int row = side->model->rowOf(item);
        if (row < 0) {
            side->table->clearSelection();
            side->table->setCurrentIndex({});
        } else {
            side->table->selectRow(row);
        }
    }
}

QString DuelView::runName(const std::string& id) const
{
    const auto run
        = std::find_if(m_runs.begin(), m_runs.end(), [&id](const RunRecord& each) { return each.id == id; });
    return run == m_runs.end() ? QString() : QString::fromStdString(run->name);
}

void DuelView::updateTexts()
{
    m_lines->setAccessibleDescription({});
    m_left.heading->setText(runName(m_context.workspace.runId().toStdString()));
    m_right.heading->setText(m_otherRun->currentText());
    if (m_mine.userId.empty()) {
        m_note->setFullText(tr("Choose a user to compare"));
        return;
    }
    if (m_otherRun->count() == 0) {
        m_note->setFullText(tr("There is no other evaluated run on this data set; train one to compare"));
        return;
    }
    if (m_other.userId.empty()) {
        m_note->setFullText({});
        return;
    }
    const ListDifference difference = compareLists(m_mine.recall.merged, m_other.recall.merged);
    const auto common = static_cast<std::int64_t>(m_other.recall.merged.size() - difference.in.size());
    //: Two recall lists of one user: hits of the left run, hits of the right run, all held-out items, items
    //: in both lists
    m_note->setFullText(tr("Hits: %1 against %2 of %3 held-out items \u00B7 %4 items in both lists")
                            .arg(countText(m_mine.hits), countText(m_other.hits), countText(m_mine.targets),
                                 countText(common)));
    m_lines->setAccessibleDescription(
        tr("Lines join the places of %n item(s) that both lists have", nullptr, static_cast<int>(common)));
}

void DuelView::retranslate()
{
    m_otherLabel->setText(tr("&Other run"));
    m_otherRun->setAccessibleName(tr("Run to compare with"));
    m_otherRun->setToolTip(tr("Evaluated runs on the same data set"));
    m_left.table->setAccessibleName(tr("Merged list of the current run"));
    m_right.table->setAccessibleName(tr("Merged list of the other run"));
    m_lines->setAccessibleName(tr("Lines between the places of each item in both lists"));
    for (const Side* side : { &m_left, &m_right })
        Q_EMIT side->model->headerDataChanged(Qt::Horizontal, 0, RecallTableModel::ColumnCount - 1);
    updateTexts();
}

} // namespace opal
