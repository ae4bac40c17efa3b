// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <functional>
#include <set>

#include <QTest>

#include "core/analysis/fairsearch.h"
#include "core/base/error.h"
#include "tests/support/testprogram.h"

using namespace opal;

namespace {

SweepRequest fairRequest()
{
    SweepRequest request;
    request.models = { "opal", "mind", "ease", "popularity" };
    request.axes = { { "interests", { "1", "4" } } };
    request.seeds = { 1, 2, 3 };
    request.params = { { "dim", "8" } };
    request.fairBudget = 30;
    return request;
}

double logOf(const SweepPoint& point, const char* key)
{
    return std::log10(std::stod(point.params.at(key)));
}

/// Recall as a hill: the best learning rate depends on the model and the number of interests.
double hill(const SweepPoint& point)
{
    if (point.model == "popularity")
        return 0.1;
    if (point.model == "ease")
        return 0.4 - 0.01 * std::abs(logOf(point, "lambda") - std::log10(1500));
    const double best = point.params.at("interests") == "1" ? -2 : -3;
    double value = 0.3 - 0.05 * std::abs(logOf(point, "learning_rate") - best);
    if (point.model == "opal")
        value -= 0.01 * std::abs(std::stod(point.params.at("lambda_unique")) - 0.5);
    return value;
}

struct Search
{
    std::vector<SweepPoint> points;
    PointMetrics metrics;
    FairPlan plan;

    /// Trains at most `most` points; false once nothing is left.
    bool go(const SweepRequest& request, int most,
            const std::function<double(const SweepPoint&)>& value = hill)
    {
        plan = planFairSearch(request, points, metrics);
        points.insert(points.end(), plan.next.begin(), plan.next.end());
        bool any = false;
        for (const SweepPoint& point : points) {
            if (metrics.contains(point.number) || most-- <= 0)
                continue;
            metrics[point.number] = value(point);
            any = true;
        }
        return any;
    }

    std::string winner(const std::string& model, const std::string& interests) const
    {
        for (const FairFamily& family : plan.families)
            if (family.model == model && family.interests == interests && family.winner)
                return points[static_cast<std::size_t>(*family.winner)].label;
        return {};
    }
};

} // namespace

/// The search of a fair comparison on made-up hills.
class TestFairSearch final : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    void theTopOfEveryHillIsFoundAndBounded()
    {
        const SweepRequest request = fairRequest();
        Search search;
        while (search.go(request, 1000)) { }
        QCOMPARE(search.plan.families.size(), std::size_t { 6 });
        QCOMPARE(search.winner("opal", "1"),
                 std::string("OPAL interests=1 learning_rate=0.01 lambda_unique=0.5 seed=1"));
        QCOMPARE(search.winner("opal", "4"), std::string("OPAL interests=4 lambda_unique=0.5 seed=1"));
        QCOMPARE(search.winner("mind", "1"), std::string("MIND interests=1 learning_rate=0.01 seed=1"));
        QCOMPARE(search.winner("ease", ""), std::string("EASE lambda=1500"));
        QCOMPARE(search.winner("popularity", ""), std::string("Popularity"));
        for (const FairFamily& family : search.plan.families) {
            QVERIFY(family.bounded && !family.spent);
            const bool seeded = family.model == "opal" || family.model == "mind";
            QCOMPARE(family.seeds.size(), std::size_t { seeded ? 2U : 0U });
            // Both neighbours of the winner on the most important ladder were tried and are worse.
            const SweepPoint& won = search.points[static_cast<std::size_t>(*family.winner)];
            for (const std::int64_t tried : family.tried)
                QVERIFY(hill(search.points[static_cast<std::size_t>(tried)]) <= hill(won));
        }
        std::set<std::int64_t> numbers;
        std::set<std::string> labels;
        for (const SweepPoint& point : search.points) {
            numbers.insert(point.number);
            labels.insert(point.label);
        }
        QCOMPARE(numbers.size(), search.points.size());
        QCOMPARE(labels.size(), search.points.size()); // names say what differs
    }

    /// However often it is interrupted, even between the two neighbours that are asked for at once.
    void interruptionsDoNotChangeTheWinners()
    {
        const SweepRequest request = fairRequest();
        Search whole;
        while (whole.go(request, 1000)) { }
        for (const int step : { 1, 2, 3, 5 }) {
            Search pieces;
            while (pieces.go(request, step)) { }
            for (const FairFamily& family : whole.plan.families)
                QCOMPARE(pieces.winner(family.model, family.interests),
                         whole.winner(family.model, family.interests));
            QCOMPARE(pieces.points.size(), whole.points.size());
        }
    }

    void theBudgetIsTheSameForEverybody()
    {
        SweepRequest request = fairRequest();
        request.fairBudget = 4;
        Search search;
        while (search.go(request, 1000)) { }
        for (const FairFamily& family : search.plan.families) {
            QVERIFY(family.tried.size() <= 4);
            QVERIFY(family.winner.has_value());
            if (family.model == "opal")
                QVERIFY(family.spent && !family.bounded);
        }
    }

    void theEndOfALadderIsNoProof()
    {
        SweepRequest request = fairRequest();
        request.models = { "ease" };
        request.axes = { { "lambda", { "1", "10", "100" } } };
        Search search;
        while (search.go(request, 1000, [](const SweepPoint& point) { return logOf(point, "lambda"); })) { }
        QCOMPARE(search.winner("ease", ""), std::string("EASE lambda=100"));
        QVERIFY(search.plan.families.front().atEnd);
        QCOMPARE(search.points.size(), std::size_t { 3 });
    }

    void failedPointsLose()
    {
        SweepRequest request = fairRequest();
        request.models = { "mind" };
        request.axes = { { "interests", { "1" } } };
        Search search;
        while (search.go(request, 1000, [](const SweepPoint& point) {
            return logOf(point, "learning_rate") > -3 ? -INFINITY : 0.2;
        })) { }
        QVERIFY(search.plan.families.front().winner.has_value());
        QVERIFY(search.winner("mind", "1").find("learning_rate=0.003") == std::string::npos);
    }

    void fixedParametersAreNotSearched()
    {
        SweepRequest request = fairRequest();
        request.params["learning_rate"] = "0.002";
        for (const SearchLadder& ladder : searchLadders("opal", request))
            QVERIFY(ladder.key != "learning_rate");
        for (const char* model : { "opal", "mind", "comirec-dr", "comirec-sa", "octopus", "dssrec", "re4",
                                   "item-knn", "ease", "recent-popularity" })
            for (const SearchLadder& ladder : searchLadders(model, fairRequest()))
                QVERIFY2(ladder.start < ladder.values.size(),
                         (std::string(model) + " " + ladder.key).c_str());
        request.fairBudget = 0;
        QVERIFY_EXCEPTION_THROWN(planFairSearch(request, {}, {}), Error);
        request.fairBudget = 3;
        request.models = { "nobody" };
        QVERIFY_EXCEPTION_THROWN(planFairSearch(request, {}, {}), Error);
    }
};

OPAL_TEST(TestFairSearch)
#include "tst_fairsearch.moc"
