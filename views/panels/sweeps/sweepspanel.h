// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/jobs/jobrunner.h"
#include "core/store/sweepoverview.h"
#include "views/shell/panel.h"
#include "views/shell/panelcontext.h"

class QLabel;
class QProgressBar;
class QPushButton;
class QStackedWidget;
class QTableView;
class QTabWidget;

namespace opal {

class EmptyState;
class ErrorBar;
class InterestChart;
class MessageBar;
class SweepForm;
class SweepPointTableModel;
class SweepTableModel;

/// Sets up sweeps, shows those of the workspace with their points as they are trained, whoever trains them,
/// and what they say about the number of interests.
class SweepsPanel final : public Panel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SweepsPanel)

public:
    explicit SweepsPanel(const PanelContext& context, QWidget* parent = nullptr);
    ~SweepsPanel() override;

    QString id() const override { return u"sweeps"_s; }

    QString title() const override;
    void retranslate() override;
    std::vector<FigureRequest> figures() const override;

private:
    void setupUi();
    QWidget* setupRight();
    QWidget* setupControls();
    void connectSignals();
    void reload();
    void showOverview(SweepOverview overview);
    void choose(const std::string& id);
    void updateJobs();
    void updateState();
    const SweepRecord* chosen() const;
    std::optional<JobInfo> chosenJob() const;
    void start();
    void pause();
    void resume(bool retry);
    void cancel();
    void move(int direction);
    void removeSweep();
    void openPoint();
    void announce(int toTrain);
    void write(const std::function<void()>& change);
    void showError(ErrorCode code, const QString& detail);

    PanelContext m_context;
    bool m_loading = false;
    bool m_loadAgain = false; ///< the store changed while it was read
    std::string m_chosen; ///< id; empty: the newest
    std::string m_announced; ///< id of a sweep that has just come into the queue
    std::set<QString> m_known; ///< sweeps that jobs of this window have
    SweepForm* m_form = nullptr;
    ErrorBar* m_error = nullptr;
    MessageBar* m_message = nullptr;
    QStackedWidget* m_pages = nullptr;
    EmptyState* m_empty = nullptr;
    QTableView* m_sweeps = nullptr;
    SweepTableModel* m_sweepModel = nullptr;
    QLabel* m_state = nullptr;
    QProgressBar* m_progress = nullptr;
    QPushButton* m_pause = nullptr;
    QPushButton* m_continue = nullptr;
    QPushButton* m_cancel = nullptr;
    QPushButton* m_retry = nullptr;
    QPushButton* m_up = nullptr;
    QPushButton* m_down = nullptr;
    QPushButton* m_remove = nullptr;
    QTabWidget* m_tabs = nullptr;
    QTableView* m_points = nullptr;
    SweepPointTableModel* m_pointModel = nullptr;
    InterestChart* m_chart = nullptr;
};

} // namespace opal
