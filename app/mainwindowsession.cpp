#include <algorithm>

#include <QDragEnterEvent>
#include <QMimeData>
#include <QStackedWidget>
#include <QUrl>

#include "app/dockhost.h"
#include "app/mainwindow.h"
#include "views/panels/data/datapanel.h"
#include "views/shell/workspace.h"

/// What the main window remembers between two starts, and the files that it is given.
namespace opal {

namespace {

QStringList localFiles(const QMimeData& data)
{
    QStringList files;
    for (const QUrl& url : data.urls())
        if (url.isLocalFile())
            files << url.toLocalFile();
    return files;
}

} // namespace

void MainWindow::restoreSession(const std::vector<RunRecord>& runs,
                                const std::vector<DatasetRecord>& datasets)
{
    if (m_sessionRestored)
        return;
    m_sessionRestored = true;
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
        openDataset(datasetKnown ? lastDataset : QString::fromStdString(datasets.front().path));
    showDocks();
    updateChecks();
}

void MainWindow::saveSession()
{
    m_settings.set(settings::windowGeometry, saveGeometry());
    m_settings.set(settings::layout, m_docks->saveLayout());
    m_settings.set(settings::datasetPath, m_context.workspace.datasetPath());
    m_settings.set(settings::runId, m_context.workspace.runId());
    m_settings.set(settings::userId, m_context.workspace.userId());
}

void MainWindow::openFiles(const QStringList& files)
{
    QStringList logs;
    for (const QString& file : files) {
        if (file.endsWith(QStringLiteral(".opaldata"), Qt::CaseInsensitive))
            openDataset(file);
        else
            logs << file;
    }
    if (logs.isEmpty())
        return;
    if (auto* panel = m_docks->findChild<DataPanel*>()) {
        showPanel(panel->id());
        panel->previewFiles(logs);
    }
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    if (!localFiles(*event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event)
{
    event->acceptProposedAction();
    openFiles(localFiles(*event->mimeData()));
}

} // namespace opal
