// SPDX-License-Identifier: GPL-3.0-or-later

#include <QApplication>
#include <QClipboard>
#include <QCoreApplication>
#include <QHeaderView>
#include <QMenu>
#include <QTableView>
#include <QTimer>

#include "core/base/error.h"
#include "core/jobs/bundlejobs.h"
#include "core/jobs/exportjob.h"
#include "core/jobs/savefile.h"
#include "core/store/runstore.h"
#include "views/itemmodels/runfilterproxymodel.h"
#include "views/itemmodels/runtablemodel.h"
#include "views/panels/runs/runspanel.h"
#include "views/shell/backgroundqueries.h"
#include "views/shell/dialogs.h"
#include "views/shell/figure.h"
#include "views/widgets/messagebar.h"

namespace opal {

namespace {

/// Grows with every change of the columns, so that an older layout is not applied to other columns.
std::string columnsKey()
{
    return "runs.columns." + std::to_string(RunTableModel::columns());
}

QString bundleFilter()
{
    return RunsPanel::tr("Run bundles (*.opalrun);;All files (*)");
}

/// Visible columns in the order on the screen.
QList<int> shownColumns(const QHeaderView& header)
{
    QList<int> columns;
    for (int visual = 0; visual < header.count(); ++visual)
        if (const int column = header.logicalIndex(visual); !header.isSectionHidden(column))
            columns << column;
    return columns;
}

/// A cell for other programs: metrics with all their digits.
QString cellText(const QModelIndex& index)
{
    if (index.column() == RunTableModel::Star)
        return index.data().toString().isEmpty() ? QStringLiteral("0") : QStringLiteral("1");
    const QVariant key = index.data(RunTableModel::SortRole);
    if (index.column() >= RunTableModel::BestRecall && index.column() <= RunTableModel::SppmiRatio
        && index.column() != RunTableModel::BestEpoch)
        return key.isValid() ? tableNumber(key.toDouble()) : QString();
    return key.isValid() ? index.data().toString() : QString();
}

FigureTable tableOf(const QAbstractItemModel& model, const QList<int>& columns, const QList<int>& rows)
{
    FigureTable table;
    for (const int column : columns)
        table.columns << (column == RunTableModel::Star
                              ? RunsPanel::tr("Star")
                              : model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString());
    for (const int row : rows) {
        QStringList cells;
        for (const int column : columns)
            cells << cellText(model.index(row, column));
        table.rows.push_back(cells);
    }
    return table;
}

} // namespace

void RunsPanel::exportBundle()
{
    const RunRecord* run = selectedRun();
    if (!run || m_askExport.isBusy() || m_askImport.isBusy())
        return;
    m_context.dialogs.saveFile(this, tr("Export run bundle"), bundleFilter(),
                               QString::fromStdString(run->id) + QStringLiteral(".opalrun"),
                               [this, id = run->id](const QString& file) {
                                   m_askExport(
                                       makeExportBundleJob(m_context.store, m_context.paths, id, file));
                               });
}

void RunsPanel::importBundle()
{
    if (m_askExport.isBusy() || m_askImport.isBusy())
        return;
    m_context.dialogs.openFile(this, tr("Import run bundle"), bundleFilter(), [this](const QString& file) {
        m_askImport(makeImportBundleJob(m_context.store, m_context.paths, file));
    });
}

void RunsPanel::fillExportMenu(QMenu& menu)
{
    menu.setObjectName(QStringLiteral("exportMenu"));
    for (const ExportForm& form : exportForms()) {
        QAction* entry = menu.addAction(QString());
        entry->setObjectName(QStringLiteral("export_") + QString::fromStdString(form.name));
        connect(entry, &QAction::triggered, this, [this, name = form.name] { exportAs(name); });
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

void RunsPanel::exportAs(const std::string& form)
{
    ExportJobRequest request;
    request.form = form;
    for (const RunRecord& run : selectedRuns())
        request.runs.push_back(run.id);
    if (request.runs.empty() || m_askForms.isBusy())
        return;
    m_context.dialogs.openFolder(this, tr("Export for other programs"),
                                 [this, request](const QString& folder) mutable {
                                     request.folder = folder;
                                     try {
                                         m_askForms(makeExportJob(m_context.store, m_context.paths, request));
                                     } catch (const Error& error) {
                                         showError(error.code(), QString::fromStdString(error.detail()));
                                     }
                                 });
}

void RunsPanel::showBundle(const QString& message)
{
    m_message->showMessage(message);
    reload();
}

void RunsPanel::copyRows()
{
    QList<int> rows;
    for (const QModelIndex& index : m_table->selectionModel()->selectedRows(RunTableModel::Name))
        if (m_proxy->sourceRun(index.row()) >= 0)
            rows << index.row();
    std::sort(rows.begin(), rows.end());
    if (!rows.isEmpty())
        QApplication::clipboard()->setText(
            tableOf(*m_proxy, shownColumns(*m_table->horizontalHeader()), rows).toTsv());
}

void RunsPanel::saveCsv()
{
    QList<int> rows;
    for (int row = 0; row < m_proxy->rowCount(); ++row)
        if (m_proxy->sourceRun(row) >= 0)
            rows << row;
    const QByteArray csv = tableOf(*m_proxy, shownColumns(*m_table->horizontalHeader()), rows).toCsv();
    m_context.dialogs.saveFile(
        this, tr("Save table of runs"), tr("Comma-separated values (*.csv)"), QStringLiteral("runs.csv"),
        [this, csv](const QString& file) {
            m_context.queries.runVoid(
                this, [file, csv] { opal::saveFile(file, csv); },
                [this, file] { m_message->showMessage(tr("Saved the table to %1").arg(file)); },
                [this](ErrorCode code, const QString& detail) { showError(code, detail); });
        });
}

void RunsPanel::restoreColumns()
{
    m_context.queries.run(
        this, [&store = m_context.store] { return store.viewState(columnsKey()); },
        [this](const std::string& state) {
            QHeaderView* header = m_table->horizontalHeader();
            if (state.empty()
                || !header->restoreState(QByteArray::fromBase64(QByteArray::fromStdString(state))))
                return;
            for (QAction* action : m_columnsMenu->actions()) {
                const QSignalBlocker blocker(action);
                action->setChecked(!header->isSectionHidden(action->data().toInt()));
            }
            m_table->sortByColumn(header->sortIndicatorSection(), header->sortIndicatorOrder());
        },
        [this](ErrorCode code, const QString& detail) { showError(code, detail); });
}

void RunsPanel::keepColumns()
{
    const std::string state = m_table->horizontalHeader()->saveState().toBase64().toStdString();
    m_context.queries.runVoid(&m_context.queries,
                              [&store = m_context.store, state] { store.setViewState(columnsKey(), state); });
}

void RunsPanel::showColumn(int column, bool shown)
{
    m_table->setColumnHidden(column, !shown);
    m_columnsTimer->start();
}

} // namespace opal
