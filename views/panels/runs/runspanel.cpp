// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/runs/runspanel.h"

#include <algorithm>
#include <functional>
#include <utility>

#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QCoreApplication>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>

#include "core/jobs/exportjob.h"
#include "core/jobs/jobs.h"
#include "core/jobs/savefile.h"
#include "core/store/runstore.h"
#include "views/itemmodels/runfilterproxymodel.h"
#include "views/itemmodels/runlook.h"
#include "views/itemmodels/runtablemodel.h"
#include "views/panels/runs/adoptdialog.h"
#include "views/panels/runs/runcolumns.h"
#include "views/panels/runs/runedits.h"
#include "views/panels/runs/runrows.h"
#include "views/panels/runs/runside.h"
#include "views/panels/runs/runwork.h"
#include "views/shared/sweepstart.h"
#include "views/shell/backgroundqueries.h"
#include "views/shell/dialogs.h"
#include "views/shell/panelkeys.h"
#include "views/shell/shownreader.h"
#include "views/shell/workspace.h"
#include "views/widgets/emptystate.h"
#include "views/widgets/errorbar.h"
#include "views/widgets/expressionerrors.h"
#include "views/widgets/make.h"
#include "views/widgets/messagebar.h"
#include "views/widgets/numbers.h"
#include "views/widgets/tablesetup.h"

namespace opal {

RunsPanel::RunsPanel(const PanelContext& context, QWidget* parent)
    : Panel(parent)
    , m_context(context)
    , m_edits(new RunEdits(m_context, this))
    , m_work(new RunWork(m_context, this))
{
    setupUi();
    connectSignals();
    connectEdits();
    addKeys();
    RunsPanel::retranslate();
}

QString RunsPanel::title() const
{
    return tr("Runs");
}

void RunsPanel::setupUi()
{
    m_filter = make<QLineEdit>(this, "runFilter");
    m_filter->setClearButtonEnabled(true);
    m_filterError = make<QLabel>(this, "filterError", "bad");
    m_filterError->setWordWrap(true);
    m_filterError->hide();
    m_group = make<QComboBox>(this, "groupRuns");
    m_group->addItems({ {}, {}, {} });
    m_archived = make<QCheckBox>(this, "showArchived");
    m_count = make<QLabel>(this, "runCount", "secondary");
    setupTableView();
    setupMenu();
    auto* bar = rowOf({ m_filter, m_group, m_archived, m_count, m_columns, m_more }, 12);
    bar->setStretchFactor(m_filter, 1);
    m_side = new RunSide(m_context, this);
    m_content = makeSplitter(Qt::Horizontal, this, { m_table, m_side });
    m_content->setStretchFactor(0, 1);
    m_content->setStretchFactor(1, 0);
    m_content->setSizes({ 760, 380 });
    m_empty = new EmptyState(this);
    m_pages = new QStackedWidget(this);
    m_pages->addWidget(m_empty);
    m_pages->addWidget(m_content);
    m_error = new ErrorBar(this);
    m_message = new MessageBar(this);
    auto* layout = columnOn(this, 12, { 16, 12, 16, 16 });
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
    m_table = make<QTableView>(this, "runs");
    m_table->setModel(m_proxy);
    setupTable(*m_table);
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(RunTableModel::columnOf("created"), Qt::DescendingOrder);
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    m_table->setIconSize({ 18, 12 });
    m_table->horizontalHeader()->setSectionsMovable(true);
    m_table->setMinimumWidth(320);
}

void RunsPanel::setupMenu()
{
    m_columnsMenu = new RunColumns(m_context, *m_table, this);
    m_columns = make<QPushButton>(this, "columns");
    m_columns->setMenu(m_columnsMenu);
    m_moreMenu = new QMenu(this);
    const auto add = [this](const char* name, auto action) {
        QAction* entry = m_moreMenu->addAction(QString());
        entry->setObjectName(QLatin1String(name));
        entry->setParent(m_moreMenu);
        connect(entry, &QAction::triggered, this, action);
        return entry;
    };
    add("adoptVectors", [this] { adoptVectors(); });
    add("importBundle", [this] { m_work->importBundle(); });
    add("exportBundle", [this] { withRun([this](const RunRecord& run) { m_work->exportBundle(run); }); });
    m_exportMenu = m_moreMenu->addMenu(QString());
    fillExportMenu(*m_exportMenu);
    m_moreMenu->addSeparator();
    add("copyRows", [this] { copyRows(); });
    add("saveCsv", [this] { saveCsv(); });
    m_more = make<QPushButton>(this, "moreActions");
    m_more->setMenu(m_moreMenu);
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
    connect(m_side, &RunSide::openRequested, this, &RunsPanel::openSelected);
    connect(m_side, &RunSide::resumeRequested, this,
            [this] { withRun([this](const RunRecord& run) { m_work->resume(run); }); });
    connect(m_empty, &EmptyState::actionTriggered, this,
            [this] { m_context.workspace.showPanel(u"training"_s); });
    new ShownReader(*this, m_context.storeWatcher, [this] { reload(); });
    connect(&m_context.workspace, &Workspace::runChanged, this,
            [this] { selectRun(m_context.workspace.runId()); });
    connect(m_columnsMenu, &RunColumns::failed, this, &RunsPanel::reportError);
    connect(m_work, &RunWork::failed, this, &RunsPanel::reportError);
    connect(m_work, &RunWork::told, this,
            [this](const QString& message) { m_message->showMessage(message); });
    connect(m_work, &RunWork::imported, this, &RunsPanel::reload);
}

void RunsPanel::connectEdits()
{
    m_moreMenu->addSeparator();
    QAction* undo = m_edits->undoStack().createUndoAction(this);
    QAction* redo = m_edits->undoStack().createRedoAction(this);
    undo->setObjectName(QStringLiteral("undoEdit"));
    redo->setObjectName(QStringLiteral("redoEdit"));
    for (QAction* action : { undo, redo }) {
        action->setParent(m_moreMenu);
        m_moreMenu->addAction(action);
    }
    new PanelKeys(
        *this, QStringLiteral("undo"), QKeySequence::keyBindings(QKeySequence::Undo),
        PanelKeys::Reach::WithChildren, [] { return tr("Undo the last edit of runs"); }, *undo);
    new PanelKeys(
        *this, QStringLiteral("redo"), QKeySequence::keyBindings(QKeySequence::Redo),
        PanelKeys::Reach::WithChildren, [] { return tr("Redo the edit of runs"); }, *redo);
    connect(m_message, &MessageBar::actionTriggered, &m_edits->undoStack(), &QUndoStack::undo);
    connect(&m_edits->undoStack(), &QUndoStack::indexChanged, m_message, &QWidget::hide);
    connect(m_edits, &RunEdits::edited, this,
            [this](const QString& done) { m_message->showMessage(done, tr("Undo")); });
    connect(m_edits, &RunEdits::written, this, &RunsPanel::reload);
    connect(m_edits, &RunEdits::failed, this, &RunsPanel::reportError);
    connect(m_side, &RunSide::noteWritten, this, [this](const QString& note) {
        withRun([&](const RunRecord& run) { m_edits->setNote(run, note); });
    });
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
        { "adoptVectors", tr("Adopt vectors\u2026") },
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
    m_columnsMenu->retranslate();
    m_table->setAccessibleName(tr("Runs"));
    m_empty->setTexts(tr("No runs yet"),
                      tr("A run is one training of a model on a data set. It appears here as soon as it "
                         "starts, also when the "
                         "command line trains it."),
                      tr("Go to training"));
    m_side->retranslate();
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
        [this](std::vector<RunRecord> runs) { setRuns(std::move(runs)); },
        [this](ErrorCode code, const QString& detail) {
            m_loading = false;
            reportError(code, detail);
        });
}

void RunsPanel::setRuns(std::vector<RunRecord> runs)
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
    m_side->setRuns(std::move(runs));
}

void RunsPanel::openSelected()
{
    if (const RunRecord* run = selectedRun())
        m_context.workspace.setRun(QString::fromStdString(run->id));
}

void RunsPanel::showMenu(const QPoint& position)
{
    const RunRecord* run = selectedRun();
    if (!run)
        return;
    auto* menu = new QMenu(this);
    menu->setObjectName(u"runMenu"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    fillMenu(*menu, *run);
    menu->popup(m_table->viewport()->mapToGlobal(position));
}

void RunsPanel::fillMenu(QMenu& menu, const RunRecord& run)
{
    const auto add = [&menu, this](const char* name, const QString& text, auto action) {
        QAction* entry = menu.addAction(text);
        entry->setObjectName(QLatin1String(name));
        connect(entry, &QAction::triggered, this, action);
        return entry;
    };
    menu.setDefaultAction(add("open", tr("Open"), [this] { openSelected(); }));
    QAction* resume = add("resume", tr("Resume training"), [this, run] { m_work->resume(run); });
    resume->setEnabled(m_work->canResume(run));
    QAction* ablations = add("makeAblations", tr("Make ablations"), [this, run] {
        m_error->clear();
        m_work->makeAblations(run);
    });
    ablations->setEnabled(hasAblations(run));
    ablations->setToolTip(tr("Trains the run's settings with each part of OPAL taken away"));
    menu.setToolTipsVisible(true);
    QAction* measure
        = add("measureInterests", tr("Measure interests"), [this] { m_work->measure(selectedRuns()); });
    measure->setToolTip(
        tr("Whether the interests mean anything: agreement of the hyper-categories, SPPMI within "
           "and between interests over all users of the test day"));
    menu.addSeparator();
    QAction* name = add("rename", tr("Rename\u2026"), [this, run] { m_edits->rename(run); });
    name->setEnabled(!run.imported);
    if (run.imported)
        name->setToolTip(tr("This run was imported: it keeps its name. Give it a tag or a note instead."));
    add("tags", tr("Tags\u2026"), [this] { m_edits->editTags(selectedRuns()); });
    add("star", run.star ? tr("Remove star") : tr("Star"),
        [this, run] { m_edits->setStar(selectedRuns(), !run.star); });
    fillColorMenu(*menu.addMenu(tr("Colour")), run);
    menu.addSeparator();
    add("copyId", tr("Copy id"),
        [id = run.id] { QApplication::clipboard()->setText(QString::fromStdString(id)); });
    add("copyMenuRows", tr("Copy selected rows"), [this] { copyRows(); });
    add("exportMenuBundle", tr("Export run bundle\u2026"), [this, run] { m_work->exportBundle(run); });
    QMenu* exports = menu.addMenu(QString());
    fillExportMenu(*exports);
    setExportTexts(*exports);
    menu.addSeparator();
    add("archive", run.archived ? tr("Restore") : tr("Archive"), [this] { archiveSelected(); });
}

void RunsPanel::adoptVectors()
{
    auto* dialog = new AdoptDialog(m_context, this);
    connect(dialog, &AdoptDialog::adopted, this, [this](const QString& run, const QString& name) {
        m_message->showMessage(tr("Adopted %1").arg(name));
        m_context.workspace.setRun(run);
    });
    dialog->open();
}

void RunsPanel::fillExportMenu(QMenu& menu)
{
    menu.setObjectName(u"exportMenu"_s);
    for (const ExportForm& form : exportForms()) {
        QAction* entry = menu.addAction(QString());
        entry->setObjectName(u"export_"_s + QString::fromStdString(form.name));
        connect(entry, &QAction::triggered, this,
                [this, name = form.name] { m_work->exportAs(name, selectedRuns()); });
    }
}

void RunsPanel::setExportTexts(QMenu& menu)
{
    menu.setTitle(tr("Export for other programs"));
    const auto& forms = exportForms();
    for (std::size_t i = 0; i < forms.size(); ++i)
        menu.actions()
            .at(static_cast<qsizetype>(i))
            ->setText(tr("%1\u2026").arg(QCoreApplication::translate("Exports", forms[i].title.c_str())));
}

void RunsPanel::fillColorMenu(QMenu& menu, const RunRecord& run)
{
    menu.setObjectName(u"colorMenu"_s);
    for (int color = 0; color < runLookCount; ++color) {
        QAction* entry
            = menu.addAction(QIcon(runLookSwatch(runLookAt(color), devicePixelRatioF())), runLookName(color));
        entry->setObjectName(u"color%1"_s.arg(color));
        entry->setIconVisibleInMenu(true);
        connect(entry, &QAction::triggered, this,
                [this, id = run.id, before = run.color, color] { m_edits->setColor(id, before, color); });
    }
}

void RunsPanel::archiveSelected()
{
    withRun([this](const RunRecord& run) { m_edits->setArchived(selectedRuns(), !run.archived); });
}

void RunsPanel::addKeys()
{
    const auto add = [this](const char* name, const QList<QKeySequence>& keys,
                            std::function<QString()> description, const std::function<void()>& done) {
        new PanelKeys(*m_table, QLatin1String(name), keys, PanelKeys::Reach::Widget, std::move(description),
                      done);
    };
    add(
        "open", { Qt::Key_Return, Qt::Key_Enter }, [] { return tr("Open the selected run"); },
        [this] { openSelected(); });
    add(
        "rename", { Qt::Key_F2 }, [] { return tr("Rename the selected run"); },
        [this] { withRun([this](const RunRecord& run) { m_edits->rename(run); }); });
    add(
        "archive", { QKeySequence::Delete }, [] { return tr("Archive the selected runs"); },
        [this] { archiveSelected(); });
    add(
        "copy", { QKeySequence::Copy }, [] { return tr("Copy the selected rows"); }, [this] { copyRows(); });
}

void RunsPanel::copyRows()
{
    QList<int> rows;
    for (const QModelIndex& index : m_table->selectionModel()->selectedRows(RunTableModel::Name))
        if (m_proxy->sourceRun(index.row()) >= 0)
            rows << index.row();
    std::sort(rows.begin(), rows.end());
    if (!rows.isEmpty())
        QApplication::clipboard()->setText(runRows(*m_table, rows).toTsv());
}

void RunsPanel::saveCsv()
{
    QList<int> rows;
    for (int row = 0; row < m_proxy->rowCount(); ++row)
        if (m_proxy->sourceRun(row) >= 0)
            rows << row;
    const QByteArray csv = runRows(*m_table, rows).toCsv();
    m_context.dialogs.saveFile(
        this, tr("Save table of runs"), tr("Comma-separated values (*.csv)"), u"runs.csv"_s,
        [this, csv](const QString& file) {
            m_context.queries.runVoid(
                this, [file, csv] { saveFile(file, csv); },
                [this, file] { m_message->showMessage(tr("Saved the table to %1").arg(file)); },
                [this](ErrorCode code, const QString& detail) { reportError(code, detail); });
        });
}

void RunsPanel::reportError(ErrorCode code, const QString& detail)
{
    m_error->showError(m_context, code, detail);
}

} // namespace opal
