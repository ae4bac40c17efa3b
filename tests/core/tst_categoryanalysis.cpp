#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>

#include <QTest>

#include "core/analysis/matching.h"
#include "core/analysis/tagagreement.h"
#include "core/base/error.h"
#include "core/base/random.h"
#include "tests/support/datasetfromtext.h"

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
        QVERIFY(near(details.purity, expected.purity));
        QVERIFY(near(details.mutualInformation, expected.information));
        QVERIFY(details.mutualInformation > 0.1 && details.mutualInformation < 1);
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
        const auto same = describeByTags(tableOf({ { 0 }, { 0 }, { 1 }, { 1 } }, 2),
                                         std::vector<std::uint8_t> { 0, 1, 1, 0, 0 }, 2);
        QVERIFY(near(same.purity, 1));
        QVERIFY(near(same.mutualInformation, 1));
        const auto none = describeByTags(tableOf({ { 0 }, { 1 }, { 0 }, { 1 } }, 2),
                                         std::vector<std::uint8_t> { 0, 1, 1, 0, 0 }, 2);
        QVERIFY(near(none.purity, 0.5));
        QVERIFY(near(none.mutualInformation, 0));
        const auto one
            = describeByTags(tableOf({ { 0 }, { 0 } }, 1), std::vector<std::uint8_t> { 0, 0, 0 }, 1);
        QVERIFY(near(one.mutualInformation, 1));
    }

    void itemsWithoutTags()
    {
        const auto details = describeByTags(tableOf({ {}, {} }, 0), std::vector<std::uint8_t> { 0, 0, 1 }, 3);
        QVERIFY(std::isnan(details.purity));
        QVERIFY(std::isnan(details.mutualInformation));
        QCOMPARE(details.taggedItems, std::int64_t { 0 });
        QCOMPARE(details.categories[2].size, std::int64_t { 0 });
        QVERIFY(std::isnan(details.categories[2].purity));
        QVERIFY_EXCEPTION_THROWN(describeByTags(tableOf({ {} }, 0), std::vector<std::uint8_t> { 0, 5 }, 3),
                                 Error);
        QVERIFY_EXCEPTION_THROWN(describeByTags(tableOf({ {} }, 0), std::vector<std::uint8_t> { 0 }, 3),
                                 Error);
    }
};

QTEST_GUILESS_MAIN(TestCategoryAnalysis)

#include "tst_categoryanalysis.moc"
