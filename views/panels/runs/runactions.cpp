// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QClipboard>
#include <QMenu>
#include <QPushButton>
#include <QTableView>

#include "core/jobs/jobs.h"
#include "core/jobs/runmeasures.h"
#include "core/store/runstore.h"
#include "views/itemmodels/runlook.h"
#include "views/itemmodels/runtablemodel.h"
#include "views/panels/runs/runspanel.h"
#include "views/shared/sweepstart.h"
#include "views/shell/workspace.h"
#include "views/widgets/errorbar.h"
#include "views/widgets/messagebar.h"

namespace opal {

namespace {

QPushButton* makeMenuButton(QWidget* parent, const char* name, QMenu* menu)
{
    auto* button = new QPushButton(parent);
    button->setObjectName(QLatin1String(name));
    button->setMenu(menu);
    return button;
}

} // namespace

void RunsPanel::setupMenus()
{
    m_columnsMenu = new QMenu(this);
    m_columnsMenu->setObjectName(QStringLiteral("columnsMenu"));
    for (int column = 0; column < RunTableModel::columns(); ++column) {
        QAction* action = m_columnsMenu->addAction(QString());
        action->setData(column);
        action->setCheckable(true);
        action->setChecked(RunTableModel::isShownAtFirst(column));
        // A table without names could not be used to get back.
        action->setEnabled(column != RunTableModel::Name);
        connect(action, &QAction::toggled, this,
                [this, column](bool checked) { showColumn(column, checked); });
    }
    m_columns = makeMenuButton(this, "columns", m_columnsMenu);

    m_moreMenu = new QMenu(this);
    const auto add = [this](const char* name, auto action) {
        QAction* entry = m_moreMenu->addAction(QString());
        entry->setObjectName(QLatin1String(name));
        entry->setParent(m_moreMenu);
        connect(entry, &QAction::triggered, this, action);
        return entry;
    };
    add("importBundle", [this] { importBundle(); });
    add("exportBundle", [this] { exportBundle(); });
    m_exportMenu = m_moreMenu->addMenu(QString());
    fillExportMenu(*m_exportMenu);
    m_moreMenu->addSeparator();
    add("copyRows", [this] { copyRows(); });
    add("saveCsv", [this] { saveCsv(); });
    m_more = makeMenuButton(this, "moreActions", m_moreMenu);
}

void RunsPanel::showMenu(const QPoint& position)
{
    const RunRecord* run = selectedRun();
    if (!run)
        return;
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("runMenu"));
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
    QAction* resume = add("resume", tr("Resume training"), [this] { resumeSelected(); });
    resume->setEnabled(isResumable(run) && !m_context.jobs.resuming(QString::fromStdString(run.id)));
    QAction* ablations = add("makeAblations", tr("Make ablations"), [this] { makeAblationsOfSelected(); });
    ablations->setEnabled(hasAblations(run));
    ablations->setToolTip(tr("Trains the run's settings with each part of OPAL taken away"));
    menu.setToolTipsVisible(true);
    QAction* measure = add("measureInterests", tr("Measure interests"), [this] { measureSelected(); });
    measure->setToolTip(
        tr("Whether the interests mean anything: agreement of the hyper-categories, SPPMI within "
           "and between interests over all users of the test day"));
    menu.addSeparator();
    QAction* name = add("rename", tr("Rename\u2026"), [this] { rename(); });
    name->setEnabled(!run.imported);
    if (run.imported) {
        name->setToolTip(tr("This run was imported: it keeps its name. Give it a tag or a note instead."));
    }
    add("tags", tr("Tags\u2026"), [this] { editTags(); });
    add("star", run.star ? tr("Remove star") : tr("Star"), [this] { starSelected(); });
    fillColorMenu(*menu.addMenu(tr("Colour")), run);
    menu.addSeparator();
    add("copyId", tr("Copy id"),
        [id = run.id] { QApplication::clipboard()->setText(QString::fromStdString(id)); });
    add("copyMenuRows", tr("Copy selected rows"), [this] { copyRows(); });
    add("exportMenuBundle", tr("Export run bundle\u2026"), [this] { exportBundle(); });
    QMenu* exports = menu.addMenu(QString());
    fillExportMenu(*exports);
    setExportTexts(*exports);
    menu.addSeparator();
    add("archive", run.archived ? tr("Restore") : tr("Archive"), [this] { archiveSelected(); });
}

void RunsPanel::fillColorMenu(QMenu& menu, const RunRecord& run)
{
    menu.setObjectName(QStringLiteral("colorMenu"));
    for (int color = 0; color < runLookCount; ++color) {
        QAction* entry
            = menu.addAction(QIcon(runLookSwatch(runLookAt(color), devicePixelRatioF())), runLookName(color));
        entry->setObjectName(QStringLiteral("color%1").arg(color));
        entry->setIconVisibleInMenu(true);
        connect(entry, &QAction::triggered, this,
                [this, id = run.id, before = run.color, color] { setColor(id, before, color); });
    }
}

void RunsPanel::measureSelected()
{
    for (const RunRecord& run : selectedRuns())
        m_context.jobs.submit(makeMeasureJob(m_context.store, m_context.paths, run.id));
}

void RunsPanel::makeAblationsOfSelected()
{
    const RunRecord* run = selectedRun();
    if (!run)
        return;
    m_error->clear();
    makeAblations(
        this, m_context, run->id,
        [this](const StartedSweep& sweep) {
            //: Name of a sweep, the points that it has and those that no finished run answers
            m_message->showMessage(tr("%1: points %2, new ones to train %3")
                                       .arg(sweep.name)
                                       .arg(sweep.points)
                                       .arg(sweep.toTrain));
            m_context.workspace.showPanel(QStringLiteral("sweeps"));
        },
        [this](ErrorCode code, const QString& detail) { showError(code, detail); });
}

void RunsPanel::resumeSelected()
{
    const RunRecord* run = selectedRun();
    if (!run || !isResumable(*run) || m_context.jobs.resuming(QString::fromStdString(run->id)))
        return;
    TrainJobRequest request;
    request.resumeRun = QString::fromStdString(run->id);
    try {
        m_context.jobs.submit(makeTrainJob(m_context.store, m_context.paths, std::move(request)));
    } catch (const Error& error) {
        showError(error.code(), QString::fromStdString(error.detail()));
        return;
    }
    m_context.workspace.setRun(QString::fromStdString(run->id));
    m_context.workspace.showPanel(QStringLiteral("training"));
}

} // namespace opal
