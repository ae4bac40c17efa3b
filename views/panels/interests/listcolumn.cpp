// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/interests/listcolumn.h"

#include <algorithm>
#include <utility>

#include <QEvent>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QPainter>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QSignalBlocker>
#include <QTableView>

#include "core/results/listdifference.h"
#include "views/itemmodels/heldoutmodel.h"
#include "views/itemmodels/itemcell.h"
#include "views/itemmodels/recalltablemodel.h"
#include "views/panels/interests/interestdelegate.h"
#include "views/panels/interests/whatifbar.h"
#include "views/shell/theme.h"
#include "views/widgets/covercache.h"
#include "views/widgets/elidedlabel.h"
#include "views/widgets/interesttitles.h"
#include "views/widgets/make.h"
#include "views/widgets/numbers.h"
#include "views/widgets/tablesetup.h"

namespace opal {

namespace {

// Columns that come and go.
constexpr int scoreWidth = 76;
constexpr int scoresWidth = 104;
constexpr int changeWidth = 68;

/// The list as it would be with lists of length k.
template <typename Entry> std::vector<Entry> firstOf(const std::vector<Entry>& list, int k)
{
    return { list.begin(),
             list.begin() + static_cast<std::ptrdiff_t>(std::min(list.size(), static_cast<std::size_t>(k))) };
}

} // namespace

ListColumn::ListColumn(const Theme& theme, WhatIfBar& bar, QWidget* parent)
    : QWidget(parent)
    , m_bar(bar)
    , m_heading(makeStyled<QLabel>(this, "heading"))
    , m_note(makeStyled<ElidedLabel>(this, "secondary"))
    , m_tabs(makeTabs(this, "listTabs", 0, "compact"))
    , m_table(make<QTableView>(this, "recall"))
    , m_heldOutButton(make<QPushButton>(this, "heldOutButton", "toggle"))
    , m_heldOutTable(make<QTableView>(this, "heldOut"))
    , m_heldOut(new HeldOutModel(this))
    , m_heldOutCells(new ItemCellDelegate(this))
    , m_detail(make<ElidedLabel>(this, "itemDetail", "secondary"))
    , m_reason(make<ElidedLabel>(this, "itemReason", "secondary"))
    , m_model(new RecallTableModel(this))
    , m_delegate(new InterestDelegate(theme, RecallTableModel::InterestRole, this))
{
    m_tabs->setUsesScrollButtons(true);
    setupTable();
    setupHeldOut();
    auto* heading = rowOf({ m_heading, bar.difference(), m_heldOutButton });
    m_heading->setMinimumHeight(headingHeight);
    heading->setStretchFactor(bar.difference(), 1);
    auto* layout = columnOn(this, 4, { 8, 0, 0, 0 });
    layout->addLayout(heading);
    layout->addWidget(m_note);
    layout->addWidget(m_tabs);
    layout->addWidget(m_table, 1);
    layout->addWidget(m_heldOutTable, 1);
    layout->addWidget(m_detail);
    layout->addWidget(m_reason);
    connectSignals();
}

void ListColumn::setupTable()
{
    m_table->setModel(m_model);
    opal::setupTable(*m_table);
    m_table->setMouseTracking(true);
    m_table->viewport()->installEventFilter(this);
    m_table->setMinimumWidth(240);
    m_delegate->setChipColumn(RecallTableModel::Interest);
    m_delegate->setScoresColumn(RecallTableModel::Scores, RecallTableModel::ScoresRole);
    m_delegate->setGoodColumn(RecallTableModel::HeldOut);
    m_delegate->setItemColumn(RecallTableModel::Title);
    m_table->setItemDelegate(m_delegate);
    followCovers(*m_table);
    for (const int detail : { RecallTableModel::Item, RecallTableModel::Tags })
        m_table->setColumnHidden(detail, true); // among the details of the title
    QHeaderView* header = m_table->horizontalHeader();
    header->resizeSection(RecallTableModel::Rank, 44);
    header->setSectionResizeMode(RecallTableModel::Title, QHeaderView::Stretch);
    header->resizeSection(RecallTableModel::Interest, 48);
    header->resizeSection(RecallTableModel::Score, scoreWidth);
    header->resizeSection(RecallTableModel::Scores, scoresWidth);
    header->resizeSection(RecallTableModel::Change, changeWidth);
    header->resizeSection(RecallTableModel::HeldOut, 44);
}

void ListColumn::setupHeldOut()
{
    m_heldOutButton->setCheckable(true);
    m_heldOutTable->setModel(m_heldOut);
    opal::setupTable(*m_heldOutTable);
    m_heldOutTable->setItemDelegateForColumn(HeldOutModel::Title, m_heldOutCells);
    m_heldOutTable->viewport()->installEventFilter(this);
    m_heldOutTable->setMinimumWidth(240);
    followCovers(*m_heldOutTable);
    m_heldOutTable->horizontalHeader()->setSectionResizeMode(HeldOutModel::Title, QHeaderView::Stretch);
    m_heldOutTable->horizontalHeader()->resizeSection(HeldOutModel::Merged, 68);
    m_heldOutTable->hide();
}

void ListColumn::showHeldOut(bool shown)
{
    m_heldOutTable->setVisible(shown);
    m_tabs->setVisible(!shown);
    m_table->setVisible(!shown);
    m_detail->setVisible(!shown);
    m_reason->setVisible(!shown);
    m_heldOutCells->adapt(*m_heldOutTable, HeldOutModel::Title);
}

void ListColumn::connectSignals()
{
    connect(m_heldOutButton, &QPushButton::toggled, this, &ListColumn::showHeldOut);
    connect(m_heldOutTable->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& index) {
                if (index.isValid() && !m_selecting)
                    Q_EMIT itemChosen(index.data(HeldOutModel::ItemIdRole).toString());
            });
    connect(m_tabs, &QTabBar::currentChanged, this, [this] { Q_EMIT interestChosen(tabInterest()); });
    connect(m_table, &QTableView::entered, this, [this](const QModelIndex& index) {
        Q_EMIT interestHovered(index.data(RecallTableModel::InterestRole).toInt());
    });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& index) {
                if (index.isValid() && !m_selecting)
                    Q_EMIT itemChosen(index.data(RecallTableModel::ItemIdRole).toString());
                showDetail();
            });
}

void ListColumn::setExploration(UserExploration exploration, UserExploration baseline, int k)
{
    m_exploration = std::move(exploration);
    m_baseline = std::move(baseline);
    m_k = k;
    m_model->setInterestNames(m_exploration.interestNames());
    m_heldOut->set(m_exploration.heldOut, m_exploration.interestNames(), m_k);
    for (int column = HeldOutModel::FirstInterest; column < m_heldOut->columnCount(); ++column)
        m_heldOutTable->horizontalHeader()->resizeSection(column, 52);
    m_heldOutButton->setEnabled(m_heldOut->rowCount() > 0);
    if (m_heldOut->rowCount() == 0)
        m_heldOutButton->setChecked(false);
    m_heldOutCells->adapt(*m_heldOutTable, HeldOutModel::Title);
    showTabs();
    showList();
}

void ListColumn::setInterest(int interest)
{
    m_interest = interest;
    const QSignalBlocker blocker(m_tabs);
    m_tabs->setCurrentIndex(interest < 0 ? m_tabs->count() - 1 : std::min(interest, m_tabs->count() - 1));
    nameTabs();
    showList();
}

void ListColumn::selectItem(const QString& itemId)
{
    const QScopedValueRollback guard(m_selecting, true);
    chooseRow(*m_table, m_model->rowOf(itemId));
    chooseRow(*m_heldOutTable, m_heldOut->rowOf(itemId));
    showDetail();
}

void ListColumn::setHighlight(int interest)
{
    // The list of one interest has no other rows to set apart from.
    m_delegate->setHighlight(tabInterest() < 0 ? interest : -1);
    m_table->viewport()->update();
}

int ListColumn::tabInterest() const
{
    return m_tabs->currentIndex() == m_tabs->count() - 1 ? -1 : m_tabs->currentIndex();
}

void ListColumn::showTabs()
{
    const QSignalBlocker blocker(m_tabs);
    const int lists = static_cast<int>(m_exploration.recall.perInterest.size());
    while (m_tabs->count() > lists + 1)
        m_tabs->removeTab(0);
    while (m_tabs->count() < lists + 1)
        m_tabs->insertTab(0, QString());
    for (int place = 0; place < lists; ++place) {
        QPixmap chip(QSize(16, 16) * devicePixelRatioF());
        chip.setDevicePixelRatio(devicePixelRatioF());
        chip.fill(Qt::transparent);
        QPainter painter(&chip);
        paintInterestChip(painter, QRect(0, 0, 16, 16), place);
        painter.end();
        m_tabs->setTabIcon(place, QIcon(chip));
        const QString list = tr("List of %1").arg(numberedInterest(place, m_exploration.interestName(place)));
        m_tabs->setTabToolTip(place, list);
        m_tabs->setAccessibleTabName(place, list);
    }
    m_tabs->setTabIcon(lists, QIcon());
    m_tabs->setTabText(lists, tr("Merged"));
    m_tabs->setTabToolTip(lists, tr("Every item with the interest that gives it the highest score"));
    m_tabs->setAccessibleTabName(lists, tr("Merged list"));
    m_tabs->setCurrentIndex(m_interest < 0 ? lists : std::min(m_interest, lists));
    nameTabs();
}

void ListColumn::nameTabs()
{
    constexpr int aroundName = 50; // the chip and the space around it and the name
    constexpr double widestName = 150;
    const int lists = m_tabs->count() - 1;
    if (lists < 1)
        return;
    const QFontMetricsF metrics(m_tabs->font());
    std::vector<QString> names;
    double first = 0; // what the first terms take
    for (int interest = 0; interest < lists; ++interest) {
        names.push_back(QString::fromStdString(m_exploration.interestName(interest)));
        const QString term = names.back().section(QStringLiteral(", "), 0, 0) % QChar(0x2026);
        first = std::max(first, metrics.horizontalAdvance(term));
    }
    const double merged = metrics.horizontalAdvance(m_tabs->tabText(lists)) + aroundName;
    const double all = m_table->width() - merged - lists * aroundName;
    // Where there is no room for all, number and colour of the chips say enough, and the open list is named.
    const bool every = all / lists >= first;
    for (int interest = 0; interest < lists; ++interest) {
        const bool open = interest == m_tabs->currentIndex();
        const double room = every ? all / lists : open ? all : 0;
        m_tabs->setTabText(
            interest,
            elidedTitle(names[static_cast<std::size_t>(interest)], metrics, std::min(widestName, room)));
    }
}

void ListColumn::showList()
{
    const int interest = tabInterest();
    const auto position = static_cast<std::size_t>(interest);
    if (interest < 0)
        m_model->setList(m_exploration.recall.merged, m_exploration.mergedItems);
    else if (position < m_exploration.recall.perInterest.size())
        m_model->setList(m_exploration.recall.perInterest[position],
                         m_exploration.perInterestItems[position]);
    m_model->setScores(m_exploration.scores);
    showDifference();
    adapt();
    updateNote();
}

void ListColumn::showDifference()
{
    if (m_baseline.interests.empty()) {
        m_bar.showDifference(nullptr);
        return;
    }
    const ListDifference merged
        = compareLists(firstOf(m_baseline.recall.merged, m_k), m_exploration.recall.merged);
    m_bar.showDifference(&merged);
    const int interest = tabInterest();
    const auto position = static_cast<std::size_t>(std::max(interest, 0));
    if (interest >= 0
        && (position >= m_baseline.recall.perInterest.size()
            || position >= m_exploration.recall.perInterest.size()))
        return;
    const auto& whole = interest < 0 ? m_baseline.recall.merged : m_baseline.recall.perInterest[position];
    const auto& texts = interest < 0 ? m_baseline.mergedItems : m_baseline.perInterestItems[position];
    const auto& after
        = interest < 0 ? m_exploration.recall.merged : m_exploration.recall.perInterest[position];
    const std::vector<RecallEntry> before = firstOf(whole, m_k);
    ListDifference difference = compareLists(before, after);
    std::vector<RecallEntry> left;
    std::vector<UserExploration::ItemText> leftTexts;
    for (const std::int32_t item : difference.out) {
        const auto row = static_cast<std::size_t>(difference.ranksBefore.at(item) - 1);
        left.push_back(before[row]);
        leftTexts.push_back(texts[row]);
    }
    m_model->setDifference(std::move(difference), std::move(left), std::move(leftTexts));
}

void ListColumn::showDetail()
{
    m_detail->setFullText(m_model->detailText(m_table->currentIndex().row()));
    m_reason->setFullText(reasonText(m_table->currentIndex()));
}

QString ListColumn::reasonText(const QModelIndex& index) const
{
    if (!index.isValid() || index.row() >= m_model->listedRows())
        return {};
    const auto scores = m_exploration.scores.find(m_model->entry(index.row()).item);
    const auto interest = static_cast<std::size_t>(index.data(RecallTableModel::InterestRole).toInt());
    if (scores == m_exploration.scores.end() || interest >= scores->second.reasons.size())
        return {};
    QStringList near;
    for (const RecallReason& reason : scores->second.reasons[interest]) {
        const HistoryEntry& item = m_exploration.history.at(static_cast<std::size_t>(reason.row));
        //: An item of the history and its share in why another one is recommended
        near << tr("%1 (%2 %)")
                    .arg(QString::fromStdString(item.title.empty() ? item.itemId : item.title),
                         QLocale().toString(reason.share * 100, 'f', reason.share < 0.1 ? 1 : 0));
    }
    if (near.isEmpty())
        return {};
    //: Followed by items of the history and their shares
    return tr("Why: near %1 of the history").arg(near.join(QStringLiteral(" \u00B7 ")));
}

void ListColumn::adapt()
{
    constexpr int title = RecallTableModel::Title;
    const bool several = m_exploration.interests.size() > 1;
    const bool changed = m_model->hasDifference();
    int room = m_table->viewport()->width() - (changed ? changeWidth : 0)
        - roomForTitle(*m_model, title, m_table->font());
    for (const int column : { RecallTableModel::Rank, RecallTableModel::Interest, RecallTableModel::HeldOut })
        room -= m_table->columnWidth(column);
    const bool scores = several && room >= scoresWidth;
    m_table->setColumnHidden(RecallTableModel::Change, !changed);
    m_table->setColumnHidden(RecallTableModel::Scores, !scores);
    m_table->setColumnHidden(RecallTableModel::Score, room - (scores ? scoresWidth : 0) < scoreWidth);
    const auto look = ItemCellLook::of(*m_model, title, stretchedWidth(*m_table, title), m_table->font());
    m_delegate->setItemLook(look, several && !scores && look.details);
    m_table->verticalHeader()->setDefaultSectionSize(look.rowHeight());
}

bool ListColumn::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Leave) {
        Q_EMIT interestHovered(-1);
    } else if (event->type() == QEvent::Resize) {
        adapt();
        m_heldOutCells->adapt(*m_heldOutTable, HeldOutModel::Title);
        nameTabs();
    }
    return QWidget::eventFilter(watched, event);
}

void ListColumn::updateNote()
{
    const auto hits = static_cast<int>(m_model->hitRows().size());
    m_note->setFullText(tr("%1 items, %n held-out hits", nullptr, hits)
                            .arg(countText(static_cast<std::int64_t>(m_model->listedRows()))));
}

void ListColumn::retranslate()
{
    m_heading->setText(tr("Recall"));
    m_table->setAccessibleName(tr("Recommended items"));
    m_tabs->setAccessibleName(tr("Lists: one an interest and the merged one"));
    m_heldOutButton->setText(tr("Held out"));
    m_heldOutButton->setToolTip(
        tr("What the user really watched on the test day, found or missed, with its place in every list"));
    m_heldOutTable->setAccessibleName(tr("Held-out videos and their places"));
    Q_EMIT m_heldOut->headerDataChanged(Qt::Horizontal, 0, std::max(0, m_heldOut->columnCount() - 1));
    if (m_tabs->count() > 0)
        showTabs();
    Q_EMIT m_model->headerDataChanged(Qt::Horizontal, 0, RecallTableModel::ColumnCount - 1);
    updateNote();
}

} // namespace opal
