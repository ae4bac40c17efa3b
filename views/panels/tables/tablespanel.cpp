// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/tables/tablespanel.h"

#include <algorithm>
#include <set>

#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QProgressBar>
#include <QPushButton>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

#include "core/base/error.h"
#include "core/jobs/jobs.h"
#include "core/jobs/savefile.h"
#include "core/store/runstore.h"
#include "views/itemmodels/resultstablemodel.h"
#include "views/panels/tables/paperkitmaker.h"
#include "views/panels/tables/resultscelldelegate.h"
#include "views/plot/figureexporter.h"
#include "views/shell/backgroundqueries.h"
#include "views/shell/dialogs.h"
#include "views/shell/openruns.h"
#include "views/shell/panelkeys.h"
#include "views/shell/shownreader.h"
#include "views/shell/workspace.h"
#include "views/widgets/emptystate.h"
#include "views/widgets/errorbar.h"
#include "views/widgets/messagebar.h"
#include "views/widgets/numbers.h"
#include "views/widgets/tablesetup.h"

namespace opal {

namespace {

const QString allRuns = QStringLiteral("all");
const QString selectedRuns = QStringLiteral("selected");
const QString tagPrefix = QStringLiteral("tag:");

/// What was compared: equal as long as both sides are the same runs.
std::string contestKey(const ResultsTable& table, const CellContest& contest)
{
    const MetricAt& metric = *table.columns[contest.column].metric;
    std::string key = metric.first + "@" + std::to_string(metric.second);
    for (const std::string& run : contest.best->runs)
        key += " " + run;
    key += " |";
    for (const std::string& run : contest.second->runs)
        key += " " + run;
    return key;
}

/// Equal for tables that look the same and are of the same runs.
std::string signature(const ResultsTable& table)
{
    std::string text = tableText(table, TableFormat::Markdown);
    for (const TableRow& row : table.rows)
        for (const TableCell& cell : row.cells)
            for (const std::string& run : cell.runs)
                text += run + ' ';
    return text;
}

} // namespace

TablesPanel::TablesPanel(const PanelContext& context, QWidget* parent)
    : Panel(parent)
    , m_context(context)
    , m_askSignificance(
          m_context.jobs,
          { .show = [this](ResultsTable tested) { takeTested(std::move(tested)); },
            .failed = [this](ErrorCode code, const QString& detail) { showError(code, detail); },
            .progressed = [this](const JobProgress& progress) { showShare(*m_progress, progress.fraction); },
            .busyChanged = [this] { updateState(); } })
    , m_kit(new PaperKitMaker(m_context, this))
{
    setupUi();
    connectSignals();
    TablesPanel::retranslate();
}

TablesPanel::~TablesPanel() = default;

QString TablesPanel::title() const
{
    return tr("Tables");
}

void TablesPanel::setupUi()
{
    m_error = new ErrorBar(this);
    m_message = new MessageBar(this);
    m_model = new ResultsTableModel(this);
    m_table = new QTableView(this);
    m_table->setObjectName(QStringLiteral("resultsTable"));
    m_table->setModel(m_model);
    setupTable(*m_table);
    m_table->horizontalHeader()->setVisible(false);
    m_table->setSelectionBehavior(QAbstractItemView::SelectItems);
    m_table->setItemDelegate(new ResultsCellDelegate(m_context.theme, m_table));
    m_empty = new EmptyState(this);
    m_pages = new QStackedWidget(this);
    m_pages->addWidget(m_empty);
    m_pages->addWidget(m_table);
    m_notes = new QLabel(this);
    m_notes->setObjectName(QStringLiteral("tableNotes"));
    m_notes->setProperty("role", QStringLiteral("secondary"));
    m_notes->setWordWrap(true);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(12);
    layout->addLayout(setupBar());
    layout->addWidget(m_error);
    layout->addWidget(m_message);
    layout->addWidget(m_pages, 1);
    layout->addWidget(m_notes);
}

QLayout* TablesPanel::setupBar()
{
    m_name = new QComboBox(this);
    m_name->setObjectName(QStringLiteral("tableName"));
    for (const char* name : { "table1", "table2", "table3" })
        m_name->addItem(QString(), QString::fromLatin1(name));
    m_name->setCurrentIndex(1);
    m_runs = new QComboBox(this);
    m_runs->setObjectName(QStringLiteral("tableRuns"));
    m_runs->addItem(QString(), allRuns);
    m_runs->addItem(QString(), selectedRuns);
    m_runs->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_measures = new QCheckBox(this);
    m_measures->setObjectName(QStringLiteral("tableMeasures"));
    m_test = new QPushButton(this);
    m_test->setObjectName(QStringLiteral("testSignificance"));
    m_progress = new QProgressBar(this);
    m_progress->setTextVisible(false);
    m_progress->setRange(0, 1000);
    m_progress->setMaximumWidth(120);
    m_cancel = new QPushButton(this);
    m_cancel->setObjectName(QStringLiteral("cancelTest"));
    m_count = new QLabel(this);
    m_count->setObjectName(QStringLiteral("tableCount"));
    m_count->setProperty("role", QStringLiteral("secondary"));
    m_copyMenu = new QMenu(this);
    m_copy = new QPushButton(this);
    m_copy->setObjectName(QStringLiteral("copyTable"));
    m_copy->setProperty("hasMenu", QStringLiteral("true"));
    const std::pair<const char*, TableFormat> formats[] = { { "copyLatex", TableFormat::Latex },
                                                            { "copyCsv", TableFormat::Csv },
                                                            { "copyMarkdown", TableFormat::Markdown } };
    for (const auto& [name, format] : formats) {
        QAction* action = m_copyMenu->addAction({}, this, [this, format = format] { copyAs(format); });
        action->setObjectName(QLatin1String(name));
    }
    m_copy->setMenu(m_copyMenu);
    m_save = new QPushButton(this);
    m_save->setObjectName(QStringLiteral("saveTable"));
    m_saveKit = new QPushButton(this);
    m_saveKit->setObjectName(QStringLiteral("saveKit"));
    auto* bar = new QHBoxLayout;
    bar->setSpacing(8);
    for (QWidget* widget :
         { static_cast<QWidget*>(m_name), static_cast<QWidget*>(m_runs), static_cast<QWidget*>(m_measures),
           static_cast<QWidget*>(m_count), static_cast<QWidget*>(m_test), static_cast<QWidget*>(m_progress),
           static_cast<QWidget*>(m_cancel) })
        bar->addWidget(widget);
    bar->addStretch();
    for (QPushButton* button : { m_copy, m_save, m_saveKit })
        bar->addWidget(button);
    return bar;
}

void TablesPanel::connectSignals()
{
    connect(m_name, &QComboBox::currentIndexChanged, this, &TablesPanel::reload);
    connect(m_runs, &QComboBox::currentIndexChanged, this, &TablesPanel::reload);
    connect(m_measures, &QCheckBox::toggled, this, &TablesPanel::reload);
    connect(m_test, &QPushButton::clicked, this, &TablesPanel::testSignificance);
    connect(m_cancel, &QPushButton::clicked, this, [this] { m_askSignificance.cancel(); });
    connect(m_save, &QPushButton::clicked, this, &TablesPanel::save);
    connect(m_saveKit, &QPushButton::clicked, this, &TablesPanel::saveKit);
    connect(m_table, &QTableView::doubleClicked, this, &TablesPanel::openCell);
    new PanelKeys(
        *m_table, QStringLiteral("openCell"), { Qt::Key_Return, Qt::Key_Enter }, PanelKeys::Reach::Widget,
        [] { return tr("Open the runs of the cell"); }, [this] { openCell(); });
    connect(m_empty, &EmptyState::actionTriggered, this,
            [this] { m_context.workspace.showPanel(QStringLiteral("sweeps")); });
    new ShownReader(*this, m_context.storeWatcher, [this] { reload(); });
    connect(&m_context.workspace, &Workspace::selectedRunsChanged, this, [this] {
        if (m_runs->currentData().toString() == selectedRuns)
            reload();
    });
    connect(m_kit, &PaperKitMaker::written, this, [this](const QString& folder) {
        m_message->showMessage(tr("The paper kit is in %1").arg(folder));
        updateState();
    });
    connect(m_kit, &PaperKitMaker::stopped, this, &TablesPanel::updateState);
    connect(m_kit, &PaperKitMaker::failed, this, [this](ErrorCode code, const QString& detail) {
        showError(code, detail);
        updateState();
    });
}

void TablesPanel::reload()
{
    if (m_loading) {
        m_loadAgain = true;
        return;
    }
    m_loading = true;
    StoredTableQuery query;
    query.name = m_name->currentData().toString().toStdString();
    query.measures = m_measures->isChecked();
    const QString choice = m_runs->currentData().toString();
    if (choice.startsWith(tagPrefix))
        query.tag = choice.mid(tagPrefix.size()).toStdString();
    const bool onlySelected = choice == selectedRuns;
    if (onlySelected)
        for (const QString& run : m_context.workspace.selectedRuns())
            query.runs.push_back(run.toStdString());
    m_context.queries.run(
        this,
        [&store = m_context.store, query, onlySelected] {
            return readStoredTable(store, query, onlySelected);
        },
        [this](StoredTable answer) { take(std::move(answer)); },
        [this](ErrorCode code, const QString& detail) {
            m_loading = false;
            showError(code, detail);
        });
}

void TablesPanel::take(StoredTable answer)
{
    m_loading = false;
    m_answer = std::move(answer);
    fillRunChoices(m_answer.tags);
    markSignificant();
    showTable();
    if (std::exchange(m_loadAgain, false))
        reload();
}

void TablesPanel::fillRunChoices(const std::vector<std::string>& tags)
{
    QStringList wanted { allRuns, selectedRuns };
    for (const std::string& tag : tags)
        wanted << tagPrefix + QString::fromStdString(tag);
    QStringList present;
    for (int index = 0; index < m_runs->count(); ++index)
        present << m_runs->itemData(index).toString();
    if (present == wanted)
        return;
    const QString before = m_runs->currentData().toString();
    const QSignalBlocker blocker(m_runs);
    while (m_runs->count() > 2)
        m_runs->removeItem(2);
    for (const QString& choice : wanted.mid(2))
        //: Only runs with a tag
        m_runs->addItem(tr("Tag %1").arg(choice.mid(tagPrefix.size())), choice);
    m_runs->setCurrentIndex(std::max(0, m_runs->findData(before)));
    if (m_runs->currentData().toString() != before)
        m_loadAgain = true; // the tag is gone
}

/// Keeps what a test found as long as the same runs stand against each other.
void TablesPanel::markSignificant()
{
    bool any = false;
    for (CellContest& contest : cellContests(m_answer.table)) {
        const auto tested = m_tested.find(contestKey(m_answer.table, contest));
        if (tested == m_tested.end())
            continue;
        any = true;
        contest.best->significant = tested->second;
    }
    if (any)
        m_answer.table.notes.push_back(m_testNote);
}

void TablesPanel::showTable()
{
    QStringList notes;
    for (const std::string& note : m_answer.table.notes)
        notes << QString::fromStdString(note);
    m_notes->setText(notes.join(u'\n'));
    m_notes->setVisible(!notes.isEmpty());
    updateState();
    // A run that trains changes the store every second, but seldom the table.
    std::string shown = signature(m_answer.table);
    if (shown == m_shown)
        return;
    m_shown = std::move(shown);
    const QModelIndex before = m_table->currentIndex();
    m_table->clearSpans();
    m_model->setTable(m_answer.table);
    if (m_model->headingRows() == 2)
        for (const auto& [first, count] : m_model->headingSpans())
            if (count > 1)
                m_table->setSpan(0, first, 1, count);
    m_table->resizeColumnsToContents();
    if (before.isValid() && before.row() < m_model->rowCount() && before.column() < m_model->columnCount())
        m_table->setCurrentIndex(m_model->index(before.row(), before.column()));
    updateState();
}

void TablesPanel::testSignificance()
{
    if (m_askSignificance.isBusy())
        return;
    m_error->clear();
    m_progress->setValue(0);
    ResultsTable table = m_answer.table;
    table.notes.clear();
    m_askSignificance(makeSignificanceJob(m_context.store, m_context.paths, std::move(table)));
}

void TablesPanel::takeTested(ResultsTable tested)
{
    for (const CellContest& contest : cellContests(tested))
        m_tested[contestKey(tested, contest)] = contest.best->significant;
    if (!tested.notes.empty())
        m_testNote = tested.notes.back();
    reload();
}

void TablesPanel::copyAs(TableFormat format)
{
    QApplication::clipboard()->setText(QString::fromStdString(tableText(m_answer.table, format)));
    m_message->showMessage(tr("Copied the table"));
}

void TablesPanel::save()
{
    const QString suggestion = m_name->currentData().toString() + QStringLiteral(".tex");
    m_context.dialogs.saveFile(
        this, tr("Save table"), tr("LaTeX (*.tex);;CSV (*.csv);;Markdown (*.md)"), suggestion,
        [this](const QString& file) {
            const TableFormat format = file.endsWith(QLatin1String(".csv"), Qt::CaseInsensitive)
                ? TableFormat::Csv
                : file.endsWith(QLatin1String(".md"), Qt::CaseInsensitive) ? TableFormat::Markdown
                                                                           : TableFormat::Latex;
            const auto content = QByteArray::fromStdString(tableText(m_answer.table, format));
            m_context.queries.runVoid(
                this, [file, content] { saveFile(file, content); },
                [this, file] { m_message->showMessage(tr("Saved %1").arg(file)); },
                [this](ErrorCode code, const QString& detail) { showError(code, detail); });
        });
}

void TablesPanel::saveKit()
{
    const QString choice = m_runs->currentData().toString();
    PaperKitRequest request;
    if (choice.startsWith(tagPrefix))
        request.runs.tag = choice.mid(tagPrefix.size()).toStdString();
    if (choice == selectedRuns)
        for (const QString& run : m_context.workspace.selectedRuns())
            request.runs.runs.push_back(run.toStdString());
    request.user = m_context.workspace.userId().toStdString();
    m_context.dialogs.openFolder(this, tr("Where to put the folder paper-kit"),
                                 [this, request](const QString& folder) {
                                     m_error->clear();
                                     m_kit->make(request, folder + QStringLiteral("/paper-kit"));
                                     updateState();
                                 });
}

void TablesPanel::openCell()
{
    const QModelIndex current = m_table->currentIndex();
    std::vector<NamedRun> runs;
    for (const QString& id : current.data(ResultsTableModel::RunsRole).toStringList())
        runs.emplace_back(id, QString::fromStdString(m_answer.names[id.toStdString()]));
    openRuns(this, m_context.workspace, runs,
             m_table->viewport()->mapToGlobal(m_table->visualRect(current).bottomLeft()));
}

void TablesPanel::updateState()
{
    const bool empty = m_model->rowCount() == 0;
    m_pages->setCurrentWidget(empty ? static_cast<QWidget*>(m_empty) : m_table);
    const bool none = m_runs->currentData().toString() == selectedRuns && m_answer.runs == 0;
    m_empty->setTexts(
        none ? tr("No runs selected") : tr("Nothing to tabulate yet"),
        none ? tr("Select runs on the runs panel, with Ctrl or Shift for several.")
             : tr("Tested runs of models fill Table II, a run of OPAL and its ablations Table III, data sets "
                  "Table I. A sweep trains them all."),
        none ? QString() : tr("Go to sweeps"));
    m_count->setText(tr("%n runs", "that a table is made of", static_cast<int>(m_answer.runs)));
    const bool testable = !cellContests(m_answer.table).empty();
    m_measures->setVisible(m_name->currentIndex() > 0);
    m_test->setVisible(!m_askSignificance.isBusy());
    m_test->setEnabled(testable);
    m_progress->setVisible(m_askSignificance.isBusy());
    m_cancel->setVisible(m_askSignificance.isBusy());
    m_copy->setEnabled(!empty);
    m_save->setEnabled(!empty);
    m_saveKit->setEnabled(!m_kit->isBusy());
}

void TablesPanel::retranslate()
{
    m_name->setItemText(0, tr("Table I: data sets"));
    m_name->setItemText(1, tr("Table II: models"));
    m_name->setItemText(2, tr("Table III: ablations"));
    m_name->setAccessibleName(tr("Table"));
    m_runs->setItemText(0, tr("All runs"));
    m_runs->setItemText(1, tr("Selected runs"));
    for (int index = 2; index < m_runs->count(); ++index)
        m_runs->setItemText(index,
                            tr("Tag %1").arg(m_runs->itemData(index).toString().mid(tagPrefix.size())));
    m_runs->setAccessibleName(tr("Runs of the table"));
    m_measures->setText(tr("Interest measures"));
    m_measures->setToolTip(
        tr("Columns that say whether the interests mean anything: AMI and NMI of the "
           "hyper-categories, SPPMI within and between interests, where they were measured"));
    const std::tuple<QPushButton*, QString, QString> buttons[] {
        { m_test, tr("Test significance"),
          tr("Compares the best with the second best of each column, user by user on the test day") },
        { m_cancel, tr("Cancel"), tr("Stops the test") },
        { m_copy, tr("Copy"), tr("Puts the table on the clipboard") },
        { m_save, tr("Save\u2026"), tr("Writes the table as LaTeX, CSV or Markdown") },
        { m_saveKit, tr("Save paper kit\u2026"),
          tr("Writes all tables and figures of these runs, macros for the text and how they were made into "
             "a folder") },
    };
    for (const auto& [button, text, tip] : buttons) {
        button->setText(text);
        button->setAccessibleName(text);
        button->setToolTip(tip);
    }
    const QString copies[] = { tr("As LaTeX"), tr("As CSV"), tr("As Markdown") };
    for (int index = 0; index < 3; ++index)
        m_copyMenu->actions()[index]->setText(copies[index]);
    m_progress->setAccessibleName(tr("Progress of the test"));
    m_table->setAccessibleName(tr("Results table"));
    m_shown.clear();
    showTable();
}

void TablesPanel::showError(ErrorCode code, const QString& detail)
{
    m_error->showError(m_context, code, detail);
}

} // namespace opal
