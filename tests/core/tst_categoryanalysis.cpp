// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <numeric>
#include <set>
#include <stop_token>

#include <QTest>

#include "core/analysis/agreement.h"
#include "core/analysis/matching.h"
#include "core/analysis/tagagreement.h"
#include "core/base/error.h"
#include "core/base/random.h"
#include "core/base/threads.h"
#include "tests/support/datasetfromtext.h"
#include "tests/support/testprogram.h"

using namespace opal;

namespace {

bool near(double a, double b)
{
    return std::abs(a - b) < 1e-9;
}

/// The best sum over all ways to give rows different columns (min(rows, columns) of them).
double bruteForce(const std::vector<double>& values, int rows, int columns)
{
    const int many = std::max(rows, columns);
    std::vector<int> order(static_cast<std::size_t>(many));
    std::iota(order.begin(), order.end(), 0);
    double best = -1e300;
    do {
        double sum = 0;
        for (int i = 0; i < std::min(rows, columns); ++i) {
            const int other = order[static_cast<std::size_t>(i)];
            const int row = rows <= columns ? i : other;
            const int column = rows <= columns ? other : i;
            sum += values[static_cast<std::size_t>(row * columns + column)];
        }
        best = std::max(best, sum);
    } while (std::next_permutation(order.begin(), order.end()));
    return best;
}

/// One tag table by hand: tags[item] for items 1..N.
TagTable tableOf(const std::vector<std::vector<std::int32_t>>& tags, int names)
{
    TagTable table;
    for (int tag = 0; tag < names; ++tag)
        table.names.push_back("t" + std::to_string(tag));
    for (const auto& own : tags) {
        table.ids.insert(table.ids.end(), own.begin(), own.end());
        table.offsets.push_back(static_cast<std::int64_t>(table.ids.size()));
    }
    return table;
}

struct Naive
{
    double purity = 0, information = 0;
};

/// Purity and mutual information from the joint probabilities, entry by entry.
Naive naive(const std::vector<std::vector<std::int32_t>>& tags, const std::vector<std::uint8_t>& category)
{
    std::map<std::pair<int, int>, double> joint;
    double total = 0;
    for (std::size_t i = 0; i < tags.size(); ++i) {
        for (const std::int32_t tag : tags[i])
            joint[{ category[i + 1], tag }] += 1.0 / static_cast<double>(tags[i].size());
        total += tags[i].empty() ? 0 : 1;
    }
    std::map<int, double> byCategory;
    std::map<int, double> byTag;
    std::map<int, double> most;
    for (const auto& [key, weight] : joint) {
        byCategory[key.first] += weight / total;
        byTag[key.second] += weight / total;
        most[key.first] = std::max(most[key.first], weight);
    }
    Naive result;
    for (const auto& entry : most)
        result.purity += entry.second / total;
    double mutual = 0;
    for (const auto& [key, weight] : joint)
        mutual += weight / total * std::log(weight / total / (byCategory[key.first] * byTag[key.second]));
    double entropies = 0;
    for (const auto* marginal : { &byCategory, &byTag })
        for (const auto& entry : *marginal)
            entropies -= entry.second * std::log(entry.second);
    result.information = mutual / (entropies / 2);
    return result;
}

/// Counts [rows, columns] of two lists of labels.
std::vector<std::int64_t> countsOf(const std::vector<int>& first, const std::vector<int>& second, int rows,
                                   int columns)
{
    std::vector<std::int64_t> counts(static_cast<std::size_t>(rows * columns), 0);
    for (std::size_t item = 0; item < first.size(); ++item)
        ++counts[static_cast<std::size_t>(first[item] * columns + second[item])];
    return counts;
}

double amiOf(const std::vector<int>& first, const std::vector<int>& second)
{
    const int rows = *std::max_element(first.begin(), first.end()) + 1;
    const int columns = *std::max_element(second.begin(), second.end()) + 1;
    return adjustedMutualInformation(countsOf(first, second, rows, columns), rows, columns);
}

/// Mean mutual information over every way to order the labels of `second`, in nats.
double meanInformationOverAllOrders(const std::vector<int>& first, std::vector<int> second)
{
    std::sort(second.begin(), second.end());
    const auto n = static_cast<double>(first.size());
    double sum = 0;
    int orders = 0;
    do {
        std::map<std::pair<int, int>, double> joint;
        std::map<int, double> left;
        std::map<int, double> right;
        for (std::size_t item = 0; item < first.size(); ++item) {
            joint[{ first[item], second[item] }] += 1 / n;
            left[first[item]] += 1 / n;
            right[second[item]] += 1 / n;
        }
        for (const auto& [key, share] : joint)
            sum += share * std::log(share / (left[key.first] * right[key.second]));
        ++orders;
    } while (std::next_permutation(second.begin(), second.end())); // distinct orders, all equally likely
    return sum / orders;
}

/// Items with one of `tags` tags that depends on their category as much as `noise` allows, in percent.
std::pair<std::vector<std::vector<std::int32_t>>, std::vector<std::uint8_t>>
noisyItems(int items, int tags, int categories, std::uint32_t noise, bool several)
{
    Random random(5, RandomPurpose::Initialisation);
    std::vector<std::vector<std::int32_t>> own;
    std::vector<std::uint8_t> category { 0 };
    for (int item = 0; item < items; ++item) {
        const auto tag = static_cast<std::int32_t>(random.below(static_cast<std::uint32_t>(tags)));
        own.push_back({ tag });
        if (several && random.below(3) == 0)
            own.back().push_back((tag + 1) % tags);
        category.push_back(static_cast<std::uint8_t>(
            random.below(100) < noise ? random.below(static_cast<std::uint32_t>(categories))
                                      : static_cast<std::uint32_t>(tag % categories)));
    }
    return { own, category };
}

} // namespace

/// Tags against categories and categories against categories, held to naive references.
class TestCategoryAnalysis final : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    void assignmentIsTheBestOfAll()
    {
        Random random(3, RandomPurpose::Initialisation);
        for (int rows = 1; rows <= 6; ++rows)
            for (int columns = 1; columns <= 6; ++columns)
                for (int repeat = 0; repeat < 5; ++repeat) {
                    std::vector<double> values;
                    for (int i = 0; i < rows * columns; ++i)
                        values.push_back(repeat == 0 ? static_cast<double>(random.below(3)) - 1
                                                     : static_cast<double>(random.uniform()) - 0.3);
                    const std::vector<int> match = assignMaximum(values, rows, columns);
                    double sum = 0;
                    std::set<int> taken;
                    for (int row = 0; row < rows; ++row)
                        if (const int column = match[static_cast<std::size_t>(row)]; column >= 0) {
                            QVERIFY(taken.insert(column).second);
                            sum += values[static_cast<std::size_t>(row * columns + column)];
                        }
                    QCOMPARE(static_cast<int>(taken.size()), std::min(rows, columns));
                    QVERIFY(near(sum, bruteForce(values, rows, columns)));
                }
        QVERIFY(assignMaximum({}, 0, 0).empty());
        QVERIFY_EXCEPTION_THROWN(assignMaximum(std::vector<double>(3), 2, 2), Error);
    }

    void renumberedCategoriesAreFound()
    {
        CategorySnapshot first;
        CategorySnapshot second;
        first.categories = second.categories = 3;
        first.itemCategory = { 0, 0, 0, 1, 1, 2, 2, 2 };
        second.itemCategory = { 0, 2, 2, 0, 0, 1, 1, 0 };
        ItemPairs pairs;
        for (ItemIndex item = 1; item < 8; ++item)
            pairs.emplace_back(item, item);
        const CategoryMatching matching = matchCategories(first, second, pairs);
        QCOMPARE(matching.match, (std::vector<int> { 2, 0, 1 }));
        QCOMPARE(matching.items, std::int64_t { 7 });
        QVERIFY(near(matching.cosineOf(0, 2), 1));
        QVERIFY(near(matching.cosineOf(1, 0), 2 / std::sqrt(2.0 * 3)));
        QVERIFY(near(matching.cosineOf(2, 1), 2 / std::sqrt(3.0 * 2)));
        QVERIFY(near(matching.cosineOf(0, 1), 0));
        QVERIFY(near(matching.ami, amiOf({ 0, 0, 1, 1, 2, 2, 2 }, { 2, 2, 0, 0, 1, 1, 0 })));
        QVERIFY(matching.ami > 0.5 && matching.ami < 1);
        second.itemCategory = { 0, 2, 2, 0, 0, 1, 1, 1 };
        QVERIFY(near(matchCategories(first, second, pairs).ami, 1)); // other numbers, the same categories
        QVERIFY(std::isnan(matchCategories(first, second, {}).ami));
        pairs.emplace_back(9, 1);
        QVERIFY_EXCEPTION_THROWN(matchCategories(first, second, pairs), Error);
    }

    void itemsMeetByTheirIds()
    {
        const auto first = datasetFromText("u1: a b c d | a | b\nu2: a b c d | c | d\n");
        const auto second = datasetFromText("u1: d x b y | d | x\nu2: d x b y | b | y\n");
        const ItemPairs pairs = commonItems(*first, *second);
        QCOMPARE(pairs.size(), std::size_t { 2 });
        for (const auto& [one, other] : pairs)
            QCOMPARE(first->itemId(one), second->itemId(other));
    }

    void agreementEqualsTheNaiveReference()
    {
        Random random(11, RandomPurpose::Initialisation);
        std::vector<std::vector<std::int32_t>> tags;
        std::vector<std::uint8_t> category { 0 };
        for (int item = 0; item < 400; ++item) {
            std::vector<std::int32_t> own;
            for (std::int32_t tag = 0; tag < 7; ++tag)
                if (random.below(5) == 0)
                    own.push_back(tag);
            category.push_back(static_cast<std::uint8_t>(own.empty() ? random.below(4) : own[0] % 4));
            tags.push_back(own);
        }
        const CategoryDetails details = describeByTags(tableOf(tags, 7), category, 4);
        const Naive expected = naive(tags, category);
        const Agreement agreement = agreementOf(tableOf(tags, 7), category, 4);
        QVERIFY(near(agreement.purity.value, expected.purity));
        QVERIFY(near(agreement.nmi.value, expected.information));
        QVERIFY(agreement.nmi.value > 0.1 && agreement.nmi.value < 1);
        QCOMPARE(agreement.items, details.taggedItems);
        for (std::size_t j = 0; j < 4; ++j) {
            std::int64_t size = 0;
            std::int64_t tagged = 0;
            for (std::size_t item = 1; item < category.size(); ++item)
                if (category[item] == j) {
                    ++size;
                    tagged += tags[item - 1].empty() ? 0 : 1;
                }
            QCOMPARE(details.categories[j].size, size);
            QVERIFY(!details.categories[j].tags.empty());
            double last = 1e300;
            for (const CategoryDetails::Tag& tag : details.categories[j].tags) {
                std::int64_t here = 0;
                std::int64_t all = 0;
                for (std::size_t item = 1; item < category.size(); ++item) {
                    const auto& own = tags[item - 1];
                    const std::int32_t id = tag.name[1] - '0';
                    const bool has = std::find(own.begin(), own.end(), id) != own.end();
                    all += has ? 1 : 0;
                    here += has && category[item] == j ? 1 : 0;
                }
                QCOMPARE(tag.items, here);
                QCOMPARE(tag.total, all);
                const double share = static_cast<double>(here) / static_cast<double>(tagged);
                QVERIFY(near(tag.lift,
                             share / (static_cast<double>(all) / static_cast<double>(details.taggedItems))));
                QVERIFY(tag.lift > 1 && tag.lift <= last);
                last = tag.lift;
            }
        }
    }

    void extremesOfAgreement()
    {
        const auto same = agreementOf(tableOf({ { 0 }, { 0 }, { 1 }, { 1 } }, 2),
                                      std::vector<std::uint8_t> { 0, 1, 1, 0, 0 }, 2);
        QVERIFY(near(same.purity.value, 1));
        QVERIFY(near(same.nmi.value, 1));
        QVERIFY(near(same.ami.value, 1));
        const auto none = agreementOf(tableOf({ { 0 }, { 1 }, { 0 }, { 1 } }, 2),
                                      std::vector<std::uint8_t> { 0, 1, 1, 0, 0 }, 2);
        QVERIFY(near(none.purity.value, 0.5));
        QVERIFY(near(none.nmi.value, 0));
        // By hand: of the six ways to lay out two and two, two agree (log 2) and four say nothing, so that
        // chance gives log 2 / 3, and nothing is log 2 / 3 less than that out of 2 log 2 / 3.
        QVERIFY(near(none.ami.value, -0.5));
        QVERIFY(none.isAtChance());
        const auto one = agreementOf(tableOf({ { 0 }, { 0 } }, 1), std::vector<std::uint8_t> { 0, 0, 0 }, 1);
        QVERIFY(near(one.nmi.value, 1));
        QVERIFY(near(one.ami.value, 1));
    }

    void adjustedInformationHasThePublishedValues()
    {
        // The example of scikit-learn's tests of the measure, which has MI 0.41022 and expected MI 0.15042.
        const std::vector<int> first { 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2 };
        const std::vector<int> second { 0, 0, 0, 0, 1, 0, 1, 1, 1, 1, 2, 0, 2, 2, 2, 1, 1 };
        const std::vector<std::int64_t> sizes { 6, 6, 5 };
        const std::vector<std::int64_t> otherSizes { 6, 7, 4 };
        QVERIFY(std::abs(expectedMutualInformation(sizes, otherSizes) - 0.15042480258217197) < 1e-12);
        QVERIFY(std::abs(amiOf(first, second) - 0.2782096465726973) < 1e-12);
        // Two patterns, values by the published formula in another language.
        std::vector<int> left;
        std::vector<int> right;
        for (int item = 0; item < 300; ++item) {
            left.push_back(item * item % 7 % 4);
            right.push_back((item * 5 + item / 7) % 9);
        }
        QVERIFY(std::abs(amiOf(left, right) - 0.7092408052172926) < 1e-12);
        // Worlds of three topics: all that can be known, and yet not 1, because topics say more than worlds.
        left.clear();
        right.clear();
        for (int item = 0; item < 120; ++item) {
            left.push_back(item / 30);
            right.push_back(item / 10);
        }
        QVERIFY(std::abs(amiOf(left, right) - 0.6909886014848572) < 1e-12);
        QVERIFY(near(amiOf(left, left), 1));
        QVERIFY(near(amiOf(left, right), amiOf(right, left)));
        QVERIFY_EXCEPTION_THROWN(adjustedMutualInformation(std::vector<std::int64_t>(3), 2, 2), Error);
        QVERIFY_EXCEPTION_THROWN(expectedMutualInformation(sizes, std::vector<std::int64_t> { 3 }), Error);
    }

    void expectationEqualsTheMeanOverAllOrders()
    {
        const std::vector<int> first { 0, 0, 0, 1, 1, 2, 2, 2, 2 };
        const std::vector<int> second { 0, 1, 1, 2, 0, 2, 2, 1, 0 };
        const std::vector<std::int64_t> sizes { 3, 2, 4 };
        QVERIFY(near(expectedMutualInformation(sizes, std::vector<std::int64_t> { 3, 3, 3 }),
                     meanInformationOverAllOrders(first, second)));
    }

    void shufflesAgreeWithTheExactExpectation()
    {
        const auto [tags, category] = noisyItems(3000, 12, 4, 90, false);
        const Agreement exact = agreementOf(tableOf(tags, 12), category, 4);
        // The exact expectation makes shuffled categories zero on average, and real ones what they are.
        QVERIFY(std::abs(exact.ami.shuffledMean)
                < 4 * exact.ami.shuffledDeviation / std::sqrt(double(agreementShuffles)));
        QVERIFY(exact.ami.low < 0 && exact.ami.high > 0);
        QVERIFY(exact.ami.value > 8 * exact.ami.shuffledDeviation);
        QVERIFY(!exact.isAtChance());
        QVERIFY(exact.nmi.low < exact.nmi.shuffledMean && exact.nmi.shuffledMean < exact.nmi.high);
        QVERIFY(exact.nmi.shuffledMean > 0 && exact.nmi.value > exact.nmi.high);
        QVERIFY(exact.purity.shuffledMean > 1.0 / 12 && exact.purity.value > exact.purity.high);
        // One item with two tags makes it the sampled expectation, which must be nearly the same.
        auto more = tags;
        more.front().push_back((more.front().front() + 1) % 12);
        const Agreement sampled = agreementOf(tableOf(more, 12), category, 4);
        QVERIFY(near(sampled.ami.shuffledMean, 0));
        QVERIFY(std::abs(sampled.ami.value - exact.ami.value) < exact.ami.shuffledDeviation);
    }

    void unrelatedCategoriesAreAtChance()
    {
        for (const bool several : { false, true }) {
            const auto [tags, category] = noisyItems(4000, 20, 4, 100, several);
            const Agreement agreement = agreementOf(tableOf(tags, 20), category, 4);
            QVERIFY(std::abs(agreement.ami.value) < 4 * agreement.ami.shuffledDeviation);
            QVERIFY(agreement.nmi.value > 0);
            // A middle band has nearly 95 % of the values by its making, and the mean between its ends.
            QVERIFY(agreement.ami.low < agreement.ami.shuffledMean
                    && agreement.ami.shuffledMean < agreement.ami.high);
            QVERIFY(agreement.ami.high - agreement.ami.low > 2 * agreement.ami.shuffledDeviation);
        }
    }

    void agreementDoesNotDependOnThreads()
    {
        const auto [tags, category] = noisyItems(700, 9, 5, 60, true);
        useThreads(1);
        const Agreement one = agreementOf(tableOf(tags, 9), category, 5);
        useThreads(3);
        QVERIFY(one == agreementOf(tableOf(tags, 9), category, 5));
        useThreads(0);
        std::stop_source stop;
        stop.request_stop();
        QVERIFY_EXCEPTION_THROWN(agreementOf(tableOf(tags, 9), category, 5, stop.get_token()), Cancelled);
    }

    void groupsAreLabelsOfOneEach()
    {
        const TagTable labels = groupLabels(std::vector<std::uint8_t> { 0, 2, 0, 1, 2 });
        QCOMPARE(labels.names, (std::vector<std::string> { "1", "2", "3" }));
        QCOMPARE(labels.of(1).front(), 2);
        QCOMPARE(labels.of(4).size(), std::size_t { 1 });
        const Agreement same = agreementOf(labels, std::vector<std::uint8_t> { 0, 0, 1, 2, 0 }, 3);
        QVERIFY(near(same.ami.value, 1));
    }

    /// Printed, not asserted: times depend on the machine.
    void agreementTakesHowLong()
    {
        for (const int items : { 5800, 160'000 }) {
            const auto [tags, category] = noisyItems(items, 47, 8, 90, true);
            const TagTable table = tableOf(tags, 47);
            const auto start = std::chrono::steady_clock::now();
            const Agreement agreement = agreementOf(table, category, 8);
            const double ms
                = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
            qInfo("agreement of %d items, 47 tags, 8 categories: %.1f ms (AMI %.4f)", items, ms,
                  agreement.ami.value);
        }
    }

    void itemsWithoutTags()
    {
        const auto details = describeByTags(tableOf({ {}, {} }, 0), std::vector<std::uint8_t> { 0, 0, 1 }, 3);
        const Agreement agreement
            = agreementOf(tableOf({ {}, {} }, 0), std::vector<std::uint8_t> { 0, 0, 1 }, 3);
        QCOMPARE(agreement.items, std::int64_t { 0 });
        QVERIFY(std::isnan(agreement.ami.value) && std::isnan(agreement.purity.high));
        QCOMPARE(details.taggedItems, std::int64_t { 0 });
        QCOMPARE(details.categories[2].size, std::int64_t { 0 });
        QVERIFY(std::isnan(details.categories[2].purity));
        QVERIFY_EXCEPTION_THROWN(describeByTags(tableOf({ {} }, 0), std::vector<std::uint8_t> { 0, 5 }, 3),
                                 Error);
        QVERIFY_EXCEPTION_THROWN(describeByTags(tableOf({ {} }, 0), std::vector<std::uint8_t> { 0 }, 3),
                                 Error);
        QVERIFY_EXCEPTION_THROWN(agreementOf(tableOf({ {} }, 0), std::vector<std::uint8_t> { 0, 5 }, 3),
                                 Error);
        QVERIFY_EXCEPTION_THROWN(agreementOf(tableOf({ {} }, 0), std::vector<std::uint8_t> { 0 }, 3), Error);
    }
};

OPAL_TEST(TestCategoryAnalysis)

#include "tst_categoryanalysis.moc"
