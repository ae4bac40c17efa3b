// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include <QObject>

#include "core/results/runrecord.h"
#include "views/shell/panelcontext.h"

namespace opal {

class MessageBar;

/// Renames data sets in the list of the workspace and takes them off it; the last edit can be undone in a
/// message bar. Files are never touched.
class DatasetEdits final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DatasetEdits)

public:
    /// `panel` becomes the parent of the bar and of questions.
    DatasetEdits(const PanelContext& context, QWidget* panel);

    MessageBar* bar() const { return m_bar; }

    /// Asks for the new name.
    void rename(const DatasetRecord& dataset);
    void remove(const DatasetRecord& dataset);

Q_SIGNALS:
    void written(); ///< the list is another one
    void failed(ErrorCode code, const QString& detail);

private:
    using Write = std::function<void(RunStore& store)>;

    /// Tells `done` when it is written; `undo` takes it back.
    void edit(const QString& done, const Write& write, Write undo);
    void write(const Write& write, std::function<void()> done);

    PanelContext m_context;
    QWidget* m_panel;
    MessageBar* m_bar;
    Write m_undo; ///< of the last edit
};

} // namespace opal
