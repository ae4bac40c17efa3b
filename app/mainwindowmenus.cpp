// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <QMenuBar>

#include "app/aboutdialog.h"
#include "app/commandpalette.h"
#include "app/help.h"
#include "app/logfile.h"
#include "app/mainwindow.h"
#include "app/preferencesdialog.h"
#include "app/problemreport.h"
#include "app/windowfiles.h"
#include "app/workspacebar.h"
#include "core/jobs/jobs.h"
#include "views/figures/sppmifigure.h"
#include "views/shared/exportdialog.h"
#include "views/shared/sweepstart.h"
#include "views/shell/backgroundqueries.h"
#include "views/shell/dialogs.h"
#include "views/shell/panel.h"
#include "views/shell/theme.h"
#include "views/shell/workspace.h"

/// The menu bar of the main window and what its entries do.
namespace opal {

void MainWindow::setupMenus()
{
    setupFileMenu();
    setupViewMenu();
    setupGoMenu();
    setupRunMenu();
    setupHelpMenu();
}

void MainWindow::setupFileMenu()
{
    m_fileMenu = menuBar()->addMenu(QString());
    m_fileMenu->addAction(
        m_actions.add({ QStringLiteral("file.open"), ActionGroup::File, [] { return tr("&Open…"); },
                        [this] { m_files->choose(); }, QKeySequence::Open }));
    m_fileMenu->addAction(m_actions.add(
        { QStringLiteral("file.import"), ActionGroup::File, [] { return tr("&Import or open data…"); },
          [this] { showPanel(QStringLiteral("data")); }, QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_O) }));
    m_fileMenu->addMenu(&m_files->recentMenu());
    m_fileMenu->addAction(m_actions.add({ QStringLiteral("file.demo"), ActionGroup::File,
                                          [] { return tr("Train the &demo"); }, [this] { startDemo(); } }));
    m_fileMenu->addAction(m_actions.add(
        { QStringLiteral("file.exportFigure"), ActionGroup::File, [] { return tr("&Export figure…"); },
          [this] { exportFigure(currentPanel(), {}); }, QKeySequence(Qt::CTRL | Qt::Key_E) }));
    m_fileMenu->addAction(
        m_actions.add({ QStringLiteral("file.oneAgainstSeveral"), ActionGroup::File,
                        [] { return tr("One interest &against several…"); },
                        [this] { m_context.workspace.requestFigure(oneAgainstSeveralKey); } }));
    m_fileMenu->addSeparator();
    QAction* preferences = m_actions.add(
        { QStringLiteral("file.preferences"), ActionGroup::File, [] { return tr("&Preferences…"); },
          [this] { showPreferences(false); }, QKeySequence(Qt::CTRL | Qt::Key_Comma) });
    preferences->setMenuRole(QAction::PreferencesRole);
    m_fileMenu->addAction(preferences);
    m_fileMenu->addSeparator();
    QAction* quit = m_actions.add({ QStringLiteral("file.quit"), ActionGroup::File,
                                    [] { return tr("&Quit"); }, [this] { close(); }, QKeySequence::Quit });
    quit->setMenuRole(QAction::QuitRole);
    m_fileMenu->addAction(quit);
}

void MainWindow::exportFigure(const Panel* panel, const QString& key)
{
    std::vector<FigureRequest> figures = panel ? panel->figures() : std::vector<FigureRequest> {};
    if (figures.empty()) {
        m_context.dialogs.inform(this, tr("Export figure"),
                                 tr("This panel shows no figure now. Open a run or a user first."));
        return;
    }
    std::stable_partition(figures.begin(), figures.end(),
                          [&key](const FigureRequest& figure) { return figure.key == key; });
    auto* dialog = new ExportDialog(m_context, std::move(figures), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void MainWindow::setupGoMenu()
{
    m_goMenu = menuBar()->addMenu(QString());
    QAction* back = m_actions.add({ QStringLiteral("go.back"), ActionGroup::Go, [] { return tr("&Back"); },
                                    [this] { m_history.back(); }, QKeySequence(Qt::ALT | Qt::Key_Left),
                                    QStringLiteral("back") });
    QAction* forward = m_actions.add({ QStringLiteral("go.forward"), ActionGroup::Go,
                                       [] { return tr("&Forward"); }, [this] { m_history.forward(); },
                                       QKeySequence(Qt::ALT | Qt::Key_Right), QStringLiteral("forward") });
    QAction* search = m_actions.add({ QStringLiteral("go.search"), ActionGroup::Go,
                                      [] { return tr("&Search everything…"); }, [this] { m_palette->open(); },
                                      QKeySequence(Qt::CTRL | Qt::Key_K), QStringLiteral("search") });
    QAction* start
        = m_actions.add({ QStringLiteral("go.start"), ActionGroup::Go, [] { return tr("Start &page"); },
                          [this] { showStartPage(); }, QKeySequence(Qt::ALT | Qt::Key_Home) });
    m_goMenu->addActions({ back, forward, start });
    m_goMenu->addSeparator();
    m_goMenu->addAction(search);
    m_bar->setActions(back, forward, search);
    const auto update = [this, back, forward] {
        back->setEnabled(m_history.canGoBack());
        forward->setEnabled(m_history.canGoForward());
    };
    connect(&m_history, &SelectionHistory::changed, this, update);
    connect(&m_history, &SelectionHistory::panelWanted, this, &MainWindow::showPanel);
    update();
}

void MainWindow::setupRunMenu()
{
    m_runMenu = menuBar()->addMenu(QString());
    m_pauseAction
        = m_actions.add({ QStringLiteral("run.pause"), ActionGroup::Run, [] { return tr("&Pause training"); },
                          [this] { requestOfTraining(TrainRequest::Pause); } });
    m_stopAction = m_actions.add({ QStringLiteral("run.stop"), ActionGroup::Run,
                                   [] { return tr("&Stop training, keep the best weights"); },
                                   [this] { requestOfTraining(TrainRequest::StopKeepBest); } });
    m_ablationsAction = m_actions.add({ QStringLiteral("run.ablations"), ActionGroup::Run,
                                        [] { return tr("Make &ablations of the run"); },
                                        [this] { makeAblationsOfRun(); } });
    m_runMenu->addActions({ m_pauseAction, m_stopAction });
    m_runMenu->addSeparator();
    m_runMenu->addAction(m_ablationsAction);
    connect(&m_context.workspace, &Workspace::runChanged, this, &MainWindow::updateRunActions);
    connect(&m_context.jobs, &JobRunner::queueChanged, this, &MainWindow::updateRunActions);
    updateRunActions();
}

void MainWindow::setupHelpMenu()
{
    m_helpMenu = menuBar()->addMenu(QString());
    m_help = new Help(*this, m_actions, m_settings, m_context.theme, m_context.workspace, [this] {
        const Panel* panel = currentPanel();
        return panel ? panel->id() : QString();
    });
    connect(m_help, &Help::failed, this, &MainWindow::showError);
    connect(m_help, &Help::tourFinished, this, [this] {
        if (m_context.workspace.runId().isEmpty())
            showStartPage(); // empty panels are no place to be left at
    });
    m_helpMenu->addActions(m_help->actions());
    m_helpMenu->addSeparator();
    m_helpMenu->addAction(
        m_actions.add({ QStringLiteral("help.shortcuts"), ActionGroup::Help,
                        [] { return tr("&Keyboard shortcuts…"); }, [this] { showPreferences(true); } }));
    m_helpMenu->addAction(
        m_actions.add({ QStringLiteral("help.report"), ActionGroup::Help,
                        [] { return tr("&Report a problem…"); }, [this] { reportProblem(); } }));
    m_helpMenu->addSeparator();
    QAction* about = m_actions.add({ QStringLiteral("help.about"), ActionGroup::Help,
                                     [] { return tr("&About OPAL Studio"); }, [this] { showAbout(); } });
    about->setMenuRole(QAction::AboutRole);
    m_helpMenu->addAction(about);
}

void MainWindow::makeAblationsOfRun()
{
    makeAblations(
        this, m_context, m_context.workspace.runId().toStdString(),
        [this](const StartedSweep&) { showPanel(QStringLiteral("sweeps")); },
        [this](ErrorCode code, const QString& detail) { showError(code, detail); });
}

void MainWindow::requestOfTraining(TrainRequest request)
{
    for (const JobInfo& job : m_context.jobs.jobs())
        if (job.running && (job.kind == QLatin1String("train") || job.kind == QLatin1String("sweep")))
            m_context.jobs.request(job.id, request);
}

void MainWindow::updateRunActions()
{
    const auto jobs = m_context.jobs.jobs();
    const bool training = std::any_of(jobs.begin(), jobs.end(), [](const JobInfo& job) {
        return job.running && job.kind == QLatin1String("train");
    });
    const bool sweeping = std::any_of(jobs.begin(), jobs.end(),
                                      [](const JobInfo& job) { return job.running && !job.sweep.isEmpty(); });
    m_pauseAction->setEnabled(training || sweeping);
    m_ablationsAction->setEnabled(!m_context.workspace.runId().isEmpty());
    m_stopAction->setEnabled(training);
}

void MainWindow::showAbout()
{
    auto* dialog = new AboutDialog(systemInfo(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void MainWindow::showPreferences(bool shortcuts)
{
    auto* dialog = new PreferencesDialog(m_context, m_settings, m_language, m_actions, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    if (shortcuts)
        dialog->showShortcuts();
    dialog->open();
}

void MainWindow::reportProblem()
{
    const auto save = [this](const QString& file) {
        const QStringList errors = m_log ? m_log->lastErrors() : QStringList();
        m_context.queries.runVoid(
            this, [root = m_context.paths.root, errors, file] { saveProblemReport(root, errors, file); },
            [this, file] {
                m_context.dialogs.inform(
                    this, tr("Report a problem"),
                    tr("The report is in %1. It holds versions, settings and the log, and no data. Read it "
                       "before you send it.")
                        .arg(file));
            },
            [this](ErrorCode code, const QString& detail) { showError(code, detail); });
    };
    m_context.dialogs.saveFile(this, tr("Report a problem"), tr("Text files (*.txt)"),
                               QStringLiteral("opal-studio-report.txt"), save);
}

} // namespace opal
