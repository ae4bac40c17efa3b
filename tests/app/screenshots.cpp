// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>

#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QDialog>
#include <QDir>
#include <QInputDialog>
#include <QLineEdit>
#include <QLockFile>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>
#include <QMessageBox>
#include <QPointer>
#include <QPushButton>
#include <QTabBar>
#include <QTableView>
#include <QTemporaryDir>

#include "app/commandpalette.h"
#include "app/instancelock.h"
#include "app/launcher.h"
#include "app/mainwindow.h"
#include "app/settings.h"
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
    /// Takes the `parts` only, all of them if there are none.
    Photographer(const QString& folder, const WorkspacePaths& paths, const QStringList& parts)
        : m_folder(folder)
        , m_parts(parts)
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
        if (wants("questions"))
            takeNoFigure();
        if (!wants("empty"))
            return;
        take(QStringLiteral("empty-welcome"), m_window);
        for (const Panel* panel : m_window.findChildren<Panel*>()) {
            m_window.showPanel(panel->id());
            settle(m_application, m_window);
            take(QStringLiteral("empty-") + panel->id(), m_window);
        }
    }

    void takeStudy(const Study& study, const QString& logFolder)
    {
        openStudy(m_application, study);
        if (wants("panels"))
            takePanels();
        if (wants("computed"))
            takeComputed();
        if (wants("runs"))
            takeRuns();
        if (wants("menus"))
            takeMenus();
        if (wants("dialogs"))
            takeDialogs();
        if (wants("questions"))
            takeQuestions();
        if (wants("import"))
            takeImport(logFolder);
        if (wants("tools"))
            takeTools();
        if (wants("training"))
            takeTraining(study);
    }

private:
    bool wants(const char* part) const { return m_parts.isEmpty() || m_parts.contains(QLatin1String(part)); }

    void takePanels()
    {
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
    }

    static void waitFor(const std::function<bool()>& condition)
    {
        if (!QTest::qWaitFor(condition, picturePatienceMs))
            qFatal("what is to be photographed does not come");
    }

    void take(const QString& name, QWidget& widget)
    {
        const QImage image = pictureOf(widget);
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
            if (toggle->isVisible() && toggle->objectName() == QLatin1String("dataTableToggle"))
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

    /// The one in front of the others.
    static QDialog* dialog()
    {
        QDialog* front = nullptr;
        for (QWidget* widget : QApplication::topLevelWidgets())
            if (auto* found = qobject_cast<QDialog*>(widget); found && found->isVisible())
                if (!front || found->parentWidget() == front)
                    front = found;
        return front;
    }

    template <typename Type> Type* find(const char* panel, const char* name)
    {
        auto* found
            = m_window.findChild<QWidget*>(QLatin1String(panel))->findChild<Type*>(QLatin1String(name));
        if (!found)
            qFatal("%s has no %s", panel, name);
        return found;
    }

    /// Takes the question that `ask` brings and answers it: a text to enter with `text`, another one with its
    /// refusal.
    void takeQuestion(const char* name, const std::function<void()>& ask, const QString& text = {})
    {
        const QDialog* before = dialog();
        ask();
        waitFor([before] { return dialog() && dialog() != before; });
        QDialog* question = dialog();
        if (auto* input = qobject_cast<QInputDialog*>(question); input && !text.isEmpty())
            input->setTextValue(text);
        take(QStringLiteral("question-") + QLatin1String(name), *question);
        text.isEmpty() ? question->reject() : question->accept();
        waitFor([before] { return dialog() == before; });
        settle(m_application, m_window, false);
    }

    void takeNoFigure()
    {
        takeQuestion("no-figure", [this] { trigger(QStringLiteral("file.exportFigure")); });
    }

    /// All that asks for a name, for a confirmation or for nothing but to be read.
    void takeQuestions()
    {
        m_window.showPanel(QStringLiteral("training"));
        settle(m_application, m_window);
        takeQuestion(
            "save-preset", [this] { find<QAction>("training", "savePreset")->trigger(); },
            QStringLiteral("small batches"));
        waitFor([this] { return find<QAction>("training", "removePreset")->isEnabled(); });
        takeQuestion("remove-preset", [this] { find<QAction>("training", "removePreset")->trigger(); });
        trigger(QStringLiteral("file.exportFigure"));
        waitFor([] { return dialog() != nullptr; });
        settle(m_application, m_window, false);
        QDialog* exporting = dialog();
        takeQuestion("save-style", [exporting] {
            exporting->findChild<QPushButton*>(QStringLiteral("saveStyle"))->click();
        });
        exporting->close();
        waitFor([] { return dialog() == nullptr; });

        m_window.showPanel(QStringLiteral("sweeps"));
        settle(m_application, m_window);
        takeQuestion("remove-sweep", [this] { find<QPushButton>("sweeps", "removeSweep")->click(); });

        m_window.showPanel(QStringLiteral("interests"));
        settle(m_application, m_window);
        find<QTableView>("interests", "history")->selectRow(1);
        find<QPushButton>("interests", "dropItem")->click();
        settle(m_application, m_window);
        takeQuestion(
            "save-case", [this] { find<QPushButton>("interests", "saveCase")->click(); },
            QStringLiteral("without the second"));
        waitFor([this] { return find<QPushButton>("interests", "removeCase")->isEnabled(); });
        takeQuestion("delete-case", [this] {
            find<QPushButton>("interests", "removeCase")->menu()->actions().front()->trigger();
        });
        find<QPushButton>("interests", "resetEdits")->click();
        settle(m_application, m_window);

        m_window.showPanel(QStringLiteral("runs"));
        auto* table = find<QTableView>("runs", "runs");
        const auto chooseInMenu = [this, table](const char* action) {
            Q_EMIT table->customContextMenuRequested({ 40, 10 });
            auto* menu = m_window.findChild<QMenu*>(QStringLiteral("runMenu"));
            menu->findChild<QAction*>(QLatin1String(action))->trigger();
            menu->close();
        };
        table->selectRow(0);
        settle(m_application, m_window);
        takeQuestion("rename-run", [&] { chooseInMenu("rename"); });
        takeQuestion("tags", [&] { chooseInMenu("tags"); });
        table->selectAll();
        takeQuestion("common-tags", [&] { chooseInMenu("tags"); });

        takeQuestion("open", [this] { trigger(QStringLiteral("file.open")); });
        m_application.dialogs().nextFiles(
            { m_application.context().paths.root + QStringLiteral("/opal-studio-report.txt") });
        takeQuestion("report", [this] { trigger(QStringLiteral("help.report")); });
        const PanelContext context = m_application.context();
        SynthParams large;
        large.users = 20'000;
        large.interactions = 4'000'000;
        context.jobs.submit(makeSynthesiseJob(context.store, large,
                                              context.paths.datasets() + QStringLiteral("/large.opaldata")));
        takeQuestion("close-now", [this] {
            waitFor([this] {
                const auto jobs = m_application.jobs().jobs();
                return std::any_of(jobs.begin(), jobs.end(),
                                   [](const JobInfo& job) { return job.running && job.isWork(); });
            });
            m_window.close();
        });
        for (const JobInfo& job : m_application.jobs().jobs())
            m_application.jobs().cancel(job.id);
        waitFor([this] { return !m_application.jobs().isBusy(); });
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
    QStringList m_parts;
    Application m_application;
    MainWindow& m_window;
};

/// What is asked before there is a window, and by a window that comes back after a crash.
class Doorkeeper final
{
public:
    Doorkeeper(const QString& folder, const QString& workspace)
        : m_folder(folder)
        , m_workspace(workspace)
    {
    }

    void takeAll()
    {
        {
            InstanceLock held(m_workspace);
            if (!held.tryLock())
                qFatal("the workspace is in use");
            Launcher launcher({ m_workspace, {}, false });
            launcher.start();
            takeBox("workspace-open");
        }
        {
            // Held, and nobody there who could be called.
            QLockFile held(m_workspace + QStringLiteral("/studio.lock"));
            if (!held.tryLock())
                qFatal("the workspace is in use");
            Launcher launcher({ m_workspace, {}, false });
            launcher.dialogs().nextChoice(QStringLiteral("front"));
            launcher.start();
            takeBox("workspace-silent");
        }
        {
            Application application(WorkspacePaths { m_workspace });
            RunRecord run;
            run.name = "demo-k4";
            run.model = "opal";
            run.state = RunState::Interrupted;
            Settings settings(m_workspace);
            settings.set(settings::trainingRun, QString::fromStdString(application.store().createRun(run)));
            settings.set(settings::sessionOpen, QStringLiteral("yes"));
        }
        {
            Application application(WorkspacePaths { m_workspace });
            application.window().show();
            takeBox("interrupted");
            settle(application, application.window());
        }
        QFile database(WorkspacePaths { m_workspace }.database());
        if (!database.open(QIODevice::WriteOnly) || database.write("no database") < 0)
            qFatal("the database cannot be spoilt");
        database.close();
        Launcher launcher({ m_workspace, {}, false });
        launcher.start();
        takeBox("workspace-refused");
    }

private:
    void takeBox(const char* name)
    {
        QMessageBox* box = nullptr;
        const auto comes = [&box] {
            for (QWidget* widget : QApplication::topLevelWidgets())
                if (auto* found = qobject_cast<QMessageBox*>(widget); found && found->isVisible())
                    box = found;
            return box != nullptr;
        };
        if (!QTest::qWaitFor(comes, picturePatienceMs)
            || !box->grab().save(QStringLiteral("%1/question-%2.png").arg(m_folder, QLatin1String(name))))
            qFatal("there is no picture of the question %s", name);
        const QPointer<QMessageBox> closing(box);
        box->reject();
        if (!QTest::qWaitFor([&closing] { return closing.isNull(); }, picturePatienceMs))
            qFatal("the question %s stays", name);
    }

    QString m_folder;
    QString m_workspace;
};

void choose(const QString& workspace, const QString& language, const QString& theme)
{
    Settings settings(workspace);
    settings.set(settings::language, language);
    settings.set(settings::theme, theme);
    settings.set(settings::tourSeen, QStringLiteral("yes"));
}

} // namespace

/// `screenshots FOLDER [LOOK [PART...]]`: pictures of the whole studio in both themes and languages, at the
/// scale that QT_SCALE_FACTOR gives, in FOLDER/<language>-<theme>-<scale>. The target `screenshots` takes all
/// scales. LOOK is one language and theme, e.g. zh_CN-dark, or `all`; each PART is one of empty, panels,
/// computed, runs, menus, dialogs, questions, import, tools and training.
int main(int argc, char** argv)
{
    QApplication program(argc, argv);
    const QStringList arguments = QApplication::arguments();
    if (arguments.size() < 2) {
        std::fputs("usage: screenshots FOLDER [LOOK [PART...]]\n", stderr);
        return 2;
    }
    const QString onlyLook = arguments.value(2, QStringLiteral("all"));
    const QStringList parts = arguments.mid(3);
    const QString scale = qEnvironmentVariable("QT_SCALE_FACTOR", QStringLiteral("1"));
    for (const char* language : { "en", "zh_CN" }) {
        for (const char* theme : { "light", "dark" }) {
            const QString look = QStringLiteral("%1-%2").arg(QLatin1String(language), QLatin1String(theme));
            if (onlyLook != QLatin1String("all") && onlyLook != look)
                continue;
            const QString folder = QStringLiteral("%1/%2-%3x").arg(arguments[1], look, scale);
            const QTemporaryDir door(QDir::tempPath() + QStringLiteral("/workspace-XXXXXX"));
            const QTemporaryDir empty(QDir::tempPath() + QStringLiteral("/workspace-XXXXXX"));
            const QTemporaryDir full(QDir::tempPath() + QStringLiteral("/workspace-XXXXXX"));
            if (!QDir().mkpath(folder))
                qFatal("%s cannot be made", qPrintable(folder));
            const WorkspacePaths paths { full.path() };
            paths.create();
            for (const QTemporaryDir* workspace : { &door, &empty, &full })
                choose(workspace->path(), QLatin1String(language), QLatin1String(theme));
            if (parts.isEmpty() || parts.contains(QLatin1String("questions")))
                Doorkeeper(folder, door.path()).takeAll();
            Photographer(folder, WorkspacePaths { empty.path() }, parts).takeEmpty();
            const Study study = makeStudy(paths);
            Photographer(folder, paths, parts).takeStudy(study, full.path());
            std::printf("%s\n", qPrintable(folder));
        }
    }
    return 0;
}
