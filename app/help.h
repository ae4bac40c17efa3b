#pragma once

#include <functional>

#include <QList>
#include <QObject>

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

    /// For the menu: guide and tour.
    QList<QAction*> actions() const { return m_actions; }

    /// Opens the guide at a page, or at its first one.
    void showGuide(const QString& page);
    void startTour();
    /// Starts the tour unless it was finished or skipped before on this workspace.
    void offerTour();

private:
    QMainWindow& m_window;
    Settings& m_settings;
    const Theme& m_theme;
    Workspace& m_workspace;
    std::function<QString()> m_currentPanel;
    QList<QAction*> m_actions;
    GuideWindow* m_guide = nullptr; ///< made when first asked for
    Tour* m_tour = nullptr;
};

} // namespace opal
