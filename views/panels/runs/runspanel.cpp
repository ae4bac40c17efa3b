#include "views/panels/runs/runspanel.h"

#include <QCheckBox>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

#include "core/store/runstore.h"
#include "views/itemmodels/runfilterproxymodel.h"
#include "views/itemmodels/runtablemodel.h"
#include "views/panels/runs/rundetails.h"
#include "views/shell/backgroundqueries.h"
#include "views/shell/storewatcher.h"
#include "views/shell/workspace.h"
#include "views/widgets/emptystate.h"
#include "views/widgets/errorbar.h"
#include "views/widgets/numbers.h"
#include "views/widgets/tablesetup.h"

namespace opal {

RunsPanel::RunsPanel(const PanelContext& context, QWidget* parent)
    : Panel(parent)
    , m_context(context)
{
    setupUi();
    connectSignals();
    RunsPanel::retranslate();
    reload();
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
    m_archived = new QCheckBox(this);
    m_archived->setObjectName(QStringLiteral("showArchived"));
    m_count = new QLabel(this);
    m_count->setObjectName(QStringLiteral("runCount"));
    m_count->setProperty("role", QStringLiteral("secondary"));
    auto* bar = new QHBoxLayout;
    bar->setSpacing(12);
    bar->addWidget(m_filter, 1);
    bar->addWidget(m_archived);
    bar->addWidget(m_count);

    m_model = new RunTableModel(this);
    m_proxy = new RunFilterProxyModel(this);
    m_proxy->setSourceModel(m_model);
    m_table = new QTableView(this);
    m_table->setObjectName(QStringLiteral("runs"));
    m_table->setModel(m_proxy);
    setupTable(*m_table);
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(RunTableModel::Created, Qt::DescendingOrder);
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    m_table->installEventFilter(this);
    m_table->viewport()->installEventFilter(this);
    const int widths[RunTableModel::ColumnCount]
        = { 34, 190, 92, 72, 130, 78, 96, 112, 74, 74, 74, 74, 74, 74, 136, 140 };
    for (int column = 0; column < RunTableModel::ColumnCount; ++column)
        m_table->setColumnWidth(column, widths[column]);
    m_table->horizontalHeader()->setSectionsMovable(true);
    m_table->setMinimumWidth(320);

    m_details = new RunDetails(this);
    m_details->setMinimumWidth(220);
    m_content = new QSplitter(Qt::Horizontal, this);
    m_content->setChildrenCollapsible(false);
    m_content->setHandleWidth(1);
    m_content->addWidget(m_table);
    m_content->addWidget(m_details);
    m_content->setStretchFactor(0, 1);
    m_content->setStretchFactor(1, 0);
    m_content->setSizes({ 760, 300 });
    m_empty = new EmptyState(this);
    m_pages = new QStackedWidget(this);
    m_pages->addWidget(m_empty);
    m_pages->addWidget(m_content);
    m_error = new ErrorBar(this);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 12, 16, 16);
    layout->setSpacing(12);
    layout->addLayout(bar);
    layout->addWidget(m_error);
    layout->addWidget(m_pages, 1);
}

void RunsPanel::connectSignals()
{
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString& line) {
        m_proxy->setFilterLine(line);
        updateCount();
    });
    connect(m_archived, &QCheckBox::toggled, this, &RunsPanel::reload);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &RunsPanel::updateDetails);
    connect(m_table, &QTableView::doubleClicked, this, &RunsPanel::openSelected);
    connect(m_table, &QTableView::customContextMenuRequested, this, &RunsPanel::showMenu);
    connect(m_details, &RunDetails::openRequested, this, &RunsPanel::openSelected);
    connect(m_details, &RunDetails::noteRequested, this, &RunsPanel::editNote);
    connect(m_details, &RunDetails::resumeRequested, this, &RunsPanel::resumeSelected);
    connect(m_empty, &EmptyState::actionTriggered, this,
            [this] { m_context.workspace.showPanel(QStringLiteral("training")); });
    connect(&m_context.storeWatcher, &StoreWatcher::changed, this, &RunsPanel::reload);
    connect(&m_context.workspace, &Workspace::runChanged, this,
            [this] { selectRun(m_context.workspace.runId()); });
}

void RunsPanel::retranslate()
{
    m_filter->setPlaceholderText(
        tr("Filter: words, interests>=4, recall>0.5, state:finished, tag:paper, is:star"));
    m_filter->setAccessibleName(tr("Filter runs"));
    m_filter->setToolTip(
        tr("Every word must match. A word is looked for in name, id, model, data set, state, tags and note.\n"
           "field:text looks in one field: name, model, data, state, tag, note, id.\n"
           "field>=value compares a parameter, recall (validation), epoch, r50, r100, r200, hr50, hr100 or "
           "hr200 (test)."));
    m_archived->setText(tr("Show archived"));
    m_archived->setAccessibleName(m_archived->text());
    m_table->setAccessibleName(tr("Runs"));
    m_empty->setTexts(tr("No runs yet"),
                      tr("A run is one training of a model on a data set. It appears here as soon as it "
                         "starts, also when the "
                         "command line trains it."),
                      tr("Go to training"));
    m_details->retranslate();
    Q_EMIT m_model->headerDataChanged(Qt::Horizontal, 0, RunTableModel::ColumnCount - 1);
    updateCount();
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
    const bool empty = m_model->rowCount() == 0;
    m_pages->setCurrentWidget(empty ? static_cast<QWidget*>(m_empty) : m_content);
    if (!m_loaded) {
        m_loaded = true;
        selectRun(m_context.workspace.runId());
    }
    updateCount();
    updateDetails();
    if (std::exchange(m_loadAgain, false))
        reload();
}

void RunsPanel::updateCount()
{
    const int all = m_model->rowCount();
    const int shown = m_proxy->rowCount();
    //: Number of runs in the table
    m_count->setText(shown == all ? tr("runs: %1").arg(countText(all))
                                  : tr("runs: %1 of %2").arg(countText(shown), countText(all)));
}

const RunRecord* RunsPanel::selectedRun() const
{
    const QModelIndex current = m_proxy->mapToSource(m_table->currentIndex());
    return current.isValid() ? &m_model->run(current.row()) : nullptr;
}

void RunsPanel::selectRun(const QString& id)
{
    const int row = m_model->rowOf(id.toStdString());
    if (row < 0)
        return;
    const QModelIndex index = m_proxy->mapFromSource(m_model->index(row, RunTableModel::Name));
    if (!index.isValid())
        return;
    m_table->setCurrentIndex(index);
    m_table->scrollTo(index);
}

void RunsPanel::updateDetails()
{
    const RunRecord* run = selectedRun();
    m_details->setRun(run ? std::optional<RunRecord>(*run) : std::nullopt);
}

void RunsPanel::openSelected()
{
    if (const RunRecord* run = selectedRun())
        m_context.workspace.setRun(QString::fromStdString(run->id));
}

bool RunsPanel::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_table && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Return || key == Qt::Key_Enter) {
            openSelected();
            return true;
        }
        if (key == Qt::Key_F2) {
            rename();
            return true;
        }
    }
    return Panel::eventFilter(watched, event);
}

void RunsPanel::showError(ErrorCode code, const QString& detail)
{
    m_error->showError(m_context.errorHeadline(code), m_context.errorAdvice(code), detail);
}

} // namespace opal
