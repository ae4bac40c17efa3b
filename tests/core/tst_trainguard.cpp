#include <cmath>
#include <numeric>

#include <QTest>

#include "core/base/processmeter.h"
#include "core/training/trainguard.h"

using namespace opal;

namespace {

/// The uniformity term of category masses: sample deviation over mean.
double uniformityOf(const std::vector<double>& masses)
{
    const double count = static_cast<double>(masses.size());
    const double mean = std::accumulate(masses.begin(), masses.end(), 0.0) / count;
    double squares = 0;
    for (const double mass : masses)
        squares += (mass - mean) * (mass - mean);
    return std::sqrt(squares / (count - 1)) / mean;
}

EvaluationReport evaluation(std::int64_t epoch, int bad, int patience = 5)
{
    EvaluationReport report;
    report.stage = "soft";
    report.epoch = epoch;
    report.bad = bad;
    report.best = bad == 0;
    report.patience = patience;
    return report;
}

} // namespace

class TestTrainGuard final : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    void effectiveCategoriesAreTheInverseSimpsonIndex_data()
    {
        QTest::addColumn<QList<double>>("masses");
        QTest::newRow("equal") << QList<double> { 5, 5, 5, 5 };
        QTest::newRow("one") << QList<double> { 20, 0, 0, 0 };
        QTest::newRow("two of four") << QList<double> { 7, 7, 0, 0 };
        QTest::newRow("uneven") << QList<double> { 10, 3, 1, 0.5, 9 };
    }

    void effectiveCategoriesAreTheInverseSimpsonIndex()
    {
        QFETCH(QList<double>, masses);
        const std::vector<double> values(masses.begin(), masses.end());
        const double sum = std::accumulate(values.begin(), values.end(), 0.0);
        double simpson = 0;
        for (const double mass : values)
            simpson += mass / sum * (mass / sum);
        const double found
            = TrainGuard::effectiveCategories(uniformityOf(values), static_cast<int>(values.size()));
        QVERIFY2(std::abs(found - 1 / simpson) < 1e-9, qPrintable(QString::number(found)));
    }

    void collapseIsToldOnceAStage()
    {
        TrainGuard guard(4);
        guard.onStage();
        for (int step = 0; step < 100; ++step)
            guard.onStep({ { "loss", 1 }, { "unif", uniformityOf({ 20, 1, 0, 0 }) } });
        const auto found = guard.onEvaluation(evaluation(1, 0));
        QCOMPARE(found.size(), std::size_t { 1 });
        QCOMPARE(QString::fromLatin1(found.front().kind), QStringLiteral("collapse"));
        QCOMPARE(found.front().detail,
                 std::string("the history items are shared by only 1.1 of 4 hyper-categories"));
        QVERIFY(guard.onEvaluation(evaluation(2, 0)).empty());
        guard.onStage();
        guard.onStep({ { "loss", 1 }, { "unif", 2.0 } });
        QCOMPARE(guard.onEvaluation(evaluation(1, 0)).size(), std::size_t { 1 });
    }

    void recoveredAndBalancedRunsAreLeftAlone()
    {
        TrainGuard guard(4);
        guard.onStage();
        for (int step = 0; step < 100; ++step) // the first half of an epoch may well be uneven
            guard.onStep({ { "unif", step < 50 ? 2.0 : 0.3 } });
        QVERIFY(guard.onEvaluation(evaluation(1, 0)).empty());
        TrainGuard single(1);
        single.onStep({ { "unif", 0.0 } });
        QVERIFY(single.onEvaluation(evaluation(1, 0)).empty());
        TrainGuard foreign(4); // a model without categories has no such term
        foreign.onStep({ { "loss", 1 } });
        QVERIFY(foreign.onEvaluation(evaluation(1, 0)).empty());
    }

    void noGainSinceTheFirstEvaluation()
    {
        TrainGuard guard(4);
        guard.onStage();
        QVERIFY(guard.onEvaluation(evaluation(1, 0)).empty());
        QVERIFY(guard.onEvaluation(evaluation(2, 1)).empty());
        QVERIFY(guard.onEvaluation(evaluation(3, 2)).empty());
        const auto found = guard.onEvaluation(evaluation(4, 3));
        QCOMPARE(found.size(), std::size_t { 1 });
        QCOMPARE(QString::fromLatin1(found.front().kind), QStringLiteral("no_gain"));
        QVERIFY(guard.onEvaluation(evaluation(5, 4)).empty());
        TrainGuard later(4); // it rose once: that is what early stopping is for
        QVERIFY(later.onEvaluation(evaluation(6, 4)).empty());
    }

    void theMeterSeesWork()
    {
        ProcessMeter meter;
        QVERIFY(meter.read().processorPercent < 0);
        volatile double sum = 0;
        const auto start = std::chrono::steady_clock::now();
        while (std::chrono::steady_clock::now() - start < std::chrono::milliseconds(30))
            sum = sum + 1;
        const ProcessLoad load = meter.read();
        QVERIFY(load.processorPercent > 0);
        QVERIFY(load.cores >= 1);
        QVERIFY(load.memoryBytes > 1'000'000);
        QVERIFY(load.machineBytes > load.memoryBytes);
        QVERIFY(load.availableBytes > 0 && load.availableBytes <= load.machineBytes);
    }
};

QTEST_APPLESS_MAIN(TestTrainGuard)
#include "tst_trainguard.moc"
