// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/shell/openruns.h"

#include <QMenu>

#include "views/shell/workspace.h"

namespace opal {

void openRuns(QWidget* parent, Workspace& workspace, const std::vector<NamedRun>& runs, const QPoint& place)
{
    if (runs.empty())
        return;
    QStringList ids;
    for (const NamedRun& run : runs)
        ids << run.first;
    workspace.setSelectedRuns(ids);
    const auto open = [&workspace](const QString& id) {
        workspace.setRun(id);
        workspace.showPanel(QStringLiteral("runs"));
    };
    if (runs.size() == 1) {
        open(ids.front());
        return;
    }
    auto* menu = new QMenu(parent);
    menu->setObjectName(QStringLiteral("openRunsMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const NamedRun& run : runs)
        QObject::connect(menu->addAction(run.second), &QAction::triggered, &workspace,
                         [open, id = run.first] { open(id); });
    menu->popup(place);
}

} // namespace opal
