// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/map/mappanel.h"

#include <utility>

#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QStackedWidget>

#include "core/jobs/jobs.h"
#include "core/store/runstore.h"
#include "views/figures/figureregistry.h"
#include "views/itemmodels/mapitemmodel.h"
#include "views/panels/map/mapchoice.h"
#include "views/panels/map/mapcolours.h"
#include "views/panels/map/mapcontrols.h"
#include "views/panels/map/mapitemlist.h"
#include "views/panels/map/mapselection.h"
#include "views/panels/map/mapuserbar.h"
#include "views/panels/map/mapview.h"
#include "views/plot/datatable.h"
#include "views/plot/qcp.h"
#include "views/shell/backgroundqueries.h"
#include "views/shell/shownreader.h"
#include "views/shell/theme.h"
#include "views/shell/workspace.h"
#include "views/widgets/elidedlabel.h"
#include "views/widgets/emptystate.h"
#include "views/widgets/errorbar.h"
#include "views/widgets/hovercard.h"
#include "views/widgets/make.h"
#include "views/widgets/numbers.h"

namespace opal {

MapPanel::MapPanel(const PanelContext& context, QWidget* parent)
    : Panel(parent)
    , m_context(context)
    , m_askStored(m_context.jobs,
                  { .show = [this](const ItemMapAnswer& answer) { setAnswer(answer); },
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
                                  setAnswer(answer);
                          },
                      .failed = [this](ErrorCode code, const QString& detail) { reportError(code, detail); },
                      .progressed =
                          [this](const JobProgress& progress) {
                              showShare(*m_progress, progress.fraction);
                              if (progress.fraction >= 0)
                                  m_waitingText->setText(waitingText(progress.secondsLeft));
                          },
                      .busyChanged = [this] { showPage(); } })
{
    setupUi();
    connectSignals();
    connectMap();
    applyTheme();
    MapPanel::retranslate();
    setRun();
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
    m_numbers->setSource([this] { return m_figure ? mapTable(*m_figure) : FigureTable {}; });
    m_pages->addWidget(m_numbers);
    m_side = new QWidget(this);
    m_colours = new MapColours(m_context, m_side);
    m_list = new MapItemList(m_side);
    m_selection = new MapSelection(m_context, *m_view, *m_list, this);
    auto* side = columnOn(m_side, 8, { 12, 0, 0, 0 });
    side->addWidget(m_colours, 2);
    side->addWidget(m_list, 3);
    m_side->setMinimumWidth(340);
    auto* content = makeSplitter(Qt::Horizontal, this, { m_pages, m_side });
    content->setStretchFactor(0, 3);
    content->setStretchFactor(1, 1);
    content->setSizes({ 660, 440 });
    auto* layout = columnOn(this, 12, { 16, 12, 16, 16 });
    layout->addWidget(makeBars());
    layout->addWidget(m_error);
    layout->addWidget(content, 1);
}

QWidget* MapPanel::makeBars()
{
    auto* bars = new QWidget(this);
    m_controls = new MapControls(bars);
    m_note = make<ElidedLabel>(bars, "mapNote", "secondary");
    m_user = new MapUserBar(m_context, bars);
    m_lasso = make<QPushButton>(bars, "lasso");
    m_lasso->setCheckable(true);
    m_reset = make<QPushButton>(bars, "resetView");
    auto* upper = rowOf({ m_controls, m_note }, 12);
    upper->setStretchFactor(m_note, 1);
    auto* lower = rowOf({ m_user });
    lower->addStretch();
    for (QWidget* button : std::initializer_list<QWidget*> { m_numbers->buttons(), m_lasso, m_reset })
        lower->addWidget(button);
    auto* layout = columnOn(bars, 8);
    layout->addLayout(upper);
    layout->addLayout(lower);
    return bars;
}

QWidget* MapPanel::makeWaiting()
{
    m_waiting = new QWidget(m_pages);
    m_waitingText = make<QLabel>(m_waiting, "mapWaiting");
    m_waitingText->setAlignment(Qt::AlignCenter);
    m_waitingText->setWordWrap(true);
    m_progress = make<QProgressBar>(m_waiting, "mapProgress");
    m_progress->setTextVisible(false);
    m_progress->setFixedWidth(320);
    m_cancel = make<QPushButton>(m_waiting, "mapCancel");
    auto* layout = columnOn(m_waiting, 12);
    layout->addStretch();
    layout->addWidget(m_waitingText);
    layout->addWidget(m_progress, 0, Qt::AlignHCenter);
    layout->addWidget(m_cancel, 0, Qt::AlignHCenter);
    layout->addStretch();
    return m_waiting;
}

void MapPanel::connectSignals()
{
    Workspace& workspace = m_context.workspace;
    connect(&workspace, &Workspace::runChanged, this, &MapPanel::setRun);
    connect(&workspace, &Workspace::itemTextsChanged, this, &MapPanel::setRun);
    connect(&workspace, &Workspace::categoryChanged, m_colours, &MapColours::showLegend);
    new ShownReader(*this, m_context.storeWatcher, [this] { checkStore(); });
    connect(&m_context.theme, &Theme::changed, this, &MapPanel::applyTheme);
    connect(m_user, &MapUserBar::failed, this, &MapPanel::reportError);
    connect(m_user, &MapUserBar::changed, this, [this] {
        if (m_figure)
            showMap();
    });
    connect(m_controls, &MapControls::paramsChanged, this, [this] {
        keepChoice();
        request();
    });
    connect(m_empty, &EmptyState::actionTriggered, this, [this] {
        if (m_run.isEmpty())
            m_context.workspace.showPanel(u"runs"_s);
        else
            compute();
    });
    connect(m_cancel, &QPushButton::clicked, this, [this] { m_askComputed.cancel(); });
    connect(m_colours, &MapColours::chosen, this, &MapPanel::keepChoice);
    connect(m_colours, &MapColours::failed, this, &MapPanel::reportError);
    connect(m_colours, &MapColours::changed, this, [this] {
        showMap();
        if (m_list->showsAll())
            listAll();
    });
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
    connect(m_selection, &MapSelection::cleared, this, &MapPanel::listAll);
    connect(m_selection, &MapSelection::failed, this, &MapPanel::reportError);
}

void MapPanel::applyTheme()
{
    m_view->applyTheme(PlotTheme::screen(m_context.theme.tokens()));
    m_colours->showLegend();
}

void MapPanel::setRun()
{
    m_run = m_context.workspace.runId();
    // What is being computed for another run goes on and is kept with that run.
    m_askComputed.release();
    m_askStored.drop();
    m_items.reset();
    m_map.reset();
    m_running = false;
    m_step.reset();
    m_error->clear();
    m_colours->setRun(m_run);
    m_selection->setItems(m_run, nullptr);
    m_controls->setItems(nullptr);
    showMap();
    listAll();
    checkStore();
    request();
    m_user->setRun(m_run);
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

void MapPanel::setAnswer(const ItemMapAnswer& answer)
{
    const bool first = !m_items;
    m_items = answer.items;
    m_map = answer.map;
    if (answer.damage)
        reportError(answer.damage->code(), QString::fromStdString(answer.damage->detail()));
    const MapParams asked = m_controls->params();
    m_controls->setItems(m_items.get());
    if (m_controls->params() != asked)
        request();
    m_selection->setItems(m_run, m_items);
    m_colours->setItems(m_items);
    if (first) {
        listAll();
        m_selection->follow();
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

void MapPanel::keepChoice()
{
    m_choiceMade = true;
    m_context.queries.runVoid(
        this,
        [&store = m_context.store, text = mapChoiceText({ m_controls->choice(), m_colours->wanted() })] {
            store.setViewState(mapChoiceKey, text);
        },
        {}, [this](ErrorCode code, const QString& detail) { reportError(code, detail); });
}

void MapPanel::recallChoice()
{
    m_context.queries.run(
        this, [&store = m_context.store] { return store.viewState(mapChoiceKey); },
        [this](const std::string& text) {
            // What was chosen since the question counts more.
            if (m_choiceMade || text.empty())
                return;
            const MapChoice choice = mapChoiceFrom(text);
            m_controls->setChoice(choice.params);
            m_colours->setWanted(choice.colour);
            if (!m_run.isEmpty())
                request();
        },
        [this](ErrorCode code, const QString& detail) { reportError(code, detail); });
}

void MapPanel::showMap()
{
    m_figure.reset();
    if (m_map && m_colours->colouring()) {
        auto figure = std::make_shared<MapFigure>();
        figure->items = m_items;
        figure->map = m_map;
        figure->overlay = m_user->overlay();
        m_colours->apply(*figure);
        m_figure = figure;
    }
    m_view->setFigure(m_figure);
    m_numbers->refresh();
    m_colours->showLegend();
    const QString summary = m_figure ? mapSummary(*m_figure) : QString();
    m_view->plot().setAccessibleDescription(summary);
    m_view->setAccessibleDescription(summary);
    showPage();
    Q_EMIT shownChanged();
}

void MapPanel::listAll()
{
    m_list->showAll(m_colours->colouring().get(), m_colours->hidden());
}

QString MapPanel::waitingText(double secondsLeft) const
{
    const QString what = tr("Computing the map: %1").arg(mapMethodText(m_computed.method));
    return secondsLeft < 0 ? what : what % QLatin1Char('\n') % tr("%1 left").arg(durationText(secondsLeft));
}

void MapPanel::showPage()
{
    const MapParams wanted = m_controls->params();
    const bool computing = m_askComputed.isBusy() && m_computed == wanted;
    m_side->setVisible(m_items != nullptr);
    for (QWidget* part : std::initializer_list<QWidget*> { m_lasso, m_reset, m_numbers->buttons() })
        part->setEnabled(m_figure != nullptr);
    m_note->setFullText(noteText());
    if (m_figure) {
        m_pages->setCurrentWidget(m_numbers);
        return;
    }
    if (computing) {
        if (m_progress->maximum() == 0)
            m_waitingText->setText(waitingText(-1));
        m_pages->setCurrentWidget(m_waiting);
        return;
    }
    if (m_run.isEmpty())
        m_empty->setTexts(tr("No run chosen"), tr("Choose a run to see its items as points of a plane."),
                          tr("Choose a run"));
    else if (m_askStored.isBusy())
        m_empty->setTexts({}, tr("Reading the items of the run…"));
    else if (!m_items)
        m_empty->setTexts(
            tr("No item vectors to show"),
            tr("The run has no weights yet. They are read when its first checkpoint is written."));
    else
        m_empty->setTexts(
            tr("Not computed yet"),
            wanted.method == MapMethod::Neighbours
                ? tr("%n item(s) are laid out by their nearest neighbours. It may take a minute and "
                     "is kept with the run.",
                     nullptr, static_cast<int>(m_items->count()))
                : tr("%n item(s) are projected in a moment and kept with the run.", nullptr,
                     static_cast<int>(m_items->count())),
            tr("Compute the map"));
    m_pages->setCurrentWidget(m_empty);
}

QString MapPanel::noteText() const
{
    QStringList parts;
    if (m_map) {
        switch (m_map->params.method) {
        case MapMethod::Pca:
            parts << tr("The two directions of largest variance hold %1 % and %2 % of it.")
                         .arg(100 * m_map->explainedX, 0, 'f', 1)
                         .arg(100 * m_map->explainedY, 0, 'f', 1);
            break;
        case MapMethod::Neighbours:
            parts << tr("Near items stay near; distances between far groups mean little.");
            break;
        case MapMethod::Plane:
            parts << tr("Cosine of every item to the two hyper-categories.");
            break;
        }
    }
    if (m_items && m_items->categories == 0)
        parts << tr("%1 has no hyper-categories, so there is no colouring by them and no plane.")
                     .arg(QString::fromStdString(m_items->model).toUpper());
    return parts.join(QLatin1Char(' '));
}

QString MapPanel::itemText(std::int32_t item) const
{
    const auto at = static_cast<std::size_t>(item);
    QStringList lines { QString::fromStdString(m_items->ids[at]) };
    if (!m_items->titles.empty() && !m_items->titles[at].empty())
        lines << QString::fromStdString(m_items->titles[at]);
    if (const QString tags = mapTagsText(*m_items, item); !tags.isEmpty())
        lines << tr("Tags: %1").arg(tags);
    if (m_items->categories > 0)
        lines << mapCategoryText(*m_items, m_items->category[at]);
    lines << tr("%n training interaction(s)", nullptr, m_items->popularity[at]);
    return lines.join(QLatin1Char('\n'));
}

std::vector<FigureRequest> MapPanel::figures() const
{
    if (!m_figure)
        return {};
    auto figure = std::make_shared<MapFigure>(*m_figure);
    figure->view = m_view->shownArea();
    FigureSubject subject;
    subject.runs = { m_items->run };
    if (const auto& user = m_user->overlay().user)
        subject.user = user->userId;
    subject.options = mapOptions(*figure);
    return { figureRequest(u"map"_s, std::shared_ptr<const MapFigure>(std::move(figure)), subject) };
}

void MapPanel::reportError(ErrorCode code, const QString& detail)
{
    m_error->showError(m_context, code, detail);
}

void MapPanel::retranslate()
{
    m_controls->retranslate();
    m_user->retranslate();
    m_colours->retranslate();
    m_list->retranslate();
    m_lasso->setText(tr("Lasso"));
    m_lasso->setToolTip(
        tr("Drag around items to list them; Shift and dragging does the same at any time, Escape "
           "ends it"));
    m_reset->setText(tr("Show everything"));
    m_cancel->setText(tr("Cancel"));
    m_progress->setAccessibleName(tr("Progress of the map"));
    m_view->plot().setAccessibleName(tr("Item map"));
    m_view->setAccessibleName(tr("Item map"));
    m_numbers->setName(tr("Item map"));
    showPage();
}

} // namespace opal
