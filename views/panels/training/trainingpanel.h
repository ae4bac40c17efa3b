#pragma once

#include "core/jobs/jobrunner.h"
#include "core/models/modelinfo.h"
#include "views/shell/panel.h"
#include "views/shell/panelcontext.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QMenu;
class QPushButton;
class QAction;

namespace opal {

class ElidedLabel;
class ErrorBar;
class LiveRun;
class ParamForm;
class RunMonitor;
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

public Q_SLOTS:
    void start();
    void pause();
    void resume();

private:
    void setupUi();
    QWidget* setupForm();
    QWidget* setupHeader();
    void setupStopMenu();
    void connectSignals();
    void fillModels();
    void onModelChosen();
    void onPresetChosen();
    void submit(const TrainJobRequest& request);
    void request(TrainRequest request, const QString& said);
    void updateState();
    void updateDataset();
    bool hasJobInFlight() const;

    PanelContext m_context;
    LiveRun* m_run;
    ErrorBar* m_errorBar;
    QLabel* m_setupHeading;
    QLabel* m_datasetLabel;
    ElidedLabel* m_datasetName;
    QPushButton* m_chooseDataset;
    QLabel* m_modelLabel;
    QComboBox* m_model;
    QLabel* m_modelNote;
    QLabel* m_presetLabel;
    QComboBox* m_preset;
    QLabel* m_nameLabel;
    QLineEdit* m_name;
    ParamForm* m_form;
    QPushButton* m_start;
    ElidedLabel* m_runName;
    QLabel* m_runState;
    QPushButton* m_pause;
    QPushButton* m_resume;
    QPushButton* m_stop;
    QMenu* m_stopMenu;
    QAction* m_stopAfterEvaluation;
    QAction* m_stopNow;
    QAction* m_nextStage;
    RunMonitor* m_monitor;
    std::vector<ParamPreset> m_presets;
    QString m_said; ///< what was asked of the running training, shown until it is done
};

/// Translated name of a run's state.
QString runStateText(const std::string& stateName);

} // namespace opal
