// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/itemmodels/sweeptablemodels.h"

#include <algorithm>
#include <cmath>

#include <QCoreApplication>

#include "views/itemmodels/celltext.h"
#include "views/itemmodels/runtablemodel.h"
#include "views/widgets/numbers.h"

namespace opal {

SweepActivity storedActivity(const SweepRecord& sweep)
{
    const auto any
        = [&sweep](auto wanted) { return std::any_of(sweep.points.begin(), sweep.points.end(), wanted); };
    if (any([](const SweepPoint& point) {
            return point.state == SweepPointState::Running && !point.abandoned;
        }))
        return SweepActivity::Elsewhere;
    if (any([](const SweepPoint& point) { return point.abandoned; }))
        return sweep.paused ? SweepActivity::Paused : SweepActivity::Interrupted;
    if (any([](const SweepPoint& point) { return point.state == SweepPointState::Waiting; }))
        return sweep.paused ? SweepActivity::Paused : SweepActivity::Stopped;
    return countPoints(sweep, SweepPointState::Failed) > 0 ? SweepActivity::Failed : SweepActivity::Finished;
}

QString sweepActivityText(SweepActivity activity)
{
    const auto text
        = [](const char* english) { return QCoreApplication::translate("SweepTableModel", english); };
    switch (activity) {
    case SweepActivity::Running:
        return text(QT_TRANSLATE_NOOP("SweepTableModel", "Training"));
    case SweepActivity::Queued:
        return text(QT_TRANSLATE_NOOP("SweepTableModel", "In the queue"));
    case SweepActivity::Elsewhere:
        return text(QT_TRANSLATE_NOOP("SweepTableModel", "Trained by another program"));
    case SweepActivity::Paused:
        return text(QT_TRANSLATE_NOOP("SweepTableModel", "Paused"));
    case SweepActivity::Interrupted:
        return text(QT_TRANSLATE_NOOP("SweepTableModel", "Interrupted"));
    case SweepActivity::Stopped:
        return text(QT_TRANSLATE_NOOP("SweepTableModel", "Stopped"));
    case SweepActivity::Failed:
        return text(QT_TRANSLATE_NOOP("SweepTableModel", "Some points failed"));
    case SweepActivity::Finished:
        return text(QT_TRANSLATE_NOOP("SweepTableModel", "Finished"));
    }
    Q_UNREACHABLE();
}

void SweepTableModel::setSweeps(std::vector<SweepRecord> sweeps)
{
    const bool sameRows
        = std::equal(sweeps.begin(), sweeps.end(), m_sweeps.begin(), m_sweeps.end(),
                     [](const SweepRecord& one, const SweepRecord& two) { return one.id == two.id; });
    if (!sameRows)
        beginResetModel();
    m_sweeps = std::move(sweeps);
    if (!sameRows)
        endResetModel();
    else if (!m_sweeps.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

void SweepTableModel::setJobs(std::map<std::string, SweepActivity> jobs)
{
    if (jobs == m_jobs)
        return;
    m_jobs = std::move(jobs);
    if (!m_sweeps.empty())
        Q_EMIT dataChanged(index(0, Activity), index(rowCount() - 1, Activity));
}

int SweepTableModel::rowOf(const std::string& id) const
{
    const auto found = std::find_if(m_sweeps.begin(), m_sweeps.end(),
                                    [&id](const SweepRecord& sweep) { return sweep.id == id; });
    return found == m_sweeps.end() ? -1 : static_cast<int>(found - m_sweeps.begin());
}

SweepActivity SweepTableModel::activity(int row) const
{
    const auto job = m_jobs.find(sweep(row).id);
    return job == m_jobs.end() ? storedActivity(sweep(row)) : job->second;
}

int SweepTableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_sweeps.size());
}

int SweepTableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant SweepTableModel::data(const QModelIndex& index, int role) const
{
    const SweepRecord& record = sweep(index.row());
    if (role == Qt::TextAlignmentRole && index.column() == Done)
        return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole)
        return tr("%1, made %2").arg(QString::fromStdString(record.name), dateTimeText(record.createdMs));
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case Name:
        return QString::fromStdString(record.name);
    case DatasetName:
        return QString::fromStdString(record.datasetName);
    case Activity:
        return sweepActivityText(activity(index.row()));
    default:
        //: Points of a sweep that are finished, of all
        return tr("%1 of %2").arg(countPoints(record, SweepPointState::Finished)).arg(record.points.size());
    }
}

QVariant SweepTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant((section == Done ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    const QString titles[ColumnCount] = { tr("Sweep"), tr("Data set"), tr("State"), tr("Finished") };
    return titles[section];
}

void SweepPointTableModel::setPoints(std::vector<SweepPoint> points, std::vector<RunRecord> runs)
{
    const bool sameRows = std::equal(points.begin(), points.end(), m_points.begin(), m_points.end(),
                                     [](const SweepPoint& one, const SweepPoint& two) {
                                         return one.number == two.number && one.label == two.label;
                                     });
    if (!sameRows)
        beginResetModel();
    m_points = std::move(points);
    m_runs.clear();
    for (RunRecord& run : runs)
        m_runs.emplace(run.id, std::move(run));
    if (!sameRows)
        endResetModel();
    else if (!m_points.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

int SweepPointTableModel::rowOf(std::int64_t number) const
{
    const auto found = std::find_if(m_points.begin(), m_points.end(),
                                    [number](const SweepPoint& point) { return point.number == number; });
    return found == m_points.end() ? -1 : static_cast<int>(found - m_points.begin());
}

int SweepPointTableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_points.size());
}

namespace {

/// Columns of RunTableModel that a point has behind its own, in their order.
const QList<int>& testedColumns()
{
    static const QList<int> columns = [] {
        QList<int> found;
        for (const RankingMetric& metric : rankingMetrics())
            for (const int cutoff : { 50, 100, 200 })
                if (metric.inTables)
                    found << RunTableModel::columnOf(metricKey({ metric.key, cutoff }));
        return found;
    }();
    return columns;
}

int runColumn(int column)
{
    return testedColumns()[column - SweepPointTableModel::FirstMetric];
}

} // namespace

int SweepPointTableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : FirstMetric + static_cast<int>(testedColumns().size());
}

const RunRecord* SweepPointTableModel::runOf(const SweepPoint& point) const
{
    const auto found = m_runs.find(point.run);
    return found == m_runs.end() ? nullptr : &found->second;
}

QString SweepPointTableModel::stateText(const SweepPoint& point) const
{
    switch (point.state) {
    case SweepPointState::Waiting:
        return point.run.empty() ? tr("Waiting") : tr("Waiting, begun");
    case SweepPointState::Running:
        return point.abandoned ? tr("Interrupted") : tr("Training");
    case SweepPointState::Finished:
        //: A run that was there already answers the point
        return point.reused ? tr("Finished, reused") : tr("Finished");
    case SweepPointState::Failed:
        return tr("Failed");
    }
    Q_UNREACHABLE();
}

QString SweepPointTableModel::text(const SweepPoint& point, int column) const
{
    const RunRecord* run = runOf(point);
    switch (column) {
    case Label:
        return QString::fromStdString(point.label);
    case State:
        return stateText(point);
    case RunName:
        return run ? QString::fromStdString(run->name) : missingText();
    case Validation:
        return metricOrDash(run ? RunTableModel::metric(*run, RunTableModel::BestRecall) : std::nan(""));
    default:
        return metricOrDash(run ? RunTableModel::metric(*run, runColumn(column)) : std::nan(""));
    }
}

QVariant SweepPointTableModel::data(const QModelIndex& index, int role) const
{
    const SweepPoint& point = m_points[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return text(point, index.column());
    case Qt::TextAlignmentRole:
        return QVariant((index.column() >= Validation ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    case Qt::ToolTipRole:
        return point.error.empty() ? QVariant() : QString::fromStdString(point.error);
    case Qt::ForegroundRole:
        if (text(point, index.column()) == missingText())
            return secondaryTextColor();
        return {};
    default:
        return {};
    }
}

QVariant SweepPointTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant((section >= Validation ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole && section == Validation)
        return tr("Best Recall@200 on the validation day, of the last stage");
    if (role == Qt::ToolTipRole && section > Validation)
        return tr("On the test day");
    if (role != Qt::DisplayRole)
        return {};
    if (section >= FirstMetric)
        return RunTableModel::title(runColumn(section));
    const QString titles[FirstMetric] = { tr("Point"), tr("State"), tr("Run"), tr("Validation") };
    return titles[section];
}

} // namespace opal
