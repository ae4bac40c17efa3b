// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/sweeps/sweepform.h"

#include <algorithm>
#include <charconv>

#include <QCheckBox>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QStyle>
#include <QTimer>
#include <QVBoxLayout>

#include "core/analysis/fairsearch.h"
#include "core/analysis/sweepplan.h"
#include "core/jobs/jobs.h"
#include "core/store/runstore.h"
#include "core/store/sweepstore.h"
#include "views/panels/sweeps/sweepaxisrow.h"
#include "views/shared/presetbar.h"
#include "views/shell/backgroundqueries.h"
#include "views/shell/workspace.h"
#include "views/widgets/elidedlabel.h"
#include "views/widgets/numbers.h"
#include "views/widgets/verticalscroll.h"

namespace opal {

namespace {

constexpr int formWidth = 336;
constexpr int interestNumbers[] = { 1, 2, 4, 8, 16 };
/// A sweep of more points is a slip of the finger.
constexpr std::size_t mostPoints = 2000;
constexpr int countDelayMs = 150;
constexpr int usualBudget = 12;
constexpr int mostBudget = 1000;

QLabel* makeLabel(QWidget* parent)
{
    auto* label = new QLabel(parent);
    label->setProperty("role", QStringLiteral("secondary"));
    return label;
}

} // namespace

SweepForm::SweepForm(const PanelContext& context, QWidget* parent)
    : QFrame(parent)
    , m_context(context)
{
    setProperty("role", QStringLiteral("card"));
    setFixedWidth(formWidth);
    setupUi();
    connectSignals();
    updateModels();
    updateDataset();
}

SweepForm::~SweepForm() = default;

void SweepForm::setupUi()
{
    m_heading = new QLabel(this);
    m_heading->setProperty("role", QStringLiteral("heading"));
    QWidget* fields = setupFields();
    m_count = new QLabel(this);
    m_count->setObjectName(QStringLiteral("sweepCount"));
    m_count->setProperty("role", QStringLiteral("secondary"));
    m_count->setWordWrap(true);
    m_start = new QPushButton(this);
    m_start->setObjectName(QStringLiteral("startSweep"));
    m_start->setProperty("role", QStringLiteral("primary"));
    m_countTimer = new QTimer(this);
    m_countTimer->setSingleShot(true);
    m_countTimer->setInterval(countDelayMs);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 12, 4, 12);
    layout->setSpacing(8);
    layout->addWidget(m_heading);
    layout->addWidget(makeVerticalScroll(fields, this), 1);
    auto* foot = new QVBoxLayout;
    foot->setContentsMargins(0, 4, 8, 0);
    foot->setSpacing(8);
    foot->addWidget(m_count);
    foot->addWidget(m_start);
    layout->addLayout(foot);
}

QWidget* SweepForm::setupFields()
{
    auto* fields = new QWidget(this);
    m_datasetLabel = makeLabel(fields);
    m_datasetName = new ElidedLabel(fields);
    m_chooseDataset = new QPushButton(fields);
    m_chooseDataset->setProperty("role", QStringLiteral("link"));
    auto* dataset = new QHBoxLayout;
    dataset->addWidget(m_datasetLabel);
    dataset->addWidget(m_datasetName, 1);
    dataset->addWidget(m_chooseDataset);

    m_modelsLabel = makeLabel(fields);
    m_allModels = new QCheckBox(fields);
    m_allModels->setObjectName(QStringLiteral("allModels"));
    auto* models = new QGridLayout;
    models->setHorizontalSpacing(12);
    models->setVerticalSpacing(4);
    models->addWidget(m_allModels, 0, 0);
    for (const ModelInfo& info : availableModels()) {
        auto* box = new QCheckBox(QString::fromStdString(info.title), fields);
        box->setObjectName(QStringLiteral("model_") + QString::fromStdString(info.name));
        box->setAccessibleName(box->text());
        box->setChecked(info.name == referenceModel);
        m_models.push_back(box);
        const int place = static_cast<int>(m_models.size());
        models->addWidget(box, place / 2, place % 2);
    }

    m_interestsLabel = makeLabel(fields);
    auto* interests = new QHBoxLayout;
    interests->setSpacing(12);
    for (const int number : interestNumbers) {
        auto* box = new QCheckBox(QString::number(number), fields);
        box->setObjectName(QStringLiteral("interests_%1").arg(number));
        m_interests.push_back(box);
        interests->addWidget(box);
    }
    interests->addStretch();

    m_axesLabel = makeLabel(fields);
    m_addAxis = new QPushButton(fields);
    m_addAxis->setObjectName(QStringLiteral("addAxis"));
    m_addAxis->setProperty("role", QStringLiteral("link"));
    auto* axesTop = new QHBoxLayout;
    axesTop->addWidget(m_axesLabel, 1);
    axesTop->addWidget(m_addAxis);
    m_axesLayout = new QVBoxLayout;
    m_axesLayout->setSpacing(4);

    m_seedsLabel = makeLabel(fields);
    m_seeds = new QLineEdit(fields);
    m_seeds->setObjectName(QStringLiteral("sweepSeeds"));
    m_ablations = new QCheckBox(fields);
    m_ablations->setObjectName(QStringLiteral("sweepAblations"));
    m_fair = new QCheckBox(fields);
    m_fair->setObjectName(QStringLiteral("sweepFair"));
    m_budgetLabel = makeLabel(fields);
    m_budget = new QSpinBox(fields);
    m_budget->setObjectName(QStringLiteral("sweepBudget"));
    m_budget->setButtonSymbols(QAbstractSpinBox::NoButtons);
    m_budget->setRange(1, mostBudget);
    m_budget->setValue(usualBudget);
    m_budgetLabel->setBuddy(m_budget);
    auto* fair = new QHBoxLayout;
    fair->addWidget(m_fair, 1);
    fair->addWidget(m_budgetLabel);
    fair->addWidget(m_budget);
    m_presetLabel = makeLabel(fields);
    m_presets = new PresetBar(m_context, fields);
    m_presets->setModel(referenceModel);
    m_presets->setSource([this] {
        return std::map<std::string, std::string>(m_presets->values().begin(), m_presets->values().end());
    });
    m_nameLabel = makeLabel(fields);
    m_name = new QLineEdit(fields);
    m_name->setObjectName(QStringLiteral("sweepName"));

    auto* layout = new QVBoxLayout(fields);
    layout->setContentsMargins(0, 0, 8, 8);
    layout->setSpacing(4);
    const auto gap = [layout] { layout->addSpacing(8); };
    layout->addLayout(dataset);
    gap();
    layout->addWidget(m_modelsLabel);
    layout->addLayout(models);
    gap();
    layout->addWidget(m_interestsLabel);
    layout->addLayout(interests);
    gap();
    layout->addLayout(axesTop);
    layout->addLayout(m_axesLayout);
    gap();
    layout->addWidget(m_seedsLabel);
    layout->addWidget(m_seeds);
    gap();
    layout->addWidget(m_ablations);
    layout->addLayout(fair);
    gap();
    layout->addWidget(m_presetLabel);
    layout->addWidget(m_presets);
    gap();
    layout->addWidget(m_nameLabel);
    layout->addWidget(m_name);
    layout->addStretch();
    return fields;
}

void SweepForm::connectSignals()
{
    connect(m_start, &QPushButton::clicked, this, &SweepForm::startRequested);
    connect(m_chooseDataset, &QPushButton::clicked, this,
            [this] { m_context.workspace.showPanel(QStringLiteral("data")); });
    connect(m_allModels, &QCheckBox::clicked, this, [this](bool checked) {
        for (QCheckBox* box : m_models) {
            const QSignalBlocker blocker(box);
            box->setChecked(checked);
        }
        updateModels();
    });
    for (QCheckBox* box : m_models)
        connect(box, &QCheckBox::toggled, this, &SweepForm::updateModels);
    for (QCheckBox* box : m_interests)
        connect(box, &QCheckBox::toggled, this, &SweepForm::updatePoints);
    connect(m_addAxis, &QPushButton::clicked, this, &SweepForm::addAxis);
    connect(m_seeds, &QLineEdit::textChanged, this, &SweepForm::updatePoints);
    connect(m_ablations, &QCheckBox::toggled, this, &SweepForm::updatePoints);
    connect(m_fair, &QCheckBox::toggled, this, &SweepForm::updateModels);
    connect(m_budget, &QSpinBox::valueChanged, this, &SweepForm::updatePoints);
    connect(m_presets, &PresetBar::chosen, this, &SweepForm::updatePoints);
    connect(m_presets, &PresetBar::runChosen, m_presets, &PresetBar::chooseRun);
    connect(m_presets, &PresetBar::failed, this, &SweepForm::failed);
    connect(m_countTimer, &QTimer::timeout, this, &SweepForm::countAnswered);
    connect(&m_context.workspace, &Workspace::datasetChanged, this, &SweepForm::updateDataset);
}

void SweepForm::setShownRun(const RunRecord& run)
{
    m_presets->setShownRun(run);
}

void SweepForm::addAxis()
{
    auto* row = new SweepAxisRow(m_addAxis->parentWidget());
    row->setModels(chosenModels());
    m_axes.push_back(row);
    m_axesLayout->addWidget(row);
    row->show();
    connect(row, &SweepAxisRow::changed, this, &SweepForm::updatePoints);
    connect(row, &SweepAxisRow::removeRequested, this, [this, row] {
        std::erase(m_axes, row);
        row->hide();
        row->deleteLater(); // its own button is being clicked
        updatePoints();
    });
    updatePoints();
}

std::vector<const ModelInfo*> SweepForm::chosenModels() const
{
    std::vector<const ModelInfo*> models;
    for (std::size_t i = 0; i < m_models.size(); ++i)
        if (m_models[i]->isChecked())
            models.push_back(&availableModels()[i].get());
    return models;
}

SweepRequest SweepForm::request() const
{
    SweepRequest request;
    request.name = m_name->text().trimmed().toStdString();
    const std::vector<const ModelInfo*> models = chosenModels();
    for (const ModelInfo* model : models)
        request.models.push_back(model->name);
    SweepAxis interests { "interests", {} };
    for (std::size_t i = 0; i < m_interests.size(); ++i)
        if (m_interests[i]->isChecked())
            interests.values.push_back(std::to_string(interestNumbers[i]));
    if (!interests.values.empty())
        request.axes.push_back(interests);
    for (const SweepAxisRow* row : m_axes)
        request.axes.push_back(row->axis());
    for (const std::string& text : commaList(m_seeds->text())) {
        std::uint64_t seed = 0;
        std::from_chars(text.data(), text.data() + text.size(), seed);
        request.seeds.push_back(seed);
    }
    request.ablations = m_ablations->isChecked() && m_ablations->isEnabled();
    request.fairBudget = m_fair->isChecked() ? m_budget->value() : 0;
    // A preset of one model may name parameters that none of the chosen ones has.
    for (const auto& [key, value] : m_presets->values())
        for (const ModelInfo* model : models)
            if (std::any_of(model->params.begin(), model->params.end(),
                            [&key = key](const ParamSpec& spec) { return spec.key == key; }))
                request.params[key] = value;
    return request;
}

QString SweepForm::expand()
{
    m_points.clear();
    if (m_context.workspace.datasetPath().isEmpty())
        return tr("Choose a data set first");
    if (chosenModels().empty())
        return tr("Choose at least one model");
    for (const SweepAxisRow* row : m_axes)
        if (!row->reason().isEmpty())
            return tr("Complete or remove the marked axis");
    for (const std::string& text : commaList(m_seeds->text())) {
        std::uint64_t seed = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seed);
        if (error != std::errc() || end != text.data() + text.size())
            return tr("Seeds are whole numbers separated by commas, not %1")
                .arg(QString::fromStdString(text));
    }
    const SweepRequest wanted = request();
    std::size_t count = wanted.models.size() * std::max<std::size_t>(1, wanted.seeds.size());
    for (const SweepAxis& axis : wanted.axes)
        count = std::min(count * axis.values.size(), 2 * mostPoints);
    if (count > mostPoints)
        return tr("These are more than %1 points; take values or models away")
            .arg(countText(static_cast<std::int64_t>(mostPoints)));
    try {
        m_points = wanted.fairBudget > 0 ? planFairSearch(wanted, {}, {}).next : expandSweep(wanted);
    } catch (const Error& error) {
        return QString::fromStdString(error.detail());
    }
    return {};
}

void SweepForm::updatePoints()
{
    m_reason = expand();
    m_answered = -1;
    ++m_question;
    if (m_reason.isEmpty())
        m_countTimer->start();
    else
        m_countTimer->stop();
    showCount();
}

void SweepForm::countAnswered()
{
    const auto summary = m_context.workspace.datasetSummary();
    if (m_points.empty() || !summary)
        return;
    m_context.queries.run(
        this,
        [&store = m_context.store, hash = summary->hash, points = m_points] {
            const auto runs = SweepStore(store).finishedRuns(hash, points);
            return static_cast<int>(
                std::count_if(runs.begin(), runs.end(), [](const auto& run) { return run.has_value(); }));
        },
        [this, question = m_question](int answered) {
            if (question != m_question)
                return;
            m_answered = answered;
            showCount();
        },
        [this](ErrorCode code, const QString& detail) { Q_EMIT failed(code, detail); });
}

void SweepForm::showCount()
{
    const bool ready = m_reason.isEmpty();
    QString text = m_reason;
    if (ready) {
        text = tr("%n points", "of a sweep: trainings", static_cast<int>(m_points.size()));
        if (m_fair->isChecked())
            text = tr("begins with %n points and goes on from what they show",
                      "of a fair comparison: trainings", static_cast<int>(m_points.size()));
        if (m_answered > 0)
            text += QStringLiteral(" \u00B7 ") + tr("%n answered by finished runs", nullptr, m_answered);
        else if (m_answered == 0)
            text += QStringLiteral(" \u00B7 ") + tr("none trained yet");
    }
    m_count->setText(text);
    const QString role = ready ? QStringLiteral("secondary") : QStringLiteral("warning");
    if (m_count->property("role").toString() != role) {
        m_count->setProperty("role", role);
        m_count->style()->unpolish(m_count);
        m_count->style()->polish(m_count);
    }
    m_start->setEnabled(ready);
    m_start->setToolTip(m_reason);
}

void SweepForm::updateModels()
{
    const std::vector<const ModelInfo*> models = chosenModels();
    {
        const QSignalBlocker blocker(m_allModels);
        m_allModels->setChecked(models.size() == m_models.size());
    }
    const bool hasReference = std::any_of(
        models.begin(), models.end(), [](const ModelInfo* model) { return model->name == referenceModel; });
    m_ablations->setEnabled(hasReference && !m_fair->isChecked());
    m_budget->setEnabled(m_fair->isChecked());
    m_budgetLabel->setEnabled(m_fair->isChecked());
    for (SweepAxisRow* row : m_axes)
        row->setModels(models);
    updatePoints();
}

void SweepForm::updateDataset()
{
    const QString name = m_context.workspace.datasetName();
    m_datasetName->setFullText(name.isEmpty() ? tr("None chosen") : name);
    updatePoints();
}

void SweepForm::retranslate()
{
    m_heading->setText(tr("New sweep"));
    m_datasetLabel->setText(tr("Data set"));
    m_chooseDataset->setText(tr("Choose"));
    m_chooseDataset->setAccessibleName(tr("Choose a data set"));
    m_chooseDataset->setToolTip(tr("Opens the data panel"));
    m_modelsLabel->setText(tr("Models"));
    m_allModels->setText(tr("All", "models"));
    m_allModels->setAccessibleName(tr("All models"));
    m_interestsLabel->setText(tr("Number of interests"));
    for (std::size_t i = 0; i < m_interests.size(); ++i)
        m_interests[i]->setAccessibleName(tr("%n interests", nullptr, interestNumbers[i]));
    m_interestsLabel->setToolTip(tr("Without a mark the number of the parameters below is taken"));
    m_axesLabel->setText(tr("Further axes"));
    m_addAxis->setText(tr("Add axis"));
    m_addAxis->setAccessibleName(m_addAxis->text());
    m_addAxis->setToolTip(tr("Let another parameter take several values"));
    m_seedsLabel->setText(tr("Seeds"));
    m_seeds->setPlaceholderText(tr("seed of the parameters, or 1,2,3"));
    m_seeds->setAccessibleName(tr("Seeds, separated by commas"));
    m_ablations->setText(tr("OPAL's six ablations, too"));
    m_ablations->setAccessibleName(m_ablations->text());
    m_ablations->setToolTip(tr("Every point of OPAL is also trained with each of its parts taken away"));
    m_fair->setText(tr("Fair comparison"));
    m_fair->setAccessibleName(m_fair->text());
    m_fair->setToolTip(
        tr("Searches the learning rate and what else a model's paper tunes for every model and "
           "number of interests on the validation day, with the first seed and the same budget, "
           "until both neighbours are worse; then every winner is trained with the other seeds"));
    m_budgetLabel->setText(tr("Budget"));
    m_budget->setAccessibleName(tr("Most settings tried for each model and number of interests"));
    m_budget->setToolTip(m_budget->accessibleName());
    m_presetLabel->setText(tr("Parameters of all points"));
    m_presetLabel->setToolTip(tr("Models take those that they have; what is not named has its default"));
    m_nameLabel->setText(tr("Name"));
    m_name->setPlaceholderText(tr("made from the settings"));
    m_name->setAccessibleName(tr("Name of the sweep"));
    m_start->setText(tr("Start sweep"));
    m_start->setAccessibleName(m_start->text());
    m_presets->retranslate();
    for (SweepAxisRow* row : m_axes)
        row->retranslate();
    updateDataset();
}

} // namespace opal
