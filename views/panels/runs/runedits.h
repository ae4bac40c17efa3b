// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>
#include <vector>

#include <QObject>
#include <QUndoStack>

#include "core/results/runrecord.h"
#include "views/shell/panelcontext.h"

namespace opal {

/// What a person writes about runs: names, tags, notes, marks. Each edit is written in the background and is
/// a step of an undo stack. Belongs to the panel that shows the runs.
class RunEdits final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RunEdits)

public:
    RunEdits(const PanelContext& context, QWidget* panel);

    QUndoStack& undoStack() { return m_undo; }

    /// The person is asked for the name; imported runs keep theirs.
    void rename(const RunRecord& run);
    /// The person is asked for the tags; of several runs for those that they have in common.
    void editTags(const std::vector<RunRecord>& runs);
    void setNote(const RunRecord& run, const QString& note);
    void setStar(const std::vector<RunRecord>& runs, bool star);
    void setArchived(const std::vector<RunRecord>& runs, bool archive);
    void setColor(const std::string& id, int before, int color);

Q_SIGNALS:
    void written(); ///< the store holds something else now
    void edited(const QString& done); ///< what can be undone, in words
    void failed(opal::ErrorCode code, const QString& detail);

private:
    using Write = std::function<void(RunStore& store)>;

    void edit(const QString& done, const Write& redo, const Write& undo);
    void write(const Write& change, const std::function<void()>& done = {});

    PanelContext m_context;
    QWidget* m_panel;
    QUndoStack m_undo;
};

} // namespace opal
