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

QTEST_MAIN(TestSession)
#include "tst_session.moc"
