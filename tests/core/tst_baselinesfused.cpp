// SPDX-License-Identifier: GPL-3.0-or-later
#include <omp.h>

#include <QTest>

#include "core/training/optimiser.h"
#include "tests/support/modeltesting.h"
#include "tests/support/testprogram.h"

using namespace opal;

namespace {

using Switches = std::vector<std::pair<std::string, std::string>>;

constexpr std::int64_t fusedItems = 300;

std::shared_ptr<Recommender> baselineWith(const char* kernels, const std::string& name,
                                          const Switches& switches)
{
    Switches all { { "max_length", "70" }, { "seed", "9" }, { "kernels", kernels } };
    all.insert(all.end(), switches.begin(), switches.end());
    return makeModel(name, paramsOf(name, all), fusedItems);
}

std::vector<std::string> baselineNames()
{
    std::vector<std::string> names;
    for (const ModelInfo& model : modelTable())
        if (model.name != "opal" && !model.scorer)
            names.push_back(model.name);
    return names;
}

/// The larger of one gradient's deviation and what it is beside the largest gradient of all: a bias in front
/// of a softmax has none, and what rounding leaves of it says nothing.
double gradientDeviation(const torch::Tensor& actual, const torch::Tensor& expected, double largest)
{
    const torch::Tensor e = expected.to(torch::kFloat64);
    const double difference = (actual.to(torch::kFloat64) - e).abs().max().item<double>();
    return difference / std::max(e.abs().max().item<double>(), 1e-2 * largest);
}

} // namespace

/// The fused steps of the baselines inside the models against the plain form.
class TestBaselinesFused final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void valuesAndGradientsAgree_data();
    void valuesAndGradientsAgree();
    void trainingsStayTogether_data();
    void trainingsStayTogether();
    void threadsChangeNothing_data();
    void threadsChangeNothing();
};

void TestBaselinesFused::valuesAndGradientsAgree_data()
{
    QTest::addColumn<std::string>("name");
    QTest::addColumn<Switches>("switches");
    for (const std::string& name : baselineNames())
        for (const char* interests : { "1", "4", "16" })
            for (const char* dim : { "24", "50", "64" })
                QTest::addRow("%s K=%s d=%s", name.c_str(), interests, dim)
                    << name << Switches { { "interests", interests }, { "dim", dim } };
    const std::vector<std::pair<std::string, Switches>> rows {
        { "mind", { { "routing_iterations", "1" } } },
        { "mind", { { "routing_axis", "items" } } },
        { "mind", { { "dynamic_interests", "true" } } },
        { "comirec-dr", { { "routing_iterations", "1" } } },
        { "comirec-dr", { { "routing_axis", "items" } } },
        { "octopus", { { "lambda_channels", "0" } } },
        { "re4", { { "positive_gate", "0.1" } } },
        { "re4", { { "lambda_attend", "1" }, { "lambda_contrast", "5" }, { "lambda_construct", "50" } } },
        { "dssrec", { { "dropout", "0" } } },
        { "dssrec", { { "confident_share", "1" } } },
        { "dssrec", { { "confident_share", "0" } } },
    };
    for (const auto& [name, switches] : rows)
        QTest::addRow("%s %s=%s", name.c_str(), switches.back().first.c_str(), switches.back().second.c_str())
            << name << switches;
}

void TestBaselinesFused::valuesAndGradientsAgree()
{
    QFETCH(const std::string, name);
    QFETCH(const Switches, switches);
    const auto plain = baselineWith("plain", name, switches);
    plain->to(torch::kFloat64);
    const auto fused = baselineWith("fused", name, switches);
    for (std::uint64_t seed = 0; seed < 4; ++seed) {
        // The longest histories are as long as the model reads.
        const Batch batch = randomBatch({ .users = 1 + 29 * static_cast<std::int64_t>(seed),
                                          .items = fusedItems,
                                          .longest = seed == 0 ? 1U : 70U },
                                        seed);
        RowGradients plainRows;
        RowGradients fusedRows;
        const NamedValues wanted = plain->lossAndGradients(batch, plainRows);
        const NamedValues got = fused->lossAndGradients(batch, fusedRows);
        QCOMPARE(got.size(), wanted.size());
        for (std::size_t i = 0; i < got.size(); ++i) {
            QCOMPARE(got[i].first, wanted[i].first);
            const double allowed = 1e-5 * std::max(std::abs(wanted[i].second), 0.1);
            QVERIFY2(std::abs(got[i].second - wanted[i].second) <= allowed, got[i].first.c_str());
        }
        QCOMPARE(fusedRows.rows, plainRows.rows);
        auto expected = plain->named_parameters();
        double largest = plainRows.values.abs().max().item<double>();
        for (const auto& entry : expected)
            largest = std::max(largest, entry.value().grad().abs().max().item<double>());
        const double apart = gradientDeviation(fusedRows.values, plainRows.values, largest);
        QVERIFY2(apart < 1e-4, qPrintable(QStringLiteral("items ") + QString::number(apart)));
        for (const auto& entry : fused->named_parameters()) {
            const double off = gradientDeviation(entry.value().grad(), expected[entry.key()].grad(), largest);
            // A bias sums over all tokens of the batch, in single precision.
            QVERIFY2(
                off < 3e-4,
                qPrintable(QString::fromStdString(entry.key()) + QLatin1Char(' ') + QString::number(off)));
        }
    }
}

void TestBaselinesFused::trainingsStayTogether_data()
{
    QTest::addColumn<std::string>("name");
    for (const std::string& name : baselineNames())
        QTest::newRow(name.c_str()) << name;
}

void TestBaselinesFused::trainingsStayTogether()
{
    QFETCH(const std::string, name);
    const Switches switches { { "interests", "4" }, { "dim", "32" }, { "max_length", "20" } };
    const auto exact = baselineWith("plain", name, switches);
    exact->to(torch::kFloat64);
    // Re4 takes an item for a positive or not at a threshold, so what rounding moves grows with the steps. No
    // form in single precision stays closer to the exact one than the plain one does.
    const auto plain = baselineWith("plain", name, switches);
    const auto fused = baselineWith("fused", name, switches);
    Optimiser exactAdam(*exact, {});
    Optimiser plainAdam(*plain, {});
    Optimiser fusedAdam(*fused, {});
    double worst = 0;
    double allowed = 1e-4;
    for (std::uint64_t step = 1; step <= 200; ++step) {
        Batch batch = randomBatch({ .users = 48, .items = fusedItems, .shortest = 1, .longest = 20 }, step);
        batch.step = static_cast<std::int64_t>(step);
        const auto lossOf = [&batch](Recommender& model, Optimiser& adam) {
            RowGradients rows;
            const double loss = model.lossAndGradients(batch, rows).front().second;
            adam.step(rows);
            return loss;
        };
        const double wanted = lossOf(*exact, exactAdam);
        const double rounded = lossOf(*plain, plainAdam);
        worst = std::max(worst, std::abs(lossOf(*fused, fusedAdam) - wanted) / std::abs(wanted));
        allowed = std::max(allowed, 2 * std::abs(rounded - wanted) / std::abs(wanted));
    }
    QVERIFY2(worst < allowed, qPrintable(QStringLiteral("%1, allowed %2").arg(worst).arg(allowed)));
}

void TestBaselinesFused::threadsChangeNothing_data()
{
    trainingsStayTogether_data();
}

void TestBaselinesFused::threadsChangeNothing()
{
    QFETCH(const std::string, name);
    const auto model = baselineWith("fused", name, {});
    const Batch batch = randomBatch({ .users = 90, .items = fusedItems, .longest = 40 }, 3);
    RowGradients one;
    RowGradients three;
    const int before = omp_get_max_threads();
    omp_set_num_threads(1);
    const NamedValues alone = model->lossAndGradients(batch, one);
    std::vector<torch::Tensor> gradients;
    for (const torch::Tensor& parameter : model->parameters())
        gradients.push_back(parameter.grad().clone());
    omp_set_num_threads(3);
    const NamedValues together = model->lossAndGradients(batch, three);
    omp_set_num_threads(before);
    QCOMPARE(together, alone);
    QVERIFY(torch::equal(three.values, one.values));
    for (std::size_t i = 0; i < gradients.size(); ++i)
        QVERIFY(torch::equal(model->parameters()[i].grad(), gradients[i]));
}

OPAL_TEST(TestBaselinesFused)
#include "tst_baselinesfused.moc"
