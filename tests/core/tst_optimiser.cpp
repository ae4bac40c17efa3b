// SPDX-License-Identifier: GPL-3.0-or-later
#include <torch/torch.h>

#include <QTest>

#include "core/base/error.h"
#include "core/training/optimiser.h"
#include "tests/support/goldenfile.h"
#include "tests/support/modeltesting.h"
#include "tests/support/testprogram.h"
#include "tests/support/toymodel.h"

using namespace opal;

/// The optimiser against golden trajectories, LibTorch's Adam, and itself after a restart.
class TestOptimiser final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void goldenStepsAreFollowed_data();
    void goldenStepsAreFollowed();
    void denseModeEqualsTorchAdam();
    void idleRowsRest();
    void lazyDecayTouchesOnlyTheRowsOfTheStep();
    void plainAndFusedFormsAgree_data();
    void plainAndFusedFormsAgree();
    void restoredMomentsContinueBitForBit();
    void foreignMomentsAreRefused();
};

namespace {

double largestDifference(const torch::Tensor& a, const torch::Tensor& b)
{
    return (a.to(torch::kFloat64) - b.to(torch::kFloat64)).abs().max().item<double>();
}

OptimiserOptions optionsOf(bool lazy, bool fused, double weightDecay = 0)
{
    OptimiserOptions options;
    options.lazy = lazy;
    options.fused = fused;
    options.weightDecay = weightDecay;
    return options;
}

/// Made-up gradients of `rows`, and of the dense parameter, that differ from step to step.
RowGradients gradientsOf(ToyModel& model, std::int64_t step, std::vector<std::int64_t> rows)
{
    RowGradients result;
    result.rows = std::move(rows);
    const auto count = static_cast<std::int64_t>(result.rows.size());
    result.values = torch::arange(count * model.dim(), torch::kFloat32)
                        .add(static_cast<double>(step))
                        .sin()
                        .view({ count, model.dim() });
    model.scale().mutable_grad()
        = torch::arange(model.dim(), torch::kFloat32).mul(static_cast<double>(step)).cos();
    return result;
}

std::vector<std::int64_t> someRows(std::int64_t step)
{
    return { 1 + step % 3, 5 + step % 2, 9 };
}

} // namespace

void TestOptimiser::goldenStepsAreFollowed_data()
{
    QTest::addColumn<bool>("lazy");
    QTest::addColumn<bool>("fused");
    QTest::newRow("dense plain") << false << false;
    QTest::newRow("dense fused") << false << true;
    QTest::newRow("lazy plain") << true << false;
    QTest::newRow("lazy fused") << true << true;
}

void TestOptimiser::goldenStepsAreFollowed()
{
    QFETCH(bool, lazy);
    QFETCH(bool, fused);
    const nlohmann::json golden = goldenFile("opal_steps.json");
    const nlohmann::json& inputs = golden.at("inputs");
    const nlohmann::json& outputs = golden.at("outputs").at(lazy ? "lazy" : "dense");
    const ParamSpecs& specs = findModel("opal").params;
    ParamMap params(specs);
    setParam(params, specs, "interests", "2");
    setParam(params, specs, "dim", "8");
    setParam(params, specs, "kernels", "plain");
    const auto model = makeModel("opal", params, 24);
    model->setStage("soft");
    {
        const torch::NoGradGuard noGrad;
        model->itemTable().copy_(tensorFrom(inputs.at("E_raw")));
        model->named_parameters()["categories"].copy_(tensorFrom(inputs.at("G_raw")));
        model->project();
    }
    Optimiser optimiser(*model, optionsOf(lazy, fused));
    RowGradients rows;
    for (int step = 1; step <= 3; ++step) {
        const nlohmann::json& expected = outputs.at("step" + std::to_string(step));
        const auto values = model->lossAndGradients(batchFrom(inputs.at("batches").at(step - 1)), rows);
        QVERIFY(std::abs(values.front().second - expected.at("loss").get<double>()) < 1e-4);
        optimiser.step(rows);
        const torch::Tensor items = tensorFrom(expected.at("E_projected"));
        const torch::Tensor categories = tensorFrom(expected.at("G_projected"));
        QVERIFY(largestDifference(model->itemTable(), items) < 1e-6);
        QVERIFY(largestDifference(model->named_parameters()["categories"], categories) < 1e-6);
        QCOMPARE(model->itemTable()[0].abs().max().item<double>(), 0.0);
    }
    QCOMPARE(optimiser.stepCount(), 3);
}

void TestOptimiser::denseModeEqualsTorchAdam()
{
    ToyModel model(12);
    model.initialise(3);
    torch::Tensor items = model.itemTable().clone().requires_grad_(true);
    torch::Tensor scale = model.scale().detach().clone().requires_grad_(true);
    torch::optim::Adam reference({ items, scale }, torch::optim::AdamOptions(1e-3).weight_decay(0.01));
    Optimiser optimiser(model, optionsOf(false, true, 0.01));
    for (std::int64_t step = 1; step <= 20; ++step) {
        const RowGradients rows = gradientsOf(model, step, someRows(step));
        items.mutable_grad() = torch::zeros_like(items);
        items.mutable_grad().index_copy_(0, torch::tensor(rows.rows), rows.values);
        scale.mutable_grad() = model.scale().grad().clone();
        reference.step();
        optimiser.step(rows);
    }
    QVERIFY(largestDifference(model.itemTable(), items.detach()) < 1e-6);
    QVERIFY(largestDifference(model.scale().detach(), scale.detach()) < 1e-6);
}

void TestOptimiser::idleRowsRest()
{
    ToyModel model(12);
    model.initialise(3);
    const torch::Tensor before = model.itemTable().clone();
    Optimiser optimiser(model, optionsOf(true, true));
    optimiser.step(gradientsOf(model, 1, { 2, 7 }));
    const torch::Tensor moved = (model.itemTable() != before).any(1);
    for (std::int64_t row = 0; row <= 12; ++row)
        QCOMPARE(moved[row].item<bool>(), row == 2 || row == 7);
    const torch::Tensor after = model.itemTable().clone();
    optimiser.step(gradientsOf(model, 2, { 3 }));
    QVERIFY(torch::equal(after[2], model.itemTable()[2]));
}

void TestOptimiser::lazyDecayTouchesOnlyTheRowsOfTheStep()
{
    ToyModel model(12);
    model.initialise(3);
    const torch::Tensor before = model.itemTable().clone();
    Optimiser optimiser(model, optionsOf(true, true, 0.5));
    RowGradients rows = gradientsOf(model, 1, { 4 });
    rows.values.zero_();
    optimiser.step(rows);
    // With a zero gradient only decay acts: Adam's first step is the learning rate towards zero.
    QVERIFY(largestDifference(model.itemTable()[4], before[4] - 1e-3 * before[4].sign()) < 1e-6);
    QVERIFY(torch::equal(model.itemTable()[5], before[5]));
}

void TestOptimiser::plainAndFusedFormsAgree_data()
{
    QTest::addColumn<bool>("lazy");
    QTest::newRow("lazy") << true;
    QTest::newRow("dense") << false;
}

void TestOptimiser::plainAndFusedFormsAgree()
{
    QFETCH(bool, lazy);
    ToyModel plain(12), fused(12);
    plain.initialise(3);
    fused.initialise(3);
    Optimiser one(plain, optionsOf(lazy, false, 0.01)), other(fused, optionsOf(lazy, true, 0.01));
    for (std::int64_t step = 1; step <= 50; ++step) {
        one.step(gradientsOf(plain, step, someRows(step)));
        other.step(gradientsOf(fused, step, someRows(step)));
    }
    QVERIFY(largestDifference(plain.itemTable(), fused.itemTable()) < 2e-6);
    QVERIFY(largestDifference(plain.scale().detach(), fused.scale().detach()) < 2e-6);
}

void TestOptimiser::restoredMomentsContinueBitForBit()
{
    ToyModel model(12);
    model.initialise(3);
    Optimiser optimiser(model, optionsOf(true, true));
    for (std::int64_t step = 1; step <= 7; ++step)
        optimiser.step(gradientsOf(model, step, someRows(step)));

    ToyModel copy(12);
    copy.itemTable().copy_(model.itemTable());
    {
        const torch::NoGradGuard noGrad;
        copy.scale().copy_(model.scale());
    }
    Optimiser continued(copy, optionsOf(true, true));
    continued.restore(optimiser.stepCount(), optimiser.moments());
    for (std::int64_t step = 8; step <= 12; ++step) {
        optimiser.step(gradientsOf(model, step, someRows(step)));
        continued.step(gradientsOf(copy, step, someRows(step)));
    }
    QVERIFY(torch::equal(model.itemTable(), copy.itemTable()));
    QVERIFY(torch::equal(model.scale(), copy.scale()));
}

void TestOptimiser::foreignMomentsAreRefused()
{
    ToyModel model(12), larger(13);
    Optimiser optimiser(model, optionsOf(true, true));
    const Optimiser other(larger, optionsOf(true, true));
    QVERIFY_EXCEPTION_THROWN(optimiser.restore(1, other.moments()), Error);
    QVERIFY_EXCEPTION_THROWN(optimiser.restore(1, {}), Error);
}

OPAL_TEST(TestOptimiser)
#include "tst_optimiser.moc"
