// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <random>
#include <set>

#include <QTest>

#include "core/analysis/attribution.h"
#include "core/analysis/attributionrun.h"
#include "core/base/error.h"
#include "core/data/synth.h"
#include "core/evaluation/evaluator.h"
#include "core/models/recommender.h"
#include "core/models/registry.h"
#include "core/retrieval/explorer.h"
#include "tests/support/testprogram.h"

using namespace opal;

namespace {

constexpr int interests = 3;
constexpr int k = 6;

struct User
{
    std::vector<std::vector<RecallEntry>> lists;
    std::vector<std::int32_t> targets;
    std::vector<float> intensity;
};

std::vector<User> randomUsers()
{
    std::mt19937 random(17);
    std::vector<User> users(40);
    for (std::size_t u = 0; u < users.size(); ++u) {
        User& user = users[u];
        user.lists.resize(interests);
        for (int j = 0; j < interests; ++j) {
            user.intensity.push_back(static_cast<float>(random() % 100));
            if (u % 7 == 3 && j == 1)
                continue; // not searched
            std::set<std::int32_t> items;
            while (items.size() < k)
                items.insert(static_cast<std::int32_t>(random() % 15) + 1);
            for (const std::int32_t item : items)
                user.lists[static_cast<std::size_t>(j)].push_back(
                    { item, static_cast<float>(random() % 1000), j, false });
            std::sort(user.lists[static_cast<std::size_t>(j)].begin(),
                      user.lists[static_cast<std::size_t>(j)].end(), [](const auto& a, const auto& b) {
                          return a.score != b.score ? a.score > b.score : a.item < b.item;
                      });
        }
        std::set<std::int32_t> targets;
        for (std::size_t i = 0; i <= random() % 5; ++i)
            targets.insert(static_cast<std::int32_t>(random() % 18) + 1);
        user.targets.assign(targets.begin(), targets.end());
    }
    return users;
}

/// The merged list of some interests written down directly: the best score of every item, k best items.
std::vector<RecallEntry> naiveMerged(const User& user, const std::set<int>& used)
{
    std::vector<RecallEntry> best;
    for (std::int32_t item = 1; item <= 18; ++item) {
        RecallEntry winner { 0, -1, 0, false };
        for (const int j : used)
            for (const RecallEntry& entry : user.lists[static_cast<std::size_t>(j)])
                if (entry.item == item && entry.score > winner.score)
                    winner = entry;
        if (winner.item != 0)
            best.push_back(winner);
    }
    std::stable_sort(best.begin(), best.end(),
                     [](const auto& a, const auto& b) { return a.score > b.score; });
    best.resize(std::min<std::size_t>(best.size(), k));
    return best;
}

double naiveRecall(const User& user, const std::set<int>& used)
{
    double hits = 0;
    for (const RecallEntry& entry : naiveMerged(user, used))
        hits += static_cast<double>(std::count(user.targets.begin(), user.targets.end(), entry.item));
    return hits / static_cast<double>(user.targets.size());
}

bool isClose(double a, double b)
{
    return std::abs(a - b) < 1e-12;
}

} // namespace

class TestAttribution final : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    void equalsANaiveCount()
    {
        const auto users = randomUsers();
        AttributionSums sums(interests, k);
        Attribution naive;
        naive.perInterest.resize(interests);
        std::vector<double> marginal(interests, 0.0);
        double recall = 0;
        for (const User& user : users) {
            sums.add(user.lists, user.targets, user.intensity);
            recall += naiveRecall(user, { 0, 1, 2 });
            for (const RecallEntry& entry : naiveMerged(user, { 0, 1, 2 })) {
                auto& interest = naive.perInterest[static_cast<std::size_t>(entry.interest)];
                ++interest.given;
                if (std::count(user.targets.begin(), user.targets.end(), entry.item) == 0)
                    continue;
                ++interest.found;
                interest.creditedRecall += 1.0 / static_cast<double>(user.targets.size());
                int holders = 0;
                for (const auto& list : user.lists)
                    holders += std::any_of(list.begin(), list.end(),
                                           [&](const auto& e) { return e.item == entry.item; });
                interest.alone += holders == 1;
            }
            for (int j = 0; j < interests; ++j) {
                std::set<int> others { 0, 1, 2 };
                others.erase(j);
                naive.perInterest[static_cast<std::size_t>(j)].recallWithout += naiveRecall(user, others);
                for (const RecallEntry& entry : user.lists[static_cast<std::size_t>(j)])
                    naive.perInterest[static_cast<std::size_t>(j)].ownHits
                        += std::count(user.targets.begin(), user.targets.end(), entry.item);
            }
            std::vector<int> order { 0, 1, 2 };
            std::stable_sort(order.begin(), order.end(), [&](int a, int b) {
                return user.intensity[static_cast<std::size_t>(a)]
                    > user.intensity[static_cast<std::size_t>(b)];
            });
            std::set<int> used;
            double before = 0;
            for (int place = 0; place < interests; ++place) {
                used.insert(order[static_cast<std::size_t>(place)]);
                const double now = naiveRecall(user, used);
                marginal[static_cast<std::size_t>(place)] += now - before;
                before = now;
            }
        }
        const Attribution result = sums.result();
        const auto count = static_cast<double>(users.size());
        QVERIFY(isClose(result.recall, recall / count));
        double credited = 0;
        double gained = 0;
        std::int64_t found = 0;
        for (std::size_t j = 0; j < interests; ++j) {
            const auto& mine = result.perInterest[j];
            const auto& other = naive.perInterest[j];
            QCOMPARE(mine.found, other.found);
            QCOMPARE(mine.alone, other.alone);
            QCOMPARE(mine.ownHits, other.ownHits);
            QCOMPARE(mine.given, other.given);
            QVERIFY(isClose(mine.creditedRecall, other.creditedRecall / count));
            QVERIFY(isClose(mine.recallWithout, other.recallWithout / count));
            QVERIFY(isClose(result.marginalRecall[j], marginal[j] / count));
            credited += mine.creditedRecall;
            gained += result.marginalRecall[j];
            found += mine.found;
        }
        QVERIFY(isClose(credited, result.recall));
        QVERIFY(isClose(gained, result.recall));
        QCOMPARE(found, result.hits);
    }

    void overlapIsTheJaccardIndex()
    {
        const auto users = randomUsers();
        AttributionSums sums(interests, k);
        double jaccard[interests][interests] {};
        int pairs[interests][interests] {};
        for (const User& user : users) {
            sums.add(user.lists, user.targets, {});
            for (std::size_t a = 0; a < interests; ++a)
                for (std::size_t b = 0; b < interests; ++b) {
                    if (user.lists[a].empty() || user.lists[b].empty())
                        continue;
                    std::set<std::int32_t> both;
                    int common = 0;
                    for (const auto& entry : user.lists[a])
                        both.insert(entry.item);
                    for (const auto& entry : user.lists[b])
                        common += !both.insert(entry.item).second;
                    jaccard[a][b] += common / static_cast<double>(both.size());
                    ++pairs[a][b];
                }
        }
        const Attribution result = sums.result();
        QVERIFY(std::isnan(result.effectiveInterests)); // no intensities were given
        for (std::size_t a = 0; a < interests; ++a)
            for (std::size_t b = 0; b < interests; ++b)
                QVERIFY(isClose(result.overlap[a * interests + b], jaccard[a][b] / pairs[a][b]));
    }

    void propertiesOfAUser()
    {
        QVERIFY(isClose(effectiveNumber(std::vector<double> { 2, 2, 2, 2 }), 4));
        QVERIFY(isClose(effectiveNumber(std::vector<double> { 5, 0, 0 }), 1));
        QVERIFY(std::isnan(effectiveNumber(std::vector<double> { 0, 0 })));
        QCOMPARE(assignmentDrift(std::vector<float> { 1, 0, 1, 0, 0, 1, 0, 1 }, 2), 1.0);
        QCOMPARE(assignmentDrift(std::vector<float> { 1, 0, 0, 1, 1, 0, 0, 1 }, 2), 0.0);
        QCOMPARE(assignmentDrift(std::vector<float> { 1, 0 }, 2), 0.0);
        const std::vector<float> vectors { 1, 0, 0, 2, -3, 0 };
        QCOMPARE(vectorDiversity(vectors, std::vector<std::uint8_t> { 1, 1, 1 }, 2), (1.0 + 2.0 + 1.0) / 3);
        QCOMPARE(vectorDiversity(vectors, std::vector<std::uint8_t> { 1, 0, 0 }, 2), 0.0);
    }

    void theRecallIsThatOfTheEvaluation_data()
    {
        QTest::addColumn<QString>("interestCount");
        QTest::addColumn<bool>("wholeHistory");
        QTest::newRow("one interest, the window left out") << "1" << false;
        QTest::newRow("four interests, the window left out") << "4" << false;
        QTest::newRow("four interests, the history left out") << "4" << true;
    }

    void theRecallIsThatOfTheEvaluation()
    {
        QFETCH(QString, interestCount);
        QFETCH(bool, wholeHistory);
        const Exclusion exclusion = wholeHistory ? Exclusion::History : Exclusion::Window;
        SynthParams synth;
        synth.users = 120;
        synth.items = 120;
        synth.interactions = 2400;
        synth.days = 6;
        const std::shared_ptr<const Dataset> data = synthesiseDataset(synth, {}, {});
        const ModelInfo& info = findModel("opal");
        ParamMap params(info.params);
        setParam(params, info.params, "interests", interestCount.toStdString());
        setParam(params, info.params, "dim", "8");
        const std::shared_ptr<Recommender> model = makeModel("opal", params, data->itemCount());
        model->initialise(1);
        model->project();
        EvaluationParams evaluation;
        evaluation.split = Split::Test;
        evaluation.cutoffs = { 20 };
        evaluation.history = { 7, exclusion }; // most have more
        const MetricSet metrics = evaluate(*model, *data, evaluation, {}, {});
        const Explorer explorer(data, model, evaluation.history);
        std::int64_t told = 0;
        const RunAttribution run
            = attributeRun(explorer, 20, [&told](std::int64_t done, std::int64_t) { told = done; }, {});
        QCOMPARE(run.attribution.users, metrics.users);
        QCOMPARE(told, metrics.users);
        QVERIFY(std::abs(run.attribution.recall - metrics.of("recall").at(20)) < 1e-12);
        double mean = 0;
        for (const UserProperties& user : run.users) {
            ExploreQuery query;
            query.userId = user.userId;
            query.k = 20;
            const UserExploration shown = explorer.explore(query);
            QCOMPARE(user.hits, shown.hits);
            QCOMPARE(user.targets, shown.targets);
            mean += user.recall / static_cast<double>(run.users.size());
        }
        QVERIFY(std::abs(mean - run.attribution.recall) < 1e-12);
        std::stop_source stop;
        stop.request_stop();
        QVERIFY_EXCEPTION_THROWN(attributeRun(explorer, 20, {}, stop.get_token()), Cancelled);
    }
};

OPAL_TEST(TestAttribution)
#include "tst_attribution.moc"
