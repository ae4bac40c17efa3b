// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "core/results/attribution.h"
#include "core/results/listdifference.h"
#include "core/results/recalllist.h"
#include "views/shell/ask.h"
#include "views/shell/panel.h"
#include "views/shell/panelcontext.h"

class QCheckBox;
class QLabel;
class QScrollArea;
class QSplitter;
class QStackedWidget;
class QTabBar;
class QTableView;
class QVBoxLayout;

namespace opal {

class AttributionView;
class DuelView;
class ElidedLabel;
class EmptyState;
class ErrorBar;
class HistoryEditor;
class HistoryTableModel;
class InterestCard;
class InterestDelegate;
struct InterestCase;
class RecallTableModel;
class UserPicker;
class UserTable;
class WeightRow;
class WhatIfBar;
class WhatIfBench;

/// One user as the model sees him: history with its weights, the interests, and what each of them recalls.
class InterestsPanel final : public Panel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(InterestsPanel)

public:
    explicit InterestsPanel(const PanelContext& context, QWidget* parent = nullptr);

    QString id() const override { return QStringLiteral("interests"); }

    QString title() const override;
    void retranslate() override;
    std::vector<FigureRequest> figures() const override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    // Columns that come and go.
    static constexpr int dayWidth = 104;
    static constexpr int weightsWidth = 104;
    static constexpr int scoreWidth = 76;
    static constexpr int scoresWidth = 104;
    static constexpr int changeWidth = 68;

    enum Page { LensPage, DuelPage, AttributionPage, UsersPage };

    enum class Missing { Run, User, Answer, Nothing };

    void setupUi();
    QWidget* makeHistoryColumn();
    QWidget* makeCardColumn();
    QWidget* makeListColumn();
    void connectSignals();

    void takeRun();
    void takeUser();
    /// Asks for the current user of the current run; the answer of an older question is dropped.
    void explore();
    void takeFailure(ErrorCode code, const QString& detail);
    void showExploration(UserExploration exploration);
    void showCards();
    void showTabs();
    /// As much of the names as the tabs have room for.
    void nameTabs();
    void showList();
    /// The title comes first: days, numbers and bars of scores keep their columns where it stays whole, and
    /// stand among its details or in its tool tip elsewhere.
    void adaptColumns();
    void adaptHistory();
    void adaptList();
    void showMissing(Missing missing);
    void updateTexts();
    void updateHighlight();
    void setHovered(int interest);
    int tabInterest() const;
    QWidget* makePages();
    void connectSelection();
    void connectBench();
    void addShortcuts();
    /// Difference of the merged list to the user as he is; only while something is changed.
    void showDifference();
    void showDetail();
    void selectItems();
    /// The row of the last edit stays the current one, for the next.
    void selectEdited();
    /// Room above each item by the time since the one before, or none.
    void spaceHistory();
    void chooseItem(const QString& itemId);
    void saveCase();
    void removeCase(const InterestCase& chosen);
    void loadCases();
    void openCase(const ExploreQuery& query, const QString& name);
    /// Asks for the pass over all users, once a run.
    void attribute();
    void takeAttribution(std::shared_ptr<const RunAttribution> attribution);
    void showPage(int page);

    PanelContext m_context;
    Ask<UserExploration> m_ask;
    Ask<std::shared_ptr<const RunAttribution>> m_askAttribution;
    UserExploration m_exploration;
    UserExploration m_baseline; ///< the user as he is
    std::shared_ptr<const RunAttribution> m_attribution;
    ExploreQuery m_pendingCase; ///< to be opened when its user is chosen
    bool m_hasPendingCase = false;
    ExploreQuery m_asked; ///< the question of the awaited answer
    ExploreQuery m_answered; ///< the question whose answer is shown
    bool m_selecting = false; ///< the tables follow the selection, they do not set it
    Missing m_missing = Missing::Run;
    int m_hovered = -1;

    UserPicker* m_picker = nullptr;
    WhatIfBench* m_bench = nullptr;
    WhatIfBar* m_bar = nullptr;
    QTabBar* m_pageTabs = nullptr;
    QStackedWidget* m_lens = nullptr;
    QWidget* m_lensPage = nullptr;
    DuelView* m_duel = nullptr;
    AttributionView* m_attributionView = nullptr;
    UserTable* m_users = nullptr;
    ElidedLabel* m_summary = nullptr;
    ErrorBar* m_error = nullptr;
    QStackedWidget* m_pages = nullptr;
    EmptyState* m_empty = nullptr;
    QSplitter* m_content = nullptr;
    QLabel* m_historyHeading = nullptr;
    ElidedLabel* m_historyNote = nullptr;
    QCheckBox* m_spaced = nullptr;
    QTableView* m_history = nullptr;
    HistoryEditor* m_editor = nullptr;
    HistoryTableModel* m_historyModel = nullptr;
    InterestDelegate* m_historyDelegate = nullptr;
    QLabel* m_cardsHeading = nullptr;
    ElidedLabel* m_cardsNote = nullptr;
    QVBoxLayout* m_cardLayout = nullptr;
    std::vector<InterestCard*> m_cards;
    std::vector<WeightRow*> m_weights; ///< parallel to m_cards
    QLabel* m_listHeading = nullptr;
    ElidedLabel* m_listNote = nullptr;
    QTabBar* m_tabs = nullptr;
    QTableView* m_list = nullptr;
    ElidedLabel* m_detail = nullptr;
    RecallTableModel* m_listModel = nullptr;
    InterestDelegate* m_listDelegate = nullptr;
};

} // namespace opal
