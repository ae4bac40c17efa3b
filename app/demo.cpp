// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo.h"

#include <utility>

#include "app/demodata.h"
#include "views/shell/workspace.h"

namespace opal {

Demo::Demo(const PanelContext& context, QObject* parent)
    : QObject(parent)
    , m_context(context)
    , m_askDataset(
          m_context.jobs,
          { .show = [this](const DatasetResult& dataset) { go([&] { train(dataset); }); },
            .failed = [this](ErrorCode code, const QString& detail) { Q_EMIT failed(code, detail); } })
    , m_askTraining(
          m_context.jobs,
          { .show = [this](const TrainJobResult& trained) { go([&] { compare(trained); }); },
            .failed = [this](ErrorCode code, const QString& detail) { Q_EMIT failed(code, detail); } })
    , m_askComparison(
          m_context.jobs,
          { .show =
                [this](const std::shared_ptr<const OneAgainstSeveral>& compared) {
                    go([&] { lookAt(*compared); });
                },
            .failed = [this](ErrorCode code, const QString& detail) { Q_EMIT failed(code, detail); } })
    , m_askMap(m_context.jobs,
               { .show = [this](const ItemMapAnswer& /*map*/) { Q_EMIT ready(); },
                 .failed = [this](ErrorCode code, const QString& detail) { Q_EMIT failed(code, detail); } })
{
    // A paused training is gone on with by another job.
    connect(&m_context.jobs, &JobRunner::trained, this, [this](const TrainJobResult& trained) {
        if (!m_run.empty() && trained.run.id == m_run && !isBusy())
            go([&] { compare(trained); });
    });
}

bool Demo::isBusy() const
{
    return m_askDataset.isBusy() || m_askTraining.isBusy() || m_askComparison.isBusy() || m_askMap.isBusy();
}

void Demo::start()
{
    if (isBusy())
        return;
    m_run.clear();
    SynthParams params = synthSize("demo");
    params.name = "demo";
    m_askDataset(makeDemoDataJob(m_context.store, m_context.paths, std::move(params)));
    m_context.workspace.showPanel(QStringLiteral("training"));
}

void Demo::go(const std::function<void()>& step)
{
    try {
        step();
    } catch (const Error& error) {
        Q_EMIT failed(error.code(), QString::fromStdString(error.detail()));
    }
}

void Demo::train(const DatasetResult& dataset)
{
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
    m_askTraining(makeTrainJob(m_context.store, m_context.paths, request));
}

void Demo::compare(const TrainJobResult& trained)
{
    m_run = trained.run.id;
    if (trained.run.state != RunState::Finished)
        return;
    OneAgainstSeveralRequest request;
    request.datasetFile = m_dataset;
    request.params = m_params;
    request.threads = m_context.trainingThreads();
    m_askComparison(makeOneAgainstSeveralJob(m_context.store, m_context.paths, std::move(request)));
}

void Demo::lookAt(const OneAgainstSeveral& compared)
{
    const QString run = QString::fromStdString(compared.several->run);
    m_context.workspace.setRun(run);
    m_context.workspace.setSelectedRuns({ run, QString::fromStdString(compared.one->run) });
    m_context.workspace.setUser(QString::fromStdString(compared.choice.userId));
    const auto mapBy = [this, run](MapMethod method) {
        MapParams params;
        params.method = method;
        return makeItemMapJob(m_context.store, m_context.paths, { run.toStdString(), params, true });
    };
    m_context.jobs.submit(mapBy(MapMethod::Pca));
    m_askMap(mapBy(MapMethod::Neighbours));
}

} // namespace opal
