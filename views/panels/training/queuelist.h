// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QWidget>

#include "core/jobs/jobrunner.h"

class QLabel;
class QVBoxLayout;

namespace opal {

/// The heavy jobs that wait for the one that runs, in order, each with a button that takes it out. Hidden
/// while nothing waits.
class QueueList final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(QueueList)

public:
    explicit QueueList(JobRunner& jobs, QWidget* parent = nullptr);

    void retranslate();

    int count() const { return static_cast<int>(m_shown.size()); }

private:
    void refresh();
    void addRow(const JobInfo& job, int place);

    JobRunner& m_jobs;
    QLabel* m_heading;
    QVBoxLayout* m_rows;
    std::vector<JobId> m_shown;
    std::vector<QWidget*> m_widgets;
};

} // namespace opal
