// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>

#include <QTest>

#include "core/models/comirecdr.h"
#include "core/models/comirecsa.h"
#include "core/models/dssrec.h"
#include "core/models/losses.h"
#include "core/models/mind.h"
#include "core/models/octopus.h"
#include "core/models/re4.h"
#include "core/results/trainingcurve.h"
#include "tests/support/goldenfile.h"
#include "tests/support/modeltesting.h"
#include "tests/support/testprogram.h"

using namespace opal;
using nlohmann::json;

namespace {

constexpr double tolerance = 1e-5;

using Changes = std::vector<std::pair<std::string, std::string>>;
using Names = std::vector<std::pair<std::string, std::string>>; ///< parameter of ours, name in the file

/// The model of a golden file with its weights. `names` lists the parameters and buffers.
template <class Model, class Options>
std::shared_ptr<Model> modelFrom(const std::string& model, const json& settings, const json& weights,
                                 const Names& names, const Changes& changes = {})
{
    const char* const interests = settings.contains("channels") ? "channels" : "num_interests";
    Changes all { { "interests", std::to_string(settings.at(interests).get<int>()) },
                  { "dim", std::to_string(settings.at("dim").get<int>()) },
                  { "max_length", std::to_string(settings.at("max_len").get<int>()) } };
    all.insert(all.end(), changes.begin(), changes.end());
    auto made = std::make_shared<Model>(Options::from(paramsOf(model, all)),
                                        settings.at("num_items").get<std::int64_t>());
    const torch::NoGradGuard noGrad;
    made->itemTable().copy_(tensorFrom(weights.at("E")));
    auto parameters = made->named_parameters();
    auto buffers = made->named_buffers();
    for (const auto& [ours, theirs] : names) {
        torch::Tensor* const found = parameters.find(ours) ? parameters.find(ours) : buffers.find(ours);
        if (!found)
            throw std::runtime_error("the model has no parameter " + ours);
        found->copy_(tensorFrom(weights.at(theirs)).view_as(*found));
    }
    return made;
}

/// The whole batch of a golden file as one block.
HistoryBlock blockFrom(const torch::Tensor& items, const json& history, const json& lengths)
{
    const torch::Tensor index = tensorFrom(history).to(torch::kInt64);
    HistoryBlock block;
    block.x = items.index_select(0, index.flatten()).view({ index.size(0), index.size(1), items.size(1) });
    block.lengths = tensorFrom(lengths).to(torch::kInt64);
    block.mask = (torch::arange(index.size(1)).unsqueeze(0) < block.lengths.unsqueeze(1)).to(torch::kFloat32);
    block.rows = torch::arange(index.size(0));
    return block;
}

HistoryBlock blockFrom(const torch::Tensor& items, const json& inputs)
{
    return blockFrom(items, inputs.at("history"), inputs.at("lengths"));
}

double valueOf(const NamedValues& values, const std::string& name)
{
    for (const auto& [key, value] : values) {
        if (key == name)
            return value;
    }
    return std::nan("");
}

/// Whether `values` holds `name` within the tolerance.
bool agrees(const NamedValues& values, const std::string& name, const json& expected)
{
    const double wanted = expected.get<double>();
    return std::abs(valueOf(values, name) - wanted) <= tolerance * std::abs(wanted);
}

torch::Tensor scattered(const RowGradients& rows, std::int64_t itemCount)
{
    torch::Tensor dense = torch::zeros({ itemCount + 1, rows.values.size(1) });
    dense.index_copy_(0, torch::tensor(rows.rows, torch::kInt64), rows.values);
    return dense;
}

/// Name of the first gradient that deviates, empty if all agree.
QString firstWrongGradient(ItemTableModel& model, const RowGradients& rows, const json& gradients,
                           const Names& names)
{
    if (deviation(scattered(rows, model.itemCount()), tensorFrom(gradients.at("E"))) > tolerance)
        return QStringLiteral("E");
    auto parameters = model.named_parameters();
    for (const auto& [ours, theirs] : names) {
        if (!gradients.contains(theirs))
            continue;
        const torch::Tensor gradient = parameters[ours].grad();
        if (deviation(gradient, tensorFrom(gradients.at(theirs)).view_as(gradient)) > tolerance)
            return QString::fromStdString(ours);
    }
    return {};
}

/// Readout by the definition: the valid interest nearest to the positive.
torch::Tensor readoutOf(const UserInterests& users, const torch::Tensor& positives)
{
    return (users.vectors * positives.unsqueeze(1))
        .sum(-1)
        .masked_fill(users.valid.logical_not(), -1e9)
        .argmax(1);
}

torch::Tensor positivesOf(const torch::Tensor& items, const Batch& batch)
{
    return items.index_select(
        0,
        torch::tensor(std::vector<std::int64_t>(batch.positives.begin(), batch.positives.end()),
                      torch::kInt64));
}

/// Equality of what every model's file holds: interests, readout, loss and gradients.
QString firstDifference(ItemTableModel& model, const json& file, const char* lossName, const Names& names)
{
    const Batch batch = batchFrom(file.at("inputs"));
    const json& outputs = file.at("outputs");
    {
        const torch::NoGradGuard noGrad;
        const UserInterests users = model.encode(batch.history);
        if (deviation(users.vectors, tensorFrom(outputs.at("U"))) > tolerance)
            return QStringLiteral("U");
        if (!torch::equal(readoutOf(users, positivesOf(model.itemTable(), batch)),
                          tensorFrom(outputs.at("readout")).to(torch::kInt64)))
            return QStringLiteral("readout");
    }
    RowGradients rows;
    const NamedValues values = model.lossAndGradients(batch, rows);
    if (!agrees(values, "loss", outputs.at(lossName)))
        return QStringLiteral("loss");
    return firstWrongGradient(model, rows, outputs.at("grad"), names);
}

const Names mindNames { { "map", "S" },         { "logits", "b0" },        { "widen.weight", "W1" },
                        { "widen.bias", "b1" }, { "narrow.weight", "W2" }, { "narrow.bias", "b2" } };
const Names comiRecDrNames { { "maps", "W" } };
const Names comiRecSaNames { { "positions", "P" },
                             { "hidden.weight", "W1" },
                             { "hidden.bias", "b1" },
                             { "heads.weight", "W2" },
                             { "heads.bias", "b2" } };
const Names octopusNames { { "channels", "H" } };
const Names re4Names { { "hidden", "W1" },       { "heads", "W12" },     { "values", "W2" },
                       { "output.weight", "F" }, { "output.bias", "f" }, { "unfold.weight", "C" },
                       { "unfold.bias", "c" },   { "source_map", "W3" }, { "slots", "W32" },
                       { "rebuild_map", "W5" } };

Names dssRecNames()
{
    Names names { { "positions", "Pos" },       { "prototypes", "prototypes" },
                  { "places", "alpha" },        { "query_bias", "b_prime" },
                  { "past_bias", "beta_past" }, { "future_bias", "beta_future" },
                  { "key_map.weight", "Wi" },   { "key_map.bias", "bi" } };
    const auto norm = [&names](const std::string& ours, const std::string& theirs) {
        names.emplace_back(ours + ".weight", theirs + "_g");
        names.emplace_back(ours + ".bias", theirs + "_b");
    };
    norm("input_norm", "ln0");
    for (int i = 1; i <= 5; ++i)
        norm("norm" + std::to_string(i), "ln" + std::to_string(i));
    for (int i = 0; i < 2; ++i) {
        const std::string layer = "layer" + std::to_string(i) + ".";
        const std::string block = "b" + std::to_string(i) + "_";
        const std::vector<std::array<std::string, 3>> maps {
            { "query", "Wq", "bq" },  { "key", "Wk", "bk" },   { "value", "Wv", "bv" },
            { "output", "Wo", "bo" }, { "first", "C1", "c1" }, { "second", "C2", "c2" }
        };
        for (const auto& [ours, weight, bias] : maps) {
            names.emplace_back(layer + ours + ".weight", block + weight);
            names.emplace_back(layer + ours + ".bias", block + bias);
        }
        norm(layer + "attended", block + "lnA");
        norm(layer + "fed", block + "lnF");
    }
    return names;
}

} // namespace

/// The six baselines against numbers of public code or of an independent implementation of the specification.
class TestGoldenBaselines final : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    void mind_data() { addKernels(); }

    void mind();

    void comiRecDr_data() { addKernels(); }

    void comiRecDr();

    void comiRecSa_data() { addKernels(); }

    void comiRecSa();

    void octopus_data() { addKernels(); }

    void octopus();

    void re4_data() { addKernels(); }

    void re4();
    void re4SingleLosses_data();
    void re4SingleLosses();
    void dssRec_data();
    void dssRec();
    void dssRecPublicSequenceLoss();

private:
    static void addKernels();
};

void TestGoldenBaselines::addKernels()
{
    QTest::addColumn<std::string>("kernels");
    QTest::newRow("plain") << std::string("plain");
    QTest::newRow("fused") << std::string("fused");
}

void TestGoldenBaselines::mind()
{
    QFETCH(const std::string, kernels);
    const json file = goldenFile("mind_k2.json");
    const json& outputs = file.at("outputs");
    const auto make = [&](const std::string& axis) {
        return modelFrom<Mind, MindOptions>("mind", file.at("settings"), file.at("inputs"), mindNames,
                                            { { "kernels", kernels }, { "routing_axis", axis } });
    };
    const auto model = make("interests");
    QCOMPARE(firstDifference(*model, file, "loss", mindNames), QString());
    const torch::NoGradGuard noGrad;
    const Routing routing = model->route(blockFrom(model->itemTable(), file.at("inputs")));
    QVERIFY(deviation(routing.coupling, tensorFrom(outputs.at("coupling"))) < tolerance);
    QVERIFY(deviation(routing.logits[0], tensorFrom(outputs.at("logits_after_iteration1"))) < tolerance);
    QVERIFY(deviation(routing.logits[1], tensorFrom(outputs.at("logits_after_iteration2"))) < tolerance);
    QVERIFY(deviation(routing.capsules, tensorFrom(outputs.at("capsules"))) < tolerance);

    const json& full = outputs.at("item_axis_full");
    const json& history = file.at("inputs").at("history_full");
    const json lengths = json::array({ 7, 7, 7, 7, 7 });
    const HistoryBlock block = blockFrom(model->itemTable(), history, lengths);
    QVERIFY(deviation(model->route(block).capsules, tensorFrom(full.at("capsules_interest_axis")))
            < tolerance);
    QVERIFY(deviation(make("items")->route(block).capsules, tensorFrom(full.at("capsules_public")))
            < tolerance);
}

void TestGoldenBaselines::comiRecDr()
{
    QFETCH(const std::string, kernels);
    const json file = goldenFile("comirec_dr_k2.json");
    const json& outputs = file.at("outputs");
    const auto make = [&](const std::string& axis) {
        return modelFrom<ComiRecDr, ComiRecDrOptions>("comirec-dr", file.at("settings"), file.at("inputs"),
                                                      comiRecDrNames,
                                                      { { "kernels", kernels }, { "routing_axis", axis } });
    };
    const auto model = make("interests");
    QCOMPARE(firstDifference(*model, file, "loss", comiRecDrNames), QString());
    const torch::NoGradGuard noGrad;
    const Routing routing = model->route(blockFrom(model->itemTable(), file.at("inputs")));
    QVERIFY(deviation(routing.coupling, tensorFrom(outputs.at("coupling"))) < tolerance);
    QVERIFY(deviation(routing.logits[0], tensorFrom(outputs.at("logits_after_iteration1"))) < tolerance);
    QVERIFY(deviation(routing.logits[1], tensorFrom(outputs.at("logits_after_iteration2"))) < tolerance);

    const json& full = outputs.at("item_axis_full");
    const HistoryBlock block
        = blockFrom(model->itemTable(), file.at("inputs").at("history_full"), json::array({ 7, 7, 7, 7, 7 }));
    QVERIFY(deviation(model->route(block).capsules, tensorFrom(full.at("capsules_interest_axis")))
            < tolerance);
    QVERIFY(deviation(make("items")->route(block).capsules, tensorFrom(full.at("capsules_public")))
            < tolerance);
}

void TestGoldenBaselines::comiRecSa()
{
    QFETCH(const std::string, kernels);
    const json file = goldenFile("comirec_sa_k2.json");
    const auto model = modelFrom<ComiRecSa, ComiRecSaOptions>(
        "comirec-sa", file.at("settings"), file.at("inputs"), comiRecSaNames, { { "kernels", kernels } });
    QCOMPARE(firstDifference(*model, file, "loss", comiRecSaNames), QString());
    auto parameters = model->named_parameters();
    const json& biases = file.at("outputs").at("grad_biases_own");
    QVERIFY(deviation(parameters["hidden.bias"].grad(), tensorFrom(biases.at("b1"))) < tolerance);
    QVERIFY(parameters["heads.bias"].grad().abs().max().item<double>() < 1e-6);
    const torch::NoGradGuard noGrad;
    QVERIFY(deviation(model->attention(blockFrom(model->itemTable(), file.at("inputs"))),
                      tensorFrom(file.at("outputs").at("A")))
            < tolerance);
}

void TestGoldenBaselines::octopus()
{
    QFETCH(const std::string, kernels);
    const json file = goldenFile("octopus_k2.json");
    const json& outputs = file.at("outputs");
    const auto make = [&](const std::string& basis) {
        return modelFrom<Octopus, OctopusOptions>("octopus", file.at("settings"), file.at("inputs"),
                                                  octopusNames,
                                                  { { "kernels", kernels }, { "lambda_basis", basis } });
    };
    const auto model = make("0");
    QCOMPARE(firstDifference(*model, file, "total", octopusNames), QString());
    const Batch batch = batchFrom(file.at("inputs"));
    RowGradients rows;
    const NamedValues values = model->lossAndGradients(batch, rows);
    QVERIFY(agrees(values, "main", outputs.at("main")));
    QVERIFY(agrees(values, "orth", outputs.at("orth")));

    // With the further term the gradients add up.
    const auto both = make("1");
    QVERIFY(agrees(both->lossAndGradients(batch, rows), "basis", outputs.at("reconstruction")));
    const torch::Tensor channels
        = tensorFrom(outputs.at("grad").at("H")) + tensorFrom(outputs.at("grad_reconstruction").at("H"));
    const torch::Tensor items
        = tensorFrom(outputs.at("grad").at("E")) + tensorFrom(outputs.at("grad_reconstruction").at("E"));
    QVERIFY(deviation(both->named_parameters()["channels"].grad(), channels) < tolerance);
    QVERIFY(deviation(scattered(rows, both->itemCount()), items) < tolerance);

    const torch::NoGradGuard noGrad;
    const HistoryBlock block = blockFrom(model->itemTable(), file.at("inputs"));
    const Octopus::Channels made = model->channelsOf(block);
    QVERIFY(deviation(made.weights, tensorFrom(outputs.at("w"))) < tolerance);
    QVERIFY(torch::equal(made.channel.masked_fill(block.mask == 0, -1),
                         tensorFrom(outputs.at("group")).to(torch::kInt64)));
    QVERIFY(
        torch::equal(model->encode(batch.history).valid, tensorFrom(outputs.at("active")).to(torch::kBool)));
}

void TestGoldenBaselines::re4()
{
    QFETCH(const std::string, kernels);
    const json file = goldenFile("re4_k2.json");
    const json& outputs = file.at("outputs");
    const auto model = modelFrom<Re4, Re4Options>("re4", file.at("settings"), file.at("inputs"), re4Names,
                                                  { { "kernels", kernels } });
    QCOMPARE(firstDifference(*model, file, "total", re4Names), QString());
    RowGradients rows;
    const NamedValues values = model->lossAndGradients(batchFrom(file.at("inputs")), rows);
    QVERIFY(agrees(values, "main", outputs.at("base")));
    for (const char* term : { "attend", "contrast", "construct" })
        QVERIFY2(agrees(values, term, outputs.at(term)), term);
    const torch::NoGradGuard noGrad;
    const Re4::Forward made = model->forward(blockFrom(model->itemTable(), file.at("inputs")));
    QVERIFY(deviation(made.attention, tensorFrom(outputs.at("a"))) < tolerance);
    QVERIFY(deviation(made.pooled, tensorFrom(outputs.at("Z"))) < tolerance);
    QVERIFY(torch::equal(made.positive, tensorFrom(outputs.at("positive_set")).to(torch::kFloat32)));
}

void TestGoldenBaselines::re4SingleLosses_data()
{
    QTest::addColumn<std::string>("term");
    for (const char* term : { "attend", "contrast", "construct" })
        QTest::newRow(term) << std::string(term);
}

/// The gradient of one loss is that of a total with its weight minus that of one without it.
void TestGoldenBaselines::re4SingleLosses()
{
    QFETCH(const std::string, term);
    const json file = goldenFile("re4_k2.json");
    const auto gradients = [&](const char* weight) {
        const auto model = modelFrom<Re4, Re4Options>("re4", file.at("settings"), file.at("inputs"), re4Names,
                                                      { { "lambda_attend", "0" },
                                                        { "lambda_contrast", "0" },
                                                        { "lambda_construct", "0" },
                                                        { "lambda_" + term, weight } });
        model->to(torch::kFloat64);
        RowGradients rows;
        model->lossAndGradients(batchFrom(file.at("inputs")), rows);
        torch::Tensor items = torch::zeros_like(model->itemTable());
        items.index_copy_(0, torch::tensor(rows.rows, torch::kInt64), rows.values);
        return std::pair { items, model->named_parameters()["values"].grad().clone() };
    };
    const auto with = gradients("1");
    const auto without = gradients("0");
    const json& expected = file.at("outputs").at("grad_" + term);
    QVERIFY(deviation(with.first - without.first, tensorFrom(expected.at("E"))) < tolerance);
    QVERIFY(deviation(with.second - without.second, tensorFrom(expected.at("W2"))) < tolerance);
}

void TestGoldenBaselines::dssRec_data()
{
    QTest::addColumn<std::string>("kernels");
    QTest::addColumn<std::string>("part");
    for (const char* part : { "full", "padded" }) {
        for (const char* kernels : { "plain", "fused" })
            QTest::addRow("%s %s", part, kernels) << std::string(kernels) << std::string(part);
    }
}

void TestGoldenBaselines::dssRec()
{
    QFETCH(const std::string, kernels);
    QFETCH(const std::string, part);
    const json file = goldenFile("dssrec_k2.json");
    const json& inputs = file.at("inputs").at(part);
    const json& expected = file.at("outputs").at(part + "_spec");
    const json& encodings = part == "full" ? file.at("outputs").at("full_public") : expected;
    const Names names = dssRecNames();
    const auto model
        = modelFrom<DssRec, DssRecOptions>("dssrec", file.at("settings"), file.at("inputs").at("weights"),
                                           names, { { "kernels", kernels }, { "dropout", "0" } });

    Batch batch = batchFrom({ { "history", inputs.at("past") },
                              { "lengths", inputs.at("past_lengths") },
                              { "pos", inputs.at("pos") },
                              { "neg", inputs.at("neg") } });
    const auto futures = inputs.at("future").get<std::vector<std::vector<ItemIndex>>>();
    const auto lengths = inputs.at("future_lengths").get<std::vector<std::ptrdiff_t>>();
    for (std::size_t user = 0; user < futures.size(); ++user) {
        std::vector<ItemIndex> items(futures[user].begin(), futures[user].begin() + lengths[user]);
        std::reverse(items.begin(), items.end()); // the file stores what the encoder reads
        batch.future.append(items);
    }
    RowGradients rows;
    const NamedValues values = model->lossAndGradients(batch, rows);
    QVERIFY(agrees(values, "seq2item", expected.at("seq2item")));
    QVERIFY(agrees(values, "seq2seq", expected.at("seq2seq")));
    QVERIFY(agrees(values, "loss", expected.at("total")));
    QCOMPARE(firstWrongGradient(*model, rows, expected.at("grad"), names), QString());

    const torch::NoGradGuard noGrad;
    QVERIFY(deviation(model->encode(batch.history).vectors, tensorFrom(encodings.at("phi_past")))
            < tolerance);
    const std::vector<std::pair<DssRec::Side, std::string>> sides { { DssRec::Side::Past, "past" },
                                                                    { DssRec::Side::Future, "future" } };
    for (const auto& [side, name] : sides) {
        const HistoryBlock block
            = blockFrom(model->itemTable(), inputs.at(name), inputs.at(name + "_lengths"));
        const DssRec::Intentions made = model->intentionsOf(block, side);
        const torch::Tensor real = block.mask.unsqueeze(2);
        const std::string suffix = name;
        const auto wanted
            = [&](const char* what) { return tensorFrom(encodings.at(std::string(what) + suffix)); };
        QVERIFY(deviation(made.encoded * real, wanted("z_")) < tolerance);
        QVERIFY(deviation(made.shares * real, wanted("p_k_")) < tolerance);
        QVERIFY(deviation(made.importance, wanted("p_i_")) < tolerance);
        QVERIFY(deviation(made.vectors, wanted("phi_")) < tolerance);
    }
}

void TestGoldenBaselines::dssRecPublicSequenceLoss()
{
    const json file = goldenFile("dssrec_k2.json");
    const json& outputs = file.at("outputs").at("full_public");
    const torch::Tensor past = tensorFrom(outputs.at("phi_past")).flatten(0, 1);
    const torch::Tensor future = tensorFrom(outputs.at("phi_future")).flatten(0, 1);
    for (const bool inBlocks : { false, true }) {
        const torch::Tensor each = intentionLosses(past, future, inBlocks);
        QVERIFY(
            deviation(each.view({ 5, 2 }), tensorFrom(file.at("outputs").at("full_spec").at("seq2seq_each")))
            < tolerance);
        const double kept = std::get<0>(each.topk(5, 0, false)).sum().item<double>();
        QVERIFY(std::abs(kept / std::log(2.0) - outputs.at("seq2seq_log2_sum").get<double>())
                < tolerance * kept);
    }
}

OPAL_TEST(TestGoldenBaselines)
#include "tst_golden_baselines.moc"
