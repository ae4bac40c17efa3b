// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/runs/runcolumns.h"

#include <QHeaderView>
#include <QSignalBlocker>
#include <QTableView>

#include "core/store/runstore.h"
#include "views/itemmodels/runtablemodel.h"
#include "views/shell/backgroundqueries.h"
#include "views/shell/literals.h"

namespace opal {

namespace {

/// Changes with the columns and their first order, so that an older layout is not applied to other columns.
std::string columnsKey()
{
    return "runs.columns.results." + std::to_string(RunTableModel::columns());
}

} // namespace

RunColumns::RunColumns(const PanelContext& context, QTableView& table, QWidget* parent)
    : QMenu(parent)
    , m_context(context)
    , m_table(table)
{
    setObjectName(u"columnsMenu"_s);
    for (int column = 0; column < RunTableModel::columns(); ++column) {
        QAction* action = addAction(QString());
        action->setData(column);
        action->setCheckable(true);
        action->setChecked(RunTableModel::isShownAtFirst(column));
        // A table without names could not be used to get back.
        action->setEnabled(column != RunTableModel::Name);
        connect(action, &QAction::toggled, this, [this, column](bool shown) {
            m_table.setColumnHidden(column, !shown);
            m_timer.start();
        });
        m_table.setColumnWidth(column, RunTableModel::widthAtFirst(column));
        m_table.setColumnHidden(column, !RunTableModel::isShownAtFirst(column));
    }
    // Results stand beside the name; what is the same in most rows comes behind them.
    QHeaderView& header = *m_table.horizontalHeader();
    const int behind = header.visualIndex(RunTableModel::columnOf("created")) - 1;
    for (const int column : { RunTableModel::BestEpoch, RunTableModel::State, RunTableModel::ModelName,
                              RunTableModel::DatasetName })
        header.moveSection(header.visualIndex(column), behind);
    m_timer.setSingleShot(true);
    m_timer.setInterval(300);
    connect(&m_timer, &QTimer::timeout, this, &RunColumns::keep);
    restore();
    for (const auto signal : { &QHeaderView::sectionResized, &QHeaderView::sectionMoved })
        connect(m_table.horizontalHeader(), signal, &m_timer, qOverload<>(&QTimer::start));
}

RunColumns::~RunColumns()
{
    if (m_timer.isActive())
        keep();
}

void RunColumns::restore()
{
    m_context.queries.run(
        this, [&store = m_context.store] { return store.viewState(columnsKey()); },
        [this](const std::string& state) {
            QHeaderView* header = m_table.horizontalHeader();
            if (state.empty()
                || !header->restoreState(QByteArray::fromBase64(QByteArray::fromStdString(state))))
                return;
            for (QAction* action : actions()) {
                const QSignalBlocker blocker(action);
                action->setChecked(!header->isSectionHidden(action->data().toInt()));
            }
            m_table.sortByColumn(header->sortIndicatorSection(), header->sortIndicatorOrder());
        },
        [this](ErrorCode code, const QString& detail) { Q_EMIT failed(code, detail); });
}

void RunColumns::keep()
{
    const std::string state = m_table.horizontalHeader()->saveState().toBase64().toStdString();
    m_context.queries.runVoid(&m_context.queries,
                              [&store = m_context.store, state] { store.setViewState(columnsKey(), state); });
}

void RunColumns::retranslate()
{
    for (QAction* action : actions()) {
        const int column = action->data().toInt();
        action->setText(column == RunTableModel::Star
                            ? tr("Star")
                            : m_table.model()->headerData(column, Qt::Horizontal).toString());
    }
}

} // namespace opal
