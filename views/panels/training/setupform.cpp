// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/training/setupform.h"

#include <algorithm>

#include <QComboBox>
#include <QCoreApplication>
#include <QFileInfo>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>

#include "core/jobs/jobs.h"
#include "core/jobs/trainconfig.h"
#include "views/panels/training/queuelist.h"
#include "views/shared/presetbar.h"
#include "views/shell/backgroundqueries.h"
#include "views/shell/dialogs.h"
#include "views/shell/shownreader.h"
#include "views/shell/workspace.h"
#include "views/widgets/elidedlabel.h"
#include "views/widgets/make.h"
#include "views/widgets/paramform.h"

namespace opal {

namespace {

constexpr int formWidth = 356;

QLabel* makeLabel(QWidget* parent, const char* role)
{
    auto* label = new QLabel(parent);
    label->setProperty("role", QLatin1String(role));
    return label;
}

} // namespace

SetupForm::SetupForm(const PanelContext& context, QWidget* parent)
    : QFrame(parent)
    , m_context(context)
    , m_askModel(m_context.jobs,
                 { .show = [this](const ScriptManifest& added) { fillModels(added.name); },
                   .failed = [this](ErrorCode code, const QString& detail) { Q_EMIT failed(code, detail); },
                   .busyChanged = [this] { updateAddModel(); } })
{
    setProperty("role", QStringLiteral("card"));
    setFixedWidth(formWidth);
    setupUi();
    connectSignals();
    fillModels("opal");
    updateDataset();
    // Another program may have added a model meanwhile.
    new ShownReader(*this, m_context.storeWatcher, [this] { readModels(); });
}

SetupForm::~SetupForm() = default;

void SetupForm::setupUi()
{
    m_heading = makeLabel(this, "heading");
    m_datasetLabel = makeLabel(this, "secondary");
    m_datasetName = new ElidedLabel(this);
    m_chooseDataset = new QPushButton(this);
    m_chooseDataset->setProperty("role", QStringLiteral("link"));
    m_modelLabel = makeLabel(this, "secondary");
    m_model = new QComboBox(this);
    m_model->setObjectName(QStringLiteral("modelCombo"));
    m_modelNote = makeLabel(this, "secondary");
    m_modelNote->setWordWrap(true);
    m_addModel = make<QPushButton>(this, "addModel", "link");
    m_presetLabel = makeLabel(this, "secondary");
    m_presets = new PresetBar(m_context, this);
    m_nameLabel = makeLabel(this, "secondary");
    m_name = new QLineEdit(this);
    m_name->setObjectName(QStringLiteral("runName"));
    m_form = new ParamForm(this);
    m_start = new QPushButton(this);
    m_start->setObjectName(QStringLiteral("startButton"));
    m_start->setProperty("role", QStringLiteral("primary"));
    m_queue = new QueueList(m_context.jobs, this);

    auto* grid = new QGridLayout;
    grid->setContentsMargins(0, 0, 8, 0);
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
    grid->addWidget(m_addModel, 3, 1, Qt::AlignLeft);
    grid->addWidget(m_presetLabel, 4, 0);
    grid->addWidget(m_presets, 4, 1);
    grid->addWidget(m_nameLabel, 5, 0);
    grid->addWidget(m_name, 5, 1);

    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus); // its fields have the focus
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* inner = new QWidget(scroll);
    auto* innerLayout = new QVBoxLayout(inner);
    innerLayout->setContentsMargins(0, 8, 8, 8);
    innerLayout->addWidget(m_form);
    scroll->setWidget(inner);
    auto* separator = new QFrame(this);
    separator->setProperty("role", QStringLiteral("separator"));

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 12, 4, 12);
    layout->setSpacing(8);
    layout->addWidget(m_heading);
    layout->addLayout(grid);
    layout->addWidget(separator);
    layout->addWidget(scroll, 1);
    auto* foot = new QVBoxLayout;
    foot->setContentsMargins(0, 4, 8, 0);
    foot->addWidget(m_start);
    foot->addWidget(m_queue);
    layout->addLayout(foot);
}

void SetupForm::connectSignals()
{
    connect(m_start, &QPushButton::clicked, this, &SetupForm::startRequested);
    connect(m_chooseDataset, &QPushButton::clicked, this,
            [this] { m_context.workspace.showPanel(QStringLiteral("data")); });
    connect(m_addModel, &QPushButton::clicked, this, &SetupForm::askForModel);
    connect(m_model, &QComboBox::currentIndexChanged, this, &SetupForm::onModelChosen);
    connect(m_presets, &PresetBar::chosen, this, &SetupForm::onPresetChosen);
    connect(m_presets, &PresetBar::runChosen, this, [this](const RunRecord& run) { takeFrom(run); });
    connect(m_presets, &PresetBar::failed, this, &SetupForm::failed);
    connect(m_form, &ParamForm::changed, this, &SetupForm::updateStart);
    connect(&m_context.workspace, &Workspace::datasetChanged, this, &SetupForm::updateDataset);
    m_presets->setSource([this] { return m_form->changedValues(); });
}

void SetupForm::fillModels(const std::string& chosen)
{
    {
        const QSignalBlocker blocker(m_model);
        m_model->clear();
        for (const ModelInfo& model : availableModels())
            m_model->addItem(QString::fromStdString(model.title), QString::fromStdString(model.name));
        const int place = m_model->findData(QString::fromStdString(chosen));
        m_model->setCurrentIndex(std::max(place, m_model->findData(QStringLiteral("opal"))));
    }
    onModelChosen();
}

/// The folder is read elsewhere; what was typed stays unless the models are others.
void SetupForm::readModels()
{
    const auto read = [] {
        refreshModels();
        return availableModels();
    };
    m_context.queries.run(this, read, [this](const auto& models) {
        bool same = static_cast<int>(models.size()) == m_model->count();
        for (int i = 0; same && i < m_model->count(); ++i)
            same = models[static_cast<std::size_t>(i)].get().name
                == m_model->itemData(i).toString().toStdString();
        if (!same)
            fillModels(m_model->currentData().toString().toStdString());
    });
}

void SetupForm::askForModel()
{
    m_context.dialogs.openFile(this, tr("Add a model file"), tr("TorchScript files (*.pt *.pth *.ts)"),
                               [this](const QString& file) { addModel(file); });
}

/// A file never runs before a person has said that it may.
void SetupForm::addModel(const QString& file)
{
    m_context.dialogs.ask(
        this, tr("Add a model file"),
        tr("“%1” is a program. It will run on this computer with your rights. Add it only if you know where "
           "it "
           "comes from.")
            .arg(QFileInfo(file).fileName()),
        { { QStringLiteral("cancel"), tr("Cancel"), Dialogs::Choice::Role::Reject },
          { QStringLiteral("trust"), tr("Trust and add"), Dialogs::Choice::Role::Destructive } },
        [this, file](const QString& choice) {
            if (choice == u"trust")
                m_askModel(makeAddModelJob(m_context.paths, { file, {}, true, {} }));
        });
}

void SetupForm::updateAddModel()
{
    m_addModel->setEnabled(!m_askModel.isBusy());
    m_addModel->setText(m_askModel.isBusy() ? tr("Trying the file out…") : tr("Add a model file…"));
    m_addModel->setToolTip(tr("A TorchScript file becomes a model of this workspace (Help, Your own model)"));
}

void SetupForm::onModelChosen()
{
    const std::string name = m_model->currentData().toString().toStdString();
    for (const ModelInfo& model : availableModels())
        if (model.name == name) {
            m_form->setSpecs(model.params);
            m_modelNote->setText(QCoreApplication::translate("Models", model.note.c_str()));
            m_modelNote->setVisible(!model.note.empty());
        }
    m_presets->setModel(name);
    onPresetChosen();
}

void SetupForm::onPresetChosen()
{
    try {
        m_form->setPreset(m_presets->values());
    } catch (const Error& error) {
        // A run or preset of another release may hold a value that is no longer allowed.
        Q_EMIT failed(error.code(), QString::fromStdString(error.detail()));
        m_presets->choose({});
    }
}

void SetupForm::choosePreset(const QString& key)
{
    m_presets->choose(key);
}

void SetupForm::takeFrom(const TrainConfig& config, const QString& title)
{
    m_model->setCurrentIndex(m_model->findData(QString::fromStdString(config.model)));
    m_presets->chooseFile(title, { config.params.begin(), config.params.end() });
}

void SetupForm::takeFrom(const RunRecord& run)
{
    const int index = m_model->findData(QString::fromStdString(run.model));
    if (index < 0) {
        Q_EMIT failed(ErrorCode::UnknownKey,
                      QStringLiteral("this release has no model '%1' that the run was made with.")
                          .arg(QString::fromStdString(run.model)));
        return;
    }
    m_model->setCurrentIndex(index);
    m_presets->chooseRun(run);
}

void SetupForm::setShownRun(const std::optional<RunRecord>& run)
{
    m_presets->setShownRun(run);
}

void SetupForm::setBusy(bool busy)
{
    m_busy = busy;
    updateStart();
}

std::optional<TrainJobRequest> SetupForm::request() const
{
    if (m_context.workspace.datasetPath().isEmpty() || !m_form->isValid())
        return std::nullopt;
    TrainJobRequest job;
    job.datasetFile = m_context.workspace.datasetPath();
    job.model = m_model->currentData().toString().toStdString();
    job.params = m_form->changedValues();
    job.name = m_name->text().trimmed();
    // Threads that the form names are meant for this training.
    if (!job.params.contains("threads"))
        job.threads = m_context.trainingThreads();
    return job;
}

void SetupForm::updateDataset()
{
    const QString name = m_context.workspace.datasetName();
    m_datasetName->setFullText(name.isEmpty() ? tr("None chosen") : name);
    updateStart();
}

void SetupForm::updateStart()
{
    const bool hasDataset = !m_context.workspace.datasetPath().isEmpty();
    m_start->setText(m_busy ? tr("Queue training") : tr("Start training"));
    m_start->setEnabled(hasDataset && m_form->isValid());
    m_start->setToolTip(!hasDataset              ? tr("Choose a data set first")
                            : !m_form->isValid() ? tr("Correct the marked values first")
                            : m_busy             ? tr("Starts when the work before it is done")
                                                 : QString());
}

void SetupForm::retranslate()
{
    m_heading->setText(tr("New training"));
    m_datasetLabel->setText(tr("Data set"));
    m_chooseDataset->setText(tr("Choose"));
    m_chooseDataset->setToolTip(tr("Opens the data panel"));
    m_modelLabel->setText(tr("Model"));
    updateAddModel();
    m_presetLabel->setText(tr("Preset"));
    m_nameLabel->setText(tr("Name"));
    m_name->setPlaceholderText(tr("made from the settings"));
    m_model->setAccessibleName(tr("Model"));
    m_name->setAccessibleName(tr("Name of the run"));
    m_presets->retranslate();
    m_queue->retranslate();
    updateDataset();
}

} // namespace opal
