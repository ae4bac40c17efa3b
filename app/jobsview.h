// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QElapsedTimer>
#include <QWidget>

#include "core/jobs/jobrunner.h"

class QLabel;
class QListWidget;
class QPushButton;
class QTreeWidget;
class QTreeWidgetItem;

namespace opal {

class Theme;

/// The queue and the log: what runs, what waits, how the last jobs ended, and what was reported.
class JobsView final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(JobsView)

public:
    JobsView(JobRunner& jobs, const Theme& theme, QWidget* parent = nullptr);
    ~JobsView() override;

    /// Adds a line with the time of day to the log.
    void report(const QString& text);

protected:
    void changeEvent(QEvent* event) override;

private:
    /// A job from its first appearance to the end of the session.
    struct Entry
    {
        JobInfo info;
        JobProgress progress;
        bool ended = false;
        JobOutcome outcome;
        qint64 startedMs = -1; ///< of m_clock; -1: not started
        qint64 endedMs = -1;
        QTreeWidgetItem* item = nullptr;
    };

    void setupUi();
    void retranslate();
    void takeQueue();
    void takeStart(const JobInfo& job);
    void takeProgress(const JobInfo& job, const JobProgress& progress);
    void takeEnd(const JobInfo& job, const JobOutcome& outcome);
    void showEntry(Entry& entry);
    void updateButtons();
    void dropOld();
    Entry* find(JobId id);
    Entry* selected();
    QString stateText(const Entry& entry) const;
    QString progressText(const Entry& entry) const;
    QString timeText(const Entry& entry) const;

    JobRunner& m_jobs;
    const Theme& m_theme;
    QElapsedTimer m_clock;
    std::vector<Entry> m_entries; ///< in the order of the tree
    QTreeWidget* m_tree;
    QPushButton* m_up;
    QPushButton* m_down;
    QPushButton* m_cancel;
    QLabel* m_logHeading;
    QListWidget* m_log;
};

} // namespace opal
