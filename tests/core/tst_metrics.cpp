// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>

#include <QTest>

#include "core/results/rankingmetrics.h"
#include "tests/support/goldenfile.h"
#include "tests/support/testprogram.h"

using namespace opal;
using Json = nlohmann::json;

/// Ranking metrics against independent numbers, and at the edges where formulae like to divide by zero.
class TestMetrics final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void perUserValuesAreGolden();
    void meansAreGolden_data();
    void meansAreGolden();
    void exposureIsGolden_data();
    void exposureIsGolden();
    void edges();
    void theTableNamesEveryMetricOnce();
};

namespace {

constexpr double tolerance = 1e-12;

const Json& golden()
{
    static const Json file = goldenFile("metrics.json");
    return file;
}

std::vector<std::int32_t> distinct(std::vector<std::int32_t> items)
{
    std::sort(items.begin(), items.end());
    items.erase(std::unique(items.begin(), items.end()), items.end());
    return items;
}

bool close(double actual, const Json& expected)
{
    return std::abs(actual - expected.get<double>()) <= tolerance;
}

std::vector<std::int32_t> targetsOf(const std::string& user, bool newItemsOnly)
{
    auto targets = distinct(golden()["inputs"]["targets"][user].get<std::vector<std::int32_t>>());
    const auto history = golden()["inputs"]["histories"][user].get<std::vector<std::int32_t>>();
    if (newItemsOnly)
        std::erase_if(targets, [&history](std::int32_t item) {
            return std::find(history.begin(), history.end(), item) != history.end();
        });
    return targets;
}

void goldenColumns()
{
    QTest::addColumn<QString>("variant");
    QTest::addColumn<int>("cutoff");
    for (const int cutoff : { 2, 5 }) {
        QTest::addRow("default at %d", cutoff) << QStringLiteral("default") << cutoff;
        QTest::addRow("new items only at %d", cutoff) << QStringLiteral("new_items_only") << cutoff;
    }
}

std::string atKey(int cutoff)
{
    return "at" + std::to_string(cutoff);
}

} // namespace

void TestMetrics::perUserValuesAreGolden()
{
    const std::map<std::string, std::string> keys {
        { "recall", "recall" }, { "ndcg", "ndcg" }, { "precision", "precision" }, { "mrr", "reciprocal_rank" }
    };
    int compared = 0;
    for (const int cutoff : { 2, 5 }) {
        for (const auto& [user, expected] : golden()["outputs"]["per_user"][atKey(cutoff)].items()) {
            const auto ranked = expected["list"].get<std::vector<std::int32_t>>();
            for (const RankingMetric& metric : rankingMetrics()) {
                const auto key = keys.find(metric.key);
                if (key == keys.end())
                    continue;
                const double value = metric.ofUser(ranked, targetsOf(user, false), cutoff);
                QVERIFY2(close(value, expected[key->second]), (user + " " + metric.key).c_str());
                ++compared;
            }
        }
    }
    QCOMPARE(compared, 2 * 4 * 4);
}

void TestMetrics::meansAreGolden_data()
{
    goldenColumns();
}

void TestMetrics::meansAreGolden()
{
    QFETCH(QString, variant);
    QFETCH(int, cutoff);
    const Json& expected = golden()["outputs"][variant.toStdString()];
    for (const RankingMetric& metric : rankingMetrics()) {
        if (!metric.ofUser || !expected[atKey(cutoff)].contains(metric.key))
            continue;
        double sum = 0;
        int users = 0;
        for (const int user : expected["evaluated_users"]) {
            const std::string name = "user" + std::to_string(user);
            // The longer list is cut by the metric itself.
            const auto ranked
                = golden()["outputs"]["per_user"]["at5"][name]["list"].get<std::vector<std::int32_t>>();
            sum += metric.ofUser(ranked, targetsOf(name, variant == QLatin1String("new_items_only")), cutoff);
            ++users;
        }
        QCOMPARE(users, expected["users_evaluated"].get<int>());
        QVERIFY2(close(sum / users, expected[atKey(cutoff)][metric.key]), metric.key);
    }
}

void TestMetrics::exposureIsGolden_data()
{
    goldenColumns();
}

void TestMetrics::exposureIsGolden()
{
    QFETCH(QString, variant);
    QFETCH(int, cutoff);
    const Json& expected = golden()["outputs"][variant.toStdString()][atKey(cutoff)];
    const auto exposure = expected["exposure"].get<std::vector<std::int64_t>>();
    QVERIFY(close(coverage(exposure), expected["coverage"]));
    QVERIFY(close(gini(exposure), expected["gini"]));
}

void TestMetrics::edges()
{
    const std::vector<std::int32_t> ranked { 3, 1, 2 };
    const std::vector<std::int32_t> none;
    const std::vector<std::int32_t> targets { 2, 9 };
    for (const RankingMetric& metric : rankingMetrics()) {
        if (!metric.ofUser)
            continue;
        QCOMPARE(metric.ofUser(none, targets, 10), 0.0);
        QCOMPARE(metric.ofUser(ranked, none, 10), 0.0);
        QCOMPARE(metric.ofUser(ranked, targets, 2), 0.0);
    }
    QCOMPARE(recallAt(ranked, targets, 200), 0.5);
    QCOMPARE(precisionAt(ranked, targets, 200), 1.0 / 200);
    QCOMPARE(reciprocalRankAt(ranked, targets, 3), 1.0 / 3);
    QCOMPARE(ndcgAt(ranked, std::vector<std::int32_t> { 3 }, 1), 1.0);

    std::vector<std::int64_t> exposure(10, 0);
    QCOMPARE(gini(exposure), 0.0);
    QCOMPARE(coverage(exposure), 0.0);
    exposure[4] = 7;
    QVERIFY(std::abs(gini(exposure) - 0.9) < tolerance);
    QCOMPARE(coverage(exposure), 0.1);
    QVERIFY(std::abs(gini(std::vector<std::int64_t>(10, 3))) < tolerance);
}

void TestMetrics::theTableNamesEveryMetricOnce()
{
    std::set<std::string> keys;
    std::set<std::string> titles;
    std::set<std::string> shortNames;
    for (const RankingMetric& metric : rankingMetrics()) {
        QVERIFY2(keys.insert(metric.key).second && titles.insert(metric.title).second
                     && shortNames.insert(metric.shortName).second,
                 metric.key);
        QVERIFY2((metric.ofUser == nullptr) != (metric.ofExposure == nullptr), metric.key);
        QVERIFY2(std::string(metric.meaning).find(metric.higherIsBetter ? "higher is" : "lower is")
                     != std::string::npos,
                 metric.key);
        QVERIFY2(!metric.essential || metric.ofUser, metric.key);
        QCOMPARE(findRankingMetric(metric.key), &metric);
    }
    QVERIFY(!findRankingMetric("accuracy"));
}

OPAL_TEST(TestMetrics)
#include "tst_metrics.moc"
