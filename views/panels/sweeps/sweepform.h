// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include <QFrame>

#include "core/base/error.h"
#include "core/models/modelinfo.h"
#include "core/results/sweep.h"
#include "views/shell/panelcontext.h"

class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;
class QTimer;
class QVBoxLayout;

namespace opal {

class ElidedLabel;
class PresetBar;
class SweepAxisRow;
struct RunRecord;

/// The left side of the sweeps panel: what a new sweep trains, how many points that makes and how many of
/// them finished runs answer already.
class SweepForm final : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SweepForm)

public:
    explicit SweepForm(const PanelContext& context, QWidget* parent = nullptr);
    ~SweepForm() override;

    void retranslate();
    /// What was set up; its points are points().
    SweepRequest request() const;

    /// As expanded; empty while something is refused.
    const std::vector<SweepPoint>& points() const { return m_points; }

    /// The run whose parameters the menu offers first.
    void setShownRun(const RunRecord& run);
    /// Asks again how many points are answered.
    void countAnswered();

Q_SIGNALS:
    void startRequested();
    void failed(opal::ErrorCode code, const QString& detail);

private:
    void setupUi();
    QWidget* setupFields();
    void connectSignals();
    void addAxis();
    std::vector<const ModelInfo*> chosenModels() const;
    /// Why there is nothing to start; fills m_points otherwise.
    QString expand();
    void updatePoints();
    void updateDataset();
    void updateModels();
    void showCount();

    PanelContext m_context;
    std::vector<SweepPoint> m_points;
    QString m_reason;
    int m_answered = -1; ///< -1: not known yet
    int m_question = 0; ///< number of the last question for it
    QLabel* m_heading;
    QLabel* m_datasetLabel;
    ElidedLabel* m_datasetName;
    QPushButton* m_chooseDataset;
    QLabel* m_modelsLabel;
    QCheckBox* m_allModels;
    std::vector<QCheckBox*> m_models; ///< in the order of availableModels()
    QLabel* m_interestsLabel;
    std::vector<QCheckBox*> m_interests;
    QLabel* m_axesLabel;
    QVBoxLayout* m_axesLayout;
    std::vector<SweepAxisRow*> m_axes;
    QPushButton* m_addAxis;
    QLabel* m_seedsLabel;
    QLineEdit* m_seeds;
    QCheckBox* m_ablations;
    QCheckBox* m_fair;
    QLabel* m_budgetLabel;
    QSpinBox* m_budget; ///< of a fair comparison
    QLabel* m_presetLabel;
    PresetBar* m_presets;
    QLabel* m_nameLabel;
    QLineEdit* m_name;
    QLabel* m_count;
    QPushButton* m_start;
    QTimer* m_countTimer;
};

} // namespace opal
