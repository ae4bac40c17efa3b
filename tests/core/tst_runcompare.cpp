// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <limits>

#include <QTest>

#include "core/results/runcompare.h"
#include "core/results/runfields.h"
#include "tests/support/testprogram.h"

using namespace opal;

namespace {

RunRecord makeRun(const std::string& model, const std::string& interests, const std::string& seed)
{
    RunRecord run;
    run.model = model;
    run.params = { { "interests", interests }, { "seed", seed }, { "dim", "64" } };
    run.seed = std::stoull(seed);
    return run;
}

} // namespace

class TestRunCompare final : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    void onlyDifferencesAreListed()
    {
        std::vector<RunRecord> runs { makeRun("opal", "4", "1"), makeRun("opal", "8", "1") };
        runs[1].params["extra"] = "1";
        const auto differences = differingParams(runs);
        QCOMPARE(differences.size(), std::size_t { 2 });
        QCOMPARE(differences[0].key, std::string("extra"));
        QVERIFY(!differences[0].values[0].has_value());
        QCOMPARE(differences[1].key, std::string("interests"));
        QCOMPARE(differences[1].values[1].value(), std::string("8"));
        QVERIFY(differingParams({ runs[0] }).empty());
        QVERIFY(differingParams({ runs[0], runs[0] }).empty());
    }

    void runsEqualButForTheSeedFold()
    {
        const std::vector<RunRecord> runs { makeRun("opal", "4", "1"), makeRun("mind", "4", "1"),
                                            makeRun("opal", "4", "2"), makeRun("opal", "8", "1") };
        const auto groups = foldSeeds(runs);
        QCOMPARE(groups, (std::vector<std::vector<std::size_t>> { { 0, 2 }, { 1 }, { 3 } }));
    }

    void meanAndIntervalOfThreeCurves()
    {
        const double nan = std::numeric_limits<double>::quiet_NaN();
        const auto means = meanCurve({ { { 1, 1 }, { 2, 4 }, { 3, 1 } },
                                       { { 1, 2 }, { 2, nan }, { 3, 1 } },
                                       { { 1, 3 }, { 2, 5 }, { 3, 1 }, { 4, 9 } } });
        QCOMPARE(means.size(), std::size_t { 2 });
        QCOMPARE(means[0].x, 1.0);
        QCOMPARE(means[0].mean, 2.0);
        // Standard deviation 1, so the standard error is 1 / sqrt(3), times 4.302653.
        QVERIFY(std::abs(means[0].halfWidth - 4.302653 / std::sqrt(3.0)) < 1e-6);
        QCOMPARE(means[1].halfWidth, 0.0);
        QVERIFY(meanCurve({ { { 1, 1 } } }).empty());
    }

    void studentFactorsFallToTheNormal()
    {
        for (int freedom = 1; freedom < 200; ++freedom)
            QVERIFY(studentFactor95(freedom) > studentFactor95(freedom + 1));
        QVERIFY(std::abs(studentFactor95(40) - 2.0211) < 1e-4);
        QVERIFY(std::abs(studentFactor95(1000000) - 1.959964) < 1e-4);
    }

    void constantAxesAreHidden()
    {
        std::vector<RunRecord> runs { makeRun("opal", "4", "1"), makeRun("mind", "16", "1") };
        runs[0].test = MetricSet {};
        runs[0].test->values["recall"] = { { 50, 0.25 } };
        runs[1].test = MetricSet {};
        runs[1].test->values["recall"] = { { 50, 0.5 } };
        const auto axes = parallelAxes(runs);
        QCOMPARE(axes.size(), std::size_t { 3 });
        QCOMPARE(axes[0].field, std::string("interests"));
        QCOMPARE(axes[0].lower, 4.0);
        QCOMPARE(axes[0].upper, 16.0);
        QCOMPARE(axes[1].field, std::string("model"));
        QCOMPARE(axes[1].categories, (std::vector<std::string> { "mind", "opal" }));
        QCOMPARE(axes[1].values, (std::vector<double> { 1, 0 }));
        QCOMPARE(axes[2].field, std::string("recall@50"));
        QVERIFY(axes[2].metric);
    }

    void fieldsOfARun()
    {
        RunRecord run = makeRun("opal", "4", "7");
        run.star = true;
        run.stage = "hard";
        run.bestMetric = { { "soft", 0.1 }, { "hard", 0.2 } };
        run.bestEpoch = { { "soft", 3 }, { "hard", 14 } };
        run.test = MetricSet {};
        run.test->values["hit_rate"] = { { 20, 0.75 } };
        run.test->values["recall"] = { { 20, 0.5 } };
        QCOMPARE(std::get<double>(runField(run, "recall")), 0.2);
        QCOMPARE(std::get<double>(runField(run, "epoch")), 14.0);
        QCOMPARE(std::get<double>(runField(run, "hr20")), 0.75);
        QCOMPARE(std::get<double>(runField(run, "hit_rate@20")), 0.75);
        QVERIFY(std::holds_alternative<std::monostate>(runField(run, "recall@50")));
        QCOMPARE(std::get<std::string>(runField(run, "interests")), std::string("4"));
        QVERIFY(std::holds_alternative<std::monostate>(runField(run, "ami")));
        run.agreement.emplace();
        run.agreement->ami.value = 0.0625;
        run.sppmi = InterestSppmi { 0.5, 0.25 };
        QCOMPARE(std::get<double>(runField(run, "ami")), 0.0625);
        QCOMPARE(std::get<double>(runField(run, "ratio")), 2.0);
        run.sppmi->between = 0;
        QVERIFY(std::holds_alternative<std::monostate>(runField(run, "ratio")));
        QVERIFY(isMetricField("within") && !isMetricField("seed"));
        const auto names = runFieldNames({ run });
        for (const char* name : { "recall@20", "hr20", "recall@50", "interests", "dim", "is", "tag", "model",
                                  "ami", "nmi", "within", "between", "ratio" })
            QVERIFY2(std::find(names.begin(), names.end(), name) != names.end(), name);
    }
};

OPAL_TEST(TestRunCompare)
#include "tst_runcompare.moc"
