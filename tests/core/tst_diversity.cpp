// SPDX-License-Identifier: GPL-3.0-or-later
#include <chrono>
#include <cmath>
#include <numeric>

#include <QTest>

#include "core/analysis/diversity.h"
#include "core/base/error.h"
#include "core/data/synth.h"
#include "tests/support/datasetfromtext.h"
#include "tests/support/testprogram.h"

using namespace opal;

namespace {

SppmiMatrix matrixOf(const std::vector<std::int32_t>& interest, std::uint64_t seed)
{
    SppmiMatrix matrix;
    matrix.interest = interest;
    const std::size_t size = interest.size();
    matrix.values.assign(size * size, 0);
    std::uint64_t state = seed * 2654435761U + 1;
    for (std::size_t row = 0; row < size; ++row) {
        matrix.items.push_back(static_cast<std::int32_t>(row + 1));
        matrix.values[row * size + row] = std::nan("");
        for (std::size_t column = row + 1; column < size; ++column) {
            state = state * 6364136223846793005U + 1442695040888963407U;
            const double value = static_cast<double>(state >> 40U) / 16777216.0;
            matrix.values[row * size + column] = matrix.values[column * size + row] = value < 0.3 ? 0 : value;
        }
    }
    return matrix;
}

/// The matrix without one item.
SppmiMatrix without(const SppmiMatrix& matrix, std::size_t left)
{
    SppmiMatrix result;
    for (std::size_t row = 0; row < matrix.size(); ++row) {
        if (row == left)
            continue;
        result.items.push_back(matrix.items[row]);
        result.interest.push_back(matrix.interest[row]);
        for (std::size_t column = 0; column < matrix.size(); ++column)
            if (column != left)
                result.values.push_back(matrix.value(row, column));
    }
    return result;
}

} // namespace

/// What is averaged over SPPMI matrices equals its definition.
class TestDiversity final : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    void orderIsByInterestThenRank()
    {
        const std::vector<RecallEntry> merged {
            { 7, 0.9F, 2, false }, { 3, 0.8F, 0, false }, { 9, 0.7F, 2, false }, { 1, 0.6F, 0, false }
        };
        QCOMPARE(interestOrder(merged), (std::vector<std::size_t> { 1, 3, 0, 2 }));
        QVERIFY(interestOrder({}).empty());
    }

    void pairMeanEqualsLeavingOutEachItem()
    {
        const SppmiMatrix matrix = matrixOf({ 0, 0, 0, 1, 1, 2, 2, 2, 2 }, 5);
        const SppmiStatistics all = sppmiStatistics(matrix);
        for (const bool within : { true, false }) {
            const MeanInterval mean = pairMean(matrix, within);
            QCOMPARE(mean.count, within ? all.withinPairs : all.betweenPairs);
            QVERIFY(std::abs(mean.mean - (within ? all.within : all.between)) < 1e-12);
            std::vector<double> left;
            for (std::size_t item = 0; item < matrix.size(); ++item) {
                const SppmiStatistics rest = sppmiStatistics(without(matrix, item));
                left.push_back(within ? rest.within : rest.between);
            }
            const double n = static_cast<double>(left.size());
            const double centre = std::accumulate(left.begin(), left.end(), 0.0) / n;
            double squares = 0;
            for (const double value : left)
                squares += (value - centre) * (value - centre);
            const double half = 1.959963984540054 * std::sqrt((n - 1) / n * squares);
            QVERIFY(std::abs(mean.high - mean.mean - half) < 1e-12);
            QVERIFY(std::abs(mean.mean - mean.low - half) < 1e-12);
        }
    }

    void ratiosEqualLeavingOutEachOne()
    {
        const auto halfWidth = [](const std::vector<double>& left) {
            const double n = static_cast<double>(left.size());
            const double centre = std::accumulate(left.begin(), left.end(), 0.0) / n;
            double squares = 0;
            for (const double value : left)
                squares += (value - centre) * (value - centre);
            return 1.959963984540054 * std::sqrt((n - 1) / n * squares);
        };
        const SppmiMatrix matrix = matrixOf({ 0, 0, 0, 1, 1, 2, 2, 2, 2 }, 5);
        const SppmiStatistics all = sppmiStatistics(matrix);
        const MeanInterval ofPairs = pairRatio(matrix);
        QVERIFY(std::abs(ofPairs.mean - all.within / all.between) < 1e-12);
        QCOMPARE(ofPairs.count, all.pairs);
        std::vector<double> left;
        for (std::size_t item = 0; item < matrix.size(); ++item) {
            const SppmiStatistics rest = sppmiStatistics(without(matrix, item));
            left.push_back(rest.within / rest.between);
        }
        QVERIFY(std::abs(ofPairs.high - ofPairs.mean - halfWidth(left)) < 1e-12);

        // The third user has nothing between, the fourth nothing at all.
        const double none = std::nan("");
        const std::vector<double> within { 4, 6, 2, none };
        const std::vector<double> between { 2, 1, none, none };
        const MeanInterval ofUsers = meanRatio(within, between);
        QCOMPARE(ofUsers.count, std::int64_t { 3 });
        QVERIFY(std::abs(ofUsers.mean - 4 / 1.5) < 1e-12);
        QVERIFY(std::abs(ofUsers.high - ofUsers.mean - halfWidth({ 4.0 / 1, 3.0 / 2, 5 / 1.5 })) < 1e-12);
        QVERIFY(std::abs(ofUsers.mean - ofUsers.low - halfWidth({ 4.0 / 1, 3.0 / 2, 5 / 1.5 })) < 1e-12);
    }

    void degenerateMatricesAreSensible()
    {
        QVERIFY(std::isnan(pairRatio(matrixOf({}, 1)).mean));
        QVERIFY(std::isnan(pairRatio(matrixOf({ 0, 0, 0 }, 1)).mean));
        const std::vector<double> few { 2, 3 };
        const std::vector<double> some { 1, std::nan("") };
        QVERIFY(std::isinf(meanRatio(few, some).high)); // without the first user there is no ratio
        const std::vector<double> nothing { 0, 0 };
        QVERIFY(std::isnan(meanRatio(few, nothing).mean));
        QVERIFY_EXCEPTION_THROWN(meanRatio(few, {}), Error);
        QVERIFY(std::isnan(pairMean(matrixOf({}, 1), true).mean));
        QCOMPARE(pairMean(matrixOf({ 0 }, 1), true).count, std::int64_t { 0 });
        QVERIFY(std::isnan(pairMean(matrixOf({ 0, 0, 0 }, 1), false).mean)); // one interest
        QVERIFY(std::isinf(pairMean(matrixOf({ 0, 0 }, 1), true).high)); // one pair says nothing of spread
        QVERIFY(std::isnan(meanOf({}).mean));
        const std::vector<double> one { 2 };
        QVERIFY(std::isinf(meanOf(one).high));
    }

    void meanLeavesOutWhatIsMissing()
    {
        const std::vector<double> values { 1, std::nan(""), 3, 5 };
        const MeanInterval mean = meanOf(values);
        QCOMPARE(mean.count, std::int64_t { 3 });
        QCOMPARE(mean.mean, 3.0);
        QVERIFY(std::abs(mean.high - (3 + 1.959963984540054 * 2 / std::sqrt(3.0))) < 1e-12);
    }

    void blocksEqualCountingByHand()
    {
        const std::vector<std::int32_t> interest { 0, 0, 2, 2, 2 };
        const SppmiMatrix matrix = matrixOf(interest, 9);
        const std::vector<double> blocks = blockMeans(matrix, matrix.interest, 3);
        for (int first = 0; first < 3; ++first)
            for (int second = 0; second < 3; ++second) {
                double sum = 0;
                int count = 0;
                for (std::size_t row = 0; row < 5; ++row)
                    for (std::size_t column = 0; column < 5; ++column)
                        if (row != column && interest[row] == first && interest[column] == second) {
                            sum += matrix.value(row, column);
                            ++count;
                        }
                const double block = blocks[static_cast<std::size_t>(first * 3 + second)];
                if (count == 0)
                    QVERIFY(std::isnan(block));
                else
                    QVERIFY(std::abs(block - sum / count) < 1e-12);
            }
    }

    /// Printed, not asserted: times depend on the machine.
    void twoHundredItemsTakeHowLong()
    {
        SynthParams params;
        params.users = 20'000;
        params.items = 20'000;
        params.interactions = 1'000'000;
        const auto data = synthesiseDataset(params, {}, {});
        const CooccurrenceIndex index(*data);
        std::vector<ItemIndex> items(200);
        std::iota(items.begin(), items.end(), 1);
        const std::vector<std::int32_t> interest(200, 0);
        double best = 1e9;
        for (int run = 0; run < 5; ++run) {
            const auto start = std::chrono::steady_clock::now();
            const SppmiMatrix matrix = sppmiMatrix(index, items, interest, {});
            const std::chrono::duration<double, std::milli> time = std::chrono::steady_clock::now() - start;
            QCOMPARE(matrix.size(), std::size_t { 200 });
            best = std::min(best, time.count());
        }
        qInfo("SPPMI of 200 x 200 items, %lld users: %.1f ms", static_cast<long long>(data->userCount()),
              best);
    }
};

OPAL_TEST(TestDiversity)
#include "tst_diversity.moc"
