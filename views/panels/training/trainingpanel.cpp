// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/training/trainingpanel.h"

#include <algorithm>

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QStringBuilder>
#include <QStyle>

#include "core/jobs/jobs.h"
#include "views/figures/sppmifigure.h"
#include "views/panels/training/changeform.h"
#include "views/panels/training/guardbar.h"
#include "views/panels/training/liverun.h"
#include "views/panels/training/outcomebar.h"
#include "views/panels/training/runmonitor.h"
#include "views/panels/training/setupform.h"
#include "views/shell/shownreader.h"
#include "views/shell/theme.h"
#include "views/shell/workspace.h"
#include "views/widgets/elidedlabel.h"
#include "views/widgets/errorbar.h"
#include "views/widgets/verticalscroll.h"

namespace opal {

namespace {

/// A role that changes while the widget is shown needs a new look-up of the style.
void setRole(QWidget* widget, const char* role)
{
    widget->setProperty("role", QLatin1String(role));
    widget->style()->unpolish(widget);
    widget->style()->polish(widget);
}

} // namespace

QString runStateText(const std::string& stateName)
{
    const std::pair<const char*, const char*> table[] = {
        { "queued", QT_TRANSLATE_NOOP("RunStates", "Queued") },
        { "running", QT_TRANSLATE_NOOP("RunStates", "Training") },
        { "paused", QT_TRANSLATE_NOOP("RunStates", "Paused") },
        { "interrupted", QT_TRANSLATE_NOOP("RunStates", "Interrupted") },
        { "finished", QT_TRANSLATE_NOOP("RunStates", "Finished") },
        { "stopped", QT_TRANSLATE_NOOP("RunStates", "Stopped, best weights kept") },
        { "failed", QT_TRANSLATE_NOOP("RunStates", "Failed") },
    };
    for (const auto& [name, text] : table)
        if (stateName == name)
            return QCoreApplication::translate("RunStates", text);
    return QString::fromStdString(stateName);
}

TrainingPanel::TrainingPanel(const PanelContext& context, QWidget* parent)
    : Panel(parent)
    , m_context(context)
    , m_run(new LiveRun(m_context, this))
{
    setObjectName(id());
    setupUi();
    connectSignals();
    connectRun();
    retranslate();
    m_run->setRun(m_context.workspace.runId());
    new ShownReader(*this, m_context.storeWatcher, [this] { m_run->refresh(); });
    updateState();
}

TrainingPanel::~TrainingPanel() = default;

QString TrainingPanel::title() const
{
    return tr("Train", "activity bar, a short word");
}

void TrainingPanel::setupUi()
{
    m_errorBar = new ErrorBar(this);
    m_setup = new SetupForm(m_context, this);
    m_monitor = new RunMonitor(m_context, *m_run, this);
    m_guard = new GuardBar(*m_run, this);
    m_change = new ChangeForm(this);
    m_outcome = new OutcomeBar(*m_run, this);
    auto* right = new QVBoxLayout;
    right->setSpacing(12);
    right->addWidget(setupHeader());
    right->addWidget(m_guard);
    right->addWidget(m_change);
    right->addWidget(m_outcome);
    right->addWidget(makeVerticalScroll(m_monitor, this), 1);
    auto* columns = new QHBoxLayout;
    columns->setSpacing(16);
    columns->addWidget(m_setup);
    columns->addLayout(right, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(12);
    layout->addWidget(m_errorBar);
    layout->addLayout(columns, 1);
}

QWidget* TrainingPanel::setupHeader()
{
    auto* header = new QWidget(this);
    m_runName = new ElidedLabel(header);
    m_runName->setProperty("role", QStringLiteral("title"));
    m_runState = new QLabel(header);
    m_runState->setProperty("role", QStringLiteral("secondary"));
    m_runState->setObjectName(QStringLiteral("runState"));
    m_pause = new QPushButton(header);
    m_pause->setObjectName(QStringLiteral("pauseButton"));
    m_resume = new QPushButton(header);
    m_resume->setObjectName(QStringLiteral("resumeButton"));
    m_resume->setProperty("role", QStringLiteral("primary"));
    m_stop = new QPushButton(header);
    m_stop->setObjectName(QStringLiteral("stopButton"));
    setupStopMenu();
    auto* texts = new QVBoxLayout;
    texts->setSpacing(0);
    texts->addWidget(m_runName);
    texts->addWidget(m_runState);
    auto* layout = new QHBoxLayout(header);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addLayout(texts, 1);
    layout->addWidget(m_pause);
    layout->addWidget(m_resume);
    layout->addWidget(m_stop);
    return header;
}

void TrainingPanel::setupStopMenu()
{
    m_stopMenu = new QMenu(this);
    m_stopAfterEvaluation = m_stopMenu->addAction({}, this, [this] {
        request(TrainRequest::StopAfterEvaluation, tr("Stopping after the next evaluation"));
    });
    m_stopNow = m_stopMenu->addAction({}, this, [this] {
        request(TrainRequest::StopKeepBest, tr("Stopping after this step, the best weights are kept"));
    });
    m_stopMenu->addSeparator();
    m_nextStage = m_stopMenu->addAction({}, this, [this] {
        request(TrainRequest::NextStage, tr("Going to the next stage after this step"));
    });
    m_stopAfterEvaluation->setObjectName(QStringLiteral("stopAfterEvaluation"));
    m_stopNow->setObjectName(QStringLiteral("stopNow"));
    m_nextStage->setObjectName(QStringLiteral("nextStage"));
    m_stop->setMenu(m_stopMenu);
    m_stop->setProperty("hasMenu", QStringLiteral("true"));
}

void TrainingPanel::connectSignals()
{
    connect(m_setup, &SetupForm::startRequested, this, &TrainingPanel::start);
    connect(m_setup, &SetupForm::failed, this, &TrainingPanel::showFailure);
    connect(m_pause, &QPushButton::clicked, this, &TrainingPanel::pause);
    connect(m_resume, &QPushButton::clicked, this, &TrainingPanel::resume);
    connect(m_monitor, &RunMonitor::startRequested, this, &TrainingPanel::start);
    connect(m_guard, &GuardBar::pauseRequested, this, &TrainingPanel::pauseForRemedy);
    connect(m_guard, &GuardBar::remedyRequested, this, &TrainingPanel::offerRemedy);
    connect(m_outcome, &OutcomeBar::userRequested, this,
            [this] { m_context.workspace.showPanel(QStringLiteral("interests")); });
    connect(m_outcome, &OutcomeBar::comparisonRequested, this,
            [this] { m_context.workspace.requestFigure(oneAgainstSeveralKey); });
    connect(m_outcome, &OutcomeBar::figureRequested, this,
            [this] { m_context.workspace.showPanel(QStringLiteral("diversity")); });
    connect(m_change, &ChangeForm::changed, this, [this] { updateControls(isResumable()); });
    connect(&m_context.workspace, &Workspace::runChanged, this,
            [this] { m_run->setRun(m_context.workspace.runId()); });
    connect(&m_context.jobs, &JobRunner::queueChanged, this, &TrainingPanel::updateState);
}

void TrainingPanel::connectRun()
{
    connect(m_run, &LiveRun::runStarted, &m_context.workspace, &Workspace::setRun);
    connect(m_run, &LiveRun::recordChanged, this, [this] {
        if (!m_run->isTrainedHere())
            m_said.clear();
        m_setup->setShownRun(m_run->record());
        updateState();
        if (m_remedyWaits && isResumable())
            offerRemedy();
    });
    connect(m_run, &LiveRun::reset, this, [this] {
        m_said.clear();
        m_remedyWaits = false;
        updateState();
    });
    connect(m_run, &LiveRun::progressed, this, &TrainingPanel::updateState);
    connect(m_run, &LiveRun::grown, this, [this](const RunCurves& more) {
        if (!more.events.empty())
            m_guard->refresh(isResumable());
    });
    connect(m_run, &LiveRun::failed, this, [this](ErrorCode code, const QString& detail) {
        // A guard says the same in plainer words, with a way out.
        if (code != ErrorCode::NonFiniteLoss)
            showFailure(code, detail);
    });
}

void TrainingPanel::showFailure(ErrorCode code, const QString& detail)
{
    m_errorBar->showError(m_context, code, detail);
}

void TrainingPanel::choosePreset(const QString& key)
{
    m_setup->choosePreset(key);
}

void TrainingPanel::takeConfig(const TrainConfig& config, const QString& title)
{
    m_errorBar->clear();
    m_setup->takeFrom(config, title);
}

void TrainingPanel::start()
{
    if (m_context.workspace.datasetPath().isEmpty())
        m_context.workspace.showPanel(QStringLiteral("data"));
    else if (const auto job = m_setup->request())
        submit(*job);
}

void TrainingPanel::resume()
{
    if (!isResumable() || m_context.jobs.resuming(m_run->runId()) || !m_change->isValid())
        return;
    TrainJobRequest job;
    job.resumeRun = m_run->runId();
    job.params = m_change->changes();
    submit(job);
}

void TrainingPanel::submit(const TrainJobRequest& request)
{
    m_errorBar->clear();
    try {
        m_context.jobs.submit(makeTrainJob(m_context.store, m_context.paths, request));
    } catch (const Error& error) {
        // Nothing has started: a value was refused, and the person is still at the form.
        showFailure(error.code(), QString::fromStdString(error.detail()));
    }
    updateState();
}

void TrainingPanel::pause()
{
    request(TrainRequest::Pause, tr("Pausing after this step"));
}

void TrainingPanel::pauseForRemedy()
{
    m_remedyWaits = true;
    pause();
}

void TrainingPanel::offerRemedy()
{
    m_remedyWaits = false;
    const GuardBar::Remedy remedy = m_guard->remedy();
    m_change->offer(remedy.key, remedy.factor);
    updateState();
}

void TrainingPanel::request(TrainRequest request, const QString& said)
{
    if (!m_run->job())
        return;
    m_context.jobs.request(*m_run->job(), request);
    m_said = request == TrainRequest::NextStage ? QString() : said;
    updateState();
}

bool TrainingPanel::hasJobInFlight() const
{
    const auto jobs = m_context.jobs.jobs();
    return std::any_of(jobs.begin(), jobs.end(),
                       [](const JobInfo& job) { return job.lane == JobLane::Heavy; });
}

bool TrainingPanel::isResumable() const
{
    const auto& record = m_run->record();
    return record && !m_run->isTrainedHere()
        && (record->state == RunState::Paused || record->state == RunState::Interrupted
            || record->state == RunState::Failed);
}

void TrainingPanel::updateState()
{
    const bool resumable = isResumable();
    if (resumable)
        m_change->setRun(*m_run->record());
    m_change->setVisible(resumable && !m_context.jobs.resuming(m_run->runId()));
    m_guard->refresh(resumable);
    m_outcome->refresh();
    updateControls(resumable);
    updateTexts();
    m_setup->setBusy(hasJobInFlight());
}

void TrainingPanel::updateControls(bool resumable)
{
    const bool here = m_run->isTrainedHere();
    m_pause->setVisible(here);
    m_stop->setVisible(here);
    m_pause->setEnabled(here && m_said.isEmpty());
    m_stop->setEnabled(here && m_said.isEmpty());
    const std::string stage
        = m_run->curves().steps.empty() ? std::string() : m_run->curves().steps.back().stage;
    m_nextStage->setEnabled(stage == "warmup" || stage == "soft");
    m_resume->setVisible(resumable);
    const bool busy = hasJobInFlight();
    const bool waits = m_context.jobs.resuming(m_run->runId()).has_value();
    const bool valid = m_change->isValid();
    const bool changed = resumable && !m_change->changes().empty();
    m_resume->setEnabled(!waits && valid);
    if (busy)
        m_resume->setText(changed ? tr("Queue resume with changes") : tr("Queue resume"));
    else
        m_resume->setText(changed ? tr("Resume with changes") : tr("Resume"));
    m_resume->setToolTip(waits        ? tr("Waits in the queue already")
                             : !valid ? tr("Correct the marked values first")
                             : busy   ? tr("Starts when the work before it is done")
                                      : QString());
}

void TrainingPanel::updateTexts()
{
    const auto& record = m_run->record();
    const RunState state = record ? record->state : RunState::Finished;
    m_runName->setFullText(record ? QString::fromStdString(record->name) : tr("No run chosen"));
    QString text
        = record ? runStateText(runStateName(m_run->isTrainedHere() ? RunState::Running : state)) : QString();
    if (m_run->isTrainedElsewhere())
        text = tr("Being trained by another program");
    if (const auto job = m_context.jobs.resuming(m_run->runId()); job && !job->running)
        text += QStringLiteral(" · ") % tr("waits in the queue to be resumed");
    if (!m_said.isEmpty())
        text = m_said;
    if (record && !record->datasetName.empty())
        text += QStringLiteral(" · ") % QString::fromStdString(record->datasetName);
    if (record && state == RunState::Failed && !record->error.empty() && m_guard->isHidden())
        text += QStringLiteral(" · ") % QString::fromStdString(record->error);
    m_runState->setText(text);
    const char* role = state == RunState::Failed ? "bad" : !m_said.isEmpty() ? "warning" : "secondary";
    if (m_runState->property("role").toString() != QLatin1String(role))
        setRole(m_runState, role);
}

void TrainingPanel::retranslate()
{
    m_pause->setText(tr("Pause"));
    m_pause->setToolTip(
        tr("Finishes this step and keeps everything; the result of resuming is the same to the last bit"));
    m_stop->setText(tr("Stop"));
    m_stopAfterEvaluation->setText(tr("After the next evaluation"));
    m_stopNow->setText(tr("Now, keep the best weights"));
    m_nextStage->setText(tr("Go to the next stage now"));
    m_setup->retranslate();
    m_guard->retranslate();
    m_outcome->retranslate();
    m_change->retranslate();
    m_monitor->retranslate();
    updateState();
}

std::vector<FigureRequest> TrainingPanel::figures() const
{
    return m_monitor->figures();
}

} // namespace opal
