#include <csignal>

#include <QDragEnterEvent>
#include <QFileInfo>
#include <QLocalSocket>
#include <QMenu>
#include <QMimeData>
#include <QProcess>
#include <QUrl>

#include "app/instancelock.h"
#include "app/launcher.h"
#include "app/settings.h"
#include "core/jobs/runbundle.h"
#include "tests/app/studiofixture.h"
#include "views/plot/figureexporter.h"
#include "views/plot/provenance.h"
#include "views/shell/workspace.h"
#include "views/widgets/errorbar.h"

using namespace opal;
using namespace opal::test;

/// One window a workspace, what a window remembers, and the files it is given.
class TestSession final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void oneWindowHoldsAWorkspace();
    void secondStartBringsTheFirstToTheFront();
    void secondStartOpensAnotherWorkspace();
    void aFileGoesToTheOpenWindow();
    void droppedDataSetsAndBundlesAreOpened();
    void droppedFiguresLeadBackToTheirRun();
    void killedWhileTrainingOffersToResume();
    void killedItComesBackAsItWas();
};

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
    exportRunBundle(store, paths, run, bundle);
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
    writeFigureFile(figure, renderFigure(nothing, FigureFormat::Svg, {}, provenance));
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
    auto* error = studio.window.findChild<ErrorBar*>();
    QTRY_VERIFY(error->isVisible());
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

int main(int argc, char** argv)
{
    QApplication program(argc, argv);
    if (argc == 3 && qstrcmp(argv[1], untilKilled) == 0)
        return liveUntilKilled(QString::fromLocal8Bit(argv[2]));
    TestSession test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_session.moc"
