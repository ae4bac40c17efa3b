// SPDX-License-Identifier: GPL-3.0-or-later
#include <set>

#include <QAction>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

#include "app/application.h"
#include "app/help.h"
#include "app/launcher.h"
#include "app/mainwindow.h"
#include "app/studies.h"
#include "core/base/error.h"
#include "core/jobs/storedtable.h"
#include "core/jobs/workspacepaths.h"
#include "core/store/runstore.h"
#include "tests/support/testprogram.h"
#include "views/shell/panel.h"

using namespace opal;

/// The studies that come with the program.
class TestStudies final : public QObject
{
    Q_OBJECT

    QTemporaryDir m_home;

private Q_SLOTS:

    void initTestCase() { qputenv("XDG_DATA_HOME", m_home.path().toUtf8()); }

    void everyStudyHoldsFinishedRunsOfAllModels()
    {
        QVERIFY(!sampleStudies().isEmpty());
        for (const QString& name : sampleStudies()) {
            const QString folder = studyWorkspace(name);
            QVERIFY2(folder.startsWith(m_home.path()), qPrintable(folder));
            QCOMPARE(studyWorkspace(name), folder);
            RunStore store(WorkspacePaths { folder }.database());
            std::set<std::string> models;
            for (const RunRecord& run : store.runs()) {
                QCOMPARE(run.state, RunState::Finished);
                QVERIFY(run.imported && run.test && run.datasetPath.empty());
                QVERIFY(!store.curves(run.id).evaluations.empty());
                models.insert(run.model);
            }
            QCOMPARE(models.size(), std::size_t { 7 });
            for (const std::string table : { "table1", "table2", "table3" }) {
                const StoredTableQuery query { table, {}, {} };
                QVERIFY2(!makeStoredTable(store, query, tableRuns(store, query)).rows.empty(), table.c_str());
            }
        }
        QVERIFY_EXCEPTION_THROWN(studyWorkspace(QStringLiteral("nothing")), Error);
    }

    void helpStartsASecondProgram()
    {
        const QTemporaryDir folder;
        Application application({ folder.path() });
        QStringList started;
        application.window().help().setStart(
            [&started](const QString& program, const QStringList& arguments) {
                started = QStringList { program } + arguments;
                return true;
            });
        application.window().actions().find(QStringLiteral("help.study"))->trigger();
        QCOMPARE(started,
                 (QStringList { QCoreApplication::applicationFilePath(), QStringLiteral("--study"),
                                sampleStudies().constFirst() }));
    }

    void theStudyIsOpenedWithoutComplaint()
    {
        Launcher launcher({ {}, {}, false, sampleStudies().constFirst() });
        launcher.start();
        QVERIFY(launcher.application());
        MainWindow& window = launcher.application()->window();
        window.actions().find(QStringLiteral("view.runs"))->trigger();
        QTRY_VERIFY(window.currentPanel() && window.currentPanel()->id() == QLatin1String("runs"));
        auto* table = window.currentPanel()->findChild<QTableView*>();
        QVERIFY(table);
        const auto count = static_cast<int>(launcher.application()->context().store.runs().size());
        QTRY_COMPARE(table->model()->rowCount(), count);
        QTRY_VERIFY(!launcher.application()->workspace().runId().isEmpty());
        auto* banner = window.findChild<QWidget*>(QStringLiteral("errorBanner"));
        QVERIFY(!banner || !banner->isVisibleTo(&window));
    }
};

OPAL_TEST(TestStudies)
#include "tst_studies.moc"
