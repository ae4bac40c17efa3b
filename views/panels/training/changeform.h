// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>

#include <QFrame>

#include "core/results/runrecord.h"

class QLabel;
class QPushButton;

namespace opal {

class ParamForm;

/// The parameters of a paused run that may get another value before it goes on, folded until asked for.
class ChangeForm final : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ChangeForm)

public:
    explicit ChangeForm(QWidget* parent = nullptr);

    /// Shows the values that the run has now; what was typed for the same state of the run stays.
    void setRun(const RunRecord& run);
    void retranslate();

    /// Only what differs from the run.
    std::map<std::string, std::string> changes() const;
    bool isValid() const;

    /// Unfolds, multiplies a value and puts the cursor there. A zero becomes one.
    void offer(const std::string& key, double factor);

Q_SIGNALS:
    void changed();

private:
    QPushButton* m_toggle;
    QLabel* m_note;
    ParamForm* m_form;
    std::string m_run; ///< id and number of changes of what is shown
    std::map<std::string, std::string> m_current;
};

} // namespace opal
