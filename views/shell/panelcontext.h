// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include <QString>

#include "core/base/error.h"
#include "core/jobs/workspacepaths.h"

namespace opal {

class BackgroundQueries;
class Dialogs;
class JobRunner;
class RunStore;
class StoreWatcher;
class Theme;
class Workspace;

/// What the composition root hands to each panel. Everything outlives the panels.
struct PanelContext
{
    JobRunner& jobs;
    RunStore& store; ///< read it through `queries` only: no SQL in the GUI thread
    Workspace& workspace;
    const WorkspacePaths& paths;
    Theme& theme;
    BackgroundQueries& queries;
    StoreWatcher& storeWatcher;
    Dialogs& dialogs;
    std::function<QString(ErrorCode)> errorHeadline; ///< translated: what happened
    std::function<QString(ErrorCode)> errorAdvice; ///< translated: what to do
    std::function<int()> trainingThreads = [] { return 0; }; ///< for new trainings; 0: all cores
    /// The style that figures are exported in unless another is chosen; empty: the built-in one.
    std::function<QString()> figureStyle = [] { return QString(); };
};

} // namespace opal
