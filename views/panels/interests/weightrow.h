// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QCheckBox;
class QDoubleSpinBox;

namespace opal {

/// How much one interest counts in the merged list: a box that mutes it and a factor.
class WeightRow final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(WeightRow)

public:
    explicit WeightRow(int interest, QWidget* parent = nullptr);

    /// Shows a weight without telling anyone; 0 is muted.
    void setWeight(double weight);
    void retranslate();

Q_SIGNALS:
    void weightChosen(double weight);

private:
    int m_interest;
    QCheckBox* m_mute;
    QDoubleSpinBox* m_weight;
};

} // namespace opal
