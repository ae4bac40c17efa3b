// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include <QTest>

#include "core/analysis/sppmi.h"
#include "core/base/error.h"
#include "core/base/random.h"
#include "core/data/synth.h"
#include "core/kernels/hot.h"
#include "tests/support/datasetfromtext.h"
#include "tests/support/goldenfile.h"
#include "tests/support/testprogram.h"

using namespace opal;
using Json = nlohmann::json;

/// SPPMI equals the definition, counted pair by pair over whole training sequences.
class TestSppmi final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void goldenCountsAndValues();
    void equalsBruteForce_data();
    void equalsBruteForce();
    void everyInstructionSetCountsAlike();
    void laterDaysAreNotCounted();
    void statisticsEqualTheirDefinition();
    void degenerateListsAreSensible();
    void wrongRequestsAreRefused();
};

namespace {

/// A data set whose training parts are the given sequences; two last days hold one item each user has seen.
std::shared_ptr<const Dataset> datasetOf(const std::vector<std::vector<int>>& sequences)
{
    std::string text;
    for (std::size_t user = 0; user < sequences.size(); ++user) {
        text += "u" + std::to_string(user + 1) + ":";
        for (const int item : sequences[user])
            text += " " + std::to_string(item);
        const std::string first = std::to_string(sequences[user].front());
        text += " | " + first + " | " + first + "\n";
    }
    return datasetFromText(text);
}

struct BruteForce
{
    std::map<std::pair<int, int>, std::int64_t> joint;
    std::map<int, std::int64_t> single;
    std::int64_t pairs = 0;

    explicit BruteForce(const Dataset& data)
    {
        for (UserIndex user = 0; user < data.userCount(); ++user) {
            const auto train = data.train(user);
            const std::set<int> items(train.begin(), train.end());
            for (const int a : items)
                for (const int b : items)
                    if (a != b) {
                        ++joint[{ a, b }];
                        ++single[a];
                        ++pairs;
                    }
        }
    }

    double value(int a, int b, double shift, std::int64_t minimum) const
    {
        const auto found = joint.find({ a, b });
        if (found == joint.end() || found->second < minimum)
            return 0;
        return std::max(0.0,
                        std::log(static_cast<double>(found->second) * static_cast<double>(pairs)
                                 / (static_cast<double>(single.at(a)) * static_cast<double>(single.at(b))))
                            - std::log(shift));
    }
};

bool near(double a, double b)
{
    return std::abs(a - b) <= 1e-12;
}

} // namespace

void TestSppmi::goldenCountsAndValues()
{
    const Json golden = goldenFile("sppmi.json");
    std::vector<std::vector<int>> sequences;
    for (const auto& [user, items] : golden["inputs"]["sequences"].items())
        sequences.push_back(items.get<std::vector<int>>());
    const auto data = datasetOf(sequences);
    const CooccurrenceIndex index(*data);
    const Json& expected = golden["outputs"];
    QCOMPARE(index.pairCount(), expected["total_pairs"].get<std::int64_t>());
    std::vector<ItemIndex> items;
    for (int id = 1; id <= 10; ++id) {
        items.push_back(data->findItem(std::to_string(id)).value());
        QCOMPARE(index.itemPairs(items.back()),
                 expected["item_count"][static_cast<std::size_t>(id - 1)].get<std::int64_t>());
    }
    for (const int shift : { 1, 5 }) {
        const SppmiMatrix matrix
            = sppmiMatrix(index, items, {}, { .shift = static_cast<double>(shift), .minimumCount = 1 });
        const Json& values = expected["sppmi_shift" + std::to_string(shift)];
        for (std::size_t row = 0; row < items.size(); ++row) {
            for (std::size_t column = 0; column < items.size(); ++column) {
                QCOMPARE(matrix.counts[row * items.size() + column],
                         expected["pair_count"][row][column].get<int>());
                if (row == column)
                    QVERIFY(std::isnan(matrix.value(row, column)));
                else
                    QVERIFY(near(matrix.value(row, column),
                                 values[row][column].is_null() ? 0 : values[row][column].get<double>()));
            }
        }
    }
}

void TestSppmi::equalsBruteForce_data()
{
    QTest::addColumn<int>("seed");
    QTest::addColumn<double>("shift");
    QTest::addColumn<int>("minimum");
    for (int seed = 1; seed <= 4; ++seed)
        for (const double shift : { 1.0, 5.0, 15.0 })
            QTest::addRow("seed %d, shift %g", seed, shift) << seed << shift << (seed > 2 ? 3 : 1);
}

void TestSppmi::equalsBruteForce()
{
    QFETCH(int, seed);
    QFETCH(double, shift);
    QFETCH(int, minimum);
    SynthParams params;
    params.users = 150 + 61 * seed; // also numbers of users that fill no whole word
    params.items = 90;
    params.interactions = params.users * 20;
    params.seed = static_cast<std::uint64_t>(seed);
    const auto data = synthesiseDataset(params, {}, {});
    const BruteForce expected(*data);
    const CooccurrenceIndex index(*data);
    QCOMPARE(index.pairCount(), expected.pairs);
    std::vector<ItemIndex> items;
    for (ItemIndex item = 1; item <= data->itemCount(); item += 2)
        items.push_back(item);
    std::reverse(items.begin(), items.end());
    const SppmiMatrix matrix = sppmiMatrix(index, items, {}, { .shift = shift, .minimumCount = minimum });
    for (std::size_t row = 0; row < items.size(); ++row)
        for (std::size_t column = 0; column < items.size(); ++column)
            if (row != column)
                QVERIFY(near(matrix.value(row, column),
                             expected.value(items[row], items[column], shift, minimum)));
}

void TestSppmi::everyInstructionSetCountsAlike()
{
    Random random(3, RandomPurpose::Analysis);
    constexpr std::int64_t rows = 37;
    constexpr std::int64_t words = 11;
    std::vector<std::uint64_t> bits(rows * words);
    for (auto& word : bits)
        word = (std::uint64_t { random() } << 32) | random();
    std::vector<std::int32_t> expected(rows * rows, 0);
    for (std::int64_t i = 0; i < rows; ++i)
        for (std::int64_t j = 0; j < rows; ++j)
            for (std::int64_t bit = 0; i != j && bit < words * 64; ++bit)
                expected[static_cast<std::size_t>(i * rows + j)] += static_cast<std::int32_t>(
                    (bits[static_cast<std::size_t>(i * words + bit / 64)] >> (bit % 64))
                    & (bits[static_cast<std::size_t>(j * words + bit / 64)] >> (bit % 64)) & 1);
    using kernels::InstructionSet;
    for (const auto set : { InstructionSet::Baseline, InstructionSet::Avx2, InstructionSet::Avx512 }) {
        if (!kernels::available(set))
            continue;
        std::vector<std::int32_t> counts(rows * rows, 0);
        kernels::BitRows request { bits.data(), rows, words, counts.data() };
        kernels::hotTable(set).jointCounts(request, 0, rows);
        QCOMPARE(counts, expected);
    }
}

void TestSppmi::laterDaysAreNotCounted()
{
    // Items 1 and 9 meet on the last two days only.
    const auto data = datasetFromText("u1: 1 2 | 9 | 9\n"
                                      "u2: 9 3 | 1 | 1\n"
                                      "u3: 1 2 3 | 1 | 1\n");
    const CooccurrenceIndex index(*data);
    const std::vector<ItemIndex> items { data->findItem("1").value(), data->findItem("9").value(),
                                         data->findItem("2").value() };
    const SppmiMatrix matrix = sppmiMatrix(index, items, {}, {});
    QCOMPARE(matrix.counts[1], 0);
    QCOMPARE(matrix.value(0, 1), 0.0);
    QCOMPARE(matrix.counts[2], 2);
}

void TestSppmi::statisticsEqualTheirDefinition()
{
    SppmiMatrix matrix;
    matrix.items = { 4, 5, 6 };
    matrix.interest = { 0, 1, 0 };
    const double nan = std::nan("");
    matrix.values = { nan, 1, 4, 1, nan, 0, 4, 0, nan };
    const SppmiStatistics statistics = sppmiStatistics(matrix);
    QCOMPARE(statistics.pairs, 3);
    QCOMPARE(statistics.withinPairs, 1);
    QCOMPARE(statistics.within, 4.0);
    QCOMPARE(statistics.between, 0.5);
    QCOMPARE(statistics.mean, 5.0 / 3.0);
    QCOMPARE(statistics.zeroShare, 1.0 / 3.0);
}

void TestSppmi::degenerateListsAreSensible()
{
    const auto data = datasetOf({ { 1, 2 }, { 3 } });
    const CooccurrenceIndex index(*data);
    QCOMPARE(sppmiMatrix(index, {}, {}, {}).values.size(), 0U);
    QVERIFY(std::isnan(sppmiStatistics(sppmiMatrix(index, {}, {}, {})).mean));
    // Item 3 shares no user with anything: its pairs are 0, not infinite.
    const std::vector<ItemIndex> items { data->findItem("3").value(), data->findItem("1").value() };
    const std::vector<std::int32_t> interest { 0, 0 };
    const SppmiMatrix matrix = sppmiMatrix(index, items, interest, {});
    QCOMPARE(matrix.value(0, 1), 0.0);
    QCOMPARE(sppmiStatistics(matrix).zeroShare, 1.0);
    QVERIFY(std::isnan(sppmiStatistics(matrix).between));
}

void TestSppmi::wrongRequestsAreRefused()
{
    const auto data = datasetOf({ { 1, 2 }, { 3 } });
    const CooccurrenceIndex index(*data);
    const std::vector<ItemIndex> twice { 1, 2, 1 };
    const std::vector<ItemIndex> padding { 0 };
    const std::vector<ItemIndex> beyond { 4 };
    const std::vector<ItemIndex> good { 1, 2 };
    const std::vector<std::int32_t> interest { 0 };
    QVERIFY_EXCEPTION_THROWN(sppmiMatrix(index, twice, {}, {}), Error);
    QVERIFY_EXCEPTION_THROWN(sppmiMatrix(index, padding, {}, {}), Error);
    QVERIFY_EXCEPTION_THROWN(sppmiMatrix(index, beyond, {}, {}), Error);
    QVERIFY_EXCEPTION_THROWN(sppmiMatrix(index, good, interest, {}), Error);
    QVERIFY_EXCEPTION_THROWN(sppmiMatrix(index, good, {}, { .shift = 0.5, .minimumCount = 1 }), Error);
    QVERIFY_EXCEPTION_THROWN(sppmiMatrix(index, good, {}, { .shift = 1, .minimumCount = 0 }), Error);
}

OPAL_TEST(TestSppmi)
#include "tst_sppmi.moc"
