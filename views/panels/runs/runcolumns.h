// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMenu>
#include <QTimer>

#include "views/shell/panelcontext.h"

class QTableView;

namespace opal {

/// The menu that shows and hides the columns of the table of runs; what is chosen, the widths and the order
/// are kept in the workspace.
class RunColumns final : public QMenu
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RunColumns)

public:
    /// `table` is on a RunTableModel, through a proxy or not.
    RunColumns(const PanelContext& context, QTableView& table, QWidget* parent);
    ~RunColumns() override;

    void retranslate();

Q_SIGNALS:
    void failed(opal::ErrorCode code, const QString& detail);

private:
    void restore();
    void keep();

    PanelContext m_context;
    QTableView& m_table;
    QTimer m_timer; ///< gathers changes into one write
};

} // namespace opal
