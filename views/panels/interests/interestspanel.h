// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "core/results/attribution.h"
#include "core/results/recalllist.h"
#include "views/shell/ask.h"
#include "views/shell/panel.h"
#include "views/shell/panelcontext.h"

class QStackedWidget;
class QTabBar;

namespace opal {

class AttributionView;
class CardColumn;
class DuelView;
class ElidedLabel;
class EmptyState;
class ErrorBar;
class HistoryColumn;
class InterestCases;
class ListColumn;
class UserPicker;
class UserTable;
class WhatIfBar;
class WhatIfBench;
struct InterestCase;

/// One user as the model sees him: history with its weights, the interests, and what each of them recalls.
class InterestsPanel final : public Panel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(InterestsPanel)

public:
    explicit InterestsPanel(const PanelContext& context, QWidget* parent = nullptr);

    QString id() const override { return u"interests"_s; }

    QString title() const override;
    void retranslate() override;
    std::vector<FigureRequest> figures() const override;

private:
    enum Page { LensPage, DuelPage, AttributionPage, UsersPage, PageCount };

    enum class Missing { Run, User, Answer, Nothing };

    void setupUi();
    QWidget* makePages();
    void connectSignals();
    void connectColumns();
    void connectBench();
    void connectPages();

    void setRun();
    void setUser();
    /// Asks for the current user of the current run; the answer of an older question is dropped.
    void explore();
    void showFailure(ErrorCode code, const QString& detail);
    void showExploration(UserExploration exploration);
    void showMissing(Missing missing);
    void updateTexts();
    void updateHighlight();
    void setHovered(int interest);
    void selectItems();
    void chooseItem(const QString& itemId);
    void openCase(const InterestCase& chosen);
    /// Asks for the pass over all users, once a run.
    void attribute();
    void setAttribution(std::shared_ptr<const RunAttribution> attribution);
    void showPage(int page);
    void reportError(ErrorCode code, const QString& detail);

    PanelContext m_context;
    Ask<UserExploration> m_ask;
    Ask<std::shared_ptr<const RunAttribution>> m_askAttribution;
    UserExploration m_exploration;
    UserExploration m_baseline; ///< the user as he is
    std::shared_ptr<const RunAttribution> m_attribution;
    std::optional<ExploreQuery> m_pendingCase; ///< to be opened when its user is chosen
    ExploreQuery m_asked; ///< the question of the awaited answer
    ExploreQuery m_answered; ///< the question whose answer is shown
    Missing m_missing = Missing::Run;
    int m_hovered = -1;

    UserPicker* m_picker = nullptr;
    QTabBar* m_pageTabs = nullptr;
    ElidedLabel* m_summary = nullptr;
    ErrorBar* m_error = nullptr;
    QStackedWidget* m_pages = nullptr; ///< why there is nothing, the lens
    EmptyState* m_empty = nullptr;
    QStackedWidget* m_lens = nullptr; ///< the four pages
    WhatIfBench* m_bench = nullptr;
    WhatIfBar* m_bar = nullptr;
    InterestCases* m_cases = nullptr;
    QWidget* m_lensPage = nullptr;
    HistoryColumn* m_history = nullptr;
    CardColumn* m_cards = nullptr;
    ListColumn* m_list = nullptr;
    DuelView* m_duel = nullptr;
    AttributionView* m_attributionView = nullptr;
    UserTable* m_users = nullptr;
};

} // namespace opal
