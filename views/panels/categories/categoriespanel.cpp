// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/categories/categoriespanel.h"

#include <algorithm>
#include <utility>

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QTabBar>
#include <QTabWidget>

#include "core/jobs/categoryjobs.h"
#include "core/jobs/jobs.h"
#include "core/store/runstore.h"
#include "views/figures/categoryfigures.h"
#include "views/figures/figureregistry.h"
#include "views/panels/categories/carriednames.h"
#include "views/panels/categories/categorycharts.h"
#include "views/panels/categories/categorymeasures.h"
#include "views/shell/backgroundqueries.h"
#include "views/shell/shownreader.h"
#include "views/shell/workspace.h"
#include "views/widgets/emptystate.h"
#include "views/widgets/errorbar.h"
#include "views/widgets/make.h"
#include "views/widgets/stagenames.h"
#include "views/widgets/verticalscroll.h"

namespace opal {

namespace {

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

const ModelInfo* findInfo(const std::string& model)
{
    const auto& models = availableModels();
    const auto found = std::find_if(models.begin(), models.end(),
                                    [&model](const ModelInfo& info) { return info.name == model; });
    return found == models.end() ? nullptr : &found->get();
}

} // namespace

CategoriesPanel::CategoriesPanel(const PanelContext& context, QWidget* parent)
    : Panel(parent)
    , m_context(context)
    , m_askDetails(
          m_context.jobs,
          { .show = [this](const CategoryDetails& details) { setDetails(details); },
            .failed = [this](ErrorCode code, const QString& detail) { showFailedDetails(code, detail); } })
    , m_askMatching(
          m_context.jobs,
          { .show = [this](const CategoryMatching& matching) { setMatching(matching); },
            .failed = [this](ErrorCode code, const QString& detail) { reportError(code, detail); } })
{
    setupUi();
    connectSignals();
    CategoriesPanel::retranslate();
    setRun();
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
    m_measures = new CategoryMeasures(m_content);
    m_charts = new CategoryCharts(m_context.theme, m_content);
    m_contents = new CategoryContents(m_content);
    m_tabs = make<QTabWidget>(m_content, "categoryTabs");
    m_tabs->setDocumentMode(true);
    m_tabs->tabBar()->setDrawBase(false);
    auto* charts = new QWidget(m_tabs);
    columnOn(charts, 0, { 0, 12, 0, 0 })->addWidget(makeVerticalScroll(m_charts, charts));
    auto* contents = new QWidget(m_tabs);
    columnOn(contents, 0, { 0, 12, 0, 0 })->addWidget(m_contents);
    m_tabs->addTab(charts, {});
    m_tabs->addTab(contents, {});

    auto* inner = columnOn(m_content, 12);
    inner->addWidget(makeBar());
    inner->addWidget(m_measures);
    inner->addWidget(m_tabs, 1);
    m_pages = new QStackedWidget(this);
    m_pages->addWidget(m_empty);
    m_pages->addWidget(m_content);
    auto* layout = columnOn(this, 12, { 16, 12, 16, 16 });
    layout->addWidget(m_error);
    layout->addWidget(m_pages, 1);
}

QWidget* CategoriesPanel::makeBar()
{
    auto* bar = new QWidget(m_content);
    m_evaluationLabel = new QLabel(bar);
    m_evaluation = make<QComboBox>(bar, "evaluation");
    m_evaluation->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_evaluationLabel->setBuddy(m_evaluation);
    m_newest = make<QCheckBox>(bar, "followNewest");
    m_newest->setChecked(true);
    m_sinceLabel = new QLabel(bar);
    m_since = make<QComboBox>(bar, "since");
    m_since->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_sinceLabel->setBuddy(m_since);
    auto* layout = rowOf({ m_evaluationLabel, m_evaluation, m_newest });
    layout->addSpacing(16);
    layout->addWidget(m_sinceLabel);
    layout->addWidget(m_since);
    layout->addStretch();
    bar->setLayout(layout);
    return bar;
}

void CategoriesPanel::connectSignals()
{
    Workspace& workspace = m_context.workspace;
    connect(&workspace, &Workspace::runChanged, this, &CategoriesPanel::setRun);
    connect(&workspace, &Workspace::itemTextsChanged, this, &CategoriesPanel::setRun);
    connect(&workspace, &Workspace::categoryChanged, this,
            [this] { m_contents->setCategory(m_context.workspace.category()); });
    new ShownReader(*this, m_context.storeWatcher, [this] { readStore(); });
    // Whoever trains the run.
    connect(&m_context.jobs, &JobRunner::progressed, this,
            [this](const JobInfo& /*job*/, const JobProgress& progress) { addProgress(progress); });
    connect(m_empty, &EmptyState::actionTriggered, this,
            [this] { m_context.workspace.showPanel(u"runs"_s); });
    connect(m_evaluation, &QComboBox::activated, this,
            [this](int index) { selectEvaluation(static_cast<std::size_t>(index)); });
    connect(m_since, &QComboBox::activated, this, &CategoriesPanel::readFlow);
    connect(m_newest, &QCheckBox::toggled, this, [this](bool on) {
        if (on && hasCourse())
            selectEvaluation(standingEvaluation());
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

void CategoriesPanel::setRun()
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
                setStored(std::move(stored));
        },
        [this, generation](ErrorCode code, const QString& detail) {
            if (generation != m_generation)
                return;
            m_reading = false;
            reportError(code, detail);
        });
}

void CategoriesPanel::setStored(Stored stored)
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
    } else if (m_newest->isChecked() && m_selected != standingEvaluation()) {
        showCourse();
    } else {
        // What was not yet written when it was asked for.
        readFlow();
        askDetails();
    }
    if (std::exchange(m_readAgain, false))
        readStore();
}

void CategoriesPanel::addProgress(const JobProgress& progress)
{
    if (m_run.isEmpty() || progress.training.run != m_run)
        return;
    bool grown = false;
    for (const EvaluationReport& report : progress.training.evaluations) {
        if (!report.categories || (hasCourse() && report.step <= m_course.snapshots.back().step))
            continue;
        m_course.snapshots.push_back(withoutItems(*report.categories));
        grown = true;
    }
    if (grown)
        showCourse();
}

void CategoriesPanel::showFailedDetails(ErrorCode code, const QString& detail)
{
    // While a run trains here, its newest evaluation may not be in the store yet: the next change asks again.
    if (code == ErrorCode::NotFound && m_record && m_record->state == RunState::Running)
        m_detailsStep = -1;
    else
        reportError(code, detail);
}

void CategoriesPanel::setDetails(const CategoryDetails& details)
{
    m_contents->setDetails(details);
    m_agreementShown = details.agreement;
    auto labels = labelTexts(details.categories);
    if (labels != m_course.names.generated && hasCourse()) {
        m_course.names.generated = std::move(labels);
        m_charts->setCourse(m_course, m_selected);
        m_contents->setSnapshot(selected(), m_course.names);
    }
    showMeasures();
}

void CategoriesPanel::showCourse()
{
    if (!hasCourse()) {
        showMissing();
        return;
    }
    if (m_newest->isChecked() || m_selected >= m_course.snapshots.size())
        m_selected = standingEvaluation();
    m_pages->setCurrentWidget(m_content);
    fillEvaluations();
    showEvaluation();
}

/// The newest while the run trains, then the one whose weights are kept, as everywhere else.
std::size_t CategoriesPanel::standingEvaluation() const
{
    const auto& snapshots = m_course.snapshots;
    if (m_record && m_record->state != RunState::Running) {
        const std::string stage = decisiveStage(*m_record);
        const auto epoch = m_record->bestEpoch.find(stage);
        const auto kept = std::find_if(snapshots.begin(), snapshots.end(), [&](const CategorySnapshot& one) {
            return epoch != m_record->bestEpoch.end() && one.stage == stage && one.epoch == epoch->second;
        });
        if (kept != snapshots.end())
            return static_cast<std::size_t>(kept - snapshots.begin());
    }
    return snapshots.size() - 1;
}

void CategoriesPanel::selectEvaluation(std::size_t place)
{
    if (place >= m_course.snapshots.size())
        return;
    m_selected = place;
    {
        const QSignalBlocker blocker(m_newest);
        m_newest->setChecked(place == standingEvaluation());
    }
    fillEvaluations();
    showEvaluation();
}

void CategoriesPanel::showEvaluation()
{
    m_charts->setCourse(m_course, m_selected);
    m_contents->setSnapshot(selected(), m_course.names);
    showMeasures();
    readFlow();
    askDetails();
}

void CategoriesPanel::showMeasures()
{
    m_measures->setSnapshot(selected(), m_course.names, m_agreementShown, m_record);
}

void CategoriesPanel::askDetails()
{
    if (!hasCourse() || m_detailsStep == selected().step)
        return;
    m_detailsStep = selected().step;
    m_agreementShown.reset();
    showMeasures();
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

void CategoriesPanel::fillEvaluations()
{
    const auto nameOf = [](const CategorySnapshot& snapshot) {
        return tr("%1, epoch %2").arg(stageTitle(snapshot.stage)).arg(snapshot.epoch);
    };
    const int since = m_since->currentIndex();
    const bool wasPrevious = m_newest->isChecked() || since < 0;
    const QSignalBlocker first(m_evaluation);
    const QSignalBlocker second(m_since);
    m_evaluation->clear();
    m_since->clear();
    for (std::size_t i = 0; i < m_course.snapshots.size(); ++i) {
        m_evaluation->addItem(nameOf(m_course.snapshots[i]));
        if (i < m_selected)
            m_since->addItem(nameOf(m_course.snapshots[i]));
    }
    m_evaluation->setCurrentIndex(static_cast<int>(m_selected));
    const int last = m_since->count() - 1;
    m_since->setCurrentIndex(wasPrevious ? last : std::min(since, last));
    m_since->setEnabled(last >= 0);
}

void CategoriesPanel::showMissing()
{
    m_pages->setCurrentWidget(m_empty);
    if (m_run.isEmpty()) {
        m_empty->setTexts(tr("No run is open"),
                          tr("Open a run to see how it spreads the items over its hyper-categories."),
                          tr("Choose a run"));
        return;
    }
    if (!m_record) {
        m_empty->setTexts({}, tr("Reading the run…"));
        return;
    }
    const ModelInfo* info = findInfo(m_record->model);
    const QString model
        = info != nullptr ? QString::fromStdString(info->title) : QString::fromStdString(m_record->model);
    if (info != nullptr && !info->hasCategories) {
        m_empty->setTexts(tr("%1 has no hyper-categories").arg(model),
                          tr("This model learns the interests of each user without global categories of the "
                             "items. Open an OPAL run to see some."),
                          tr("Choose a run"));
    } else if (m_record->state == RunState::Running || m_record->state == RunState::Queued) {
        m_empty->setTexts(tr("No evaluation yet"),
                          tr("The hyper-categories are recorded at every evaluation of the training."));
    } else {
        m_empty->setTexts(tr("No hyper-categories are recorded"),
                          tr("The run has made no evaluation, or an earlier version trained it. Train it "
                             "again to record them."),
                          tr("Choose a run"));
    }
}

void CategoriesPanel::setMatching(const CategoryMatching& matching)
{
    const CarriedNames carried = carriedNames(matching, m_matchFrom.names);
    m_contents->setMessage(carried.message);
    if (!carried.names.empty())
        saveNames(carried.names);
}

std::vector<FigureRequest> CategoriesPanel::figures() const
{
    if (!hasCourse())
        return {};
    FigureSubject subject;
    subject.runs = { m_run.toStdString() };
    FigureSubject at = subject;
    at.options = { { "step", std::to_string(selected().step) } };
    const CategoryCourse one { { selected() }, m_course.names };
    return { figureRequest(u"assignment"_s, std::make_shared<const CategoryCourse>(m_course), subject),
             figureRequest(u"category-similarity"_s, std::make_shared<const CategoryCourse>(one), at) };
}

void CategoriesPanel::retranslate()
{
    //: Which evaluation of the training is shown
    m_evaluationLabel->setText(tr("&Evaluation"));
    m_evaluation->setAccessibleName(tr("Evaluation"));
    m_newest->setText(tr("Follow the &training"));
    m_newest->setToolTip(
        tr("The newest evaluation while the run trains, then the one whose weights are kept"));
    m_sinceLabel->setText(tr("Moves &since"));
    m_since->setAccessibleName(tr("Earlier evaluation to compare the items with"));
    m_tabs->setTabText(0, tr("Spread"));
    m_tabs->setTabText(1, tr("Contents"));
    m_measures->retranslate();
    m_charts->retranslate();
    m_contents->retranslate();
    if (hasCourse())
        fillEvaluations();
    else
        showMissing();
}

void CategoriesPanel::reportError(ErrorCode code, const QString& detail)
{
    m_error->showError(m_context, code, detail);
}

} // namespace opal
