// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <memory>

#include <QCoreApplication>
#include <QTemporaryDir>
#include <QTest>

#include "core/analysis/sweepplan.h"
#include "core/base/error.h"
#include "core/data/synth.h"
#include "core/jobs/jobs.h"
#include "core/store/runstore.h"
#include "core/store/sweepstore.h"
#include "tests/support/testprogram.h"

using namespace opal;

namespace {

SweepRequest smallRequest()
{
    SweepRequest request;
    request.models = { "opal", "mind" };
    request.axes = { { "interests", { "1", "2" } }, { "lambda_unif", { "0.5", "1" } } };
    request.params = { { "steps_per_epoch", "2" },
                       { "max_epochs", "1" },
                       { "batch_size", "16" },
                       { "dim", "8" },
                       { "max_length", "10" } };
    return request;
}

std::vector<std::string> labels(const std::vector<SweepPoint>& points)
{
    std::vector<std::string> result;
    for (const SweepPoint& point : points)
        result.push_back(point.label);
    return result;
}

/// Stops a sweep in the middle of its second training.
class StoppingContext final : public JobContext
{
public:
    explicit StoppingContext(int stopAfterRuns)
        : m_runsLeft(stopAfterRuns)
    {
    }

    std::stop_token stopToken() const override { return m_source.get_token(); }

    void progress(const JobProgress& progress) override
    {
        m_points.push_back(progress.training.point);
        QVERIFY(progress.fraction >= 0 && progress.fraction <= 1);
        if (progress.training.run.isEmpty() || progress.training.run == m_run
            || progress.training.steps.empty())
            return;
        m_run = progress.training.run;
        if (--m_runsLeft == 0)
            m_source.request_stop();
    }

    const std::vector<std::int64_t>& points() const { return m_points; }

private:
    std::stop_source m_source;
    QString m_run;
    int m_runsLeft;
    std::vector<std::int64_t> m_points;
};

} // namespace

class TestSweep final : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    QString m_dataset;

    std::unique_ptr<RunStore> m_store; // closed before the application goes

    RunStore& store() { return *m_store; }

    SweepRecord train(const std::string& id, JobContext& context)
    {
        return makeSweepJob(store(), WorkspacePaths { m_folder.path() }, id, 1).run(context);
    }

private Q_SLOTS:

    void initTestCase()
    {
        const WorkspacePaths paths { m_folder.path() };
        paths.create();
        m_store = std::make_unique<RunStore>(paths.database());
        m_dataset = m_folder.filePath(QStringLiteral("small.opaldata"));
        SynthParams params;
        params.users = 60;
        params.items = 80;
        params.interactions = 1500;
        StoppingContext context(0);
        makeSynthesiseJob(store(), params, m_dataset).run(context);
    }

    void cleanupTestCase() { m_store.reset(); }

    void pointsAreTheCrossedAxes()
    {
        const auto points = expandSweep(smallRequest());
        // MIND has no lambda_unif, so that axis does not double its points.
        QCOMPARE(
            labels(points),
            (std::vector<std::string> { "OPAL interests=1 lambda_unif=0.5", "OPAL interests=1 lambda_unif=1",
                                        "OPAL interests=2 lambda_unif=0.5", "OPAL interests=2 lambda_unif=1",
                                        "MIND interests=1", "MIND interests=2" }));
        for (std::size_t i = 0; i < points.size(); ++i)
            QCOMPARE(points[i].number, static_cast<std::int64_t>(i));
        QCOMPARE(points[2].params.at("interests"), std::string("2"));
        QCOMPARE(points[2].params.at("dim"), std::string("8"));
    }

    void seedsComeOneAfterTheOther()
    {
        SweepRequest request;
        request.models = { "opal" };
        request.axes = { { "interests", { "1", "4" } } };
        request.seeds = { 1, 2 };
        QCOMPARE(labels(expandSweep(request)),
                 (std::vector<std::string> { "OPAL interests=1 seed=1", "OPAL interests=4 seed=1",
                                             "OPAL interests=1 seed=2", "OPAL interests=4 seed=2" }));
    }

    void ablationsAreOpalsAlone()
    {
        SweepRequest request;
        request.models = { "opal", "re4" };
        request.ablations = true;
        const auto points = expandSweep(request);
        QCOMPARE(points.size(), std::size_t { 8 });
        QCOMPARE(points[1].label, std::string("OPAL (A)"));
        QCOMPARE(points[1].params.at("lambda_unique"), std::string("0"));
        QCOMPARE(points[4].params.at("stages"), std::string("hard"));
        QCOMPARE(points[6].params.at("target"), std::string("next"));
        QCOMPARE(points[7].label, std::string("Re4"));
    }

    void equalPointsAreOne()
    {
        SweepRequest request;
        request.models = { "opal", "opal" };
        request.axes = { { "learning_rate", { "0.001", "1e-3", "0.01" } } };
        QCOMPARE(expandSweep(request).size(), std::size_t { 2 });
    }

    void badRequestsAreRefused_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("values");
        QTest::addColumn<QString>("complaint");
        QTest::newRow("key") << QStringLiteral("interest") << QStringLiteral("1")
                             << QStringLiteral("interests");
        QTest::newRow("range") << QStringLiteral("interests") << QStringLiteral("17")
                               << QStringLiteral("interests");
        QTest::newRow("none") << QStringLiteral("interests") << QString() << QStringLiteral("no values");
    }

    void badRequestsAreRefused()
    {
        QFETCH(QString, key);
        QFETCH(QString, values);
        QFETCH(QString, complaint);
        SweepRequest request;
        request.models = { "opal" };
        request.axes = { { key.toStdString(), {} } };
        if (!values.isEmpty())
            request.axes.front().values.push_back(values.toStdString());
        try {
            expandSweep(request);
            QFAIL("accepted");
        } catch (const Error& error) {
            QVERIFY2(QString::fromStdString(error.detail()).contains(complaint), error.detail().c_str());
        }
        request.models.clear();
        QVERIFY_EXCEPTION_THROWN(expandSweep(request), Error);
    }

    void aSweepIsTrainedInterruptedAndContinued()
    {
        const std::string id = prepareSweep(store(), smallRequest(), m_dataset);
        StoppingContext stopping(3);
        QVERIFY_EXCEPTION_THROWN(train(id, stopping), Cancelled);
        const SweepStore sweeps(store());
        SweepRecord sweep = sweeps.sweep(id);
        QCOMPARE(countPoints(sweep, SweepPointState::Finished), std::int64_t { 2 });
        QCOMPARE(countPoints(sweep, SweepPointState::Running), std::int64_t { 0 });
        const std::string interrupted = sweep.points[2].run;
        QVERIFY(!interrupted.empty());
        QCOMPARE(store().run(interrupted).state, RunState::Interrupted);

        QCOMPARE(prepareSweep(store(), smallRequest(), m_dataset), id);
        StoppingContext context(1000);
        sweep = train(id, context);
        QCOMPARE(countPoints(sweep, SweepPointState::Finished), std::int64_t { 6 });
        QCOMPARE(sweep.points[2].run, interrupted);
        QCOMPARE(store().runs().size(), std::size_t { 6 });
        QVERIFY(std::find(context.points().begin(), context.points().end(), 5) != context.points().end());
        for (const SweepPoint& point : sweep.points) {
            const RunRecord run = store().run(point.run);
            QVERIFY(run.test.has_value());
            QCOMPARE(run.params, point.params);
            QCOMPARE(run.name, point.label);
        }
    }

    void runsThatAreThereAreNotTrainedAgain()
    {
        SweepRequest request = smallRequest();
        request.models = { "mind" };
        request.axes = { { "interests", { "1", "2", "3" } } };
        const std::string id = prepareSweep(store(), request, m_dataset);
        StoppingContext context(1000);
        const SweepRecord sweep = train(id, context);
        QCOMPARE(store().runs().size(), std::size_t { 7 });
        QVERIFY(sweep.points[0].reused && sweep.points[1].reused && !sweep.points[2].reused);
    }

    void aPausedSweepBeginsNothing()
    {
        SweepRequest request = smallRequest();
        request.axes = { { "seed", { "5" } } };
        const std::string id = prepareSweep(store(), request, m_dataset);
        SweepStore sweeps(store());
        sweeps.setPaused(id, true);
        StoppingContext context(1000);
        QCOMPARE(countPoints(train(id, context), SweepPointState::Waiting), std::int64_t { 2 });
        QVERIFY(context.points().empty());
    }

    void pointsCanBeMoved()
    {
        SweepRequest request;
        request.models = { "opal" };
        request.axes = { { "interests", { "1", "2", "4" } }, { "seed", { "77" } } };
        const std::string id = prepareSweep(store(), request, m_dataset);
        SweepStore sweeps(store());
        const auto order = [&] {
            QString numbers;
            for (const SweepPoint& point : sweeps.sweep(id).points)
                numbers += QString::number(point.number);
            return numbers;
        };
        sweeps.move(id, 2, -1);
        QCOMPARE(order(), QStringLiteral("021"));
        sweeps.move(id, 0, 1);
        QCOMPARE(order(), QStringLiteral("201"));
        sweeps.move(id, 1, 1); // already last
        QCOMPARE(order(), QStringLiteral("201"));
        QCOMPARE(sweeps.claim(id)->number, std::int64_t { 2 });
        sweeps.move(id, 2, 1); // no longer waiting
        QCOMPARE(order(), QStringLiteral("201"));
        sweeps.remove(id);
        QVERIFY_EXCEPTION_THROWN(sweeps.sweep(id), Error);
    }

    void aFailedPointIsMarkedAndTheNextOneBegun()
    {
        SweepRequest request = smallRequest();
        request.models = { "opal" };
        request.axes = { { "seed", { "31", "32" } } };
        request.params["device"] = "cuda:99";
        const std::string id = prepareSweep(store(), request, m_dataset);
        StoppingContext context(1000);
        SweepRecord sweep = train(id, context);
        QCOMPARE(countPoints(sweep, SweepPointState::Failed), std::int64_t { 2 });
        QVERIFY(!sweep.points[0].error.empty());
        SweepStore sweeps(store());
        sweeps.retry(id);
        QCOMPARE(countPoints(sweeps.sweep(id), SweepPointState::Waiting), std::int64_t { 2 });
    }
};

OPAL_TEST(TestSweep)
#include "tst_sweep.moc"
