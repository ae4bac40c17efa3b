// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTemporaryDir>

#include "core/jobs/jobrunner.h"
#include "core/jobs/workspacepaths.h"
#include "core/store/runstore.h"
#include "views/shell/backgroundqueries.h"
#include "views/shell/dialogs.h"
#include "views/shell/panelcontext.h"
#include "views/shell/storewatcher.h"
#include "views/shell/theme.h"
#include "views/shell/workspace.h"

namespace opal {

/// Everything a panel needs, real, on a workspace of its own.
struct PanelFixture
{
    QTemporaryDir folder;
    WorkspacePaths paths { createdIn(folder.path()) };
    RunStore store { paths.database() };
    JobRunner jobs;
    Workspace workspace;
    Theme theme;
    BackgroundQueries queries;
    StoreWatcher watcher { store, 50 };
    Dialogs dialogs;
    PanelContext context { jobs,
                           store,
                           workspace,
                           paths,
                           theme,
                           queries,
                           watcher,
                           dialogs,
                           [](ErrorCode code) { return QString::fromLatin1(errorCodeName(code)); },
                           [](ErrorCode) { return QStringLiteral("advice"); } };

private:
    static WorkspacePaths createdIn(const QString& root)
    {
        WorkspacePaths result { root };
        result.create();
        return result;
    }
};

} // namespace opal
