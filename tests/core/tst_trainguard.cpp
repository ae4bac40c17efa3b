// SPDX-License-Identifier: GPL-3.0-or-later
#include <chrono>
#include <memory>

#include <QTest>

#include "core/base/processmeter.h"
#include "core/results/hypercategory.h"
#include "core/training/trainguard.h"
#include "tests/support/testprogram.h"

using namespace opal;

namespace {

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

/// An evaluation whose interactions are spread over the categories like `mass`.
EvaluationReport spread(std::int64_t epoch, const std::vector<double>& mass)
{
    auto snapshot = std::make_shared<CategorySnapshot>();
    snapshot->categories = static_cast<int>(mass.size());
    snapshot->dim = snapshot->categories;
    snapshot->mass = mass;
    snapshot->vectors.resize(mass.size() * mass.size()); // orthogonal to each other
    for (std::size_t category = 0; category < mass.size(); ++category)
        snapshot->vectors[category * mass.size() + category] = 1;
    EvaluationReport report = evaluation(epoch, 0);
    report.categories = snapshot;
    return report;
}

} // namespace

class TestTrainGuard final : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    void collapseIsToldOnceAStage()
    {
        TrainGuard guard;
        guard.onStage();
        const auto found = guard.onEvaluation(spread(1, { 97, 1, 1, 1 }));
        QCOMPARE(found.size(), std::size_t { 1 });
        QCOMPARE(QString::fromLatin1(found.front().kind), QStringLiteral("collapse"));
        QCOMPARE(found.front().detail,
                 std::string("the interactions are shared by only 1.2 of 4 hyper-categories"));
        QVERIFY(guard.onEvaluation(spread(2, { 97, 1, 1, 1 })).empty());
        guard.onStage();
        QCOMPARE(guard.onEvaluation(spread(1, { 97, 1, 1, 1 })).size(), std::size_t { 1 });
    }

    void oneDeadCategoryIsACollapse()
    {
        TrainGuard guard;
        const auto found = guard.onEvaluation(spread(1, { 30, 34, 35, 1 }));
        QCOMPARE(found.size(), std::size_t { 1 });
        QCOMPARE(found.front().detail,
                 std::string("hyper-category 4 of 4 holds only 1.0 % of the interactions"));
    }

    void balancedRunsAreLeftAlone()
    {
        TrainGuard guard;
        QVERIFY(guard.onEvaluation(spread(1, { 38, 63, 52, 47 })).empty());
        QVERIFY(guard.onEvaluation(evaluation(1, 0)).empty()); // a model without categories
        QCOMPARE(guard.onEvaluation(spread(2, { 97, 1, 1, 1 })).size(), std::size_t { 1 });
    }

    void noGainSinceTheFirstEvaluation()
    {
        TrainGuard guard;
        guard.onStage();
        QVERIFY(guard.onEvaluation(evaluation(1, 0)).empty());
        QVERIFY(guard.onEvaluation(evaluation(2, 1)).empty());
        QVERIFY(guard.onEvaluation(evaluation(3, 2)).empty());
        const auto found = guard.onEvaluation(evaluation(4, 3));
        QCOMPARE(found.size(), std::size_t { 1 });
        QCOMPARE(QString::fromLatin1(found.front().kind), QStringLiteral("no_gain"));
        QVERIFY(guard.onEvaluation(evaluation(5, 4)).empty());
        TrainGuard later; // it rose once: that is what early stopping is for
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

OPAL_TEST(TestTrainGuard)
#include "tst_trainguard.moc"
