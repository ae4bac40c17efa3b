// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

#include "core/jobs/jobrunner.h"
#include "views/shell/theme.h"

class QProgressBar;
class QPushButton;
class QToolButton;

namespace opal {

class ElidedLabel;

/// The foot of the window: what runs, how far, how fast, how long still, and the buttons to pause or stop it.
class JobsStrip final : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(JobsStrip)

public:
    JobsStrip(JobRunner& jobs, const Theme& theme, QWidget* parent = nullptr);

    /// Says something while no job runs, e.g. why one has failed.
    void say(const QString& text);

Q_SIGNALS:
    /// Outside of the buttons, or on the one that opens the queue.
    void clicked();

protected:
    void mouseReleaseEvent(QMouseEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void refresh();
    void sayEnd(const JobInfo& job, const JobOutcome& outcome);
    QString progressText() const;

    JobRunner& m_jobs;
    const Theme& m_theme;
    ElidedLabel* m_text;
    QProgressBar* m_bar;
    ElidedLabel* m_rate;
    QPushButton* m_pause;
    QPushButton* m_stop;
    QToolButton* m_queue;
    JobInfo m_current; ///< that is shown; without a kind: none
    QString m_said;
};

/// Translated names of job kinds and phases; unknown keys as they are.
QString jobKindText(const QString& kind);
QString jobPhaseText(const QString& phase);

} // namespace opal
