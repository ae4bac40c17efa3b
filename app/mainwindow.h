// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include <QList>
#include <QMainWindow>

#include "app/actionregistry.h"
#include "app/demo.h"
#include "app/language.h"
#include "app/selectionhistory.h"
#include "app/settings.h"
#include "core/jobs/jobrunner.h"
#include "core/jobs/jobs.h"
#include "core/results/runrecord.h"
#include "views/shell/panelcontext.h"

class QFrame;
class QMenu;
class QScrollArea;
class QStackedWidget;
class QToolButton;
class QVBoxLayout;

namespace opal {

class CommandPalette;
class DatasetLookup;
class DockHost;
class ErrorBar;
class Inspector;
class Help;
class JobsStrip;
class JobsView;
class LayoutMenu;
class LogFile;
class Panel;
class SessionKeeper;
class WelcomePage;
class WindowFiles;
class WorkspaceBar;

/// The window around the panels: workspace bar above, activity bar at the left, the panels as docks in the
/// centre, jobs strip at the foot.
class MainWindow final : public QMainWindow
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MainWindow)

public:
    MainWindow(const PanelContext& context, Settings& settings, Language& language,
               QWidget* parent = nullptr);
    ~MainWindow() override;

    void showPanel(const QString& id);
    /// The panel that the activity bar switches; null while the welcome page is shown or all are closed.
    Panel* currentPanel() const;

    /// The arrangement of panels and tools.
    DockHost& docks() { return *m_docks; }

    void startDemo();
    /// Opens what the person dropped, chose or gave to the program: a data set becomes the current one, a run
    /// bundle is added, an exported figure leads back to its run and panel, a configuration fills the form of
    /// a training, logs go to the import form.
    void openFiles(const QStringList& files);

    /// The manual and the tour.
    Help& help() { return *m_help; }

    /// Every command of the window.
    ActionRegistry& actions() { return m_actions; }

    /// Whose last errors go into a problem report; outlives the window.
    void setLog(const LogFile* log) { m_log = log; }

protected:
    void changeEvent(QEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void setupUi();
    void setupPanels();
    void setupMenus();
    void setupFileMenu();
    void setupViewMenu();
    void setupDockActions();
    void setupTools();
    QAction* addToolAction(const QString& id, std::function<QString()> text, const QKeySequence& keys);
    void setupThemeMenu();
    void setupLanguageMenu();
    QAction* addChoice(const QString& id, std::function<QString()> text, std::function<QString()> heading,
                       std::function<void()> chosen);
    void showStartPage();
    void showDocks();
    void updateChecks();
    void setupGoMenu();
    /// Of what the panel shows; `key` comes first if it is among that.
    void exportFigure(const Panel* panel, const QString& key);
    void setupRunMenu();
    void setupHelpMenu();
    void connectSignals();
    void connectFiles();
    void retranslate();
    void showAbout();
    void showPreferences(bool shortcuts);
    void reportProblem();
    /// Of the panel at a place of the registry: the digits 1 to 9, then 0.
    void requestOfTraining(TrainRequest request);
    void makeAblationsOfRun();
    void showError(ErrorCode code, const QString& detail);
    void updateRunActions();
    void askBeforeClosing(const JobInfo& running);
    void closeAfter(const JobInfo& running, TrainRequest request);

    PanelContext m_context;
    Settings& m_settings;
    Language& m_language;
    ActionRegistry m_actions;
    Demo m_demo;
    SelectionHistory m_history;
    std::shared_ptr<const DatasetLookup> m_lookup;
    WorkspaceBar* m_bar;
    QFrame* m_rail;
    QScrollArea* m_railScroll = nullptr;
    QVBoxLayout* m_railLayout = nullptr;
    ErrorBar* m_errorBar;
    QStackedWidget* m_stack;
    DockHost* m_docks;
    SessionKeeper* m_session;
    WindowFiles* m_files;
    WelcomePage* m_welcome;
    JobsStrip* m_strip;
    CommandPalette* m_palette;
    Inspector* m_inspector;
    JobsView* m_jobsView;
    QList<Panel*> m_panels;
    QList<QToolButton*> m_railButtons;
    QList<QAction*> m_panelActions;

    QMenu* m_fileMenu;
    QMenu* m_viewMenu;
    QMenu* m_besideMenu;
    LayoutMenu* m_layoutMenu = nullptr;
    QMenu* m_themeMenu;
    QMenu* m_languageMenu;
    QMenu* m_goMenu;
    QMenu* m_runMenu;
    QMenu* m_helpMenu;
    Help* m_help = nullptr;
    QAction* m_pauseAction;
    QAction* m_stopAction;
    QAction* m_ablationsAction = nullptr;
    QList<QAction*> m_besideActions;
    QAction* m_tearOffAction;
    QAction* m_closeAction;

    bool m_closing = false; ///< the answer was to close; waiting for the running step
    const LogFile* m_log = nullptr;
};

} // namespace opal
