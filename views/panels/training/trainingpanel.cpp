#include "views/panels/training/trainingpanel.h"

#include <algorithm>

#include <QComboBox>
#include <QCoreApplication>
#include <QFileInfo>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QScrollArea>
#include <QStyle>

#include "core/jobs/jobs.h"
#include "views/panels/training/liverun.h"
#include "views/panels/training/runmonitor.h"
#include "views/shell/theme.h"
#include "views/shell/workspace.h"
#include "views/widgets/elidedlabel.h"
#include "views/widgets/errorbar.h"
#include "views/widgets/numbers.h"
#include "views/widgets/paramform.h"
#include "views/widgets/verticalscroll.h"

namespace opal {

namespace {

constexpr int formWidth = 336;

QLabel* makeLabel(QWidget* parent, const char* role)
{
    auto* label = new QLabel(parent);
    label->setProperty("role", QLatin1String(role));
    return label;
}

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
    fillModels();
    retranslate();
    m_run->setRun(m_context.workspace.runId());
    updateDataset();
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
    m_monitor = new RunMonitor(m_context, *m_run, this);
    auto* right = new QVBoxLayout;
    right->setSpacing(12);
    right->addWidget(setupHeader());
    right->addWidget(makeVerticalScroll(m_monitor, this), 1);
    auto* columns = new QHBoxLayout;
    columns->setSpacing(16);
    columns->addWidget(setupForm());
    columns->addLayout(right, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(12);
    layout->addWidget(m_errorBar);
    layout->addLayout(columns, 1);
}

QWidget* TrainingPanel::setupForm()
{
    auto* card = new QFrame(this);
    card->setProperty("role", QStringLiteral("card"));
    card->setFixedWidth(formWidth);
    m_setupHeading = makeLabel(card, "heading");
    m_datasetLabel = makeLabel(card, "secondary");
    m_datasetName = new ElidedLabel(card);
    m_chooseDataset = new QPushButton(card);
    m_chooseDataset->setProperty("role", QStringLiteral("link"));
    m_modelLabel = makeLabel(card, "secondary");
    m_model = new QComboBox(card);
    m_model->setObjectName(QStringLiteral("modelCombo"));
    m_modelNote = makeLabel(card, "secondary");
    m_modelNote->setWordWrap(true);
    m_presetLabel = makeLabel(card, "secondary");
    m_preset = new QComboBox(card);
    m_preset->setObjectName(QStringLiteral("presetCombo"));
    m_nameLabel = makeLabel(card, "secondary");
    m_name = new QLineEdit(card);
    m_name->setObjectName(QStringLiteral("runName"));
    m_form = new ParamForm(card);
    m_start = new QPushButton(card);
    m_start->setObjectName(QStringLiteral("startButton"));
    m_start->setProperty("role", QStringLiteral("primary"));

    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(8);
    grid->setColumnStretch(1, 1);
    auto* dataset = new QHBoxLayout;
    dataset->addWidget(m_datasetName, 1);
    dataset->addWidget(m_chooseDataset);
    grid->addWidget(m_datasetLabel, 0, 0);
    grid->addLayout(dataset, 0, 1);
    grid->addWidget(m_modelLabel, 1, 0);
    grid->addWidget(m_model, 1, 1);
    grid->addWidget(m_modelNote, 2, 0, 1, 2);
    grid->addWidget(m_presetLabel, 3, 0);
    grid->addWidget(m_preset, 3, 1);
    grid->addWidget(m_nameLabel, 4, 0);
    grid->addWidget(m_name, 4, 1);

    auto* scroll = new QScrollArea(card);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* inner = new QWidget(scroll);
    auto* innerLayout = new QVBoxLayout(inner);
    innerLayout->setContentsMargins(0, 8, 8, 8);
    innerLayout->addWidget(m_form);
    scroll->setWidget(inner);
    auto* separator = new QFrame(card);
    separator->setProperty("role", QStringLiteral("separator"));

    auto* layout = new QVBoxLayout(card);
    layout->setContentsMargins(12, 12, 4, 12);
    layout->setSpacing(8);
    layout->addWidget(m_setupHeading);
    auto* fixed = new QVBoxLayout;
    fixed->setContentsMargins(0, 0, 8, 0);
    fixed->addLayout(grid);
    layout->addLayout(fixed);
    layout->addWidget(separator);
    layout->addWidget(scroll, 1);
    auto* foot = new QHBoxLayout;
    foot->setContentsMargins(0, 4, 8, 0);
    foot->addWidget(m_start, 1);
    layout->addLayout(foot);
    return card;
}

QWidget* TrainingPanel::setupHeader()
{
    auto* header = new QWidget(this);
    m_runName = new ElidedLabel(header);
    m_runName->setProperty("role", QStringLiteral("title"));
    m_runState = makeLabel(header, "secondary");
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
    m_nextStage = m_stopMenu->addAction(
        {}, this, [this] { request(TrainRequest::NextStage, tr("Going to fine-tuning after this step")); });
    m_stop->setMenu(m_stopMenu);
    m_stop->setProperty("hasMenu", QStringLiteral("true"));
}

void TrainingPanel::connectSignals()
{
    connect(m_start, &QPushButton::clicked, this, &TrainingPanel::start);
    connect(m_pause, &QPushButton::clicked, this, &TrainingPanel::pause);
    connect(m_resume, &QPushButton::clicked, this, &TrainingPanel::resume);
    connect(m_monitor, &RunMonitor::startRequested, this, &TrainingPanel::start);
    connect(m_chooseDataset, &QPushButton::clicked, this,
            [this] { m_context.workspace.showPanel(QStringLiteral("data")); });
    connect(m_model, &QComboBox::currentIndexChanged, this, &TrainingPanel::onModelChosen);
    connect(m_preset, &QComboBox::currentIndexChanged, this, &TrainingPanel::onPresetChosen);
    connect(m_form, &ParamForm::changed, this, &TrainingPanel::updateState);
    connect(&m_context.workspace, &Workspace::datasetChanged, this, &TrainingPanel::updateDataset);
    connect(&m_context.workspace, &Workspace::runChanged, this,
            [this] { m_run->setRun(m_context.workspace.runId()); });
    connect(&m_context.jobs, &JobRunner::queueChanged, this, &TrainingPanel::updateState);
    connect(m_run, &LiveRun::runStarted, &m_context.workspace, &Workspace::setRun);
    connect(m_run, &LiveRun::recordChanged, this, [this] {
        if (!m_run->isTrainedHere())
            m_said.clear();
        updateState();
    });
    connect(m_run, &LiveRun::reset, this, [this] {
        m_said.clear();
        updateState();
    });
    connect(m_run, &LiveRun::progressed, this, &TrainingPanel::updateState);
    connect(m_run, &LiveRun::failed, this, [this](ErrorCode code, const QString& detail) {
        m_errorBar->showError(m_context.errorHeadline(code), m_context.errorAdvice(code), detail);
    });
}

void TrainingPanel::fillModels()
{
    const QSignalBlocker blocker(m_model);
    m_model->clear();
    for (const ModelInfo& model : availableModels())
        m_model->addItem(QString::fromStdString(model.title), QString::fromStdString(model.name));
    m_model->setCurrentIndex(std::max(0, m_model->findData(QStringLiteral("opal"))));
    onModelChosen();
}

void TrainingPanel::onModelChosen()
{
    const std::string name = m_model->currentData().toString().toStdString();
    for (const ModelInfo& model : availableModels())
        if (model.name == name) {
            m_form->setSpecs(model.params);
            m_modelNote->setText(QCoreApplication::translate("Models", model.note.c_str()));
            m_modelNote->setVisible(!model.note.empty());
        }
    m_presets = availablePresets(name);
    {
        const QSignalBlocker blocker(m_preset);
        m_preset->clear();
        m_preset->addItem(tr("Defaults"));
        for (const ParamPreset& preset : m_presets)
            m_preset->addItem(QCoreApplication::translate("Presets", preset.title.c_str()),
                              QString::fromStdString(preset.name));
    }
    onPresetChosen();
}

void TrainingPanel::onPresetChosen()
{
    const int index = m_preset->currentIndex() - 1;
    m_form->setPreset(index >= 0 ? m_presets[static_cast<std::size_t>(index)].values
                                 : decltype(ParamPreset::values) {});
}

void TrainingPanel::choosePreset(const QString& key)
{
    const int index = m_preset->findData(key);
    if (index >= 0)
        m_preset->setCurrentIndex(index);
}

void TrainingPanel::start()
{
    if (m_context.workspace.datasetPath().isEmpty()) {
        m_context.workspace.showPanel(QStringLiteral("data"));
        return;
    }
    if (!m_form->isValid())
        return;
    TrainJobRequest job;
    job.datasetFile = m_context.workspace.datasetPath();
    job.model = m_model->currentData().toString().toStdString();
    job.params = m_form->changedValues();
    job.name = m_name->text().trimmed();
    submit(job);
}

void TrainingPanel::resume()
{
    TrainJobRequest job;
    job.resumeRun = m_run->runId();
    submit(job);
}

void TrainingPanel::submit(const TrainJobRequest& request)
{
    m_errorBar->clear();
    try {
        m_context.jobs.submit(makeTrainJob(m_context.store, m_context.paths, request));
    } catch (const Error& error) {
        // Nothing has started: a value was refused, and the person is still at the form.
        m_errorBar->showError(m_context.errorHeadline(error.code()), m_context.errorAdvice(error.code()),
                              QString::fromStdString(error.detail()));
    }
    updateState();
}

void TrainingPanel::pause()
{
    request(TrainRequest::Pause, tr("Pausing after this step"));
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

void TrainingPanel::updateState()
{
    const auto& record = m_run->record();
    const bool here = m_run->isTrainedHere();
    const bool elsewhere = m_run->isTrainedElsewhere();
    const RunState state = record ? record->state : RunState::Finished;
    const bool resumable = record && !here && (state == RunState::Paused || state == RunState::Interrupted);
    m_pause->setVisible(here);
    m_stop->setVisible(here);
    m_pause->setEnabled(here && m_said.isEmpty());
    m_stop->setEnabled(here && m_said.isEmpty());
    const std::string stage
        = m_run->curves().steps.empty() ? std::string() : m_run->curves().steps.back().stage;
    m_nextStage->setEnabled(stage == "soft");
    m_resume->setVisible(resumable);
    m_resume->setEnabled(!hasJobInFlight());

    m_runName->setFullText(record ? QString::fromStdString(record->name) : tr("No run chosen"));
    QString text = record ? runStateText(runStateName(here ? RunState::Running : state)) : QString();
    if (elsewhere)
        text = tr("Being trained by another program");
    if (!m_said.isEmpty())
        text = m_said;
    if (record && !record->datasetName.empty())
        text += QStringLiteral(" · ") % QString::fromStdString(record->datasetName);
    if (record && state == RunState::Failed && !record->error.empty())
        text += QStringLiteral(" · ") % QString::fromStdString(record->error);
    m_runState->setText(text);
    const char* role = state == RunState::Failed ? "bad" : !m_said.isEmpty() ? "warning" : "secondary";
    if (m_runState->property("role").toString() != QLatin1String(role))
        setRole(m_runState, role);

    const bool hasDataset = !m_context.workspace.datasetPath().isEmpty();
    m_start->setText(hasJobInFlight() ? tr("Queue training") : tr("Start training"));
    m_start->setEnabled(hasDataset && m_form->isValid());
    m_start->setToolTip(!hasDataset              ? tr("Choose a data set first")
                            : !m_form->isValid() ? tr("Correct the marked values first")
                            : hasJobInFlight()   ? tr("Starts when the work before it is done")
                                                 : QString());
}

void TrainingPanel::updateDataset()
{
    const Workspace& workspace = m_context.workspace;
    const auto summary = workspace.datasetSummary();
    if (workspace.datasetPath().isEmpty())
        m_datasetName->setFullText(tr("None chosen"));
    else
        m_datasetName->setFullText(summary && !summary->name.empty()
                                       ? QString::fromStdString(summary->name)
                                       : QFileInfo(workspace.datasetPath()).completeBaseName());
    updateState();
}

void TrainingPanel::retranslate()
{
    m_setupHeading->setText(tr("New training"));
    m_datasetLabel->setText(tr("Data set"));
    m_chooseDataset->setText(tr("Choose"));
    m_chooseDataset->setToolTip(tr("Opens the data panel"));
    m_modelLabel->setText(tr("Model"));
    m_presetLabel->setText(tr("Preset"));
    m_nameLabel->setText(tr("Name"));
    m_name->setPlaceholderText(tr("made from the settings"));
    m_model->setAccessibleName(tr("Model"));
    m_preset->setAccessibleName(tr("Preset"));
    m_name->setAccessibleName(tr("Name of the run"));
    if (m_preset->count() > 0)
        m_preset->setItemText(0, tr("Defaults"));
    for (int index = 1; index < m_preset->count(); ++index)
        m_preset->setItemText(index,
                              QCoreApplication::translate(
                                  "Presets", m_presets[static_cast<std::size_t>(index) - 1].title.c_str()));
    m_pause->setText(tr("Pause"));
    m_pause->setToolTip(
        tr("Finishes this step and keeps everything; the result of resuming is the same to the last bit"));
    m_resume->setText(tr("Resume"));
    m_stop->setText(tr("Stop"));
    m_stopAfterEvaluation->setText(tr("After the next evaluation"));
    m_stopNow->setText(tr("Now, keep the best weights"));
    m_nextStage->setText(tr("Go to fine-tuning now"));
    m_monitor->retranslate();
    updateDataset();
}

std::vector<FigureRequest> TrainingPanel::figures() const
{
    return m_monitor->figures();
}

} // namespace opal
