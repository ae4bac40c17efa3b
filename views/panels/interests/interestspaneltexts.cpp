// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <limits>

#include <QCheckBox>
#include <QEvent>
#include <QHeaderView>
#include <QLabel>
#include <QTabBar>
#include <QTableView>

#include "views/itemmodels/historytablemodel.h"
#include "views/itemmodels/itemcell.h"
#include "views/itemmodels/recalltablemodel.h"
#include "views/panels/interests/attributionview.h"
#include "views/panels/interests/duelview.h"
#include "views/panels/interests/historyeditor.h"
#include "views/panels/interests/interestcard.h"
#include "views/panels/interests/interestdelegate.h"
#include "views/panels/interests/interestspanel.h"
#include "views/panels/interests/usertable.h"
#include "views/panels/interests/weightrow.h"
#include "views/panels/interests/whatifbar.h"
#include "views/shared/userpicker.h"
#include "views/shell/workspace.h"
#include "views/widgets/elidedlabel.h"
#include "views/widgets/emptystate.h"
#include "views/widgets/numbers.h"

namespace opal {

void InterestsPanel::retranslate()
{
    m_picker->retranslate();
    m_bar->retranslate();
    m_editor->retranslate();
    m_duel->retranslate();
    m_attributionView->retranslate();
    m_users->retranslate();
    for (WeightRow* row : m_weights)
        row->retranslate();
    m_pageTabs->setTabText(LensPage, tr("Lens"));
    m_pageTabs->setTabToolTip(LensPage, tr("History, interests and recall of one user"));
    m_pageTabs->setTabText(DuelPage, tr("Compare runs"));
    m_pageTabs->setTabToolTip(DuelPage, tr("The same user under two runs side by side"));
    m_pageTabs->setTabText(AttributionPage, tr("Attribution"));
    m_pageTabs->setTabToolTip(AttributionPage, tr("Which interest finds what, over all users"));
    m_pageTabs->setTabText(UsersPage, tr("Users"));
    m_pageTabs->setTabToolTip(UsersPage, tr("All users with their properties"));
    m_pageTabs->setAccessibleName(tr("Pages of the interest panel"));
    m_historyHeading->setText(tr("History"));
    m_spaced->setText(tr("Space by time"));
    m_spaced->setToolTip(tr("Room above an item in proportion to the time since the one before"));
    m_cardsHeading->setText(tr("Interests"));
    m_listHeading->setText(tr("Recall"));
    m_history->setAccessibleName(tr("History of the user with the weights of the interests"));
    m_list->setAccessibleName(tr("Recommended items"));
    m_tabs->setAccessibleName(tr("Lists: one an interest and the merged one"));
    for (InterestCard* card : m_cards)
        card->retranslate();
    if (m_tabs->count() > 0)
        showTabs();
    Q_EMIT m_historyModel->headerDataChanged(Qt::Horizontal, 0, HistoryTableModel::ColumnCount - 1);
    Q_EMIT m_listModel->headerDataChanged(Qt::Horizontal, 0, RecallTableModel::ColumnCount - 1);
    updateTexts();
}

void InterestsPanel::updateTexts()
{
    switch (m_missing) {
    case Missing::Run:
        m_empty->setTexts(tr("No run is open"),
                          tr("Open a trained run to see what it has learned about its users."),
                          tr("Choose a run"));
        break;
    case Missing::User:
        m_empty->setTexts(
            tr("No user is chosen"),
            tr("Type a user id above, or take any user, to see the history, the interests and what each of "
               "them recommends."),
            tr("Random user"));
        break;
    case Missing::Answer:
        m_empty->setTexts({}, tr("Reading the history and searching the nearest items of each interest."));
        break;
    case Missing::Nothing:
        break;
    }
    m_summary->setFullText({});
    if (m_missing != Missing::Nothing)
        return;

    const QString time
        = QString::number(m_exploration.milliseconds, 'f', m_exploration.milliseconds < 10 ? 1 : 0);
    if (m_exploration.targets == 0)
        //: Time in milliseconds
        m_summary->setFullText(tr("No item on the test day \u00B7 %1 ms").arg(time));
    else
        //: Items of the test day that the merged list finds, all the user watched then, time in milliseconds
        m_summary->setFullText(
            tr("Test day: %1 of %2 items found \u00B7 %3 ms")
                .arg(countText(m_exploration.hits), countText(m_exploration.targets), time));
    const auto shown = static_cast<std::int64_t>(m_exploration.history.size());
    m_historyNote->setFullText(shown == m_exploration.historyLength
                                   ? tr("%1 items, oldest first").arg(countText(shown))
                                   : tr("last %1 of %2 items, oldest first")
                                         .arg(countText(shown), countText(m_exploration.historyLength)));
    const bool hasWeights = !m_exploration.history.empty() && !m_exploration.history.front().weights.empty();
    m_cardsNote->setFullText(hasWeights ? tr("share of the merged list")
                                        : tr("this model does not assign items to interests"));
    const auto rows = static_cast<std::int64_t>(m_listModel->listedRows());
    m_listNote->setFullText(
        tr("%1 items, %n held-out hits", nullptr, static_cast<int>(m_listModel->hitRows().size()))
            .arg(countText(rows)));
}

namespace {

constexpr int wholeTitle = 24; ///< letters that keep to one line

/// Width of a cell in which the titles stay on one line, as long as they are not very long.
int roomForTitle(const QAbstractItemModel& model, int column, const QFont& font)
{
    const auto look = ItemCellLook::of(model, column, std::numeric_limits<int>::max() / 2, font);
    const QFontMetrics metrics(cellTitleFont(font, look));
    const int most = wholeTitle * metrics.averageCharWidth() * 11 / 10;
    int widest = 0;
    for (int row = 0; row < model.rowCount() && widest < most; ++row)
        widest = std::max(widest,
                          metrics.horizontalAdvance(model.index(row, column).data(CellTitleRole).toString()));
    const QRect cell(0, 0, 1000, look.rowHeight());
    return cell.width() - look.textRect(cell).width() + std::min(widest, most);
}

} // namespace

void InterestsPanel::adaptColumns()
{
    adaptHistory();
    adaptList();
}

void InterestsPanel::adaptHistory()
{
    constexpr int title = HistoryTableModel::Title;
    const auto& history = m_exploration.history;
    const bool hasWeights = std::any_of(history.begin(), history.end(),
                                        [](const HistoryEntry& entry) { return !entry.weights.empty(); });
    const int room = m_history->viewport()->width() - (hasWeights ? weightsWidth : 0)
        - roomForTitle(*m_historyModel, title, m_history->font());
    m_history->setColumnHidden(HistoryTableModel::Weights, !hasWeights);
    m_history->setColumnHidden(HistoryTableModel::Day, room < dayWidth);
    m_historyModel->setDayInDetails(room < dayWidth);
    const auto look
        = ItemCellLook::of(*m_historyModel, title, stretchedWidth(*m_history, title), m_history->font());
    if (look == m_historyDelegate->itemLook())
        return;
    m_historyDelegate->setItemLook(look, false);
    m_history->verticalHeader()->setDefaultSectionSize(look.rowHeight());
    spaceHistory();
}

void InterestsPanel::adaptList()
{
    constexpr int title = RecallTableModel::Title;
    const bool several = m_exploration.interests.size() > 1;
    const bool changed = m_listModel->hasDifference();
    int room = m_list->viewport()->width() - (changed ? changeWidth : 0)
        - roomForTitle(*m_listModel, title, m_list->font());
    for (const int column : { RecallTableModel::Rank, RecallTableModel::Interest, RecallTableModel::HeldOut })
        room -= m_list->columnWidth(column);
    const bool scores = several && room >= scoresWidth;
    m_list->setColumnHidden(RecallTableModel::Change, !changed);
    m_list->setColumnHidden(RecallTableModel::Scores, !scores);
    m_list->setColumnHidden(RecallTableModel::Score, room - (scores ? scoresWidth : 0) < scoreWidth);
    const auto look = ItemCellLook::of(*m_listModel, title, stretchedWidth(*m_list, title), m_list->font());
    m_listDelegate->setItemLook(look, several && !scores && look.details);
    m_list->verticalHeader()->setDefaultSectionSize(look.rowHeight());
}

bool InterestsPanel::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Leave && (watched == m_history->viewport() || watched == m_list->viewport()))
        setHovered(-1);
    if (event->type() == QEvent::Resize
        && (watched == m_history->viewport() || watched == m_list->viewport())) {
        adaptColumns();
        nameTabs();
    }
    return Panel::eventFilter(watched, event);
}

void InterestsPanel::setHovered(int interest)
{
    if (m_hovered == interest)
        return;
    m_hovered = interest;
    updateHighlight();
}

void InterestsPanel::updateHighlight()
{
    const int selected = m_context.workspace.interest();
    const int highlighted = m_hovered >= 0 ? m_hovered : selected;
    m_historyDelegate->setHighlight(highlighted);
    // The list of one interest has no other rows to set apart from.
    m_listDelegate->setHighlight(tabInterest() < 0 ? highlighted : -1);
    m_history->viewport()->update();
    m_list->viewport()->update();
    for (InterestCard* card : m_cards) {
        card->setChecked(card->interest() == selected);
        card->setFaint(highlighted >= 0 && card->interest() != highlighted);
    }
}

} // namespace opal
