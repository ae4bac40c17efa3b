// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>
#include <cmath>
#include <filesystem>
#include <numeric>
#include <omp.h>

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>

#include "core/analysis/hypercategories.h"
#include "core/base/error.h"
#include "core/base/random.h"
#include "core/models/registry.h"
#include "core/training/trainer.h"
#include "tests/support/datasetfromtext.h"
#include "tests/support/testprogram.h"

using namespace opal;

namespace {

struct Example
{
    std::vector<float> items; ///< [N + 1, d]
    std::vector<float> categories; ///< [K, d]
    std::vector<std::int32_t> popularity; ///< [N + 1]
    int dim = 0;

    CategorySnapshot snapshot(double epsilon = 0.1) const
    {
        return categorySnapshot({ items, categories, dim, epsilon }, popularity);
    }
};

std::vector<float> unitRows(Random& random, int rows, int dim)
{
    std::vector<float> values;
    for (int row = 0; row < rows; ++row) {
        std::vector<float> one;
        float squares = 0;
        for (int c = 0; c < dim; ++c) {
            one.push_back(random.uniform() - 0.5F);
            squares += one.back() * one.back();
        }
        for (const float value : one)
            values.push_back(value / std::sqrt(squares));
    }
    return values;
}

Example randomExample(int items, int categories, int dim)
{
    Random random(7, RandomPurpose::Initialisation);
    Example example;
    example.dim = dim;
    example.items = unitRows(random, items + 1, dim);
    example.categories = unitRows(random, categories, dim);
    for (int item = 0; item <= items; ++item)
        example.popularity.push_back(static_cast<std::int32_t>(random.below(9)));
    return example;
}

bool near(double a, double b)
{
    return std::abs(a - b) <= 1e-5 * std::max(1.0, std::abs(b));
}

/// A snapshot with the given mass and orthonormal categories.
CategorySnapshot withMass(std::vector<double> mass)
{
    CategorySnapshot snapshot;
    snapshot.categories = snapshot.dim = static_cast<int>(mass.size());
    snapshot.vectors.assign(mass.size() * mass.size(), 0.0F);
    for (std::size_t j = 0; j < mass.size(); ++j)
        snapshot.vectors[j * mass.size() + j] = 1;
    snapshot.mass = std::move(mass);
    return snapshot;
}

std::vector<CategoryAlarm::Kind> kindsOf(const CategorySnapshot& snapshot)
{
    std::vector<CategoryAlarm::Kind> kinds;
    for (const CategoryAlarm& alarm : categoryAlarms(snapshot))
        kinds.push_back(alarm.kind);
    return kinds;
}

class Watcher final : public TrainObserver
{
public:
    void onEvaluation(const EvaluationReport& report) override { reports.push_back(report); }

    std::vector<EvaluationReport> reports;
};

} // namespace

/// Snapshots of the hyper-categories, and the alarms that are read from them.
class TestHypercategories final : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    void equalsTheNaiveReference_data()
    {
        QTest::addColumn<int>("categories");
        for (const int count : { 1, 2, 4, 9, 16 })
            QTest::addRow("K = %d", count) << count;
    }

    void equalsTheNaiveReference()
    {
        QFETCH(int, categories);
        const Example example = randomExample(5000, categories, 12);
        const CategorySnapshot snapshot = example.snapshot();
        std::vector<double> mass(static_cast<std::size_t>(categories));
        std::vector<std::int64_t> sizes(mass.size());
        std::vector<std::int64_t> confidence(confidenceBins);
        double confidenceSum = 0;
        double entropySum = 0;
        for (std::size_t item = 1; item <= 5000; ++item) {
            std::vector<double> a;
            double total = 0;
            for (std::size_t j = 0; j < mass.size(); ++j) {
                double cosine = 0;
                for (std::size_t c = 0; c < 12; ++c)
                    cosine += double { example.items[item * 12 + c] }
                        * double { example.categories[j * 12 + c] };
                a.push_back(std::exp(cosine / 0.1));
                total += a.back();
            }
            std::size_t best = 0;
            for (std::size_t j = 0; j < a.size(); ++j) {
                a[j] /= total;
                mass[j] += a[j] * example.popularity[item];
                entropySum -= a[j] * std::log(a[j]);
                if (a[j] > a[best])
                    best = j;
            }
            confidenceSum += a[best];
            QCOMPARE(int { snapshot.itemCategory[item] }, static_cast<int>(best));
            ++sizes[best];
            const double low = 1.0 / categories;
            const int bin = categories == 1
                ? confidenceBins - 1
                : std::min(confidenceBins - 1,
                           static_cast<int>((a[best] - low) / (1 - low) * confidenceBins));
            ++confidence[static_cast<std::size_t>(bin)];
        }
        for (std::size_t j = 0; j < mass.size(); ++j)
            QVERIFY(near(snapshot.mass[j], mass[j]));
        QVERIFY(snapshot.sizes == sizes);
        // An item on the edge of a bin may fall to either side by rounding.
        std::int64_t strayed = 0;
        for (std::size_t bin = 0; bin < confidence.size(); ++bin)
            strayed += std::abs(confidence[bin] - snapshot.confidence[bin]);
        QVERIFY(strayed <= 4);
        QVERIFY(near(snapshot.meanConfidence, confidenceSum / 5000));
        QVERIFY(near(snapshot.meanEntropy, entropySum / 5000));
    }

    void threadsDoNotChangeABit()
    {
        const Example example = randomExample(9000, 5, 8);
        const int threads = omp_get_max_threads();
        omp_set_num_threads(1);
        const CategorySnapshot one = example.snapshot();
        omp_set_num_threads(3);
        const CategorySnapshot three = example.snapshot();
        omp_set_num_threads(threads);
        QVERIFY(one.mass == three.mass);
        QVERIFY(one.itemCategory == three.itemCategory);
        QCOMPARE(one.meanEntropy, three.meanEntropy);
    }

    void benchAllItemsOfTheLargestDataSet()
    {
        const Example example = randomExample(157691, 4, 64);
        QElapsedTimer timer;
        timer.start();
        const CategorySnapshot snapshot = example.snapshot();
        qInfo("157,691 items, K = 4, d = 64: %.1f ms", static_cast<double>(timer.nsecsElapsed()) / 1e6);
        QCOMPARE(std::accumulate(snapshot.sizes.begin(), snapshot.sizes.end(), std::int64_t { 0 }),
                 std::int64_t { 157691 });
    }

    void sizesMustAgree()
    {
        Example example = randomExample(10, 2, 4);
        example.popularity.pop_back();
        QVERIFY_EXCEPTION_THROWN(example.snapshot(), Error);
    }

    void measuresOfTheMass()
    {
        const CategorySnapshot even = withMass({ 5, 5, 5, 5 });
        QCOMPARE(even.massVariation(), 0.0);
        QVERIFY(near(even.effectiveCategories(), 4));
        const CategorySnapshot one = withMass({ 8, 0, 0, 0 });
        QVERIFY(near(one.massVariation(), 2)); // mean 2, unbiased deviation sqrt((36 + 3 * 4) / 3) = 4
        QVERIFY(near(one.effectiveCategories(), 1));
        QCOMPARE(withMass({ 3 }).massVariation(), 0.0);
        QCOMPARE(withMass({ 0, 0 }).shares(), (std::vector<double> { 0.5, 0.5 }));
    }

    void alarmsAreNamed()
    {
        using Kind = CategoryAlarm::Kind;
        QVERIFY(kindsOf(withMass({ 4, 5, 6, 5 })).empty());
        QVERIFY(kindsOf(withMass({ 9 })).empty());
        QCOMPARE(kindsOf(withMass({ 10, 10, 10, 0.5 })), (std::vector<Kind> { Kind::Dead }));
        QCOMPARE(kindsOf(withMass({ 97, 1, 1, 1 })),
                 (std::vector<Kind> { Kind::Collapse, Kind::Dead, Kind::Dead, Kind::Dead }));
        CategorySnapshot twins = withMass({ 5, 5, 5 });
        twins.vectors = { 1, 0, 0, 0, 1, 0, 0, -0.95F, 0 };
        const std::vector<CategoryAlarm> alarms = categoryAlarms(twins);
        QCOMPARE(alarms.size(), std::size_t { 1 });
        QCOMPARE(alarms[0].kind, Kind::Twin);
        QCOMPARE(alarms[0].category, 1);
        QCOMPARE(alarms[0].other, 2);
        QVERIFY(near(alarms[0].value, 0.95));
    }

    void flowCountsWhoMoved()
    {
        CategorySnapshot before = withMass({ 1, 1 });
        CategorySnapshot after = before;
        before.itemCategory = { 0, 0, 0, 1, 1, 1 };
        after.itemCategory = { 0, 0, 1, 1, 0, 1 };
        const CategoryFlow flow = categoryFlow(before, after);
        QCOMPARE(flow.counts, (std::vector<std::int64_t> { 1, 1, 1, 2 }));
        QCOMPARE(flow.moved, std::int64_t { 2 });
        QCOMPARE(flow.items, std::int64_t { 5 });
        after.itemCategory.pop_back();
        QVERIFY_EXCEPTION_THROWN(categoryFlow(before, after), Error);
    }

    void trainingWithoutUniformityRaisesTheAlarm()
    {
        const Watcher loose = trained(0);
        const Watcher held = trained(1);
        QCOMPARE(loose.reports.size(), std::size_t { 2 });
        const std::vector<CategoryAlarm> alarms = categoryAlarms(*loose.reports[1].categories);
        QVERIFY(!alarms.empty());
        QCOMPARE(alarms.front().kind, CategoryAlarm::Kind::Collapse);
        QCOMPARE(alarms.back().kind, CategoryAlarm::Kind::Dead);
        QCOMPARE(held.reports.size(), std::size_t { 2 });
        for (const EvaluationReport& report : held.reports)
            QVERIFY(categoryAlarms(*report.categories).empty());
        QCOMPARE(held.reports[1].categories->epoch, std::int64_t { 2 });
        QCOMPARE(held.reports[1].categories->step, held.reports[1].step);
        QCOMPARE(held.reports[1].categories->stage, std::string("hard"));
    }

private:
    /// Everybody watches one hit again and again: its category takes the mass unless something holds it.
    static std::shared_ptr<const Dataset> hitData()
    {
        Random random(4, RandomPurpose::Synthesis);
        const auto item = [&random] {
            const bool isHit = random.below(100) < 95;
            return std::to_string(isHit ? 1 : 20 + random.below(80));
        };
        std::string text;
        for (int user = 0; user < 200; ++user) {
            text += "u" + std::to_string(user) + ":";
            for (int i = 0; i < 14; ++i)
                text += " " + item();
            text += " | " + item() + " | " + item() + "\n";
        }
        return datasetFromText(text);
    }

    static Watcher trained(double lambdaUnif)
    {
        const QTemporaryDir folder;
        TrainPlan plan;
        plan.params = ParamMap(findModel("opal").params);
        plan.params.set("batch_size", std::int64_t { 128 });
        plan.params.set("steps_per_epoch", std::int64_t { 40 });
        plan.params.set("max_epochs", std::int64_t { 2 });
        plan.params.set("stages", std::string("hard"));
        plan.params.set("lambda_unif", lambdaUnif);
        plan.runFolder = folder.filePath(QStringLiteral("run")).toStdString();
        plan.threads = 1;
        Watcher watcher;
        train(hitData(), plan, watcher, {});
        return watcher;
    }
};

OPAL_TEST(TestHypercategories)

#include "tst_hypercategories.moc"
