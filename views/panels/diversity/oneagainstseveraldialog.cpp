// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/diversity/oneagainstseveraldialog.h"

#include <algorithm>

#include <QComboBox>
#include <QDir>
#include <QEvent>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QVBoxLayout>

#include "core/jobs/jobs.h"
#include "core/results/tableentries.h"
#include "core/store/runstore.h"
#include "views/figures/sppmifigure.h"
#include "views/plot/figureexporter.h"
#include "views/shared/presetbar.h"
#include "views/shell/backgroundqueries.h"
#include "views/shell/dialogs.h"
#include "views/shell/workspace.h"
#include "views/widgets/errorbar.h"

namespace opal {

namespace {

constexpr int formWidth = 560;

/// Of OPAL.
const ParamSpec& specOf(const char* key)
{
    for (const ModelInfo& model : availableModels())
        if (model.name == referenceModel)
            return findParam(model.params, key);
    Q_UNREACHABLE();
}

/// In the folder of figures, named after the data set.
QString freeFigureFile(const QString& folder, const std::string& dataset)
{
    QString name = oneAgainstSeveralKey + u'-';
    for (const QChar sign : QString::fromStdString(dataset))
        name += sign.isLetterOrNumber() ? sign : QLatin1Char('-');
    QString file = folder + u'/' + name + QStringLiteral(".pdf");
    for (int number = 2; QFileInfo::exists(file); ++number)
        file = QStringLiteral("%1/%2-%3.pdf").arg(folder, name).arg(number);
    return file;
}

} // namespace

OneAgainstSeveralDialog::OneAgainstSeveralDialog(const PanelContext& context,
                                                 const OneAgainstSeveralRequest& list,
                                                 const QString& datasetFile, QWidget* parent)
    : QDialog(parent)
    , m_context(context)
    , m_list(list)
    , m_wantedDataset(datasetFile)
    , m_form(new QFormLayout)
    , m_about(new QLabel(this))
    , m_dataset(new QComboBox(this))
    , m_presets(new PresetBar(context, this))
    , m_interests(new QSpinBox(this))
    , m_seed(new QLineEdit(this))
    , m_pick(new QComboBox(this))
    , m_user(new QLineEdit(this))
    , m_file(new QLineEdit(this))
    , m_chooseFile(new QPushButton(this))
    , m_outlookText(new QLabel(this))
    , m_error(new ErrorBar(this))
    , m_cancel(new QPushButton(this))
    , m_make(new QPushButton(this))
{
    setObjectName(QStringLiteral("oneAgainstSeveralDialog"));
    setupUi();
    retranslate();
    connectSignals();
    m_presets->setModel(referenceModel);
    takePreset();
    m_context.queries.run(
        this,
        [&store = m_context.store] {
            return Known { store.datasetFiles(), store.runs() };
        },
        [this](Known known) { takeKnown(std::move(known)); },
        [this](ErrorCode code, const QString& detail) { showError(code, detail); });
}

void OneAgainstSeveralDialog::setupUi()
{
    m_dataset->setObjectName(QStringLiteral("contrastDataset"));
    m_dataset->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_presets->setSource([this] { return params(); });
    m_interests->setObjectName(QStringLiteral("contrastInterests"));
    m_interests->setRange(2, static_cast<int>(specOf("interests").maximum));
    m_interests->setButtonSymbols(QAbstractSpinBox::NoButtons);
    m_seed->setObjectName(QStringLiteral("contrastSeed"));
    // The text below grows when it is known what there is; the form must not shrink for it.
    m_presets->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    m_pick->setObjectName(QStringLiteral("contrastPick"));
    for (const UserPick pick : { UserPick::Typical, UserPick::Clearest, UserPick::Named })
        m_pick->addItem({}, static_cast<int>(pick));
    m_user->setObjectName(QStringLiteral("contrastUser"));
    m_user->setText(m_context.workspace.userId());
    m_file->setObjectName(QStringLiteral("contrastFile"));
    m_chooseFile->setObjectName(QStringLiteral("contrastChooseFile"));
    m_chooseFile->setAutoDefault(false);
    m_cancel->setObjectName(QStringLiteral("contrastClose"));
    m_cancel->setAutoDefault(false);
    m_make->setObjectName(QStringLiteral("contrastMake"));
    m_make->setProperty("role", QStringLiteral("primary"));
    m_make->setDefault(true);
    m_outlookText->setObjectName(QStringLiteral("contrastOutlook"));
    for (QLabel* label : { m_about, m_outlookText }) {
        label->setProperty("role", QStringLiteral("secondary"));
        label->setWordWrap(true);
    }
    auto* user = new QHBoxLayout;
    user->setSpacing(8);
    user->addWidget(m_pick, 3);
    user->addWidget(m_user, 1);
    auto* file = new QHBoxLayout;
    file->setSpacing(8);
    file->addWidget(m_file, 1);
    file->addWidget(m_chooseFile);
    m_form->setVerticalSpacing(8);
    m_form->setHorizontalSpacing(12);
    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_form->addRow(new QLabel(this), m_dataset);
    m_form->addRow(new QLabel(this), m_presets);
    m_form->addRow(new QLabel(this), m_interests);
    m_form->addRow(new QLabel(this), m_seed);
    m_form->addRow(new QLabel(this), user);
    m_form->addRow(new QLabel(this), file);
    for (QWidget* first : std::initializer_list<QWidget*> { m_pick, m_file }) {
        auto* row = first == m_pick ? user : file;
        if (auto* label = qobject_cast<QLabel*>(m_form->labelForField(row)))
            label->setBuddy(first);
    }
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addStretch();
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_make);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(12);
    layout->addWidget(m_about);
    layout->addWidget(m_error);
    layout->addLayout(m_form);
    layout->addWidget(m_outlookText);
    layout->addStretch();
    layout->addLayout(buttons);
    setMinimumWidth(formWidth);
}

void OneAgainstSeveralDialog::connectSignals()
{
    connect(m_dataset, &QComboBox::currentIndexChanged, this, [this] {
        chooseRun();
        ask();
    });
    connect(m_presets, &PresetBar::chosen, this, [this] {
        takePreset();
        ask();
    });
    connect(m_presets, &PresetBar::runChosen, m_presets, [this](const RunRecord& run) {
        if (run.model == referenceModel)
            m_presets->chooseRun(run);
        else
            showError(ErrorCode::InvalidArgument,
                      QString::fromStdString("'" + run.name + "' is no run of OPAL; choose one that is."));
    });
    connect(m_presets, &PresetBar::failed, this, &OneAgainstSeveralDialog::showError);
    connect(m_interests, &QSpinBox::valueChanged, this, &OneAgainstSeveralDialog::ask);
    connect(m_seed, &QLineEdit::textEdited, this, &OneAgainstSeveralDialog::ask);
    connect(m_pick, &QComboBox::currentIndexChanged, this, &OneAgainstSeveralDialog::updateState);
    connect(m_user, &QLineEdit::textChanged, this, &OneAgainstSeveralDialog::updateState);
    connect(m_file, &QLineEdit::textEdited, this, [this] {
        m_ownFile = true;
        ask();
    });
    connect(m_chooseFile, &QPushButton::clicked, this, &OneAgainstSeveralDialog::chooseFile);
    connect(m_cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_make, &QPushButton::clicked, this, &OneAgainstSeveralDialog::make);
}

void OneAgainstSeveralDialog::retranslate()
{
    setWindowTitle(tr("One interest against several"));
    m_about->setText(tr("Two runs of OPAL that differ in the number of interests alone, and what both "
                        "recommend to one user of the test day (the paper's Fig. 4)."));
    int row = 0;
    for (const QString& label :
         { tr("Data set"), tr("Parameters"), tr("Several interests"), tr("Seed"), tr("User"), tr("File") }) {
        auto* words = qobject_cast<QLabel*>(m_form->itemAt(row++, QFormLayout::LabelRole)->widget());
        words->setText(label);
    }
    m_dataset->setAccessibleName(tr("Data set"));
    m_interests->setAccessibleName(tr("Several interests"));
    m_interests->setToolTip(tr("The number that one interest is set against"));
    m_seed->setAccessibleName(tr("Seed"));
    m_pick->setAccessibleName(tr("How the user is chosen"));
    const QStringList picks { tr("Typical: the median by within / between"),
                              tr("Clearest: the highest within / between"), tr("A user by id") };
    for (int at = 0; at < picks.size(); ++at)
        m_pick->setItemText(at, picks[at]);
    m_user->setAccessibleName(tr("Id of the user"));
    m_user->setPlaceholderText(tr("Id"));
    m_file->setAccessibleName(tr("File of the figure"));
    m_chooseFile->setText(tr("Choose…"));
    m_chooseFile->setAccessibleName(tr("Choose the file"));
    m_cancel->setText(tr("Cancel"));
    m_presets->retranslate();
    updateState();
}

void OneAgainstSeveralDialog::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QDialog::changeEvent(event);
}

void OneAgainstSeveralDialog::takeKnown(Known known)
{
    m_known = std::move(known);
    {
        const QSignalBlocker quiet(m_dataset);
        for (const DatasetRecord& record : m_known.datasets)
            m_dataset->addItem(QString::fromStdString(record.name), QString::fromStdString(record.path));
        m_dataset->setCurrentIndex(
            std::max(m_dataset->count() > 0 ? 0 : -1, m_dataset->findData(m_wantedDataset)));
    }
    const std::string shown = m_context.workspace.runId().toStdString();
    for (const RunRecord& run : m_known.runs)
        if (run.id == shown && run.model == referenceModel)
            m_presets->setShownRun(run);
    chooseRun();
    ask();
}

void OneAgainstSeveralDialog::chooseRun()
{
    const DatasetRecord* known = dataset();
    const std::string shown = m_context.workspace.runId().toStdString();
    const auto preference = [&](const RunRecord& run) {
        return (run.id == shown ? 2 : 0) + (interestsOf(run).value_or(0) >= 2 ? 1 : 0);
    };
    const RunRecord* chosen = nullptr;
    for (const RunRecord& run : m_known.runs)
        if (known && run.datasetHash == known->hash && run.model == referenceModel && run.test
            && (!chosen || preference(run) > preference(*chosen)))
            chosen = &run;
    if (chosen)
        m_presets->chooseRun(*chosen);
}

void OneAgainstSeveralDialog::takePreset()
{
    const auto& values = m_presets->values();
    const std::map<std::string, std::string> given(values.begin(), values.end());
    const auto valueOf = [&given](const char* key) {
        const auto found = given.find(key);
        return QString::fromStdString(found != given.end() ? found->second
                                                           : paramText(specOf(key).defaultValue));
    };
    // The run with one interest is no number to set against one.
    const int interests = valueOf("interests").toInt();
    const QSignalBlocker quiet(m_interests);
    m_interests->setValue(interests >= 2
                              ? interests
                              : QString::fromStdString(paramText(specOf("interests").defaultValue)).toInt());
    m_seed->setText(valueOf("seed"));
}

const DatasetRecord* OneAgainstSeveralDialog::dataset() const
{
    const int index = m_dataset->currentIndex();
    return index < 0 ? nullptr : &m_known.datasets[static_cast<std::size_t>(index)];
}

QString OneAgainstSeveralDialog::file() const
{
    const QString given = m_file->text().trimmed();
    return given.isEmpty() ? QString() : QDir(m_context.paths.figures()).absoluteFilePath(given);
}

std::map<std::string, std::string> OneAgainstSeveralDialog::params() const
{
    std::map<std::string, std::string> params(m_presets->values().begin(), m_presets->values().end());
    params["interests"] = std::to_string(m_interests->value());
    params["seed"] = m_seed->text().trimmed().toStdString();
    return params;
}

void OneAgainstSeveralDialog::ask()
{
    m_answered = false;
    m_error->clear();
    updateState();
    const DatasetRecord* known = dataset();
    if (!known)
        return;
    const int question = ++m_question;
    m_context.queries.run(
        this,
        [&store = m_context.store, &paths = m_context.paths, params = params(), record = *known,
         file = file()] {
            return Outlook { contrastRuns(store, paths, record.hash, params),
                             freeFigureFile(paths.figures(), record.name),
                             !file.isEmpty() && QFileInfo::exists(file) };
        },
        [this, question](const Outlook& outlook) {
            if (question == m_question)
                takeOutlook(outlook);
        },
        [this, question](ErrorCode code, const QString& detail) {
            if (question == m_question)
                showError(code, detail);
        });
}

void OneAgainstSeveralDialog::takeOutlook(const Outlook& outlook)
{
    m_outlook = outlook;
    m_answered = true;
    if (!m_ownFile) {
        m_file->setText(outlook.freeFile);
        m_outlook.replaces = false;
    }
    updateState();
}

void OneAgainstSeveralDialog::updateState()
{
    const auto pick = static_cast<UserPick>(m_pick->currentData().toInt());
    m_user->setVisible(pick == UserPick::Named);
    QStringList lines;
    bool trains = false;
    if (m_answered)
        for (const ContrastRun& run : m_outlook.runs) {
            const int interests = static_cast<int>(run.interests);
            trains = trains || !run.finished;
            if (run.finished)
                lines << tr("%n interest(s): the run %1 is taken.", nullptr, interests)
                             .arg(QString::fromStdString(run.finished->name));
            else if (run.begun)
                lines << tr("%n interest(s): the run %1 is gone on with.", nullptr, interests)
                             .arg(QString::fromStdString(run.begun->name));
            else
                lines << tr("%n interest(s): a run is trained.", nullptr, interests);
        }
    if (m_answered && m_outlook.replaces)
        lines << tr("The file is there already and will be replaced.");
    if (m_known.datasets.empty())
        lines << tr("There is no data set yet: import a log or train the demo first.");
    m_outlookText->setText(lines.join(QLatin1Char('\n')));
    m_make->setText(trains ? tr("Train and make the figure") : tr("Make the figure"));
    m_make->setEnabled(m_answered && !file().isEmpty()
                       && (pick != UserPick::Named || !m_user->text().trimmed().isEmpty()));
}

void OneAgainstSeveralDialog::chooseFile()
{
    m_context.dialogs.saveFile(this, tr("One interest against several"),
                               tr("PDF (*.pdf);;SVG (*.svg);;PNG (*.png)"), file(),
                               [this](const QString& file) {
                                   m_file->setText(file);
                                   m_ownFile = true;
                                   ask();
                               });
}

void OneAgainstSeveralDialog::make()
{
    try {
        figureFormatOf(file());
    } catch (const Error& error) {
        showError(error.code(), QString::fromStdString(error.detail()));
        return;
    }
    OneAgainstSeveralRequest request = m_list;
    request.datasetFile = QString::fromStdString(dataset()->path);
    request.params = params();
    request.pick = static_cast<UserPick>(m_pick->currentData().toInt());
    request.user = m_user->text().trimmed().toStdString();
    request.threads = m_context.trainingThreads();
    Q_EMIT makeRequested(request, file());
    accept();
}

void OneAgainstSeveralDialog::showError(ErrorCode code, const QString& detail)
{
    m_error->showError(m_context, code, detail);
}

} // namespace opal
