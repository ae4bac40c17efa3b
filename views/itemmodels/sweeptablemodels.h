// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include <QAbstractTableModel>

#include "core/results/runrecord.h"
#include "core/results/sweep.h"

namespace opal {

/// What a sweep does now, as the window sees it.
enum class SweepActivity {
    Running, ///< a job of this window trains it
    Queued, ///< a job of this window waits
    Elsewhere, ///< another program trains it
    Paused,
    Interrupted, ///< the program that trained it is gone
    Stopped, ///< points wait, nobody trains them
    Failed, ///< nothing waits, some points failed
    Finished
};

/// By the store's rows alone: what it does if no job of this window has it.
SweepActivity storedActivity(const SweepRecord& sweep);
QString sweepActivityText(SweepActivity activity);

/// Sweeps as rows, newest first.
class SweepTableModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Name, DatasetName, Activity, Done, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    /// Takes a newer list; rows that stay keep their place.
    void setSweeps(std::vector<SweepRecord> sweeps);
    /// What jobs of this window do, by id of the sweep.
    void setJobs(std::map<std::string, SweepActivity> jobs);

    const SweepRecord& sweep(int row) const { return m_sweeps[static_cast<std::size_t>(row)]; }

    int rowOf(const std::string& id) const; ///< -1 if it is not listed
    SweepActivity activity(int row) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<SweepRecord> m_sweeps;
    std::map<std::string, SweepActivity> m_jobs;
};

/// The points of one sweep as rows, in the order in which they are trained.
class SweepPointTableModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column {
        Label,
        State,
        RunName,
        Validation, ///< best validation Recall@200 of the decisive stage
        FirstMetric ///< of the test day: those that RunTableModel shows at first
    };

    using QAbstractTableModel::QAbstractTableModel;

    /// Takes a newer state; rows that stay keep their place.
    void setPoints(std::vector<SweepPoint> points, std::vector<RunRecord> runs);

    const SweepPoint& point(int row) const { return m_points[static_cast<std::size_t>(row)]; }

    int rowOf(std::int64_t number) const; ///< -1 if there is none

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString text(const SweepPoint& point, int column) const;
    QString stateText(const SweepPoint& point) const;
    const RunRecord* runOf(const SweepPoint& point) const;

    std::vector<SweepPoint> m_points;
    std::map<std::string, RunRecord> m_runs;
};

} // namespace opal
