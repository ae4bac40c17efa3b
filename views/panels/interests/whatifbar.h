// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QWidget>

#include "core/store/casestore.h"

class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QMenu;
class QPushButton;

namespace opal {

class ElidedLabel;
class WhatIfBench;
struct ListDifference;

/// The controls of the what-if bench that belong to no single item or interest: undo, redo, take back, merge
/// rule, epsilon, list length, saved cases, and what the edits have changed.
class WhatIfBar final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(WhatIfBar)

public:
    explicit WhatIfBar(WhatIfBench& bench, QWidget* parent = nullptr);

    /// The bench and the answer have changed: shows their values without asking again.
    void showAnswer(const UserExploration& answer);
    /// Null: nothing to compare with.
    void showDifference(const ListDifference* difference);

    /// What the edits have done to the merged list, in words; for the panel to place beside the lists, as the
    /// bar has no room for it.
    ElidedLabel* difference() const { return m_difference; }

    void setCases(std::vector<InterestCase> cases);
    void retranslate();

Q_SIGNALS:
    void saveRequested();
    void caseChosen(const opal::InterestCase& chosen);
    void removeRequested(const opal::InterestCase& chosen);

private:
    void updateUndo();
    QString differenceText(const ListDifference& difference) const;

    WhatIfBench& m_bench;
    std::vector<InterestCase> m_cases;
    QPushButton* m_undo;
    QPushButton* m_redo;
    QPushButton* m_reset;
    QLabel* m_lengthLabel;
    QComboBox* m_length;
    QLabel* m_ruleLabel;
    QComboBox* m_rule;
    QLabel* m_epsilonLabel;
    QDoubleSpinBox* m_epsilon;
    QComboBox* m_caseList;
    QPushButton* m_save;
    QPushButton* m_remove;
    QMenu* m_removeMenu; ///< one action a case
    ElidedLabel* m_difference;
};

} // namespace opal
