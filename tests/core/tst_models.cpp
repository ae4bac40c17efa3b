// SPDX-License-Identifier: GPL-3.0-or-later
#include <set>

#include <QTest>

#include "core/base/error.h"
#include "core/models/registry.h"
#include "tests/support/modeltesting.h"
#include "tests/support/testprogram.h"

using namespace opal;

namespace {

constexpr std::int64_t itemCount = 40;

std::shared_ptr<Recommender> smallModel(const std::string& name, int interests, const std::string& seed = "3")
{
    return makeModel(name,
                     paramsOf(name,
                              { { "interests", std::to_string(interests) },
                                { "dim", "16" },
                                { "max_length", "9" },
                                { "seed", seed } }),
                     itemCount);
}

bool finite(const torch::Tensor& tensor)
{
    return torch::isfinite(tensor).all().item<bool>();
}

/// Parameters and buffers by name: everything a checkpoint holds.
std::vector<std::pair<std::string, torch::Tensor>> stateOf(const Recommender& model)
{
    std::vector<std::pair<std::string, torch::Tensor>> state;
    for (const auto& entry : model.named_parameters())
        state.emplace_back(entry.key(), entry.value());
    for (const auto& entry : model.named_buffers())
        state.emplace_back(entry.key(), entry.value());
    return state;
}

bool sameState(const Recommender& one, const Recommender& other)
{
    const auto first = stateOf(one);
    const auto second = stateOf(other);
    if (first.size() != second.size())
        return false;
    for (std::size_t i = 0; i < first.size(); ++i) {
        if (first[i].first != second[i].first || !torch::equal(first[i].second, second[i].second))
            return false;
    }
    return true;
}

/// One plain gradient step.
void descend(Recommender& model, const RowGradients& rows, double rate)
{
    const torch::NoGradGuard noGrad;
    model.itemTable().index_add_(0, torch::tensor(rows.rows, torch::kInt64), rows.values, -rate);
    for (torch::Tensor& parameter : model.parameters())
        parameter.sub_(rate * parameter.grad());
    model.project();
}

} // namespace

/// What every model of the table promises.
class TestModels final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tableIsComplete();
    void presetsAreValid();
    void unknownModelsNameTheNearest();
    void interestsHaveTheirShape_data();
    void interestsHaveTheirShape();
    void gradientsAreFinite_data();
    void gradientsAreFinite();
    void lossFalls_data();
    void lossFalls();
    void stateRestoresTheModel_data();
    void stateRestoresTheModel();
    void seedDecidesTheStart_data();
    void seedDecidesTheStart();
    void encodingIgnoresTheOtherUsers_data();
    void encodingIgnoresTheOtherUsers();
    void foreignItemsAreRefused_data();
    void foreignItemsAreRefused();

private:
    static void addModels();
    static void addModelsAndInterests();
};

void TestModels::addModels()
{
    QTest::addColumn<std::string>("name");
    for (const ModelInfo& model : modelTable())
        if (!model.scorer)
            QTest::newRow(model.name.c_str()) << model.name;
}

void TestModels::addModelsAndInterests()
{
    QTest::addColumn<std::string>("name");
    QTest::addColumn<int>("interests");
    for (const ModelInfo& model : modelTable()) {
        if (model.scorer)
            continue;
        for (const int interests : { 1, 2, 3, 4, 8, 16 })
            QTest::addRow("%s %d", model.name.c_str(), interests) << model.name << interests;
    }
}

void TestModels::tableIsComplete()
{
    std::set<std::string> names;
    for (const ModelInfo& model : modelTable()) {
        QVERIFY(names.insert(model.name).second);
        QVERIFY(!model.title.empty());
        std::set<std::string> keys;
        for (const ParamSpec& spec : model.params) {
            QVERIFY2(keys.insert(spec.key).second, spec.key.c_str());
            QVERIFY2(!spec.title.empty() && !spec.help.empty() && !spec.group.empty(), spec.key.c_str());
            QVERIFY(parseParamValue(spec, paramText(spec.defaultValue)) == spec.defaultValue);
        }
        for (const char* key :
             { "interests", "dim",        "max_length",  "batch_size",  "learning_rate", "weight_decay",
               "exclude",   "epsilon",    "lambda_orth", "lambda_unif", "lambda_unique", "steps_per_epoch",
               "patience",  "max_epochs", "stages",      "target",      "seed",          "threads",
               "device",    "kernels",    "optimiser" })
            QVERIFY2(keys.contains(key), key);
    }
}

void TestModels::presetsAreValid()
{
    for (const ModelInfo& model : modelTable()) {
        std::set<std::string> names;
        for (const ParamPreset& preset : modelPresets(model.name)) {
            QVERIFY(names.insert(preset.name).second);
            ParamMap params(model.params);
            for (const auto& [key, value] : preset.values)
                setParam(params, model.params, key, value);
            // The released code's lists hold what is older than the window.
            QCOMPARE(params.text("exclude"),
                     std::string(preset.name.starts_with("paper-") ? "window" : "history"));
        }
        QVERIFY(
            model.scorer
            || (names.contains("demo") && names.contains("paper-wechat") && names.contains("paper-takatak")));
    }
}

void TestModels::unknownModelsNameTheNearest()
{
    try {
        findModel("opall");
        QFAIL("an unknown model was found");
    } catch (const Error& error) {
        QCOMPARE(error.code(), ErrorCode::UnknownKey);
        QVERIFY(error.detail().find("'opal'") != std::string::npos);
    }
}

void TestModels::interestsHaveTheirShape_data()
{
    addModelsAndInterests();
}

void TestModels::interestsHaveTheirShape()
{
    QFETCH(const std::string, name);
    QFETCH(const int, interests);
    const auto model = smallModel(name, interests);
    QCOMPARE(model->interestCount(), interests);
    QCOMPARE(model->dim(), 16);
    QCOMPARE(model->itemTable().size(0), itemCount + 1);
    const torch::NoGradGuard noGrad;
    RaggedHistories histories = randomBatch({ .users = 5 }, 1).history;
    histories.append({});
    for (const RaggedHistories& some : { histories, randomBatch({ .users = 1 }, 2).history }) {
        for (const Stage& stage : model->stages()) {
            model->setStage(stage.name);
            const UserInterests made = model->encode(some);
            QCOMPARE(made.vectors.sizes(), (torch::IntArrayRef { some.size(), interests, 16 }));
            QVERIFY(finite(made.vectors));
            QCOMPARE(made.valid.scalar_type(), torch::kBool);
            QCOMPARE(made.valid.sizes(), (torch::IntArrayRef { some.size(), interests }));
            QVERIFY(made.valid.slice(0, 0, std::min<std::int64_t>(5, some.size())).any(1).all().item<bool>());
            QCOMPARE(made.weights.defined(), findModel(name).hasCategories);
            if (made.weights.defined()) {
                QCOMPARE(made.weights.sizes(), (torch::IntArrayRef { some.offsets.back(), interests }));
                QVERIFY(deviation(made.weights.sum(1), torch::ones({ some.offsets.back() })) < 1e-5);
            }
        }
    }
}

void TestModels::gradientsAreFinite_data()
{
    addModelsAndInterests();
}

void TestModels::gradientsAreFinite()
{
    QFETCH(const std::string, name);
    QFETCH(const int, interests);
    const auto model = smallModel(name, interests);
    const Batch batch = randomBatch({ .users = 6 }, 4);
    for (const Stage& stage : model->stages()) {
        model->setStage(stage.name);
        RowGradients rows;
        const auto values = model->lossAndGradients(batch, rows);
        QCOMPARE(values.front().first, "loss");
        for (const auto& [term, value] : values)
            QVERIFY2(std::isfinite(value), term.c_str());
        QVERIFY(std::is_sorted(rows.rows.begin(), rows.rows.end()));
        QVERIFY(std::adjacent_find(rows.rows.begin(), rows.rows.end()) == rows.rows.end());
        QVERIFY(rows.rows.front() >= 1 && rows.rows.back() <= itemCount);
        QCOMPARE(rows.values.sizes(),
                 (torch::IntArrayRef { static_cast<std::int64_t>(rows.rows.size()), 16 }));
        QVERIFY(finite(rows.values) && rows.values.abs().max().item<double>() > 0);
        for (const torch::Tensor& parameter : model->parameters())
            QVERIFY(parameter.grad().defined() && finite(parameter.grad()));
    }
}

void TestModels::lossFalls_data()
{
    addModels();
}

void TestModels::lossFalls()
{
    QFETCH(const std::string, name);
    const auto model = smallModel(name, 2);
    const Batch batch = randomBatch({ .users = 12, .shortest = 3 }, 5);
    for (const Stage& stage : model->stages()) {
        model->setStage(stage.name);
        double first = 0;
        double last = 0;
        for (int step = 0; step < 80; ++step) {
            RowGradients rows;
            last = model->lossAndGradients(batch, rows).front().second;
            if (step == 0)
                first = last;
            descend(*model, rows, 0.02);
        }
        QVERIFY2(last < first, qPrintable(QStringLiteral("%1 to %2").arg(first).arg(last)));
        QVERIFY(model->itemTable()[0].abs().max().item<double>() == 0);
    }
}

void TestModels::stateRestoresTheModel_data()
{
    addModels();
}

void TestModels::stateRestoresTheModel()
{
    QFETCH(const std::string, name);
    const auto model = smallModel(name, 4);
    const auto copy = smallModel(name, 4, "8");
    const RaggedHistories histories = randomBatch({}, 6).history;
    const torch::NoGradGuard noGrad;
    QVERIFY(!torch::equal(model->encode(histories).vectors, copy->encode(histories).vectors));
    const auto from = stateOf(*model);
    const auto to = stateOf(*copy);
    for (std::size_t i = 0; i < from.size(); ++i)
        to[i].second.detach().copy_(from[i].second);
    QVERIFY(torch::equal(model->encode(histories).vectors, copy->encode(histories).vectors));
    model->project();
    QVERIFY2(sameState(*model, *copy), "a second projection changes bits");
}

void TestModels::seedDecidesTheStart_data()
{
    addModels();
}

void TestModels::seedDecidesTheStart()
{
    QFETCH(const std::string, name);
    const int threads = torch::get_num_threads();
    torch::set_num_threads(1);
    const auto model = smallModel(name, 4);
    torch::manual_seed(1234);
    torch::set_num_threads(2);
    QVERIFY(sameState(*model, *smallModel(name, 4)));
    QVERIFY(!sameState(*model, *smallModel(name, 4, "4")));
    torch::set_num_threads(threads);
    QVERIFY(model->itemTable()[0].abs().max().item<double>() == 0);
    QVERIFY(model->itemTable().slice(0, 1).abs().sum(1).min().item<double>() > 0);
}

void TestModels::encodingIgnoresTheOtherUsers_data()
{
    addModels();
}

void TestModels::encodingIgnoresTheOtherUsers()
{
    QFETCH(const std::string, name);
    const auto model = smallModel(name, 4);
    const RaggedHistories all = randomBatch({}, 7).history;
    const torch::NoGradGuard noGrad;
    for (const Stage& stage : model->stages()) {
        model->setStage(stage.name);
        const torch::Tensor together = model->encode(all).vectors;
        for (std::int64_t user = 0; user < all.size(); ++user) {
            RaggedHistories alone;
            const auto begin = static_cast<std::size_t>(all.offsets[static_cast<std::size_t>(user)]);
            const auto end = static_cast<std::size_t>(all.offsets[static_cast<std::size_t>(user) + 1]);
            alone.append(std::span(all.items).subspan(begin, end - begin));
            QVERIFY(deviation(model->encode(alone).vectors[0], together[user]) < 1e-5);
        }
    }
}

void TestModels::foreignItemsAreRefused_data()
{
    addModels();
}

void TestModels::foreignItemsAreRefused()
{
    QFETCH(const std::string, name);
    const auto model = smallModel(name, 2);
    for (const ItemIndex item : { 0, -1, static_cast<int>(itemCount) + 1 }) {
        Batch batch = randomBatch({}, 8);
        batch.negatives.back() = item;
        RowGradients rows;
        QVERIFY_EXCEPTION_THROWN(model->lossAndGradients(batch, rows), Error);
        batch.history.items.back() = item;
        QVERIFY_EXCEPTION_THROWN(model->encode(batch.history), Error);
    }
}

OPAL_TEST(TestModels)
#include "tst_models.moc"
