// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include <QApplication>
#include <QDialog>
#include <QFile>
#include <QPushButton>
#include <QTabWidget>
#include <QTableView>
#include <QTest>

#include "app/commandpalette.h"
#include "app/help.h"
#include "app/panelregistry.h"
#include "app/tour.h"
#include "app/welcomepage.h"
#include "tests/app/studiofixture.h"
#include "views/shell/backgroundqueries.h"
#include "views/shell/workspace.h"

namespace opal::test {

/// A short training on the small data set, which is made, too.
inline void makeTrainedWorkspace(const QString& folder)
{
    const QString dataset = makeDataset(folder);
    const WorkspacePaths paths { folder };
    RunStore store(paths.database());
    JobRunner runner;
    TrainJobRequest request;
    request.datasetFile = dataset;
    request.name = QStringLiteral("walked");
    request.params
        = { { "batch_size", "64" }, { "dim", "8" }, { "steps_per_epoch", "10" }, { "max_epochs", "2" } };
    if (resultOf(runner, makeTrainJob(store, paths, request), patienceMs).run.id.empty())
        qFatal("the run of the walk could not be trained");
}

/// What is asked for in the background is there when neither a job nor a question is left; an answer may
/// bring new ones.
inline void settle(Studio& studio)
{
    for (int round = 0; round < 4; ++round) {
        bool answered = false;
        studio.application.context().queries.run(
            &studio.window, [] { return true; }, [&answered](bool value) { answered = value; });
        if (!QTest::qWaitFor([&] { return answered && !studio.application.jobs().isBusy(); }, patienceMs))
            qFatal("the window does not come to rest");
    }
}

using Look = std::function<void(const QString& place, QWidget& root)>;

/// Looks at `root` on each page of its tabs.
inline void lookAtPages(const QString& place, QWidget& root, Studio& studio, const Look& look)
{
    look(place, root);
    for (QTabWidget* tabs : root.findChildren<QTabWidget*>()) {
        if (!tabs->isVisible())
            continue;
        const int before = tabs->currentIndex();
        for (int page = 0; page < tabs->count(); ++page) {
            tabs->setCurrentIndex(page);
            settle(studio);
            look(QStringLiteral("%1, page %2").arg(place).arg(page + 1), *tabs);
        }
        tabs->setCurrentIndex(before);
    }
}

/// Looks at whatever window an action opens, and closes it.
inline void lookAtDialog(const QString& action, Studio& studio, const Look& look)
{
    QAction* opens = studio.window.actions().find(action);
    QVERIFY2(opens && opens->isEnabled(), qPrintable(action));
    QWidgetList before;
    for (QWidget* window : QApplication::topLevelWidgets())
        if (window->isVisible())
            before << window;
    opens->trigger();
    QWidget* dialog = nullptr;
    QVERIFY2(QTest::qWaitFor([&] {
                 for (QWidget* window : QApplication::topLevelWidgets())
                     if (window->isVisible() && !before.contains(window))
                         dialog = window;
                 return dialog != nullptr;
             }),
             qPrintable(action));
    settle(studio);
    lookAtPages(action, *dialog, studio, look);
    dialog->close();
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
}

/// What lies over the window: the command palette with what it finds, and each step of the tour.
inline void lookAtOverlays(Studio& studio, const Look& look)
{
    studio.trigger("go.search");
    auto* palette = studio.window.findChild<CommandPalette*>();
    QTRY_VERIFY(palette->isVisible());
    QTest::keyClicks(studio.child<QLineEdit>("paletteField"), QStringLiteral("1"));
    settle(studio);
    look(QStringLiteral("palette"), *palette);
    palette->dismiss();
    studio.trigger("help.tour");
    auto* tour = studio.window.findChild<Tour*>();
    QVERIFY(tour);
    for (int step = 0; step < Tour::stepCount(); ++step) {
        QVERIFY(tour->isVisible());
        settle(studio);
        look(QStringLiteral("tour, step %1").arg(step + 1), *tour);
        QTest::mouseClick(tour->findChild<QPushButton*>(QStringLiteral("tourNext")), Qt::LeftButton);
    }
    QVERIFY(!tour->isVisible());
}

/// The question or text field that `ask` brings; it is closed again.
inline void lookAtQuestion(const QString& place, const std::function<void()>& ask, const Look& look)
{
    ask();
    QDialog* dialog = nullptr;
    QVERIFY2(QTest::qWaitFor([&] {
                 dialog = qobject_cast<QDialog*>(QApplication::activeModalWidget());
                 return dialog != nullptr;
             }),
             qPrintable(place));
    look(place, *dialog);
    dialog->reject();
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
}

/// Another name for a run, and the question when the window is closed while something is trained.
inline void lookAtQuestions(Studio& studio, const Look& look)
{
    studio.click(QStringLiteral("rail_runs"));
    settle(studio);
    auto* runs = studio.child<QTableView>("runs");
    studio.window.activateWindow();
    runs->selectRow(0);
    runs->setFocus();
    QTRY_VERIFY(runs->hasFocus());
    lookAtQuestion(
        QStringLiteral("rename"), [runs] { QTest::keyClick(runs, Qt::Key_F2); }, look);
    const PanelContext context = studio.application.context();
    TrainJobRequest request;
    request.datasetFile = studio.application.workspace().datasetPath();
    request.name = QStringLiteral("walked");
    request.params = { { "batch_size", "64" }, { "dim", "8" }, { "patience", "1000" } };
    const JobId job = context.jobs.submit(makeTrainJob(context.store, context.paths, request));
    QTRY_VERIFY_WITH_TIMEOUT(context.jobs.jobs().front().running, patienceMs);
    lookAtQuestion(
        QStringLiteral("closing"), [&studio] { studio.window.close(); }, look);
    context.jobs.cancel(job);
    settle(studio);
}

/// A workspace in which nothing was done yet: the welcome page and what the panels say then.
inline void walkEmpty(
    const Look& look, const std::function<void()>& opened = [] {})
{
    const QTemporaryDir folder;
    Studio studio(folder.path());
    opened();
    settle(studio);
    auto* welcome = studio.window.findChild<WelcomePage*>();
    QVERIFY(welcome && welcome->isVisible());
    look(QStringLiteral("welcome"), *welcome);
    for (Panel* panel : studio.window.findChildren<Panel*>()) {
        studio.click(QStringLiteral("rail_") + panel->id());
        settle(studio);
        look(QStringLiteral("empty ") + panel->id(), *panel);
    }
}

/// Shows each panel of the registry, the tools, the import form, every dialog, question and overlay in turn.
inline void walk(Studio& studio, const Look& look)
{
    QTRY_VERIFY_WITH_TIMEOUT(!studio.application.workspace().runId().isEmpty()
                                 && !studio.application.workspace().datasetPath().isEmpty(),
                             patienceMs);
    settle(studio);
    const auto panels = studio.window.findChildren<Panel*>();
    QCOMPARE(static_cast<std::size_t>(panels.size()), panelRegistry().size());
    for (Panel* panel : panels) {
        studio.click(QStringLiteral("rail_") + panel->id());
        settle(studio);
        QVERIFY(panel->isVisible());
        lookAtPages(panel->id(), *panel, studio, look);
    }
    for (const char* tool : { "view.tool.inspector", "view.tool.jobs" })
        if (!studio.window.actions().find(QLatin1String(tool))->isChecked())
            studio.trigger(tool);
    settle(studio);
    look(QStringLiteral("window"), studio.window);
    const QString log = studio.application.context().paths.root + QStringLiteral("/log.csv");
    QFile file(log);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("user,item,time,liked\n1,10,1600000000,1\n1,11,1600086400,0\n2,10,1600172800,1\n");
    file.close();
    studio.window.openFiles({ log });
    settle(studio);
    look(QStringLiteral("import"), studio.window);
    studio.click(QStringLiteral("rail_training"));
    settle(studio);
    for (const char* action :
         { "file.exportFigure", "file.preferences", "help.about", "help.guide", "view.layout.save" })
        lookAtDialog(QLatin1String(action), studio, look);
    lookAtOverlays(studio, look);
    lookAtQuestions(studio, look);
}

} // namespace opal::test
