#include <cstdio>

#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QDialog>
#include <QDir>
#include <QLineEdit>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>
#include <QPushButton>
#include <QTabBar>
#include <QTableView>
#include <QTemporaryDir>

#include "app/commandpalette.h"
#include "app/mainwindow.h"
#include "app/tour.h"
#include "tests/support/logfiles.h"
#include "tests/support/studiopictures.h"
#include "views/panels/data/datapanel.h"
#include "views/panels/diversity/diversitypanel.h"
#include "views/panels/map/mappanel.h"
#include "views/plot/datatable.h"
#include "views/shell/panel.h"

using namespace opal;

namespace {

/// Takes every panel, page, menu and dialog of the studio once, in one language and one theme.
class Photographer final
{
public:
    Photographer(const QString& folder, const WorkspacePaths& paths)
        : m_folder(folder)
        , m_application(paths)
        , m_window(m_application.window())
    {
        m_window.resize(1440, 900);
        m_window.show();
    }

    ~Photographer()
    {
        for (const JobInfo& job : m_application.jobs().jobs())
            m_application.jobs().cancel(job.id);
        waitFor([this] { return !m_application.jobs().isBusy(); });
    }

    void takeEmpty()
    {
        settle(m_application, m_window);
        take(QStringLiteral("empty-welcome"), m_window);
        for (const Panel* panel : m_window.findChildren<Panel*>()) {
            m_window.showPanel(panel->id());
            settle(m_application, m_window);
            take(QStringLiteral("empty-") + panel->id(), m_window);
        }
    }

    void takeStudy(const Study& study, const QString& logFolder)
    {
        Workspace& workspace = m_application.workspace();
        workspace.setDataset(study.dataset.path,
                             std::make_shared<const DatasetSummary>(study.dataset.summary));
        workspace.setRun(study.run);
        workspace.setUser(QStringLiteral("7"));
        for (Panel* panel : m_window.findChildren<Panel*>()) {
            m_window.showPanel(panel->id());
            settle(m_application, m_window);
            chooseOtherRun(*panel);
            if (panel->id() == QLatin1String("map"))
                continue; // when it is computed
            take(panel->id(), m_window);
            takePages(*panel);
            takeTables(*panel);
        }
        takeComputed();
        takeRuns();
        takeMenus();
        takeDialogs();
        takeImport(logFolder);
        takeTools();
        takeTraining(study);
    }

private:
    static void waitFor(const std::function<bool()>& condition)
    {
        if (!QTest::qWaitFor(condition, picturePatienceMs))
            qFatal("what is to be photographed does not come");
    }

    void take(const QString& name, QWidget& widget)
    {
        const QImage image = widget.grab().toImage();
        if (isBlank(image))
            qFatal("the picture %s is blank", qPrintable(name));
        if (!image.save(QStringLiteral("%1/%2.png").arg(m_folder, name)))
            qFatal("%s/%s.png cannot be written", qPrintable(m_folder), qPrintable(name));
    }

    void trigger(const QString& action)
    {
        QAction* found = m_window.actions().find(action);
        if (!found)
            qFatal("there is no action %s", qPrintable(action));
        found->trigger();
    }

    /// Panels that can show a second run show it.
    void chooseOtherRun(Panel& panel)
    {
        for (auto* box : panel.findChildren<QComboBox*>(QStringLiteral("otherRun"))) {
            if (box->isVisible() && box->count() > 1) {
                box->setCurrentIndex(1);
                settle(m_application, m_window);
            }
        }
    }

    void takePages(Panel& panel)
    {
        for (auto* bar : panel.findChildren<QTabBar*>()) {
            const int first = bar->currentIndex();
            for (int page = 0; bar->isVisible() && page < bar->count(); ++page) {
                if (page == first || !bar->isTabEnabled(page))
                    continue;
                bar->setCurrentIndex(page);
                settle(m_application, m_window);
                take(QStringLiteral("%1-%2-%3").arg(panel.id(), bar->objectName()).arg(page), m_window);
            }
            bar->setCurrentIndex(first);
            settle(m_application, m_window);
        }
    }

    /// The numbers behind all charts that are to be seen.
    void takeTables(const Panel& panel, const QString& name = {})
    {
        QList<QPushButton*> toggles;
        for (auto* toggle : panel.findChildren<QPushButton*>())
            if (toggle->isVisible()
                && (toggle->objectName() == QLatin1String("dataTableToggle")
                    || toggle->objectName() == QLatin1String("figureAsTable")))
                toggles << toggle;
        for (QPushButton* toggle : toggles)
            toggle->setChecked(true);
        if (toggles.isEmpty())
            return;
        settle(m_application, m_window);
        take((name.isEmpty() ? panel.id() : name) + QStringLiteral("-numbers"), m_window);
        for (QPushButton* toggle : toggles)
            toggle->setChecked(false);
    }

    void takePanel(const Panel& panel, const QString& name)
    {
        m_window.showPanel(panel.id());
        settle(m_application, m_window);
        take(name, m_window);
    }

    /// What takes a click and a while: the map, the diversity of all users and of the runs, the users' test.
    void takeComputed()
    {
        auto* map = m_window.findChild<MapPanel*>();
        takePanel(*map, QStringLiteral("map-empty"));
        fillEmptyPage(m_application, m_window, *map);
        takePanel(*map, QStringLiteral("map"));
        takeTables(*map);
        auto* diversity = m_window.findChild<DiversityPanel*>();
        m_window.showPanel(diversity->id());
        auto* pages = diversity->findChild<QTabBar*>(QStringLiteral("diversityPages"));
        // What the users' page computes for all users the runs' page has then, too, for these runs.
        for (const auto& [page, button, name] : { std::tuple(1, "computeUsers", "diversity-users"),
                                                  std::tuple(2, "measureRuns", "diversity-runs") }) {
            pages->setCurrentIndex(page);
            settle(m_application, m_window);
            auto* compute = diversity->findChild<QPushButton*>(QLatin1String(button));
            if (compute->isVisible())
                compute->click();
            takePanel(*diversity, QLatin1String(name));
            takeTables(*diversity, QLatin1String(name));
        }
        pages->setCurrentIndex(0);
        auto* plot = diversity->findChild<QWidget*>(QStringLiteral("sppmi"));
        settle(m_application, m_window);
        QTest::mouseClick(plot, Qt::LeftButton, {}, { plot->width() / 8, plot->height() / 8 });
        takePanel(*diversity, QStringLiteral("diversity-block"));
        m_window.showPanel(QStringLiteral("compare"));
        settle(m_application, m_window);
        auto* compared = m_window.findChild<QTableView*>(QStringLiteral("compareRuns"));
        compared->selectRow(0);
        m_window.findChild<QPushButton*>(QStringLiteral("pinBaseline"))->click();
        compared->selectRow(1);
        auto* comparePages = m_window.findChild<QTabWidget*>(QStringLiteral("comparePages"));
        comparePages->setCurrentIndex(comparePages->count() - 1);
        settle(m_application, m_window);
        m_window.findChild<QPushButton*>(QStringLiteral("compareUsers"))->click();
        settle(m_application, m_window);
        take(QStringLiteral("compare-users"), m_window);
        comparePages->setCurrentIndex(0);
        settle(m_application, m_window);
        take(QStringLiteral("compare-baseline"), m_window);
        m_window.findChild<QPushButton*>(QStringLiteral("unpinBaseline"))->click();
    }

    void takeRuns()
    {
        m_window.showPanel(QStringLiteral("runs"));
        auto* table = m_window.findChild<QTableView*>(QStringLiteral("runs"));
        table->selectAll();
        settle(m_application, m_window);
        take(QStringLiteral("runs-two-selected"), m_window);
        Q_EMIT table->customContextMenuRequested({ 40, 10 });
        auto* menu = m_window.findChild<QMenu*>(QStringLiteral("runMenu"));
        take(QStringLiteral("menu-run"), *menu);
        menu->close();
        auto* filter = m_window.findChild<QLineEdit*>(QStringLiteral("runFilter"));
        filter->setText(QStringLiteral("recall@50 > and"));
        settle(m_application, m_window);
        take(QStringLiteral("runs-filter-refused"), m_window);
        filter->clear();
        m_window.showPanel(QStringLiteral("compare"));
        auto* compared = m_window.findChild<QTableView*>(QStringLiteral("compareRuns"));
        compared->selectAll();
        auto* pages = m_window.findChild<QTabWidget*>(QStringLiteral("comparePages"));
        for (int page = 0; page < pages->count(); ++page) {
            pages->setCurrentIndex(page);
            settle(m_application, m_window);
            take(QStringLiteral("compare-two-runs-%1").arg(page), m_window);
        }
        pages->setCurrentIndex(0);
    }

    void takeMenus()
    {
        int place = 0;
        for (QAction* entry : m_window.menuBar()->actions()) {
            if (!entry->menu())
                continue;
            Q_EMIT entry->menu()->aboutToShow();
            entry->menu()->adjustSize();
            take(QStringLiteral("menu-%1").arg(++place), *entry->menu());
        }
    }

    QDialog* dialog() const
    {
        for (QWidget* widget : QApplication::topLevelWidgets())
            if (auto* found = qobject_cast<QDialog*>(widget); found && found->isVisible())
                return found;
        return nullptr;
    }

    void takeDialog(const QString& name, const QString& action)
    {
        trigger(action);
        waitFor([this] { return dialog() != nullptr; });
        settle(m_application, m_window, false);
        QDialog* shown = dialog();
        take(QStringLiteral("dialog-") + name, *shown);
        const auto bars = shown->findChildren<QTabBar*>();
        for (QTabBar* bar : bars) {
            for (int page = 1; page < bar->count(); ++page) {
                bar->setCurrentIndex(page);
                take(QStringLiteral("dialog-%1-%2").arg(name).arg(page), *shown);
            }
        }
        shown->close();
        waitFor([this] { return dialog() == nullptr; });
    }

    void takeDialogs()
    {
        m_window.showPanel(QStringLiteral("training"));
        settle(m_application, m_window);
        for (const auto& [name, action] :
             { std::pair("export", "file.exportFigure"), std::pair("preferences", "file.preferences"),
               std::pair("shortcuts", "help.shortcuts"), std::pair("about", "help.about"),
               std::pair("guide", "help.guide"), std::pair("layout", "view.layout.save") })
            takeDialog(QLatin1String(name), QLatin1String(action));
        trigger(QStringLiteral("go.search"));
        settle(m_application, m_window);
        take(QStringLiteral("palette"), m_window);
        m_window.findChild<CommandPalette*>()->dismiss();
        trigger(QStringLiteral("help.tour"));
        auto* tour = m_window.findChild<Tour*>();
        for (int step = 0; step < Tour::stepCount(); ++step) {
            settle(m_application, m_window);
            take(QStringLiteral("tour-%1").arg(step + 1), m_window);
            tour->findChild<QPushButton*>(QStringLiteral("tourNext"))->click();
        }
    }

    void takeImport(const QString& folder)
    {
        auto* data = m_window.findChild<DataPanel*>();
        m_window.showPanel(data->id());
        data->previewFiles({ writeLog(folder, "7,3,yesterday,5\n8,4\n") });
        waitFor([&] {
            auto* outcome = m_window.findChild<QWidget*>(QStringLiteral("importOutcome"));
            return outcome && outcome->isVisible();
        });
        settle(m_application, m_window);
        take(QStringLiteral("data-import"), m_window);
    }

    void takeTools()
    {
        m_window.showPanel(QStringLiteral("interests"));
        QAction* queue = m_window.actions().find(QStringLiteral("view.tool.jobs"));
        queue->trigger();
        settle(m_application, m_window);
        take(QStringLiteral("inspector-and-queue"), m_window);
        queue->trigger();
    }

    /// A training with another one in the queue, and the question when the window is closed meanwhile.
    void takeTraining(const Study& study)
    {
        const PanelContext context = m_application.context();
        m_window.showPanel(QStringLiteral("training"));
        for (const char* name : { "a training with quite a long name of its own", "the one after it" }) {
            TrainJobRequest request;
            request.datasetFile = study.dataset.path;
            request.name = QLatin1String(name);
            request.params = { { "steps_per_epoch", "20" }, { "patience", "1000" }, { "batch_size", "128" } };
            context.jobs.submit(makeTrainJob(context.store, context.paths, request));
        }
        auto* pause = m_window.findChild<QPushButton*>(QStringLiteral("pauseButton"));
        waitFor([pause] { return pause->isVisible(); });
        settle(m_application, m_window, false);
        take(QStringLiteral("training-live"), m_window);
        m_window.close();
        waitFor([this] { return dialog() != nullptr; });
        take(QStringLiteral("dialog-close"), *dialog());
        dialog()->reject();
        waitFor([this] { return dialog() == nullptr; });
        QTest::mouseClick(pause, Qt::LeftButton);
        auto* resume = m_window.findChild<QPushButton*>(QStringLiteral("resumeButton"));
        const QString paused = m_application.workspace().runId();
        waitFor([&] {
            return m_application.store().run(paused.toStdString()).state == RunState::Paused
                && m_application.workspace().runId() != paused;
        });
        m_application.workspace().setRun(paused);
        waitFor([resume] { return resume->isVisible() && resume->isEnabled(); });
        m_window.findChild<QPushButton*>(QStringLiteral("changeToggle"))->click();
        settle(m_application, m_window, false);
        take(QStringLiteral("training-paused"), m_window);
    }

    QString m_folder;
    Application m_application;
    MainWindow& m_window;
};

void choose(const QString& workspace, const QString& language, const QString& theme)
{
    Settings settings(workspace);
    settings.set(settings::language, language);
    settings.set(settings::theme, theme);
    settings.set(settings::tourSeen, QStringLiteral("yes"));
}

} // namespace

/// `screenshots FOLDER`: pictures of the whole studio in both themes and languages, at the scale that
/// QT_SCALE_FACTOR gives, in FOLDER/<language>-<theme>-<scale>. The target `screenshots` takes all scales.
int main(int argc, char** argv)
{
    QApplication program(argc, argv);
    const QStringList arguments = QApplication::arguments();
    if (arguments.size() != 2) {
        std::fputs("usage: screenshots FOLDER\n", stderr);
        return 2;
    }
    const QString scale = qEnvironmentVariable("QT_SCALE_FACTOR", QStringLiteral("1"));
    for (const char* language : { "en", "zh_CN" }) {
        for (const char* theme : { "light", "dark" }) {
            const QString folder
                = QStringLiteral("%1/%2-%3-%4x")
                      .arg(arguments[1], QLatin1String(language), QLatin1String(theme), scale);
            const QTemporaryDir empty(QDir::tempPath() + QStringLiteral("/workspace-XXXXXX"));
            const QTemporaryDir full(QDir::tempPath() + QStringLiteral("/workspace-XXXXXX"));
            if (!QDir().mkpath(folder))
                qFatal("%s cannot be made", qPrintable(folder));
            const WorkspacePaths paths { full.path() };
            paths.create();
            for (const QTemporaryDir* workspace : { &empty, &full })
                choose(workspace->path(), QLatin1String(language), QLatin1String(theme));
            Photographer(folder, WorkspacePaths { empty.path() }).takeEmpty();
            const Study study = makeStudy(paths);
            Photographer(folder, paths).takeStudy(study, full.path());
            std::printf("%s\n", qPrintable(folder));
        }
    }
    return 0;
}
