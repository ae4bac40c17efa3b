#include <QDragEnterEvent>
#include <QLocalSocket>
#include <QMimeData>
#include <QUrl>

#include "app/instancelock.h"
#include "app/launcher.h"
#include "tests/app/studiofixture.h"
#include "views/shell/workspace.h"

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
    void droppedDataSetsAreOpened();
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

void TestSession::droppedDataSetsAreOpened()
{
    const QTemporaryDir folder;
    const QTemporaryDir elsewhere;
    const QString dataset = makeDataset(elsewhere.path());
    Studio studio(folder.path());
    QMimeData data;
    data.setUrls({ QUrl::fromLocalFile(dataset) });
    QDragEnterEvent enter({ 10, 10 }, Qt::CopyAction, &data, Qt::LeftButton, {});
    QApplication::sendEvent(&studio.window, &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop({ 10, 10 }, Qt::CopyAction, &data, Qt::LeftButton, {});
    QApplication::sendEvent(&studio.window, &drop);
    QTRY_COMPARE_WITH_TIMEOUT(studio.application.workspace().datasetPath(), dataset, patienceMs);
}

QTEST_MAIN(TestSession)
#include "tst_session.moc"
