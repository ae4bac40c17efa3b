// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <random>

#include <QTest>

#include "core/base/error.h"
#include "core/evaluation/significance.h"
#include "tests/support/testprogram.h"

using namespace opal;

namespace {

/// Share of all 2^n signs of the ranks whose rank sum is further from its mean than the one seen, those that
/// are as far counted half: a continuous distribution knows no equal sums.
double exactSignedRank(const std::vector<double>& gaps)
{
    std::vector<double> ranks;
    for (const double gap : gaps) {
        double below = 0;
        double equal = 0;
        for (const double other : gaps) {
            below += std::abs(other) < std::abs(gap);
            equal += std::abs(other) == std::abs(gap);
        }
        ranks.push_back(below + (equal + 1) / 2);
    }
    double expected = 0;
    double seen = 0;
    for (std::size_t i = 0; i < gaps.size(); ++i) {
        expected += ranks[i] / 2;
        seen += gaps[i] > 0 ? ranks[i] : 0;
    }
    double extreme = 0;
    const std::size_t all = std::size_t { 1 } << gaps.size();
    for (std::size_t signs = 0; signs < all; ++signs) {
        double sum = 0;
        for (std::size_t i = 0; i < gaps.size(); ++i)
            sum += signs >> i & 1U ? ranks[i] : 0;
        const double further = std::abs(sum - expected) - std::abs(seen - expected);
        extreme += further > 1e-9 ? 1 : further > -1e-9 ? 0.5 : 0;
    }
    return extreme / static_cast<double>(all);
}

struct Pairs
{
    std::vector<double> first;
    std::vector<double> second;
};

Pairs makePairs(std::size_t count, double shift, std::uint32_t seed)
{
    std::mt19937 engine(seed);
    std::normal_distribution<double> noise;
    Pairs pairs;
    for (std::size_t i = 0; i < count; ++i) {
        pairs.first.push_back(noise(engine));
        pairs.second.push_back(pairs.first.back() + shift + noise(engine));
    }
    return pairs;
}

} // namespace

class TestSignificance final : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    void signedRankIsCloseToAllSignsCounted()
    {
        for (const double shift : { 0.0, 0.3, 0.8 }) {
            for (std::uint32_t seed = 1; seed < 5; ++seed) {
                Pairs pairs = makePairs(20, shift, seed);
                // Rounded, so that ties occur; equal pairs say nothing and are left out of the count.
                std::vector<double> gaps;
                for (std::size_t i = 0; i < pairs.first.size(); ++i) {
                    pairs.first[i] = std::round(pairs.first[i] * 5) / 5;
                    pairs.second[i] = std::round(pairs.second[i] * 5) / 5;
                    if (pairs.first[i] != pairs.second[i])
                        gaps.push_back(pairs.second[i] - pairs.first[i]);
                }
                const double exact = exactSignedRank(gaps);
                const double approximate = wilcoxonSignedRank(pairs.first, pairs.second);
                QVERIFY2(std::abs(exact - approximate) < 0.03,
                         qPrintable(QStringLiteral("%1 and %2").arg(exact).arg(approximate)));
            }
        }
    }

    void theTestsAreSymmetricAndKnowNoDifference()
    {
        const Pairs pairs = makePairs(200, 0.2, 3);
        QCOMPARE(wilcoxonSignedRank(pairs.first, pairs.second),
                 wilcoxonSignedRank(pairs.second, pairs.first));
        QCOMPARE(wilcoxonSignedRank(pairs.first, pairs.first), 1.0);
        QCOMPARE(pairedBootstrap(pairs.first, pairs.first, 1000, 1), 1.0);
        QVERIFY_EXCEPTION_THROWN(wilcoxonSignedRank(pairs.first, std::span(pairs.second).first(3)), Error);
        QVERIFY_EXCEPTION_THROWN(pairedBootstrap(pairs.first, std::span(pairs.second).first(3), 10, 1),
                                 Error);
    }

    void bootstrapAgreesWithTheNormalTheory()
    {
        for (const double shift : { 0.0, 0.1, 0.2 }) {
            const Pairs pairs = makePairs(500, shift, 11);
            double mean = 0;
            double squares = 0;
            for (std::size_t i = 0; i < 500; ++i) {
                const double gap = pairs.second[i] - pairs.first[i];
                mean += gap / 500;
                squares += gap * gap / 500;
            }
            const double z = std::abs(mean) / std::sqrt((squares - mean * mean) / 500);
            const double theory = std::erfc(z / std::sqrt(2.0));
            const double p = pairedBootstrap(pairs.first, pairs.second, 20'000, 5);
            QVERIFY2(std::abs(p - theory) < 0.03, qPrintable(QStringLiteral("%1 and %2").arg(p).arg(theory)));
            QCOMPARE(pairedBootstrap(pairs.first, pairs.second, 20'000, 5), p);
        }
    }

    void chanceIsRarelyCalledSignificant()
    {
        int called = 0;
        for (std::uint32_t seed = 0; seed < 200; ++seed) {
            const Pairs pairs = makePairs(100, 0, 100 + seed);
            called += wilcoxonSignedRank(pairs.first, pairs.second) < 0.05
                && pairedBootstrap(pairs.first, pairs.second, 500, seed) < 0.05;
        }
        QVERIFY2(called < 20, qPrintable(QString::number(called)));
    }
};

OPAL_TEST(TestSignificance)
#include "tst_significance.moc"
