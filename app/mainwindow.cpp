// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/mainwindow.h"

#include <algorithm>
#include <utility>

#include <QAction>
#include <QCloseEvent>
#include <QDragEnterEvent>
#include <QFrame>
#include <QHBoxLayout>
#include <QMenuBar>
#include <QMimeData>
#include <QMouseEvent>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QToolButton>

#include "app/commandpalette.h"
#include "app/dockhost.h"
#include "app/help.h"
#include "app/inspector.h"
#include "app/jobsstrip.h"
#include "app/jobsview.h"
#include "app/layoutmenu.h"
#include "app/layouts.h"
#include "app/panelregistry.h"
#include "app/sessionkeeper.h"
#include "app/welcomepage.h"
#include "app/windowfiles.h"
#include "app/workspacebar.h"
#include "core/jobs/datasetlookup.h"
#include "core/jobs/jobs.h"
#include "core/store/runstore.h"
#include "views/panels/data/datapanel.h"
#include "views/panels/training/trainingpanel.h"
#include "views/shell/dialogs.h"
#include "views/shell/panel.h"
#include "views/shell/panelkeys.h"
#include "views/shell/theme.h"
#include "views/shell/workspace.h"
#include "views/widgets/errorbar.h"
#include "views/widgets/verticalscroll.h"

namespace opal {

namespace {

constexpr int leastRailWidth = 84;

} // namespace

MainWindow::MainWindow(const PanelContext& context, Settings& settings, Language& language, QWidget* parent)
    : QMainWindow(parent)
    , m_context(context)
    , m_settings(settings)
    , m_language(language)
    , m_actions(settings, context.theme)
    , m_demo(m_context)
    , m_history(context.workspace)
    , m_lookup(std::make_shared<const DatasetLookup>())
    , m_bar(new WorkspaceBar(m_context, this))
    , m_rail(new QFrame(this))
    , m_errorBar(new ErrorBar(this))
    , m_stack(new QStackedWidget(this))
    , m_docks(new DockHost(m_context.theme, this))
    , m_session(new SessionKeeper(m_context, m_settings, *m_docks, *this))
    , m_files(new WindowFiles(m_context, m_settings, this))
    , m_welcome(new WelcomePage(this))
    , m_strip(new JobsStrip(m_context.jobs, m_context.theme, this))
    , m_palette(new CommandPalette(m_context, m_actions, m_lookup, this))
    , m_inspector(new Inspector(m_context, m_lookup, this))
    , m_jobsView(new JobsView(m_context.jobs, m_context.theme, this))
{
    m_errorBar->setObjectName(QStringLiteral("windowError"));
    setWindowIcon(QIcon(QStringLiteral(":/icons/opal-studio.svg")));
    setMinimumSize(960, 600);
    setAcceptDrops(true);
    setupUi();
    setupPanels();
    m_session->followZooms(m_panels);
    setupTools();
    setupMenus();
    connectSignals();
    retranslate();
    if (!restoreGeometry(m_settings.bytes(settings::windowGeometry)))
        resize(QSize(1440, 900).boundedTo(screen()->availableSize()));
    if (!m_docks->restoreLayout(m_settings.bytes(settings::layout)))
        m_docks->arrange(defaultLayout(width()));
}

MainWindow::~MainWindow()
{
    // What panels do when they go, such as taking back their jobs, is no longer anybody's business, and would
    // reach windows and panels that are half gone.
    const QSignalBlocker jobs(&m_context.jobs);
    m_docks->blockSignals(true);
    delete takeCentralWidget();
}

void MainWindow::setupUi()
{
    m_rail->setProperty("role", QStringLiteral("rail"));
    // In a low window the rail scrolls.
    auto* list = new QWidget(m_rail);
    m_railLayout = new QVBoxLayout(list);
    m_railLayout->setContentsMargins(0, 8, 0, 8);
    m_railLayout->setSpacing(0);
    m_railScroll = makeVerticalScroll(list, m_rail);
    auto* rail = new QVBoxLayout(m_rail);
    rail->setContentsMargins(0, 0, 0, 0);
    rail->addWidget(m_railScroll);

    m_stack->addWidget(m_welcome);
    m_stack->addWidget(m_docks);
    auto* errorRow = new QVBoxLayout;
    errorRow->setContentsMargins(16, 0, 16, 0);
    errorRow->addWidget(m_errorBar);
    auto* centre = new QVBoxLayout;
    centre->setSpacing(0);
    centre->addLayout(errorRow);
    centre->addWidget(m_stack, 1);
    auto* middle = new QHBoxLayout;
    middle->setSpacing(0);
    middle->addWidget(m_rail);
    middle->addLayout(centre, 1);
    auto* all = new QWidget(this);
    auto* layout = new QVBoxLayout(all);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_bar);
    layout->addLayout(middle, 1);
    layout->addWidget(m_strip);
    setCentralWidget(all);
}

void MainWindow::setupPanels()
{
    for (const PanelEntry& entry : panelRegistry()) {
        Panel* panel = m_docks->addPanel([&](QWidget* parent) { return entry.make(m_context, parent); });
        panel->setObjectName(panel->id());
        m_panels << panel;
        connect(panel, &Panel::exportRequested, this,
                [this, panel](const QString& key) { exportFigure(panel, key); });
        QAction* action
            = m_actions.add({ QStringLiteral("view.") % panel->id(), ActionGroup::View,
                              [panel] { return panel->title(); }, [this, panel] { showPanel(panel->id()); },
                              panelKey(Qt::ControlModifier, m_panelActions.size()), panel->id(), true });
        m_panelActions << action;
        for (const PanelKeys* keys : panel->findChildren<PanelKeys*>())
            m_actions.adopt(
                panel->id(), [panel] { return panel->title(); }, *keys);
        auto* button = new QToolButton(m_rail);
        button->setObjectName(QStringLiteral("rail_") % panel->id());
        button->setProperty("role", QStringLiteral("activity"));
        button->setToolButtonStyle(Qt::ToolButtonTextUnderIcon);
        button->setIconSize({ 24, 24 });
        button->setDefaultAction(action);
        button->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed); // beside a scroll bar as well
        m_railLayout->addWidget(button);
        m_railButtons << button;
    }
    m_railLayout->addStretch();
}

void MainWindow::connectSignals()
{
    connect(&m_context.workspace, &Workspace::panelRequested, this, &MainWindow::showPanel);
    connect(m_docks, &DockHost::frontChanged, this, &MainWindow::updateChecks);
    connect(m_strip, &JobsStrip::clicked, m_actions.find(QStringLiteral("view.tool.jobs")),
            &QAction::trigger);
    connect(m_welcome, &WelcomePage::demoRequested, this, &MainWindow::startDemo);
    connect(m_welcome, &WelcomePage::importRequested, this, [this] { showPanel(QStringLiteral("data")); });
    connect(&m_demo, &Demo::failed, this, &MainWindow::showError);
    connect(&m_demo, &Demo::ready, this, [this] {
        // Who went elsewhere meanwhile is left there.
        if (const Panel* panel = currentPanel(); panel && panel->id() == QLatin1String("training")) {
            showPanel(QStringLiteral("categories"));
            m_help->offerTour();
        }
    });
    connect(m_bar, &WorkspaceBar::datasetChosen, m_files, &WindowFiles::openDataset);
    connect(m_bar, &WorkspaceBar::listsRead, m_session, &SessionKeeper::restore);
    connect(m_bar, &WorkspaceBar::listsRead, this, [this](const std::vector<RunRecord>& runs) {
        QHash<QString, QString> names;
        for (const RunRecord& run : runs)
            names.insert(QString::fromStdString(run.id), QString::fromStdString(run.name));
        m_context.jobs.setSubjectNames(std::move(names));
    });
    connect(&m_context.jobs, &JobRunner::finished, this, [this] {
        if (m_closing && m_context.jobs.jobs().empty())
            close();
    });
    connect(m_session, &SessionKeeper::datasetWanted, m_files, &WindowFiles::openDataset);
    connect(m_session, &SessionKeeper::panelWanted, this, &MainWindow::showPanel);
    connect(m_session, &SessionKeeper::restored, this, [this] {
        showDocks();
        updateChecks();
    });
    connectFiles();
}

void MainWindow::connectFiles()
{
    connect(m_files, &WindowFiles::opening, m_errorBar, &ErrorBar::clear);
    connect(m_files, &WindowFiles::failed, this, &MainWindow::showError);
    connect(m_files, &WindowFiles::panelWanted, this, &MainWindow::showPanel);
    connect(m_files, &WindowFiles::configRead, this, [this](const TrainConfig& config, const QString& title) {
        if (auto* panel = m_docks->findChild<TrainingPanel*>()) {
            panel->takeConfig(config, title);
            showPanel(panel->id());
        }
    });
    connect(m_files, &WindowFiles::configFailed, this, [this](ErrorCode code, const QString& detail) {
        showError(code, detail);
        m_errorBar->showDetail();
    });
    connect(m_files, &WindowFiles::logsChosen, this, [this](const QStringList& files) {
        if (auto* panel = m_docks->findChild<DataPanel*>()) {
            showPanel(panel->id());
            panel->previewFiles(files);
        }
    });
}

void MainWindow::openFiles(const QStringList& files)
{
    m_files->open(files);
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    if (!WindowFiles::localFiles(*event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event)
{
    event->acceptProposedAction();
    m_files->open(WindowFiles::localFiles(*event->mimeData()));
}

void MainWindow::showPanel(const QString& id)
{
    const auto found = std::find_if(m_panels.begin(), m_panels.end(),
                                    [&](const Panel* panel) { return panel->id() == id; });
    if (found == m_panels.end())
        return;
    showDocks();
    m_docks->showPanel(id);
    updateChecks();
}

void MainWindow::showStartPage()
{
    m_stack->setCurrentWidget(m_welcome);
    updateChecks();
}

void MainWindow::showDocks()
{
    m_stack->setCurrentWidget(m_docks);
}

void MainWindow::updateChecks()
{
    const Panel* current = currentPanel();
    for (qsizetype index = 0; index < m_panels.size(); ++index) {
        m_panelActions[index]->setChecked(m_panels[index] == current);
        if (m_panels[index] == current)
            m_railScroll->ensureWidgetVisible(m_railButtons[index], 0, 0);
    }
    if (current)
        m_history.setPanel(current->id());
    m_tearOffAction->setEnabled(current);
    m_closeAction->setEnabled(current);
}

Panel* MainWindow::currentPanel() const
{
    if (m_stack->currentWidget() != m_docks)
        return nullptr;
    const auto found = std::find_if(m_panels.begin(), m_panels.end(),
                                    [this](const Panel* panel) { return panel->id() == m_docks->front(); });
    return found == m_panels.end() ? nullptr : *found;
}

void MainWindow::startDemo()
{
    m_errorBar->clear();
    m_demo.start();
}

void MainWindow::showError(ErrorCode code, const QString& detail)
{
    qWarning("%s", qUtf8Printable(detail));
    m_jobsView->report(detail);
    m_errorBar->showError(m_context, code, detail);
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    const auto jobs = m_context.jobs.jobs();
    const auto running = std::find_if(jobs.begin(), jobs.end(),
                                      [](const JobInfo& job) { return job.running && job.isWork(); });
    if (running == jobs.end()) {
        m_session->end();
        event->accept();
        return;
    }
    event->ignore();
    if (!m_closing)
        askBeforeClosing(*running);
}

void MainWindow::askBeforeClosing(const JobInfo& running)
{
    using Role = Dialogs::Choice::Role;
    const bool training = running.kind == QLatin1String("train");
    const QString subject = running.subject;
    std::vector<Dialogs::Choice> choices;
    if (training) {
        choices.push_back({ QStringLiteral("pause"), tr("Pause and close"), Role::Accept });
        choices.push_back({ QStringLiteral("stop"), tr("Stop and close"), Role::Destructive });
    } else {
        choices.push_back({ QStringLiteral("cancel-job"), tr("Discard and close"), Role::Destructive });
    }
    choices.push_back({ QStringLiteral("stay"), tr("Keep working"), Role::Reject });
    const QString text = training
        ? tr("%1 is being trained. Paused, it keeps everything and can be resumed later, here or "
             "with the command line. Stopped, it ends with its best weights so far.")
              .arg(subject)
        : tr("%1 is not finished. Nothing half-written is kept.").arg(subject);
    m_context.dialogs.ask(this, training ? tr("Close while training?") : tr("Close now?"), text, choices,
                          [this, running](const QString& key) {
                              if (key == QLatin1String("pause"))
                                  closeAfter(running, TrainRequest::Pause);
                              else if (key == QLatin1String("stop"))
                                  closeAfter(running, TrainRequest::StopKeepBest);
                              else if (key == QLatin1String("cancel-job"))
                                  closeAfter(running, TrainRequest::None);
                          });
}

void MainWindow::closeAfter(const JobInfo& running, TrainRequest request)
{
    m_closing = true;
    // What waits is taken back first, so that it does not begin when the running work ends.
    for (const JobInfo& job : m_context.jobs.jobs())
        if (!job.running || (job.isWork() && job.id != running.id))
            m_context.jobs.cancel(job.id);
    if (request == TrainRequest::None)
        m_context.jobs.cancel(running.id);
    else
        m_context.jobs.request(running.id, request);
    setWindowTitle(tr("OPAL Studio – closing after this step"));
    if (m_context.jobs.jobs().empty())
        close();
}

void MainWindow::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::BackButton)
        m_history.back();
    else if (event->button() == Qt::ForwardButton)
        m_history.forward();
    else
        QMainWindow::mousePressEvent(event);
}

void MainWindow::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QMainWindow::changeEvent(event);
}

void MainWindow::retranslate()
{
    setWindowTitle(m_context.store.isReadOnly() ? tr("OPAL Studio (read-only)") : tr("OPAL Studio"));
    m_actions.retranslate();
    m_docks->retranslate();
    int railWidth = leastRailWidth;
    for (qsizetype index = 0; index < m_panels.size(); ++index) {
        m_panelActions[index]->setToolTip(QStringLiteral("%1 (%2)").arg(
            m_panels[index]->title(), m_panelActions[index]->shortcut().toString()));
        m_railButtons[index]->setAccessibleName(m_panels[index]->title());
        railWidth = std::max(railWidth, m_railButtons[index]->sizeHint().width() + 2);
    }
    m_rail->setFixedWidth(railWidth);
    m_fileMenu->setTitle(tr("&File"));
    m_files->recentMenu().setTitle(tr("Open &recent"));
    m_viewMenu->setTitle(tr("&View"));
    m_besideMenu->setTitle(tr("Open &beside"));
    m_layoutMenu->retranslate();
    m_themeMenu->setTitle(tr("&Theme"));
    m_languageMenu->setTitle(tr("&Language"));
    m_goMenu->setTitle(tr("&Go"));
    m_runMenu->setTitle(tr("&Run"));
    m_helpMenu->setTitle(tr("&Help"));
}

} // namespace opal
