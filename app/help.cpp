// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/help.h"

#include <QCoreApplication>
#include <QMainWindow>
#include <QProcess>

#include "app/actionregistry.h"
#include "app/guide.h"
#include "app/guidewindow.h"
#include "app/language.h"
#include "app/settings.h"
#include "app/studies.h"
#include "app/tour.h"
#include "views/shell/panel.h"
#include "views/shell/workspace.h"

namespace opal {

Help::Help(QMainWindow& window, ActionRegistry& actions, Settings& settings, const Theme& theme,
           Workspace& workspace, std::function<QString()> currentPanel)
    : QObject(&window)
    , m_window(window)
    , m_settings(settings)
    , m_theme(theme)
    , m_workspace(workspace)
    , m_currentPanel(std::move(currentPanel))
    , m_start([](const QString& program, const QStringList& arguments) {
        return QProcess::startDetached(program, arguments);
    })
{
    m_actions << actions.add({ QStringLiteral("help.guide"), ActionGroup::Help, [] { return tr("&Guide"); },
                               [this] { showGuide(m_currentPanel()); }, QKeySequence::HelpContents });
    m_actions << actions.add({ QStringLiteral("help.tour"), ActionGroup::Help,
                               [] { return tr("&Tour of the window"); }, [this] { startTour(); } });
    m_actions << actions.add({ QStringLiteral("help.study"), ActionGroup::Help,
                               [] { return tr("Open the &sample study"); }, [this] { openStudy(); } });
}

/// In a window of its own: nothing of it gets into the runs of this workspace.
void Help::openStudy()
{
    const QStringList arguments { QStringLiteral("--study"), sampleStudies().constFirst() };
    if (!m_start(QCoreApplication::applicationFilePath(), arguments))
        Q_EMIT failed(ErrorCode::Unsupported, tr("The program could not be started a second time."));
}

void Help::showGuide(const QString& page)
{
    if (!m_guide) {
        QStringList pages = guidePages();
        for (const QString& panel : guidePanelPages()) {
            if (!m_window.findChild<Panel*>(panel))
                pages.removeAll(panel);
        }
        m_guide = new GuideWindow([this] { return Language::resolved(m_settings.text(settings::language)); },
                                  pages, &m_window);
    }
    m_guide->showPage(page);
    m_guide->show();
    m_guide->raise();
    m_guide->activateWindow();
}

void Help::startTour()
{
    if (!m_tour) {
        m_tour = new Tour(
            m_theme, [this](const QString& panel) { m_workspace.showPanel(panel); }, &m_window);
        connect(m_tour, &Tour::finished, this, [this] {
            m_settings.set(settings::tourSeen, QStringLiteral("yes"));
            Q_EMIT tourFinished();
        });
    }
    m_tour->start();
}

void Help::offerTour()
{
    if (m_settings.text(settings::tourSeen).isEmpty())
        startTour();
}

} // namespace opal
