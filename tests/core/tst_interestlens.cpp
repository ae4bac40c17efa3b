// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <map>
#include <random>
#include <set>

#include <QTest>

#include "core/base/error.h"
#include "core/models/opal.h"
#include "core/models/registry.h"
#include "core/results/listdifference.h"
#include "core/retrieval/explorer.h"
#include "core/retrieval/interests.h"
#include "core/retrieval/mergerule.h"
#include "core/retrieval/searcher.h"
#include "tests/support/datasetfromtext.h"
#include "tests/support/testprogram.h"

using namespace opal;

namespace {

constexpr int interestCount = 3;

std::shared_ptr<const Dataset> smallData()
{
    return datasetFromText("u1: a b c d e f g | h i | j k\n"
                           "u2: b d f h j l n | a c | e g\n"
                           "u3: m n o p q r s | t a | b c\n"
                           "u4: a a b b c c d | d e | f\n");
}

std::shared_ptr<Recommender> hardModel(const Dataset& data)
{
    const ModelInfo& info = findModel("opal");
    ParamMap params(info.params);
    setParam(params, info.params, "interests", std::to_string(interestCount));
    setParam(params, info.params, "dim", "8");
    const std::shared_ptr<Recommender> model = makeModel("opal", params, data.itemCount());
    model->initialise(5);
    model->project();
    model->setStage("hard");
    return model;
}

bool better(const RecallEntry& a, const RecallEntry& b)
{
    return a.score != b.score ? a.score > b.score : a.item < b.item;
}

std::vector<std::int32_t> itemsOf(const std::vector<RecallEntry>& list)
{
    std::vector<std::int32_t> items;
    for (const RecallEntry& entry : list)
        items.push_back(entry.item);
    return items;
}

/// Lists with few items, so that they overlap and scores tie.
std::vector<std::vector<RecallEntry>> randomLists(std::mt19937& random, int length)
{
    std::vector<std::vector<RecallEntry>> lists(interestCount);
    for (int j = 0; j < interestCount; ++j) {
        std::vector<std::int32_t> items(40);
        for (std::size_t i = 0; i < items.size(); ++i)
            items[i] = static_cast<std::int32_t>(i + 1);
        std::shuffle(items.begin(), items.end(), random);
        for (int i = 0; i < length; ++i)
            lists[static_cast<std::size_t>(j)].push_back({ items[static_cast<std::size_t>(i)],
                                                           static_cast<float>(random() % 20) / 10 + 0.1F, j,
                                                           false });
        std::sort(lists[static_cast<std::size_t>(j)].begin(), lists[static_cast<std::size_t>(j)].end(),
                  better);
    }
    return lists;
}

} // namespace

class TestInterestLens final : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    void listsEqualBruteForce()
    {
        constexpr int items = 5000;
        constexpr int dim = 8;
        constexpr int k = 30;
        std::mt19937 random(3);
        std::vector<float> table(static_cast<std::size_t>((items + 1) * dim));
        for (float& value : table)
            value = static_cast<float>(static_cast<int>(random() % 7) - 3) / 3;
        InterestSet set;
        set.users = 2;
        set.interests = interestCount;
        set.dim = dim;
        for (int i = 0; i < 2 * interestCount * dim; ++i)
            set.vectors.push_back(static_cast<float>(static_cast<int>(random() % 9) - 4) / 4);
        set.valid = { 1, 0, 1, 1, 1, 1 };
        std::vector<std::int32_t> filter;
        for (std::int32_t item = 1; item <= items; item += 3)
            filter.push_back(item);
        const std::vector<std::int32_t> none;
        const std::span<const std::int32_t> filters[] { filter, none };
        const Searcher searcher(table, items, dim);
        const std::vector<InterestLists> lists = searcher.lists(set, k, filters);
        for (std::size_t user = 0; user < 2; ++user) {
            for (int j = 0; j < interestCount; ++j) {
                std::vector<RecallEntry> naive;
                for (std::int32_t item = 1; item <= items; ++item)
                    if (!std::binary_search(filters[user].begin(), filters[user].end(), item))
                        naive.push_back(
                            { item, searcher.score(item, set.vector(static_cast<std::int64_t>(user), j)), j,
                              false });
                std::sort(naive.begin(), naive.end(), better);
                naive.resize(user == 0 && j == 1 ? 0 : k);
                QVERIFY(lists[user][static_cast<std::size_t>(j)] == naive);
            }
        }
        QVERIFY_EXCEPTION_THROWN(searcher.lists(set, k, std::span(filters).first(1)), Error);
    }

    void maximumTakesEveryItemFromItsBestInterest()
    {
        std::mt19937 random(11);
        const std::vector<std::vector<double>> weightings { {}, { 1, 0, 2.5 }, { 0.2, 0.2, 0.1 } };
        for (const auto& weights : weightings) {
            const auto lists = randomLists(random, 20);
            const auto merged = mergeLists(lists, 20, { MergeRule::Maximum, weights, {} });
            const auto weight
                = [&](int j) { return weights.empty() ? 1.0 : weights[static_cast<std::size_t>(j)]; };
            std::vector<std::pair<double, std::int32_t>> naive;
            for (std::int32_t item = 1; item <= 40; ++item) {
                double best = 0;
                for (const auto& list : lists)
                    for (const RecallEntry& entry : list)
                        if (entry.item == item)
                            best = std::max(best, weight(entry.interest) * static_cast<double>(entry.score));
                if (best > 0)
                    naive.emplace_back(-best, item);
            }
            std::sort(naive.begin(), naive.end());
            QCOMPARE(merged.size(), std::min<std::size_t>(20, naive.size()));
            for (std::size_t i = 0; i < merged.size(); ++i) {
                QCOMPARE(merged[i].item, naive[i].second);
                QCOMPARE(weight(merged[i].interest) * static_cast<double>(merged[i].score), -naive[i].first);
            }
        }
    }

    void quotaDealsThePlaces()
    {
        QVERIFY(quotaPlaces(std::vector<double> { 5, 3, 2 }, 10) == (std::vector<int> { 5, 3, 2 }));
        QVERIFY(quotaPlaces(std::vector<double> { 1, 1, 1 }, 10) == (std::vector<int> { 4, 3, 3 }));
        QVERIFY(quotaPlaces(std::vector<double> { 0, 0, 0 }, 10) == (std::vector<int> { 0, 0, 0 }));
        std::mt19937 random(2);
        const auto lists = randomLists(random, 20);
        const auto merged = mergeLists(lists, 20, { MergeRule::Quota, {}, { 6, 3, 1 } });
        int counts[interestCount] {};
        for (const RecallEntry& entry : merged)
            ++counts[entry.interest];
        QCOMPARE(counts[0], 12);
        QCOMPARE(counts[1], 6);
        QCOMPARE(counts[2], 2);
        const auto items = itemsOf(merged);
        QCOMPARE(std::set<std::int32_t>(items.begin(), items.end()).size(), std::size_t { 20 });
        // The interest with most places chooses first: it gives exactly its 12 best.
        for (std::size_t i = 0; i < 12; ++i)
            QVERIFY(std::find(items.begin(), items.end(), lists[0][i].item) != items.end());
        const auto muted = mergeLists(lists, 20, { MergeRule::Quota, { 0, 1, 1 }, { 6, 3, 1 } });
        QVERIFY(
            std::none_of(muted.begin(), muted.end(), [](const auto& entry) { return entry.interest == 0; }));
    }

    void turnsAreTaken()
    {
        const std::vector<std::vector<RecallEntry>> lists {
            { { 1, 9, 0, false }, { 2, 8, 0, false }, { 3, 7, 0, false } },
            { { 1, 6, 1, false }, { 4, 5, 1, false }, { 5, 4, 1, false } },
            { { 6, 3, 2, false } },
        };
        const auto even = mergeLists(lists, 6, { MergeRule::RoundRobin, {}, {} });
        QVERIFY(itemsOf(even) == (std::vector<std::int32_t> { 1, 4, 6, 2, 5, 3 }));
        const auto weighted = mergeLists(lists, 3, { MergeRule::RoundRobin, { 2, 1, 0 }, {} });
        QVERIFY(itemsOf(weighted) == (std::vector<std::int32_t> { 1, 4, 2 }));
        QVERIFY_EXCEPTION_THROWN(mergeLists(lists, 3, { MergeRule::Maximum, { 1, -1, 1 }, {} }), Error);
        QVERIFY_EXCEPTION_THROWN(mergeLists(lists, 3, { MergeRule::Maximum, { 1 }, {} }), Error);
        for (const MergeRule rule : { MergeRule::Maximum, MergeRule::Quota, MergeRule::RoundRobin })
            QVERIFY(mergeRuleFrom(mergeRuleName(rule)) == rule);
        QVERIFY(!mergeRuleFrom("random"));
    }

    void theCourseIsTheHardInterestOfEveryBeginning()
    {
        const auto data = smallData();
        const auto model = hardModel(*data);
        const torch::NoGradGuard noGradient;
        const auto history = data->history(0, Split::Test);
        const InterestTrace trace = model->trace(history, {});
        const torch::Tensor category = trace.weights.argmax(-1);
        std::vector<std::vector<ItemIndex>> groups(interestCount);
        for (std::size_t row = 0; row < history.size(); ++row) {
            const auto j = category[static_cast<std::int64_t>(row)].item<std::int64_t>();
            auto& group = groups[static_cast<std::size_t>(j)];
            group.push_back(history[row]);
            // A history of this group's items alone, up to here.
            const torch::Tensor expected = model->trace(group, {}).hard[j];
            const torch::Tensor reached = trace.course[static_cast<std::int64_t>(row)];
            QVERIFY((reached - expected).abs().max().item<float>() < 1e-5F);
        }
        const TracedUser user = traceUser(*model, history, {});
        QCOMPARE(user.similarities.size(), history.size());
        for (std::size_t j = 0; j < groups.size(); ++j) {
            const torch::Tensor u = trace.vectors[static_cast<std::int64_t>(j)].to(torch::kFloat64);
            const torch::Tensor g = trace.categories[static_cast<std::int64_t>(j)].to(torch::kFloat64);
            const double cosine = (u.dot(g) / (u.norm() * g.norm())).item<double>();
            QVERIFY(std::abs(user.cosines[j] - cosine) < 1e-6);
            const double distance
                = (trace.soft[static_cast<std::int64_t>(j)] - trace.hard[static_cast<std::int64_t>(j)])
                      .norm()
                      .item<double>();
            QVERIFY(std::abs(user.distances[j] - distance) < 1e-6);
        }
    }

    void epsilonSharpensTheAssignment()
    {
        const auto data = smallData();
        const auto model = hardModel(*data);
        const auto history = data->history(0, Split::Test);
        const TracedUser own = traceUser(*model, history, {});
        QCOMPARE(own.epsilon.value_or(0), 0.1);
        const TracedUser same = traceUser(*model, history, 0.1);
        for (std::size_t i = 0; i < own.encoded.interests.vectors.size(); ++i)
            QVERIFY(std::abs(own.encoded.interests.vectors[i] - same.encoded.interests.vectors[i]) < 1e-5F);
        const TracedUser sharp = traceUser(*model, history, 1e-4);
        for (std::size_t row = 0; row < history.size(); ++row) {
            const auto begin
                = sharp.encoded.weights.weights.begin() + static_cast<std::ptrdiff_t>(row) * interestCount;
            QVERIFY(*std::max_element(begin, begin + interestCount) > 0.999F);
        }
        const TracedUser after = traceUser(*model, history, {});
        QVERIFY(after.encoded.weights.weights == own.encoded.weights.weights);
        QVERIFY_EXCEPTION_THROWN(traceUser(*model, history, 0.0), Error);
    }

    void aChangedHistoryIsAnsweredForTheSameUser()
    {
        const auto data = smallData();
        const Explorer explorer(data, hardModel(*data), { 5, Exclusion::History });
        ExploreQuery query;
        query.userId = "u1";
        query.k = 8;
        const UserExploration whole = explorer.explore(query);
        QCOMPARE(whole.history.size(), std::size_t { 5 });
        QCOMPARE(whole.historyLength, std::int64_t { 9 });
        QCOMPARE(whole.targets, std::int64_t { 2 });
        QVERIFY(!whole.dayLabels.empty());
        for (const auto& [item, scores] : whole.scores) {
            QVERIFY(!scores.seen);
            for (std::size_t j = 0; j < scores.ranks.size(); ++j) {
                const auto& list = whole.recall.perInterest[j];
                const auto at
                    = std::find_if(list.begin(), list.end(), [&](const auto& e) { return e.item == item; });
                QCOMPARE(scores.ranks[j],
                         at == list.end() ? 0 : static_cast<std::int32_t>(at - list.begin()) + 1);
                if (at != list.end())
                    QCOMPARE(scores.scores[j], at->score);
            }
        }
        query.history.emplace();
        for (std::size_t row = 1; row < whole.history.size(); ++row)
            query.history->push_back({ whole.history[row].itemId, whole.history[row].timeMs, "day 3" });
        query.k = 20;
        const UserExploration dropped = explorer.explore(query);
        QCOMPARE(dropped.history.size(), std::size_t { 4 });
        QCOMPARE(dropped.history[0].day, std::string("day 3"));
        const std::int32_t free = whole.history[0].item;
        QVERIFY(dropped.scores.contains(free) && dropped.scores.at(free).seen);
        query.weights = { 1, 0, 1 };
        for (const RecallEntry& entry : explorer.explore(query).recall.merged)
            QVERIFY(entry.interest != 1);
        query.weights = { 1 };
        QVERIFY_EXCEPTION_THROWN(explorer.explore(query), Error);
        query.weights.clear();
        query.history->push_back({ "no such item", 0, {} });
        QVERIFY_EXCEPTION_THROWN(explorer.explore(query), Error);
    }

    /// Against lists as long as the catalogue.
    void heldOutItemsHaveTheirPlaces()
    {
        const auto data = smallData();
        const Explorer explorer(data, hardModel(*data), { 5, Exclusion::History });
        ExploreQuery query;
        query.userId = "u1";
        for (const std::vector<double>& weights :
             { std::vector<double> {}, std::vector<double> { 1, 0, 0.5 } }) {
            query.weights = weights;
            query.k = static_cast<int>(data->itemCount());
            const UserExploration whole = explorer.explore(query);
            query.k = 3;
            const UserExploration asked = explorer.explore(query);
            QCOMPARE(asked.heldOut.size(), std::size_t { 2 });
            std::int64_t before = 0;
            for (const UserExploration::HeldOut& item : asked.heldOut) {
                const auto placeIn = [&item](const std::vector<RecallEntry>& list) -> std::int64_t {
                    const auto at = std::find_if(list.begin(), list.end(), [&item](const RecallEntry& entry) {
                        return entry.item == item.item;
                    });
                    return at == list.end() ? 0 : at - list.begin() + 1;
                };
                QCOMPARE(item.merged, placeIn(whole.recall.merged));
                QCOMPARE(item.ranks.size(), whole.recall.perInterest.size());
                for (std::size_t j = 0; j < item.ranks.size(); ++j)
                    QCOMPARE(item.ranks[j], placeIn(whole.recall.perInterest[j]));
                QVERIFY(item.merged == 0 || item.merged > before);
                before = item.merged;
            }
        }
        query.weights.clear();
        query.mergeRule = MergeRule::RoundRobin;
        const UserExploration turns = explorer.explore(query);
        for (const UserExploration::HeldOut& item : turns.heldOut)
            QVERIFY(item.merged <= 3);
    }

    /// Every history item counts by its positive cosine and its weight, one that was watched twice once.
    void reasonsAreTheLargestShares()
    {
        const auto data = smallData();
        const auto model = hardModel(*data);
        const Explorer explorer(data, model, { 7, Exclusion::History });
        ExploreQuery query;
        query.userId = "u4"; // watched a, b and c twice
        query.k = 20;
        const UserExploration user = explorer.explore(query);
        const auto cosine = [&](std::int32_t a, std::int32_t b) {
            const std::vector<float> x = explorer.searcher().vector(a);
            const std::vector<float> y = explorer.searcher().vector(b);
            double xy = 0, xx = 0, yy = 0;
            for (std::size_t i = 0; i < x.size(); ++i) {
                xy += static_cast<double>(x[i]) * static_cast<double>(y[i]);
                xx += static_cast<double>(x[i]) * static_cast<double>(x[i]);
                yy += static_cast<double>(y[i]) * static_cast<double>(y[i]);
            }
            return xy / std::sqrt(xx * yy);
        };
        int checked = 0;
        for (const auto& [item, scores] : user.scores)
            for (std::size_t j = 0; j < scores.ranks.size(); ++j) {
                const auto& reasons = scores.reasons.at(j);
                if (scores.ranks[j] == 0) {
                    QVERIFY(reasons.empty());
                    continue;
                }
                std::map<std::int32_t, double> parts;
                double sum = 0;
                for (const HistoryEntry& entry : user.history) {
                    const double part
                        = static_cast<double>(entry.weights.at(j)) * std::max(0.0, cosine(item, entry.item));
                    parts[entry.item] += part;
                    sum += part;
                }
                std::vector<double> best;
                for (const auto& [other, part] : parts)
                    if (part > 0)
                        best.push_back(part / sum);
                std::sort(best.rbegin(), best.rend());
                QCOMPARE(reasons.size(), std::min<std::size_t>(best.size(), ItemScores::mostReasons));
                for (std::size_t place = 0; place < reasons.size(); ++place) {
                    const auto other = user.history.at(static_cast<std::size_t>(reasons[place].row)).item;
                    QVERIFY(std::abs(reasons[place].share - best[place]) < 1e-6);
                    QVERIFY(std::abs(reasons[place].share - parts.at(other) / sum) < 1e-6);
                    QVERIFY(std::abs(reasons[place].cosine - cosine(item, other)) < 1e-6);
                    ++checked;
                }
            }
        QVERIFY(checked > 10);
    }

    void alikeInterestsShareTheirLists()
    {
        RecallList lists;
        for (const std::vector<std::int32_t>& items :
             { std::vector<std::int32_t> { 1, 2, 3, 4 }, { 3, 4, 5, 6 }, { 4, 3, 2 }, {} }) {
            auto& list = lists.perInterest.emplace_back();
            for (const std::int32_t item : items)
                list.push_back({ item, 1.0F, 0, false });
        }
        const auto alike = alikeInterests(lists, 0.6);
        QCOMPARE(alike.size(), std::size_t { 2 });
        QCOMPARE(alike[0].first, 0);
        QCOMPARE(alike[0].second, 2);
        QCOMPARE(alike[0].overlap, 1.0);
        QCOMPARE(alike[1].first, 1);
        QCOMPARE(alike[1].second, 2);
        QVERIFY(std::abs(alike[1].overlap - 2.0 / 3) < 1e-12);
        QCOMPARE(alikeInterests(lists, 0.5).size(), std::size_t { 3 });
    }

    void theRuleDecidesWhatIsLeftOut()
    {
        const auto data = smallData();
        const auto model = hardModel(*data);
        ExploreQuery query;
        query.userId = "u1"; // nine items before the test day, of which five are read
        query.k = 20;
        const auto shown = [&](Exclusion exclusion) {
            const Explorer explorer(data, model, { 5, exclusion });
            const auto items = itemsOf(explorer.explore(query).recall.merged);
            return std::set<std::int32_t>(items.begin(), items.end());
        };
        const auto history = data->history(0, Split::Test);
        const auto afterHistory = shown(Exclusion::History);
        const auto afterWindow = shown(Exclusion::Window);
        for (std::size_t row = 0; row < history.size(); ++row) {
            QVERIFY(!afterHistory.contains(history[row]));
            QCOMPARE(afterWindow.contains(history[row]), row < history.size() - 5);
        }
    }

    void itemsAreFoundByTheirId()
    {
        const auto data = smallData();
        const Explorer explorer(data, hardModel(*data), { 5, Exclusion::History });
        QCOMPARE(explorer.findItems("A", 10).front().id, std::string("a"));
        QCOMPARE(explorer.findItems("", 3).size(), std::size_t { 3 });
        QVERIFY(explorer.findItems("nothing", 3).empty());
    }
};

OPAL_TEST(TestInterestLens)
#include "tst_interestlens.moc"
