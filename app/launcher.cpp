// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/launcher.h"

#include <utility>

#include "app/application.h"
#include "app/errortext.h"
#include "app/help.h"
#include "app/instancelock.h"
#include "app/language.h"
#include "app/logfile.h"
#include "app/mainwindow.h"
#include "app/settings.h"
#include "app/studies.h"
#include "core/jobs/workspacepaths.h"

namespace opal {

Launcher::Launcher(Options options, QObject* parent)
    : QObject(parent)
    , m_options(std::move(options))
{
}

Launcher::~Launcher() = default;

void Launcher::start()
{
    const QString root = WorkspacePaths::locate(m_options.workspace).root;
    try {
        tryOpen(m_options.study.isEmpty() ? root : studyWorkspace(m_options.study));
    } catch (const Error& error) {
        refuse(error);
    }
}

/// The questions before there is a window speak the workspace's language and have its colours, if it has any.
/// Called by the questions alone: the window dresses itself, and most starts ask nothing.
void Launcher::dress()
{
    if (m_language)
        return;
    const Settings settings(WorkspacePaths::locate(m_options.workspace).root);
    m_language = std::make_unique<Language>();
    m_language->set(settings.text(settings::language));
    Theme().setMode(themeMode(settings.text(settings::theme)));
}

void Launcher::tryOpen(const QString& root)
{
    const WorkspacePaths paths { root };
    m_lock = std::make_unique<InstanceLock>(root);
    if (paths.canOnlyBeRead()) {
        open(root); // windows that write nothing do not get in each other's way
        return;
    }
    paths.create();
    if (m_lock->tryLock())
        open(root);
    else if (!m_options.files.isEmpty())
        callHolder(); // who opens a file wants to see it, not to answer questions
    else
        ask(root);
}

void Launcher::open(const QString& root)
{
    m_log = std::make_unique<LogFile>(root);
    // Below the window's own language this one would show through.
    m_language.reset();
    m_application = std::make_unique<Application>(WorkspacePaths { root });
    MainWindow& window = m_application->window();
    window.setLog(m_log.get());
    connect(m_lock.get(), &InstanceLock::called, &window, [&window](const QStringList& files) {
        window.setWindowState(window.windowState() & ~Qt::WindowMinimized);
        window.show();
        window.raise();
        window.activateWindow();
        window.openFiles(files);
    });
    window.show();
    if (m_options.demo)
        window.startDemo();
    else if (!m_options.study.isEmpty())
        window.showPanel(QStringLiteral("tables")); // what a study is about
    else if (m_options.files.isEmpty())
        window.help().offerTour();
    window.openFiles(m_options.files);
    Q_EMIT opened();
}

void Launcher::ask(const QString& root)
{
    using Role = Dialogs::Choice::Role;
    dress();
    m_dialogs.ask(nullptr, tr("This workspace is open in another window"),
                  tr("Two windows on one workspace would write over each other's settings and queue. The "
                     "workspace is %1.")
                      .arg(root),
                  { { QStringLiteral("front"), tr("Bring the other window to the front"), Role::Accept },
                    { QStringLiteral("other"), tr("Choose another workspace…"), Role::Accept },
                    { QStringLiteral("quit"), tr("Quit"), Role::Reject } },
                  [this](const QString& key) {
                      if (key == QLatin1String("front"))
                          callHolder();
                      else if (key == QLatin1String("other"))
                          chooseOther();
                      else
                          Q_EMIT finished(0);
                  });
}

void Launcher::callHolder()
{
    m_lock->callHolder(m_options.files, [this](bool answered) {
        if (answered) {
            Q_EMIT finished(0);
            return;
        }
        dress();
        m_dialogs.ask(
            nullptr, tr("The other window does not answer"),
            tr("It may be busy or on another machine. Try again, or choose another workspace."),
            { { QStringLiteral("again"), tr("Try again"), Dialogs::Choice::Role::Accept },
              { QStringLiteral("other"), tr("Choose another workspace…"), Dialogs::Choice::Role::Accept },
              { QStringLiteral("quit"), tr("Quit"), Dialogs::Choice::Role::Reject } },
            [this](const QString& key) {
                if (key == QLatin1String("again"))
                    callHolder();
                else if (key == QLatin1String("other"))
                    chooseOther();
                else
                    Q_EMIT finished(1);
            });
    });
}

void Launcher::chooseOther()
{
    m_dialogs.openFolder(
        nullptr, tr("Choose another workspace"),
        [this](const QString& folder) {
            // This runs in the event loop, which no exception may cross.
            try {
                tryOpen(folder);
            } catch (const Error& error) {
                refuse(error);
            }
        },
        [this] { Q_EMIT finished(0); });
}

void Launcher::refuse(const Error& error)
{
    dress();
    const ErrorText text = errorText(error.code());
    // What was opened of it is let go while the question stands.
    m_log.reset();
    m_lock.reset();
    m_dialogs.ask(
        nullptr, text.headline, text.advice + QStringLiteral("\n\n") + QString::fromStdString(error.detail()),
        { { QStringLiteral("other"), tr("Choose another workspace…"), Dialogs::Choice::Role::Accept },
          { QStringLiteral("quit"), tr("Quit"), Dialogs::Choice::Role::Reject } },
        [this](const QString& key) {
            if (key == QLatin1String("other"))
                chooseOther();
            else
                Q_EMIT finished(1);
        });
}

} // namespace opal
