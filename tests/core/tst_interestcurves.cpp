// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include <QTest>

#include "core/base/error.h"
#include "core/results/interestcurves.h"
#include "tests/support/testprogram.h"

using namespace opal;

namespace {

RunRecord runOf(const std::string& id, const std::string& model, int interests, std::uint64_t seed,
                double validation, double recall)
{
    RunRecord run;
    run.id = id;
    run.model = model;
    run.datasetName = "toy";
    run.datasetHash = "aa";
    run.seed = seed;
    run.params = { { "interests", std::to_string(interests) }, { "seed", std::to_string(seed) } };
    run.stage = "hard";
    run.bestEpoch = { { "hard", 3 } };
    run.bestMetric = { { "hard", validation } };
    run.test = MetricSet {};
    run.test->values["recall"] = { { 50, recall }, { 200, 2 * recall } };
    run.test->values["hit_rate"] = { { 50, 3 * recall } };
    run.test->interestShare.assign(static_cast<std::size_t>(interests), 1.0 / interests);
    return run;
}

const std::vector<TableModel> models { { "mind", "MIND" }, { "opal", "OPAL" } };

} // namespace

/// Quality against the number of interests (paper, Fig. 3).
class TestInterestCurves final : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    void equalSharesCountInFull()
    {
        for (const int count : { 1, 2, 7 })
            QVERIFY(std::abs(*effectiveInterests(std::vector<double>(static_cast<std::size_t>(count), 0.25))
                             - count)
                    < 1e-12);
        QVERIFY(std::abs(*effectiveInterests({ 1, 0, 0 }) - 1) < 1e-12);
        // exp(-(0.9 ln 0.9 + 0.1 ln 0.1)), written down by hand
        QVERIFY(std::abs(*effectiveInterests({ 0.9, 0.1 }) - 1.3841) < 1e-4);
        QVERIFY(!effectiveInterests({}));
        QVERIFY(!effectiveInterests({ 0, 0 }));
    }

    void seedsAreFoldedAndTheBestSettingIsTaken()
    {
        std::vector<RunRecord> runs {
            runOf("a", "opal", 4, 1, 0.5, 0.10), runOf("b", "opal", 4, 2, 0.5, 0.14),
            runOf("c", "opal", 1, 1, 0.4, 0.08), runOf("d", "mind", 4, 1, 0.3, 0.05),
            runOf("e", "opal", 4, 1, 0.2, 0.90), runOf("f", "opal", 4, 1, 0.9, 0.01)
        };
        runs[4].params["dropout"] = "0.5"; // worse on the validation day, whatever the test day says
        runs[5].params["lambda_unif"] = "0"; // an ablation
        const InterestCurves curves = interestCurves(runs, models, { { "recall", 50 }, { "hit_rate", 50 } });
        QCOMPARE(curves.lines.size(), std::size_t(4));
        QCOMPARE(curves.lines[0].model, std::string("MIND"));
        QCOMPARE(metricTitle(curves.lines[1].metric), std::string("HitRate@50"));
        const InterestLine& opal = curves.lines[2];
        QCOMPARE(opal.points.size(), std::size_t(2));
        QCOMPARE(opal.points[0].interests, std::int64_t(1));
        const InterestPoint& four = opal.points[1];
        QCOMPARE(four.runs, std::vector<std::string>({ "a", "b" }));
        QVERIFY(std::abs(four.value.mean - 0.12) < 1e-12);
        QVERIFY(std::abs(four.value.deviation - std::sqrt(2 * 0.02 * 0.02)) < 1e-12);
        QVERIFY(std::abs(four.effective->mean - 4) < 1e-9);
    }

    void aMetricThatNoRunHasMakesNoLine()
    {
        const std::vector<RunRecord> runs { runOf("a", "opal", 4, 1, 0.5, 0.1) };
        QVERIFY(interestCurves(runs, models, { { "hit_rate", 200 } }).lines.empty());
        QCOMPARE(testedMetrics(runs).size(), std::size_t(3));
    }

    void interestsAreMeasuredWhereTheyWere()
    {
        std::vector<RunRecord> runs { runOf("a", "opal", 4, 1, 0.5, 0.1), runOf("b", "opal", 2, 1, 0.5, 0.1),
                                      runOf("c", "opal", 4, 2, 0.5, 0.1) };
        QCOMPARE(testedMetrics(runs).size(), std::size_t(3));
        for (const std::size_t run : { 0, 2 }) {
            runs[run].agreement.emplace();
            runs[run].agreement->ami.value = 0.25 + 0.01 * static_cast<double>(run);
        }
        runs[1].sppmi = InterestSppmi { 0.5, 0.25 };
        const auto metrics = testedMetrics(runs);
        QCOMPARE(metrics.size(), std::size_t(8)); // AMI, NMI, within, between, ratio
        QVERIFY(metrics[3] == (MetricAt { "ami", 0 }));
        const InterestCurves ami = interestCurves(runs, models, { { "ami", 0 } });
        QCOMPARE(ami.lines.size(), std::size_t(1));
        QCOMPARE(ami.lines[0].points.size(), std::size_t(1)); // of K = 2 it was not measured
        QCOMPARE(ami.lines[0].points[0].interests, std::int64_t { 4 });
        QVERIFY(std::abs(ami.lines[0].points[0].value.mean - 0.26) < 1e-12);
        const InterestCurves ratio = interestCurves(runs, models, { { "ratio", 0 } });
        QCOMPARE(ratio.lines[0].points[0].value.mean, 2.0);
        QCOMPARE(metricTitle(ratio.lines[0].metric), std::string("Within / between"));
    }

    void metricsAreNamedStrictly()
    {
        QCOMPARE(metricKey(metricFromKey("hit_rate@200")), std::string("hit_rate@200"));
        QCOMPARE(metricKey(metricFromKey("ami")), std::string("ami"));
        QVERIFY(metricFromKey("ratio") == (MetricAt { "ratio", 0 }));
        for (const char* wrong : { "recall", "recall@", "recall@x", "recall@50x", "mood@50", "recall@-1" })
            QVERIFY_EXCEPTION_THROWN(metricFromKey(wrong), Error);
    }
};

OPAL_TEST(TestInterestCurves)
#include "tst_interestcurves.moc"
