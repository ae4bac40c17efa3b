// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include "core/results/runrecord.h"
#include "views/shell/panel.h"
#include "views/shell/panelcontext.h"

class QComboBox;
class QLabel;
class QPushButton;
class QSpinBox;
class QStackedWidget;
class QTabBar;

namespace opal {

class ErrorBar;
class OneAgainstSeveralBar;
class TradeoffPage;
class UserDiversityPage;
class UserPicker;
class UsersDiversityPage;
struct DiversityJobRequest;
struct OneAgainstSeveral;
struct SppmiPair;

/// How alike a user's recommendations are, under one run or two side by side (the paper's Fig. 4), the same
/// over sets of users, and all runs by accuracy and diversity: one page each, under common settings.
class DiversityPanel final : public Panel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DiversityPanel)

public:
    explicit DiversityPanel(const PanelContext& context, QWidget* parent = nullptr);

    QString id() const override { return u"diversity"_s; }

    QString title() const override;
    void retranslate() override;
    std::vector<FigureRequest> figures() const override;

    /// What is shown of one user; empty sides while nothing is.
    const SppmiPair& shown() const;

Q_SIGNALS:
    void shownChanged();

private:
    enum Page { UserPage, UsersPage, RunsPage, PageCount };

    void setupUi();
    void makeControls();
    void connectSignals();
    void connectPages();
    void showPage(int page);
    void readRuns();
    void setComparable(const std::vector<RunRecord>& runs);
    void request();
    /// What the pages of runs are asked of; the page of one user is asked by request() alone.
    void passQuestions();
    DiversityJobRequest jobRequest(const QString& run) const;
    std::vector<DiversityJobRequest> jobRequests() const; ///< of the run and the one beside it
    void askForContrast(const QString& datasetFile);
    void showContrast(const std::shared_ptr<const OneAgainstSeveral>& found);
    void reportError(ErrorCode code, const QString& detail);

    PanelContext m_context;
    QTabBar* m_tabs = nullptr;
    UserPicker* m_picker = nullptr;
    QPushButton* m_contrast = nullptr;
    OneAgainstSeveralBar* m_contrastBar = nullptr;
    QLabel* m_otherLabel = nullptr;
    QComboBox* m_other = nullptr;
    QLabel* m_lengthLabel = nullptr;
    QSpinBox* m_length = nullptr;
    QLabel* m_shiftLabel = nullptr;
    QComboBox* m_shift = nullptr;
    QLabel* m_minimumLabel = nullptr;
    QSpinBox* m_minimum = nullptr;
    QLabel* m_orderLabel = nullptr;
    QComboBox* m_order = nullptr;
    QWidget* m_userButtons = nullptr; ///< of the picture of one user
    ErrorBar* m_error = nullptr;
    QStackedWidget* m_stack = nullptr; ///< the three pages
    UserDiversityPage* m_user = nullptr;
    UsersDiversityPage* m_users = nullptr;
    TradeoffPage* m_tradeoff = nullptr;
    QString m_wantedOther; ///< the run to show beside once the list of runs has it; empty: the chosen one
    std::vector<RunRecord> m_comparable; ///< tested runs of the run's data set, itself among them
};

} // namespace opal
