// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/runs/runwork.h"

#include <QFileInfo>
#include <QWidget>

#include "core/jobs/bundlejobs.h"
#include "core/jobs/exportjob.h"
#include "core/jobs/jobs.h"
#include "core/jobs/runmeasures.h"
#include "views/shared/sweepstart.h"
#include "views/shell/dialogs.h"
#include "views/shell/literals.h"
#include "views/shell/workspace.h"

namespace opal {

RunWork::RunWork(const PanelContext& context, QWidget* panel)
    : QObject(panel)
    , m_context(context)
    , m_panel(panel)
    , m_askExport(
          m_context.jobs,
          { .show = [this](const QString& file) { Q_EMIT told(tr("Exported the run to %1").arg(file)); },
            .failed = [this](ErrorCode code, const QString& detail) { Q_EMIT failed(code, detail); } })
    , m_askForms(m_context.jobs,
                 { .show =
                       [this](const std::vector<std::string>& files) {
                           Q_EMIT told(
                               tr("Exported to %1")
                                   .arg(QFileInfo(QString::fromStdString(files.back())).absolutePath()));
                       },
                   .failed = [this](ErrorCode code, const QString& detail) { Q_EMIT failed(code, detail); } })
    , m_askImport(
          m_context.jobs,
          { .show =
                [this](const std::string& /*run*/) {
                    Q_EMIT told(tr("Imported a run. It keeps the name that it came with."));
                    Q_EMIT imported();
                },
            .failed = [this](ErrorCode code, const QString& detail) { Q_EMIT failed(code, detail); } })
{
}

void RunWork::exportBundle(const RunRecord& run)
{
    if (m_askExport.isBusy() || m_askImport.isBusy())
        return;
    m_context.dialogs.saveFile(
        m_panel, tr("Export run bundle"), tr("Run bundles (*.opalrun);;All files (*)"),
        QString::fromStdString(run.id) + u".opalrun"_s, [this, id = run.id](const QString& file) {
            m_askExport(makeExportBundleJob(m_context.store, m_context.paths, id, file));
        });
}

void RunWork::importBundle()
{
    if (m_askExport.isBusy() || m_askImport.isBusy())
        return;
    m_context.dialogs.openFile(m_panel, tr("Import run bundle"), tr("Run bundles (*.opalrun);;All files (*)"),
                               [this](const QString& file) {
                                   m_askImport(makeImportBundleJob(m_context.store, m_context.paths, file));
                               });
}

void RunWork::exportAs(const std::string& form, const std::vector<RunRecord>& runs)
{
    ExportJobRequest request;
    request.form = form;
    for (const RunRecord& run : runs)
        request.runs.push_back(run.id);
    if (request.runs.empty() || m_askForms.isBusy())
        return;
    m_context.dialogs.openFolder(m_panel, tr("Export for other programs"),
                                 [this, request](const QString& folder) mutable {
                                     request.folder = folder;
                                     try {
                                         m_askForms(makeExportJob(m_context.store, m_context.paths, request));
                                     } catch (const Error& error) {
                                         Q_EMIT failed(error.code(), QString::fromStdString(error.detail()));
                                     }
                                 });
}

void RunWork::measure(const std::vector<RunRecord>& runs)
{
    for (const RunRecord& run : runs)
        m_context.jobs.submit(makeMeasureJob(m_context.store, m_context.paths, run.id));
}

void RunWork::makeAblations(const RunRecord& run)
{
    opal::makeAblations(
        m_panel, m_context, run.id,
        [this](const StartedSweep& sweep) {
            //: Name of a sweep, the points that it has and those that no finished run answers
            Q_EMIT told(tr("%1: points %2, new ones to train %3")
                            .arg(sweep.name)
                            .arg(sweep.points)
                            .arg(sweep.toTrain));
            m_context.workspace.showPanel(u"sweeps"_s);
        },
        [this](ErrorCode code, const QString& detail) { Q_EMIT failed(code, detail); });
}

bool RunWork::canResume(const RunRecord& run) const
{
    return isResumable(run) && !m_context.jobs.resuming(QString::fromStdString(run.id));
}

void RunWork::resume(const RunRecord& run)
{
    if (!canResume(run))
        return;
    const QString id = QString::fromStdString(run.id);
    TrainJobRequest request;
    request.resumeRun = id;
    try {
        m_context.jobs.submit(makeTrainJob(m_context.store, m_context.paths, std::move(request)));
    } catch (const Error& error) {
        Q_EMIT failed(error.code(), QString::fromStdString(error.detail()));
        return;
    }
    m_context.workspace.setRun(id);
    m_context.workspace.showPanel(u"training"_s);
}

} // namespace opal
