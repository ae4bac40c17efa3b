// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/progressreporter.h"

#include <algorithm>
#include <cmath>

#include "app/cli/jsonforms.h"

namespace opal {

namespace {

constexpr std::chrono::milliseconds eventInterval { 100 };
constexpr std::chrono::milliseconds lineInterval { 5000 };
constexpr std::size_t barWidth = 24;

std::string bar(double fraction)
{
    const auto filled
        = static_cast<std::size_t>(std::clamp(fraction, 0.0, 1.0) * static_cast<double>(barWidth));
    return "[" + std::string(filled, '#') + std::string(barWidth - filled, '.') + "]";
}

std::string rateUnit(const std::string& phase, bool training)
{
    if (training)
        return " steps/s";
    return phase == "read" ? " rows/s" : " /s";
}

} // namespace

ProgressReporter::ProgressReporter(Output& output, std::stop_token stop)
    : m_output(output)
    , m_stop(std::move(stop))
{
}

void ProgressReporter::progress(const JobProgress& progress)
{
    if (progress.training.point != m_point) {
        m_point = progress.training.point;
        m_output.endRedraw();
        if (m_point >= 0)
            m_output.note("point " + std::to_string(m_point) + ": "
                          + progress.training.pointLabel.toStdString());
    }
    if (!progress.training.run.isEmpty() && m_run != progress.training.run.toStdString()) {
        m_run = progress.training.run.toStdString();
        m_stage.clear();
        m_loss.clear();
        tell({ { "event", "run" }, { "run", m_run } });
        m_output.detail("run " + m_run);
    }
    for (const RunEvent& event : progress.training.events)
        tellEvent(event);
    // Evaluations stand between the steps they belong to; the last step of a packet may already be of the
    // next stage.
    auto evaluation = progress.training.evaluations.begin();
    for (const StepReport& step : progress.training.steps) {
        for (; evaluation != progress.training.evaluations.end() && evaluation->step < step.step;
             ++evaluation)
            tellEvaluation(*evaluation);
        tellStep(step, progress.perSecond);
    }
    for (; evaluation != progress.training.evaluations.end(); ++evaluation)
        tellEvaluation(*evaluation);
    tellProgress(progress);
}

/// Events of a sweep say of which point they are.
void ProgressReporter::tell(Json event)
{
    if (m_point >= 0)
        event["point"] = m_point;
    m_output.result(event);
}

bool ProgressReporter::isTime(Clock::time_point& last, std::chrono::milliseconds interval) const
{
    const auto now = Clock::now();
    if (last != Clock::time_point {} && now - last < interval)
        return false;
    last = now;
    return true;
}

void ProgressReporter::tellEvent(const RunEvent& event)
{
    if (event.kind == "stage") {
        tellStage(event.stage, event.step);
        return;
    }
    m_output.detail(event.kind + (event.detail.empty() ? "" : ": " + event.detail));
    // The last line of the program is the only one that may carry these names.
    if (event.kind == "finished" || event.kind == "failed" || event.kind == "cancelled")
        return;
    tell({ { "event", event.kind },
           { "stage", event.stage },
           { "step", event.step },
           { "detail", event.detail } });
}

void ProgressReporter::tellStage(const std::string& stage, std::int64_t step)
{
    if (stage.empty() || stage == m_stage)
        return;
    m_stage = stage;
    tell({ { "event", "stage" }, { "stage", stage }, { "step", step } });
    m_output.json() ? m_output.detail("stage " + stage) : m_output.note("stage " + stage);
}

void ProgressReporter::tellEvaluation(const EvaluationReport& report)
{
    tellStage(report.stage, report.step);
    tell(evaluationJson(report));
    if (m_output.json())
        return;
    std::string line = report.stage + "  epoch " + std::to_string(report.epoch);
    for (const auto& [k, value] : report.metrics.of("recall"))
        line += "  Recall@" + std::to_string(k) + " " + decimals(value, 4);
    line += report.best
        ? "  best so far"
        : "  " + std::to_string(report.bad) + " of " + std::to_string(report.patience) + " without gain";
    m_output.note(line);
}

void ProgressReporter::tellStep(const StepReport& report, double perSecond)
{
    tellStage(report.stage, report.step);
    if (!report.terms.empty())
        m_loss = report.terms.front().first + " " + decimals(report.terms.front().second, 4);
    if (!m_output.json() || !isTime(m_lastStep, eventInterval))
        return;
    Json line { { "event", "step" }, { "stage", report.stage }, { "step", report.step } };
    for (const auto& [name, value] : report.terms)
        line[name] = value;
    line["learning_rate"] = report.learningRate;
    line["steps_per_second"] = perSecond;
    tell(line);
}

void ProgressReporter::tellProgress(const JobProgress& progress)
{
    const std::string phase = progress.phase.toStdString();
    const bool isTraining = !progress.training.run.isEmpty();
    if (m_output.json()) {
        const bool isNew = phase != m_phase;
        m_phase = phase;
        if (!isTraining && (isTime(m_lastProgress, eventInterval) || isNew)) {
            Json line { { "event", "progress" }, { "phase", phase } };
            if (progress.fraction >= 0)
                line["fraction"] = progress.fraction;
            if (progress.done > 0)
                line["done"] = progress.done;
            if (progress.perSecond > 0)
                line["per_second"] = progress.perSecond;
            tell(line);
        }
        return;
    }
    if (!m_output.mode().quiet)
        drawLine(progress);
}

void ProgressReporter::drawLine(const JobProgress& progress)
{
    const bool terminal = m_output.mode().terminal;
    if (!isTime(m_lastLine, terminal ? eventInterval : lineInterval))
        return;
    const std::string phase = progress.phase.toStdString();
    std::string line = phase;
    if (progress.fraction >= 0)
        line += "  " + bar(progress.fraction) + " " + decimals(progress.fraction * 100, 0) + "%";
    if (progress.done > 0)
        line += "  " + grouped(progress.done) + (progress.total > 0 ? " of " + grouped(progress.total) : "");
    if (progress.perSecond > 0)
        line += "  " + decimals(progress.perSecond, progress.perSecond < 100 ? 1 : 0)
            + rateUnit(phase, !progress.training.run.isEmpty());
    if (!m_loss.empty())
        line += "  " + m_loss;
    if (progress.secondsLeft >= 0)
        line += "  " + duration(progress.secondsLeft) + " left";
    if (terminal)
        m_output.redraw(line);
    else
        m_output.note(line);
}

} // namespace opal
