// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>

#include <QObject>
#include <QString>

#include "core/jobs/jobrunner.h"
#include "core/store/runstore.h"
#include "views/shell/panelcontext.h"

namespace opal {

/// Follows one run wherever it is trained: the stored history first, then the growth, either from this
/// window's own job (10 times a second) or, for a run of the command line, from the store. Each step,
/// evaluation and event is handed on exactly once, a long history in slices, so that the window stays quick.
class LiveRun final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LiveRun)

public:
    explicit LiveRun(const PanelContext& context, QObject* parent = nullptr);

    void setRun(const QString& id);
    /// Reads what the store has in addition; after a reading that is under way.
    void refresh();

    const QString& runId() const { return m_id; }

    /// The stored row; nothing until it was read.
    const std::optional<RunRecord>& record() const { return m_record; }

    /// The job of this window that trains the run; nothing if there is none.
    std::optional<JobId> job() const { return m_job; }

    bool isTrainedHere() const { return m_job.has_value(); }

    bool isTrainedElsewhere() const { return !m_job && m_record && m_record->state == RunState::Running; }

    /// Last progress of the job here.
    const JobProgress& progress() const { return m_progress; }

    const std::optional<EvaluationReport>& lastEvaluation() const { return m_lastEvaluation; }

    /// What a guard has found since the run was last started or resumed; null if nothing.
    const RunEvent* lastFinding() const;

    /// Everything so far, for export.
    const RunCurves& curves() const { return m_curves; }

    /// Steps per second and seconds left are unknown (0, negative) for a run that is not trained here.
    double stepsPerSecond() const { return m_job ? m_progress.perSecond : 0; }

Q_SIGNALS:
    void reset(); ///< another run, or none: forget what was drawn
    void grown(const opal::RunCurves& more);
    void recordChanged();
    void progressed();
    /// A job of this window began to write to a run that was not known before.
    void runStarted(const QString& id);
    void failed(opal::ErrorCode code, const QString& detail);

private:
    void onProgress(const JobInfo& job, const JobProgress& progress);
    void onFinished(const JobInfo& job, const JobOutcome& outcome);
    void readStore();
    void take(RunCurves&& more);
    bool startsOver(const RunCurves& more) const;
    void clear();
    void handOn();
    void drainWaiting();

    const PanelContext& m_context;
    QString m_id;
    std::optional<RunRecord> m_record;
    std::optional<JobId> m_job;
    JobId m_lastSeenJob = 0; ///< whose run has been announced
    JobProgress m_progress;
    std::optional<EvaluationReport> m_lastEvaluation;
    RunCurves m_curves;
    RunCurves m_waiting; ///< live rows that do not yet join up with the stored ones
    int m_readsWithGap = 0;
    std::int64_t m_lastStep = 0;
    std::size_t m_handedOn = 0; ///< steps of `m_curves` that grown() has told
    bool m_historyRead = false; ///< the stored part has arrived; until then live rows wait
    bool m_reading = false;
    bool m_readAgain = false;
    std::uint64_t m_generation = 0; ///< answers for an earlier run are dropped
};

} // namespace opal
