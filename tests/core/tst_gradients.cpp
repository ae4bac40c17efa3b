// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/models/opal.h"
#include "tests/support/modeltesting.h"
#include "tests/support/testprogram.h"

using namespace opal;

namespace {

using Changes = std::vector<std::pair<std::string, std::string>>;

constexpr std::int64_t itemCount = 30;

std::shared_ptr<Opal> smallOpal(int interests, const Changes& changes, const std::string& stage)
{
    Changes all {
        { "interests", std::to_string(interests) }, { "dim", "6" }, { "kernels", "plain" }, { "seed", "5" }
    };
    all.insert(all.end(), changes.begin(), changes.end());
    auto model = std::make_shared<Opal>(OpalOptions::from(paramsOf("opal", all)), itemCount);
    model->initialise(5);
    model->project();
    model->setStage(stage);
    return model;
}

/// Largest difference between `gradient` and central differences of the loss by `parameter`, relative to the
/// largest gradient.
double numericDeviation(Opal& model, const Batch& batch, torch::Tensor parameter,
                        const torch::Tensor& gradient)
{
    constexpr double width = 1e-5;
    const torch::NoGradGuard noGrad;
    torch::Tensor flat = parameter.detach().view({ -1 });
    torch::Tensor numeric = torch::zeros_like(flat);
    for (std::int64_t i = 0; i < flat.numel(); ++i) {
        const double value = flat[i].item<double>();
        flat[i] = value + width;
        const double above = model.loss(batch).front().second.item<double>();
        flat[i] = value - width;
        const double below = model.loss(batch).front().second.item<double>();
        flat[i] = value;
        numeric[i] = (above - below) / (2 * width);
    }
    return deviation(gradient, numeric.view_as(gradient));
}

/// One GRU state written out: gates reset, update, new.
torch::Tensor gruStep(const torch::Tensor& input, const torch::Tensor& state,
                      const torch::Tensor& inputWeights, const torch::Tensor& stateWeights)
{
    const auto fromInput = torch::mv(inputWeights, input).chunk(3);
    const auto fromState = torch::mv(stateWeights, state).chunk(3);
    const torch::Tensor reset = torch::sigmoid(fromInput[0] + fromState[0]);
    const torch::Tensor update = torch::sigmoid(fromInput[1] + fromState[1]);
    const torch::Tensor fresh = torch::tanh(fromInput[2] + reset * fromState[2]);
    return (1 - update) * fresh + update * state;
}

} // namespace

/// The plain form of OPAL against differences of its own loss and against a loop over users.
class TestGradients final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void gradientsEqualDifferences_data();
    void gradientsEqualDifferences();
    void groupingEqualsTheLoop_data();
    void groupingEqualsTheLoop();
    void emptyInterestsAreDroppedOnRequest();
    void zeroHeadKeepsTheGradientFinite();
};

void TestGradients::gradientsEqualDifferences_data()
{
    QTest::addColumn<std::string>("stage");
    QTest::addColumn<int>("interests");
    QTest::addColumn<std::string>("key");
    QTest::addColumn<std::string>("value");
    for (const char* stage : { "soft", "hard" }) {
        for (const int interests : { 1, 2, 4 })
            QTest::addRow("%s %d", stage, interests)
                << std::string(stage) << interests << std::string() << std::string();
    }
    const Changes switches { { "normalise_interests", "false" },
                             { "gru_head", "none" },
                             { "gru_head", "linear" },
                             { "orth_mean", "true" },
                             { "hard_uniformity", "categories" },
                             { "hard_uniformity", "positions" },
                             { "unique_mean", "items" },
                             { "epsilon", "0.5" } };
    for (const auto& [key, value] : switches)
        QTest::addRow("hard 3 %s %s", key.c_str(), value.c_str()) << std::string("hard") << 3 << key << value;
}

void TestGradients::gradientsEqualDifferences()
{
    QFETCH(const std::string, stage);
    QFETCH(const int, interests);
    QFETCH(const std::string, key);
    QFETCH(const std::string, value);
    const auto model = smallOpal(interests, key.empty() ? Changes {} : Changes { { key, value } }, stage);
    model->to(torch::kFloat64);
    const Batch batch = randomBatch({ .users = 5, .items = itemCount, .longest = 6 }, 11);
    RowGradients rows;
    model->lossAndGradients(batch, rows);
    torch::Tensor items = torch::zeros_like(model->itemTable());
    items.index_copy_(0, torch::tensor(rows.rows, torch::kInt64), rows.values);
    QVERIFY(numericDeviation(*model, batch, model->itemTable().slice(0, 1), items.slice(0, 1)) < 1e-6);
    for (const auto& entry : model->named_parameters()) {
        const torch::Tensor gradient = entry.value().grad().clone();
        QVERIFY2(numericDeviation(*model, batch, entry.value(), gradient) < 1e-6, entry.key().c_str());
    }
}

void TestGradients::groupingEqualsTheLoop_data()
{
    QTest::addColumn<int>("interests");
    for (const int interests : { 1, 2, 4, 8 })
        QTest::addRow("%d", interests) << interests;
}

void TestGradients::groupingEqualsTheLoop()
{
    QFETCH(const int, interests);
    const auto model = smallOpal(interests, {}, "hard");
    RaggedHistories histories = randomBatch({ .users = 9, .items = itemCount }, 12).history;
    histories.append({});
    const torch::NoGradGuard noGrad;
    const std::vector<std::int64_t> tokens(histories.items.begin(), histories.items.end());
    const Opal::Forward made
        = model->forward(model->itemTable(), torch::tensor(tokens, torch::kInt64), histories.offsets);
    auto parameters = model->named_parameters();
    int empty = 0;
    int single = 0;
    for (std::int64_t user = 0; user < histories.size(); ++user) {
        const auto begin = static_cast<std::size_t>(histories.offsets[static_cast<std::size_t>(user)]);
        const auto end = static_cast<std::size_t>(histories.offsets[static_cast<std::size_t>(user) + 1]);
        for (int interest = 0; interest < interests; ++interest) {
            torch::Tensor state = torch::zeros({ 6 });
            int count = 0;
            for (std::size_t token = begin; token < end; ++token) {
                const torch::Tensor item = model->itemTable()[tokens[token]];
                if (torch::mv(model->categories(), item).argmax().item<std::int64_t>() != interest)
                    continue;
                ++count;
                state = gruStep(item, state, parameters["gru.weight_ih_l0"], parameters["gru.weight_hh_l0"]);
            }
            torch::Tensor expected = model->categories()[interest];
            if (count > 0) {
                const torch::Tensor head
                    = torch::relu(torch::mv(parameters["head.weight"], state) + parameters["head.bias"]);
                expected = head / head.norm().clamp_min(1e-12);
            }
            empty += count == 0 ? 1 : 0;
            single += count == 1 ? 1 : 0;
            QVERIFY(deviation(made.hard[user][interest], expected) < 1e-5);
        }
    }
    QVERIFY(empty > 0 && single > 0);
}

void TestGradients::emptyInterestsAreDroppedOnRequest()
{
    const auto model = smallOpal(8, { { "drop_empty_interests", "true" } }, "hard");
    RaggedHistories histories;
    histories.append(std::vector<ItemIndex> { 3, 3, 3 });
    histories.append({});
    const torch::NoGradGuard noGrad;
    const UserInterests made = model->encode(histories);
    QCOMPARE(made.valid[0].sum().item<std::int64_t>(), 1);
    QVERIFY(made.valid[0][made.weights[0].argmax().item<std::int64_t>()].item<bool>());
    QCOMPARE(made.valid[1].sum().item<std::int64_t>(), 8);
    QVERIFY(deviation(made.vectors[1], model->categories()) < 1e-5);
}

void TestGradients::zeroHeadKeepsTheGradientFinite()
{
    for (const char* head : { "linear", "linear_relu" }) {
        const auto model = smallOpal(2, { { "gru_head", head } }, "hard");
        {
            const torch::NoGradGuard noGrad;
            auto parameters = model->named_parameters();
            parameters["head.weight"].zero_();
            parameters["head.bias"].zero_();
        }
        RowGradients rows;
        model->lossAndGradients(randomBatch({ .users = 5, .items = itemCount }, 13), rows);
        QVERIFY(rows.values.abs().max().item<double>() < 1e3);
        for (const torch::Tensor& parameter : model->parameters())
            QVERIFY(parameter.grad().abs().max().item<double>() < 1e3);
    }
}

OPAL_TEST(TestGradients)
#include "tst_gradients.moc"
