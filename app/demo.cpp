// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo.h"

#include "app/demodata.h"
#include "core/jobs/jobs.h"
#include "core/jobs/mapjobs.h"
#include "core/jobs/oneagainstseveral.h"
#include "views/shell/workspace.h"

namespace opal {

Demo::Demo(const PanelContext& context, QObject* parent)
    : QObject(parent)
    , m_context(context)
{
    connect(&m_context.jobs, &JobRunner::finished, this, &Demo::onFinished);
}

void Demo::start()
{
    if (m_synthesis != 0 || m_training != 0 || m_comparison != 0 || m_map != 0)
        return;
    m_run.clear();
    SynthParams params = synthSize("demo");
    params.name = "demo";
    m_synthesis = m_context.jobs.submit(makeDemoDataJob(m_context.store, m_context.paths, std::move(params)));
    m_context.workspace.showPanel(QStringLiteral("training"));
}

void Demo::onFinished(JobId id, const JobOutcome& outcome)
{
    const auto isOf = [id](JobId& job) {
        if (job != id)
            return false;
        job = 0;
        return true;
    };
    const bool synthesised = isOf(m_synthesis);
    const bool trained = isOf(m_training);
    const bool compared = isOf(m_comparison);
    const bool mapped = isOf(m_map);
    // A paused training is gone on with by another job.
    const auto* training = std::any_cast<TrainJobResult>(&outcome.result);
    const bool resumed = !trained && !m_run.empty() && training && training->run.id == m_run;
    if (!synthesised && !trained && !compared && !mapped && !resumed)
        return;
    if (outcome.kind == JobOutcome::Kind::Failed)
        Q_EMIT failed(outcome.errorCode, outcome.errorDetail);
    if (!outcome.succeeded())
        return;
    try {
        if (synthesised)
            train(outcome.result);
        else if (trained || resumed)
            compare(outcome.result);
        else if (compared)
            lookAt(outcome.result);
        else
            Q_EMIT ready();
    } catch (const Error& error) {
        Q_EMIT failed(error.code(), QString::fromStdString(error.detail()));
    }
}

void Demo::train(const std::any& result)
{
    const auto& dataset = std::any_cast<const DatasetResult&>(result);
    m_dataset = dataset.path;
    m_context.workspace.setDataset(m_dataset, std::make_shared<const DatasetSummary>(dataset.summary));
    TrainJobRequest request;
    request.datasetFile = m_dataset;
    request.name = QStringLiteral("demo");
    request.threads = m_context.trainingThreads();
    for (const ParamPreset& preset : availablePresets(request.model))
        if (preset.name == "demo")
            request.params.insert(preset.values.begin(), preset.values.end());
    m_params = request.params;
    m_training = m_context.jobs.submit(makeTrainJob(m_context.store, m_context.paths, request));
}

void Demo::compare(const std::any& result)
{
    const auto& trained = std::any_cast<const TrainJobResult&>(result);
    m_run = trained.run.id;
    if (trained.run.state != RunState::Finished)
        return;
    OneAgainstSeveralRequest request;
    request.datasetFile = m_dataset;
    request.params = m_params;
    request.threads = m_context.trainingThreads();
    m_comparison = m_context.jobs.submit(
        makeOneAgainstSeveralJob(m_context.store, m_context.paths, std::move(request)));
}

void Demo::lookAt(const std::any& result)
{
    const auto compared = std::any_cast<std::shared_ptr<const OneAgainstSeveral>>(result);
    const QString run = QString::fromStdString(compared->several->run);
    m_context.workspace.setRun(run);
    m_context.workspace.setSelectedRuns({ run, QString::fromStdString(compared->one->run) });
    m_context.workspace.setUser(QString::fromStdString(compared->choice.userId));
    for (const MapMethod method : { MapMethod::Pca, MapMethod::Neighbours }) {
        MapParams params;
        params.method = method;
        m_map = m_context.jobs.submit(
            makeItemMapJob(m_context.store, m_context.paths, { run.toStdString(), params, true }));
    }
}

} // namespace opal
