// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "core/results/recalllist.h"
#include "views/shell/panelcontext.h"

class QCheckBox;
class QLabel;
class QTableView;

namespace opal {

class ElidedLabel;
class HistoryEditor;
class HistoryTableModel;
class InterestDelegate;
class WhatIfBench;

/// What a user has watched, with the weights of the interests, and the fields that edit it.
class HistoryColumn final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(HistoryColumn)

public:
    HistoryColumn(const PanelContext& context, WhatIfBench& bench, QWidget* parent);

    void setRun(const QString& run);
    void setExploration(const UserExploration& exploration);
    /// The row of this item becomes the current one; empty: none.
    void selectItem(const QString& itemId);
    /// The row of the last edit becomes the current one, for the next.
    void selectEdited();
    /// Other interests than this one are drawn faintly; -1: none is.
    void setHighlight(int interest);

    /// Whether there is room above each item by the time since the one before.
    bool isSpaced() const;
    void retranslate();

    bool eventFilter(QObject* watched, QEvent* event) override;

Q_SIGNALS:
    void itemChosen(const QString& itemId);
    void interestHovered(int interest); ///< -1: none any more

private:
    void setupTable();
    void connectSignals();
    void addShortcuts();
    /// The title comes first: days keep their column where it stays whole, and stand among its details
    /// elsewhere.
    void adapt();
    void space();
    void updateNote();

    WhatIfBench& m_bench;
    UserExploration m_exploration;
    bool m_selecting = false; ///< the table follows the selection, it does not set it
    QLabel* m_heading;
    ElidedLabel* m_note;
    QCheckBox* m_spaced;
    QTableView* m_table;
    HistoryTableModel* m_model;
    InterestDelegate* m_delegate;
    HistoryEditor* m_editor;
};

} // namespace opal
