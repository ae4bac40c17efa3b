// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <utility>

#include <QDragEnterEvent>
#include <QFileInfo>
#include <QMenu>
#include <QMimeData>
#include <QStackedWidget>
#include <QStringBuilder>
#include <QUrl>

#include "app/dockhost.h"
#include "app/mainwindow.h"
#include "core/jobs/bundlejobs.h"
#include "core/jobs/jobs.h"
#include "core/jobs/trainconfig.h"
#include "core/store/runstore.h"
#include "views/figures/figureregistry.h"
#include "views/panels/data/datapanel.h"
#include "views/panels/training/trainingpanel.h"
#include "views/plot/chartwidget.h"
#include "views/plot/provenance.h"
#include "views/shell/backgroundqueries.h"
#include "views/shell/dialogs.h"
#include "views/shell/panel.h"
#include "views/shell/workspace.h"
#include "views/widgets/errorbar.h"

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

bool endsWithAny(const QString& file, std::initializer_list<const char*> suffixes)
{
    return std::any_of(suffixes.begin(), suffixes.end(), [&](const char* suffix) {
        return file.endsWith(QLatin1String(suffix), Qt::CaseInsensitive);
    });
}

constexpr qsizetype recentCount = 10;

} // namespace

void MainWindow::restoreSession(const std::vector<RunRecord>& runs,
                                const std::vector<DatasetRecord>& datasets)
{
    if (m_sessionRestored)
        return;
    m_sessionRestored = true;
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
    m_settings.set(settings::trainingRun, m_trainingRun);
    for (auto chart = m_charts.cbegin(); chart != m_charts.cend(); ++chart)
        m_settings.setZoom(chart.key(), chart.value()->view());
}

void MainWindow::saveLater()
{
    if (m_sessionRestored && !m_saveTimer.isActive())
        m_saveTimer.start();
}

/// Each chart takes up its zoom when it shows the same runs again.
void MainWindow::followZooms()
{
    for (const Panel* panel : std::as_const(m_panels))
        for (ChartWidget* chart : panel->findChildren<ChartWidget*>()) {
            const QString name = panel->id() % QLatin1Char('/') % chart->objectName();
            m_charts[name] = chart;
            chart->rememberView(m_settings.zoom(name));
        }
}

/// A run that stands still because the studio was killed while it trained.
void MainWindow::offerInterrupted(const std::vector<RunRecord>& runs)
{
    const QString last = m_settings.text(settings::trainingRun);
    const auto run = std::find_if(runs.begin(), runs.end(), [&](const RunRecord& record) {
        return QString::fromStdString(record.id) == last && record.state == RunState::Interrupted;
    });
    if (run == runs.end())
        return;
    m_context.dialogs.ask(
        this, tr("Training was interrupted"),
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
            showPanel(QStringLiteral("training"));
        });
}

void MainWindow::importBundle(const QString& file)
{
    m_askBundle.release(); // each of several that were dropped is added, the last one shown
    m_askBundle(makeImportBundleJob(m_context.store, m_context.paths, file));
}

/// The figure's run and user become the selection and its panel comes to the front.
void MainWindow::openFigure(const QString& file)
{
    m_context.queries.run(
        this,
        [&store = m_context.store, file] {
            auto provenance = readProvenance(file);
            if (!provenance)
                throw Error(
                    ErrorCode::InvalidData,
                    "'" + file.toStdString()
                        + "' does not say which run it was drawn from; only figures that were exported "
                          "here can be opened");
            for (std::string& run : provenance->subject.runs)
                run = store.run(run).id;
            return *provenance;
        },
        [this](const FigureProvenance& provenance) {
            if (!provenance.subject.datasetFile.isEmpty())
                openDataset(provenance.subject.datasetFile);
            if (!provenance.subject.runs.empty())
                m_context.workspace.setRun(QString::fromStdString(provenance.subject.runs.back()));
            if (!provenance.subject.user.empty())
                m_context.workspace.setUser(QString::fromStdString(provenance.subject.user));
            if (const FigureEntry* figure = findFigure(provenance.figure))
                showPanel(figure->panel);
        },
        [this](ErrorCode code, const QString& detail) { showError(code, detail); });
}

void MainWindow::openConfig(const QString& file)
{
    m_context.queries.run(
        this, [file = file.toStdString()] { return readTrainConfig(file); },
        [this, title = QFileInfo(file).completeBaseName()](const TrainConfig& config) {
            if (!config.dataset.empty())
                openDataset(QString::fromStdString(config.dataset));
            if (auto* panel = m_docks->findChild<TrainingPanel*>()) {
                panel->takeConfig(config, title);
                showPanel(panel->id());
            }
        },
        [this](ErrorCode code, const QString& detail) {
            showError(code, detail);
            m_errorBar->showDetail(); // the line that is wrong
        });
}

void MainWindow::chooseFiles()
{
    m_context.dialogs.openFiles(this, tr("Open"),
                                tr("All files (*)") % QStringLiteral(";;") % tr("Data sets (*.opaldata)")
                                    % QStringLiteral(";;") % tr("Run bundles (*.opalrun)")
                                    % QStringLiteral(";;") % tr("Configurations (*.toml)")
                                    % QStringLiteral(";;") % tr("Figures (*.pdf *.svg *.png)"),
                                [this](const QStringList& files) { openFiles(files); });
}

void MainWindow::fillRecentMenu()
{
    m_recentMenu->clear();
    const QStringList files = m_settings.list(settings::recentFiles);
    for (const QString& file : files) {
        // An ampersand in a name is no mnemonic.
        QAction* action = m_recentMenu->addAction(
            QFileInfo(file).fileName().replace(QLatin1Char('&'), QStringLiteral("&&")));
        action->setToolTip(file);
        connect(action, &QAction::triggered, this, [this, file] { openFiles({ file }); });
    }
    if (files.isEmpty())
        m_recentMenu->addAction(tr("No file was opened yet"))->setEnabled(false);
}

void MainWindow::openFiles(const QStringList& files)
{
    m_errorBar->clear();
    QStringList logs;
    QStringList recent = m_settings.list(settings::recentFiles);
    for (const QString& file : files) {
        recent.removeAll(file);
        recent.prepend(file);
        if (endsWithAny(file, { ".opaldata" }))
            openDataset(file);
        else if (endsWithAny(file, { ".opalrun" }))
            importBundle(file);
        else if (endsWithAny(file, { ".pdf", ".svg", ".png" }))
            openFigure(file);
        else if (endsWithAny(file, { ".toml" }))
            openConfig(file);
        else
            logs << file;
    }
    m_settings.set(settings::recentFiles, QStringList(recent.mid(0, recentCount)));
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
