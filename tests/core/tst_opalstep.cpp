// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <omp.h>
#include <random>

#include <QTest>

#include "core/base/error.h"
#include "core/kernels/hot.h"
#include "core/kernels/lazyadam.h"
#include "core/kernels/opalstep.h"
#include "tests/support/goldenfile.h"
#include "tests/support/testprogram.h"

using namespace opal;
using nlohmann::json;

/// The fused OPAL step against stored numbers and against differences; same bits again and again.
class TestOpalStep final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
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
    result.rowValues.resize(static_cast<std::size_t>(
        OpalStep::mostRows(problem.batch, problem.shape.itemCount) * problem.shape.dim));
    const OpalStep::Gradients gradients { .categories = result.categories.data(),
                                          .gruInput = result.gruInput.data(),
                                          .gruHidden = result.gruHidden.data(),
                                          .headWeight = result.headWeight.data(),
                                          .headBias = result.headBias.data(),
                                          .rows = result.rows,
                                          .rowValues = result.rowValues.data() };
    result.values = hard ? kernel.hard(problem.batch, problem.parameters(), problem.options, gradients)
                         : kernel.soft(problem.batch, problem.parameters(), problem.options, gradients);
    result.rowValues.resize(result.rows.size() * static_cast<std::size_t>(problem.shape.dim));
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

void TestOpalStep::init()
{
    omp_set_num_threads(1); // these batches are too small to share; one test asks for more threads itself
}

void TestOpalStep::goldenStep_data()
{
    QTest::addColumn<std::string>("name");
    QTest::addColumn<bool>("hard");
    QTest::addColumn<kernels::InstructionSet>("set");
    for (const auto set : { kernels::InstructionSet::Baseline, kernels::InstructionSet::Avx2,
                            kernels::InstructionSet::Avx512 }) {
        if (!kernels::available(set))
            continue;
        for (const char* name :
             { "opal_soft_k1", "opal_soft_k2", "opal_soft_k4", "opal_hard_k2", "opal_hard_k4" })
            QTest::addRow("%s %s", name, kernels::hotTable(set).name)
                << std::string(name) << (std::string_view(name).substr(5, 4) == "hard") << set;
    }
}

void TestOpalStep::goldenStep()
{
    QFETCH(std::string, name);
    QFETCH(bool, hard);
    QFETCH(kernels::InstructionSet, set);
    const json fixture = goldenFile(name + ".json");
    const Problem problem = goldenProblem(fixture);
    const json& spec = fixture["outputs"]["spec"];
    OpalStep kernel(problem.shape, kernels::hotTable(set));
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

void TestOpalStep::collisionIsMasked()
{
    const json fixture = goldenFile("opal_soft_k2.json");
    Problem problem = goldenProblem(fixture);
    problem.batch.negatives = fixture["outputs"]["collision"]["neg"].get<std::vector<ItemIndex>>();
    OpalStep kernel(problem.shape);
    const double expected = fixture["outputs"]["collision"]["main_masked"].get<double>();
    QVERIFY(std::abs(step(kernel, problem, false).values.main - expected) <= 1e-5 * expected);
}

void TestOpalStep::lazyAdamFollowsTheTrajectory()
{
    const json fixture = goldenFile("opal_steps.json");
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

void TestOpalStep::gradientsMatchDifferences_data()
{
    QTest::addColumn<int>("interests");
    QTest::addColumn<int>("dim");
    QTest::addColumn<bool>("hard");
    QTest::addColumn<int>("head");
    QTest::addColumn<bool>("normalise");
    for (const bool hard : { false, true })
        for (const int interests : { 1, 3, 4, 16 })
            QTest::addRow("%s K=%d d=64", hard ? "hard" : "soft", interests)
                << interests << 64 << hard << 2 << true;
    QTest::addRow("hard K=5 d=20, padded") << 5 << 20 << true << 2 << true;
    QTest::addRow("hard K=4 no head") << 4 << 64 << true << 0 << true;
    QTest::addRow("hard K=4 linear head") << 4 << 64 << true << 1 << true;
    QTest::addRow("soft K=4 not normalised") << 4 << 64 << false << 2 << false;
    QTest::addRow("hard K=4 not normalised") << 4 << 64 << true << 2 << false;
}

void TestOpalStep::gradientsMatchDifferences()
{
    QFETCH(int, interests);
    QFETCH(int, dim);
    QFETCH(bool, hard);
    QFETCH(int, head);
    QFETCH(bool, normalise);
    Problem problem = randomProblem(interests, dim, 90, 23, 17, 11);
    problem.options.head = static_cast<GruHead>(head);
    problem.options.normaliseInterests = normalise;
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
        for (int trial = 0; trial < 3; ++trial) {
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
        QVERIFY2(close >= 2, name);
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

void TestOpalStep::sameBitsWhateverTheWorkspaceSaw_data()
{
    QTest::addColumn<bool>("hard");
    QTest::newRow("soft") << false;
    QTest::newRow("hard") << true;
}

void TestOpalStep::sameBitsWhateverTheWorkspaceSaw()
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
    for (const int threads : { 2, 3 }) {
        omp_set_num_threads(threads);
        QVERIFY(same(first, step(used, problem, hard)));
        step(used, larger, hard);
    }
}

void TestOpalStep::encodingNeedsNoHistory()
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

void TestOpalStep::uncoveredSwitchesAreRefused()
{
    Problem problem = randomProblem(2, 64, 50, 4, 5, 1);
    QVERIFY(OpalStep::supports(problem.shape, problem.options));
    problem.options.hardUniformity = true;
    QVERIFY(!OpalStep::supports(problem.shape, problem.options));
    OpalStep kernel(problem.shape);
    QVERIFY_EXCEPTION_THROWN(step(kernel, problem, false), Error);
    problem.options.hardUniformity = false;
    problem.batch.positives.pop_back();
    QVERIFY_EXCEPTION_THROWN(step(kernel, problem, false), Error);
}

OPAL_TEST(TestOpalStep)
#include "tst_opalstep.moc"
