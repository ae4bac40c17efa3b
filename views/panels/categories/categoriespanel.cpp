// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/categories/categoriespanel.h"

#include <algorithm>
#include <utility>

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QTabWidget>
#include <QVBoxLayout>

#include "core/jobs/categoryjobs.h"
#include "core/store/runstore.h"
#include "views/panels/categories/categorycharts.h"
#include "views/shell/backgroundqueries.h"
#include "views/shell/shownreader.h"
#include "views/shell/theme.h"
#include "views/shell/workspace.h"
#include "views/widgets/emptystate.h"
#include "views/widgets/errorbar.h"
#include "views/widgets/metrictile.h"
#include "views/widgets/verticalscroll.h"

namespace opal {

namespace {

constexpr int spacing = 12;
constexpr int outerMargin = 16;

/// The part of a snapshot that pictures need; the items stay in the store.
CategorySnapshot withoutItems(const CategorySnapshot& snapshot)
{
    CategorySnapshot result = snapshot;
    result.itemCategory = {};
    return result;
}

bool sameCourse(const CategoryCourse& first, const CategoryCourse& second)
{
    return first.names.given == second.names.given
        && std::equal(first.snapshots.begin(), first.snapshots.end(), second.snapshots.begin(),
                      second.snapshots.end(), [](const CategorySnapshot& a, const CategorySnapshot& b) {
                          return a.step == b.step && a.stage == b.stage && a.mass == b.mass;
                      });
}

} // namespace

CategoriesPanel::CategoriesPanel(const PanelContext& context, QWidget* parent)
    : Panel(parent)
    , m_context(context)
    , m_askDetails(
          m_context.jobs,
          { .show = [this](const CategoryDetails& details) { takeDetails(details); },
            .failed = [this](ErrorCode code, const QString& detail) { takeFailedDetails(code, detail); } })
    , m_askMatching(
          m_context.jobs,
          { .show = [this](const CategoryMatching& matching) { takeMatching(matching); },
            .failed = [this](ErrorCode code, const QString& detail) { reportError(code, detail); } })
{
    setupUi();
    connectSignals();
    applyTheme();
    CategoriesPanel::retranslate();
    takeRun();
}

QString CategoriesPanel::title() const
{
    return tr("Categories");
}

void CategoriesPanel::setupUi()
{
    m_error = new ErrorBar(this);
    m_empty = new EmptyState(this);
    m_content = new QWidget(this);
    m_alarms = new QLabel(m_content);
    m_alarms->setObjectName(QStringLiteral("alarms"));
    m_alarms->setProperty("role", QStringLiteral("bad"));
    m_alarms->setWordWrap(true);
    m_charts = new CategoryCharts(m_content);
    m_contents = new CategoryContents(m_content);
    m_tabs = new QTabWidget(m_content);
    m_tabs->setObjectName(QStringLiteral("categoryTabs"));
    m_tabs->setDocumentMode(true);
    auto* charts = new QWidget(m_tabs);
    auto* chartLayout = new QVBoxLayout(charts);
    chartLayout->setContentsMargins(0, spacing, 0, 0);
    chartLayout->addWidget(makeVerticalScroll(m_charts, charts));
    auto* contents = new QWidget(m_tabs);
    auto* contentsLayout = new QVBoxLayout(contents);
    contentsLayout->setContentsMargins(0, spacing, 0, 0);
    contentsLayout->addWidget(m_contents);
    m_tabs->addTab(charts, {});
    m_tabs->addTab(contents, {});

    auto* inner = new QVBoxLayout(m_content);
    inner->setContentsMargins(0, 0, 0, 0);
    inner->setSpacing(spacing);
    inner->addWidget(makeBar());
    inner->addWidget(m_alarms);
    inner->addWidget(makeTiles());
    inner->addWidget(m_tabs, 1);
    m_pages = new QStackedWidget(this);
    m_pages->addWidget(m_empty);
    m_pages->addWidget(m_content);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(outerMargin, spacing, outerMargin, outerMargin);
    layout->setSpacing(spacing);
    layout->addWidget(m_error);
    layout->addWidget(m_pages, 1);
}

QWidget* CategoriesPanel::makeBar()
{
    auto* bar = new QWidget(m_content);
    m_evaluationLabel = new QLabel(bar);
    m_evaluation = new QComboBox(bar);
    m_evaluation->setObjectName(QStringLiteral("evaluation"));
    m_evaluation->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_evaluationLabel->setBuddy(m_evaluation);
    m_newest = new QCheckBox(bar);
    m_newest->setObjectName(QStringLiteral("followNewest"));
    m_newest->setChecked(true);
    m_sinceLabel = new QLabel(bar);
    m_since = new QComboBox(bar);
    m_since->setObjectName(QStringLiteral("since"));
    m_since->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_sinceLabel->setBuddy(m_since);
    auto* layout = new QHBoxLayout(bar);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_evaluationLabel);
    layout->addWidget(m_evaluation);
    layout->addWidget(m_newest);
    layout->addSpacing(16);
    layout->addWidget(m_sinceLabel);
    layout->addWidget(m_since);
    layout->addStretch();
    return bar;
}

QWidget* CategoriesPanel::makeTiles()
{
    auto* tiles = new QWidget(m_content);
    auto* layout = new QHBoxLayout(tiles);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(spacing);
    for (MetricTile** tile : { &m_variation, &m_effective, &m_confidence, &m_entropy, &m_agreement }) {
        *tile = new MetricTile(tiles);
        layout->addWidget(*tile, 1);
    }
    m_variation->setObjectName(QStringLiteral("variationTile"));
    m_effective->setObjectName(QStringLiteral("effectiveTile"));
    m_confidence->setObjectName(QStringLiteral("confidenceTile"));
    m_entropy->setObjectName(QStringLiteral("entropyTile"));
    m_agreement->setObjectName(QStringLiteral("agreementTile"));
    return tiles;
}

void CategoriesPanel::connectSignals()
{
    Workspace& workspace = m_context.workspace;
    connect(&workspace, &Workspace::runChanged, this, &CategoriesPanel::takeRun);
    connect(&workspace, &Workspace::itemTextsChanged, this, &CategoriesPanel::takeRun);
    connect(&workspace, &Workspace::categoryChanged, this,
            [this] { m_contents->setCategory(m_context.workspace.category()); });
    new ShownReader(*this, m_context.storeWatcher, [this] { readStore(); });
    // Whoever trains the run.
    connect(&m_context.jobs, &JobRunner::progressed, this,
            [this](const JobInfo& /*job*/, const JobProgress& progress) { takeProgress(progress); });
    connect(&m_context.theme, &Theme::changed, this, &CategoriesPanel::applyTheme);
    connect(m_empty, &EmptyState::actionTriggered, this,
            [this] { m_context.workspace.showPanel(QStringLiteral("runs")); });
    connect(m_evaluation, &QComboBox::activated, this,
            [this](int index) { selectEvaluation(static_cast<std::size_t>(index)); });
    connect(m_since, &QComboBox::activated, this, &CategoriesPanel::readFlow);
    connect(m_newest, &QCheckBox::toggled, this, [this](bool on) {
        if (on && hasCourse())
            selectEvaluation(m_course.snapshots.size() - 1);
    });
    connect(m_charts, &CategoryCharts::evaluationClicked, this, &CategoriesPanel::selectEvaluation);
    connect(m_charts, &CategoryCharts::categoryClicked, &workspace, &Workspace::setCategory);
    connect(m_contents, &CategoryContents::categoryChosen, &workspace, &Workspace::setCategory);
    connect(m_contents, &CategoryContents::itemChosen, &workspace,
            [this](const QString& item) { m_context.workspace.setItems({ item }); });
    connect(m_contents, &CategoryContents::nameEdited, this, [this](int category, const QString& name) {
        saveNames({ { category, name.toStdString() } });
    });
    connect(m_contents, &CategoryContents::namesWanted, this, &CategoriesPanel::carryNames);
}

void CategoriesPanel::applyTheme()
{
    m_charts->applyTheme(PlotTheme::screen(m_context.theme.tokens()));
}

void CategoriesPanel::takeRun()
{
    ++m_generation;
    m_run = m_context.workspace.runId();
    m_record.reset();
    m_course = {};
    m_selected = 0;
    m_detailsStep = -1;
    m_agreementShown.reset();
    m_flowSteps = { -1, -1 };
    m_askDetails.drop();
    m_askMatching.drop();
    m_reading = m_readAgain = false;
    m_error->clear();
    m_contents->setMessage({});
    m_contents->setDetails({});
    {
        const QSignalBlocker blocker(m_newest);
        m_newest->setChecked(true);
    }
    showMissing();
    readStore();
}

void CategoriesPanel::readStore()
{
    if (m_run.isEmpty())
        return;
    if (m_reading) {
        m_readAgain = true;
        return;
    }
    m_reading = true;
    const auto work = [&store = m_context.store, id = m_run.toStdString()] {
        Stored stored { store.run(id), { store.categoryCourse(id), { store.categoryNames(id), {} } }, {} };
        for (auto& [run, names] : store.allCategoryNames()) {
            if (run == stored.record.id)
                continue;
            const std::string name = store.run(run).name;
            stored.namedRuns.push_back({ QString::fromStdString(run), QString::fromStdString(name), names });
        }
        return stored;
    };
    const std::uint64_t generation = m_generation;
    m_context.queries.run(
        this, work,
        [this, generation](Stored stored) {
            if (generation == m_generation)
                takeStored(std::move(stored));
        },
        [this, generation](ErrorCode code, const QString& detail) {
            if (generation != m_generation)
                return;
            m_reading = false;
            reportError(code, detail);
        });
}

void CategoriesPanel::takeStored(Stored stored)
{
    m_reading = false;
    m_record = std::move(stored.record);
    m_contents->setNamedRuns(std::move(stored.namedRuns));
    // An evaluation of this window's training may be known here before it is committed.
    const bool behind = hasCourse() && !stored.course.snapshots.empty()
        && stored.course.snapshots.back().step < m_course.snapshots.back().step
        && m_record->state == RunState::Running;
    if (!behind && !sameCourse(stored.course, m_course)) {
        // Labels are of the contents of an evaluation, which are asked for by themselves.
        stored.course.names.generated = std::move(m_course.names.generated);
        m_course = std::move(stored.course);
        showCourse();
    } else if (!hasCourse()) {
        showMissing();
    } else {
        // What was not yet written when it was asked for.
        readFlow();
        askDetails();
    }
    if (std::exchange(m_readAgain, false))
        readStore();
}

void CategoriesPanel::takeProgress(const JobProgress& progress)
{
    if (m_run.isEmpty() || progress.run != m_run)
        return;
    bool grown = false;
    for (const EvaluationReport& report : progress.evaluations) {
        if (!report.categories || (hasCourse() && report.step <= m_course.snapshots.back().step))
            continue;
        m_course.snapshots.push_back(withoutItems(*report.categories));
        grown = true;
    }
    if (grown)
        showCourse();
}

void CategoriesPanel::takeFailedDetails(ErrorCode code, const QString& detail)
{
    // While a run trains here, its newest evaluation may not be in the store yet: the next change asks again.
    if (code == ErrorCode::NotFound && m_record && m_record->state == RunState::Running)
        m_detailsStep = -1;
    else
        reportError(code, detail);
}

void CategoriesPanel::takeDetails(const CategoryDetails& details)
{
    m_contents->setDetails(details);
    m_agreementShown = details.agreement;
    updateTiles();
    auto labels = labelTexts(details.categories);
    if (labels != m_course.names.generated && hasCourse()) {
        m_course.names.generated = std::move(labels);
        m_charts->setCourse(m_course, m_selected);
        m_contents->setSnapshot(selected(), m_course.names);
    }
    showAlarms();
}

void CategoriesPanel::showCourse()
{
    if (!hasCourse()) {
        showMissing();
        return;
    }
    if (m_newest->isChecked() || m_selected >= m_course.snapshots.size())
        m_selected = m_course.snapshots.size() - 1;
    m_pages->setCurrentWidget(m_content);
    fillEvaluations();
    showEvaluation();
}

void CategoriesPanel::selectEvaluation(std::size_t place)
{
    if (place >= m_course.snapshots.size())
        return;
    m_selected = place;
    {
        const QSignalBlocker blocker(m_newest);
        m_newest->setChecked(place + 1 == m_course.snapshots.size());
    }
    fillEvaluations();
    showEvaluation();
}

void CategoriesPanel::showEvaluation()
{
    m_charts->setCourse(m_course, m_selected);
    m_contents->setSnapshot(selected(), m_course.names);
    updateTiles();
    showAlarms();
    readFlow();
    askDetails();
}

void CategoriesPanel::askDetails()
{
    if (!hasCourse() || m_detailsStep == selected().step)
        return;
    m_detailsStep = selected().step;
    m_agreementShown.reset();
    updateTiles();
    showAlarms();
    m_askDetails(
        makeCategoryDetailsJob(m_context.store, m_context.paths, m_run.toStdString(), m_detailsStep));
}

void CategoriesPanel::readFlow()
{
    const int before = m_since->currentIndex();
    if (!hasCourse() || before < 0) {
        m_flowSteps = { 0, 0 };
        m_charts->setFlow({}, tr("There is no earlier evaluation to compare with."));
        return;
    }
    const std::pair steps { m_course.snapshots[static_cast<std::size_t>(before)].step, selected().step };
    if (steps == m_flowSteps)
        return;
    m_flowSteps = steps;
    const std::uint64_t generation = m_generation;
    const auto isCurrent
        = [this, generation, steps] { return generation == m_generation && steps == m_flowSteps; };
    m_context.queries.run(
        this,
        [&store = m_context.store, run = m_run.toStdString(), steps] {
            return categoryFlow(store.categorySnapshot(run, steps.first),
                                store.categorySnapshot(run, steps.second));
        },
        [this, isCurrent](const CategoryFlow& flow) {
            if (isCurrent())
                m_charts->setFlow(flow, {});
        },
        [this, isCurrent](ErrorCode code, const QString& detail) {
            if (!isCurrent())
                return;
            m_flowSteps = { -1, -1 };
            m_charts->setFlow({}, tr("The evaluation is being written."));
            if (code != ErrorCode::NotFound)
                reportError(code, detail);
        });
}

void CategoriesPanel::carryNames(const NamedRun& from)
{
    m_matchFrom = from;
    m_contents->setMessage(tr("Comparing the categories…"));
    m_askMatching(makeMatchCategoriesJob(m_context.store, from.id.toStdString(), m_run.toStdString()));
}

void CategoriesPanel::saveNames(const std::map<int, std::string>& names)
{
    m_context.queries.runVoid(
        this,
        [&store = m_context.store, run = m_run.toStdString(), names] { store.setCategoryNames(run, names); },
        [this] { readStore(); },
        [this](ErrorCode code, const QString& detail) { reportError(code, detail); });
}

void CategoriesPanel::reportError(ErrorCode code, const QString& detail)
{
    m_error->showError(m_context, code, detail);
}

} // namespace opal
