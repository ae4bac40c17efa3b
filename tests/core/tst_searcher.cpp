// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <atomic>
#include <cmath>
#include <set>
#include <thread>

#include <QTest>

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/retrieval/searcher.h"
#include "tests/support/goldenfile.h"
#include "tests/support/testprogram.h"

using namespace opal;
using Json = nlohmann::json;

/// Retrieval through Faiss equals brute force over all items, whatever is filtered, tied or invalid.
class TestSearcher final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void mergeIsGolden_data();
    void mergeIsGolden();
    void metricListsAreGolden();
    void equalsBruteForceWithTiesAndAdversarialHistories();
    void realVectorsEqualBruteForce();
    void longHistoriesLeaveFullLists();
    void invalidInterestsAreNeverSearched();
    void otherIndexesRecallMostOfIt();
    void manyUsersAtOnceGetTheSameLists();
    void wrongRequestsAreRefused();
    void threadsAgree();
    void everyWordEndsInListsOrASentence_data();
    void everyWordEndsInListsOrASentence();
};

namespace {

struct Case
{
    std::vector<float> items; ///< [N + 1, d]
    std::int64_t itemCount = 0;
    InterestSet interests;
};

constexpr const char* exactSpecs[] { "", "Flat" };

std::vector<float> flat(const Json& rows)
{
    std::vector<float> values;
    for (const Json& row : rows)
        for (const Json& value : row)
            values.push_back(value.get<float>());
    return values;
}

Case caseOf(const Json& items, const Json& interests)
{
    Case result;
    result.items = flat(items);
    result.itemCount = static_cast<std::int64_t>(items.size()) - 1;
    result.interests.users = 1;
    result.interests.interests = static_cast<int>(interests.size());
    result.interests.dim = static_cast<int>(interests[0].size());
    result.interests.vectors = flat(interests);
    result.interests.valid.assign(interests.size(), 1);
    return result;
}

/// Vectors of few small multiples of 1/2: scores are exact in float and tie all the time.
Case randomCase(std::uint64_t seed, std::int64_t itemCount, int interests, int dim, bool exact)
{
    Random random(seed, RandomPurpose::Analysis);
    const auto value = [&random, exact] {
        return exact ? static_cast<float>(static_cast<int>(random.below(5)) - 2) / 2
                     : random.uniform() - 0.5F;
    };
    Case result;
    result.itemCount = itemCount;
    result.items.resize(static_cast<std::size_t>((itemCount + 1) * dim),
                        100.0F); // a padding row that would win everything
    std::generate(result.items.begin() + dim, result.items.end(), value);
    result.interests.users = 1;
    result.interests.interests = interests;
    result.interests.dim = dim;
    result.interests.vectors.resize(static_cast<std::size_t>(interests * dim));
    std::generate(result.interests.vectors.begin(), result.interests.vectors.end(), value);
    result.interests.valid.assign(static_cast<std::size_t>(interests), 1);
    return result;
}

double score(const Case& c, int interest, std::int32_t item)
{
    double sum = 0;
    for (int i = 0; i < c.interests.dim; ++i)
        sum += static_cast<double>(c.interests.vector(0, interest)[i])
            * static_cast<double>(c.items[static_cast<std::size_t>(item * c.interests.dim + i)]);
    return sum;
}

struct Best
{
    double score = 0;
    std::int32_t item = 0;
    int interest = 0;
};

/// The definition: every item's best valid interest, sorted.
std::vector<Best> bruteForce(const Case& c, int k, const std::set<std::int32_t>& filter)
{
    std::vector<Best> all;
    for (std::int32_t item = 1; item <= c.itemCount; ++item) {
        if (filter.contains(item))
            continue;
        Best best { -1e300, item, -1 };
        for (int j = 0; j < c.interests.interests; ++j)
            if (c.interests.valid[static_cast<std::size_t>(j)] != 0 && score(c, j, item) > best.score)
                best = { score(c, j, item), item, j };
        if (best.interest >= 0)
            all.push_back(best);
    }
    std::sort(all.begin(), all.end(), [](const Best& a, const Best& b) {
        return a.score != b.score ? a.score > b.score : a.item < b.item;
    });
    if (all.size() > static_cast<std::size_t>(k))
        all.resize(static_cast<std::size_t>(k));
    return all;
}

bool sameList(const std::vector<RecallEntry>& actual, const std::vector<Best>& expected)
{
    return std::equal(actual.begin(), actual.end(), expected.begin(), expected.end(),
                      [](const RecallEntry& a, const Best& b) {
                          return a.item == b.item && a.interest == b.interest
                              && std::abs(static_cast<double>(a.score) - b.score) < 1e-5;
                      });
}

std::vector<std::int32_t> ids(const std::vector<RecallEntry>& list)
{
    std::vector<std::int32_t> result;
    for (const RecallEntry& entry : list)
        result.push_back(entry.item);
    return result;
}

} // namespace

void TestSearcher::mergeIsGolden_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("spec");
    for (const char* name : { "depth", "invalid", "short", "random" })
        for (const char* spec : exactSpecs)
            QTest::addRow("%s %s", name, spec) << QString::fromLatin1(name) << QString::fromLatin1(spec);
}

void TestSearcher::mergeIsGolden()
{
    QFETCH(QString, name);
    QFETCH(QString, spec);
    const Json file = goldenFile("merge.json");
    const Json& input = file["inputs"][name.toStdString()];
    const Json& output = file["outputs"][name.toStdString()];
    Case c = caseOf(input["items"], input["interests"]);
    c.interests.valid = input["valid"].get<std::vector<std::uint8_t>>();
    auto filter = input["filter"].get<std::vector<std::int32_t>>();
    std::sort(filter.begin(), filter.end());
    const Searcher searcher(c.items, c.itemCount, c.interests.dim, spec.toStdString());

    const RecallList list = searcher.search(c.interests, 0, input["k_max"].get<int>(), filter);
    QCOMPARE(ids(list.merged), output["ids"].get<std::vector<std::int32_t>>());
    for (std::size_t i = 0; i < list.merged.size(); ++i) {
        QCOMPARE(list.merged[i].score, output["scores"][i].get<float>());
        QCOMPARE(list.merged[i].interest, output["producing_interest"][i].get<int>());
    }

    const RecallList unfiltered = searcher.search(c.interests, 0, output["depth"].get<int>(), {});
    std::size_t valid = 0;
    for (std::size_t j = 0; j < unfiltered.perInterest.size(); ++j) {
        if (c.interests.valid[j] == 0)
            QVERIFY(unfiltered.perInterest[j].empty());
        else
            QCOMPARE(ids(unfiltered.perInterest[j]),
                     output["interest_lists"][valid++].get<std::vector<std::int32_t>>());
    }
    QCOMPARE(valid, output["interest_lists"].size());
}

void TestSearcher::metricListsAreGolden()
{
    const Json file = goldenFile("metrics.json");
    for (const int cutoff : { 2, 5 }) {
        for (int user = 0; user < 4; ++user) {
            const std::string name = "user" + std::to_string(user);
            const Json& output = file["outputs"]["per_user"]["at" + std::to_string(cutoff)][name];
            const Case c = caseOf(file["inputs"]["items"],
                                  file["inputs"]["interests"][static_cast<std::size_t>(user)]);
            const auto history = file["inputs"]["histories"][name].get<std::set<std::int32_t>>();
            const std::vector<std::int32_t> filter(history.begin(), history.end());
            const RecallList list
                = Searcher(c.items, c.itemCount, c.interests.dim).search(c.interests, 0, cutoff, filter);
            QCOMPARE(ids(list.merged), output["list"].get<std::vector<std::int32_t>>());
            for (std::size_t i = 0; i < list.merged.size(); ++i) {
                QCOMPARE(list.merged[i].score, output["scores"][i].get<float>());
                QCOMPARE(list.merged[i].interest, output["producing_interest"][i].get<int>());
            }
            for (std::size_t j = 0; j < list.perInterest.size(); ++j)
                QCOMPARE(ids(list.perInterest[j]),
                         output["interest_lists"][j].get<std::vector<std::int32_t>>());
        }
    }
}

void TestSearcher::equalsBruteForceWithTiesAndAdversarialHistories()
{
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
        Random random(seed, RandomPurpose::Synthesis);
        const int interests = 1 + static_cast<int>(random.below(5));
        const auto itemCount = static_cast<std::int64_t>(1 + random.below(120));
        Case c = randomCase(seed, itemCount, interests, 3, true);
        if (interests > 1 && random.below(3) == 0)
            c.interests.valid[random.below(static_cast<std::uint32_t>(interests))] = 0;
        const int k = 1 + static_cast<int>(random.below(20));
        // The history holds the very items that would be recommended, and then those that would follow.
        std::set<std::int32_t> filter;
        for (std::uint32_t round = 0; round < random.below(4); ++round)
            for (const Best& best : bruteForce(c, k, filter))
                filter.insert(best.item);
        const std::vector<std::int32_t> sorted(filter.begin(), filter.end());
        for (const char* spec : exactSpecs) {
            const Searcher searcher(c.items, itemCount, 3, spec);
            const std::span<const std::int32_t> filters[] { sorted };
            const auto expected = bruteForce(c, k, filter);
            const std::string place = "seed " + std::to_string(seed) + " " + spec;
            QVERIFY2(sameList(searcher.search(c.interests, 0, k, sorted).merged, expected), place.c_str());
            QVERIFY2(sameList(searcher.merged(c.interests, k, filters).front(), expected), place.c_str());
        }
    }
}

void TestSearcher::realVectorsEqualBruteForce()
{
    const Case c = randomCase(5, 3000, 4, 64, false);
    const std::set<std::int32_t> filter { 1, 5, 77, 2999, 3000 };
    const std::vector<std::int32_t> sorted(filter.begin(), filter.end());
    for (const char* spec : exactSpecs) {
        const RecallList list = Searcher(c.items, c.itemCount, 64, spec).search(c.interests, 0, 200, sorted);
        QVERIFY(sameList(list.merged, bruteForce(c, 200, filter)));
        QCOMPARE(list.perInterest.size(), std::size_t { 4 });
        for (const auto& single : list.perInterest)
            QCOMPARE(single.size(), std::size_t { 200 });
    }
}

/// The filter may be longer than any list, and hold nothing but the best.
void TestSearcher::longHistoriesLeaveFullLists()
{
    const Case c = randomCase(6, 6000, 4, 16, false);
    std::set<std::int32_t> filter;
    for (const Best& best : bruteForce(c, 900, {}))
        filter.insert(best.item);
    const std::vector<std::int32_t> sorted(filter.begin(), filter.end());
    for (const char* spec : exactSpecs) {
        const Searcher searcher(c.items, c.itemCount, 16, spec);
        const RecallList list = searcher.search(c.interests, 0, 200, sorted);
        QVERIFY(sameList(list.merged, bruteForce(c, 200, filter)));
        for (const auto& single : list.perInterest)
            QCOMPARE(single.size(), std::size_t { 200 });
        QCOMPARE(searcher.vector(77),
                 (std::vector<float>(c.items.begin() + 77 * 16, c.items.begin() + 78 * 16)));
        for (const RecallEntry& entry : list.merged)
            QCOMPARE(searcher.score(entry.item, c.interests.vector(0, entry.interest)), entry.score);
    }
}

void TestSearcher::invalidInterestsAreNeverSearched()
{
    Case c = randomCase(2, 40, 2, 4, true);
    c.interests.valid = { 0, 0 };
    for (const char* spec : exactSpecs) {
        const RecallList list = Searcher(c.items, c.itemCount, 4, spec).search(c.interests, 0, 10, {});
        QVERIFY(list.merged.empty());
        QVERIFY(list.perInterest[0].empty() && list.perInterest[1].empty());
    }
}

void TestSearcher::otherIndexesRecallMostOfIt()
{
    const Case c = randomCase(9, 4000, 4, 16, false);
    std::set<std::int32_t> exact;
    for (const Best& best : bruteForce(c, 100, {}))
        exact.insert(best.item);
    for (const char* spec : { "Flat", "IVF32,Flat", "HNSW16", "IVF16,SQ8" }) {
        const Searcher searcher(c.items, c.itemCount, 16, spec);
        QCOMPARE(searcher.indexSpec(), std::string(spec));
        const RecallList list = searcher.search(c.interests, 0, 100, {});
        QCOMPARE(list.merged.size(), std::size_t { 100 });
        const auto found
            = std::count_if(list.merged.begin(), list.merged.end(),
                            [&exact](const RecallEntry& entry) { return exact.contains(entry.item); });
        QVERIFY2(found >= 60, (std::string(spec) + " found " + std::to_string(found)).c_str());
        QVERIFY(std::is_sorted(list.merged.begin(), list.merged.end(),
                               [](const RecallEntry& a, const RecallEntry& b) { return a.score > b.score; }));
    }
}

void TestSearcher::manyUsersAtOnceGetTheSameLists()
{
    Case c = randomCase(9, 700, 3, 8, true); // scores that tie all the time
    constexpr std::int64_t users = 41;
    Random random(10, RandomPurpose::Analysis);
    c.interests.users = users;
    c.interests.vectors.resize(users * 3 * 8);
    for (float& value : c.interests.vectors)
        value = static_cast<float>(static_cast<int>(random.below(5)) - 2) / 2;
    c.interests.valid.assign(users * 3, 1);
    for (std::int64_t user = 0; user < users; user += 3)
        c.interests.valid[static_cast<std::size_t>(user * 3 + user % 2)] = 0;
    std::vector<std::vector<std::int32_t>> histories;
    for (std::int64_t user = 0; user < users; ++user) {
        std::set<std::int32_t> history;
        while (static_cast<std::int64_t>(history.size()) < user)
            history.insert(static_cast<std::int32_t>(1 + random.below(700)));
        histories.emplace_back(history.begin(), history.end());
    }
    const std::vector<std::span<const std::int32_t>> filters(histories.begin(), histories.end());
    std::vector<std::vector<RecallEntry>> before;
    for (const char* spec : exactSpecs) {
        const Searcher searcher(c.items, c.itemCount, c.interests.dim, spec);
        const auto merged = searcher.merged(c.interests, 30, filters);
        const std::vector<InterestLists> lists = searcher.lists(c.interests, 30, filters);
        for (std::int64_t user = 0; user < users; ++user) {
            const auto slot = static_cast<std::size_t>(user);
            QCOMPARE(merged[slot].size(), 30U);
            const RecallList alone = searcher.search(c.interests, user, 30, filters[slot]);
            QVERIFY(merged[slot] == alone.merged);
            QVERIFY(lists[slot] == alone.perInterest);
        }
        QVERIFY(before.empty() || merged == before);
        before = merged;
        QVERIFY_EXCEPTION_THROWN(searcher.merged(c.interests, 30, {}), Error);
    }
}

void TestSearcher::wrongRequestsAreRefused()
{
    const Case c = randomCase(1, 10, 2, 4, true);
    const auto refused = [](const auto& action) {
        try {
            action();
        } catch (const Error& error) {
            return error.code() == ErrorCode::InvalidArgument;
        }
        return false;
    };
    QVERIFY(refused([&c] { Searcher(c.items, 10, 4, "NoSuchIndex"); }));
    QVERIFY(refused([&c] { Searcher(c.items, 10, 4, "IVF64,Flat"); })); // more cells than items
    QVERIFY(refused([&c] { Searcher(c.items, 11, 4); }));
    QVERIFY(refused([&c] { Searcher(std::span(c.items).first(4), 0, 4); }));
    const Searcher searcher(c.items, 10, 4);
    QVERIFY(refused([&] { searcher.search(c.interests, 0, 0, {}); }));
    QVERIFY(refused([&] { searcher.search(c.interests, 1, 5, {}); }));
}

void TestSearcher::threadsAgree()
{
    const Case c = randomCase(4, 500, 4, 8, false);
    const Searcher searcher(c.items, c.itemCount, 8);
    const std::vector<RecallEntry> expected = searcher.search(c.interests, 0, 50, {}).merged;
    std::atomic<int> equal = 0;
    std::vector<std::jthread> threads;
    for (int t = 0; t < 4; ++t)
        threads.emplace_back(
            [&] { equal += searcher.search(c.interests, 0, 50, {}).merged == expected ? 1 : 0; });
    threads.clear();
    QCOMPARE(equal.load(), 4);
}

void TestSearcher::everyWordEndsInListsOrASentence_data()
{
    QTest::addColumn<int>("items");
    for (const int items : { 1, 2, 24, 64, 262 })
        QTest::addRow("%d items", items) << items;
}

/// Faiss divides by zero, runs for ever or stops the program for some of these.
void TestSearcher::everyWordEndsInListsOrASentence()
{
    QFETCH(int, items);
    const Case c = randomCase(9, items, 2, 16, false);
    for (const char* spec : { "NSG32",
                              "NSG,Flat",
                              "NSG0",
                              "NSG1",
                              "HNSW0",
                              "HNSW1",
                              "HNSW",
                              "HNSW2",
                              "HNSW100000",
                              "IVF0,Flat",
                              "IVF1,Flat",
                              "IVF4,PQ4,RFlat",
                              "PQ0",
                              "PQ1",
                              "PQ8",
                              "PQ8x24",
                              "PQ4x0",
                              "PQ16x4",
                              "PQ4x12",
                              "OPQ8,PQ8",
                              "RR8,PQ4",
                              "IVF16,PQ8",
                              "HNSW4_PQ8",
                              "IMI2x16,Flat",
                              "IMI2x0,Flat",
                              "IMI2x2,Flat",
                              "SQ8",
                              "PCA0,Flat",
                              "PCA99999999,Flat",
                              "LSH",
                              "ITQ,LSHt",
                              "PQ99999999999999999999",
                              "IVF99999999999,Flat",
                              "Flat,",
                              "(",
                              "IVF4(",
                              "L2norm,Flat",
                              "IDMap,Flat",
                              "PQ4x4fs",
                              "RQ2x4",
                              "LSQ2x4" }) {
        std::string told;
        try {
            const Searcher searcher(c.items, items, 16, spec);
            const RecallList list = searcher.search(c.interests, 0, 10, {});
            for (const RecallEntry& entry : list.merged)
                QVERIFY2(entry.item >= 1 && entry.item <= items, spec);
        } catch (const Error& error) {
            QVERIFY2(error.code() == ErrorCode::InvalidArgument, spec);
            told = error.detail();
            QVERIFY2(told.find("cannot be built") != std::string::npos, told.c_str());
        }
    }
}

OPAL_TEST(TestSearcher)
#include "tst_searcher.moc"
