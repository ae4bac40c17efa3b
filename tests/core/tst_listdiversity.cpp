// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <set>

#include <QTest>

#include "core/analysis/clusterorder.h"
#include "core/analysis/diversity.h"
#include "core/analysis/listdiversity.h"
#include "core/base/error.h"
#include "core/base/random.h"
#include "core/data/synth.h"
#include "tests/support/datasetfromtext.h"
#include "tests/support/testprogram.h"

using namespace opal;

namespace {

bool near(double a, double b)
{
    return (std::isnan(a) && std::isnan(b)) || std::abs(a - b) <= 1e-12;
}

/// Distinct random similarities, NaN on the diagonal as an SPPMI matrix has.
std::vector<double> randomSimilarity(std::size_t size, std::uint64_t seed)
{
    Random random(seed, RandomPurpose::Initialisation);
    std::vector<double> values(size * size, std::nan(""));
    for (std::size_t row = 0; row < size; ++row)
        for (std::size_t column = row + 1; column < size; ++column)
            values[row * size + column] = values[column * size + row] = static_cast<double>(random.uniform());
    return values;
}

/// Average linkage by its definition: of all pairs of clusters the one whose members are the most alike on
/// average, all pairs looked at anew.
std::vector<ClusterMerge> naiveLinkage(const std::vector<double>& similarity, std::size_t size)
{
    std::vector<std::set<std::size_t>> clusters;
    for (std::size_t leaf = 0; leaf < size; ++leaf)
        clusters.push_back({ leaf });
    std::vector<ClusterMerge> merges;
    while (clusters.size() > 1) {
        double best = -1;
        std::pair<std::size_t, std::size_t> pair;
        for (std::size_t a = 0; a < clusters.size(); ++a)
            for (std::size_t b = a + 1; b < clusters.size(); ++b) {
                double sum = 0;
                for (const std::size_t one : clusters[a])
                    for (const std::size_t other : clusters[b])
                        sum += similarity[one * size + other];
                sum /= static_cast<double>(clusters[a].size() * clusters[b].size());
                if (sum > best) {
                    best = sum;
                    pair = { a, b };
                }
            }
        const std::size_t first = *clusters[pair.first].begin();
        const std::size_t second = *clusters[pair.second].begin();
        merges.push_back({ std::min(first, second), std::max(first, second), best });
        clusters[pair.first].merge(clusters[pair.second]);
        clusters.erase(clusters.begin() + static_cast<std::ptrdiff_t>(pair.second));
    }
    return merges;
}

double taggedPairsApart(const Dataset& data, const std::vector<ItemIndex>& items)
{
    double apart = 0;
    double pairs = 0;
    for (std::size_t a = 0; a < items.size(); ++a)
        for (std::size_t b = a + 1; b < items.size(); ++b) {
            const auto first = data.tags(items[a]);
            const auto second = data.tags(items[b]);
            if (first.empty() || second.empty())
                continue;
            ++pairs;
            const std::set<std::string_view> all(first.begin(), first.end());
            bool common = false;
            for (const std::string_view tag : second)
                common = common || all.contains(tag);
            apart += common ? 0 : 1;
        }
    return apart / pairs;
}

} // namespace

/// Orders of a matrix and the diversity of lists equal their definitions.
class TestListDiversity final : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    void linkageEqualsItsDefinition()
    {
        for (const std::size_t size : { std::size_t { 2 }, std::size_t { 9 }, std::size_t { 40 } })
            for (std::uint64_t seed = 1; seed <= 5; ++seed) {
                const auto similarity = randomSimilarity(size, seed);
                const auto merges = averageLinkage(similarity, size);
                const auto expected = naiveLinkage(similarity, size);
                QCOMPARE(merges.size(), expected.size());
                for (std::size_t at = 0; at < merges.size(); ++at) {
                    QCOMPARE(merges[at].first, expected[at].first);
                    QCOMPARE(merges[at].second, expected[at].second);
                    QVERIFY(std::abs(merges[at].similarity - expected[at].similarity) < 1e-9);
                }
            }
    }

    void leavesOfEveryBranchStandTogether()
    {
        constexpr std::size_t size = 60;
        const auto similarity = randomSimilarity(size, 3);
        const auto order = clusterOrder(similarity, size);
        QCOMPARE(std::set<std::size_t>(order.begin(), order.end()).size(), size);
        QCOMPARE(clusterOrder(similarity, size), order);
        std::map<std::size_t, std::size_t> place;
        for (std::size_t at = 0; at < size; ++at)
            place[order[at]] = at;
        std::map<std::size_t, std::set<std::size_t>> members; // by the smallest member
        for (std::size_t leaf = 0; leaf < size; ++leaf)
            members[leaf] = { leaf };
        for (const ClusterMerge& merge : naiveLinkage(similarity, size)) {
            members[merge.first].merge(members[merge.second]);
            std::size_t lowest = size;
            std::size_t highest = 0;
            for (const std::size_t leaf : members[merge.first]) {
                lowest = std::min(lowest, place[leaf]);
                highest = std::max(highest, place[leaf]);
            }
            QCOMPARE(highest - lowest + 1, members[merge.first].size());
        }
    }

    void clustersComeTogether()
    {
        // Two groups, taken apart: 0 2 4 6 alike and 1 3 5 7 alike.
        constexpr std::size_t size = 8;
        std::vector<double> similarity(size * size, 0);
        for (std::size_t row = 0; row < size; ++row)
            for (std::size_t column = 0; column < size; ++column)
                if (row % 2 == column % 2)
                    similarity[row * size + column] = 2;
        const auto order = clusterOrder(similarity, size);
        for (std::size_t at = 1; at < 4; ++at)
            QCOMPARE(order[at] % 2, order[0] % 2);
        QVERIFY(clusterOrder({}, 0).empty());
        QCOMPARE(clusterOrder(std::vector<double> { std::nan("") }, 1), std::vector<std::size_t> { 0 });
        QVERIFY_EXCEPTION_THROWN(clusterOrder(similarity, 3), Error);
    }

    void rowsFollowTheOrder()
    {
        const auto data = datasetFromText("u1: 1 2 3 4 | 1 | 2\nu2: 1 3 5 6 | 1 | 2\nu3: 2 4 6 5 | 1 | 2\n");
        const CooccurrenceIndex index(*data);
        const std::vector<RecallEntry> merged {
            { 5, 0.9F, 1, false }, { 1, 0.8F, 0, false }, { 6, 0.7F, 1, false }, { 3, 0.6F, 0, false }
        };
        const std::vector<ItemIndex> items { 5, 1, 6, 3 };
        const std::vector<std::int32_t> interest { 1, 0, 1, 0 };
        const SppmiMatrix matrix = sppmiMatrix(index, items, interest, {});
        const std::vector<std::int32_t> category { 2, 0, 0, 1 };
        QCOMPARE(rowOrder(DiversityOrder::Interest, merged, category, matrix),
                 (std::vector<std::size_t> { 1, 3, 0, 2 }));
        const auto byCategory = rowOrder(DiversityOrder::Category, merged, category, matrix);
        QCOMPARE(byCategory, (std::vector<std::size_t> { 1, 2, 3, 0 }));
        QVERIFY_EXCEPTION_THROWN(rowOrder(DiversityOrder::Category, merged, {}, matrix), Error);
        const SppmiMatrix turned = reordered(matrix, byCategory);
        for (std::size_t row = 0; row < 4; ++row) {
            QCOMPARE(turned.items[row], items[byCategory[row]]);
            QCOMPARE(turned.interest[row], interest[byCategory[row]]);
            for (std::size_t column = 0; column < 4; ++column) {
                QVERIFY(near(turned.value(row, column), matrix.value(byCategory[row], byCategory[column])));
                QCOMPARE(turned.counts[row * 4 + column],
                         matrix.counts[byCategory[row] * 4 + byCategory[column]]);
            }
        }
        const auto clustered = rowOrder(DiversityOrder::Clustered, merged, {}, matrix);
        QCOMPARE(std::set<std::size_t>(clustered.begin(), clustered.end()).size(), std::size_t { 4 });
        for (const DiversityOrder order :
             { DiversityOrder::Interest, DiversityOrder::Category, DiversityOrder::Clustered })
            QCOMPARE(diversityOrderFromName(diversityOrderName(order)), order);
        QVERIFY_EXCEPTION_THROWN(diversityOrderFromName("random"), Error);
    }

    void listsAreAsDiverseAsCountedByHand()
    {
        SynthParams params;
        params.users = 80;
        params.items = 60;
        params.interactions = 2000;
        params.days = 6;
        const auto data = synthesiseDataset(params, {}, {});
        const CooccurrenceIndex index(*data);
        const TagTable tags = tagTable(*data);
        std::vector<ItemIndex> items(20);
        std::iota(items.begin(), items.end(), 3);
        QVERIFY(near(tagDiversity(tags, items), taggedPairsApart(*data, items)));
        const SppmiMatrix matrix = sppmiMatrix(index, items, {}, { .shift = 2, .minimumCount = 2 });
        double sum = 0;
        int positive = 0;
        for (std::size_t a = 0; a < items.size(); ++a)
            for (std::size_t b = a + 1; b < items.size(); ++b) {
                int both = 0;
                for (UserIndex user = 0; user < data->userCount(); ++user) {
                    const auto train = data->train(user);
                    const auto has = [&](ItemIndex item) {
                        return std::find(train.begin(), train.end(), item) != train.end();
                    };
                    both += has(items[a]) && has(items[b]) ? 1 : 0;
                }
                const double value = matrix.value(a, b);
                const double most = -std::log(both / static_cast<double>(index.pairCount()));
                sum += value > 0 ? 1 - value / most : 1;
                positive += value > 0 ? 1 : 0;
                QVERIFY(value <= most);
            }
        QVERIFY(positive > 0);
        QVERIFY(near(sppmiDiversity(matrix, index.pairCount()), sum / 190));
        QVERIFY(std::isnan(sppmiDiversity(sppmiMatrix(index, std::vector<ItemIndex> { 4 }, {}, {}), 10)));
        QVERIFY(std::isnan(tagDiversity(tags, std::vector<ItemIndex> { 4 })));
        const auto plain = datasetFromText("u1: 1 2 3 4 | 1 | 2\n");
        QVERIFY(std::isnan(tagDiversity(tagTable(*plain), std::vector<ItemIndex> { 1, 2, 3 })));
    }

    void groupsEqualTheirDefinition()
    {
        constexpr std::int64_t itemCount = 12;
        std::vector<UserList> lists;
        for (int user = 0; user < 8; ++user) {
            UserList list;
            list.user = user;
            list.history = 40 - 3 * (user % 5); // ties among them
            list.activeInterests = 1 + user % 2;
            for (int at = 0; at < 3; ++at)
                list.items.push_back(1 + (user * 5 + at) % 7);
            list.recall = user == 3 ? std::nan("") : 0.1 * user;
            list.hitRate = user == 3 ? std::nan("") : user % 2;
            list.tagDiversity = std::nan("");
            list.sppmiDiversity = 0.5 + 0.01 * user;
            list.popularity = 10.0 * user;
            lists.push_back(list);
        }
        const auto groups = groupDiversity(lists, itemCount);
        QCOMPARE(groups.size(), std::size_t { 1 + 3 + 2 });
        std::int64_t tercileUsers = 0;
        for (const GroupDiversity& group : groups) {
            std::vector<int> members;
            if (group.kind == GroupDiversity::Kind::Activity) {
                std::vector<int> sorted(8);
                std::iota(sorted.begin(), sorted.end(), 0);
                std::stable_sort(sorted.begin(), sorted.end(),
                                 [&](int a, int b) { return lists[a].history < lists[b].history; });
                for (int at = 0; at < 8; ++at)
                    if (at >= 8 * (group.index - 1) / 3 && at < 8 * group.index / 3)
                        members.push_back(sorted[at]);
                tercileUsers += group.users;
            } else {
                for (int user = 0; user < 8; ++user)
                    if (group.kind == GroupDiversity::Kind::All || lists[user].activeInterests == group.index)
                        members.push_back(user);
            }
            QCOMPARE(group.users, static_cast<std::int64_t>(members.size()));
            std::vector<double> exposure(itemCount, 0);
            double sppmi = 0;
            double popularity = 0;
            double recall = 0;
            int judged = 0;
            std::int64_t shortest = 1000;
            for (const int user : members) {
                for (const ItemIndex item : lists[user].items)
                    ++exposure[static_cast<std::size_t>(item - 1)];
                sppmi += lists[user].sppmiDiversity;
                popularity += lists[user].popularity;
                shortest = std::min(shortest, lists[user].history);
                if (user != 3) {
                    recall += lists[user].recall;
                    ++judged;
                }
            }
            const auto count = static_cast<double>(members.size());
            QVERIFY(near(group.sppmiDiversity.mean, sppmi / count));
            QVERIFY(near(group.popularity.mean, popularity / count));
            QVERIFY(near(group.recall.mean, recall / judged));
            QCOMPARE(group.recall.count, std::int64_t { judged });
            QCOMPARE(group.shortest, shortest);
            QVERIFY(std::isnan(group.tagDiversity.mean));
            double seen = 0;
            double differences = 0;
            const double total = std::accumulate(exposure.begin(), exposure.end(), 0.0);
            for (const double a : exposure) {
                seen += a > 0 ? 1 : 0;
                for (const double b : exposure)
                    differences += std::abs(a - b);
            }
            QVERIFY(near(group.coverage, seen / itemCount));
            QVERIFY(near(group.gini, differences / (2 * itemCount * total))); // mean difference form
        }
        QCOMPARE(tercileUsers, std::int64_t { 8 });
        QVERIFY(groupDiversity({}, itemCount).empty());
        QCOMPARE(groupDiversity(std::span(lists).first(1), itemCount).size(), std::size_t { 2 });
    }

    void setsOfUsersAreRead()
    {
        for (const char* text : { "all", "most_active:5", "least_active:2", "interests:3", "ids:7,x y" }) {
            const UserSet set = userSetFromText(text);
            QCOMPARE(userSetFromText(userSetText(set)), set);
        }
        QCOMPARE(userSetFromText("").kind, UserSet::Kind::All);
        QCOMPARE(userIdsIn(" 7, 8;9\n7\t10 "), (std::vector<std::string> { "7", "8", "9", "10" }));
        for (const char* wrong :
             { "some", "most_active", "most_active:0", "interests:x", "ids:", "ids: ,", "all:3x" })
            QVERIFY_EXCEPTION_THROWN(userSetFromText(wrong), Error);

        const auto data = datasetFromText("a: 1 2 3 4 5 | 1 | 2\nb: 1 2 3 4 | 3 | 2\nc: 1 2 3 4 6 1 | | 5\n"
                                          "d: 2 3 4 5 | 6 | \n");
        const auto ids = [&](const char* text) {
            std::vector<std::string> result;
            for (const UserIndex user : usersOf(userSetFromText(text), *data))
                result.emplace_back(data->userId(user));
            std::sort(result.begin(), result.end());
            return result;
        };
        using Ids = std::vector<std::string>;
        QCOMPARE(ids("all"), (Ids { "a", "b", "c" })); // nothing is held out for d
        QCOMPARE(ids("least_active:1"), (Ids { "b" }));
        QCOMPARE(ids("most_active:2"), (Ids { "a", "c" }));
        QCOMPARE(ids("ids:d,a,d"), (Ids { "a", "d" }));
        QCOMPARE(ids("interests:2"), ids("all"));
        QVERIFY_EXCEPTION_THROWN(ids("ids:nobody"), Error);
    }
};

OPAL_TEST(TestListDiversity)
#include "tst_listdiversity.moc"
