#include <QApplication>
#include <QClipboard>
#include <QMenu>
#include <QTableView>

#include "core/jobs/jobs.h"
#include "core/store/runstore.h"
#include "views/panels/runs/rundetails.h"
#include "views/panels/runs/runspanel.h"
#include "views/shell/backgroundqueries.h"
#include "views/shell/dialogs.h"
#include "views/shell/workspace.h"

namespace opal {

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
    const auto add = [&menu, this](const QString& name, const QString& text, auto action) {
        QAction* entry = menu.addAction(text);
        entry->setObjectName(name);
        connect(entry, &QAction::triggered, this, action);
        return entry;
    };
    RunStore& store = m_context.store;
    const std::string id = run.id;
    menu.setDefaultAction(add(QStringLiteral("open"), tr("Open"), [this] { openSelected(); }));
    add(QStringLiteral("resume"), tr("Resume training"), [this] {
        resumeSelected();
    })->setEnabled(isResumable(run));
    menu.addSeparator();
    add(QStringLiteral("rename"), tr("Rename\u2026"), [this] { rename(); });
    add(QStringLiteral("tags"), tr("Tags\u2026"), [this] { editTags(); });
    add(QStringLiteral("note"), tr("Note\u2026"), [this] { editNote(); });
    const bool star = !run.star;
    add(QStringLiteral("star"), star ? tr("Star") : tr("Remove star"),
        [this, &store, id, star] { change([&store, id, star] { store.setStar(id, star); }); });
    menu.addSeparator();
    add(QStringLiteral("copyId"), tr("Copy id"),
        [id] { QApplication::clipboard()->setText(QString::fromStdString(id)); });
    const bool archive = !run.archived;
    add(QStringLiteral("archive"), archive ? tr("Archive") : tr("Restore"),
        [this, &store, id, archive] { change([&store, id, archive] { store.setArchived(id, archive); }); });
}

void RunsPanel::rename()
{
    const RunRecord* run = selectedRun();
    if (!run)
        return;
    m_context.dialogs.askText(this, tr("Rename run"), tr("Name"), QString::fromStdString(run->name),
                              [this, id = run->id](const QString& text) {
                                  const std::string name = text.trimmed().toStdString();
                                  if (!name.empty())
                                      change(
                                          [&store = m_context.store, id, name] { store.setName(id, name); });
                              });
}

void RunsPanel::editTags()
{
    const RunRecord* run = selectedRun();
    if (!run)
        return;
    QStringList tags;
    for (const std::string& tag : run->tags)
        tags << QString::fromStdString(tag);
    m_context.dialogs.askText(
        this, tr("Tags of the run"), tr("Tags, separated by commas"), tags.join(QStringLiteral(", ")),
        [this, id = run->id](const QString& text) {
            std::vector<std::string> entered;
            for (const QString& tag : text.split(u',')) {
                if (!tag.trimmed().isEmpty())
                    entered.push_back(tag.trimmed().toStdString());
            }
            change([&store = m_context.store, id, entered] { store.setTags(id, entered); });
        });
}

void RunsPanel::editNote()
{
    const RunRecord* run = selectedRun();
    if (!run)
        return;
    m_context.dialogs.askText(
        this, tr("Note about the run"), tr("Note"), QString::fromStdString(run->note),
        [this, id = run->id](const QString& text) {
            change([&store = m_context.store, id, note = text.toStdString()] { store.setNote(id, note); });
        });
}

void RunsPanel::resumeSelected()
{
    const RunRecord* run = selectedRun();
    if (!run || !isResumable(*run))
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

void RunsPanel::change(std::function<void()> write)
{
    m_context.queries.runVoid(
        this, std::move(write), [this] { reload(); },
        [this](ErrorCode code, const QString& detail) { showError(code, detail); });
}

} // namespace opal
