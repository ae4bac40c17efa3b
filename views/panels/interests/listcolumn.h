// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "core/results/recalllist.h"

class QLabel;
class QPushButton;
class QTabBar;
class QTableView;

namespace opal {

class ElidedLabel;
class HeldOutModel;
class InterestDelegate;
class ItemCellDelegate;
class RecallTableModel;
class Theme;
class WhatIfBar;

/// What is recommended: a list for each interest and the merged one, as tabs over one table; and in its
/// place, if asked for, what the user really watched on the held-out day with its places in all of these
/// lists.
class ListColumn final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ListColumn)

public:
    /// `bar` tells how the merged list differs from that of the user as he is, and where that is written.
    ListColumn(const Theme& theme, WhatIfBar& bar, QWidget* parent);

    /// `baseline` is the user as he is, whose lists are set against these of length `k`; without interests
    /// while nothing is changed.
    void setExploration(UserExploration exploration, UserExploration baseline, int k);
    /// Opens the list of an interest; -1: the merged one.
    void setInterest(int interest);
    /// The row of this item becomes the current one; empty: none.
    void selectItem(const QString& itemId);
    /// Other interests than this one are drawn faintly; -1: none is.
    void setHighlight(int interest);
    void retranslate();

    bool eventFilter(QObject* watched, QEvent* event) override;

Q_SIGNALS:
    void interestChosen(int interest); ///< -1: the merged list
    void itemChosen(const QString& itemId);
    void interestHovered(int interest); ///< -1: none any more

private:
    void setupTable();
    void setupHeldOut();
    void showHeldOut(bool shown);
    void connectSignals();
    int tabInterest() const;
    void showTabs();
    /// As much of the names as the tabs have room for.
    void nameTabs();
    void showList();
    void showDifference();
    void showDetail();
    /// Why the item of a row is recommended, in one line; empty if there is nothing to say.
    QString reasonText(const QModelIndex& index) const;
    /// The title comes first: numbers and bars of scores keep their columns where it stays whole, and stand
    /// among its details or in its tool tip elsewhere.
    void adapt();
    void updateNote();

    UserExploration m_exploration;
    UserExploration m_baseline;
    int m_k = 0;
    int m_interest = -1; ///< whose list is open; -1: the merged one
    WhatIfBar& m_bar;
    bool m_selecting = false; ///< the table follows the selection, it does not set it
    QLabel* m_heading;
    ElidedLabel* m_note;
    QTabBar* m_tabs;
    QTableView* m_table;
    QPushButton* m_heldOutButton;
    QTableView* m_heldOutTable;
    HeldOutModel* m_heldOut;
    ItemCellDelegate* m_heldOutCells;
    ElidedLabel* m_detail;
    ElidedLabel* m_reason;
    RecallTableModel* m_model;
    InterestDelegate* m_delegate;
};

} // namespace opal
