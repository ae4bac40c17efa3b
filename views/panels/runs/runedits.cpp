// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/runs/runedits.h"

#include <algorithm>
#include <utility>

#include <QUndoCommand>
#include <QWidget>

#include "core/store/runstore.h"
#include "views/shell/backgroundqueries.h"
#include "views/shell/dialogs.h"

namespace opal {

namespace {

using Tags = std::vector<std::string>;

/// An edit that is done already when it gets onto the stack.
class RunEdit final : public QUndoCommand
{
public:
    RunEdit(const QString& text, std::function<void()> redo, std::function<void()> undo)
        : QUndoCommand(text)
        , m_redo(std::move(redo))
        , m_undo(std::move(undo))
    {
    }

    void undo() override { m_undo(); }

    void redo() override
    {
        if (m_done)
            m_redo();
        m_done = true;
    }

private:
    std::function<void()> m_redo;
    std::function<void()> m_undo;
    bool m_done = false;
};

QString joined(const Tags& tags)
{
    QStringList list;
    for (const std::string& tag : tags)
        list << QString::fromStdString(tag);
    return list.join(QStringLiteral(", "));
}

Tags separated(const QString& text)
{
    Tags tags;
    for (const QString& part : text.split(u',')) {
        const std::string tag = part.trimmed().toStdString();
        if (!tag.empty() && std::find(tags.begin(), tags.end(), tag) == tags.end())
            tags.push_back(tag);
    }
    return tags;
}

} // namespace

RunEdits::RunEdits(const PanelContext& context, QWidget* panel)
    : QObject(panel)
    , m_context(context)
    , m_panel(panel)
{
}

void RunEdits::rename(const RunRecord& run)
{
    if (run.imported)
        return;
    m_context.dialogs.askText(m_panel, tr("Rename run"), tr("Name"), QString::fromStdString(run.name),
                              [this, id = run.id, before = run.name](const QString& text) {
                                  const std::string name = text.trimmed().toStdString();
                                  if (name.empty() || name == before)
                                      return;
                                  edit(
                                      tr("Renamed %1").arg(QString::fromStdString(before)),
                                      [id, name](RunStore& store) { store.setName(id, name); },
                                      [id, before](RunStore& store) { store.setName(id, before); });
                              });
}

void RunEdits::editTags(const std::vector<RunRecord>& runs)
{
    if (runs.empty())
        return;
    // Of several runs only the common tags are shown and replaced; each keeps the tags of its own.
    Tags common = runs.front().tags;
    std::vector<std::pair<std::string, Tags>> before;
    for (const RunRecord& run : runs) {
        std::erase_if(common, [&run](const std::string& tag) { return !hasTag(run, tag); });
        before.emplace_back(run.id, run.tags);
    }
    m_context.dialogs.askText(
        m_panel, runs.size() == 1 ? tr("Tags of the run") : tr("Tags that the runs have in common"),
        tr("Tags, separated by commas"), joined(common), [this, before, common](const QString& text) {
            std::vector<std::pair<std::string, Tags>> after = before;
            for (auto& [id, tags] : after) {
                Tags result = separated(text);
                for (const std::string& tag : tags)
                    if (std::find(common.begin(), common.end(), tag) == common.end()
                        && std::find(result.begin(), result.end(), tag) == result.end())
                        result.push_back(tag);
                tags = result;
            }
            const auto setAll = [](const std::vector<std::pair<std::string, Tags>>& list) {
                return [list](RunStore& store) {
                    for (const auto& [id, tags] : list)
                        store.setTags(id, tags);
                };
            };
            edit(tr("Changed tags"), setAll(after), setAll(before));
        });
}

void RunEdits::setNote(const RunRecord& run, const QString& note)
{
    if (run.note == note.toStdString())
        return;
    edit(
        tr("Changed the note of %1").arg(QString::fromStdString(run.name)),
        [id = run.id, note = note.toStdString()](RunStore& store) { store.setNote(id, note); },
        [id = run.id, before = run.note](RunStore& store) { store.setNote(id, before); });
}

void RunEdits::setStar(const std::vector<RunRecord>& runs, bool star)
{
    std::vector<std::string> ids;
    for (const RunRecord& run : runs)
        if (run.star != star)
            ids.push_back(run.id);
    const auto set = [ids](bool value) {
        return [ids, value](RunStore& store) {
            for (const std::string& id : ids)
                store.setStar(id, value);
        };
    };
    edit(star ? tr("Starred") : tr("Removed the star"), set(star), set(!star));
}

void RunEdits::setArchived(const std::vector<RunRecord>& runs, bool archive)
{
    std::vector<std::string> ids;
    QString name;
    for (const RunRecord& run : runs) {
        if (run.archived == archive)
            continue;
        ids.push_back(run.id);
        name = QString::fromStdString(run.name);
    }
    const int count = static_cast<int>(ids.size());
    const QString done = count == 1 ? (archive ? tr("Archived %1") : tr("Restored %1")).arg(name)
        : archive                   ? tr("Archived %n runs", nullptr, count)
                                    : tr("Restored %n runs", nullptr, count);
    edit(
        done, [ids, archive](RunStore& store) { store.setArchived(ids, archive); },
        [ids, archive](RunStore& store) { store.setArchived(ids, !archive); });
}

void RunEdits::setColor(const std::string& id, int before, int color)
{
    edit(
        tr("Changed the colour"), [id, color](RunStore& store) { store.setColor(id, color); },
        [id, before](RunStore& store) { store.setColor(id, before); });
}

void RunEdits::edit(const QString& done, const Write& redo, const Write& undo)
{
    write(redo, [this, done, redo, undo] {
        m_undo.push(new RunEdit(
            done, [this, redo] { write(redo); }, [this, undo] { write(undo); }));
        Q_EMIT edited(done);
    });
}

void RunEdits::write(const Write& change, const std::function<void()>& done)
{
    m_context.queries.runVoid(
        this, [change, &store = m_context.store] { change(store); },
        [this, done] {
            if (done)
                done();
            Q_EMIT written();
        },
        [this](ErrorCode code, const QString& detail) { Q_EMIT failed(code, detail); });
}

} // namespace opal
