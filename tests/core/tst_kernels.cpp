#include <algorithm>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <omp.h>
#include <random>

#include <QTest>

#include "core/base/error.h"
#include "core/kernels/hot.h"
#include "core/kernels/lazyadam.h"
#include "core/kernels/opalstep.h"
#include "core/kernels/topk.h"

using namespace opal;
using nlohmann::json;

/// The fused kernels against stored numbers, against differences and against brute force.
class TestKernels final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void exponentialIsAccurate();
    void productsAgreeWithOneChain();
    void goldenStep_data();
    void goldenStep();
    void collisionIsMasked();
    void lazyAdamFollowsTheTrajectory();
    void gradientsMatchDifferences_data();
    void gradientsMatchDifferences();
    void sameBitsWhateverTheWorkspaceSaw_data();
    void sameBitsWhateverTheWorkspaceSaw();
    void encodingNeedsNoHistory();
    void uncoveredSwitchesAreRefused();
    void topKEqualsBruteForce_data();
    void topKEqualsBruteForce();
};

namespace {

/// Parameters of OPAL, a batch, and the gradients of one step.
struct Problem
{
    OpalStep::Shape shape;
    OpalStepOptions options;
    Batch batch;
    std::vector<float> items, categories, gruInput, gruHidden, headWeight, headBias;

    OpalStep::Parameters parameters() const
    {
        return { .items = items.data(),
                 .categories = categories.data(),
                 .gruInput = gruInput.data(),
                 .gruHidden = gruHidden.data(),
                 .headWeight = headWeight.data(),
                 .headBias = headBias.data() };
    }
};

struct Result
{
    OpalStep::Values values;
    std::vector<float> categories, gruInput, gruHidden, headWeight, headBias, rowValues;
    std::vector<std::int64_t> rows;
};

Result step(OpalStep& kernel, const Problem& problem, bool hard)
{
    Result result;
    result.categories.resize(problem.categories.size());
    result.gruInput.resize(problem.gruInput.size());
    result.gruHidden.resize(problem.gruHidden.size());
    result.headWeight.resize(problem.headWeight.size());
    result.headBias.resize(problem.headBias.size());
    const OpalStep::Gradients gradients { .categories = result.categories.data(),
                                          .gruInput = result.gruInput.data(),
                                          .gruHidden = result.gruHidden.data(),
                                          .headWeight = result.headWeight.data(),
                                          .headBias = result.headBias.data(),
                                          .rows = result.rows,
                                          .rowValues = result.rowValues };
    result.values = hard ? kernel.hard(problem.batch, problem.parameters(), problem.options, gradients)
                         : kernel.soft(problem.batch, problem.parameters(), problem.options, gradients);
    return result;
}

/// [N + 1, d] from the touched rows.
std::vector<float> denseRows(const Result& result, const Problem& problem)
{
    std::vector<float> dense(problem.items.size());
    const auto d = static_cast<std::size_t>(problem.shape.dim);
    for (std::size_t r = 0; r < result.rows.size(); ++r)
        std::copy_n(result.rowValues.begin() + static_cast<std::ptrdiff_t>(r * d), d,
                    dense.begin() + result.rows[r] * problem.shape.dim);
    return dense;
}

json golden(const QString& name)
{
    std::ifstream file(OPAL_SOURCE_DIR "/tests/data/golden/" + name.toStdString() + ".json");
    return json::parse(file);
}

void flatten(const json& value, std::vector<float>& out)
{
    if (value.is_array())
        for (const json& element : value)
            flatten(element, out);
    else
        out.push_back(value.get<float>());
}

std::vector<float> numbers(const json& value)
{
    std::vector<float> out;
    flatten(value, out);
    return out;
}

Batch goldenBatch(const json& inputs)
{
    Batch batch;
    for (std::size_t b = 0; b < inputs["history"].size(); ++b) {
        const auto row = inputs["history"][b].get<std::vector<ItemIndex>>();
        batch.history.append(std::span(row).first(inputs["lengths"][b].get<std::size_t>()));
    }
    batch.positives = inputs["pos"].get<std::vector<ItemIndex>>();
    batch.negatives = inputs["neg"].get<std::vector<ItemIndex>>();
    return batch;
}

Problem goldenProblem(const json& fixture)
{
    const json& inputs = fixture["inputs"];
    Problem problem;
    problem.shape = { .interests = fixture["settings"]["num_interests"].get<int>(),
                      .dim = fixture["settings"]["dim"].get<int>(),
                      .itemCount = fixture["settings"]["num_items"].get<std::int64_t>() };
    problem.items = numbers(inputs["E_projected"]);
    problem.categories = numbers(inputs["G_projected"]);
    if (inputs.contains("W_ih")) {
        problem.gruInput = numbers(inputs["W_ih"]);
        problem.gruHidden = numbers(inputs["W_hh"]);
        problem.headWeight = numbers(inputs["A"]);
        problem.headBias = numbers(inputs["a0"]);
    }
    if (inputs.contains("history"))
        problem.batch = goldenBatch(inputs);
    return problem;
}

/// Largest difference relative to the largest expected value; absolute where all are zero.
double deviation(const std::vector<float>& actual, const std::vector<float>& expected)
{
    if (actual.size() != expected.size())
        return INFINITY;
    double largest = 0, difference = 0;
    for (std::size_t i = 0; i < actual.size(); ++i) {
        largest = std::max(largest, std::abs(static_cast<double>(expected[i])));
        difference = std::max(difference,
                              std::abs(static_cast<double>(actual[i]) - static_cast<double>(expected[i])));
    }
    return largest > 0 ? difference / largest : difference * 10;
}

void randomUnitRows(std::vector<float>& table, std::size_t rows, int dim, std::mt19937& random)
{
    std::normal_distribution<float> normal;
    table.resize(rows * static_cast<std::size_t>(dim));
    for (float& value : table)
        value = normal(random);
    projectRows(table.data(), static_cast<std::int64_t>(rows), dim);
}

Problem randomProblem(int interests, int dim, std::int64_t itemCount, int users, int longest, unsigned seed)
{
    std::mt19937 random(seed);
    Problem problem;
    problem.shape = { .interests = interests, .dim = dim, .itemCount = itemCount };
    randomUnitRows(problem.items, static_cast<std::size_t>(itemCount + 1), dim, random);
    std::fill_n(problem.items.begin(), dim, 0.0F);
    randomUnitRows(problem.categories, static_cast<std::size_t>(interests), dim, random);
    std::uniform_real_distribution<float> uniform(-0.3F, 0.3F);
    const auto d = static_cast<std::size_t>(dim);
    for (auto* matrix : { &problem.gruInput, &problem.gruHidden })
        matrix->resize(3 * d * d);
    problem.headWeight.resize(d * d);
    problem.headBias.resize(d);
    for (auto* matrix : { &problem.gruInput, &problem.gruHidden, &problem.headWeight, &problem.headBias })
        for (float& value : *matrix)
            value = uniform(random);
    std::uniform_int_distribution<ItemIndex> item(1, static_cast<ItemIndex>(itemCount));
    std::uniform_int_distribution<int> length(1, longest);
    for (int user = 0; user < users; ++user) {
        std::vector<ItemIndex> history(static_cast<std::size_t>(user == 0 ? 1 : length(random)));
        for (ItemIndex& entry : history)
            entry = item(random);
        problem.batch.history.append(history);
        problem.batch.positives.push_back(item(random));
        problem.batch.negatives.push_back(item(random));
    }
    return problem;
}

} // namespace

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

void TestKernels::goldenStep_data()
{
    QTest::addColumn<bool>("hard");
    for (const char* name : { "opal_soft_k1", "opal_soft_k2", "opal_soft_k4" })
        QTest::newRow(name) << false;
    for (const char* name : { "opal_hard_k2", "opal_hard_k4" })
        QTest::newRow(name) << true;
}

void TestKernels::goldenStep()
{
    QFETCH(bool, hard);
    const json fixture = golden(QString::fromLatin1(QTest::currentDataTag()));
    const Problem problem = goldenProblem(fixture);
    const json& spec = fixture["outputs"]["spec"];
    OpalStep kernel(problem.shape);
    const Result result = step(kernel, problem, hard);
    const auto near = [](double actual, double expected) {
        return std::abs(actual - expected) <= 1e-5 * std::abs(expected) + 1e-6 * (expected == 0);
    };
    QVERIFY(near(result.values.main, spec["main"].get<double>()));
    QVERIFY(near(result.values.orth, spec["orth"].get<double>()));
    QVERIFY(near(result.values.unif, spec["uniformity"].get<double>()));
    QVERIFY(near(result.values.total, spec["total"].get<double>()));
    QVERIFY(deviation(denseRows(result, problem), numbers(spec["grad"]["E"])) <= 1e-5);
    QVERIFY(deviation(result.categories, numbers(spec["grad"]["G"])) <= 1e-5);
    std::vector<float> interests(
        static_cast<std::size_t>(problem.batch.history.size() * problem.shape.interests * problem.shape.dim));
    if (hard) {
        QVERIFY(near(result.values.unique, spec["unique"].get<double>()));
        QVERIFY(deviation(result.gruInput, numbers(spec["grad"]["W_ih"])) <= 1e-5);
        QVERIFY(deviation(result.gruHidden, numbers(spec["grad"]["W_hh"])) <= 1e-5);
        QVERIFY(deviation(result.headWeight, numbers(spec["grad"]["A"])) <= 1e-5);
        QVERIFY(deviation(result.headBias, numbers(spec["grad"]["a0"])) <= 1e-5);
        std::vector<std::int32_t> category(problem.batch.history.items.size());
        kernel.encodeHard(problem.batch.history, problem.parameters(), problem.options, interests.data(),
                          nullptr, category.data());
        std::vector<std::int32_t> expected;
        for (const json& row : fixture["outputs"]["shared"]["group"])
            for (const json& value : row)
                if (value.get<int>() >= 0)
                    expected.push_back(value.get<int>());
        QCOMPARE(category, expected);
    } else {
        kernel.encodeSoft(problem.batch.history, problem.parameters(), problem.options, interests.data(),
                          nullptr, nullptr);
    }
    QVERIFY(deviation(interests, numbers(fixture["outputs"]["shared"]["u"])) <= 1e-5);
}

void TestKernels::collisionIsMasked()
{
    const json fixture = golden(QStringLiteral("opal_soft_k2"));
    Problem problem = goldenProblem(fixture);
    problem.batch.negatives = fixture["outputs"]["collision"]["neg"].get<std::vector<ItemIndex>>();
    OpalStep kernel(problem.shape);
    const double expected = fixture["outputs"]["collision"]["main_masked"].get<double>();
    QVERIFY(std::abs(step(kernel, problem, false).values.main - expected) <= 1e-5 * expected);
}

void TestKernels::lazyAdamFollowsTheTrajectory()
{
    const json fixture = golden(QStringLiteral("opal_steps"));
    Problem problem = goldenProblem(fixture);
    OpalStep kernel(problem.shape);
    std::vector<float> firstItems(problem.items.size()), secondItems(problem.items.size());
    std::vector<float> firstCategories(problem.categories.size()),
        secondCategories(problem.categories.size());
    for (int t = 1; t <= 3; ++t) {
        problem.batch = goldenBatch(fixture["inputs"]["batches"][static_cast<std::size_t>(t - 1)]);
        const Result result = step(kernel, problem, false);
        const json& expected = fixture["outputs"]["lazy"]["step" + std::to_string(t)];
        QVERIFY(std::abs(result.values.total - expected["loss"].get<double>())
                <= 1e-5 * expected["loss"].get<double>());
        QCOMPARE(result.rows, expected["touched_rows"].get<std::vector<std::int64_t>>());
        lazyAdam({}, t, problem.shape.dim, result.rows, result.rowValues.data(), problem.items.data(),
                 firstItems.data(), secondItems.data(), RowProjection::UnitSphere);
        denseAdam({}, t, static_cast<std::int64_t>(problem.categories.size()), result.categories.data(),
                  problem.categories.data(), firstCategories.data(), secondCategories.data());
        projectRows(problem.categories.data(), problem.shape.interests, problem.shape.dim);
        const auto items = numbers(expected["E_projected"]), categories = numbers(expected["G_projected"]);
        for (std::size_t i = 0; i < items.size(); ++i)
            QVERIFY(std::abs(items[i] - problem.items[i]) <= 1e-6F);
        for (std::size_t i = 0; i < categories.size(); ++i)
            QVERIFY(std::abs(categories[i] - problem.categories[i]) <= 1e-6F);
    }
}

void TestKernels::gradientsMatchDifferences_data()
{
    QTest::addColumn<int>("interests");
    QTest::addColumn<int>("dim");
    QTest::addColumn<bool>("hard");
    QTest::addColumn<int>("head");
    for (const bool hard : { false, true })
        for (const int interests : { 1, 3, 4, 16 })
            QTest::addRow("%s K=%d d=64", hard ? "hard" : "soft", interests) << interests << 64 << hard << 2;
    QTest::addRow("hard K=5 d=20, padded") << 5 << 20 << true << 2;
    QTest::addRow("hard K=4 no head") << 4 << 64 << true << 0;
    QTest::addRow("hard K=4 linear head") << 4 << 64 << true << 1;
}

void TestKernels::gradientsMatchDifferences()
{
    QFETCH(int, interests);
    QFETCH(int, dim);
    QFETCH(bool, hard);
    QFETCH(int, head);
    Problem problem = randomProblem(interests, dim, 90, 23, 17, 11);
    problem.options.head = static_cast<GruHead>(head);
    problem.options.epsilon = 0.5F; // a smooth loss: differences of float losses then mean something
    problem.options.lambdaOrth = 0.3F;
    OpalStep kernel(problem.shape);
    const Result result = step(kernel, problem, hard);
    const std::vector<float> items = denseRows(result, problem);

    // Along random directions in one parameter at a time the loss changes as its gradient says.
    std::mt19937 random(5);
    std::normal_distribution<float> normal;
    const auto check = [&](const char* name, std::vector<float> Problem::*parameter,
                           const std::vector<float>& gradient, std::size_t first) {
        int close = 0;
        for (int trial = 0; trial < 5; ++trial) {
            std::vector<float> direction(gradient.size());
            double expected = 0, norm = 0;
            for (std::size_t i = first; i < direction.size(); ++i) {
                // Near the gradient itself, so that the difference stands above rounding.
                direction[i] = gradient[i] * (1.0F + 0.5F * normal(random));
                norm += static_cast<double>(direction[i]) * static_cast<double>(direction[i]);
            }
            const double h = 1e-3 / std::sqrt(norm + 1e-30);
            const std::vector<float> original = problem.*parameter;
            double losses[2];
            std::vector<float> moved[2];
            for (int side = 0; side < 2; ++side) {
                for (std::size_t i = first; i < direction.size(); ++i)
                    (problem.*parameter)[i] = original[i]
                        + static_cast<float>((side ? h : -h) * static_cast<double>(direction[i]));
                moved[side] = problem.*parameter;
                losses[side] = step(kernel, problem, hard).values.total;
            }
            problem.*parameter = original;
            for (std::size_t i = first; i < direction.size(); ++i)
                expected += static_cast<double>(gradient[i])
                    * (static_cast<double>(moved[1][i]) - static_cast<double>(moved[0][i]));
            const double actual = losses[1] - losses[0];
            close += std::abs(actual - expected) <= 1e-2 * std::abs(expected) + 2e-6;
        }
        // A direction may cross a change of winner, where the loss has a kink.
        QVERIFY2(close >= 3, name);
    };
    check("items", &Problem::items, items, static_cast<std::size_t>(dim));
    check("categories", &Problem::categories, result.categories, 0);
    if (!hard)
        return;
    check("gruInput", &Problem::gruInput, result.gruInput, 0);
    check("gruHidden", &Problem::gruHidden, result.gruHidden, 0);
    if (head == 0)
        return;
    check("headWeight", &Problem::headWeight, result.headWeight, 0);
    check("headBias", &Problem::headBias, result.headBias, 0);
}

void TestKernels::sameBitsWhateverTheWorkspaceSaw_data()
{
    QTest::addColumn<bool>("hard");
    QTest::newRow("soft") << false;
    QTest::newRow("hard") << true;
}

void TestKernels::sameBitsWhateverTheWorkspaceSaw()
{
    QFETCH(bool, hard);
    const Problem problem = randomProblem(4, 64, 500, 70, 150, 21);
    const Problem larger = randomProblem(4, 64, 500, 200, 180, 22);
    const auto same = [](const Result& a, const Result& b) {
        return a.values.total == b.values.total && a.rows == b.rows && a.rowValues == b.rowValues
            && a.categories == b.categories && a.gruInput == b.gruInput && a.gruHidden == b.gruHidden
            && a.headWeight == b.headWeight && a.headBias == b.headBias;
    };
    OpalStep fresh(problem.shape), used(problem.shape);
    const Result first = step(fresh, problem, hard);
    QVERIFY(std::isfinite(first.values.total));
    QVERIFY(same(first, step(fresh, problem, hard)));
    step(used, larger, !hard);
    step(used, larger, hard);
    QVERIFY(same(first, step(used, problem, hard)));
    const int threads = omp_get_max_threads();
    omp_set_num_threads(3);
    QVERIFY(same(first, step(used, problem, hard)));
    omp_set_num_threads(1);
    QVERIFY(same(first, step(used, problem, hard)));
    omp_set_num_threads(threads);
}

void TestKernels::encodingNeedsNoHistory()
{
    const Problem problem = randomProblem(4, 64, 50, 2, 5, 1);
    OpalStep kernel(problem.shape);
    RaggedHistories histories;
    histories.append({});
    std::vector<float> interests(problem.categories.size());
    kernel.encodeSoft(histories, problem.parameters(), problem.options, interests.data(), nullptr, nullptr);
    QCOMPARE(interests, problem.categories);
    kernel.encodeHard(histories, problem.parameters(), problem.options, interests.data(), nullptr, nullptr);
    QVERIFY(deviation(interests, problem.categories) < 1e-6);
}

void TestKernels::uncoveredSwitchesAreRefused()
{
    Problem problem = randomProblem(2, 64, 50, 4, 5, 1);
    QVERIFY(OpalStep::supports(problem.shape, problem.options));
    problem.options.normaliseInterests = false;
    QVERIFY(!OpalStep::supports(problem.shape, problem.options));
    OpalStep kernel(problem.shape);
    QVERIFY_EXCEPTION_THROWN(step(kernel, problem, false), Error);
    problem.options.normaliseInterests = true;
    problem.batch.positives.pop_back();
    QVERIFY_EXCEPTION_THROWN(step(kernel, problem, false), Error);
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

QTEST_GUILESS_MAIN(TestKernels)
#include "tst_kernels.moc"
