// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/runs/runspanel.h"

#include <algorithm>

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QFileInfo>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QTimer>
#include <QUndoStack>
#include <QVBoxLayout>

#include "core/store/runstore.h"
#include "views/itemmodels/runfilterproxymodel.h"
#include "views/itemmodels/runtablemodel.h"
#include "views/panels/runs/rundetails.h"
#include "views/plot/runcurveschart.h"
#include "views/shared/differencestable.h"
#include "views/shell/backgroundqueries.h"
#include "views/shell/panelkeys.h"
#include "views/shell/shownreader.h"
#include "views/shell/workspace.h"
#include "views/widgets/emptystate.h"
#include "views/widgets/errorbar.h"
#include "views/widgets/messagebar.h"
#include "views/widgets/numbers.h"
#include "views/widgets/tablesetup.h"

namespace opal {

RunsPanel::RunsPanel(const PanelContext& context, QWidget* parent)
    : Panel(parent)
    , m_context(context)
    , m_askExport(
          m_context.jobs,
          { .show = [this](const QString& file) { showBundle(tr("Exported the run to %1").arg(file)); },
            .failed = [this](ErrorCode code, const QString& detail) { showError(code, detail); } })
    , m_askForms(m_context.jobs,
                 { .show =
                       [this](const std::vector<std::string>& files) {
                           m_message->showMessage(
                               tr("Exported to %1")
                                   .arg(QFileInfo(QString::fromStdString(files.back())).absolutePath()));
                       },
                   .failed = [this](ErrorCode code, const QString& detail) { showError(code, detail); } })
    , m_askImport(m_context.jobs,
                  { .show =
                        [this](const std::string& /*run*/) {
                            showBundle(tr("Imported a run. It opens read-only: it can be tagged and "
                                          "annotated, but neither renamed nor resumed."));
                        },
                    .failed = [this](ErrorCode code, const QString& detail) { showError(code, detail); } })
{
    setupUi();
    m_columnsTimer = new QTimer(this);
    m_columnsTimer->setSingleShot(true);
    m_columnsTimer->setInterval(300);
    restoreColumns();
    connectSignals();
    connectEdits();
    addKeys();
    RunsPanel::retranslate();
}

RunsPanel::~RunsPanel()
{
    if (m_columnsTimer->isActive())
        keepColumns();
}

QString RunsPanel::title() const
{
    return tr("Runs");
}

void RunsPanel::setupUi()
{
    m_filter = new QLineEdit(this);
    m_filter->setObjectName(QStringLiteral("runFilter"));
    m_filter->setClearButtonEnabled(true);
    m_filterError = new QLabel(this);
    m_filterError->setObjectName(QStringLiteral("filterError"));
    m_filterError->setProperty("role", QStringLiteral("bad"));
    m_filterError->setWordWrap(true);
    m_filterError->hide();
    m_group = new QComboBox(this);
    m_group->setObjectName(QStringLiteral("groupRuns"));
    m_group->addItems({ {}, {}, {} });
    m_archived = new QCheckBox(this);
    m_archived->setObjectName(QStringLiteral("showArchived"));
    m_count = new QLabel(this);
    m_count->setObjectName(QStringLiteral("runCount"));
    m_count->setProperty("role", QStringLiteral("secondary"));
    auto* bar = new QHBoxLayout;
    bar->setSpacing(12);
    bar->addWidget(m_filter, 1);
    bar->addWidget(m_group);
    bar->addWidget(m_archived);
    bar->addWidget(m_count);
    setupTableView();
    setupMenus();
    bar->addWidget(m_columns);
    bar->addWidget(m_more);

    m_content = new QSplitter(Qt::Horizontal, this);
    m_content->setChildrenCollapsible(false);
    m_content->setHandleWidth(1);
    m_content->addWidget(m_table);
    m_content->addWidget(setupSide());
    m_content->setStretchFactor(0, 1);
    m_content->setStretchFactor(1, 0);
    m_content->setSizes({ 760, 380 });
    m_empty = new EmptyState(this);
    m_pages = new QStackedWidget(this);
    m_pages->addWidget(m_empty);
    m_pages->addWidget(m_content);
    m_error = new ErrorBar(this);
    m_message = new MessageBar(this);
    m_undo = new QUndoStack(this);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 12, 16, 16);
    layout->setSpacing(12);
    layout->addLayout(bar);
    layout->addWidget(m_filterError);
    layout->addWidget(m_error);
    layout->addWidget(m_message);
    layout->addWidget(m_pages, 1);
}

void RunsPanel::setupTableView()
{
    m_model = new RunTableModel(this);
    m_proxy = new RunFilterProxyModel(this);
    m_proxy->setSourceModel(m_model);
    m_table = new QTableView(this);
    m_table->setObjectName(QStringLiteral("runs"));
    m_table->setModel(m_proxy);
    setupTable(*m_table);
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(RunTableModel::Created, Qt::DescendingOrder);
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    m_table->setIconSize({ 18, 12 });
    constexpr int widths[RunTableModel::ColumnCount]
        = { 34, 190, 150, 72, 130, 90, 118, 112, 74, 74, 74, 74, 74, 74, 74, 74, 104, 116, 130, 136, 140 };
    for (int column = 0; column < RunTableModel::columns(); ++column) {
        constexpr int otherMetric = 104;
        m_table->setColumnWidth(column, column < RunTableModel::ColumnCount ? widths[column] : otherMetric);
        m_table->setColumnHidden(column, !RunTableModel::isShownAtFirst(column));
    }
    m_table->horizontalHeader()->setSectionsMovable(true);
    m_table->setMinimumWidth(320);
}

/// What is known of the selection: curves above, below one run in words or the differences of several.
QWidget* RunsPanel::setupSide()
{
    m_curves = new RunCurvesChart(m_context, this);
    m_details = new RunDetails(this);
    m_differences = new DifferencesTable(this);
    m_sidePages = new QStackedWidget(this);
    m_sidePages->addWidget(m_details);
    m_sidePages->addWidget(m_differences);
    auto* side = new QSplitter(Qt::Vertical, this);
    side->setChildrenCollapsible(false);
    side->setHandleWidth(1);
    auto* top = new QWidget(side);
    auto* topLayout = new QVBoxLayout(top);
    topLayout->setContentsMargins(16, 0, 0, 8);
    topLayout->addWidget(m_curves);
    auto* bottom = new QWidget(side);
    auto* bottomLayout = new QVBoxLayout(bottom);
    bottomLayout->setContentsMargins(0, 8, 0, 0);
    bottomLayout->addWidget(m_sidePages);
    m_differences->layout()->setContentsMargins(16, 0, 0, 0);
    side->addWidget(top);
    side->addWidget(bottom);
    side->setSizes({ 260, 380 });
    side->setMinimumWidth(280);
    return side;
}

void RunsPanel::connectSignals()
{
    connect(m_filter, &QLineEdit::textChanged, this, &RunsPanel::applyFilter);
    connect(m_archived, &QCheckBox::toggled, this, &RunsPanel::reload);
    connect(m_group, &QComboBox::currentIndexChanged, this, [this](int index) {
        m_model->setGrouping(static_cast<RunGrouping>(index));
        applyFilter();
    });
    connect(m_proxy, &QAbstractItemModel::layoutChanged, this, &RunsPanel::updateHeadingSpans);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &RunsPanel::updateDetails);
    connect(m_table, &QTableView::doubleClicked, this, &RunsPanel::openSelected);
    connect(m_table, &QTableView::customContextMenuRequested, this, &RunsPanel::showMenu);
    connect(m_details, &RunDetails::openRequested, this, &RunsPanel::openSelected);
    connect(m_details, &RunDetails::resumeRequested, this, &RunsPanel::resumeSelected);
    connect(m_empty, &EmptyState::actionTriggered, this,
            [this] { m_context.workspace.showPanel(QStringLiteral("training")); });
    new ShownReader(*this, m_context.storeWatcher, [this] { reload(); });
    connect(&m_context.workspace, &Workspace::runChanged, this,
            [this] { selectRun(m_context.workspace.runId()); });
    connect(m_columnsTimer, &QTimer::timeout, this, &RunsPanel::keepColumns);
    QHeaderView* header = m_table->horizontalHeader();
    for (const auto signal : { &QHeaderView::sectionResized, &QHeaderView::sectionMoved })
        connect(header, signal, m_columnsTimer, qOverload<>(&QTimer::start));
}

void RunsPanel::retranslate()
{
    m_filter->setPlaceholderText(tr("Filter: words, model = opal and recall@50 > 0.2, tag:paper, is:star"));
    m_filter->setAccessibleName(tr("Filter runs"));
    m_filter->setToolTip(tr(
        "Conditions over fields, joined by and, or, not and brackets, e.g. model = opal and recall@50 > "
        "0.2.\n"
        "A word alone is looked for in name, id, model, data set, state, tags and note.\n"
        "Operators: = != < <= > >= and : (contains). Fields: every parameter, name, model, data, state, tag, "
        "note, seed, recall and epoch (validation), recall@50, hit_rate@50, ndcg@50 (test), ami, nmi, "
        "within, "
        "between, ratio (interests), is:star."));
    m_group->setItemText(0, tr("No groups"));
    m_group->setItemText(1, tr("Group by data set"));
    m_group->setItemText(2, tr("Group by tags"));
    m_group->setAccessibleName(tr("Group runs"));
    m_group->setToolTip(tr("Put runs together under headings; runs with the same tags form one group"));
    m_archived->setText(tr("Show archived"));
    m_archived->setAccessibleName(m_archived->text());
    m_columns->setText(tr("Columns"));
    m_columns->setAccessibleName(tr("Choose columns"));
    m_more->setText(tr("More"));
    m_more->setAccessibleName(tr("More actions for runs"));
    const std::pair<const char*, QString> entries[] = {
        { "importBundle", tr("Import run bundle\u2026") },
        { "exportBundle", tr("Export run bundle\u2026") },
        { "copyRows", tr("Copy selected rows") },
        { "saveCsv", tr("Save table as CSV\u2026") },
        { "undoEdit", tr("Undo") },
        { "redoEdit", tr("Redo") },
    };
    for (const auto& [name, text] : entries)
        m_moreMenu->findChild<QAction*>(QLatin1String(name))->setText(text);
    setExportTexts(*m_exportMenu);
    for (QAction* action : m_columnsMenu->actions())
        action->setText(
            action->data().toInt() == RunTableModel::Star
                ? tr("Star")
                : m_model->headerData(action->data().toInt(), Qt::Horizontal, Qt::DisplayRole).toString());
    m_table->setAccessibleName(tr("Runs"));
    m_empty->setTexts(tr("No runs yet"),
                      tr("A run is one training of a model on a data set. It appears here as soon as it "
                         "starts, also when the "
                         "command line trains it."),
                      tr("Go to training"));
    m_details->retranslate();
    m_differences->retranslate();
    m_curves->retranslate();
    Q_EMIT m_model->headerDataChanged(Qt::Horizontal, 0, RunTableModel::columns() - 1);
    applyFilter();
}

void RunsPanel::applyFilter()
{
    m_proxy->setFilterLine(m_filter->text());
    const auto& error = m_proxy->error();
    m_filterError->setVisible(error.has_value());
    if (error)
        m_filterError->setText(expressionErrorText(*error));
    updateHeadingSpans();
    updateCount();
}

/// A heading of a group takes the whole width.
void RunsPanel::updateHeadingSpans()
{
    m_table->clearSpans();
    if (m_model->grouping() == RunGrouping::None)
        return;
    for (int row = 0; row < m_proxy->rowCount(); ++row)
        if (m_proxy->sourceRun(row) < 0)
            m_table->setSpan(row, 0, 1, RunTableModel::columns());
}

void RunsPanel::reload()
{
    if (m_loading) {
        m_loadAgain = true;
        return;
    }
    m_loading = true;
    m_context.queries.run(
        this, [&store = m_context.store, archived = m_archived->isChecked()] { return store.runs(archived); },
        [this](std::vector<RunRecord> runs) { takeRuns(std::move(runs)); },
        [this](ErrorCode code, const QString& detail) {
            m_loading = false;
            showError(code, detail);
        });
}

void RunsPanel::takeRuns(std::vector<RunRecord> runs)
{
    m_loading = false;
    m_model->setRuns(std::move(runs));
    applyFilter();
    const bool empty = m_model->rowCount() == 0;
    m_pages->setCurrentWidget(empty ? static_cast<QWidget*>(m_empty) : m_content);
    if (m_runMissing)
        selectRun(m_context.workspace.runId());
    updateCount();
    updateDetails();
    if (std::exchange(m_loadAgain, false))
        reload();
}

void RunsPanel::updateCount()
{
    const int all = static_cast<int>(m_model->runs().size());
    const int shown = m_proxy->runCount();
    //: Number of runs in the table
    m_count->setText(shown == all ? tr("runs: %1").arg(countText(all))
                                  : tr("runs: %1 of %2").arg(countText(shown), countText(all)));
}

const RunRecord* RunsPanel::selectedRun() const
{
    const QModelIndex current = m_table->currentIndex();
    const int row = current.isValid() ? m_proxy->sourceRun(current.row()) : -1;
    return row < 0 ? nullptr : &m_model->run(row);
}

std::vector<RunRecord> RunsPanel::selectedRuns() const
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

void RunsPanel::selectRun(const QString& id)
{
    const int row = m_model->rowOf(id.toStdString());
    m_runMissing = row < 0;
    if (m_runMissing)
        return;
    const QModelIndex index = m_proxy->mapFromSource(m_model->index(row, RunTableModel::Name));
    if (!index.isValid())
        return;
    m_table->setCurrentIndex(index);
    m_table->scrollTo(index);
}

void RunsPanel::updateDetails()
{
    std::vector<RunRecord> runs = selectedRuns();
    QStringList ids;
    for (const RunRecord& run : runs)
        ids << QString::fromStdString(run.id);
    m_context.workspace.setSelectedRuns(ids);
    if (runs.size() > 1) {
        m_differences->setRuns(runs, false);
        m_sidePages->setCurrentWidget(m_differences);
    } else {
        m_details->setRun(runs.empty() ? std::nullopt : std::optional<RunRecord>(runs.front()));
        m_sidePages->setCurrentWidget(m_details);
    }
    m_curves->setRuns(std::move(runs));
}

void RunsPanel::openSelected()
{
    if (const RunRecord* run = selectedRun())
        m_context.workspace.setRun(QString::fromStdString(run->id));
}

void RunsPanel::addKeys()
{
    const auto add = [this](const char* name, const QList<QKeySequence>& keys,
                            std::function<QString()> description, void (RunsPanel::*done)()) {
        new PanelKeys(*m_table, QLatin1String(name), keys, PanelKeys::Reach::Widget, std::move(description),
                      [this, done] { (this->*done)(); });
    };
    add(
        "open", { Qt::Key_Return, Qt::Key_Enter }, [] { return tr("Open the selected run"); },
        &RunsPanel::openSelected);
    add(
        "rename", { Qt::Key_F2 }, [] { return tr("Rename the selected run"); }, &RunsPanel::rename);
    add(
        "archive", { QKeySequence::Delete }, [] { return tr("Archive the selected runs"); },
        &RunsPanel::archiveSelected);
    add(
        "copy", { QKeySequence::Copy }, [] { return tr("Copy the selected rows"); }, &RunsPanel::copyRows);
}

void RunsPanel::showError(ErrorCode code, const QString& detail)
{
    m_error->showError(m_context, code, detail);
}

} // namespace opal
