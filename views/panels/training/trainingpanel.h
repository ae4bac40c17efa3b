// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/jobs/jobrunner.h"
#include "views/shell/panel.h"
#include "views/shell/panelcontext.h"

class QAction;
class QLabel;
class QMenu;
class QPushButton;

namespace opal {

class ChangeForm;
class ElidedLabel;
class ErrorBar;
class GuardBar;
class LiveRun;
class OutcomeBar;
class RunMonitor;
class SetupForm;
struct TrainConfig;
struct TrainJobRequest;

/// Sets up a training, starts, pauses, resumes and stops it, and shows the current run live, whoever trains
/// it.
class TrainingPanel final : public Panel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TrainingPanel)

public:
    explicit TrainingPanel(const PanelContext& context, QWidget* parent = nullptr);
    ~TrainingPanel() override;

    QString id() const override { return QStringLiteral("training"); }

    QString title() const override;
    void retranslate() override;
    std::vector<FigureRequest> figures() const override;

    /// Chooses a preset of the current model by its key; unknown keys are ignored.
    void choosePreset(const QString& key);
    /// Fills the form from a configuration file called `title`; the data set is the window's business.
    void takeConfig(const TrainConfig& config, const QString& title);

public Q_SLOTS:
    void start();
    void pause();
    void resume();

private:
    void setupUi();
    QWidget* setupHeader();
    void setupStopMenu();
    void connectSignals();
    void connectRun();
    void submit(const TrainJobRequest& request);
    void request(TrainRequest request, const QString& said);
    void pauseForRemedy();
    void offerRemedy();
    void showFailure(ErrorCode code, const QString& detail);
    void updateState();
    void updateControls(bool resumable);
    void updateTexts();
    bool isResumable() const;
    bool hasJobInFlight() const;

    PanelContext m_context;
    LiveRun* m_run;
    ErrorBar* m_errorBar;
    SetupForm* m_setup;
    ElidedLabel* m_runName;
    QLabel* m_runState;
    QPushButton* m_pause;
    QPushButton* m_resume;
    QPushButton* m_stop;
    QMenu* m_stopMenu;
    QAction* m_stopAfterEvaluation;
    QAction* m_stopNow;
    QAction* m_nextStage;
    GuardBar* m_guard;
    OutcomeBar* m_outcome;
    ChangeForm* m_change;
    RunMonitor* m_monitor;
    QString m_said; ///< what was asked of the running training, shown until it is done
    bool m_remedyWaits = false; ///< the run is being paused so that a parameter can be changed
};

/// Translated name of a run's state.
QString runStateText(const std::string& stateName);

} // namespace opal
