// SPDX-License-Identifier: GPL-3.0-or-later
#include <csignal>

#include <QComboBox>
#include <QDir>
#include <QDragEnterEvent>
#include <QFileInfo>
#include <QLabel>
#include <QLocalSocket>
#include <QMenu>
#include <QMimeData>
#include <QProcess>
#include <QTabWidget>
#include <QUrl>
#include <QWheelEvent>

#include "app/instancelock.h"
#include "app/launcher.h"
#include "app/settings.h"
#include "core/jobs/runbundle.h"
#include "core/jobs/savefile.h"
#include "core/jobs/trainconfig.h"
#include "tests/app/studiofixture.h"
#include "tests/support/firstpaint.h"
#include "tests/support/testprogram.h"
#include "views/plot/chartwidget.h"
#include "views/plot/figureexporter.h"
#include "views/plot/provenance.h"
#include "views/plot/qcp.h"
#include "views/shell/workspace.h"
#include "views/widgets/errorbar.h"

using namespace opal;
using namespace opal::test;

namespace {

void zoom(ChartWidget& chart)
{
    const QPointF middle = chart.plot().axisRect()->center();
    QWheelEvent wheel(middle, chart.plot().mapToGlobal(middle), {}, { 0, 240 }, Qt::NoButton,
                      Qt::ControlModifier, Qt::NoScrollPhase, false);
    QApplication::sendEvent(&chart.plot(), &wheel);
}

/// Ten evaluations over a hundred steps.
void addCurves(const QString& folder, const std::string& run)
{
    RunStore store(WorkspacePaths { folder }.database());
    std::vector<StepReport> steps;
    std::vector<EvaluationReport> evaluations;
    for (int step = 1; step <= 100; ++step) {
        steps.push_back({ "soft", step, { { "loss", 5.0 / step } }, 0.001 });
        if (step % 10 != 0)
            continue;
        EvaluationReport report;
        report.stage = "soft";
        report.epoch = step / 10;
        report.step = step;
        report.metrics.users = 10;
        report.metrics.values["recall"] = { { 200, step * 0.004 } };
        report.metrics.values["hit_rate"] = { { 200, step * 0.005 } };
        report.metrics.values["ndcg"] = { { 200, step * 0.001 } };
        evaluations.push_back(report);
    }
    store.beginSegment(run, 0);
    store.append(run, steps, evaluations, {});
    RunRecord record = store.run(run);
    record.state = RunState::Finished;
    store.updateRun(record);
}

} // namespace

/// One window a workspace, what a window remembers, and the files it is given.
class TestSession final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theWindowNeedsNoEngineToOpen();
    void oneWindowHoldsAWorkspace();
    void secondStartBringsTheFirstToTheFront();
    void secondStartOpensAnotherWorkspace();
    void aFileGoesToTheOpenWindow();
    void droppedDataSetsAndBundlesAreOpened();
    void droppedFiguresLeadBackToTheirRun();
    void configurationsFillTheForm();
    void zoomsComeBackToTheSameRun();
    void theZoomOfTheComparisonComesBack();
    void killedWhileTrainingOffersToResume();
    void killedItComesBackAsItWas();
};

void TestSession::theWindowNeedsNoEngineToOpen()
{
#ifndef OPAL_LAZY_ENGINE
    QSKIP("this build is linked with the engine");
#endif
    const QTemporaryDir folder;
    makeDataset(folder.path());
    const auto first
        = firstPaintOf(QStringLiteral(OPAL_STUDIO), { QStringLiteral("--workspace"), folder.path() });
    QVERIFY(first);
    QVERIFY(!first->hasEngine);
}

void TestSession::oneWindowHoldsAWorkspace()
{
    const QTemporaryDir folder;
    auto first = std::make_unique<InstanceLock>(folder.path());
    QVERIFY(first->tryLock());
    InstanceLock second(folder.path());
    QVERIFY(!second.tryLock());
    QSignalSpy called(first.get(), &InstanceLock::called);
    bool answered = false;
    second.callHolder({ QStringLiteral("/a b"), QStringLiteral("/c") }, [&](bool yes) { answered = yes; });
    QTRY_VERIFY(answered);
    QCOMPARE(called.front().front().toStringList(),
             (QStringList { QStringLiteral("/a b"), QStringLiteral("/c") }));
    first.reset();
    QVERIFY(second.tryLock());
}

void TestSession::secondStartBringsTheFirstToTheFront()
{
    const QTemporaryDir folder;
    Launcher first({ folder.path(), {}, false });
    first.start();
    QVERIFY(first.application());
    first.application()->window().hide();
    Launcher second({ folder.path(), {}, false });
    QSignalSpy finished(&second, &Launcher::finished);
    second.dialogs().nextChoice(QStringLiteral("front"));
    second.start();
    QTRY_COMPARE(finished.size(), 1);
    QVERIFY(!second.application());
    QTRY_VERIFY(first.application()->window().isVisible());
}

void TestSession::secondStartOpensAnotherWorkspace()
{
    const QTemporaryDir folder;
    const QTemporaryDir other;
    InstanceLock first(folder.path());
    QVERIFY(first.tryLock());
    Launcher second({ folder.path(), {}, false });
    second.dialogs().nextChoice(QStringLiteral("other"));
    second.dialogs().nextFiles({ other.path() });
    second.start();
    QTRY_VERIFY(second.application());
    QCOMPARE(second.application()->context().paths.root, other.path());
    Launcher third({ folder.path(), {}, false });
    QSignalSpy finished(&third, &Launcher::finished);
    third.dialogs().nextChoice(QStringLiteral("quit"));
    third.start();
    QTRY_COMPARE(finished.size(), 1);
}

void TestSession::aFileGoesToTheOpenWindow()
{
    const QTemporaryDir folder;
    const QTemporaryDir elsewhere;
    const QString file = makeDataset(elsewhere.path());
    QVERIFY(!file.isEmpty());
    Launcher first({ folder.path(), {}, false });
    first.start();
    Launcher second({ folder.path(), { file }, false });
    QSignalSpy finished(&second, &Launcher::finished);
    second.start();
    QTRY_COMPARE(finished.size(), 1);
    QTRY_COMPARE_WITH_TIMEOUT(first.application()->workspace().datasetPath(), file, patienceMs);
}

void TestSession::droppedDataSetsAndBundlesAreOpened()
{
    const QTemporaryDir folder;
    const QTemporaryDir elsewhere;
    const QString dataset = makeDataset(elsewhere.path());
    const std::string run = addRun(elsewhere.path(), "from-elsewhere");
    const WorkspacePaths paths { elsewhere.path() };
    RunStore store(paths.database());
    const QString bundle = elsewhere.filePath(QStringLiteral("run.opalrun"));
    exportRunBundle(store, paths, run, bundle, {}, BundleContent::Incomplete); // it was never trained
    Studio studio(folder.path());
    QMimeData data;
    data.setUrls({ QUrl::fromLocalFile(dataset), QUrl::fromLocalFile(bundle) });
    QDragEnterEvent enter({ 10, 10 }, Qt::CopyAction, &data, Qt::LeftButton, {});
    QApplication::sendEvent(&studio.window, &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop({ 10, 10 }, Qt::CopyAction, &data, Qt::LeftButton, {});
    QApplication::sendEvent(&studio.window, &drop);
    QTRY_COMPARE_WITH_TIMEOUT(studio.application.workspace().datasetPath(), dataset, patienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(
        !studio.application.workspace().runId().isEmpty()
            && studio.application.store().run(studio.application.workspace().runId().toStdString()).name
                == "from-elsewhere",
        patienceMs);
}

void TestSession::droppedFiguresLeadBackToTheirRun()
{
    const QTemporaryDir folder;
    const std::string first = addRun(folder.path(), "drawn");
    addRun(folder.path(), "newer");
    FigureProvenance provenance;
    provenance.figure = QStringLiteral("loss");
    provenance.subject.runs = { first };
    const auto nothing = [](QCustomPlot&, const PlotTheme&) {};
    const QString figure = folder.filePath(QStringLiteral("loss & more.svg"));
    saveFile(figure, renderFigure(nothing, FigureFormat::Svg, {}, provenance));
    Studio studio(folder.path());
    QTRY_VERIFY(!studio.application.workspace().runId().isEmpty());
    studio.click(QStringLiteral("rail_data"));
    studio.window.openFiles({ figure });
    QTRY_COMPARE(studio.application.workspace().runId().toStdString(), first);
    QTRY_COMPARE(studio.front(), QStringLiteral("training"));
    // What was opened can be opened again.
    studio.application.workspace().setRun({});
    auto* recent = studio.child<QMenu>("recentFiles");
    Q_EMIT recent->aboutToShow();
    QCOMPARE(recent->actions().size(), 1);
    QCOMPARE(recent->actions().front()->text(), QStringLiteral("loss && more.svg"));
    recent->actions().front()->trigger();
    QTRY_COMPARE(studio.application.workspace().runId().toStdString(), first);
    // A picture from elsewhere is refused with words.
    const QString foreign = folder.filePath(QStringLiteral("foreign.svg"));
    QFile file(foreign);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("<svg/>");
    file.close();
    studio.window.openFiles({ foreign });
    auto* error = studio.child<ErrorBar>("windowError");
    QTRY_VERIFY(error->isVisible());
}

void TestSession::configurationsFillTheForm()
{
    const QTemporaryDir folder;
    const QTemporaryDir elsewhere;
    const QString dataset = makeDataset(elsewhere.path());
    const auto write = [&](const char* name, const QByteArray& text) {
        const QString path = elsewhere.filePath(QLatin1String(name));
        QFile file(path);
        return file.open(QIODevice::WriteOnly) && file.write(text) == text.size() ? path : QString();
    };
    const QString relative = QDir(elsewhere.path()).relativeFilePath(dataset);
    const QString good = write("wide.toml",
                               "dataset = \"" + relative.toUtf8()
                                   + "\"\nmodel = \"mind\"\ninterests = 6\nlearning_rate = 0.01\n");
    Studio studio(folder.path());
    studio.application.dialogs().nextFiles({ good });
    QVERIFY(QTest::qWaitForWindowActive(&studio.window));
    QTest::keyClick(&studio.window, Qt::Key_O, Qt::ControlModifier);
    QTRY_COMPARE(studio.front(), QStringLiteral("training"));
    QCOMPARE(studio.child<QComboBox>("modelCombo")->currentData().toString(), QStringLiteral("mind"));
    // The form of sweeps has a bar of presets, too.
    auto* training = studio.child<QWidget>("training");
    auto* presets = training->findChild<QComboBox*>(QStringLiteral("presetCombo"));
    QCOMPARE(presets->currentText(), QStringLiteral("File wide"));
    QCOMPARE(studio.child<QLineEdit>("param_interests")->text(), QStringLiteral("6"));
    QCOMPARE(studio.child<QLineEdit>("param_learning_rate")->text(), QStringLiteral("0.01"));
    QTRY_COMPARE_WITH_TIMEOUT(studio.application.workspace().datasetPath(), dataset, patienceMs);

    // What the form holds, saved and dropped again, is the same.
    const QString saved = elsewhere.filePath(QStringLiteral("saved.toml"));
    studio.application.dialogs().nextFiles({ saved });
    training->findChild<QAction*>(QStringLiteral("saveParameters"))->trigger();
    QTRY_VERIFY(QFileInfo::exists(saved));
    const TrainConfig config = readTrainConfig(saved.toStdString());
    QCOMPARE(config.model, std::string("mind"));
    QCOMPARE(config.dataset, dataset.toStdString());
    QVERIFY((config.params
             == std::map<std::string, std::string> { { "interests", "6" }, { "learning_rate", "0.01" } }));

    // A bad file says where it is wrong and changes nothing.
    studio.click(QStringLiteral("rail_data"));
    const QString bad = write("bad.toml", "interests = 4\nintrests = 99\n");
    QMimeData data;
    data.setUrls({ QUrl::fromLocalFile(bad) });
    QDragEnterEvent enter({ 10, 10 }, Qt::CopyAction, &data, Qt::LeftButton, {});
    QApplication::sendEvent(&studio.window, &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop({ 10, 10 }, Qt::CopyAction, &data, Qt::LeftButton, {});
    QApplication::sendEvent(&studio.window, &drop);
    auto* error = studio.child<ErrorBar>("windowError");
    QTRY_VERIFY(error->isVisible());
    const auto labels = error->findChildren<QLabel*>();
    QVERIFY(std::any_of(labels.begin(), labels.end(), [](const QLabel* label) {
        return label->isVisible() && label->text().contains(QStringLiteral("bad.toml, line 2"))
            && label->text().contains(QStringLiteral("interests"));
    }));
    QCOMPARE(studio.front(), QStringLiteral("data"));
    QCOMPARE(presets->currentText(), QStringLiteral("File wide"));

    auto* recent = studio.child<QMenu>("recentFiles");
    Q_EMIT recent->aboutToShow();
    QCOMPARE(recent->actions().size(), 2);
    QCOMPARE(recent->actions().back()->text(), QStringLiteral("wide.toml"));
}

void TestSession::zoomsComeBackToTheSameRun()
{
    const QTemporaryDir folder;
    const std::string run = addRun(folder.path(), "zoomed");
    const std::string other = addRun(folder.path(), "other");
    for (const std::string& id : { run, other })
        addCurves(folder.path(), id);
    const auto pixels = [](ChartWidget& chart) { return chart.plot().xAxis->range(); };
    QCPRange ranking;
    QCPRange runs;
    {
        Studio studio(folder.path());
        QTRY_VERIFY(!studio.application.workspace().runId().isEmpty());
        studio.application.workspace().setRun(QString::fromStdString(run));
        studio.click(QStringLiteral("rail_training"));
        auto* chart = studio.child<ChartWidget>("rankingChart");
        QTRY_VERIFY(chart->plot().graphCount() > 0 && chart->plot().isVisible());
        QTRY_VERIFY(pixels(*chart).upper > 50);
        zoom(*chart);
        ranking = pixels(*chart);
        QVERIFY(ranking.size() < 100);
        studio.click(QStringLiteral("rail_runs"));
        auto* curves = studio.child<QWidget>("runs")->findChild<ChartWidget*>();
        QTRY_VERIFY(curves->plot().isVisible() && pixels(*curves).upper > 50);
        zoom(*curves);
        runs = pixels(*curves);
        // Not closed: what is known after a crash is what was written by itself.
        QTRY_COMPARE(Settings(folder.path()).zoom(QStringLiteral("training/rankingChart")), chart->view());
        QTRY_COMPARE(Settings(folder.path()).zoom(QStringLiteral("runs/runCurves")), curves->view());
    }
    Studio studio(folder.path());
    QTRY_COMPARE(studio.application.workspace().runId().toStdString(), run);
    auto* chart = studio.child<ChartWidget>("rankingChart");
    auto* loss = studio.child<ChartWidget>("lossChart");
    QTRY_VERIFY(chart->plot().graphCount() > 0);
    studio.click(QStringLiteral("rail_training"));
    QTRY_VERIFY(chart->plot().isVisible());
    QCOMPARE(pixels(*chart), ranking);
    QCOMPARE(pixels(*loss), ranking);
    studio.click(QStringLiteral("rail_runs"));
    auto* curves = studio.child<QWidget>("runs")->findChild<ChartWidget*>();
    QTRY_COMPARE(pixels(*curves), runs);
    // Another run is shown whole, and after quitting so, nothing is zoomed.
    studio.application.workspace().setRun(QString::fromStdString(other));
    QTRY_VERIFY(pixels(*chart).upper >= 100 && pixels(*chart).lower <= 0);
    QVERIFY(studio.window.close());
    QVERIFY(Settings(folder.path()).zoom(QStringLiteral("training/rankingChart")).isEmpty());
}

void TestSession::theZoomOfTheComparisonComesBack()
{
    const QTemporaryDir folder;
    for (const char* name : { "one", "other" })
        addCurves(folder.path(), addRun(folder.path(), name));
    const auto openCurves = [](Studio& studio) -> ChartWidget* {
        studio.click(QStringLiteral("rail_compare"));
        auto* pages = studio.child<QTabWidget>("comparePages");
        auto* chart = pages->findChild<ChartWidget*>(QStringLiteral("runCurves"));
        pages->setCurrentIndex(1);
        [&] { QTRY_VERIFY(chart && chart->plot().isVisible() && chart->plot().graphCount() > 0); }();
        return chart;
    };
    QCPRange zoomed;
    {
        Studio studio(folder.path());
        ChartWidget* chart = openCurves(studio);
        QTRY_VERIFY(chart->plot().xAxis->range().upper > 50);
        zoom(*chart);
        zoomed = chart->plot().xAxis->range();
        QVERIFY(zoomed.size() < 100);
        QTRY_COMPARE(Settings(folder.path()).zoom(QStringLiteral("compare/runCurves")), chart->view());
    }
    Studio studio(folder.path());
    ChartWidget* chart = openCurves(studio);
    QTRY_COMPARE(chart->plot().xAxis->range(), zoomed);
}

void TestSession::killedWhileTrainingOffersToResume()
{
    const QTemporaryDir folder;
    QProcess program;
    program.setProcessChannelMode(QProcess::ForwardedChannels);
    program.start(QStringLiteral(OPAL_STUDIO),
                  { QStringLiteral("--workspace"), folder.path(), QStringLiteral("--demo") });
    QVERIFY(program.waitForStarted());
    const WorkspacePaths paths { folder.path() };
    const auto remembered = [&] { return Settings(folder.path()).text(settings::trainingRun); };
    QTRY_VERIFY_WITH_TIMEOUT(!remembered().isEmpty(), patienceMs);
    const std::string run = remembered().toStdString();
    QTRY_VERIFY_WITH_TIMEOUT(QFileInfo::exists(paths.runFolder(remembered())), patienceMs);
    ::kill(static_cast<pid_t>(program.processId()), SIGKILL);
    QVERIFY(program.waitForFinished());
    Application again(paths);
    QTRY_COMPARE(again.store().run(run).state, RunState::Interrupted);
    again.dialogs().nextChoice(QStringLiteral("resume"));
    again.window().show();
    QTRY_COMPARE_WITH_TIMEOUT(again.store().run(run).state, RunState::Running, patienceMs);
    QVERIFY(!again.dialogs().hasUnusedAnswers());
    QCOMPARE(again.workspace().runId().toStdString(), run);
    QCOMPARE(again.window().currentPanel()->id(), QStringLiteral("training"));
    for (const JobInfo& job : again.jobs().jobs())
        again.jobs().cancel(job.id);
    QTRY_VERIFY_WITH_TIMEOUT(!again.jobs().isBusy(), patienceMs);
}

namespace {

constexpr char untilKilled[] = "--until-killed";

/// The studio in a process of its own: arranges the window, chooses, trains, and goes on until it is killed.
int liveUntilKilled(const QString& folder)
{
    Studio studio(folder);
    Application& application = studio.application;
    const Workspace& workspace = application.workspace();
    if (!QTest::qWaitFor([&] { return !workspace.runId().isEmpty() && !workspace.datasetPath().isEmpty(); },
                         patienceMs))
        return 1;
    studio.window.showPanel(QStringLiteral("training"));
    studio.trigger("view.beside.runs");
    studio.trigger("view.tool.jobs");
    const QString before = workspace.runId();
    TrainJobRequest request;
    request.datasetFile = application.workspace().datasetPath();
    request.name = QStringLiteral("to be killed");
    request.params
        = { { "steps_per_epoch", "10" }, { "batch_size", "32" }, { "dim", "8" }, { "patience", "1000" } };
    const PanelContext context = application.context();
    application.jobs().submit(makeTrainJob(context.store, context.paths, request));
    if (!QTest::qWaitFor([&] { return workspace.runId() != before; }, patienceMs))
        return 1;
    application.workspace().setUser(QStringLiteral("7"));
    return QApplication::exec();
}

const RegisteredMode livingUntilKilled(untilKilled, [](const QStringList& arguments) {
    return liveUntilKilled(arguments.value(0));
});

} // namespace

void TestSession::killedItComesBackAsItWas()
{
    const QTemporaryDir folder;
    QVERIFY(!makeDataset(folder.path()).isEmpty());
    addRun(folder.path(), "before");
    QProcess program;
    program.setProcessChannelMode(QProcess::ForwardedChannels);
    program.start(QCoreApplication::applicationFilePath(), { QLatin1String(untilKilled), folder.path() });
    QVERIFY(program.waitForStarted());
    const auto kept = [&](const Setting& setting) { return Settings(folder.path()).text(setting); };
    QTRY_VERIFY_WITH_TIMEOUT(
        !kept(settings::trainingRun).isEmpty() && kept(settings::userId) == QLatin1String("7"), patienceMs);
    const std::string run = kept(settings::trainingRun).toStdString();
    const WorkspacePaths paths { folder.path() };
    std::size_t rows = 0;
    {
        RunStore store(paths.database());
        QTRY_VERIFY_WITH_TIMEOUT(store.curves(run).evaluations.size() >= 3, patienceMs);
        rows = store.curves(run).steps.size();
    }
    QVERIFY(rows >= 30);
    ::kill(static_cast<pid_t>(program.processId()), SIGKILL);
    QVERIFY(program.waitForFinished());

    Application again(paths);
    again.dialogs().nextChoice(QStringLiteral("later"));
    again.window().show();
    QTRY_COMPARE_WITH_TIMEOUT(again.workspace().runId().toStdString(), run, patienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(!again.dialogs().hasUnusedAnswers(), patienceMs);
    QCOMPARE(again.workspace().userId(), QStringLiteral("7"));
    QTRY_VERIFY_WITH_TIMEOUT(!again.workspace().datasetPath().isEmpty(), patienceMs);
    QCOMPARE(again.store().run(run).state, RunState::Interrupted);
    QVERIFY(again.store().curves(run).steps.size() >= rows);
    for (const Panel* panel : again.window().findChildren<Panel*>()) {
        const bool shown = panel->id() == QLatin1String("training") || panel->id() == QLatin1String("runs");
        QTRY_VERIFY2(panel->isVisible() == shown, qPrintable(panel->id()));
    }
    QVERIFY(again.window().findChild<QWidget*>(QStringLiteral("jobsView"))->isVisible());
}

OPAL_TEST(TestSession)

#include "tst_session.moc"
