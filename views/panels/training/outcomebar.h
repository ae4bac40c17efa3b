// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

#include "core/results/runrecord.h"

class QLabel;
class QPushButton;

namespace opal {

class LiveRun;

/// How an ended training came out, as a plain sentence: which stage won on the validation day, by how much,
/// and whose weights are the result; and what to do next. Hidden while the run is trained, and where nothing
/// was evaluated.
class OutcomeBar final : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(OutcomeBar)

public:
    explicit OutcomeBar(const LiveRun& run, QWidget* parent = nullptr);

    void refresh();
    void retranslate();

    /// Translated; empty if there is nothing to say.
    static QString verdict(const RunRecord& run);

Q_SIGNALS:
    void userRequested(); ///< look at a user
    void comparisonRequested(); ///< compare with one interest
    void figureRequested(); ///< the diversity of the lists

private:
    const LiveRun& m_run;
    QLabel* m_sentence;
    QPushButton* m_user;
    QPushButton* m_comparison;
    QPushButton* m_figure;
};

} // namespace opal
