// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/application.h"

#include "app/errortext.h"
#include "app/generalpage.h"
#include "app/mainwindow.h"
#include "app/runnotifier.h"
#include "core/models/modelfolder.h"

namespace opal {

namespace {

const WorkspacePaths& created(const WorkspacePaths& paths)
{
    if (!paths.canOnlyBeRead())
        paths.create();
    setModelFolder(paths.models().toStdString());
    return paths;
}

} // namespace

Application::Application(const WorkspacePaths& paths)
    : m_paths(created(paths))
    , m_settings(m_paths.root)
    , m_store(m_paths.database())
    , m_watcher(m_store)
    , m_jobs(std::make_unique<JobRunner>())
{
    m_language.set(m_settings.text(settings::language));
    m_theme.setMode(themeMode(m_settings.text(settings::theme)));
    m_theme.setSeriesPalette(m_settings.text(settings::seriesPalette));
    m_store.recoverInterrupted();
    m_window = std::make_unique<MainWindow>(context(), m_settings, m_language);
    m_notifier = std::make_unique<RunNotifier>(*m_jobs, *m_window, [this] {
        return m_settings.text(settings::notifications) == QLatin1String("yes");
    });
}

Application::~Application() = default;

PanelContext Application::context()
{
    return { *m_jobs,
             m_store,
             m_workspace,
             m_paths,
             m_theme,
             m_queries,
             m_watcher,
             m_dialogs,
             [](ErrorCode code) { return errorText(code).headline; },
             [](ErrorCode code) { return errorText(code).advice; },
             [this] { return m_settings.number(settings::trainingThreads, 0, mostThreads()); },
             [this] { return m_settings.text(settings::figureStyle); } };
}

} // namespace opal
