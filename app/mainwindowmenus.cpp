#include <algorithm>

#include <QActionGroup>
#include <QMenuBar>

#include "app/aboutdialog.h"
#include "app/logfile.h"
#include "app/mainwindow.h"
#include "app/preferencesdialog.h"
#include "app/problemreport.h"
#include "core/jobs/jobs.h"
#include "views/shell/backgroundqueries.h"
#include "views/shell/dialogs.h"
#include "views/shell/theme.h"

/// The menu bar of the main window and what its entries do.
namespace opal {

void MainWindow::setupMenus()
{
    setupFileMenu();
    setupViewMenu();
    setupRunMenu();
    setupHelpMenu();
}

void MainWindow::setupFileMenu()
{
    m_fileMenu = menuBar()->addMenu(QString());
    m_fileMenu->addAction(m_actions.add(
        { QStringLiteral("file.import"), ActionGroup::File, [] { return tr("&Import or open data…"); },
          [this] { showPanel(QStringLiteral("data")); }, QKeySequence::Open }));
    m_fileMenu->addAction(m_actions.add({ QStringLiteral("file.demo"), ActionGroup::File,
                                          [] { return tr("Train the &demo"); }, [this] { startDemo(); } }));
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

void MainWindow::setupViewMenu()
{
    m_viewMenu = menuBar()->addMenu(QString());
    m_viewMenu->addActions(m_panelActions);
    m_viewMenu->addSeparator();
    m_themeMenu = m_viewMenu->addMenu(QString());
    m_themeGroup = new QActionGroup(this);
    for (const char* key : { "system", "light", "dark" }) {
        QAction* action = m_themeMenu->addAction(QString());
        action->setCheckable(true);
        action->setData(QLatin1String(key));
        action->setChecked(m_settings.text(settings::theme) == QLatin1String(key));
        m_themeGroup->addAction(action);
    }
    connect(m_themeGroup, &QActionGroup::triggered, this, [this](QAction* action) {
        const QString key = action->data().toString();
        m_settings.set(settings::theme, key);
        m_context.theme.setMode(key == QLatin1String("dark")        ? Theme::Mode::Dark
                                    : key == QLatin1String("light") ? Theme::Mode::Light
                                                                    : Theme::Mode::System);
    });
    connect(m_themeMenu, &QMenu::aboutToShow, this,
            [this] { checkChosen(*m_themeGroup, m_settings.text(settings::theme)); });
    m_languageMenu = m_viewMenu->addMenu(QString());
    connect(m_languageMenu, &QMenu::aboutToShow, this,
            [this] { checkChosen(*m_languageGroup, m_settings.text(settings::language)); });
    m_languageGroup = new QActionGroup(this);
    const auto addLanguage = [this](const QString& key, const QString& name) {
        QAction* action = m_languageMenu->addAction(name);
        action->setCheckable(true);
        action->setData(key);
        action->setChecked(m_settings.text(settings::language) == key);
        m_languageGroup->addAction(action);
    };
    addLanguage(QStringLiteral("system"), {});
    for (const LanguageEntry& entry : Language::available())
        addLanguage(entry.key, entry.name);
    connect(m_languageGroup, &QActionGroup::triggered, this, [this](QAction* action) {
        m_settings.set(settings::language, action->data().toString());
        m_language.set(action->data().toString());
    });
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
    m_runMenu->addActions({ m_pauseAction, m_stopAction });
    connect(&m_context.jobs, &JobRunner::queueChanged, this, &MainWindow::updateRunActions);
    updateRunActions();
}

void MainWindow::setupHelpMenu()
{
    m_helpMenu = menuBar()->addMenu(QString());
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

/// Checks the entry of a setting that may have been changed elsewhere.
void MainWindow::checkChosen(const QActionGroup& group, const QString& key)
{
    for (QAction* action : group.actions())
        action->setChecked(action->data().toString() == key);
}

void MainWindow::requestOfTraining(TrainRequest request)
{
    for (const JobInfo& job : m_context.jobs.jobs())
        if (job.running && job.kind == QLatin1String("train"))
            m_context.jobs.request(job.id, request);
}

void MainWindow::updateRunActions()
{
    const auto jobs = m_context.jobs.jobs();
    const bool training = std::any_of(jobs.begin(), jobs.end(), [](const JobInfo& job) {
        return job.running && job.kind == QLatin1String("train");
    });
    m_pauseAction->setEnabled(training);
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
    auto* dialog = new PreferencesDialog(m_settings, m_language, m_context.theme, m_actions, this);
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
