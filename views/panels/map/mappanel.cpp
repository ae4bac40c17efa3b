// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/map/mappanel.h"

#include <algorithm>
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
#include <QVBoxLayout>

#include "core/jobs/jobs.h"
#include "core/jobs/mapjobs.h"
#include "core/store/runstore.h"
#include "views/figures/figureregistry.h"
#include "views/itemmodels/itemcell.h"
#include "views/itemmodels/mapitemmodel.h"
#include "views/panels/map/mapcontrols.h"
#include "views/panels/map/maplegend.h"
#include "views/panels/map/mapview.h"
#include "views/plot/datatable.h"
#include "views/shared/userpicker.h"
#include "views/shell/backgroundqueries.h"
#include "views/shell/shownreader.h"
#include "views/shell/theme.h"
#include "views/shell/workspace.h"
#include "views/widgets/covercache.h"
#include "views/widgets/elidedlabel.h"
#include "views/widgets/emptystate.h"
#include "views/widgets/errorbar.h"
#include "views/widgets/hovercard.h"
#include "views/widgets/tablesetup.h"

namespace opal {

namespace {

constexpr int spacing = 12;
constexpr int outerMargin = 16;

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
    , m_askStored(m_context.jobs,
                  { .show = [this](const ItemMapAnswer& answer) { takeAnswer(answer); },
                    .failed =
                        [this](ErrorCode code, const QString& detail) {
                            // Before its first checkpoint a run has nothing to read: the page tells.
                            if (!m_running || code != ErrorCode::NotFound)
                                reportError(code, detail);
                        },
                    .busyChanged = [this] { showPage(); } })
    , m_askComputed(m_context.jobs,
                    { .show =
                          [this](const ItemMapAnswer& answer) {
                              if (answer.map->params == m_controls->params())
                                  takeAnswer(answer);
                          },
                      .failed = [this](ErrorCode code, const QString& detail) { reportError(code, detail); },
                      .progressed =
                          [this](const JobProgress& progress) {
                              showShare(*m_progress, progress.fraction);
                              if (progress.fraction >= 0)
                                  m_waitingText->setText(waitingText(progress.secondsLeft));
                          },
                      .busyChanged = [this] { showPage(); } })
    , m_askUser(m_context.jobs,
                { .show =
                      [this](UserExploration user) {
                          m_overlay.user = std::make_shared<const UserExploration>(std::move(user));
                          takeOverlay();
                      },
                  .failed = [this](ErrorCode code, const QString& detail) { reportError(code, detail); } })
    , m_askNear(m_context.jobs,
                { .show = [this](const NearItems& near) { takeNear(near); },
                  .failed = [this](ErrorCode code, const QString& detail) { reportError(code, detail); } })
    , m_askTable(m_context.jobs,
                 { .show = [this](const std::vector<std::string>& columns) { takeSideTable(columns); },
                   .failed = [this](ErrorCode code, const QString& detail) { reportError(code, detail); } })
    , m_askColumn(
          m_context.jobs,
          { .show = [this](const std::shared_ptr<const SideColumn>& column) { takeSideColumn(*column); },
            .failed =
                [this](ErrorCode code, const QString& detail) {
                    reportError(code, detail);
                    m_wantedColour = m_colourKey; // back to what is shown
                    fillColours();
                } })
{
    setupUi();
    connectSignals();
    connectMap();
    applyTheme();
    MapPanel::retranslate();
    takeRun();
    recallChoice();
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
    m_numbers = new DataTable(m_view, m_pages);
    m_numbers->setSource([this] { return numbers(); });
    m_pages->addWidget(m_numbers);
    auto* content = new QSplitter(Qt::Horizontal, this);
    content->setChildrenCollapsible(false);
    content->setHandleWidth(1);
    content->addWidget(m_pages);
    content->addWidget(makeSide());
    content->setStretchFactor(0, 3);
    content->setStretchFactor(1, 1);
    content->setSizes({ 700, 400 });
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
    lower->addWidget(m_numbers->buttons());
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
    m_itemCells = new ItemCellDelegate(this);
    m_table->setItemDelegateForColumn(MapItemModel::Title, m_itemCells);
    followCovers(*m_table);
    m_table->setSortingEnabled(true);
    m_table->horizontalHeader()->setDefaultSectionSize(82);
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
    connect(&workspace, &Workspace::itemTextsChanged, this, &MapPanel::takeRun);
    connect(&workspace, &Workspace::userChanged, this, &MapPanel::takeUser);
    connect(&workspace, &Workspace::interestChanged, this, &MapPanel::takeOverlay);
    connect(&workspace, &Workspace::categoryChanged, this, &MapPanel::showLegend);
    connect(&workspace, &Workspace::itemsChanged, this, &MapPanel::takeItems);
    new ShownReader(*this, m_context.storeWatcher, [this] { checkStore(); });
    connect(&m_context.theme, &Theme::changed, this, &MapPanel::applyTheme);
    connect(m_picker, &UserPicker::userChosen, &workspace, &Workspace::setUser);
    connect(m_picker, &UserPicker::failed, this,
            [this](ErrorCode code, const QString& detail) { reportError(code, detail); });
    connect(m_controls, &MapControls::paramsChanged, this, [this] {
        keepChoice();
        request();
    });
    connect(m_empty, &EmptyState::actionTriggered, this, [this] {
        if (m_run.isEmpty())
            m_context.workspace.showPanel(QStringLiteral("runs"));
        else
            compute();
    });
    connect(m_cancel, &QPushButton::clicked, this, [this] { m_askComputed.cancel(); });
    connect(m_colour, &QComboBox::activated, this, &MapPanel::takeColour);
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
            HoverCard::hide();
        else
            HoverCard::show(at, { mapCoverPath(*m_items, item) }, itemText(item), m_view);
    });
    connect(m_view, &MapView::clicked, this, [this](std::int32_t item) {
        if (item != 0)
            clickItem(item);
    });
    connect(m_view, &MapView::lassoed, this, &MapPanel::takeLasso);
    connect(m_view, &MapView::lassoCleared, this, &MapPanel::clearChosen);
    connect(m_all, &QPushButton::clicked, this, &MapPanel::clearChosen);
    connect(m_table->horizontalHeader(), &QHeaderView::sectionResized, this, [this](int column) {
        if (column == MapItemModel::Title)
            adaptItemCells();
    });
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
    m_askComputed.release();
    m_askStored.drop();
    m_askUser.drop();
    m_askNear.drop();
    m_items.reset();
    m_indices.clear();
    m_map.reset();
    m_colouring.reset();
    m_hidden.clear();
    m_overlay.user.reset();
    m_running = false;
    m_step.reset();
    m_error->clear();
    forgetSideTable();
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
    m_askStored.drop();
    if (m_map && m_map->params != m_controls->params()) {
        m_map.reset();
        showMap();
    }
    if (!m_run.isEmpty())
        m_askStored(makeItemMapJob(m_context.store, m_context.paths,
                                   { m_run.toStdString(), m_controls->params(), false }));
    showPage();
}

void MapPanel::compute()
{
    m_error->clear();
    m_computed = m_controls->params();
    m_progress->setRange(0, 0);
    m_askComputed(
        makeItemMapJob(m_context.store, m_context.paths, { m_run.toStdString(), m_computed, true }));
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
    const MapParams asked = m_controls->params();
    m_controls->setItems(m_items.get());
    if (m_controls->params() != asked)
        request();
    fillColours();
    chooseColour();
    if (first) {
        listAll();
        takeItems();
        recallSideTable();
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
            const bool other = m_step && *m_step != known.first.step;
            const bool ended = (std::exchange(m_running, running) || other) && !running;
            m_step = known.first.step;
            const bool awaited = !m_items && running;
            const bool renamed = m_items && known.second != m_items->categoryNames.given;
            if (!m_askStored.isBusy() && (ended || awaited || renamed))
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
        nameColour(*figure);
        figure->colouring = m_colouring;
        figure->hidden = m_hidden;
        figure->overlay = m_overlay;
        m_figure = figure;
    }
    m_view->setFigure(m_figure);
    m_numbers->refresh();
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

ChartData MapPanel::numbers() const
{
    if (!m_figure)
        return {};
    ChartData result;
    result.columns = mapColumns(*m_figure);
    const auto items = std::make_shared<const std::vector<std::int32_t>>(mapVisible(*m_figure));
    result.rows = static_cast<int>(items->size());
    result.cell = [figure = m_figure, items](int row, int column) {
        return mapCell(*figure, (*items)[static_cast<std::size_t>(row)], column);
    };
    return result;
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
    m_error->showError(m_context, code, detail);
}

} // namespace opal
