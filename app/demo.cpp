#include "app/demo.h"

#include "core/jobs/jobs.h"
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
    if (m_synthesis != 0)
        return;
    SynthParams params;
    params.name = "demo";
    m_synthesis = m_context.jobs.submit(makeSynthesiseJob(
        m_context.store, params, m_context.paths.datasets() % QStringLiteral("/demo.opaldata")));
    m_context.workspace.showPanel(QStringLiteral("training"));
}

void Demo::onFinished(JobId id, const JobOutcome& outcome)
{
    if (id != m_synthesis)
        return;
    m_synthesis = 0;
    if (outcome.kind == JobOutcome::Kind::Failed)
        Q_EMIT failed(outcome.errorCode, outcome.errorDetail);
    if (!outcome.succeeded())
        return;
    const auto dataset = std::any_cast<DatasetResult>(outcome.result);
    m_context.workspace.setDataset(dataset.path, std::make_shared<const DatasetSummary>(dataset.summary));
    TrainJobRequest request;
    request.datasetFile = dataset.path;
    request.name = QStringLiteral("demo");
    request.threads = m_context.trainingThreads();
    for (const ParamPreset& preset : availablePresets(request.model))
        if (preset.name == "demo")
            request.params.insert(preset.values.begin(), preset.values.end());
    try {
        m_context.jobs.submit(makeTrainJob(m_context.store, m_context.paths, request));
    } catch (const Error& error) {
        Q_EMIT failed(error.code(), QString::fromStdString(error.detail()));
    }
}

} // namespace opal
