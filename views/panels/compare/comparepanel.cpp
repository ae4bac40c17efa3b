// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/compare/comparepanel.h"

#include <algorithm>
#include <cmath>

#include <QCheckBox>
#include <QHeaderView>
#include <QItemSelection>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabBar>
#include <QTabWidget>
#include <QTableView>
#include <QVBoxLayout>

#include "core/jobs/runmeasures.h"
#include "core/store/runstore.h"
#include "views/itemmodels/runfilterproxymodel.h"
#include "views/itemmodels/runtablemodel.h"
#include "views/panels/compare/userspage.h"
#include "views/plot/datatable.h"
#include "views/plot/parallelplot.h"
#include "views/plot/runcurveschart.h"
#include "views/shared/differencestable.h"
#include "views/shell/backgroundqueries.h"
#include "views/shell/panelkeys.h"
#include "views/shell/shownreader.h"
#include "views/shell/workspace.h"
#include "views/widgets/emptystate.h"
#include "views/widgets/errorbar.h"
#include "views/widgets/expressionerrors.h"
#include "views/widgets/numbers.h"
#include "views/widgets/tablesetup.h"

namespace opal {

namespace {

const std::string baselineKey = "compare.baseline";

} // namespace

ComparePanel::ComparePanel(const PanelContext& context, QWidget* parent)
    : Panel(parent)
    , m_context(context)
{
    setupUi();
    connectSignals();
    ComparePanel::retranslate();
    m_context.queries.run(
        this, [&store = m_context.store] { return store.viewState(baselineKey); },
        [this](const std::string& id) {
            m_baseline = id;
            updatePages();
        },
        [this](ErrorCode code, const QString& detail) { showError(code, detail); });
}

QString ComparePanel::title() const
{
    return tr("Compare");
}

void ComparePanel::setupUi()
{
    auto* content = new QSplitter(Qt::Horizontal, this);
    content->setChildrenCollapsible(false);
    content->setHandleWidth(1);
    content->addWidget(setupList());
    content->addWidget(setupPages());
    content->setStretchFactor(0, 0);
    content->setStretchFactor(1, 1);
    content->setSizes({ 420, 720 });
    m_empty = new EmptyState(this);
    m_stack = new QStackedWidget(this);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(content);
    m_error = new ErrorBar(this);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 12, 16, 16);
    layout->setSpacing(12);
    layout->addWidget(m_error);
    layout->addWidget(m_stack, 1);
}

QWidget* ComparePanel::setupList()
{
    auto* list = new QWidget(this);
    m_filter = new QLineEdit(list);
    m_filter->setObjectName(QStringLiteral("compareFilter"));
    m_filter->setClearButtonEnabled(true);
    m_filterError = new QLabel(list);
    m_filterError->setObjectName(QStringLiteral("compareFilterError"));
    m_filterError->setProperty("role", QStringLiteral("bad"));
    m_filterError->setWordWrap(true);
    m_filterError->hide();
    m_count = new QLabel(list);
    m_count->setObjectName(QStringLiteral("compareCount"));
    m_count->setProperty("role", QStringLiteral("secondary"));
    m_baselineText = new QLabel(list);
    m_baselineText->setObjectName(QStringLiteral("baseline"));
    m_baselineText->setWordWrap(true);
    m_pin = new QPushButton(list);
    m_pin->setObjectName(QStringLiteral("pinBaseline"));
    m_unpin = new QPushButton(list);
    m_unpin->setObjectName(QStringLiteral("unpinBaseline"));
    m_model = new RunTableModel(this);
    m_proxy = new RunFilterProxyModel(this);
    m_proxy->setSourceModel(m_model);
    m_table = new QTableView(list);
    m_table->setObjectName(QStringLiteral("compareRuns"));
    m_table->setModel(m_proxy);
    setupTable(*m_table);
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(RunTableModel::BestRecall, Qt::DescendingOrder);
    m_table->setIconSize({ 18, 12 });
    const QList<int> shown { RunTableModel::Name, RunTableModel::ModelName, RunTableModel::Interests,
                             RunTableModel::BestRecall };
    for (int column = 0; column < RunTableModel::columns(); ++column)
        m_table->setColumnHidden(column, !shown.contains(column));
    m_table->horizontalHeader()->setSectionResizeMode(RunTableModel::Name, QHeaderView::Stretch);
    m_table->setColumnWidth(RunTableModel::ModelName, 86);
    m_table->setColumnWidth(RunTableModel::Interests, 72);
    m_table->setColumnWidth(RunTableModel::BestRecall, 108);

    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_pin);
    buttons->addWidget(m_unpin);
    buttons->addStretch();
    buttons->addWidget(m_count);
    auto* layout = new QVBoxLayout(list);
    layout->setContentsMargins(0, 0, 12, 0);
    layout->setSpacing(8);
    layout->addWidget(m_filter);
    layout->addWidget(m_filterError);
    layout->addWidget(m_baselineText);
    layout->addLayout(buttons);
    layout->addWidget(m_table, 1);
    list->setMinimumWidth(260);
    return list;
}

QWidget* ComparePanel::setupPages()
{
    m_pages = new QTabWidget(this);
    m_pages->setObjectName(QStringLiteral("comparePages"));
    m_pages->setDocumentMode(true);
    m_pages->tabBar()->setDrawBase(false);
    m_differences = new DifferencesTable(m_pages);
    m_differences->layout()->setContentsMargins(12, 12, 0, 0);

    m_curvesPage = new QWidget(m_pages);
    m_fold = new QCheckBox(m_curvesPage);
    m_fold->setObjectName(QStringLiteral("foldSeeds"));
    m_fold->setChecked(true);
    m_curves = new RunCurvesChart(m_context, m_curvesPage);
    m_curves->setFolded(true);
    auto* curvesLayout = new QVBoxLayout(m_curvesPage);
    curvesLayout->setContentsMargins(12, 12, 0, 0);
    curvesLayout->setSpacing(8);
    curvesLayout->addWidget(m_fold);
    curvesLayout->addWidget(m_curves, 1);

    m_parallelPage = new QWidget(m_pages);
    m_parallelHint = new QLabel(m_parallelPage);
    m_parallelHint->setObjectName(QStringLiteral("parallelHint"));
    m_parallelHint->setProperty("role", QStringLiteral("secondary"));
    m_parallelHint->setWordWrap(true);
    m_clearBrushes = new QPushButton(m_parallelPage);
    m_clearBrushes->setObjectName(QStringLiteral("clearBrushes"));
    m_parallel = new ParallelPlot(m_context.theme, m_parallelPage);
    m_parallel->setObjectName(QStringLiteral("parallelPlot"));
    auto* bar = new QHBoxLayout;
    bar->addWidget(m_parallelHint, 1);
    m_parallelTable = new DataTable(m_parallel, m_parallelPage);
    m_parallelTable->setSource([this] { return parallelTable(); });
    bar->addWidget(m_clearBrushes);
    bar->addWidget(m_parallelTable->buttons());
    auto* parallelLayout = new QVBoxLayout(m_parallelPage);
    parallelLayout->setContentsMargins(12, 12, 0, 0);
    parallelLayout->setSpacing(8);
    parallelLayout->addLayout(bar);
    parallelLayout->addWidget(m_parallelTable, 1);

    m_users = new UsersPage(m_context, m_pages);
    for (QWidget* page : { static_cast<QWidget*>(m_differences), m_curvesPage, m_parallelPage,
                           static_cast<QWidget*>(m_users) })
        m_pages->addTab(page, QString());
    return m_pages;
}

void ComparePanel::connectSignals()
{
    connect(m_filter, &QLineEdit::textChanged, this, &ComparePanel::applyFilter);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &ComparePanel::updatePages);
    connect(m_table, &QTableView::doubleClicked, this, [this](const QModelIndex& index) {
        if (const int row = m_proxy->sourceRun(index.row()); row >= 0)
            m_context.workspace.setRun(QString::fromStdString(m_model->run(row).id));
    });
    connect(m_pages, &QTabWidget::currentChanged, this, &ComparePanel::updatePages);
    connect(m_pin, &QPushButton::clicked, this, [this] {
        if (const auto runs = selectedRuns(); !runs.empty())
            setBaseline(runs.front().id);
    });
    connect(m_unpin, &QPushButton::clicked, this, [this] { setBaseline({}); });
    connect(m_fold, &QCheckBox::toggled, m_curves, &RunCurvesChart::setFolded);
    connect(m_clearBrushes, &QPushButton::clicked, m_parallel, &ParallelPlot::clearBrushes);
    new PanelKeys(
        *m_parallel, QStringLiteral("clearBrushes"), { Qt::Key_Escape }, PanelKeys::Reach::Widget,
        [] { return tr("Clear the brushes of the parallel coordinates"); },
        [this] { m_parallel->clearBrushes(); });
    connect(m_parallel, &ParallelPlot::brushed, this, &ComparePanel::selectBrushed);
    connect(m_users, &UsersPage::failed, this, &ComparePanel::showError);
    connect(m_empty, &EmptyState::actionTriggered, this,
            [this] { m_context.workspace.showPanel(QStringLiteral("training")); });
    new ShownReader(*this, m_context.storeWatcher, [this] { reload(); });
}

void ComparePanel::reload()
{
    if (m_loading) {
        m_loadAgain = true;
        return;
    }
    m_loading = true;
    m_context.queries.run(
        this, [&store = m_context.store] { return store.runs(); },
        [this](std::vector<RunRecord> runs) { takeRuns(std::move(runs)); },
        [this](ErrorCode code, const QString& detail) {
            m_loading = false;
            showError(code, detail);
        });
}

void ComparePanel::takeRuns(std::vector<RunRecord> runs)
{
    m_loading = false;
    m_model->setRuns(std::move(runs));
    m_stack->setCurrentIndex(m_model->rowCount() == 0 ? 0 : 1);
    applyFilter();
    if (std::exchange(m_loadAgain, false))
        reload();
}

void ComparePanel::applyFilter()
{
    m_proxy->setFilterLine(m_filter->text());
    const auto& error = m_proxy->error();
    m_filterError->setVisible(error.has_value());
    if (error)
        m_filterError->setText(expressionErrorText(*error));
    const int all = m_model->rowCount();
    const int shown = m_proxy->rowCount();
    //: Number of runs in the list
    m_count->setText(shown == all ? tr("runs: %1").arg(countText(all))
                                  : tr("runs: %1 of %2").arg(countText(shown), countText(all)));
    updatePages();
}

/// Only the page in front is made anew.
void ComparePanel::updatePages()
{
    updateBaseline();
    const RunRecord* baseline = findRun(m_baseline);
    std::vector<RunRecord> runs = selectedRuns();
    const std::optional<RunRecord> current = runs.empty() ? std::nullopt : std::optional(runs.front());
    m_pin->setEnabled(runs.size() == 1);
    if (baseline) {
        std::erase_if(runs, [&](const RunRecord& run) { return run.id == m_baseline; });
        m_users->setRuns(*baseline, runs.empty() ? current : std::optional(runs.front()));
        runs.insert(runs.begin(), *baseline);
    } else {
        m_users->setRuns(std::nullopt, current);
    }
    QWidget* page = m_pages->currentWidget();
    if (page == m_differences) {
        m_differences->setRuns(runs, baseline != nullptr);
        readStability(runs);
    } else if (page == m_curvesPage)
        m_curves->setRuns(runs.empty() ? listedRuns() : std::move(runs));
    else if (page == m_parallelPage)
        updateParallel();
}

/// Compares the categories of the first run with those of each other one.
void ComparePanel::readStability(const std::vector<RunRecord>& runs)
{
    std::vector<std::string> ids, key;
    for (const RunRecord& run : runs) {
        if (ids.size() == DifferencesTable::mostRuns)
            break;
        ids.push_back(run.id);
        key.push_back(run.id + " " + std::to_string(run.step));
    }
    if (key == m_stabilityOf)
        return;
    m_stabilityOf = key;
    m_differences->setStability({});
    if (ids.size() < 2)
        return;
    m_context.queries.run(
        this,
        [&store = m_context.store, ids] {
            std::map<std::string, double> ami;
            for (std::size_t other = 1; other < ids.size(); ++other)
                for (const RunStability& pair : categoryStability(store, { ids.front(), ids[other] }))
                    ami[pair.second] = pair.ami;
            return ami;
        },
        [this, key](std::map<std::string, double> ami) {
            if (key == m_stabilityOf)
                m_differences->setStability(std::move(ami));
        },
        [this](ErrorCode code, const QString& detail) { showError(code, detail); });
}

void ComparePanel::updateParallel()
{
    m_parallelRuns = listedRuns();
    m_parallel->setRuns(m_parallelRuns, parallelAxes(m_parallelRuns));
    const std::size_t axes = m_parallel->axes().size();
    m_clearBrushes->setEnabled(m_parallel->hasBrush());
    if (axes == 0)
        m_parallelHint->setText(tr("The runs in the list differ in nothing that could be an axis."));
    else if (m_parallel->hasBrush())
        m_parallelHint->setText(tr("Runs inside the brushes: %1 of %2")
                                    .arg(m_parallel->brushedRuns().size())
                                    .arg(m_parallelRuns.size()));
    else
        m_parallelHint->setText(tr("Drag along an axis to select runs; axes on which all runs are equal are "
                                   "hidden."));
    m_parallelTable->refresh();
    m_parallelTable->setName(tr("Parallel coordinates of the runs"));
    m_parallel->setAccessibleName(tr("Parallel coordinates of the runs"));
    m_parallel->setAccessibleDescription(tr("runs: %1, axes: %2, runs inside the brushes: %3")
                                             .arg(m_parallelRuns.size())
                                             .arg(axes)
                                             .arg(m_parallel->brushedRuns().size()));
}

/// A row a run, a column an axis.
FigureTable ComparePanel::parallelTable() const
{
    FigureTable table { { QStringLiteral("run") }, {} };
    const std::vector<RunAxis>& axes = m_parallel->axes();
    for (const RunAxis& axis : axes)
        table.columns << QString::fromStdString(axis.field);
    table.columns << QStringLiteral("inside_brushes");
    const std::vector<std::size_t> inside = m_parallel->brushedRuns();
    for (std::size_t run = 0; run < m_parallelRuns.size(); ++run) {
        QStringList row { QString::fromStdString(m_parallelRuns[run].name) };
        for (const RunAxis& axis : axes) {
            const double value = axis.values[run];
            const auto category = static_cast<std::size_t>(std::max(value, 0.0));
            row << (axis.categories.empty() || std::isnan(value) || category >= axis.categories.size()
                        ? tableNumber(value)
                        : QString::fromStdString(axis.categories[category]));
        }
        row << QString::number(std::binary_search(inside.begin(), inside.end(), run) ? 1 : 0);
        table.rows.push_back(row);
    }
    return table;
}

void ComparePanel::selectBrushed()
{
    QItemSelection selection;
    if (m_parallel->hasBrush()) {
        for (const std::size_t run : m_parallel->brushedRuns()) {
            const int row = m_model->rowOf(m_parallelRuns[run].id);
            const QModelIndex index = m_proxy->mapFromSource(m_model->index(row, RunTableModel::Name));
            if (index.isValid())
                selection.select(index, index);
        }
    }
    m_table->selectionModel()->select(selection,
                                      QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    updatePages();
}

void ComparePanel::setBaseline(const std::string& id)
{
    m_baseline = id;
    m_context.queries.runVoid(
        this, [&store = m_context.store, id] { store.setViewState(baselineKey, id); }, {},
        [this](ErrorCode code, const QString& detail) { showError(code, detail); });
    updatePages();
}

const RunRecord* ComparePanel::findRun(const std::string& id) const
{
    const int row = id.empty() ? -1 : m_model->rowOf(id);
    return row < 0 ? nullptr : &m_model->run(row);
}

std::vector<RunRecord> ComparePanel::selectedRuns() const
{
    QList<int> rows;
    for (const QModelIndex& index : m_table->selectionModel()->selectedRows(RunTableModel::Name))
        rows << index.row();
    std::sort(rows.begin(), rows.end());
    std::vector<RunRecord> runs;
    for (const int row : rows)
        if (const int source = m_proxy->sourceRun(row); source >= 0)
            runs.push_back(m_model->run(source));
    return runs;
}

std::vector<RunRecord> ComparePanel::listedRuns() const
{
    std::vector<RunRecord> runs;
    for (int row = 0; row < m_proxy->rowCount(); ++row)
        if (const int source = m_proxy->sourceRun(row); source >= 0)
            runs.push_back(m_model->run(source));
    return runs;
}

void ComparePanel::showError(ErrorCode code, const QString& detail)
{
    m_error->showError(m_context, code, detail);
}

} // namespace opal
