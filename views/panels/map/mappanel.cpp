#include "views/panels/map/mappanel.h"

#include <algorithm>
#include <any>
#include <utility>

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QToolTip>
#include <QVBoxLayout>

#include "core/jobs/jobs.h"
#include "core/jobs/mapjobs.h"
#include "core/store/runstore.h"
#include "views/figures/figureregistry.h"
#include "views/itemmodels/mapitemmodel.h"
#include "views/panels/interests/userpicker.h"
#include "views/panels/map/mapcontrols.h"
#include "views/panels/map/maplegend.h"
#include "views/panels/map/mapview.h"
#include "views/shell/backgroundqueries.h"
#include "views/shell/storewatcher.h"
#include "views/shell/theme.h"
#include "views/shell/workspace.h"
#include "views/widgets/elidedlabel.h"
#include "views/widgets/emptystate.h"
#include "views/widgets/errorbar.h"
#include "views/widgets/tablesetup.h"

namespace opal {

namespace {

constexpr int spacing = 12;
constexpr int outerMargin = 16;
constexpr int nearCount = 30;

QHBoxLayout* rowOf(std::initializer_list<QWidget*> parts)
{
    auto* row = new QHBoxLayout;
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    for (QWidget* part : parts)
        row->addWidget(part);
    return row;
}

} // namespace

MapPanel::MapPanel(const PanelContext& context, QWidget* parent)
    : Panel(parent)
    , m_context(context)
{
    setupUi();
    connectSignals();
    connectMap();
    applyTheme();
    MapPanel::retranslate();
    takeRun();
}

QString MapPanel::title() const
{
    return tr("Item map");
}

void MapPanel::setupUi()
{
    m_error = new ErrorBar(this);
    m_pages = new QStackedWidget(this);
    m_empty = new EmptyState(m_pages);
    m_view = new MapView(m_pages);
    m_view->setMinimumSize(320, 280);
    m_pages->addWidget(m_empty);
    m_pages->addWidget(makeWaiting());
    m_pages->addWidget(m_view);
    auto* content = new QSplitter(Qt::Horizontal, this);
    content->setChildrenCollapsible(false);
    content->setHandleWidth(1);
    content->addWidget(m_pages);
    content->addWidget(makeSide());
    content->setStretchFactor(0, 3);
    content->setStretchFactor(1, 1);
    content->setSizes({ 760, 340 });
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(outerMargin, spacing, outerMargin, outerMargin);
    layout->setSpacing(spacing);
    layout->addWidget(makeBars());
    layout->addWidget(m_error);
    layout->addWidget(content, 1);
}

QWidget* MapPanel::makeBars()
{
    auto* bars = new QWidget(this);
    m_controls = new MapControls(bars);
    m_note = new ElidedLabel(bars);
    m_note->setObjectName(QStringLiteral("mapNote"));
    m_note->setProperty("role", QStringLiteral("secondary"));
    m_picker = new UserPicker(m_context.jobs, m_context.store, bars);
    m_history = new QCheckBox(bars);
    m_history->setObjectName(QStringLiteral("showHistory"));
    m_history->setChecked(true);
    m_recall = new QCheckBox(bars);
    m_recall->setObjectName(QStringLiteral("showRecall"));
    m_recall->setChecked(true);
    m_lasso = new QPushButton(bars);
    m_lasso->setObjectName(QStringLiteral("lasso"));
    m_lasso->setCheckable(true);
    m_reset = new QPushButton(bars);
    m_reset->setObjectName(QStringLiteral("resetView"));
    auto* upper = rowOf({ m_controls, m_note });
    upper->setStretchFactor(m_note, 1);
    upper->setSpacing(spacing);
    auto* lower = rowOf({ m_picker, m_history, m_recall });
    lower->addStretch();
    lower->addWidget(m_lasso);
    lower->addWidget(m_reset);
    auto* layout = new QVBoxLayout(bars);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addLayout(upper);
    layout->addLayout(lower);
    return bars;
}

QWidget* MapPanel::makeWaiting()
{
    m_waiting = new QWidget(m_pages);
    m_waitingText = new QLabel(m_waiting);
    m_waitingText->setObjectName(QStringLiteral("mapWaiting"));
    m_waitingText->setAlignment(Qt::AlignCenter);
    m_waitingText->setWordWrap(true);
    m_progress = new QProgressBar(m_waiting);
    m_progress->setObjectName(QStringLiteral("mapProgress"));
    m_progress->setTextVisible(false);
    m_progress->setFixedWidth(320);
    m_cancel = new QPushButton(m_waiting);
    m_cancel->setObjectName(QStringLiteral("mapCancel"));
    auto* layout = new QVBoxLayout(m_waiting);
    layout->setSpacing(spacing);
    layout->addStretch();
    layout->addWidget(m_waitingText);
    layout->addWidget(m_progress, 0, Qt::AlignHCenter);
    layout->addWidget(m_cancel, 0, Qt::AlignHCenter);
    layout->addStretch();
    return m_waiting;
}

QWidget* MapPanel::makeSide()
{
    m_side = new QWidget(this);
    m_colourLabel = new QLabel(m_side);
    m_colour = new QComboBox(m_side);
    m_colour->setObjectName(QStringLiteral("colourBy"));
    m_colourLabel->setBuddy(m_colour);
    m_legend = new MapLegend(m_side);
    m_heading = new ElidedLabel(m_side);
    m_heading->setObjectName(QStringLiteral("mapItemsHeading"));
    m_heading->setProperty("role", QStringLiteral("heading"));
    m_all = new QPushButton(m_side);
    m_all->setObjectName(QStringLiteral("listAll"));
    m_all->setProperty("role", QStringLiteral("link"));
    m_model = new MapItemModel(this);
    m_table = new QTableView(m_side);
    m_table->setObjectName(QStringLiteral("mapItems"));
    m_table->setModel(m_model);
    setupTable(*m_table);
    m_table->setSortingEnabled(true);
    m_table->horizontalHeader()->setSectionResizeMode(MapItemModel::Title, QHeaderView::Stretch);
    m_table->horizontalHeader()->setDefaultSectionSize(78);
    m_table->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    auto* colours = rowOf({ m_colourLabel, m_colour });
    colours->setStretchFactor(m_colour, 1);
    auto* headings = rowOf({ m_heading, m_all });
    headings->setStretchFactor(m_heading, 1);
    auto* layout = new QVBoxLayout(m_side);
    layout->setContentsMargins(spacing, 0, 0, 0);
    layout->setSpacing(8);
    layout->addLayout(colours);
    layout->addWidget(m_legend, 2);
    layout->addLayout(headings);
    layout->addWidget(m_table, 3);
    m_side->setMinimumWidth(300);
    return m_side;
}

void MapPanel::connectSignals()
{
    Workspace& workspace = m_context.workspace;
    connect(&workspace, &Workspace::runChanged, this, &MapPanel::takeRun);
    connect(&workspace, &Workspace::userChanged, this, &MapPanel::takeUser);
    connect(&workspace, &Workspace::interestChanged, this, &MapPanel::takeOverlay);
    connect(&workspace, &Workspace::categoryChanged, this, &MapPanel::showLegend);
    connect(&workspace, &Workspace::itemsChanged, this, &MapPanel::takeItems);
    connect(&m_context.storeWatcher, &StoreWatcher::changed, this, &MapPanel::checkStore);
    connect(&m_context.jobs, &JobRunner::progressed, this, &MapPanel::takeProgress);
    connect(&m_context.jobs, &JobRunner::finished, this, &MapPanel::takeFinished);
    connect(&m_context.theme, &Theme::changed, this, &MapPanel::applyTheme);
    connect(m_picker, &UserPicker::userChosen, &workspace, &Workspace::setUser);
    connect(m_picker, &UserPicker::failed, this,
            [this](ErrorCode code, const QString& detail) { reportError(code, detail); });
    connect(m_controls, &MapControls::paramsChanged, this, &MapPanel::request);
    connect(m_empty, &EmptyState::actionTriggered, this, [this] {
        if (m_run.isEmpty())
            m_context.workspace.showPanel(QStringLiteral("runs"));
        else
            compute();
    });
    connect(m_cancel, &QPushButton::clicked, this, [this] { m_context.jobs.cancel(m_computeJob); });
    connect(m_colour, &QComboBox::activated, this, &MapPanel::chooseColour);
    connect(m_legend, &MapLegend::toggled, this, &MapPanel::toggleValue);
    for (QCheckBox* box : { m_history, m_recall })
        connect(box, &QCheckBox::toggled, this, &MapPanel::takeOverlay);
}

void MapPanel::connectMap()
{
    connect(m_lasso, &QPushButton::toggled, m_view, &MapView::setLassoMode);
    connect(m_reset, &QPushButton::clicked, m_view, &MapView::resetView);
    connect(m_view, &MapView::hovered, this, [this](std::int32_t item, const QPoint& at) {
        if (item == 0)
            QToolTip::hideText();
        else
            QToolTip::showText(at, itemText(item), m_view);
    });
    connect(m_view, &MapView::clicked, this, [this](std::int32_t item) {
        if (item != 0)
            clickItem(item);
    });
    connect(m_view, &MapView::lassoed, this, &MapPanel::takeLasso);
    connect(m_view, &MapView::lassoCleared, this, &MapPanel::clearChosen);
    connect(m_all, &QPushButton::clicked, this, &MapPanel::clearChosen);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& row) {
                m_view->setMarked(row.isValid() ? m_model->itemAt(row.row()) : 0);
            });
    connect(m_table, &QTableView::activated, this,
            [this](const QModelIndex& row) { clickItem(m_model->itemAt(row.row())); });
}

void MapPanel::applyTheme()
{
    m_view->applyTheme(PlotTheme::screen(m_context.theme.tokens()));
    showLegend();
}

void MapPanel::takeRun()
{
    m_run = m_context.workspace.runId();
    // What is being computed for another run goes on and is kept with that run.
    m_computeJob = 0;
    for (JobId* job : { &m_readJob, &m_userJob, &m_nearJob })
        if (const JobId id = std::exchange(*job, 0); id != 0)
            m_context.jobs.cancel(id);
    m_items.reset();
    m_indices.clear();
    m_map.reset();
    m_colouring.reset();
    m_hidden.clear();
    m_overlay.user.reset();
    m_running = false;
    m_error->clear();
    m_controls->setItems(nullptr);
    m_picker->setRun(m_run);
    showMap();
    listAll();
    checkStore();
    request();
    takeUser();
}

void MapPanel::request()
{
    if (m_readJob != 0)
        m_context.jobs.cancel(std::exchange(m_readJob, 0));
    if (m_map && m_map->params != m_controls->params()) {
        m_map.reset();
        showMap();
    }
    if (!m_run.isEmpty())
        m_readJob
            = m_context.jobs.submit(makeItemMapJob(m_context.store, m_context.paths,
                                                   { m_run.toStdString(), m_controls->params(), false }),
                                    JobLane::Interactive);
    showPage();
}

void MapPanel::compute()
{
    if (m_computeJob != 0)
        m_context.jobs.cancel(m_computeJob);
    m_error->clear();
    m_computed = m_controls->params();
    // Only the layout takes long; beside a training it would slow both.
    const JobLane lane = m_computed.method == MapMethod::Neighbours ? JobLane::Heavy : JobLane::Interactive;
    m_computeJob = m_context.jobs.submit(
        makeItemMapJob(m_context.store, m_context.paths, { m_run.toStdString(), m_computed, true }), lane);
    m_progress->setRange(0, 0);
    showPage();
}

void MapPanel::takeProgress(JobId id, const JobProgress& progress)
{
    if (id == 0 || id != m_computeJob || progress.fraction < 0)
        return;
    m_progress->setRange(0, 1000);
    m_progress->setValue(static_cast<int>(1000 * progress.fraction));
    m_waitingText->setText(waitingText(progress.secondsLeft));
}

void MapPanel::takeFinished(JobId id, const JobOutcome& outcome)
{
    if (id == 0 || (id != m_readJob && id != m_computeJob && id != m_userJob && id != m_nearJob))
        return;
    const bool isMap = id == m_readJob || id == m_computeJob;
    const bool isUser = id == m_userJob;
    const bool isComputed = id == m_computeJob;
    for (JobId* job : { &m_readJob, &m_computeJob, &m_userJob, &m_nearJob })
        if (*job == id)
            *job = 0;
    // Before its first checkpoint a run has nothing to read: the page tells.
    const bool early = isMap && !isComputed && m_running && outcome.errorCode == ErrorCode::NotFound;
    if (outcome.kind == JobOutcome::Kind::Failed && !early)
        reportError(outcome.errorCode, outcome.errorDetail);
    if (outcome.succeeded()) {
        if (isMap) {
            const auto answer = std::any_cast<ItemMapAnswer>(outcome.result);
            if (!isComputed || answer.map->params == m_controls->params())
                takeAnswer(answer);
        } else if (isUser) {
            m_overlay.user
                = std::make_shared<const UserExploration>(std::any_cast<UserExploration>(outcome.result));
            takeOverlay();
        } else {
            takeNear(std::any_cast<const NearItems&>(outcome.result));
        }
    }
    showPage();
}

void MapPanel::takeAnswer(const ItemMapAnswer& answer)
{
    const bool first = !m_items;
    m_items = answer.items;
    m_map = answer.map;
    if (answer.damage)
        reportError(answer.damage->code(), QString::fromStdString(answer.damage->detail()));
    if (first) {
        m_indices.reserve(m_items->count());
        for (std::size_t item = 1; item < m_items->ids.size(); ++item)
            m_indices.emplace(m_items->ids[item], static_cast<std::int32_t>(item));
    }
    m_controls->setItems(m_items.get());
    fillColours();
    chooseColour();
    if (first) {
        listAll();
        takeItems();
    }
}

void MapPanel::checkStore()
{
    if (m_run.isEmpty())
        return;
    const QString run = m_run;
    m_context.queries.run(
        this,
        [&store = m_context.store, id = run.toStdString()] {
            return std::pair(store.run(id), store.categoryNames(id));
        },
        [this, run](const std::pair<RunRecord, std::map<int, std::string>>& known) {
            if (run != m_run)
                return;
            // A training that has ended or paused has left other weights.
            const bool running = known.first.state == RunState::Running;
            const bool ended = std::exchange(m_running, running) && !running;
            const bool awaited = !m_items && running;
            const bool renamed = m_items && known.second != m_items->categoryNames;
            if (m_readJob == 0 && (ended || awaited || renamed))
                request();
        },
        [this](ErrorCode code, const QString& detail) { reportError(code, detail); });
}

void MapPanel::showMap()
{
    m_figure.reset();
    if (m_map && m_colouring) {
        auto figure = std::make_shared<MapFigure>();
        figure->items = m_items;
        figure->map = m_map;
        figure->colourBy = m_colourBy;
        figure->colouring = m_colouring;
        figure->hidden = m_hidden;
        figure->overlay = m_overlay;
        m_figure = figure;
    }
    m_view->setFigure(m_figure);
    showLegend();
    showPage();
    Q_EMIT shownChanged();
}

void MapPanel::toggleValue(int value)
{
    if (!m_hidden.erase(value))
        m_hidden.insert(value);
    showMap();
    if (m_listed == Listed::All)
        listAll();
}

void MapPanel::takeUser()
{
    const QString user = m_context.workspace.userId();
    m_picker->setUser(user);
    if (m_userJob != 0)
        m_context.jobs.cancel(std::exchange(m_userJob, 0));
    m_overlay.user.reset();
    if (!m_run.isEmpty() && !user.isEmpty()) {
        RecommendJobRequest wanted;
        wanted.run = m_run.toStdString();
        wanted.userId = user.toStdString();
        m_userJob = m_context.jobs.submit(makeRecommendJob(m_context.store, m_context.paths, wanted),
                                          JobLane::Interactive);
    }
    takeOverlay();
}

void MapPanel::takeOverlay()
{
    m_overlay.history = m_history->isChecked();
    m_overlay.recall = m_recall->isChecked();
    m_overlay.interest = m_context.workspace.interest();
    m_history->setEnabled(m_overlay.user != nullptr);
    m_recall->setEnabled(m_overlay.user != nullptr);
    if (m_figure)
        showMap();
}

void MapPanel::clickItem(std::int32_t item)
{
    const auto at = static_cast<std::size_t>(item);
    if (m_items->categories > 0)
        m_context.workspace.setCategory(m_items->category[at]);
    const QStringList ids { QString::fromStdString(m_items->ids[at]) };
    if (m_context.workspace.itemIds() == ids)
        takeItems();
    else
        m_context.workspace.setItems(ids);
}

/// The selection of the window: one item is asked for its neighbours, several are listed.
void MapPanel::takeItems()
{
    if (m_settingItems || !m_items)
        return;
    std::vector<std::int32_t> found;
    for (const QString& id : m_context.workspace.itemIds())
        if (const std::int32_t item = indexOf(id); item != 0)
            found.push_back(item);
    if (found.empty()) {
        clearChosen();
        return;
    }
    if (found.size() > 1) {
        takeLasso(found);
        return;
    }
    m_view->setMarked(found.front());
    if (m_nearJob != 0)
        m_context.jobs.cancel(m_nearJob);
    m_nearJob = m_context.jobs.submit(makeNearItemsJob(m_context.store, m_context.paths, m_run.toStdString(),
                                                       m_items->ids[static_cast<std::size_t>(found.front())],
                                                       nearCount),
                                      JobLane::Interactive);
}

void MapPanel::takeNear(const NearItems& near)
{
    m_nearOf = near.itemId;
    const std::int32_t item = indexOf(QString::fromStdString(near.itemId));
    std::vector<std::int32_t> chosen { item };
    for (const ItemNeighbour& each : near.items)
        chosen.push_back(each.item);
    list(Listed::Near, near.items);
    m_view->setChosen(chosen);
    m_view->setMarked(item);
}

void MapPanel::takeLasso(const std::vector<std::int32_t>& items)
{
    std::vector<ItemNeighbour> rows;
    QStringList ids;
    for (const std::int32_t item : items) {
        rows.push_back({ item, 0 });
        ids << QString::fromStdString(m_items->ids[static_cast<std::size_t>(item)]);
    }
    list(Listed::Lasso, std::move(rows));
    m_view->setMarked(0);
    m_view->setChosen(items);
    m_settingItems = true;
    m_context.workspace.setItems(ids);
    m_settingItems = false;
}

void MapPanel::clearChosen()
{
    if (m_nearJob != 0)
        m_context.jobs.cancel(std::exchange(m_nearJob, 0));
    m_view->setChosen({});
    m_view->setMarked(0);
    m_settingItems = true;
    m_context.workspace.setItems({});
    m_settingItems = false;
    listAll();
}

void MapPanel::listAll()
{
    std::vector<ItemNeighbour> rows;
    if (m_items && m_colouring)
        for (std::size_t item = 1; item < m_items->ids.size(); ++item)
            if (!m_hidden.contains(m_colouring->itemValue[item]))
                rows.push_back({ static_cast<std::int32_t>(item), 0 });
    if (m_items)
        std::stable_sort(rows.begin(), rows.end(), [this](const ItemNeighbour& a, const ItemNeighbour& b) {
            return m_items->popularity[static_cast<std::size_t>(a.item)]
                > m_items->popularity[static_cast<std::size_t>(b.item)];
        });
    list(Listed::All, std::move(rows));
}

void MapPanel::list(Listed what, std::vector<ItemNeighbour> rows)
{
    m_listed = what;
    m_table->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    m_model->setRows(m_items, std::move(rows));
    m_table->setColumnHidden(MapItemModel::Title, !m_items || m_items->titles.empty());
    m_table->setColumnHidden(MapItemModel::Tags, !m_items || m_items->tagOffsets.empty());
    m_table->setColumnHidden(MapItemModel::Category, !m_items || m_items->categories == 0);
    m_table->setColumnHidden(MapItemModel::Cosine, what != Listed::Near);
    showHeading();
}

std::int32_t MapPanel::indexOf(const QString& id) const
{
    const auto found = m_indices.find(id.toStdString());
    return found == m_indices.end() ? 0 : found->second;
}

std::vector<FigureRequest> MapPanel::figures() const
{
    if (!m_figure)
        return {};
    auto figure = std::make_shared<MapFigure>(*m_figure);
    figure->view = m_view->shownArea();
    FigureSubject subject;
    subject.runs = { m_items->run };
    if (m_overlay.user)
        subject.user = m_overlay.user->userId;
    subject.options = mapOptions(*figure);
    return { figureRequest(QStringLiteral("map"), std::shared_ptr<const MapFigure>(std::move(figure)),
                           subject) };
}

void MapPanel::reportError(ErrorCode code, const QString& detail)
{
    m_error->showError(m_context.errorHeadline(code), m_context.errorAdvice(code), detail);
}

} // namespace opal
