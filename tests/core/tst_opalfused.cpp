// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/models/opal.h"
#include "tests/support/modeltesting.h"
#include "tests/support/testprogram.h"

using namespace opal;

namespace {

using Changes = std::vector<std::pair<std::string, std::string>>;

struct Setting
{
    int interests = 4;
    int dim = 64;
    std::string stage = "soft";
    Changes changes = {};
};

std::shared_ptr<Opal> opalWith(const char* kernels, const Setting& setting, std::int64_t itemCount)
{
    Changes all { { "interests", std::to_string(setting.interests) },
                  { "dim", std::to_string(setting.dim) },
                  { "kernels", kernels } };
    all.insert(all.end(), setting.changes.begin(), setting.changes.end());
    auto model = std::make_shared<Opal>(OpalOptions::from(paramsOf("opal", all)), itemCount);
    model->initialise(9);
    model->project();
    model->setStage(setting.stage);
    return model;
}

/// Lazy Adam of both parts of a model, as plain as it can be written.
class LazyAdam
{
public:
    explicit LazyAdam(Opal& model)
        : m_model(model)
    {
        for (const torch::Tensor& parameter : model.parameters())
            m_moments.push_back({ torch::zeros_like(parameter), torch::zeros_like(parameter) });
        m_moments.push_back({ torch::zeros_like(model.itemTable()), torch::zeros_like(model.itemTable()) });
    }

    void step(const RowGradients& rows)
    {
        const torch::NoGradGuard noGrad;
        ++m_step;
        std::size_t slot = 0;
        for (torch::Tensor& parameter : m_model.parameters()) {
            Moments& moments = m_moments[slot++];
            parameter.add_(move(moments.first, moments.second, parameter.grad()));
        }
        const torch::Tensor touched = torch::tensor(rows.rows, torch::kInt64);
        torch::Tensor first = m_moments[slot].first.index_select(0, touched);
        torch::Tensor second = m_moments[slot].second.index_select(0, touched);
        m_model.itemTable().index_add_(0, touched, move(first, second, rows.values));
        m_moments[slot].first.index_copy_(0, touched, first);
        m_moments[slot].second.index_copy_(0, touched, second);
        m_model.project();
    }

private:
    struct Moments
    {
        torch::Tensor first;
        torch::Tensor second;
    };

    torch::Tensor move(torch::Tensor& first, torch::Tensor& second, const torch::Tensor& gradient) const
    {
        first.mul_(0.9).add_(gradient, 0.1);
        second.mul_(0.999).addcmul_(gradient, gradient, 0.001);
        return -1e-3 * (first / (1 - std::pow(0.9, m_step)))
            / ((second / (1 - std::pow(0.999, m_step))).sqrt() + 1e-8);
    }

    Opal& m_model;
    std::vector<Moments> m_moments;
    int m_step = 0;
};

} // namespace

/// The fused kernels inside the model against the plain form.
class TestOpalFused final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void valuesAndGradientsAgree_data();
    void valuesAndGradientsAgree();
    void interestsAgree_data();
    void interestsAgree();
    void trainingsStayTogether_data();
    void trainingsStayTogether();
    void heldGradientsAreNotOverwritten();

private:
    static void addSettings();
};

void TestOpalFused::initTestCase()
{
    torch::set_num_threads(1); // batches this small only make threads wait for each other
}

void TestOpalFused::addSettings()
{
    QTest::addColumn<Setting>("setting");
    for (const char* stage : { "warmup", "soft", "hard" }) {
        for (const int interests : { 1, 2, 4, 8, 16 }) {
            for (const int dim : { 24, 64 })
                QTest::addRow("%s K=%d d=%d", stage, interests, dim)
                    << Setting { .interests = interests, .dim = dim, .stage = stage };
        }
    }
    const Changes switches { { "gru_head", "none" },
                             { "gru_head", "linear" },
                             { "orth_mean", "true" },
                             { "epsilon", "0.5" },
                             { "drop_empty_interests", "true" },
                             { "normalise_interests", "false" },
                             { "hard_uniformity", "categories" },
                             { "unique_mean", "items" } };
    for (const auto& change : switches)
        QTest::addRow("hard %s %s", change.first.c_str(), change.second.c_str())
            << Setting { .stage = "hard", .changes = { change } };
}

void TestOpalFused::valuesAndGradientsAgree_data()
{
    addSettings();
}

void TestOpalFused::valuesAndGradientsAgree()
{
    QFETCH(const Setting, setting);
    const auto plain = opalWith("plain", setting, 300);
    const auto fused = opalWith("fused", setting, 300);
    for (std::uint64_t seed = 0; seed < 6; ++seed) {
        const Batch batch = randomBatch(
            { .users = 1 + 23 * static_cast<std::int64_t>(seed), .items = 300, .longest = 60 }, seed);
        RowGradients plainRows;
        RowGradients fusedRows;
        const auto wanted = plain->lossAndGradients(batch, plainRows);
        const auto got = fused->lossAndGradients(batch, fusedRows);
        QCOMPARE(got.size(), wanted.size());
        for (std::size_t i = 0; i < got.size(); ++i) {
            QCOMPARE(got[i].first, wanted[i].first);
            // A term near zero is a difference of numbers near one.
            const double allowed = 1e-5 * std::max(std::abs(wanted[i].second), 0.1);
            QVERIFY2(std::abs(got[i].second - wanted[i].second) <= allowed, got[i].first.c_str());
        }
        QCOMPARE(fusedRows.rows, plainRows.rows);
        QVERIFY(deviation(fusedRows.values, plainRows.values) < 1e-5);
        const auto expected = plain->named_parameters();
        for (const auto& entry : fused->named_parameters()) {
            const double apart = deviation(entry.value().grad(), expected[entry.key()].grad());
            QVERIFY2(apart < 1e-5, qPrintable(QString::fromStdString(entry.key()) + QString::number(apart)));
        }
    }
}

void TestOpalFused::interestsAgree_data()
{
    addSettings();
}

void TestOpalFused::interestsAgree()
{
    QFETCH(const Setting, setting);
    const auto plain = opalWith("plain", setting, 300);
    const auto fused = opalWith("fused", setting, 300);
    RaggedHistories histories = randomBatch({ .users = 70, .items = 300, .longest = 60 }, 21).history;
    histories.append({});
    const torch::NoGradGuard noGrad;
    const UserInterests wanted = plain->encode(histories);
    const UserInterests got = fused->encode(histories);
    QVERIFY(deviation(got.vectors, wanted.vectors) < 1e-5);
    QVERIFY(deviation(got.weights, wanted.weights) < 1e-5);
    QVERIFY(torch::equal(got.valid, wanted.valid));
}

void TestOpalFused::trainingsStayTogether_data()
{
    QTest::addColumn<QString>("stage");
    QTest::newRow("soft") << QStringLiteral("soft");
    QTest::newRow("hard") << QStringLiteral("hard");
}

void TestOpalFused::trainingsStayTogether()
{
    QFETCH(const QString, stage);
    const Setting setting { .interests = 4, .dim = 32, .stage = stage.toStdString() };
    const auto plain = opalWith("plain", setting, 500);
    const auto fused = opalWith("fused", setting, 500);
    LazyAdam plainAdam(*plain);
    LazyAdam fusedAdam(*fused);
    double worst = 0;
    for (std::uint64_t step = 1; step <= 200; ++step) {
        const Batch batch
            = randomBatch({ .users = 48, .items = 500, .shortest = 3, .longest = 20 }, step, false);
        RowGradients plainRows;
        RowGradients fusedRows;
        const double wanted = plain->lossAndGradients(batch, plainRows).front().second;
        const double got = fused->lossAndGradients(batch, fusedRows).front().second;
        worst = std::max(worst, std::abs(got - wanted) / std::abs(wanted));
        plainAdam.step(plainRows);
        fusedAdam.step(fusedRows);
    }
    QVERIFY2(worst < 1e-5, qPrintable(QString::number(worst)));
}

void TestOpalFused::heldGradientsAreNotOverwritten()
{
    const auto model = opalWith("fused", {}, 300);
    RowGradients first;
    model->lossAndGradients(randomBatch({ .items = 300 }, 1), first);
    const torch::Tensor copy = first.values.clone();
    RowGradients second;
    model->lossAndGradients(randomBatch({ .items = 300 }, 2), second);
    QVERIFY(torch::equal(first.values, copy));
}

OPAL_TEST(TestOpalFused)
#include "tst_opalfused.moc"
