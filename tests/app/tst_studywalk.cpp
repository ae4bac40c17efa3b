// SPDX-License-Identifier: GPL-3.0-or-later
#include <QComboBox>
#include <QDir>
#include <QTableView>
#include <QTest>

#include "tests/app/studiowalk.h"
#include "tests/support/testprogram.h"
#include "views/itemmodels/sweeptablemodels.h"
#include "views/shell/dialogs.h"

using namespace opal;
using namespace opal::test;

/// From one run to a paper, in the real window: its ablations, their queue, Table III, the paper kit.
class TestStudyWalk final : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    void fromOneRunToThePaperKit()
    {
        const QTemporaryDir folder;
        makeTrainedWorkspace(folder.path());
        Studio studio(folder.path());
        studio.window.resize(1440, 900);
        QTRY_VERIFY_WITH_TIMEOUT(!studio.application.workspace().runId().isEmpty(), patienceMs);
        settle(studio);

        studio.trigger("run.ablations");
        QTRY_COMPARE_WITH_TIMEOUT(studio.front(), QStringLiteral("sweeps"), patienceMs);
        auto* points = studio.child<QTableView>("sweepPoints");
        QTRY_COMPARE_WITH_TIMEOUT(points->model()->rowCount(), 7, patienceMs);
        // The whole model is not trained again, its parts are; the list follows while they are.
        const auto finished = [points] {
            int count = 0;
            for (int row = 0; row < points->model()->rowCount(); ++row)
                count += points->model()
                             ->index(row, SweepPointTableModel::State)
                             .data()
                             .toString()
                             .startsWith(QLatin1String("Finished"));
            return count;
        };
        QTRY_VERIFY_WITH_TIMEOUT(finished() >= 2, patienceMs);
        QTRY_COMPARE_WITH_TIMEOUT(finished(), 7, patienceMs);
        settle(studio);
        QCOMPARE(studio.application.context().store.runs().size(), std::size_t { 7 });

        studio.click(QStringLiteral("rail_tables"));
        settle(studio);
        auto* which = studio.child<QComboBox>("tableName");
        which->setFocus();
        QTest::keyClick(which, Qt::Key_End);
        auto* table = studio.child<QTableView>("resultsTable");
        // The whole model and its six ablations under a row of titles.
        const auto variants = [table] {
            QStringList names;
            for (int row = 1; row < table->model()->rowCount(); ++row)
                names << table->model()->index(row, 1).data().toString();
            names.removeDuplicates();
            return names;
        };
        QTRY_COMPARE_WITH_TIMEOUT(variants().size(), 7, patienceMs);
        QVERIFY(!variants().contains(QString()));

        const QString kit = folder.filePath(QStringLiteral("paper-kit"));
        studio.application.context().dialogs.nextFiles({ folder.path() });
        studio.click(QStringLiteral("saveKit"));
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(kit + QStringLiteral("/README.md")), patienceMs);
        for (const char* file : { "table3.tex", "table3.csv", "macros.tex" })
            QVERIFY2(QFileInfo(QDir(kit).filePath(QLatin1String(file))).size() > 0, file);
    }
};

OPAL_TEST(TestStudyWalk)
#include "tst_studywalk.moc"
