#pragma once

#include <vector>

#include "core/jobs/jobrunner.h"
#include "core/results/recalllist.h"
#include "views/shell/panel.h"
#include "views/shell/panelcontext.h"

class QComboBox;
class QLabel;
class QScrollArea;
class QSplitter;
class QStackedWidget;
class QTabBar;
class QTableView;
class QVBoxLayout;

namespace opal {

class ElidedLabel;
class EmptyState;
class ErrorBar;
class HistoryTableModel;
class InterestCard;
class InterestDelegate;
class RecallTableModel;
class UserPicker;

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
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
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
    void takeResult(JobId id, const JobOutcome& outcome);
    void showExploration(UserExploration exploration);
    void showCards();
    void showTabs();
    void showList();
    /// Titles and tags give way where there is none or little room: weights, sources and scores stay.
    void adaptColumns();
    void showMissing(Missing missing);
    void updateTexts();
    void updateHighlight();
    void setHovered(int interest);
    int tabInterest() const;
    int listLength() const;

    PanelContext m_context;
    UserExploration m_exploration;
    Missing m_missing = Missing::Run;
    JobId m_job = 0;
    int m_hovered = -1;

    UserPicker* m_picker = nullptr;
    QLabel* m_lengthLabel = nullptr;
    QComboBox* m_length = nullptr;
    ElidedLabel* m_summary = nullptr;
    ErrorBar* m_error = nullptr;
    QStackedWidget* m_pages = nullptr;
    EmptyState* m_empty = nullptr;
    QSplitter* m_content = nullptr;
    QLabel* m_historyHeading = nullptr;
    ElidedLabel* m_historyNote = nullptr;
    QTableView* m_history = nullptr;
    HistoryTableModel* m_historyModel = nullptr;
    InterestDelegate* m_historyDelegate = nullptr;
    QLabel* m_cardsHeading = nullptr;
    ElidedLabel* m_cardsNote = nullptr;
    QVBoxLayout* m_cardLayout = nullptr;
    std::vector<InterestCard*> m_cards;
    QLabel* m_listHeading = nullptr;
    ElidedLabel* m_listNote = nullptr;
    QTabBar* m_tabs = nullptr;
    QTableView* m_list = nullptr;
    RecallTableModel* m_listModel = nullptr;
    InterestDelegate* m_listDelegate = nullptr;
};

} // namespace opal
