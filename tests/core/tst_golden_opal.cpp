// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/models/losses.h"
#include "core/models/opal.h"
#include "tests/support/goldenfile.h"
#include "tests/support/modeltesting.h"
#include "tests/support/testprogram.h"

using namespace opal;
using nlohmann::json;

namespace {

constexpr double tolerance = 1e-5;

using Changes = std::vector<std::pair<std::string, std::string>>;

/// The model of a golden file with its weights, projected.
std::shared_ptr<Opal> modelFrom(const json& file, const Changes& changes)
{
    const json& settings = file.at("settings");
    Changes all { { "interests", std::to_string(settings.at("num_interests").get<int>()) },
                  { "dim", std::to_string(settings.at("dim").get<int>()) },
                  { "kernels", "plain" } };
    all.insert(all.end(), changes.begin(), changes.end());
    auto model = std::make_shared<Opal>(OpalOptions::from(paramsOf("opal", all)),
                                        settings.at("num_items").get<std::int64_t>());
    const torch::NoGradGuard noGrad;
    const json& inputs = file.at("inputs");
    model->itemTable().copy_(tensorFrom(inputs.at("E_raw")));
    auto parameters = model->named_parameters();
    parameters["categories"].copy_(tensorFrom(inputs.at("G_raw")));
    if (inputs.contains("W_ih")) {
        parameters["gru.weight_ih_l0"].copy_(tensorFrom(inputs.at("W_ih")));
        parameters["gru.weight_hh_l0"].copy_(tensorFrom(inputs.at("W_hh")));
        parameters["head.weight"].copy_(tensorFrom(inputs.at("A")));
        parameters["head.bias"].copy_(tensorFrom(inputs.at("a0")));
    }
    model->project();
    model->setStage(settings.at("stage").get<std::string>());
    return model;
}

torch::Tensor scattered(const RowGradients& rows, std::int64_t items)
{
    torch::Tensor dense = torch::zeros({ items + 1, rows.values.size(1) });
    dense.index_copy_(0, torch::tensor(rows.rows, torch::kInt64), rows.values);
    return dense;
}

double valueOf(const std::vector<std::pair<std::string, double>>& values, const std::string& name)
{
    for (const auto& [key, value] : values) {
        if (key == name)
            return value;
    }
    return std::nan("");
}

/// Adam as the golden file writes it, over whole tensors.
struct Adam
{
    torch::Tensor first;
    torch::Tensor second;

    explicit Adam(const torch::Tensor& weights)
        : first(torch::zeros_like(weights))
        , second(torch::zeros_like(weights))
    {
    }

    torch::Tensor move(const torch::Tensor& gradient, int step)
    {
        first = 0.9 * first + 0.1 * gradient;
        second = 0.999 * second + 0.001 * gradient.square();
        const torch::Tensor mean = first / (1 - std::pow(0.9, step));
        const torch::Tensor variance = second / (1 - std::pow(0.999, step));
        return -1e-3 * mean / (variance.sqrt() + 1e-8);
    }
};

} // namespace

/// OPAL against numbers of the authors' code and of an independent implementation of the specification.
class TestGoldenOpal final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void forward_data();
    void forward();
    void lossAndGradients_data();
    void lossAndGradients();
    void collisionsAreTakenOut();
    void threeSteps_data();
    void threeSteps();
};

void TestGoldenOpal::forward_data()
{
    QTest::addColumn<QString>("name");
    for (const char* name :
         { "opal_soft_k1", "opal_soft_k2", "opal_soft_k4", "opal_hard_k2", "opal_hard_k4" })
        QTest::newRow(name) << QString::fromLatin1(name);
}

void TestGoldenOpal::forward()
{
    QFETCH(const QString, name);
    const json file = goldenFile(name.toStdString() + ".json");
    const json& expected = file.at("outputs").at("shared");
    const auto model = modelFrom(file, {});
    QVERIFY(deviation(model->itemTable(), tensorFrom(file.at("inputs").at("E_projected"))) < tolerance);

    const Batch batch = batchFrom(file.at("inputs"));
    const torch::NoGradGuard noGrad;
    std::vector<std::int64_t> tokens(batch.history.items.begin(), batch.history.items.end());
    const Opal::Forward made
        = model->forward(model->itemTable(), torch::tensor(tokens, torch::kInt64), batch.history.offsets);
    const torch::Tensor assignment = tensorFrom(expected.at("a")).narrow(1, 0, made.assignment.size(1));
    QVERIFY(deviation(made.assignment, assignment) < tolerance);
    QVERIFY(deviation(made.soft, tensorFrom(expected.at("p"))) < tolerance);
    QVERIFY(deviation(made.interests, tensorFrom(expected.at("u"))) < tolerance);
    if (!expected.contains("q"))
        return;
    QVERIFY(deviation(made.hard, tensorFrom(expected.at("q"))) < tolerance);
    const torch::Tensor group = tensorFrom(expected.at("group")).narrow(1, 0, made.category.size(1));
    QVERIFY(torch::equal(made.category.masked_fill(made.mask == 0, -1).to(torch::kFloat64), group));
}

void TestGoldenOpal::lossAndGradients_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("variant");
    for (const char* name :
         { "opal_soft_k1", "opal_soft_k2", "opal_soft_k4", "opal_hard_k2", "opal_hard_k4" }) {
        for (const char* variant : { "spec", "authors" }) {
            // The authors' code does not run at K = 1.
            if (std::string(name) != "opal_soft_k1" || std::string(variant) == "spec")
                QTest::addRow("%s %s", name, variant)
                    << QString::fromLatin1(name) << QString::fromLatin1(variant);
        }
    }
}

void TestGoldenOpal::lossAndGradients()
{
    QFETCH(const QString, name);
    QFETCH(const QString, variant);
    const json file = goldenFile(name.toStdString() + ".json");
    const json& expected = file.at("outputs").at(variant.toStdString());
    const Changes parity { { "orth_mean", "true" },
                           { "hard_uniformity", "positions" },
                           { "unique_mean", "items" } };
    const auto model = modelFrom(file, variant == QLatin1String("authors") ? parity : Changes {});

    RowGradients rows;
    const auto values = model->lossAndGradients(batchFrom(file.at("inputs")), rows);
    QCOMPARE(values.front().first, "loss");
    const std::vector<std::pair<std::string, std::string>> names {
        { "loss", "total" },
        { "main", "main" },
        { "orth", "orth" },
        { "unif", "uniformity" },
        { "unif", "uniformity_soft" },
        { "unif_hard", "uniformity_hard" },
        { "unique", "unique" },
    };
    int compared = 0;
    for (const auto& [ours, theirs] : names) {
        if (!expected.contains(theirs))
            continue;
        ++compared;
        const double wanted = expected.at(theirs).get<double>();
        QVERIFY2(std::abs(valueOf(values, ours) - wanted) <= tolerance * std::abs(wanted), theirs.c_str());
    }
    QVERIFY(compared >= 4);

    const json& gradients = expected.at("grad");
    QVERIFY(deviation(scattered(rows, model->itemCount()), tensorFrom(gradients.at("E"))) < tolerance);
    auto parameters = model->named_parameters();
    QVERIFY(deviation(parameters["categories"].grad(), tensorFrom(gradients.at("G"))) < tolerance);
    QVERIFY(deviation(parameters["gru.weight_ih_l0"].grad(), tensorFrom(gradients.at("W_ih"))) < tolerance);
    QVERIFY(deviation(parameters["gru.weight_hh_l0"].grad(), tensorFrom(gradients.at("W_hh"))) < tolerance);
    QVERIFY(deviation(parameters["head.weight"].grad(), tensorFrom(gradients.at("A"))) < tolerance);
    QVERIFY(deviation(parameters["head.bias"].grad(), tensorFrom(gradients.at("a0"))) < tolerance);
}

void TestGoldenOpal::collisionsAreTakenOut()
{
    const json file = goldenFile("opal_soft_k2.json");
    const json& expected = file.at("outputs").at("collision");
    const auto model = modelFrom(file, {});
    Batch batch = batchFrom(file.at("inputs"));
    batch.negatives = expected.at("neg").get<std::vector<ItemIndex>>();
    const double masked = model->loss(batch)[1].second.item<double>();
    QVERIFY(std::abs(masked - expected.at("main_masked").get<double>()) < tolerance * masked);

    const torch::NoGradGuard noGrad;
    const torch::Tensor interests = model->encode(batch.history).vectors;
    const auto vectors = [&](const std::vector<ItemIndex>& items) {
        return model->itemTable().index_select(
            0, torch::tensor(std::vector<std::int64_t>(items.begin(), items.end()), torch::kInt64));
    };
    const double unmasked
        = candidateLoss(maxLogits(interests, vectors(batch.positives), vectors(batch.negatives), 0.1))
              .item<double>();
    QVERIFY(std::abs(unmasked - expected.at("main_unmasked").get<double>()) < tolerance * unmasked);
}

void TestGoldenOpal::threeSteps_data()
{
    QTest::addColumn<QString>("kind");
    QTest::newRow("dense") << QStringLiteral("dense");
    QTest::newRow("lazy") << QStringLiteral("lazy");
}

void TestGoldenOpal::threeSteps()
{
    QFETCH(const QString, kind);
    const bool lazy = kind == QLatin1String("lazy");
    const json file = goldenFile("opal_steps.json");
    const auto model = modelFrom(file, {});
    torch::Tensor items = model->itemTable();
    torch::Tensor categories = model->categories();
    Adam itemAdam(items);
    Adam categoryAdam(categories);
    for (int step = 1; step <= 3; ++step) {
        const json& expected = file.at("outputs").at(kind.toStdString()).at("step" + std::to_string(step));
        RowGradients rows;
        const auto values = model->lossAndGradients(
            batchFrom(file.at("inputs").at("batches").at(std::size_t(step) - 1)), rows);
        const double wanted = expected.at("loss").get<double>();
        QVERIFY(std::abs(values.front().second - wanted) <= tolerance * wanted);

        const torch::NoGradGuard noGrad;
        if (lazy) {
            QCOMPARE(rows.rows, expected.at("touched_rows").get<std::vector<std::int64_t>>());
            const torch::Tensor touched = torch::tensor(rows.rows, torch::kInt64);
            Adam part(rows.values);
            part.first = itemAdam.first.index_select(0, touched);
            part.second = itemAdam.second.index_select(0, touched);
            items.index_add_(0, touched, part.move(rows.values, step));
            itemAdam.first.index_copy_(0, touched, part.first);
            itemAdam.second.index_copy_(0, touched, part.second);
        } else {
            items.add_(itemAdam.move(scattered(rows, model->itemCount()), step));
        }
        categories.add_(categoryAdam.move(categories.grad(), step));
        const auto apart = [&](const torch::Tensor& ours, const char* name) {
            return (ours - tensorFrom(expected.at(name))).abs().max().item<double>();
        };
        QVERIFY(apart(items, "E_after_update") < 1e-6);
        QVERIFY(apart(categories, "G_after_update") < 1e-6);
        model->project();
        QVERIFY(apart(items, "E_projected") < 1e-6);
        QVERIFY(apart(categories, "G_projected") < 1e-6);
    }
}

OPAL_TEST(TestGoldenOpal)
#include "tst_golden_opal.moc"
