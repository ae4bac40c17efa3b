// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/sweeps/sweepspanel.h"

#include <algorithm>

#include <QHeaderView>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabBar>
#include <QTabWidget>
#include <QTableView>

#include "core/store/runstore.h"
#include "core/store/sweepstore.h"
#include "views/itemmodels/sweeptablemodels.h"
#include "views/panels/sweeps/interestchart.h"
#include "views/panels/sweeps/sweepform.h"
#include "views/shared/sweepstart.h"
#include "views/shell/backgroundqueries.h"
#include "views/shell/dialogs.h"
#include "views/shell/storewatcher.h"
#include "views/shell/workspace.h"
#include "views/widgets/emptystate.h"
#include "views/widgets/errorbar.h"
#include "views/widgets/make.h"
#include "views/widgets/messagebar.h"
#include "views/widgets/numbers.h"
#include "views/widgets/tablesetup.h"

namespace opal {

SweepsPanel::SweepsPanel(const PanelContext& context, QWidget* parent)
    : Panel(parent)
    , m_context(context)
{
    setupUi();
    connectSignals();
    SweepsPanel::retranslate();
    updateJobs();
    reload();
}

SweepsPanel::~SweepsPanel() = default;

QString SweepsPanel::title() const
{
    return tr("Sweeps");
}

void SweepsPanel::setupUi()
{
    m_form = new SweepForm(m_context, this);
    m_error = new ErrorBar(this);
    m_message = new MessageBar(this);
    m_empty = new EmptyState(this);
    m_pages = new QStackedWidget(this);
    m_pages->addWidget(m_empty);
    m_pages->addWidget(setupRight());
    auto* columns = rowOf({ m_form, m_pages }, 16);
    columns->setStretchFactor(m_pages, 1);
    auto* layout = columnOn(this, 12, { 16, 16, 16, 16 });
    layout->addWidget(m_error);
    layout->addWidget(m_message);
    layout->addLayout(columns, 1);
}

QWidget* SweepsPanel::setupRight()
{
    m_sweepModel = new SweepTableModel(this);
    m_sweeps = make<QTableView>(this, "sweeps");
    m_sweeps->setModel(m_sweepModel);
    setupTable(*m_sweeps);
    m_sweeps->horizontalHeader()->setSectionResizeMode(SweepTableModel::Name, QHeaderView::Stretch);
    const int sweepWidths[SweepTableModel::ColumnCount] = { 240, 150, 160, 90 };
    for (int column = 1; column < SweepTableModel::ColumnCount; ++column)
        m_sweeps->setColumnWidth(column, sweepWidths[column]);

    m_pointModel = new SweepPointTableModel(this);
    m_points = make<QTableView>(this, "sweepPoints");
    m_points->setModel(m_pointModel);
    setupTable(*m_points);
    m_points->horizontalHeader()->setDefaultSectionSize(76);
    const int pointWidths[SweepPointTableModel::FirstMetric] = { 168, 150, 120, 84 };
    for (int column = 1; column < SweepPointTableModel::FirstMetric; ++column)
        m_points->setColumnWidth(column, pointWidths[column]);
    m_points->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_chart = new InterestChart(m_context.theme, m_context.workspace, this);
    m_tabs = make<QTabWidget>(this, "sweepPages");
    m_tabs->setDocumentMode(true);
    m_tabs->tabBar()->setDrawBase(false);
    m_tabs->addTab(m_points, QString());
    m_tabs->addTab(m_chart, QString());

    auto* lower = new QWidget(this);
    auto* lowerLayout = columnOn(lower, 8, { 0, 12, 0, 0 });
    lowerLayout->addWidget(setupControls());
    lowerLayout->addWidget(m_tabs, 1);
    auto* splitter = makeSplitter(Qt::Vertical, this, { m_sweeps, lower });
    splitter->setStretchFactor(0, 0);
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({ 150, 520 });
    m_sweeps->setMinimumHeight(90);
    return splitter;
}

QWidget* SweepsPanel::setupControls()
{
    auto* bar = new QWidget(this);
    m_state = make<QLabel>(bar, "sweepState");
    m_progress = make<QProgressBar>(bar, "sweepProgress");
    m_progress->setTextVisible(false);
    m_progress->setRange(0, 1000);
    m_progress->setMaximumWidth(140);
    m_pause = make<QPushButton>(bar, "pauseSweep");
    m_continue = make<QPushButton>(bar, "continueSweep", "primary");
    m_cancel = make<QPushButton>(bar, "cancelSweep");
    m_retry = make<QPushButton>(bar, "retrySweep");
    m_up = make<QPushButton>(bar, "movePointUp");
    m_down = make<QPushButton>(bar, "movePointDown");
    m_remove = make<QPushButton>(bar, "removeSweep");
    auto* top = rowOf({ m_state, m_progress });
    top->setStretchFactor(m_state, 1);
    auto* buttons = rowOf({ m_pause, m_continue, m_cancel, m_retry });
    buttons->addStretch();
    for (QPushButton* button : { m_up, m_down, m_remove })
        buttons->addWidget(button);
    auto* layout = columnOn(bar, 8);
    layout->addLayout(top);
    layout->addLayout(buttons);
    return bar;
}

void SweepsPanel::connectSignals()
{
    connect(m_form, &SweepForm::startRequested, this, &SweepsPanel::start);
    connect(m_form, &SweepForm::failed, this, &SweepsPanel::showError);
    connect(m_pause, &QPushButton::clicked, this, &SweepsPanel::pause);
    connect(m_continue, &QPushButton::clicked, this, [this] { resume(false); });
    connect(m_retry, &QPushButton::clicked, this, [this] { resume(true); });
    connect(m_cancel, &QPushButton::clicked, this, &SweepsPanel::cancel);
    connect(m_up, &QPushButton::clicked, this, [this] { move(-1); });
    connect(m_down, &QPushButton::clicked, this, [this] { move(1); });
    connect(m_remove, &QPushButton::clicked, this, &SweepsPanel::removeSweep);
    connect(m_points, &QTableView::doubleClicked, this, &SweepsPanel::openPoint);
    auto* enter = new QShortcut(Qt::Key_Return, m_points);
    enter->setContext(Qt::WidgetShortcut);
    connect(enter, &QShortcut::activated, this, &SweepsPanel::openPoint);
    connect(m_points->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &SweepsPanel::updateState);
    connect(m_sweeps->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& current) {
                if (current.isValid())
                    choose(m_sweepModel->sweep(current.row()).id);
            });
    connect(m_chart, &InterestChart::allRunsToggled, this, &SweepsPanel::reload);
    connect(&m_context.storeWatcher, &StoreWatcher::changed, this, &SweepsPanel::reload);
    connect(&m_context.workspace, &Workspace::runChanged, this, &SweepsPanel::reload);
    connect(&m_context.jobs, &JobRunner::queueChanged, this, &SweepsPanel::updateJobs);
    connect(&m_context.jobs, &JobRunner::progressed, this, [this](const JobInfo& job) {
        if (job.sweep.toStdString() == m_chosen)
            updateState();
    });
    connect(&m_context.jobs, &JobRunner::finished, this, &SweepsPanel::reload);
}

void SweepsPanel::reload()
{
    if (m_loading) {
        m_loadAgain = true;
        return;
    }
    m_loading = true;
    m_context.queries.run(
        this,
        [&store = m_context.store, chosen = m_chosen, all = m_chart->wantsAllRuns(),
         shown = m_context.workspace.runId().toStdString()] {
            return sweepOverview(store, chosen, all, shown);
        },
        [this](SweepOverview overview) { showOverview(std::move(overview)); },
        [this](ErrorCode code, const QString& detail) {
            m_loading = false;
            showError(code, detail);
        });
}

void SweepsPanel::showOverview(SweepOverview overview)
{
    m_loading = false;
    if (overview.shownRun)
        m_form->setShownRun(*overview.shownRun);
    m_sweepModel->setSweeps(std::move(overview.sweeps));
    m_pages->setCurrentIndex(m_sweepModel->rowCount() == 0 ? 0 : 1);
    // Another sweep may have been chosen while this one was read.
    const bool current = m_chosen.empty() || m_chosen == overview.chosen || m_sweepModel->rowOf(m_chosen) < 0;
    if (current) {
        m_chosen = overview.chosen;
        const std::optional<std::int64_t> point = m_points->currentIndex().isValid()
            ? std::optional(m_pointModel->point(m_points->currentIndex().row()).number)
            : std::nullopt;
        const SweepRecord* sweep = chosen();
        m_pointModel->setPoints(sweep ? sweep->points : std::vector<SweepPoint>(), std::move(overview.runs));
        if (const int row = point ? m_pointModel->rowOf(*point) : -1; row >= 0)
            m_points->setCurrentIndex(m_pointModel->index(row, SweepPointTableModel::Label));
        m_chart->setRuns(std::move(overview.chartRuns));
        if (const int row = m_sweepModel->rowOf(m_chosen); row >= 0
            && (m_sweeps->currentIndex().row() != row || !m_sweeps->selectionModel()->hasSelection()))
            m_sweeps->selectionModel()->setCurrentIndex(
                m_sweepModel->index(row, 0), QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    }
    if (!m_announced.empty() && m_announced == overview.chosen) {
        m_announced.clear();
        announce(overview.toTrain);
    }
    m_form->countAnswered();
    updateState();
    if (std::exchange(m_loadAgain, false) || !current)
        reload();
}

void SweepsPanel::choose(const std::string& id)
{
    if (id == m_chosen)
        return;
    m_chosen = id;
    reload();
}

const SweepRecord* SweepsPanel::chosen() const
{
    const int row = m_sweepModel->rowOf(m_chosen);
    return row < 0 ? nullptr : &m_sweepModel->sweep(row);
}

std::optional<JobInfo> SweepsPanel::chosenJob() const
{
    for (const JobInfo& job : m_context.jobs.jobs())
        if (!job.sweep.isEmpty() && job.sweep.toStdString() == m_chosen)
            return job;
    return std::nullopt;
}

/// A sweep that has just come into the queue, from wherever it was started, is the one to look at.
void SweepsPanel::updateJobs()
{
    std::map<std::string, SweepActivity> activities;
    std::set<QString> known;
    for (const JobInfo& job : m_context.jobs.jobs()) {
        if (job.sweep.isEmpty())
            continue;
        const bool isNew = known.insert(job.sweep).second;
        if (isNew || job.running)
            activities[job.sweep.toStdString()]
                = job.running ? SweepActivity::Running : SweepActivity::Queued;
        if (!m_known.contains(job.sweep)) {
            m_announced = job.sweep.toStdString();
            choose(m_announced);
        }
    }
    m_known = std::move(known);
    m_sweepModel->setJobs(std::move(activities));
    updateState();
}

void SweepsPanel::start()
{
    m_error->clear();
    startSweep(
        this, m_context, m_form->request(), m_context.workspace.datasetPath(),
        [this](const StartedSweep& sweep) { choose(sweep.id.toStdString()); },
        [this](ErrorCode code, const QString& detail) { showError(code, detail); });
}

void SweepsPanel::announce(int toTrain)
{
    if (const SweepRecord* sweep = chosen())
        //: Name of a sweep, the points that it has and those that no finished run answers
        m_message->showMessage(tr("%1: points %2, new ones to train %3")
                                   .arg(QString::fromStdString(sweep->name))
                                   .arg(sweep->points.size())
                                   .arg(toTrain));
}

void SweepsPanel::resume(bool retry)
{
    m_error->clear();
    continueSweep(
        this, m_context, m_chosen, retry, [this](const StartedSweep&) { reload(); },
        [this](ErrorCode code, const QString& detail) { showError(code, detail); });
}

void SweepsPanel::pause()
{
    const auto job = chosenJob();
    if (!job)
        return;
    if (job->running)
        m_context.jobs.request(job->id, TrainRequest::Pause);
    else
        m_context.jobs.cancel(job->id);
    write([&store = m_context.store, id = m_chosen] { SweepStore(store).setPaused(id, true); });
}

void SweepsPanel::cancel()
{
    if (const auto job = chosenJob())
        m_context.jobs.cancel(job->id);
}

void SweepsPanel::move(int direction)
{
    const QModelIndex current = m_points->currentIndex();
    if (!current.isValid())
        return;
    write([&store = m_context.store, id = m_chosen, number = m_pointModel->point(current.row()).number,
           direction] { SweepStore(store).move(id, number, direction); });
}

void SweepsPanel::removeSweep()
{
    const SweepRecord* sweep = chosen();
    if (!sweep)
        return;
    m_context.dialogs.ask(
        this, tr("Remove sweep"),
        tr("Remove the sweep %1 from the list? Its runs stay.").arg(QString::fromStdString(sweep->name)),
        { { QStringLiteral("remove"), tr("Remove"), Dialogs::Choice::Role::Destructive },
          { QStringLiteral("keep"), tr("Keep"), Dialogs::Choice::Role::Reject } },
        [this, id = sweep->id](const QString& answer) {
            if (answer == QLatin1String("remove"))
                write([&store = m_context.store, id] { SweepStore(store).remove(id); });
        });
}

void SweepsPanel::openPoint()
{
    const QModelIndex current = m_points->currentIndex();
    if (!current.isValid())
        return;
    const std::string& run = m_pointModel->point(current.row()).run;
    if (run.empty())
        return;
    m_context.workspace.setRun(QString::fromStdString(run));
    m_context.workspace.showPanel(QStringLiteral("runs"));
}

void SweepsPanel::write(const std::function<void()>& change)
{
    m_context.queries.runVoid(
        this, change, [this] { reload(); },
        [this](ErrorCode code, const QString& detail) { showError(code, detail); });
}

void SweepsPanel::updateState()
{
    const SweepRecord* sweep = chosen();
    const auto job = chosenJob();
    const SweepActivity activity
        = sweep ? m_sweepModel->activity(m_sweepModel->rowOf(m_chosen)) : SweepActivity::Finished;
    const bool here = job.has_value();
    const bool stopping = job && job->stopping;
    const bool elsewhere = activity == SweepActivity::Elsewhere;
    const std::int64_t failed = sweep ? countPoints(*sweep, SweepPointState::Failed) : 0;
    const bool unfinished = activity == SweepActivity::Paused || activity == SweepActivity::Interrupted
        || activity == SweepActivity::Stopped;
    QStringList parts { sweepActivityText(activity) };
    if (stopping)
        parts = QStringList { tr("Stopping after this step") };
    const JobProgress progress = job ? job->progress : JobProgress {};
    if (!progress.training.pointLabel.isEmpty())
        parts << progress.training.pointLabel;
    if (sweep)
        parts << tr("%1 of %n points finished", nullptr, static_cast<int>(sweep->points.size()))
                     .arg(countPoints(*sweep, SweepPointState::Finished));
    if (failed > 0)
        parts << tr("%n failed", "points of a sweep", static_cast<int>(failed));
    if (progress.secondsLeft >= 0)
        parts << tr("%1 left").arg(durationText(progress.secondsLeft));
    m_state->setText(parts.join(QStringLiteral(" \u00B7 ")));
    m_progress->setVisible(here);
    if (sweep && here) {
        const double done = static_cast<double>(countPoints(*sweep, SweepPointState::Finished) + failed)
            / static_cast<double>(std::max<std::size_t>(1, sweep->points.size()));
        m_progress->setValue(static_cast<int>(1000 * std::max(done, progress.fraction)));
    }
    m_pause->setVisible(here);
    m_cancel->setVisible(here);
    m_pause->setEnabled(!stopping);
    m_cancel->setEnabled(!stopping);
    m_continue->setVisible(sweep && !here && unfinished);
    m_retry->setVisible(sweep && !here && !elsewhere && failed > 0);
    m_remove->setEnabled(sweep && !here && !elsewhere);
    const QModelIndex current = m_points->currentIndex();
    const bool movable
        = current.isValid() && m_pointModel->point(current.row()).state == SweepPointState::Waiting;
    m_up->setEnabled(movable);
    m_down->setEnabled(movable);
}

void SweepsPanel::retranslate()
{
    m_form->retranslate();
    m_chart->retranslate();
    m_empty->setTexts(tr("No sweeps yet"),
                      tr("A sweep trains every combination of models, values and seeds, one run each, and "
                         "goes on where it stopped. Set one up on the left."));
    const std::tuple<QPushButton*, QString, QString> buttons[] {
        { m_pause, tr("Pause"), tr("Finishes this step, keeps everything and begins no further point") },
        { m_continue, tr("Continue"), tr("Trains the points that wait; an interrupted one is resumed") },
        { m_cancel, tr("Cancel"), tr("Stops now; what is trained stays, and the sweep can be continued") },
        { m_retry, tr("Retry failed"), tr("Trains the failed points again") },
        { m_up, tr("Move up"), tr("Trains the selected waiting point earlier") },
        { m_down, tr("Move down"), tr("Trains the selected waiting point later") },
        { m_remove, tr("Remove"), tr("Takes the sweep off the list; its runs stay") },
    };
    for (const auto& [button, text, tip] : buttons) {
        button->setText(text);
        button->setAccessibleName(text);
        button->setToolTip(tip);
    }
    m_sweeps->setAccessibleName(tr("Sweeps"));
    m_points->setAccessibleName(tr("Points of the sweep"));
    m_progress->setAccessibleName(tr("Progress of the sweep"));
    m_tabs->setAccessibleName(tr("Views of the sweep"));
    m_tabs->setTabText(0, tr("Points"));
    m_tabs->setTabText(1, tr("Number of interests"));
    Q_EMIT m_sweepModel->headerDataChanged(Qt::Horizontal, 0, SweepTableModel::ColumnCount - 1);
    Q_EMIT m_pointModel->headerDataChanged(Qt::Horizontal, 0, m_pointModel->columnCount() - 1);
    updateState();
}

std::vector<FigureRequest> SweepsPanel::figures() const
{
    return m_chart->figures();
}

void SweepsPanel::showError(ErrorCode code, const QString& detail)
{
    m_error->showError(m_context, code, detail);
}

} // namespace opal
