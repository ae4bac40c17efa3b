// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sessionkeeper.h"

#include <algorithm>

#include <QMainWindow>
#include <QStringBuilder>

#include "app/dockhost.h"
#include "app/settings.h"
#include "core/jobs/jobrunner.h"
#include "core/jobs/jobs.h"
#include "core/store/runstore.h"
#include "views/plot/chartwidget.h"
#include "views/shell/dialogs.h"
#include "views/shell/panel.h"
#include "views/shell/workspace.h"

namespace opal {

namespace {

constexpr int saveDelayMs = 500;

} // namespace

SessionKeeper::SessionKeeper(const PanelContext& context, Settings& settings, DockHost& docks,
                             QMainWindow& window)
    : QObject(&window)
    , m_context(context)
    , m_settings(settings)
    , m_docks(docks)
    , m_window(window)
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(saveDelayMs);
    connect(&m_timer, &QTimer::timeout, this, &SessionKeeper::save);
    for (const auto signal : { &Workspace::datasetChanged, &Workspace::runChanged, &Workspace::userChanged })
        connect(&m_context.workspace, signal, this, &SessionKeeper::saveLater);
    connect(&m_docks, &DockHost::layoutChanged, this, &SessionKeeper::saveLater);
    followTraining();
}

/// What is being trained is known to the next start, even if this one does not end by itself.
void SessionKeeper::followTraining()
{
    connect(&m_context.jobs, &JobRunner::progressed, this,
            [this](const JobInfo& /*job*/, const JobProgress& progress) {
                if (progress.training.run.isEmpty() || progress.training.run == m_trainingRun)
                    return;
                m_trainingRun = progress.training.run;
                saveLater();
            });
    connect(&m_context.jobs, &JobRunner::finished, this, [this](const JobInfo& job) {
        if (!job.runs.contains(m_trainingRun))
            return;
        m_trainingRun.clear();
        saveLater();
    });
}

/// Each chart takes up its zoom when it shows the same runs again.
void SessionKeeper::followZooms(const QList<Panel*>& panels)
{
    for (const Panel* panel : panels)
        for (ChartWidget* chart : panel->findChildren<ChartWidget*>()) {
            const QString name = panel->id() % QLatin1Char('/') % chart->objectName();
            m_charts[name] = chart;
            connect(chart, &ChartWidget::viewChanged, this, &SessionKeeper::saveLater);
            chart->rememberView(m_settings.zoom(name));
        }
}

void SessionKeeper::restore(const std::vector<RunRecord>& runs, const std::vector<DatasetRecord>& datasets)
{
    if (m_restored)
        return;
    m_restored = true;
    const bool crashed = !m_settings.text(settings::sessionOpen).isEmpty();
    m_settings.set(settings::sessionOpen, QStringLiteral("yes"));
    if (crashed)
        offerInterrupted(runs);
    if (runs.empty() && datasets.empty())
        return; // the welcome page
    const QString lastRun = m_settings.text(settings::runId);
    const bool known = std::any_of(runs.begin(), runs.end(), [&](const RunRecord& record) {
        return QString::fromStdString(record.id) == lastRun;
    });
    if (m_context.workspace.runId().isEmpty()) {
        if (known)
            m_context.workspace.setRun(lastRun);
        else if (!runs.empty())
            m_context.workspace.setRun(QString::fromStdString(runs.front().id));
        if (known)
            m_context.workspace.setUser(m_settings.text(settings::userId));
    }
    const QString lastDataset = m_settings.text(settings::datasetPath);
    const bool datasetKnown = std::any_of(datasets.begin(), datasets.end(), [&](const DatasetRecord& record) {
        return QString::fromStdString(record.path) == lastDataset;
    });
    if (m_context.workspace.datasetPath().isEmpty() && !datasets.empty())
        Q_EMIT datasetWanted(datasetKnown ? lastDataset : QString::fromStdString(datasets.front().path));
    Q_EMIT restored();
}

void SessionKeeper::save()
{
    m_settings.set(settings::windowGeometry, m_window.saveGeometry());
    m_settings.set(settings::layout, m_docks.saveLayout());
    m_settings.set(settings::datasetPath, m_context.workspace.datasetPath());
    m_settings.set(settings::runId, m_context.workspace.runId());
    m_settings.set(settings::userId, m_context.workspace.userId());
    m_settings.set(settings::trainingRun, m_trainingRun);
    for (auto chart = m_charts.cbegin(); chart != m_charts.cend(); ++chart)
        m_settings.setZoom(chart.key(), chart.value()->view());
}

void SessionKeeper::end()
{
    save();
    m_settings.set(settings::sessionOpen, QString());
}

void SessionKeeper::saveLater()
{
    if (m_restored && !m_timer.isActive())
        m_timer.start();
}

/// A run that stands still because the studio was killed while it trained.
void SessionKeeper::offerInterrupted(const std::vector<RunRecord>& runs)
{
    const QString last = m_settings.text(settings::trainingRun);
    const auto run = std::find_if(runs.begin(), runs.end(), [&](const RunRecord& record) {
        return QString::fromStdString(record.id) == last && record.state == RunState::Interrupted;
    });
    if (run == runs.end())
        return;
    m_context.dialogs.ask(
        &m_window, tr("Training was interrupted"),
        tr("The studio ended while %1 was being trained. Everything up to its last checkpoint is kept; "
           "resumed, it ends with the same weights as without the interruption.")
            .arg(QString::fromStdString(run->name)),
        { { QStringLiteral("resume"), tr("Resume training"), Dialogs::Choice::Role::Accept },
          { QStringLiteral("later"), tr("Later"), Dialogs::Choice::Role::Reject } },
        [this, last](const QString& key) {
            if (key != QLatin1String("resume"))
                return;
            TrainJobRequest request;
            request.resumeRun = last;
            m_context.workspace.setRun(last);
            m_context.jobs.submit(makeTrainJob(m_context.store, m_context.paths, std::move(request)));
            Q_EMIT panelWanted(QStringLiteral("training"));
        });
}

} // namespace opal
