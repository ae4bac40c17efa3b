// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <random>

#include <QTest>

#include "core/kernels/hot.h"
#include "core/kernels/topk.h"
#include "tests/support/testprogram.h"

using namespace opal;

/// The primitives under the fused kernels, for every instruction set of this machine, and exact retrieval
/// against brute force.
class TestKernels final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void exponentialIsAccurate();
    void productsAgreeWithOneChain();
    void topKEqualsBruteForce_data();
    void topKEqualsBruteForce();
};

void TestKernels::exponentialIsAccurate()
{
    for (const auto set : { kernels::InstructionSet::Baseline, kernels::InstructionSet::Avx2,
                            kernels::InstructionSet::Avx512 }) {
        if (!kernels::available(set))
            continue;
        std::vector<float> in, out;
        for (int i = -86990; i <= 87990; i += 7)
            in.push_back(static_cast<float>(i) * 1e-3F);
        in.push_back(-1e9F);
        out.resize(in.size());
        kernels::hotTable(set).exponential(static_cast<std::int64_t>(in.size()), in.data(), out.data());
        QCOMPARE(out.back(), 0.0F);
        for (std::size_t i = 0; i + 1 < in.size(); ++i) {
            const double exact = std::exp(static_cast<double>(in[i]));
            QVERIFY2(std::abs(static_cast<double>(out[i]) - exact) <= 2.5e-7 * exact,
                     qPrintable(QString::number(in[i])));
        }
    }
}

void TestKernels::productsAgreeWithOneChain()
{
    std::mt19937 random(3);
    std::normal_distribution<float> normal;
    for (const auto set : { kernels::InstructionSet::Baseline, kernels::InstructionSet::Avx2,
                            kernels::InstructionSet::Avx512 }) {
        if (!kernels::available(set))
            continue;
        const kernels::HotTable& hot = kernels::hotTable(set);
        for (const int m : { 1, 5, 12, 13, 31 })
            for (const int n : { 16, 48, 64 }) {
                constexpr int k = 32;
                std::vector<float> a(static_cast<std::size_t>(m * k)), b(static_cast<std::size_t>(k * n)),
                    column(k);
                std::vector<float> c(static_cast<std::size_t>(m * n));
                for (auto* matrix : { &a, &b })
                    for (float& value : *matrix)
                        value = normal(random);
                hot.gemm({ .m = m,
                           .n = n,
                           .k = k,
                           .a = a.data(),
                           .aRow = k,
                           .b = b.data(),
                           .bRow = n,
                           .bPanel = hot.panelWidth,
                           .c = c.data(),
                           .cRow = n });
                for (int i = 0; i < m; ++i)
                    for (int j = 0; j < n; ++j) {
                        for (int l = 0; l < k; ++l)
                            column[static_cast<std::size_t>(l)] = b[static_cast<std::size_t>(l * n + j)];
                        QCOMPARE(c[static_cast<std::size_t>(i * n + j)],
                                 hot.dot(a.data() + i * k, column.data(), k));
                    }
            }
    }
}

void TestKernels::topKEqualsBruteForce_data()
{
    QTest::addColumn<int>("dim");
    QTest::addColumn<int>("interests");
    QTest::addColumn<int>("itemCount");
    QTest::addColumn<int>("k");
    QTest::addColumn<bool>("coarse");
    QTest::newRow("one interest") << 64 << 1 << 3000 << 50 << false;
    QTest::newRow("four interests") << 64 << 4 << 5001 << 200 << false;
    QTest::newRow("sixteen, odd dimension") << 20 << 16 << 1030 << 20 << false;
    QTest::newRow("many ties") << 16 << 4 << 2500 << 100 << true;
    QTest::newRow("k beyond the items") << 64 << 2 << 37 << 100 << true;
}

void TestKernels::topKEqualsBruteForce()
{
    QFETCH(int, dim);
    QFETCH(int, interests);
    QFETCH(int, itemCount);
    QFETCH(int, k);
    QFETCH(bool, coarse);
    constexpr std::int64_t users = 61;
    std::mt19937 random(9);
    std::normal_distribution<float> normal;
    std::uniform_int_distribution<int> small(-1, 1);
    std::vector<float> items(static_cast<std::size_t>((itemCount + 1) * dim));
    std::vector<float> vectors(static_cast<std::size_t>(users * interests * dim));
    for (auto* table : { &items, &vectors })
        for (float& value : *table)
            value = coarse ? static_cast<float>(small(random)) : normal(random);
    std::vector<std::uint8_t> valid(static_cast<std::size_t>(users * interests));
    for (std::size_t i = 0; i < valid.size(); ++i)
        valid[i] = random() % 4 != 0;

    std::vector<std::vector<RecallEntry>> all(users);
    std::vector<std::vector<std::int32_t>> excluded(users);
    for (std::int64_t user = 0; user < users; ++user) {
        auto& list = all[static_cast<std::size_t>(user)];
        for (int item = 1; item <= itemCount; ++item) {
            RecallEntry best { .item = item, .score = -INFINITY, .interest = -1 };
            for (int j = 0; j < interests; ++j) {
                if (!valid[static_cast<std::size_t>(user * interests + j)])
                    continue;
                const float score = ExactTopK::score(vectors.data() + (user * interests + j) * dim,
                                                     items.data() + item * dim, dim);
                if (score > best.score) {
                    best.score = score;
                    best.interest = j;
                }
            }
            if (best.interest >= 0)
                list.push_back(best);
        }
        std::sort(list.begin(), list.end(), [](const RecallEntry& a, const RecallEntry& b) {
            return a.score != b.score ? a.score > b.score : a.item < b.item;
        });
        // The best ones are exactly those that must not appear.
        auto& without = excluded[static_cast<std::size_t>(user)];
        for (std::size_t i = 0; i < std::min<std::size_t>(list.size(), static_cast<std::size_t>(user) * 3);
             ++i)
            without.push_back(list[i].item);
        list.erase(list.begin(), list.begin() + static_cast<std::ptrdiff_t>(without.size()));
        std::sort(without.begin(), without.end());
        list.resize(std::min(list.size(), static_cast<std::size_t>(k)));
    }

    const std::vector<std::span<const std::int32_t>> filters(excluded.begin(), excluded.end());
    const ExactTopK index(items.data(), itemCount, dim);
    std::vector<RecallEntry> lists(static_cast<std::size_t>(users * k));
    std::vector<std::int32_t> counts(users);
    index.search({ .interests = vectors.data(),
                   .valid = valid.data(),
                   .users = users,
                   .interestCount = interests,
                   .excluded = filters,
                   .k = k },
                 lists.data(), counts.data());
    for (std::int64_t user = 0; user < users; ++user) {
        const auto& expected = all[static_cast<std::size_t>(user)];
        QCOMPARE(static_cast<std::size_t>(counts[static_cast<std::size_t>(user)]), expected.size());
        QVERIFY(std::equal(expected.begin(), expected.end(), lists.begin() + user * k));
    }
}
OPAL_TEST(TestKernels)
#include "tst_kernels.moc"
