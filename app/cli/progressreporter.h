// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <string>

#include "app/cli/output.h"
#include "core/jobs/job.h"

namespace opal {

/// The command line's view of a running job: JSON lines for programs; for people a progress line on a
/// terminal, or a line every few seconds elsewhere. Steps and progress are told at most ten times a second,
/// everything else always.
class ProgressReporter final : public JobContext
{
public:
    ProgressReporter(Output& output, std::stop_token stop);

    std::stop_token stopToken() const override { return m_stop; }

    void progress(const JobProgress& progress) override;

    /// Run that a training job works on, as far as it has been told; empty otherwise.
    const std::string& run() const { return m_run; }

    /// Leaves the progress line, if there is one.
    void finish() { m_output.endRedraw(); }

private:
    using Clock = std::chrono::steady_clock;

    void tell(Json event);
    void tellEvent(const RunEvent& event);
    void tellStage(const std::string& stage, std::int64_t step);
    void tellEvaluation(const EvaluationReport& report);
    void tellStep(const StepReport& report, double perSecond);
    void tellProgress(const JobProgress& progress);
    void drawLine(const JobProgress& progress);
    bool isTime(Clock::time_point& last, std::chrono::milliseconds interval) const;

    Output& m_output;
    std::stop_token m_stop;
    std::string m_run;
    std::int64_t m_point = -1; ///< of a sweep
    std::string m_stage;
    std::string m_phase;
    std::string m_loss; ///< of the last step, as people read it
    Clock::time_point m_lastStep {};
    Clock::time_point m_lastProgress {};
    Clock::time_point m_lastLine {};
};

} // namespace opal
