// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include <QList>
#include <QObject>
#include <QStringList>

#include "core/base/error.h"

class QAction;
class QMainWindow;

namespace opal {

class ActionRegistry;
class GuideWindow;
class Settings;
class Theme;
class Tour;
class Workspace;

/// The manual and the tour of the window, with their actions.
class Help final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Help)

public:
    /// `currentPanel` tells the id of the panel in front, empty for none.
    Help(QMainWindow& window, ActionRegistry& actions, Settings& settings, const Theme& theme,
         Workspace& workspace, std::function<QString()> currentPanel);

    /// Starts a program of its own with the arguments; false if it could not be started. Replaced by tests.
    using Start = std::function<bool(const QString& program, const QStringList& arguments)>;

    void setStart(Start start) { m_start = std::move(start); }

    /// For the menu: guide, tour and sample study.
    QList<QAction*> actions() const { return m_actions; }

    /// Opens the guide at a page, or at its first one.
    void showGuide(const QString& page);
    void startTour();
    /// Starts the tour unless it was finished or skipped before on this workspace.
    void offerTour();

Q_SIGNALS:
    void tourFinished(); ///< or skipped
    void failed(opal::ErrorCode code, const QString& detail);

private:
    void openStudy();

    QMainWindow& m_window;
    Settings& m_settings;
    const Theme& m_theme;
    Workspace& m_workspace;
    std::function<QString()> m_currentPanel;
    Start m_start;
    QList<QAction*> m_actions;
    GuideWindow* m_guide = nullptr; ///< made when first asked for
    Tour* m_tour = nullptr;
};

} // namespace opal
