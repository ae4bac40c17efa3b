// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QWidget>

#include "core/models/modelinfo.h"
#include "core/results/sweep.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QToolButton;

namespace opal {

/// One further axis of a new sweep: a parameter and the values it takes, separated by commas. Tells while one
/// types why a value is refused.
class SweepAxisRow final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SweepAxisRow)

public:
    explicit SweepAxisRow(QWidget* parent = nullptr);

    /// The parameters to choose from: those of any of `models` but the number of interests, which has boxes
    /// of its own. Keeps the chosen one if it is still there.
    void setModels(const std::vector<const ModelInfo*>& models);
    /// Without values if none are given yet.
    SweepAxis axis() const;
    /// Why it cannot be used as it is; empty if it can.
    QString reason() const;
    void retranslate();

Q_SIGNALS:
    void changed();
    void removeRequested();

private:
    const ParamSpec* spec() const;
    void check();

    std::vector<const ModelInfo*> m_models;
    QComboBox* m_param;
    QLineEdit* m_values;
    QToolButton* m_remove;
    QLabel* m_reason;
};

/// The parts of a list separated by commas, without the spaces around them.
std::vector<std::string> commaList(const QString& text);

} // namespace opal
