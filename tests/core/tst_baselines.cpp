// SPDX-License-Identifier: GPL-3.0-or-later
#include <omp.h>

#include <QTest>

#include "core/base/error.h"
#include "core/models/comirecdr.h"
#include "core/models/dssrec.h"
#include "core/models/losses.h"
#include "core/models/mind.h"
#include "core/models/octopus.h"
#include "core/models/re4.h"
#include "core/retrieval/interests.h"
#include "core/retrieval/searcher.h"
#include "tests/support/modeltesting.h"
#include "tests/support/testprogram.h"

using namespace opal;

namespace {

using Changes = std::vector<std::pair<std::string, std::string>>;

constexpr std::int64_t itemCount = 40;

ParamMap smallParams(const std::string& name, const Changes& changes)
{
    Changes all { { "interests", "3" }, { "dim", "6" }, { "max_length", "9" }, { "seed", "5" } };
    all.insert(all.end(), changes.begin(), changes.end());
    return paramsOf(name, all);
}

std::shared_ptr<Recommender> smallModel(const std::string& name, const Changes& changes)
{
    return makeModel(name, smallParams(name, changes), itemCount);
}

template <class Model, class Options>
std::shared_ptr<Model> small(const std::string& name, const Changes& changes)
{
    auto model = std::make_shared<Model>(Options::from(smallParams(name, changes)), itemCount);
    model->initialise(5);
    return model;
}

/// Every model of the table that is trained in steps but OPAL.
void addBaselines()
{
    QTest::addColumn<std::string>("name");
    for (const ModelInfo& model : modelTable()) {
        if (model.name != "opal" && !model.scorer)
            QTest::newRow(model.name.c_str()) << model.name;
    }
}

/// The histories of `batch` as one block with `extra` cells of padding behind the longest.
HistoryBlock blockOf(const torch::Tensor& items, const RaggedHistories& histories, std::int64_t extra = 0)
{
    const std::vector<std::int64_t> tokens(histories.items.begin(), histories.items.end());
    const torch::Tensor all = torch::tensor(tokens, torch::kInt64);
    const std::int64_t longest = padRows(histories.offsets, all).mask.size(1);
    const PaddedIndex padded = padRows(histories.offsets, all, longest + extra);
    HistoryBlock block;
    block.x = torch::embedding(items, padded.index);
    block.mask = padded.mask.to(items.scalar_type());
    block.lengths = padded.lengths;
    block.rows = torch::arange(histories.size());
    return block;
}

/// Largest difference between `gradient` and central differences of the loss by some thirty values of
/// `parameter`, relative to the largest gradient.
double numericDeviation(Recommender& model, const Batch& batch, torch::Tensor parameter,
                        const torch::Tensor& gradient)
{
    constexpr double width = 1e-5;
    const torch::NoGradGuard noGrad;
    torch::Tensor flat = parameter.detach().view({ -1 });
    const torch::Tensor expected = gradient.reshape({ -1 });
    double apart = 0;
    for (std::int64_t i = 0; i < flat.numel(); i += (flat.numel() / 30) | 1) {
        const double value = flat[i].item<double>();
        flat[i] = value + width;
        const double above = model.loss(batch).front().second.item<double>();
        flat[i] = value - width;
        const double below = model.loss(batch).front().second.item<double>();
        flat[i] = value;
        apart = std::max(apart, std::abs((above - below) / (2 * width) - expected[i].item<double>()));
    }
    return apart / std::max(1e-3, expected.abs().max().item<double>());
}

double valueOf(const LossTerms& terms, const std::string& name)
{
    for (const auto& [key, value] : terms) {
        if (key == name)
            return value.item<double>();
    }
    return std::nan("");
}

} // namespace

/// The traps of the baselines: what ports get wrong, and that blocks, threads and padding change nothing.
class TestBaselines final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void gradientsEqualDifferences_data();
    void gradientsEqualDifferences();
    void blocksChangeNothing_data();
    void blocksChangeNothing();
    void paddingDoesNotLeak_data();
    void paddingDoesNotLeak();

    void longHistoriesAreRefused_data() { addBaselines(); }

    void longHistoriesAreRefused();

    void lossIsAFunctionOfTheStep_data() { addBaselines(); }

    void lossIsAFunctionOfTheStep();
    void dropoutDropsItsShare();
    void equalLogitsMakeEqualCapsules();
    void oneInterestSumsTheItems();
    void interestsGrowWithTheHistory();
    void finiteLabelPowerAttendsToTheNearest();
    void perPositionProductEqualsTheBroadcastOne();
    void positionsCountFromTheOldestItem();
    void inactiveChannelsAreNeverSearched();
    void channelsNeedDimensions();
    void intentionLossesEqualNestedLoops();
    void intentionLossesInBlocksEqualTheTable();
    void re4LossesEqualNestedLoops();
};

void TestBaselines::gradientsEqualDifferences_data()
{
    QTest::addColumn<std::string>("name");
    QTest::addColumn<std::string>("kernels");
    QTest::addColumn<Changes>("changes");
    for (const ModelInfo& model : modelTable()) {
        if (model.name == "opal" || model.scorer)
            continue;
        // Routing weights carry no gradient on purpose; with one iteration they do not depend on anything.
        const bool routes = model.name == "mind" || model.name == "comirec-dr";
        for (const char* interests : { "1", "2", "4" }) {
            for (const char* kernels : { "plain", "fused" }) {
                Changes changes { { "interests", interests }, { "kernels", kernels } };
                if (routes)
                    changes.emplace_back("routing_iterations", "1");
                QTest::addRow("%s %s %s", model.name.c_str(), interests, kernels)
                    << model.name << std::string(kernels) << changes;
            }
        }
    }
    const std::vector<std::pair<std::string, Changes>> switches {
        { "mind", { { "routing_iterations", "1" }, { "label_power", "1" } } },
        { "mind", { { "routing_iterations", "1" }, { "label_power", "2" } } },
        { "mind", { { "routing_iterations", "1" }, { "dynamic_interests", "true" } } },
        { "comirec-dr", { { "routing_iterations", "1" }, { "routing_axis", "items" } } },
        { "octopus", { { "lambda_basis", "0.5" } } },
        { "dssrec", { { "dropout", "0" }, { "confident_share", "1" } } },
        { "re4", { { "lambda_attend", "1" }, { "lambda_contrast", "1" }, { "lambda_construct", "5" } } },
        { "re4", { { "positive_gate", "0.2" }, { "backward_mean", "positives" } } },
    };
    for (const auto& [name, changes] : switches)
        QTest::addRow("%s %s", name.c_str(), changes.back().first.c_str())
            << name << std::string("fused") << changes;
}

void TestBaselines::gradientsEqualDifferences()
{
    QFETCH(const std::string, name);
    QFETCH(const Changes, changes);
    const auto model = smallModel(name, changes);
    model->to(torch::kFloat64);
    const Batch batch = randomBatch({ .users = 5, .items = itemCount, .longest = 6 }, 11);
    RowGradients rows;
    model->lossAndGradients(batch, rows);
    torch::Tensor items = torch::zeros_like(model->itemTable());
    items.index_copy_(0, torch::tensor(rows.rows, torch::kInt64), rows.values);
    QVERIFY(numericDeviation(*model, batch, model->itemTable().slice(0, 1), items.slice(0, 1)) < 1e-5);
    for (const auto& entry : model->named_parameters()) {
        const torch::Tensor gradient = entry.value().grad().clone();
        QVERIFY2(numericDeviation(*model, batch, entry.value(), gradient) < 1e-5, entry.key().c_str());
    }
}

void TestBaselines::blocksChangeNothing_data()
{
    QTest::addColumn<std::string>("name");
    QTest::addColumn<std::string>("interests");
    for (const ModelInfo& model : modelTable()) {
        if (model.name == "opal" || model.scorer)
            continue;
        for (const char* interests : { "1", "3" })
            QTest::addRow("%s %s", model.name.c_str(), interests) << model.name << std::string(interests);
    }
}

void TestBaselines::blocksChangeNothing()
{
    QFETCH(const std::string, name);
    QFETCH(const std::string, interests);
    const auto made = [&](const char* kernels) {
        auto model = smallModel(
            name, { { "interests", interests }, { "max_length", "60" }, { "kernels", kernels } });
        model->to(torch::kFloat64);
        return model;
    };
    const auto plain = made("plain");
    const auto fused = made("fused");
    // 400 users of up to 60 items are several blocks.
    const Batch batch = randomBatch({ .users = 400, .items = itemCount, .longest = 60 }, 21);
    RowGradients expected;
    RowGradients got;
    const auto one = plain->lossAndGradients(batch, expected);
    const auto other = fused->lossAndGradients(batch, got);
    QCOMPARE(one.size(), other.size());
    for (std::size_t i = 0; i < one.size(); ++i)
        QVERIFY2(std::abs(one[i].second - other[i].second) <= 1e-9 * std::abs(one[i].second),
                 one[i].first.c_str());
    QVERIFY(deviation(got.values, expected.values) < 1e-8);
    const auto fusedParameters = fused->named_parameters();
    for (const auto& entry : plain->named_parameters()) {
        const torch::Tensor gradient = entry.value().grad();
        const double largest = std::max(1e-6, gradient.abs().max().item<double>());
        const double apart = (gradient - fusedParameters[entry.key()].grad()).abs().max().item<double>();
        QVERIFY2(apart / largest < 1e-8, entry.key().c_str());
    }
    const torch::NoGradGuard noGrad;
    const UserInterests a = plain->encode(batch.history);
    const UserInterests b = fused->encode(batch.history);
    QVERIFY(deviation(b.vectors, a.vectors) < 1e-9);
    QVERIFY(torch::equal(a.valid, b.valid));
    if (a.weights.defined())
        QVERIFY(deviation(b.weights, a.weights) < 1e-9);
}

void TestBaselines::paddingDoesNotLeak_data()
{
    QTest::addColumn<std::string>("name");
    QTest::addColumn<std::string>("axis");
    for (const ModelInfo& model : modelTable()) {
        const bool routes = model.name == "mind" || model.name == "comirec-dr";
        if (model.name != "opal" && !model.scorer)
            QTest::addRow("%s", model.name.c_str()) << model.name << std::string();
        if (routes)
            QTest::addRow("%s items", model.name.c_str()) << model.name << std::string("items");
    }
}

/// A user's interests are the same alone and beside a user with the longest history: only padding differs.
void TestBaselines::paddingDoesNotLeak()
{
    QFETCH(const std::string, name);
    QFETCH(const std::string, axis);
    Changes changes { { "kernels", "plain" } };
    if (!axis.empty())
        changes.emplace_back("routing_axis", axis);
    const auto model = smallModel(name, changes);
    const torch::NoGradGuard noGrad;
    const std::vector<ItemIndex> few { 7, 3, 12 };
    RaggedHistories alone;
    alone.append(few);
    RaggedHistories beside = alone;
    beside.append(std::vector<ItemIndex> { 1, 2, 3, 4, 5, 6, 7, 8, 9 });
    const UserInterests one = model->encode(alone);
    const UserInterests two = model->encode(beside);
    QVERIFY(deviation(two.vectors[0], one.vectors[0]) < 1e-6);
    QVERIFY(torch::equal(two.valid[0], one.valid[0]));
    if (one.weights.defined())
        QVERIFY(deviation(two.weights.slice(0, 0, 3), one.weights) < 1e-6);
}

void TestBaselines::longHistoriesAreRefused()
{
    QFETCH(const std::string, name);
    RaggedHistories histories;
    histories.append(std::vector<ItemIndex>(10, 1));
    QVERIFY_EXCEPTION_THROWN(smallModel(name, {})->encode(histories), Error);
}

void TestBaselines::lossIsAFunctionOfTheStep()
{
    QFETCH(const std::string, name);
    const auto model = smallModel(name, {});
    Batch batch = randomBatch({ .users = 30, .items = itemCount }, 31);
    batch.step = 17;
    const int threads = omp_get_max_threads();
    RowGradients rows;
    const auto first = model->lossAndGradients(batch, rows);
    const torch::Tensor gradient = rows.values.clone();
    torch::manual_seed(99);
    omp_set_num_threads(1);
    const auto again = model->lossAndGradients(batch, rows);
    omp_set_num_threads(threads);
    QVERIFY(std::abs(first.front().second - again.front().second) < 1e-5);
    QVERIFY(deviation(rows.values, gradient) < 1e-4);
    batch.step = 18;
    const double next = model->lossAndGradients(batch, rows).front().second;
    QCOMPARE(next != first.front().second, name == "dssrec"); // it alone draws something in a step
}

void TestBaselines::dropoutDropsItsShare()
{
    const RaggedHistories histories = randomBatch({ .users = 200, .items = itemCount }, 41).history;
    const HistoryBlock block = blockOf(torch::ones({ itemCount + 1, 4 }), histories, 2);
    const double cells = block.mask.sum().item<double>();
    const Dropout dropout(0.3, 5, 12);
    const torch::Tensor vectors = dropout.ofVectors(block, 3, 16);
    const torch::Tensor kept = vectors > 0;
    QVERIFY(std::abs(kept.sum().item<double>() / (cells * 16) - 0.7) < 0.02);
    QVERIFY(std::abs(vectors.max().item<double>() - 1 / 0.7) < 1e-6);
    QVERIFY((vectors * (1 - block.mask).unsqueeze(2)).abs().max().item<double>() == 0);
    QVERIFY(torch::equal(vectors, Dropout(0.3, 5, 12).ofVectors(block, 3, 16)));
    for (const Dropout& other : { Dropout(0.3, 5, 13), Dropout(0.3, 6, 12) })
        QVERIFY(!torch::equal(vectors, other.ofVectors(block, 3, 16)));
    QVERIFY(!torch::equal(vectors, dropout.ofVectors(block, 4, 16)));
    QVERIFY(!torch::equal(vectors[0][0], vectors[1][0]));
    const torch::Tensor attention = dropout.ofAttention(block, 3);
    QVERIFY(attention.triu(1).abs().max().item<double>() == 0);
    const double causal
        = (block.lengths * (block.lengths + 1)).sum().item<double>() / 2; // pairs with key <= query
    QVERIFY(std::abs((attention > 0).sum().item<double>() / causal - 0.7) < 0.03);
}

void TestBaselines::equalLogitsMakeEqualCapsules()
{
    const auto model = small<Mind, MindOptions>("mind", {});
    const torch::NoGradGuard noGrad;
    const HistoryBlock block = blockOf(model->itemTable(), randomBatch({}, 51).history);
    const auto spread = [&] {
        const torch::Tensor capsules = model->route(block).capsules;
        return (capsules - capsules.slice(1, 0, 1)).abs().max().item<double>();
    };
    QVERIFY(spread() > 1e-3);
    torch::Tensor logits = model->named_buffers()["logits"];
    logits.zero_();
    QVERIFY(spread() < 1e-7);
}

void TestBaselines::oneInterestSumsTheItems()
{
    const auto model = small<Mind, MindOptions>("mind", { { "interests", "1" } });
    const torch::NoGradGuard noGrad;
    const HistoryBlock block = blockOf(model->itemTable(), randomBatch({}, 52).history);
    const torch::Tensor sum = torch::matmul(block.x, model->named_parameters()["map"]).sum(1, true);
    QVERIFY(deviation(model->route(block).capsules, squash(sum)) < 1e-5);
}

void TestBaselines::interestsGrowWithTheHistory()
{
    const auto model = small<Mind, MindOptions>("mind", { { "dynamic_interests", "true" } });
    RaggedHistories histories;
    const std::vector<std::size_t> lengths { 1, 2, 3, 4, 7, 8, 9 };
    for (const std::size_t length : lengths)
        histories.append(std::vector<ItemIndex>(length, 4));
    const torch::NoGradGuard noGrad;
    const UserInterests made = model->encode(histories);
    const std::vector<std::int64_t> expected { 1, 1, 1, 2, 2, 3, 3 };
    for (std::size_t user = 0; user < expected.size(); ++user) {
        const torch::Tensor valid = made.valid[static_cast<std::int64_t>(user)];
        QCOMPARE(valid.sum().item<std::int64_t>(), expected[user]);
        QVERIFY(valid[0].item<bool>());
    }
    // Masked capsules take no share of any item, and retrieval never sees them.
    QVERIFY(deviation(made.weights.sum(1), torch::ones({ histories.offsets.back() })) < 1e-5);
    QVERIFY(made.weights.slice(0, 0, 6).slice(1, 1).abs().max().item<double>() == 0);
    const InterestSet set = extractInterests(*model, histories);
    const RecallList list = searcherOf(*model).search(set, 0, 5, {});
    QCOMPARE(list.perInterest[0].size(), std::size_t { 5 });
    QVERIFY(list.perInterest[1].empty() && list.perInterest[2].empty());
}

void TestBaselines::finiteLabelPowerAttendsToTheNearest()
{
    const Batch batch = randomBatch({ .users = 6, .items = itemCount }, 53);
    for (const char* power : { "1", "2" }) {
        const auto model = small<Mind, MindOptions>("mind", { { "label_power", power } });
        const torch::NoGradGuard noGrad;
        const double loss = model->loss(batch).front().second.item<double>();
        const torch::Tensor users = model->encode(batch.history).vectors;
        const auto vector
            = [&](ItemIndex item) { return model->itemTable()[static_cast<std::int64_t>(item)]; };
        double expected = 0;
        for (std::size_t b = 0; b < batch.positives.size(); ++b) {
            const torch::Tensor positive = vector(batch.positives[b]);
            torch::Tensor nearness = torch::mv(users[static_cast<std::int64_t>(b)], positive);
            if (std::string(power) == "2")
                nearness = nearness.clamp_min(0).square();
            const torch::Tensor user
                = torch::mv(users[static_cast<std::int64_t>(b)].t(), torch::softmax(nearness, 0));
            std::vector<torch::Tensor> scores { user.dot(positive) };
            for (const ItemIndex negative : batch.negatives) {
                if (negative != batch.positives[b])
                    scores.push_back(user.dot(vector(negative)));
            }
            expected += (torch::logsumexp(torch::stack(scores), 0) - scores.front()).item<double>();
        }
        expected /= static_cast<double>(batch.positives.size());
        QVERIFY(std::abs(loss - expected) < 1e-5 * expected);
    }
}

void TestBaselines::perPositionProductEqualsTheBroadcastOne()
{
    const auto model = small<ComiRecDr, ComiRecDrOptions>("comirec-dr", {});
    const torch::NoGradGuard noGrad;
    const HistoryBlock block = blockOf(model->itemTable(), randomBatch({}, 61).history);
    const std::int64_t length = block.x.size(1);
    const torch::Tensor maps
        = model->named_parameters()["maps"].slice(0, 0, length).view({ 1, length, 3, 6, 6 });
    const torch::Tensor broadcast
        = (maps * block.x.view({ -1, length, 1, 1, 6 })).sum(-1).permute({ 0, 2, 1, 3 }); // [n, K, L, d]
    QVERIFY(deviation(model->mapped(block), broadcast) < 1e-5);
}

void TestBaselines::positionsCountFromTheOldestItem()
{
    const auto model = small<ComiRecDr, ComiRecDrOptions>("comirec-dr", {});
    const torch::NoGradGuard noGrad;
    RaggedHistories histories;
    histories.append(std::vector<ItemIndex> { 5, 8 });
    histories.append(std::vector<ItemIndex> { 5, 8, 2, 9 });
    const torch::Tensor mapped = model->mapped(blockOf(model->itemTable(), histories));
    QVERIFY(torch::equal(mapped[0].slice(1, 0, 2), mapped[1].slice(1, 0, 2)));
}

void TestBaselines::inactiveChannelsAreNeverSearched()
{
    const auto model = small<Octopus, OctopusOptions>("octopus", {});
    RaggedHistories histories;
    histories.append(std::vector<ItemIndex> { 6, 6, 6 }); // one item has one channel
    const InterestSet set = extractInterests(*model, histories);
    QVERIFY(std::count(set.valid.begin(), set.valid.end(), 1) == 1);
    const auto active
        = static_cast<std::size_t>(std::find(set.valid.begin(), set.valid.end(), 1) - set.valid.begin());
    QCOMPARE(set.itemCounts[active], 3);
    const RecallList list = searcherOf(*model).search(set, 0, static_cast<int>(itemCount), {});
    for (std::size_t interest = 0; interest < list.perInterest.size(); ++interest)
        QCOMPARE(list.perInterest[interest].empty(), interest != active);
    // The zero vector of an idle channel would beat every negative score.
    QVERIFY(list.merged.back().score < 0);
    for (const RecallEntry& entry : list.merged)
        QCOMPARE(static_cast<std::size_t>(entry.interest), active);
}

void TestBaselines::channelsNeedDimensions()
{
    QVERIFY_EXCEPTION_THROWN(smallModel("octopus", { { "interests", "7" } }), Error);
}

void TestBaselines::intentionLossesEqualNestedLoops()
{
    const std::int64_t users = 4;
    const std::int64_t interests = 3;
    torch::manual_seed(7);
    const torch::Tensor past = torch::randn({ users, interests, 6 }, torch::kFloat64);
    const torch::Tensor future = torch::randn({ users, interests, 6 }, torch::kFloat64);
    torch::Tensor expected = torch::zeros({ users, interests }, torch::kFloat64);
    for (std::int64_t b = 0; b < users; ++b) {
        for (std::int64_t k = 0; k < interests; ++k) {
            double sum = 0;
            for (std::int64_t other = 0; other < users; ++other) {
                for (std::int64_t j = 0; j < interests; ++j)
                    sum += std::exp(past[b][k].dot(future[other][j]).item<double>() / std::sqrt(6.0));
            }
            const double own = past[b][k].dot(future[b][k]).item<double>() / std::sqrt(6.0);
            expected[b][k] = std::log(sum) - own;
        }
    }
    for (const bool inBlocks : { false, true }) {
        const torch::Tensor each = intentionLosses(past.flatten(0, 1), future.flatten(0, 1), inBlocks);
        QVERIFY(deviation(each.view({ users, interests }), expected) < 1e-12);
    }
}

void TestBaselines::intentionLossesInBlocksEqualTheTable()
{
    torch::manual_seed(8);
    const torch::Tensor weight
        = torch::rand({ 1300 }, torch::kFloat64) * (torch::arange(1300).remainder(3) != 0);
    std::vector<torch::Tensor> gradients;
    const torch::Tensor start = torch::randn({ 2, 1300, 5 }, torch::kFloat64);
    for (const bool inBlocks : { false, true }) {
        torch::Tensor both = start.clone().requires_grad_(true);
        (intentionLosses(both[0], both[1], inBlocks) * weight).sum().backward();
        gradients.push_back(both.grad());
    }
    QVERIFY(deviation(gradients[1], gradients[0]) < 1e-10);
}

/// The three backward losses written out for three users with histories of different length.
void TestBaselines::re4LossesEqualNestedLoops()
{
    constexpr std::int64_t interests = 2;
    const auto model = small<Re4, Re4Options>("re4", { { "interests", "2" } });
    model->to(torch::kFloat64);
    const torch::NoGradGuard noGrad;
    Batch batch = randomBatch({ .users = 3, .items = itemCount }, 71);
    batch.history.clear();
    batch.history.append(std::vector<ItemIndex> { 3, 9, 14, 3, 20 });
    batch.history.append(std::vector<ItemIndex> { 8, 1, 30 });
    batch.history.append(std::vector<ItemIndex> { 25, 11, 2, 17 });
    const auto at = [&](std::int64_t user, std::int64_t position) {
        const auto offset = batch.history.offsets[static_cast<std::size_t>(user)] + position;
        return model->itemTable()[batch.history.items[static_cast<std::size_t>(offset)]];
    };
    const std::vector<std::int64_t> lengths { 5, 3, 4 };
    const auto parameters = model->named_parameters();
    const Re4::Forward made = model->forward(blockOf(model->itemTable(), batch.history));
    const auto cosine = [](const torch::Tensor& a, const torch::Tensor& b) {
        return (a.dot(b) / (a.norm() * b.norm())).item<double>();
    };
    double attend = 0;
    double contrast = 0;
    double construct = 0;
    double positives = 0;
    for (std::int64_t b = 0; b < 3; ++b) {
        const std::int64_t length = lengths[static_cast<std::size_t>(b)];
        const std::int64_t before = (b + 2) % 3;
        for (std::int64_t k = 0; k < interests; ++k) {
            const torch::Tensor z = made.pooled[b][k];
            std::vector<torch::Tensor> nearness;
            for (std::int64_t l = 0; l < length; ++l)
                nearness.push_back(z.dot(at(b, l)));
            const torch::Tensor target = torch::softmax(torch::stack(nearness), 0);
            attend -= (target * made.attention[b][k].slice(0, 0, length).log()).sum().item<double>();

            double sum = 0;
            for (std::int64_t l = 0; l < length; ++l)
                sum += std::exp(cosine(z, at(b, l)) / 0.02);
            for (std::int64_t j = 0; j < interests; ++j)
                sum += j == k ? 0 : std::exp(cosine(z, made.pooled[b][j]) / 0.02);
            for (std::int64_t l = 0; l < lengths[static_cast<std::size_t>(before)]; ++l)
                sum += std::exp(cosine(z, at(before, l)) / 0.02);
            const torch::Tensor rows
                = (torch::mv(parameters["unfold.weight"], z) + parameters["unfold.bias"]).view({ 9, 6 });
            for (std::int64_t l = 0; l < length; ++l) {
                if (made.attention[b][k][l].item<double>() <= 1.0 / static_cast<double>(length))
                    continue;
                positives += 1;
                contrast += std::log(sum) - cosine(z, at(b, l)) / 0.02;
                std::vector<torch::Tensor> scores;
                for (std::int64_t m = 0; m < length; ++m)
                    scores.push_back(parameters["slots"][l].dot(
                        torch::tanh(torch::mv(parameters["source_map"], rows[m]))));
                const torch::Tensor weights = torch::softmax(torch::stack(scores), 0);
                torch::Tensor rebuilt = torch::zeros({ 6 }, torch::kFloat64);
                for (std::int64_t m = 0; m < length; ++m)
                    rebuilt += weights[m] * torch::mv(parameters["rebuild_map"].t(), rows[m]);
                construct += (rebuilt - at(b, l)).square().sum().item<double>();
            }
        }
    }
    const double slots = 3 * interests * 9;
    const LossTerms terms = model->loss(batch);
    QVERIFY(positives > 0);
    QVERIFY(std::abs(valueOf(terms, "attend") - attend / (3 * interests)) < 1e-9);
    QVERIFY(std::abs(valueOf(terms, "contrast") - contrast / slots) < 1e-9);
    QVERIFY(std::abs(valueOf(terms, "construct") - construct / (slots * 6)) < 1e-9);
    QVERIFY(std::abs(valueOf(terms, "positive_share") - positives / slots) < 1e-9);
}

OPAL_TEST(TestBaselines)
#include "tst_baselines.moc"
