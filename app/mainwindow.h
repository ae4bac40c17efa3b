#pragma once

#include <vector>

#include <QList>
#include <QMainWindow>

#include "app/actionregistry.h"
#include "app/demo.h"
#include "app/language.h"
#include "app/settings.h"
#include "core/jobs/jobrunner.h"
#include "core/results/runrecord.h"
#include "views/shell/panelcontext.h"

class QActionGroup;
class QFrame;
class QMenu;
class QStackedWidget;
class QToolButton;

namespace opal {

class ErrorBar;
class JobsStrip;
class LogFile;
class Panel;
class WelcomePage;
class WorkspaceBar;

/// The window around the panels: workspace bar above, activity bar at the left, one panel in the centre, jobs
/// strip at the foot. Panels cannot be closed, so none can get lost.
class MainWindow final : public QMainWindow
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MainWindow)

public:
    MainWindow(const PanelContext& context, Settings& settings, Language& language,
               QWidget* parent = nullptr);
    ~MainWindow() override;

    void showPanel(const QString& id);
    /// The panel in the centre; null while the welcome page is shown.
    Panel* currentPanel() const;
    void startDemo();

    /// Every command of the window.
    ActionRegistry& actions() { return m_actions; }

    /// Whose last errors go into a problem report; outlives the window.
    void setLog(const LogFile* log) { m_log = log; }

protected:
    void changeEvent(QEvent* event) override;
    void closeEvent(QCloseEvent* event) override;

private:
    void setupUi();
    void setupPanels();
    void setupMenus();
    void setupFileMenu();
    void setupViewMenu();
    void setupRunMenu();
    void setupHelpMenu();
    void connectSignals();
    void retranslate();
    void restoreSession(const std::vector<RunRecord>& runs, const std::vector<DatasetRecord>& datasets);
    void saveSession();
    void openDataset(const QString& path);
    void showAbout();
    void showPreferences(bool shortcuts);
    void reportProblem();
    void requestOfTraining(TrainRequest request);
    static void checkChosen(const QActionGroup& group, const QString& key);
    void showError(ErrorCode code, const QString& detail);
    void updateRunActions();
    void askBeforeClosing(const JobInfo& running);
    void closeAfter(const JobInfo& running, TrainRequest request);

    PanelContext m_context;
    Settings& m_settings;
    Language& m_language;
    ActionRegistry m_actions;
    Demo m_demo;
    WorkspaceBar* m_bar;
    QFrame* m_rail;
    ErrorBar* m_errorBar;
    QStackedWidget* m_stack;
    WelcomePage* m_welcome;
    JobsStrip* m_strip;
    QList<Panel*> m_panels;
    QList<QToolButton*> m_railButtons;
    QList<QAction*> m_panelActions;

    QMenu* m_fileMenu;
    QMenu* m_viewMenu;
    QMenu* m_themeMenu;
    QMenu* m_languageMenu;
    QMenu* m_runMenu;
    QMenu* m_helpMenu;
    QAction* m_pauseAction;
    QAction* m_stopAction;
    QActionGroup* m_themeGroup;
    QActionGroup* m_languageGroup;

    bool m_sessionRestored = false;
    bool m_closing = false; ///< the answer was to close; waiting for the running step
    const LogFile* m_log = nullptr;
    JobId m_openJob = 0; ///< reads the card of a data set for the workspace
};

} // namespace opal
