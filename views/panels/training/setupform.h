// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <string>

#include <QFrame>

#include "core/base/error.h"
#include "core/jobs/ownmodels.h"
#include "core/results/runrecord.h"
#include "views/shell/ask.h"
#include "views/shell/panelcontext.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace opal {

class ElidedLabel;
class ParamForm;
class PresetBar;
class QueueList;
struct TrainConfig;
struct TrainJobRequest;

/// The left side of the training panel: data set, model, preset, name and parameters of a new training, the
/// button that starts it, and what waits in the queue.
class SetupForm final : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SetupForm)

public:
    explicit SetupForm(const PanelContext& context, QWidget* parent = nullptr);
    ~SetupForm() override;

    void retranslate();
    void choosePreset(const QString& key);
    /// Model and parameters of a run, as they are now.
    void takeFrom(const RunRecord& run);
    /// Model and parameters of a configuration file called `title`.
    void takeFrom(const TrainConfig& config, const QString& title);
    void setShownRun(const std::optional<RunRecord>& run);
    /// Another training runs: a new one has to wait.
    void setBusy(bool busy);
    /// What was set up; nothing if a value is refused or no data set is chosen.
    std::optional<TrainJobRequest> request() const;

Q_SIGNALS:
    void startRequested();
    void failed(opal::ErrorCode code, const QString& detail);

private:
    void setupUi();
    void connectSignals();
    void fillModels(const std::string& chosen);
    void readModels();
    void askForModel();
    void addModel(const QString& file);
    void updateAddModel();
    void onModelChosen();
    void onPresetChosen();
    void updateDataset();
    void updateStart();

    PanelContext m_context;
    QLabel* m_heading;
    QLabel* m_datasetLabel;
    ElidedLabel* m_datasetName;
    QPushButton* m_chooseDataset;
    QLabel* m_modelLabel;
    QComboBox* m_model;
    QLabel* m_modelNote;
    QPushButton* m_addModel;
    QLabel* m_presetLabel;
    PresetBar* m_presets;
    QLabel* m_nameLabel;
    QLineEdit* m_name;
    ParamForm* m_form;
    QPushButton* m_start;
    QueueList* m_queue;
    bool m_busy = false;
    Ask<ScriptManifest> m_askModel; ///< last: its answers use the rest
};

} // namespace opal
