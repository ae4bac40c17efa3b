// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "app/language.h"
#include "app/settings.h"
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

class MainWindow;
class RunNotifier;

/// The composition root: builds the services in order, hands references down, and destroys in reverse order.
/// Needs a QApplication. Throws Error if the workspace cannot be used.
class Application final
{
public:
    explicit Application(const WorkspacePaths& paths);
    ~Application();
    Application(const Application&) = delete;
    Application& operator=(const Application&) = delete;

    MainWindow& window() { return *m_window; }

    Workspace& workspace() { return m_workspace; }

    Dialogs& dialogs() { return m_dialogs; }

    JobRunner& jobs() { return *m_jobs; }

    RunStore& store() { return m_store; }

    Theme& theme() { return m_theme; }

    PanelContext context();

private:
    WorkspacePaths m_paths;
    Settings m_settings;
    Language m_language;
    Theme m_theme;
    RunStore m_store;
    Workspace m_workspace;
    Dialogs m_dialogs;
    BackgroundQueries m_queries;
    StoreWatcher m_watcher;
    std::unique_ptr<JobRunner> m_jobs; ///< joins its threads before what they use is gone
    std::unique_ptr<MainWindow> m_window;
    std::unique_ptr<RunNotifier> m_notifier;
};

} // namespace opal
