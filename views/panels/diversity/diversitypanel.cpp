// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/diversity/diversitypanel.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QHelpEvent>
#include <QLabel>
#include <QMouseEvent>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabBar>
#include <QTableWidget>
#include <QVBoxLayout>

#include "core/jobs/jobs.h"
#include "core/store/runstore.h"
#include "views/figures/figureregistry.h"
#include "views/itemmodels/itemcell.h"
#include "views/panels/diversity/oneagainstseveralbar.h"
#include "views/panels/diversity/oneagainstseveraldialog.h"
#include "views/panels/diversity/tradeoffpage.h"
#include "views/panels/diversity/usersdiversitypage.h"
#include "views/plot/datatable.h"
#include "views/plot/plottheme.h"
#include "views/plot/qcp.h"
#include "views/shared/userpicker.h"
#include "views/shell/backgroundqueries.h"
#include "views/shell/shownreader.h"
#include "views/shell/theme.h"
#include "views/shell/workspace.h"
#include "views/widgets/covercache.h"
#include "views/widgets/emptystate.h"
#include "views/widgets/errorbar.h"
#include "views/widgets/hovercard.h"
#include "views/widgets/interesttitles.h"
#include "views/widgets/numbers.h"
#include "views/widgets/tablesetup.h"

namespace opal {

namespace {

/// Whether both are made from the same list in the same way.
bool areAlike(const UserDiversity& first, const UserDiversity& second)
{
    return first.run == second.run && first.userId == second.userId && first.k == second.k
        && first.matrix.shift == second.matrix.shift
        && first.matrix.minimumCount == second.matrix.minimumCount;
}

} // namespace

DiversityPanel::DiversityPanel(const PanelContext& context, QWidget* parent)
    : Panel(parent)
    , m_context(context)
    , m_ask(m_context.jobs,
            { .show = [this](Sides sides) { takeSides(std::move(sides)); },
              .failed =
                  [this](ErrorCode code, const QString& detail) {
                      m_error->showError(m_context, code, detail);
                      showEmpty();
                  },
              .cancelled = [this] { showEmpty(); } })
{
    setupUi();
    connectSignals();
    DiversityPanel::retranslate();
    request();
}

QString DiversityPanel::title() const
{
    return tr("Diversity");
}

void DiversityPanel::makeControls()
{
    m_tabs = new QTabBar(this);
    m_tabs->setObjectName(QStringLiteral("diversityPages"));
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_tabs->setUsesScrollButtons(false);
    for (int page = UserPage; page <= RunsPage; ++page)
        m_tabs->addTab({});
    m_contrast = new QPushButton(this);
    m_contrast->setObjectName(QStringLiteral("oneAgainstSeveral"));
    m_picker = new UserPicker(m_context.jobs, m_context.store, this);
    m_otherLabel = new QLabel(this);
    m_other = new QComboBox(this);
    m_other->setObjectName(QStringLiteral("otherRun"));
    m_other->setMinimumContentsLength(14);
    m_otherLabel->setBuddy(m_other);
    m_lengthLabel = new QLabel(this);
    m_length = new QSpinBox(this);
    m_length->setObjectName(QStringLiteral("listLength"));
    m_length->setRange(2, 2000);
    m_length->setValue(200);
    m_length->setKeyboardTracking(false);
    m_lengthLabel->setBuddy(m_length);
    m_shiftLabel = new QLabel(this);
    m_shift = new QComboBox(this);
    m_shift->setObjectName(QStringLiteral("shift"));
    for (const int shift : { 1, 5, 15 })
        m_shift->addItem(QString::number(shift), shift);
    m_shiftLabel->setBuddy(m_shift);
    m_minimumLabel = new QLabel(this);
    m_minimum = new QSpinBox(this);
    m_minimum->setObjectName(QStringLiteral("minimumCount"));
    m_minimum->setRange(1, 1000000);
    m_minimum->setKeyboardTracking(false);
    m_minimumLabel->setBuddy(m_minimum);
    m_orderLabel = new QLabel(this);
    m_order = new QComboBox(this);
    m_order->setObjectName(QStringLiteral("order"));
    for (const auto order : { DiversityOrder::Interest, DiversityOrder::Category, DiversityOrder::Clustered })
        m_order->addItem({}, static_cast<int>(order));
    m_orderLabel->setBuddy(m_order);
    for (QSpinBox* number : { m_length, m_minimum })
        number->setButtonSymbols(QAbstractSpinBox::NoButtons);
}

void DiversityPanel::setupUi()
{
    makeControls();
    m_error = new ErrorBar(this);
    m_contrastBar = new OneAgainstSeveralBar(m_context, this);
    m_stack = new QStackedWidget(this);
    m_users = new UsersDiversityPage(m_context, this);
    m_tradeoff = new TradeoffPage(m_context, this);
    m_users->setObjectName(QStringLiteral("usersPage"));
    m_tradeoff->setObjectName(QStringLiteral("runsPage"));
    m_stack->addWidget(makeUserPage());
    m_stack->addWidget(m_users);
    m_stack->addWidget(m_tradeoff);
    const auto row = [](std::initializer_list<QWidget*> parts) {
        auto* bar = new QHBoxLayout;
        bar->setSpacing(8);
        for (QWidget* part : parts)
            bar->addWidget(part);
        bar->addStretch();
        return bar;
    };
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 12, 16, 16);
    layout->setSpacing(12);
    auto* top = row({ m_tabs, m_picker });
    top->addWidget(m_contrast);
    layout->addLayout(top);
    auto* settings = row({ m_otherLabel, m_other, m_lengthLabel, m_length, m_shiftLabel, m_shift,
                           m_minimumLabel, m_minimum, m_orderLabel, m_order });
    settings->addWidget(m_numbers->buttons());
    layout->addLayout(settings);
    layout->addWidget(m_error);
    layout->addWidget(m_contrastBar);
    layout->addWidget(m_stack, 1);
}

QWidget* DiversityPanel::makeUserPage()
{
    m_empty = new EmptyState(this);
    m_plot = new QCustomPlot(this);
    m_plot->setObjectName(QStringLiteral("sppmi"));
    m_plot->setMouseTracking(true);
    m_plot->installEventFilter(this);
    m_plot->setMinimumSize(420, 360);
    m_numbers = new DataTable(m_plot, this);
    m_numbers->setSource([this] { return ChartData::of(sppmiTable(m_pair)); });
    auto* side = new QWidget(this);
    m_blockHeading = new QLabel(side);
    m_blockHeading->setProperty("role", QStringLiteral("heading"));
    m_blockHeading->setWordWrap(true);
    m_block = new QTableWidget(0, 2, side);
    m_block->setObjectName(QStringLiteral("block"));
    setupTable(*m_block);
    m_block->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_block->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_block->horizontalHeader()->setStretchLastSection(true);
    m_block->horizontalHeader()->setDefaultSectionSize(72);
    m_itemCells = new ItemCellDelegate(this);
    m_block->setItemDelegateForColumn(1, m_itemCells);
    followCovers(*m_block);
    m_block->setMinimumWidth(240);
    auto* column = new QVBoxLayout(side);
    column->setContentsMargins(12, 0, 0, 0);
    column->setSpacing(8);
    column->addWidget(m_blockHeading);
    column->addWidget(m_block, 1);
    column->addStretch(); // while no block is chosen
    side->setMinimumWidth(252);
    auto* content = new QSplitter(Qt::Horizontal, this);
    content->setChildrenCollapsible(false);
    content->setHandleWidth(1);
    content->addWidget(m_numbers);
    content->addWidget(side);
    content->setStretchFactor(0, 3);
    content->setStretchFactor(1, 1);
    content->setSizes({ 700, 280 });
    m_pages = new QStackedWidget(this);
    m_pages->addWidget(m_empty);
    m_pages->addWidget(content);
    return m_pages;
}

void DiversityPanel::connectSignals()
{
    Workspace& workspace = m_context.workspace;
    connect(&workspace, &Workspace::runChanged, this, [this] {
        readRuns();
        request();
    });
    connect(&workspace, &Workspace::userChanged, this, &DiversityPanel::request);
    connect(&workspace, &Workspace::itemTextsChanged, this, &DiversityPanel::request);
    new ShownReader(*this, m_context.storeWatcher, [this] { readRuns(); });
    connect(&m_context.theme, &Theme::changed, this, [this] {
        draw();
        m_users->draw();
        m_tradeoff->draw();
    });
    connect(m_tabs, &QTabBar::currentChanged, this, &DiversityPanel::showPage);
    const auto tell
        = [this](ErrorCode code, const QString& detail) { m_error->showError(m_context, code, detail); };
    connect(m_users, &UsersDiversityPage::failed, this, tell);
    connect(m_tradeoff, &TradeoffPage::failed, this, tell);
    connect(m_contrast, &QPushButton::clicked, this,
            [this] { m_context.workspace.requestFigure(oneAgainstSeveralKey); });
    connect(&workspace, &Workspace::figureRequested, this,
            [this](const QString& key, const QString& datasetFile) {
                if (key == oneAgainstSeveralKey)
                    askForContrast(datasetFile);
            });
    connect(m_contrastBar, &OneAgainstSeveralBar::busyChanged, this,
            [this] { m_contrast->setEnabled(!m_contrastBar->isBusy()); });
    connect(m_contrastBar, &OneAgainstSeveralBar::made, this, &DiversityPanel::showContrast);
    connect(m_contrastBar, &OneAgainstSeveralBar::failed, this, tell);
    connect(m_picker, &UserPicker::userChosen, this,
            [this](const QString& user) { m_context.workspace.setUser(user); });
    connect(m_picker, &UserPicker::failed, this, tell);
    connect(m_other, &QComboBox::currentIndexChanged, this, &DiversityPanel::request);
    connect(m_shift, &QComboBox::currentIndexChanged, this, &DiversityPanel::request);
    connect(m_length, &QSpinBox::valueChanged, this, &DiversityPanel::request);
    connect(m_minimum, &QSpinBox::valueChanged, this, &DiversityPanel::request);
    connect(m_order, &QComboBox::currentIndexChanged, this, &DiversityPanel::request);
    connect(m_empty, &EmptyState::actionTriggered, this, [this] {
        if (m_context.workspace.runId().isEmpty())
            m_context.workspace.showPanel(QStringLiteral("runs"));
        else
            m_picker->pickRandom();
    });
}

void DiversityPanel::readRuns()
{
    m_context.queries.run(
        this, [&store = m_context.store] { return store.runs(); },
        [this](const std::vector<RunRecord>& runs) { takeRuns(runs); },
        [this](ErrorCode code, const QString& detail) { m_error->showError(m_context, code, detail); });
}

void DiversityPanel::takeRuns(const std::vector<RunRecord>& runs)
{
    const QString before = m_other->currentData().toString();
    const QString chosen = m_wantedOther.isEmpty() ? before : m_wantedOther;
    const QString current = m_context.workspace.runId();
    const QSignalBlocker quiet(m_other);
    m_other->clear();
    m_other->addItem(tr("No other run"), QString());
    m_comparable.clear();
    const auto own = std::find_if(runs.begin(), runs.end(), [&current](const RunRecord& run) {
        return QString::fromStdString(run.id) == current;
    });
    for (const RunRecord& run : runs) {
        const bool comparable = own != runs.end() && run.datasetHash == own->datasetHash && run.test;
        if (comparable)
            m_comparable.push_back(run);
        if (comparable && run.id != own->id)
            m_other->addItem(QString::fromStdString(run.name), QString::fromStdString(run.id));
    }
    m_other->setCurrentIndex(std::max(0, m_other->findData(chosen)));
    if (m_other->currentData().toString() == m_wantedOther)
        m_wantedOther.clear();
    if (m_other->currentData().toString() != before)
        request();
    else
        passQuestions();
}

void DiversityPanel::passQuestions()
{
    std::vector<DiversityJobRequest> requests;
    for (const QString& run : { m_context.workspace.runId(), m_other->currentData().toString() })
        if (!run.isEmpty())
            requests.push_back(jobRequest(run));
    m_tradeoff->setRuns(m_comparable, jobRequest({}));
    m_users->setRequests(std::move(requests));
}

void DiversityPanel::showPage(int page)
{
    m_stack->setCurrentIndex(page);
    m_picker->setVisible(page == UserPage);
    for (QWidget* widget : std::initializer_list<QWidget*> { m_orderLabel, m_order })
        widget->setVisible(page == UserPage);
    for (QWidget* widget : std::initializer_list<QWidget*> { m_otherLabel, m_other })
        widget->setVisible(page != RunsPage);
    m_numbers->buttons()->setVisible(page == UserPage && !m_pair.sides.empty());
}

DiversityJobRequest DiversityPanel::jobRequest(const QString& run) const
{
    DiversityJobRequest request;
    request.run = run.toStdString();
    request.userId = m_context.workspace.userId().toStdString();
    request.k = m_length->value();
    request.shift = m_shift->currentData().toDouble();
    request.minimumCount = m_minimum->value();
    request.order = static_cast<DiversityOrder>(m_order->currentData().toInt());
    return request;
}

void DiversityPanel::request()
{
    const Workspace& workspace = m_context.workspace;
    m_picker->setRun(workspace.runId());
    m_picker->setUser(workspace.userId());
    passQuestions();
    m_ask.drop();
    m_error->clear();
    if (workspace.runId().isEmpty() || workspace.userId().isEmpty()) {
        showEmpty();
        return;
    }
    std::vector<Job<std::shared_ptr<const UserDiversity>>> jobs;
    for (const QString& run : { workspace.runId(), m_other->currentData().toString() })
        if (!run.isEmpty())
            jobs.push_back(makeDiversityJob(m_context.store, m_context.paths, jobRequest(run)));
    m_ask(inTurn(std::move(jobs)));
}

void DiversityPanel::takeSides(Sides sides)
{
    m_pair = {};
    m_pair.sides = std::move(sides);
    // As in the paper's Fig. 4: fewer interests stand before more.
    std::stable_sort(m_pair.sides.begin(), m_pair.sides.end(), [](const auto& first, const auto& second) {
        return first->interests < second->interests;
    });
    if (std::equal(m_pair.sides.begin(), m_pair.sides.end(), m_chosen.sides.begin(), m_chosen.sides.end(),
                   [](const auto& shown, const auto& chosen) { return areAlike(*shown, *chosen); }))
        m_pair.choice = m_chosen.choice;
    m_pages->setCurrentIndex(1);
    m_block->setRowCount(0);
    m_block->hide();
    m_blockHeading->setText(tr("Click a block for its items"));
    draw();
    Q_EMIT shownChanged();
}

void DiversityPanel::draw()
{
    if (m_pair.sides.empty())
        return;
    drawSppmi(*m_plot, m_pair, PlotTheme::screen(m_context.theme.tokens()));
    m_plot->setAccessibleName(tr("SPPMI of the recommended items"));
    m_plot->setAccessibleDescription(sppmiSummary(m_pair));
    m_numbers->setName(m_plot->accessibleName());
    m_numbers->buttons()->setVisible(m_tabs->currentIndex() == UserPage);
    m_numbers->refresh();
}

void DiversityPanel::showEmpty()
{
    m_pair = {};
    m_numbers->buttons()->hide();
    m_pages->setCurrentIndex(0);
    if (m_context.workspace.runId().isEmpty())
        m_empty->setTexts(tr("No run chosen"), tr("Choose a run to see how varied its recommendations are."),
                          tr("Choose a run"));
    else
        m_empty->setTexts(tr("No user chosen"),
                          tr("Choose a user to see how alike the recommended items are."),
                          tr("Pick any user"));
    Q_EMIT shownChanged();
}

DiversityPanel::Cell DiversityPanel::cellAt(const QPoint& position) const
{
    for (std::size_t side = 0; side < m_pair.sides.size(); ++side) {
        const auto size = static_cast<double>(m_pair.sides[side]->matrix.size());
        for (QCPAxisRect* rect : m_plot->axisRects()) {
            if (rect->objectName() != QStringLiteral("matrix-%1").arg(side)
                || !rect->rect().contains(position))
                continue;
            const double column = rect->axis(QCPAxis::atBottom)->pixelToCoord(position.x());
            const double row = rect->axis(QCPAxis::atLeft)->pixelToCoord(position.y());
            if (row >= 0 && column >= 0 && row < size && column < size)
                return { static_cast<int>(side), static_cast<std::size_t>(row),
                         static_cast<std::size_t>(column) };
        }
    }
    return {};
}

QString DiversityPanel::cellText(const Cell& cell) const
{
    const UserDiversity& side = *m_pair.sides[static_cast<std::size_t>(cell.side)];
    const auto item = [&side](std::size_t at) {
        const QString title = QString::fromStdString(side.titles[at]);
        const std::int32_t interest = side.matrix.interest[at];
        QString words = QString::fromStdString(side.itemIds[at])
            % (title.isEmpty() ? QString() : QString(QLatin1Char(' ') % title)) % QLatin1Char('\n')
            % tr("Interest: %1").arg(numberedTitle(interest, side.interestName(interest)));
        if (!side.category.empty())
            words += QLatin1Char('\n')
                % tr("Hyper-category: %1")
                      .arg(numberedTitle(side.category[at], side.categoryNames.of(side.category[at])));
        if (at < side.tags.size() && !side.tags[at].empty())
            words += QLatin1Char('\n') % QString::fromStdString(side.tags[at]);
        return words;
    };
    if (cell.row == cell.column)
        return item(cell.row);
    const int both = side.matrix.counts[cell.row * side.matrix.size() + cell.column];
    return item(cell.row) % QLatin1Char('\n') % item(cell.column) % QLatin1Char('\n')
        % tr("%n user(s) of the training days have both", nullptr, both) % QLatin1Char('\n')
        % tr("SPPMI %1").arg(metricText(side.matrix.value(cell.row, cell.column)));
}

QStringList DiversityPanel::cellCovers(const Cell& cell) const
{
    const UserDiversity& side = *m_pair.sides[static_cast<std::size_t>(cell.side)];
    QStringList covers;
    if (side.covers.empty())
        return covers;
    covers << QString::fromStdString(side.covers[cell.row]);
    if (cell.row != cell.column)
        covers << QString::fromStdString(side.covers[cell.column]);
    return covers;
}

void DiversityPanel::showBlock(const Cell& cell)
{
    const UserDiversity& side = *m_pair.sides[static_cast<std::size_t>(cell.side)];
    const SppmiMatrix& matrix = side.matrix;
    const std::vector<std::int32_t>& labels = side.labels();
    const std::int32_t first = labels[cell.row];
    const std::int32_t second = labels[cell.column];
    m_block->setRowCount(0);
    for (std::size_t row = 0; row < matrix.size(); ++row) {
        if (labels[row] != first && labels[row] != second)
            continue;
        const int at = m_block->rowCount();
        m_block->insertRow(at);
        const std::int32_t interest = matrix.interest[row];
        auto* number = new QTableWidgetItem(numberedTitle(interest, {}));
        number->setData(Qt::DecorationRole, Theme::categoryColor(interest));
        number->setToolTip(numberedInterest(interest, side.interestName(interest)));
        const QString id = QString::fromStdString(side.itemIds[row]);
        const QString title = QString::fromStdString(side.titles[row]);
        auto* item = new QTableWidgetItem(title.isEmpty() ? id : title);
        item->setData(CellTitleRole, item->text());
        item->setData(CellDetailRole, title.isEmpty() ? QString() : id);
        if (!side.covers.empty())
            item->setData(CellCoverRole, QString::fromStdString(side.covers[row]));
        m_block->setItem(at, 0, number);
        m_block->setItem(at, 1, item);
    }
    m_block->show();
    m_itemCells->adapt(*m_block, 1);
    m_blockHeading->setText(blockTitle(side, first, second, m_block->rowCount()));
    if (QString::fromStdString(side.run) == m_context.workspace.runId())
        m_context.workspace.setInterest(matrix.interest[cell.row]);
    m_context.workspace.setItems({ QString::fromStdString(side.itemIds[cell.row]),
                                   QString::fromStdString(side.itemIds[cell.column]) });
}

QString DiversityPanel::blockTitle(const UserDiversity& side, std::int32_t first, std::int32_t second,
                                   int items) const
{
    const auto title = [&side](std::int32_t label) {
        return side.order == DiversityOrder::Category ? numberedCategory(label, side.nameOf(label))
                                                      : numberedInterest(label, side.nameOf(label));
    };
    if (first == second)
        return tr("%1: %n item(s)", nullptr, items).arg(title(first));
    return tr("%1 and %2: %n item(s)", nullptr, items).arg(title(first), title(second));
}

bool DiversityPanel::eventFilter(QObject* watched, QEvent* event)
{
    if (watched != m_plot)
        return Panel::eventFilter(watched, event);
    if (event->type() == QEvent::MouseMove) {
        auto* mouse = static_cast<QMouseEvent*>(event);
        const Cell cell = cellAt(mouse->position().toPoint());
        if (cell.side >= 0)
            HoverCard::show(mouse->globalPosition().toPoint(), cellCovers(cell), cellText(cell), m_plot);
        else
            HoverCard::hide();
    } else if (event->type() == QEvent::Resize) {
        // Texts are wrapped to the width; drawn again when the plot has taken the size itself.
        QMetaObject::invokeMethod(this, &DiversityPanel::draw, Qt::QueuedConnection);
    } else if (event->type() == QEvent::MouseButtonPress) {
        const Cell cell = cellAt(static_cast<QMouseEvent*>(event)->position().toPoint());
        if (cell.side >= 0)
            showBlock(cell);
    }
    return Panel::eventFilter(watched, event);
}

void DiversityPanel::askForContrast(const QString& datasetFile)
{
    m_context.workspace.showPanel(id());
    if (m_contrastBar->isBusy())
        return;
    OneAgainstSeveralRequest list;
    const DiversityJobRequest shown = jobRequest({});
    list.k = shown.k;
    list.shift = shown.shift;
    list.minimumCount = shown.minimumCount;
    list.order = shown.order;
    auto* dialog = new OneAgainstSeveralDialog(m_context, list, datasetFile, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &OneAgainstSeveralDialog::makeRequested, this,
            [this](const OneAgainstSeveralRequest& request, const QString& file) {
                m_error->clear();
                m_contrastBar->start(request, file);
            });
    dialog->open();
}

/// Sets what is shown to what was found, so that it can be looked at like anything else.
void DiversityPanel::showContrast(const std::shared_ptr<const OneAgainstSeveral>& found)
{
    m_chosen = sppmiPair(*found);
    const UserDiversity& several = *found->several;
    const std::pair<QSpinBox*, int> numbers[] {
        { m_length, several.k }, { m_minimum, static_cast<int>(several.matrix.minimumCount) }
    };
    for (const auto& [box, value] : numbers) {
        const QSignalBlocker quiet(box);
        box->setValue(value);
    }
    const std::pair<QComboBox*, QVariant> choices[] { { m_shift, static_cast<int>(several.matrix.shift) },
                                                      { m_order, static_cast<int>(several.order) } };
    for (const auto& [box, value] : choices) {
        const QSignalBlocker quiet(box);
        box->setCurrentIndex(box->findData(value));
    }
    m_wantedOther = QString::fromStdString(found->one->run);
    m_tabs->setCurrentIndex(UserPage);
    m_context.workspace.setRun(QString::fromStdString(several.run));
    m_context.workspace.setUser(QString::fromStdString(several.userId));
    readRuns();
    request();
}

std::vector<FigureRequest> DiversityPanel::figures() const
{
    // The figure of the page that is open comes first.
    std::vector<FigureRequest> user;
    if (!m_pair.sides.empty())
        user.push_back(
            figureRequest(sppmiKey(m_pair), std::make_shared<const SppmiPair>(m_pair), sppmiSubject(m_pair)));
    std::vector<std::vector<FigureRequest>> pages { user, m_users->figures(), m_tradeoff->figures() };
    std::rotate(pages.begin(), pages.begin() + m_tabs->currentIndex(), pages.end());
    std::vector<FigureRequest> result;
    for (auto& page : pages)
        std::move(page.begin(), page.end(), std::back_inserter(result));
    return result;
}

void DiversityPanel::retranslate()
{
    m_picker->retranslate();
    m_otherLabel->setText(tr("Beside"));
    m_other->setAccessibleName(tr("Run to show beside"));
    m_lengthLabel->setText(tr("K"));
    m_length->setAccessibleName(tr("Length of the list"));
    m_shiftLabel->setText(tr("Shift"));
    m_shift->setAccessibleName(tr("Shift of SPPMI"));
    m_shift->setToolTip(
        tr("max(log(#(i,j) |D| / (#(i) #(j))) - log shift, 0): how much more often two items share a user of "
           "the training days than chance would have it"));
    m_minimumLabel->setText(tr("Minimum count"));
    m_minimum->setAccessibleName(tr("Minimum count"));
    m_minimum->setToolTip(tr("Pairs that fewer users share count as 0"));
    m_orderLabel->setText(tr("Order"));
    m_order->setAccessibleName(tr("Order of the items"));
    m_order->setToolTip(
        tr("By the interest that produced the item, by the hyper-category of the item, or by a "
           "tree of average linkage that puts alike items side by side"));
    const QStringList orders { tr("By interest"), tr("By hyper-category"), tr("Clustered") };
    for (int at = 0; at < orders.size(); ++at)
        m_order->setItemText(at, orders[at]);
    m_contrast->setText(tr("One interest against several…"));
    m_contrast->setToolTip(tr(
        "The paper's Fig. 4 from a data set: finds or trains both runs, chooses a user and writes the file"));
    m_contrastBar->retranslate();
    m_tabs->setAccessibleName(tr("Pages"));
    const QStringList pages { tr("One user"), tr("Users"), tr("Runs") };
    for (int page = 0; page < pages.size(); ++page)
        m_tabs->setTabText(page, pages[page]);
    m_users->retranslate();
    m_tradeoff->retranslate();
    m_block->setHorizontalHeaderLabels({ tr("Interest"), tr("Item") });
    m_block->setAccessibleName(tr("Items of the block"));
    m_block->hide();
    m_blockHeading->setText(tr("Click a block for its items"));
    if (m_other->count() > 0)
        m_other->setItemText(0, tr("No other run"));
    if (m_pair.sides.empty())
        showEmpty();
    else
        draw();
}

} // namespace opal
