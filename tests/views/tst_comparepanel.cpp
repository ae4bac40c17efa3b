// SPDX-License-Identifier: GPL-3.0-or-later
#include <QCheckBox>
#include <QComboBox>
#include <QElapsedTimer>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTabBar>
#include <QTabWidget>
#include <QTableView>
#include <QTableWidget>
#include <QTest>

#include "core/jobs/jobs.h"
#include "tests/support/datatabletesting.h"
#include "tests/support/manyruns.h"
#include "tests/support/panelfixture.h"
#include "tests/support/silentcontext.h"
#include "tests/support/testprogram.h"
#include "views/itemmodels/runtablemodel.h"
#include "views/itemmodels/userstablemodel.h"
#include "views/panels/compare/comparepanel.h"
#include "views/plot/chartwidget.h"
#include "views/plot/parallelplot.h"
#include "views/plot/qcp.h"
#include "views/widgets/errorbar.h"

using namespace opal;

namespace {

std::string addRun(RunStore& store, const std::string& name, const std::string& interests,
                   const std::string& seed, double recall)
{
    RunRecord record;
    record.name = name;
    record.model = "opal";
    record.datasetName = "toy";
    record.datasetHash = "aa";
    record.state = RunState::Finished;
    record.params = { { "interests", interests }, { "seed", seed }, { "dim", "64" } };
    record.id = store.createRun(record);
    EvaluationReport first;
    first.stage = "soft";
    first.epoch = 1;
    first.step = 10;
    first.metrics.values["recall"] = { { 200, recall / 2 } };
    EvaluationReport second = first;
    second.epoch = 2;
    second.step = 20;
    second.best = true;
    second.metrics.values["recall"] = { { 200, recall } };
    store.append(record.id, {}, { first, second }, {});
    record.test = MetricSet {};
    record.test->values["recall"] = { { 50, recall / 2 } };
    record.bestEpoch = { { "soft", 2 } };
    record.bestMetric = { { "soft", recall } };
    record.stage = "soft";
    record.step = 20;
    record.createdMs = 1;
    store.updateRun(record);
    return record.id;
}

QTableView& table(ComparePanel& panel)
{
    return *panel.findChild<QTableView*>(QStringLiteral("compareRuns"));
}

int rows(ComparePanel& panel)
{
    return table(panel).model()->rowCount();
}

void select(ComparePanel& panel, const QString& name, Qt::KeyboardModifiers modifiers = {})
{
    for (int row = 0; row < rows(panel); ++row) {
        const QModelIndex index = table(panel).model()->index(row, RunTableModel::Name);
        if (index.data().toString() == name) {
            QTest::mouseClick(table(panel).viewport(), Qt::LeftButton, modifiers,
                              table(panel).visualRect(index).center());
            return;
        }
    }
    QFAIL("no such run in the list");
}

void showWithRuns(ComparePanel& panel, int count)
{
    panel.resize(1200, 700);
    panel.show();
    QTRY_COMPARE(rows(panel), count);
}

void openPage(ComparePanel& panel, int page)
{
    QTabBar* bar = panel.findChild<QTabWidget*>(QStringLiteral("comparePages"))->tabBar();
    QTest::mouseClick(bar, Qt::LeftButton, {}, bar->tabRect(page).center());
}

void click(ComparePanel& panel, const char* name)
{
    auto* button = panel.findChild<QPushButton*>(QLatin1String(name));
    QVERIFY2(button && button->isVisible() && button->isEnabled(), name);
    QTest::mouseClick(button, Qt::LeftButton);
}

} // namespace

class TestComparePanel final : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    void emptyWorkspaceLeadsToTraining()
    {
        PanelFixture fixture;
        ComparePanel panel(fixture.context);
        QSignalSpy requests(&fixture.workspace, &Workspace::panelRequested);
        panel.show();
        for (QPushButton* button : panel.findChildren<QPushButton*>())
            if (button->isVisible())
                QTest::mouseClick(button, Qt::LeftButton);
        QCOMPARE(requests.count(), 1);
        QCOMPARE(requests.front().front().toString(), QStringLiteral("training"));
    }

    void aPinnedBaselineStandsFirstAndIsRemembered()
    {
        PanelFixture fixture;
        const std::string base = addRun(fixture.store, "base", "4", "1", 0.4);
        addRun(fixture.store, "wide", "8", "1", 0.5);
        {
            ComparePanel panel(fixture.context);
            showWithRuns(panel, 2);
            select(panel, QStringLiteral("base"));
            click(panel, "pinBaseline");
            QCOMPARE(panel.findChild<QLabel*>(QStringLiteral("baseline"))->text(),
                     QStringLiteral("Baseline: base"));
            select(panel, QStringLiteral("wide"));
            auto* differences = panel.findChild<QTableWidget*>(QStringLiteral("differences"));
            QCOMPARE(differences->columnCount(), 3);
            QVERIFY(differences->horizontalHeaderItem(1)->text().contains(QStringLiteral("baseline")));
            QCOMPARE(differences->item(0, 0)->text(), QStringLiteral("interests"));
            QCOMPARE(differences->item(0, 1)->text(), QStringLiteral("4"));
            QCOMPARE(differences->item(0, 2)->text(), QStringLiteral("8"));
            QCOMPARE(differences->item(1, 2)->text(), QStringLiteral("0.5000 (+0.1000)"));
            QCOMPARE(differences->item(2, 2)->text(), QStringLiteral("0.2500 (+0.0500)"));
            QCOMPARE(differences->rowCount(), 3);
        }
        QTRY_COMPARE(fixture.store.viewState("compare.baseline"), base);
        ComparePanel again(fixture.context);
        showWithRuns(again, 2);
        auto* label = again.findChild<QLabel*>(QStringLiteral("baseline"));
        QTRY_COMPARE(label->text(), QStringLiteral("Baseline: base"));
        click(again, "unpinBaseline");
        QCOMPARE(label->text(), QStringLiteral("Baseline: none pinned"));
    }

    void theFilterTakesExpressionsAndPointsAtMistakes()
    {
        PanelFixture fixture;
        addRun(fixture.store, "low", "4", "1", 0.3);
        addRun(fixture.store, "high", "4", "2", 0.6);
        ComparePanel panel(fixture.context);
        showWithRuns(panel, 2);
        auto* filter = panel.findChild<QLineEdit*>(QStringLiteral("compareFilter"));
        auto* error = panel.findChild<QLabel*>(QStringLiteral("compareFilterError"));
        QTest::keyClicks(filter, QStringLiteral("model = opal and recall@50 > 0.2"));
        QCOMPARE(rows(panel), 1);
        QVERIFY(!error->isVisible());
        QCOMPARE(panel.findChild<QLabel*>(QStringLiteral("compareCount"))->text(),
                 QStringLiteral("runs: 1 of 2"));
        QTest::keyClicks(filter, QStringLiteral(" and ("));
        QVERIFY(error->isVisible());
        filter->clear();
        QCOMPARE(rows(panel), 2);
        QVERIFY(!error->isVisible());
    }

    void seedsFoldToMeanAndInterval()
    {
        PanelFixture fixture;
        addRun(fixture.store, "one", "4", "1", 0.3);
        addRun(fixture.store, "two", "4", "2", 0.5);
        addRun(fixture.store, "other", "8", "1", 0.6);
        ComparePanel panel(fixture.context);
        showWithRuns(panel, 3);
        openPage(panel, 1);
        auto& plot = panel.findChild<ChartWidget*>()->plot();
        // Two raw curves, both ends of the interval, the mean; and the single run.
        QTRY_COMPARE(plot.graphCount(), 6);
        bool found = false;
        for (int graph = 0; graph < plot.graphCount(); ++graph) {
            if (!plot.graph(graph)->name().contains(QStringLiteral("mean")))
                continue;
            found = true;
            QCOMPARE(plot.graph(graph)->data()->at(1)->value, 0.4);
        }
        QVERIFY(found);
        QTest::mouseClick(panel.findChild<QCheckBox*>(QStringLiteral("foldSeeds")), Qt::LeftButton, {},
                          { 8, 8 });
        QCOMPARE(plot.graphCount(), 3);
    }

    void brushingAnAxisSelectsRuns()
    {
        PanelFixture fixture;
        addRun(fixture.store, "narrow", "2", "1", 0.3);
        addRun(fixture.store, "middle", "8", "1", 0.5);
        addRun(fixture.store, "wide", "16", "1", 0.6);
        ComparePanel panel(fixture.context);
        showWithRuns(panel, 3);
        openPage(panel, 2);
        auto* plot = panel.findChild<ParallelPlot*>();
        QVERIFY(plot->isVisible());
        // The seed, the width and the model are the same everywhere.
        QStringList fields;
        for (const RunAxis& axis : plot->axes())
            fields << QString::fromStdString(axis.field);
        QCOMPARE(fields.join(u' '), QStringLiteral("interests recall recall@50"));
        const int x = static_cast<int>(plot->axisX(0));
        const int from = static_cast<int>(plot->valueY(0, 16)) - 5;
        const int to = static_cast<int>(plot->valueY(0, 6));
        QTest::mousePress(plot, Qt::LeftButton, {}, { x, from });
        QTest::mouseMove(plot, { x, (from + to) / 2 });
        QTest::mouseMove(plot, { x, to });
        QTest::mouseRelease(plot, Qt::LeftButton, {}, { x, to });
        QCOMPARE(plot->brushedRuns().size(), std::size_t { 2 });
        QCOMPARE(table(panel).selectionModel()->selectedRows().size(), 2);
        QVERIFY(panel.findChild<QLabel*>(QStringLiteral("parallelHint"))
                    ->text()
                    .contains(QStringLiteral("2 of 3")));
        const QStringList numbers = linesBehind(*plot);
        QCOMPARE(numbers.size(), 4);
        QCOMPARE(numbers.front(), QStringLiteral("run\tinterests\trecall\trecall@50\tinside_brushes"));
        QCOMPARE(numbers.filter(QRegularExpression(QStringLiteral("\t1$"))).size(), 2);
        click(panel, "clearBrushes");
        QVERIFY(!plot->hasBrush());
        QTest::mousePress(plot, Qt::LeftButton, {}, { x, from });
        QTest::mouseMove(plot, { x, to });
        QTest::mouseRelease(plot, Qt::LeftButton, {}, { x, to });
        QVERIFY(plot->hasBrush());
        QTest::keyClick(plot, Qt::Key_Escape);
        QVERIFY(!plot->hasBrush());
        QTest::mousePress(plot, Qt::LeftButton, {}, { x, from });
        QTest::mouseMove(plot, { x, to });
        QTest::mouseRelease(plot, Qt::LeftButton, {}, { x, to });
        QTest::mouseClick(plot, Qt::LeftButton, {}, { x, to });
        QVERIFY(!plot->hasBrush());
    }

    void usersAreComparedAndShown()
    {
        PanelFixture fixture;
        trainTwo(fixture);
        ComparePanel panel(fixture.context);
        showWithRuns(panel, 2);
        openPage(panel, 3);
        auto* start = panel.findChild<QPushButton*>(QStringLiteral("compareUsers"));
        QVERIFY(!start->isEnabled());
        select(panel, QStringLiteral("first"));
        click(panel, "pinBaseline");
        select(panel, QStringLiteral("second"));
        click(panel, "compareUsers");
        auto* model = panel.findChild<UsersTableModel*>();
        QTRY_VERIFY_WITH_TIMEOUT(model->rowCount() > 0, 60000);
        const UserComparison& result = model->comparison();
        QCOMPARE(static_cast<std::int64_t>(result.users.size()), result.wins + result.ties + result.losses);
        auto* text = panel.findChild<QLabel*>(QStringLiteral("usersResult"));
        QVERIFY(text->isVisible() && text->text().contains(QStringLiteral("Recall@50")));
        QSignalSpy requests(&fixture.workspace, &Workspace::panelRequested);
        click(panel, "showUser");
        QCOMPARE(fixture.workspace.userId().toStdString(), result.users.front().user);
        QCOMPARE(fixture.workspace.runId().toStdString(), result.secondRun);
        QCOMPARE(requests.front().front().toString(), QStringLiteral("interests"));
        auto* users = panel.findChild<QTableView*>(QStringLiteral("users"));
        users->sortByColumn(UsersTableModel::Difference, Qt::AscendingOrder);
        users->setCurrentIndex(users->model()->index(0, 0));
        users->setFocus();
        QTest::keyClick(users, Qt::Key_Return);
        QCOMPARE(requests.count(), 2);
    }

    void benchTwoThousandRuns()
    {
        PanelFixture fixture;
        fillStore(fixture.paths.database(), 2000);
        ComparePanel panel(fixture.context);
        panel.resize(1200, 700);
        panel.show();
        QTRY_COMPARE_WITH_TIMEOUT(rows(panel), 2000, 20000);
        QElapsedTimer timer;
        timer.start();
        panel.findChild<QLineEdit*>(QStringLiteral("compareFilter"))
            ->setText(QStringLiteral("model = opal and recall@50 > 0.05"));
        const qint64 filtering = timer.restart();
        openPage(panel, 2);
        const qint64 parallel = timer.restart();
        panel.findChild<ParallelPlot*>()->grab();
        const qint64 painting = timer.restart();
        openPage(panel, 0);
        table(panel).selectAll();
        const qint64 selecting = timer.elapsed();
        QVERIFY(rows(panel) > 500);
        qInfo("2,000 runs: filter %lld ms, axes %lld ms, paint %lld ms, select all %lld ms", filtering,
              parallel, painting, selecting);
    }

private:
    static void trainTwo(PanelFixture& fixture)
    {
        SilentContext context;

        SynthParams params;
        params.users = 60;
        params.items = 80;
        params.interactions = 1800;
        params.days = 6;
        params.topics = 4;
        const QString file = fixture.paths.datasets() + QStringLiteral("/toy.opds");
        makeSynthesiseJob(fixture.store, params, file).run(context);
        TrainJobRequest request;
        request.datasetFile = file;
        request.params = { { "interests", "2" },       { "dim", "8" },      { "batch_size", "16" },
                           { "steps_per_epoch", "5" }, { "patience", "1" }, { "max_epochs", "1" },
                           { "max_length", "10" } };
        request.threads = 1;
        request.name = QStringLiteral("first");
        makeTrainJob(fixture.store, fixture.paths, request).run(context);
        request.name = QStringLiteral("second");
        request.params["interests"] = "1";
        makeTrainJob(fixture.store, fixture.paths, request).run(context);
    }
};

OPAL_TEST(TestComparePanel)
#include "tst_comparepanel.moc"
