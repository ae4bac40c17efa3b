// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/training/liverun.h"

#include <algorithm>
#include <utility>

#include <QTimer>

#include "views/shell/backgroundqueries.h"

namespace opal {

namespace {

constexpr std::size_t stepsInSlice = 4096;

bool isGuard(const std::string& kind)
{
    return kind == "not_finite" || kind == "collapse" || kind == "no_gain";
}

bool sameEvent(const RunEvent& first, const RunEvent& second)
{
    return first.kind == second.kind && first.step == second.step && first.timeMs == second.timeMs
        && first.detail == second.detail;
}

bool sameEvaluation(const EvaluationReport& first, const EvaluationReport& second)
{
    return first.stage == second.stage && first.epoch == second.epoch;
}

} // namespace

LiveRun::LiveRun(const PanelContext& context, QObject* parent)
    : QObject(parent)
    , m_context(context)
{
    connect(&context.jobs, &JobRunner::progressed, this, &LiveRun::onProgress);
    connect(&context.jobs, &JobRunner::finished, this, &LiveRun::onFinished);
}

void LiveRun::setRun(const QString& id)
{
    if (id == m_id)
        return;
    m_id = id;
    m_record.reset();
    m_job.reset();
    m_progress = {};
    clear();
    Q_EMIT reset();
    Q_EMIT recordChanged();
    readStore();
}

void LiveRun::clear()
{
    ++m_generation;
    m_lastEvaluation.reset();
    m_curves = {};
    m_waiting = {};
    m_readsWithGap = 0;
    m_lastStep = 0;
    m_handedOn = 0;
    m_historyRead = false;
    m_reading = m_readAgain = false;
}

const RunEvent* LiveRun::lastFinding() const
{
    for (auto event = m_curves.events.rbegin(); event != m_curves.events.rend(); ++event) {
        if (isGuard(event->kind))
            return &*event;
        if (event->kind == "resumed" || event->kind == "started" || event->kind == "changed")
            break;
    }
    return nullptr;
}

void LiveRun::refresh()
{
    if (m_reading)
        m_readAgain = true;
    else
        readStore();
}

void LiveRun::readStore()
{
    if (m_id.isEmpty())
        return;

    struct Answer
    {
        RunRecord record;
        RunCurves curves;
    };

    m_reading = true;
    m_readAgain = false;
    // Evaluations follow the row of their step, so reading starts over at the last one seen; what is known is
    // dropped in take().
    const std::int64_t after = m_lastEvaluation ? m_lastEvaluation->step - 1 : -1;
    const bool curvesToo = !m_historyRead || !m_job || !m_waiting.steps.empty();
    m_context.queries.run(
        this,
        [&store = m_context.store, id = m_id.toStdString(), after, curvesToo, first = !m_historyRead] {
            Answer answer { store.run(id), {} };
            if (curvesToo)
                answer.curves = first ? store.curves(id) : store.curvesAfter(id, after);
            return answer;
        },
        [this, generation = m_generation](Answer answer) {
            if (generation != m_generation)
                return;
            m_reading = false;
            m_record = std::move(answer.record);
            m_historyRead = true;
            take(std::move(answer.curves));
            ++m_readsWithGap;
            drainWaiting();
            Q_EMIT recordChanged();
            if (m_readAgain)
                readStore();
        },
        [this, generation = m_generation](ErrorCode code, const QString& detail) {
            if (generation != m_generation)
                return;
            m_reading = false;
            Q_EMIT failed(code, detail);
        });
}

/// A run that was resumed from an older checkpoint makes steps anew that were shown already.
bool LiveRun::startsOver(const RunCurves& more) const
{
    return std::any_of(more.events.begin(), more.events.end(), [this](const RunEvent& event) {
        const auto known = [&event](const RunEvent& other) { return sameEvent(event, other); };
        return event.kind == "resumed" && event.step < m_lastStep
            && std::none_of(m_curves.events.begin(), m_curves.events.end(), known);
    });
}

void LiveRun::take(RunCurves&& more)
{
    if (startsOver(more)) {
        clear();
        m_waiting = std::move(more);
        Q_EMIT reset();
        readStore();
        return;
    }
    RunCurves fresh;
    m_curves.steps.reserve(m_curves.steps.size() + more.steps.size());
    for (StepReport& report : more.steps)
        if (report.step > m_lastStep) {
            m_lastStep = report.step;
            m_curves.steps.push_back(std::move(report));
        }
    for (EvaluationReport& report : more.evaluations) {
        const bool known = std::any_of(m_curves.evaluations.begin(), m_curves.evaluations.end(),
                                       [&](const auto& other) { return sameEvaluation(report, other); });
        if (known)
            continue;
        m_lastEvaluation = report;
        m_curves.evaluations.push_back(report);
        fresh.evaluations.push_back(std::move(report));
    }
    for (RunEvent& event : more.events) {
        const bool known = std::any_of(m_curves.events.begin(), m_curves.events.end(),
                                       [&](const auto& other) { return sameEvent(event, other); });
        if (known)
            continue;
        m_curves.events.push_back(event);
        fresh.events.push_back(std::move(event));
    }
    if (!fresh.evaluations.empty() || !fresh.events.empty())
        Q_EMIT grown(fresh);
    handOn();
}

void LiveRun::handOn()
{
    const std::size_t end = std::min(m_curves.steps.size(), m_handedOn + stepsInSlice);
    if (end == m_handedOn)
        return;
    RunCurves slice;
    slice.steps.assign(m_curves.steps.begin() + static_cast<std::ptrdiff_t>(m_handedOn),
                       m_curves.steps.begin() + static_cast<std::ptrdiff_t>(end));
    m_handedOn = end;
    Q_EMIT grown(slice);
    if (m_handedOn < m_curves.steps.size())
        QTimer::singleShot(0, this, [this, generation = m_generation] {
            if (generation == m_generation)
                handOn();
        });
}

void LiveRun::drainWaiting()
{
    // The store is written in batches: rows between the last batch and the first live row come with the next
    // one.
    constexpr int patience = 15;
    const bool gap = !m_waiting.steps.empty() && m_waiting.steps.front().step > m_lastStep + 1;
    if (!m_historyRead || (gap && m_readsWithGap < patience))
        return;
    m_readsWithGap = 0;
    take(std::exchange(m_waiting, {}));
}

void LiveRun::onProgress(const JobInfo& job, const JobProgress& progress)
{
    if (progress.training.run.isEmpty())
        return;
    if (job.id != m_lastSeenJob) {
        m_lastSeenJob = job.id;
        Q_EMIT runStarted(progress.training.run);
    }
    if (progress.training.run != m_id)
        return;
    const bool fresh = m_job != job.id;
    m_job = job.id;
    m_progress = progress;
    m_waiting.steps.insert(m_waiting.steps.end(), progress.training.steps.begin(),
                           progress.training.steps.end());
    m_waiting.evaluations.insert(m_waiting.evaluations.end(), progress.training.evaluations.begin(),
                                 progress.training.evaluations.end());
    m_waiting.events.insert(m_waiting.events.end(), progress.training.events.begin(),
                            progress.training.events.end());
    drainWaiting();
    m_progress.training = progress.training.withoutNews();
    if (fresh)
        Q_EMIT recordChanged();
    Q_EMIT progressed();
}

void LiveRun::onFinished(const JobInfo& job, const JobOutcome& outcome)
{
    if (!job.runs.contains(m_id))
        return;
    m_job.reset();
    m_progress = {};
    if (outcome.kind == JobOutcome::Kind::Failed)
        Q_EMIT failed(outcome.errorCode, outcome.errorDetail);
    refresh();
    Q_EMIT recordChanged();
}

} // namespace opal
