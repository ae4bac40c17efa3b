// SPDX-License-Identifier: GPL-3.0-or-later
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTabBar>
#include <QTabWidget>
#include <QTableView>
#include <QTest>

#include "core/jobs/jobs.h"
#include "core/store/sweepstore.h"
#include "tests/support/panelfixture.h"
#include "tests/support/silentcontext.h"
#include "tests/support/testprogram.h"
#include "views/figures/figureregistry.h"
#include "views/itemmodels/sweeptablemodels.h"
#include "views/panels/runs/runspanel.h"
#include "views/panels/sweeps/sweepspanel.h"
#include "views/plot/qcp.h"

using namespace opal;

namespace {

constexpr int patienceMs = 120'000;

const std::map<std::string, std::string> quickParams {
    { "dim", "8" },        { "batch_size", "16" }, { "steps_per_epoch", "4" }, { "patience", "1" },
    { "max_epochs", "1" }, { "max_length", "10" }, { "interests", "2" },       { "seed", "1" },
};

/// A panel on a workspace with a small data set, and a run whose parameters make trainings short.
struct Sweeps
{
    Sweeps()
    {
        SynthParams params;
        params.users = 60;
        params.items = 80;
        params.interactions = 1800;
        params.days = 6;
        params.topics = 4;
        file = fixture.paths.datasets() + QStringLiteral("/toy.opaldata");
        SilentContext quiet;
        const auto made = makeSynthesiseJob(fixture.store, params, file).run(quiet);
        fixture.workspace.setDataset(made.path, std::make_shared<const DatasetSummary>(made.summary));
        TrainJobRequest request;
        request.datasetFile = file;
        request.params = quickParams;
        request.threads = 1;
        request.name = QStringLiteral("whole");
        run = makeTrainJob(fixture.store, fixture.paths, request).run(quiet).run;
        fixture.workspace.setRun(QString::fromStdString(run.id));
    }

    SweepsPanel& open()
    {
        panel = std::make_unique<SweepsPanel>(fixture.context);
        panel->resize(1280, 800);
        panel->show();
        // The run that is shown gives its parameters.
        auto* fromShown = panel->findChild<QAction*>(QStringLiteral("fromShownRun"));
        [&] { QTRY_VERIFY(fromShown->isEnabled()); }();
        fromShown->trigger();
        return *panel;
    }

    template <typename Type> Type* child(const char* name)
    {
        return panel->findChild<Type*>(QLatin1String(name));
    }

    void click(const char* name)
    {
        auto* button = child<QPushButton>(name);
        QVERIFY2(button, name);
        QTRY_VERIFY2_WITH_TIMEOUT(button->isVisible() && button->isEnabled(), name, patienceMs);
        QTest::mouseClick(button, Qt::LeftButton);
    }

    void check(const char* name)
    {
        auto* box = child<QCheckBox>(name);
        QVERIFY2(box && box->isEnabled(), name);
        QTest::mouseClick(box, Qt::LeftButton, {}, { 8, box->height() / 2 });
    }

    QString count() { return child<QLabel>("sweepCount")->text(); }

    QAbstractItemModel& points() { return *child<QTableView>("sweepPoints")->model(); }

    int pointsIn(const QString& state)
    {
        int found = 0;
        for (int row = 0; row < points().rowCount(); ++row)
            if (points().index(row, SweepPointTableModel::State).data().toString().startsWith(state))
                ++found;
        return found;
    }

    /// A stored sweep that nobody trains.
    std::string stored(const std::vector<std::string>& interests)
    {
        SweepRequest request;
        request.models = { "opal" };
        request.params = quickParams;
        request.axes = { { "interests", interests } };
        return prepareSweep(fixture.store, request, file);
    }

    PanelFixture fixture;
    QString file;
    RunRecord run;
    std::unique_ptr<SweepsPanel> panel;
};

} // namespace

/// Setting up sweeps, watching and steering them, and the chart over the number of interests.
class TestSweepsPanel final : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    void theFormCountsAndSaysWhatIsWrong()
    {
        Sweeps sweeps;
        sweeps.open();
        QTRY_COMPARE(sweeps.count(), QStringLiteral("1 points · 1 answered by finished runs"));
        sweeps.check("interests_1");
        sweeps.check("interests_2");
        sweeps.check("interests_4");
        QTRY_COMPARE(sweeps.count(), QStringLiteral("3 points · 1 answered by finished runs"));
        QTest::keyClicks(sweeps.child<QLineEdit>("sweepSeeds"), QStringLiteral("1,2"));
        QTRY_COMPARE(sweeps.count(), QStringLiteral("6 points · 1 answered by finished runs"));
        sweeps.check("sweepAblations");
        QTRY_VERIFY(sweeps.count().startsWith(QStringLiteral("42 points")));
        sweeps.check("sweepAblations");
        sweeps.click("addAxis");
        auto* start = sweeps.child<QPushButton>("startSweep");
        QVERIFY(!start->isEnabled());
        auto* param = sweeps.child<QComboBox>("axisParam");
        param->setCurrentIndex(param->findData(QStringLiteral("learning_rate")));
        auto* values = sweeps.child<QLineEdit>("axisValues");
        auto* reason = sweeps.child<QLabel>("axisReason");
        QTest::keyClicks(values, QStringLiteral("0.001,-3"));
        QVERIFY2(reason->isVisible() && reason->text().contains(QStringLiteral("learning_rate")),
                 qPrintable(reason->text()));
        QVERIFY(!start->isEnabled());
        values->clear();
        QTest::keyClicks(values, QStringLiteral("0.001, 0.01"));
        QVERIFY(!reason->isVisible());
        QTRY_VERIFY(sweeps.count().startsWith(QStringLiteral("12 points")));
        QVERIFY(start->isEnabled());
        sweeps.check("allModels");
        QVERIFY(sweeps.count().contains(QStringLiteral("points")));
        sweeps.check("allModels");
        QCOMPARE(sweeps.count(), QStringLiteral("Choose at least one model"));
        QVERIFY(!start->isEnabled());
        QVERIFY(!sweeps.child<QCheckBox>("sweepAblations")->isEnabled());
    }

    void aSweepIsTrainedAndDrawn()
    {
        Sweeps sweeps;
        SweepsPanel& panel = sweeps.open();
        sweeps.check("interests_1");
        sweeps.check("interests_2");
        sweeps.click("startSweep");
        QTRY_COMPARE(sweeps.points().rowCount(), 2);
        QTRY_COMPARE_WITH_TIMEOUT(sweeps.pointsIn(QStringLiteral("Finished")), 2, patienceMs);
        QCOMPARE(sweeps.pointsIn(QStringLiteral("Finished, reused")), 1);
        QVERIFY(sweeps.points().index(0, SweepPointTableModel::FirstMetric).data().toString() != missing());
        QTRY_VERIFY(sweeps.child<QLabel>("sweepState")->text().startsWith(QStringLiteral("Finished")));

        // A double click opens the run.
        QSignalSpy requests(&sweeps.fixture.workspace, &Workspace::panelRequested);
        auto* table = sweeps.child<QTableView>("sweepPoints");
        const QPoint place = table->visualRect(sweeps.points().index(1, 0)).center();
        QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, place);
        QTest::mouseDClick(table->viewport(), Qt::LeftButton, {}, place);
        QCOMPARE(requests.back().front().toString(), QStringLiteral("runs"));
        QCOMPARE(sweeps.fixture.workspace.runId().toStdString(), sweeps.run.id); // reused for two interests

        // The chart has both points, and a click opens the run behind one.
        QTabBar* bar = sweeps.child<QTabWidget>("sweepPages")->tabBar();
        QTest::mouseClick(bar, Qt::LeftButton, {}, bar->tabRect(1).center());
        auto* plot = sweeps.child<QCustomPlot>("interestPlot");
        QTRY_VERIFY(plot->isVisible() && plot->graphCount() > 0);
        QCOMPARE(plot->graph(0)->dataCount(), 2);
        QCOMPARE(plot->axisRectCount(), 2); // quality, and the number of interests that are used
        plot->replot();
        const auto& data = *plot->graph(0)->data();
        QPointF at = plot->graph(0)->coordsToPixels(data.at(0)->key, data.at(0)->value);
        QTest::mouseClick(plot, Qt::LeftButton, {}, at.toPoint());
        QCOMPARE(requests.count(), 2);
        QVERIFY(sweeps.fixture.workspace.runId().toStdString() != sweeps.run.id);
        auto* metric = sweeps.child<QComboBox>("interestMetric");
        metric->setCurrentIndex(metric->findData(QStringLiteral("hit_rate")));
        QCOMPARE(panel.figures().size(), std::size_t(1));
        const FigureTable numbers = panel.figures().front().table();
        QCOMPARE(numbers.rows.size(), std::size_t(6)); // three lengths, two numbers of interests
        QCOMPARE(panel.figures().front().subject.runs.size(), std::size_t(2));
    }

    void pausedSweepsWaitAndGoOn()
    {
        Sweeps sweeps;
        const std::string id = sweeps.stored({ "1", "4", "8", "16" });
        sweeps.open();
        QTRY_COMPARE(sweeps.points().rowCount(), 4);
        QTRY_VERIFY(sweeps.child<QLabel>("sweepState")->text().startsWith(QStringLiteral("Stopped")));
        // The queue changes its order.
        sweeps.child<QTableView>("sweepPoints")->setCurrentIndex(sweeps.points().index(0, 0));
        const QString first = sweeps.points().index(0, 0).data().toString();
        sweeps.click("movePointDown");
        QTRY_COMPARE(sweeps.points().index(1, 0).data().toString(), first);
        sweeps.click("movePointUp");
        QTRY_COMPARE(sweeps.points().index(0, 0).data().toString(), first);
        sweeps.click("continueSweep");
        sweeps.click("pauseSweep");
        QTRY_VERIFY_WITH_TIMEOUT(!sweeps.fixture.jobs.isBusy(), patienceMs);
        QTRY_VERIFY(sweeps.child<QPushButton>("continueSweep")->isVisible());
        QTRY_VERIFY(sweeps.child<QLabel>("sweepState")->text().startsWith(QStringLiteral("Paused")));
        QVERIFY(sweeps.pointsIn(QStringLiteral("Finished")) < 4);
        sweeps.click("continueSweep");
        QTRY_COMPARE_WITH_TIMEOUT(sweeps.pointsIn(QStringLiteral("Finished")), 4, patienceMs);
        QTRY_VERIFY(!sweeps.fixture.jobs.isBusy());
        // Removing it leaves the runs.
        const std::size_t runs = sweeps.fixture.store.runs().size();
        sweeps.fixture.dialogs.nextChoice(QStringLiteral("keep"));
        sweeps.click("removeSweep");
        QTRY_VERIFY(!sweeps.fixture.dialogs.hasUnusedAnswers());
        QCOMPARE(SweepStore(sweeps.fixture.store).sweeps().size(), std::size_t { 1 });
        sweeps.fixture.dialogs.nextChoice(QStringLiteral("remove"));
        sweeps.click("removeSweep");
        QTRY_VERIFY(SweepStore(sweeps.fixture.store).sweeps().empty());
        QCOMPARE(sweeps.fixture.store.runs().size(), runs);
        QTRY_VERIFY(!sweeps.child<QTableView>("sweeps")->isVisible());
    }

    void failedPointsAreTriedAgain()
    {
        Sweeps sweeps;
        const std::string id = sweeps.stored({ "1", "4" });
        SweepStore store(sweeps.fixture.store);
        for (SweepPoint point : store.sweep(id).points) {
            point.state = SweepPointState::Failed;
            point.error = "no memory left";
            store.update(id, point);
        }
        sweeps.open();
        QTRY_COMPARE(sweeps.pointsIn(QStringLiteral("Failed")), 2);
        QVERIFY(sweeps.child<QLabel>("sweepState")->text().contains(QStringLiteral("2 failed")));
        QCOMPARE(sweeps.points().index(0, 0).data(Qt::ToolTipRole).toString(),
                 QStringLiteral("no memory left"));
        sweeps.click("retrySweep");
        QTRY_COMPARE_WITH_TIMEOUT(sweeps.pointsIn(QStringLiteral("Finished")), 2, patienceMs);
    }

    void aCrashedSweepCanBeContinued()
    {
        Sweeps sweeps;
        const std::string id = sweeps.stored({ "1", "4" });
        // A process that is gone trained the first point.
        QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("crash"));
        database.setDatabaseName(sweeps.fixture.paths.database());
        QVERIFY(database.open());
        QVERIFY(QSqlQuery(database).exec(
            QStringLiteral("UPDATE sweep_point SET state='running', process='1:1:gone' WHERE number=0")));
        database.close();
        database = {};
        QSqlDatabase::removeDatabase(QStringLiteral("crash"));
        sweeps.open();
        QTRY_COMPARE(sweeps.pointsIn(QStringLiteral("Interrupted")), 1);
        QVERIFY(sweeps.child<QLabel>("sweepState")->text().startsWith(QStringLiteral("Interrupted")));
        sweeps.click("continueSweep");
        QTRY_COMPARE_WITH_TIMEOUT(sweeps.pointsIn(QStringLiteral("Finished")), 2, patienceMs);
    }

    void ablationsAreMadeFromARun()
    {
        Sweeps sweeps;
        sweeps.open();
        RunsPanel runs(sweeps.fixture.context);
        runs.resize(1000, 600);
        runs.show();
        auto* table = runs.findChild<QTableView*>(QStringLiteral("runs"));
        QTRY_COMPARE(table->model()->rowCount(), 1);
        const QModelIndex name = table->model()->index(0, 1);
        QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, table->visualRect(name).center());
        QCOMPARE(sweeps.fixture.workspace.selectedRuns(),
                 QStringList { QString::fromStdString(sweeps.run.id) });
        QSignalSpy requests(&sweeps.fixture.workspace, &Workspace::panelRequested);
        Q_EMIT table->customContextMenuRequested(table->visualRect(name).center());
        auto* menu = runs.findChild<QMenu*>(QStringLiteral("runMenu"));
        QVERIFY(menu);
        auto* action = menu->findChild<QAction*>(QStringLiteral("makeAblations"));
        QVERIFY(action && action->isEnabled());
        QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(action).center());
        QTRY_COMPARE(requests.count(), 1);
        QCOMPARE(requests.front().front().toString(), QStringLiteral("sweeps"));
        bool told = false;
        for (const QLabel* label : runs.findChildren<QLabel*>())
            told = told
                || label->text() == QStringLiteral("ablations of whole: points 7, new ones to train 6");
        QVERIFY(told);
        // The sweeps panel follows.
        QTRY_COMPARE(sweeps.points().rowCount(), 7);
        QTRY_COMPARE_WITH_TIMEOUT(sweeps.pointsIn(QStringLiteral("Finished")), 7, patienceMs);
        QCOMPARE(sweeps.pointsIn(QStringLiteral("Finished, reused")), 1);
        QTRY_VERIFY(!sweeps.fixture.jobs.isBusy());
    }

private:
    static QString missing() { return QStringLiteral("\u2014"); }
};

OPAL_TEST(TestSweepsPanel)
#include "tst_sweepspanel.moc"
