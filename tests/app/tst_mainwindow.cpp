// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAction>
#include <QApplication>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include "app/aboutdialog.h"
#include "app/application.h"
#include "app/mainwindow.h"
#include "app/preferencesdialog.h"
#include "tests/app/studiofixture.h"
#include "tests/support/testprogram.h"
#include "views/shell/panel.h"
#include "views/widgets/metrictile.h"

using namespace opal;
using namespace opal::test;

class TestMainWindow final : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    void emptyWorkspaceShowsTheWelcomePage()
    {
        const QTemporaryDir folder;
        Studio studio(folder.path());
        QTRY_VERIFY(studio.child<QWidget>("welcome")->isVisible());
        QVERIFY(!studio.window.currentPanel());
        studio.click("importButton");
        QCOMPARE(studio.window.currentPanel()->id(), QStringLiteral("data"));
    }

    void everyPanelIsReachableByShortcutAndRail()
    {
        const QTemporaryDir folder;
        Studio studio(folder.path());
        QVERIFY(QTest::qWaitForWindowActive(&studio.window));
        const QStringList ids { QStringLiteral("data"),       QStringLiteral("training"),
                                QStringLiteral("categories"), QStringLiteral("interests"),
                                QStringLiteral("diversity"),  QStringLiteral("map"),
                                QStringLiteral("runs"),       QStringLiteral("sweeps"),
                                QStringLiteral("compare"),    QStringLiteral("tables") };
        for (int index = 0; index < ids.size(); ++index) {
            const Qt::Key key = index == 9 ? Qt::Key_0 : static_cast<Qt::Key>(Qt::Key_1 + index);
            QTest::keyClick(&studio.window, key, Qt::ControlModifier);
            QVERIFY(studio.window.currentPanel());
            QCOMPARE(studio.window.currentPanel()->id(), ids[index]);
        }
        for (const QString& id : ids) {
            studio.click(qPrintable(QStringLiteral("rail_") + id));
            QCOMPARE(studio.window.currentPanel()->id(), id);
        }
    }

    void panelsRetranslateAndFollowTheTheme()
    {
        const QTemporaryDir folder;
        Studio studio(folder.path());
        QEvent change(QEvent::LanguageChange);
        QApplication::sendEvent(&studio.window, &change);
        studio.application.theme().setMode(Theme::Mode::Dark);
        studio.application.theme().setMode(Theme::Mode::Light);
        QVERIFY(!studio.child<QPushButton>("startButton")->text().isEmpty());
    }

    void menusOpenTheirDialogs()
    {
        const QTemporaryDir folder;
        Studio studio(folder.path());
        QVERIFY(QTest::qWaitForWindowActive(&studio.window));
        studio.window.actions().find(QStringLiteral("help.about"))->trigger();
        auto* about = studio.window.findChild<AboutDialog*>();
        QTRY_VERIFY(about && about->isVisible());
        QTest::keyClick(about, Qt::Key_Escape);
        QTRY_VERIFY(!studio.window.findChild<AboutDialog*>());
        studio.window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&studio.window));
        QTest::keyClick(&studio.window, Qt::Key_Comma, Qt::ControlModifier);
        QTRY_VERIFY(studio.window.findChild<PreferencesDialog*>());
        QTest::keyClick(studio.window.findChild<PreferencesDialog*>(), Qt::Key_Escape);
        QTRY_VERIFY(!studio.window.findChild<PreferencesDialog*>());

        const QString report = folder.filePath(QStringLiteral("report.txt"));
        studio.application.dialogs().nextFiles({ report });
        studio.application.dialogs().nextChoice({});
        studio.window.actions().find(QStringLiteral("help.report"))->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(report), patienceMs);
        QTRY_VERIFY(!studio.application.dialogs().hasUnusedAnswers());
    }

    void demoTrainPauseResumeStopAndLists()
    {
        const QTemporaryDir folder;
        Studio studio(folder.path());
        Workspace& workspace = studio.application.workspace();

        studio.click("demoButton");
        QCOMPARE(studio.window.currentPanel()->id(), QStringLiteral("training"));
        QTRY_VERIFY_WITH_TIMEOUT(!workspace.datasetPath().isEmpty(), patienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(!workspace.runId().isEmpty(), patienceMs);
        auto* log = studio.child<QListWidget>("runLog");
        QTRY_VERIFY_WITH_TIMEOUT(log->count() > 0, patienceMs);

        studio.click("pauseButton");
        QTRY_COMPARE_WITH_TIMEOUT(studio.run().state, RunState::Paused, patienceMs);
        const std::int64_t pausedAt = studio.run().step;
        studio.click("resumeButton");
        QTRY_VERIFY_WITH_TIMEOUT(studio.run().step > pausedAt || studio.run().state == RunState::Finished,
                                 patienceMs);

        // The tile counts as soon as there was an evaluation.
        auto* tile = studio.child<MetricTile>("patienceTile");
        QTRY_VERIFY_WITH_TIMEOUT(
            tile->value().contains(QLatin1Char('5')) || tile->value().contains(QLatin1Char(' ')), patienceMs);
        if (auto* stop = studio.child<QPushButton>("stopButton"); stop->isVisible())
            stop->menu()->actions().at(1)->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(
            studio.run().state == RunState::Stopped || studio.run().state == RunState::Finished, patienceMs);
        QVERIFY(studio.run().test);

        auto* user = studio.child<QLineEdit>("userField");
        QTRY_VERIFY(user->isEnabled());
        QTest::mouseClick(user, Qt::LeftButton);
        QTest::keyClicks(user, QStringLiteral("1"));
        QTest::keyClick(user, Qt::Key_Return);
        QCOMPARE(studio.window.currentPanel()->id(), QStringLiteral("interests"));
        QCOMPARE(workspace.userId(), QStringLiteral("1"));
        auto* history = studio.child<QTableView>("history");
        auto* recall = studio.child<QTableView>("recall");
        QVERIFY(history && recall);
        QTRY_VERIFY_WITH_TIMEOUT(history->model() && history->model()->rowCount() > 0, patienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(recall->model()->rowCount() > 0, patienceMs);
        // The demo goes on with a run of one interest.
        JobRunner& jobs = studio.application.jobs();
        for (const JobInfo& job : jobs.jobs())
            jobs.cancel(job.id);
        QTRY_VERIFY_WITH_TIMEOUT(!jobs.isBusy(), patienceMs);
        QVERIFY(studio.window.close());
    }

    void closingWhileTrainingPausesAndKeepsTheRun()
    {
        const QTemporaryDir folder;
        std::string run;
        {
            Studio studio(folder.path());
            studio.click("demoButton");
            QTRY_VERIFY_WITH_TIMEOUT(!studio.application.workspace().runId().isEmpty(), patienceMs);
            run = studio.application.workspace().runId().toStdString();
            studio.application.dialogs().nextChoice(QStringLiteral("stay"));
            QVERIFY(!studio.window.close());
            QTRY_VERIFY(!studio.application.dialogs().hasUnusedAnswers());
            QVERIFY(studio.window.isVisible());
            studio.application.dialogs().nextChoice(QStringLiteral("pause"));
            studio.window.close();
            QTRY_VERIFY_WITH_TIMEOUT(!studio.window.isVisible(), patienceMs);
            QCOMPARE(studio.run().state, RunState::Paused);
        }
        // The next start comes back to it.
        Studio again(folder.path());
        QTRY_COMPARE_WITH_TIMEOUT(again.application.workspace().runId().toStdString(), run, patienceMs);
        QTRY_VERIFY(again.child<QPushButton>("resumeButton")->isVisibleTo(&again.window));
    }
};

OPAL_TEST(TestMainWindow)
#include "tst_mainwindow.moc"
