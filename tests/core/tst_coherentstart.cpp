// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <map>
#include <omp.h>
#include <set>

#include <QTest>

#include "core/analysis/itemgroups.h"
#include "core/base/error.h"
#include "core/models/opal.h"
#include "tests/support/codeof.h"
#include "tests/support/datasetfromtext.h"
#include "tests/support/modeltesting.h"
#include "tests/support/testprogram.h"

using namespace opal;

namespace {

constexpr int itemsOfWorld = 20;

/// Users who watch one of `worlds` worlds of twenty items each, and a stray item of any world now and then.
std::shared_ptr<const Dataset> worldsData(int worlds)
{
    Random random(3, RandomPurpose::Synthesis);
    const auto below
        = [&random](int bound) { return static_cast<int>(random.below(static_cast<std::uint32_t>(bound))); };
    std::string text;
    for (int user = 0; user < 60 * worlds; ++user) {
        text += "u" + std::to_string(user) + ":";
        for (int i = 0; i < 14; ++i) {
            const int world = below(10) == 0 ? below(worlds) : user % worlds;
            text += (i < 12 ? " " : " | ") + std::to_string(1 + world * itemsOfWorld + below(itemsOfWorld));
        }
        text += "\n";
    }
    return datasetFromText(text);
}

/// How many items are in the group that most items of their world are in.
int agreeing(const Dataset& data, const std::vector<std::uint8_t>& groups, int worlds)
{
    std::map<int, std::map<int, int>> counts;
    for (ItemIndex item = 1; item <= data.itemCount(); ++item)
        ++counts[(std::stoi(std::string(data.itemId(item))) - 1) / itemsOfWorld]
                [groups[static_cast<std::size_t>(item)]];
    int result = 0;
    std::set<int> taken;
    for (int world = 0; world < worlds; ++world) {
        const auto most = std::max_element(counts[world].begin(), counts[world].end(),
                                           [](const auto& a, const auto& b) { return a.second < b.second; });
        if (taken.insert(most->first).second)
            result += most->second;
    }
    return result;
}

std::shared_ptr<Opal> opalWith(const std::vector<std::pair<std::string, std::string>>& changes,
                               std::int64_t itemCount)
{
    auto model = std::make_shared<Opal>(OpalOptions::from(paramsOf("opal", changes)), itemCount);
    model->initialise(5);
    model->project();
    return model;
}

std::vector<std::uint8_t> drawnGroups(std::int64_t itemCount, int groups)
{
    Random random(11, RandomPurpose::Analysis);
    std::vector<std::uint8_t> result { 0 };
    while (static_cast<std::int64_t>(result.size()) <= itemCount)
        result.push_back(static_cast<std::uint8_t>(random.below(static_cast<std::uint32_t>(groups))));
    return result;
}

} // namespace

/// Groups of items from the log, and the start of OPAL that is made from them.
class TestCoherentStart final : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    void spectralGroupsAreTheWorlds_data()
    {
        QTest::addColumn<int>("worlds");
        for (const int worlds : { 2, 4, 9 })
            QTest::addRow("%d worlds", worlds) << worlds;
    }

    void spectralGroupsAreTheWorlds()
    {
        QFETCH(const int, worlds);
        const auto data = worldsData(worlds);
        const std::vector<std::uint8_t> groups = spectralItemGroups(*data, worlds);
        QCOMPARE(groups.size(), static_cast<std::size_t>(data->itemCount()) + 1);
        // Two groups need one of the eight coordinates; the others are the strays' noise.
        const auto items = static_cast<int>(data->itemCount());
        QVERIFY(agreeing(*data, groups, worlds) >= (worlds == 2 ? items * 9 / 10 : items));
    }

    void threadsDoNotChangeTheGroups()
    {
        const auto data = worldsData(5);
        omp_set_num_threads(1);
        const auto alone = spectralItemGroups(*data, 3); // fewer groups than worlds: nothing is clear-cut
        omp_set_num_threads(3);
        QVERIFY(spectralItemGroups(*data, 3) == alone);
        QCOMPARE(std::set<int>(alone.begin() + 1, alone.end()).size(), std::size_t { 3 });
    }

    void smallAndImpossibleRequests()
    {
        const auto two = datasetFromText("a: 1 2 1 2 | 1 | 2\nb: 2 1 2 1 | 2 | 1\n");
        QCOMPARE(two->itemCount(), 2);
        QCOMPARE(spectralItemGroups(*two, 2).size(), std::size_t { 3 });
        QVERIFY(spectralItemGroups(*worldsData(2), 1) == std::vector<std::uint8_t>(41, 0));
        for (const int groups : { 0, -1, 3, 256 })
            QCOMPARE(codeOf([&] { spectralItemGroups(*two, groups); }), ErrorCode::InvalidArgument);
        std::stop_source stop;
        stop.request_stop();
        QVERIFY_EXCEPTION_THROWN(spectralItemGroups(*worldsData(2), 2, stop.get_token()), Cancelled);
    }

    void vectorsAreGroupedByDirection()
    {
        // Three bundles of rows around a common mean that is longer than what tells them apart.
        Random random(2, RandomPurpose::Analysis);
        constexpr int dim = 8;
        std::vector<float> table(dim, 0.0F);
        std::vector<std::int32_t> weight { 0 };
        for (int item = 0; item < 90; ++item) {
            for (int c = 0; c < dim; ++c)
                table.push_back((c == 7 ? 3.0F : 0.0F) + (c == item % 3 ? 1.0F : 0.0F)
                                + 0.2F * (random.uniform() - 0.5F));
            weight.push_back(1 + item % 4);
        }
        const auto groups = sphericalItemGroups(table, dim, weight, 3);
        for (std::size_t item = 1; item < groups.size(); ++item)
            QCOMPARE(groups[item], groups[1 + (item - 1) % 3]);
        QCOMPARE((std::set<int> { groups[1], groups[2], groups[3] }).size(), std::size_t { 3 });
        QCOMPARE(codeOf([&] { sphericalItemGroups(table, dim + 1, weight, 3); }), ErrorCode::InvalidArgument);
    }

    void startPutsItemsIntoTheCategoryOfTheirGroup_data()
    {
        QTest::addColumn<double>("pull");
        QTest::newRow("half") << 0.5;
        QTest::newRow("weak") << 0.1;
        QTest::newRow("strong") << 1.5;
    }

    void startPutsItemsIntoTheCategoryOfTheirGroup()
    {
        QFETCH(const double, pull);
        constexpr int itemCount = 300;
        const auto model = opalWith({ { "interests", "4" },
                                      { "dim", "16" },
                                      { "category_start", "coherent" },
                                      { "group_pull", std::to_string(pull) } },
                                    itemCount);
        const torch::Tensor before = model->itemTable().clone();
        const auto groups = drawnGroups(itemCount, 4);
        model->startFromGroups(groups, std::vector<std::int32_t>(groups.size(), 2));
        const torch::Tensor g = model->hyperCategories().vectors;
        QVERIFY(deviation(g.matmul(g.t()), torch::eye(4)) < 1e-5);
        const torch::Tensor items = model->itemTable().narrow(0, 1, itemCount);
        QVERIFY(deviation(items.norm(2, 1), torch::ones({ itemCount })) < 1e-5);
        const torch::Tensor cosines = items.matmul(g.t());
        const torch::Tensor own
            = torch::one_hot(torch::tensor(std::vector<std::int64_t>(groups.begin() + 1, groups.end())), 4);
        QVERIFY(deviation(cosines, own * (pull / std::sqrt(1 + pull * pull))) < 1e-5);
        // What an item was beside the categories it still is.
        const torch::Tensor old = before.narrow(0, 1, itemCount);
        const torch::Tensor rest = old - old.matmul(g.t()).matmul(g);
        const torch::Tensor now = items - cosines.matmul(g);
        QVERIFY(deviation(torch::cosine_similarity(rest, now, 1, 1e-8), torch::ones({ itemCount })) < 1e-5);
        QCOMPARE(model->itemTable()[0].abs().sum().item<float>(), 0.0F);
        QCOMPARE(codeOf([&] {
                     model->startFromGroups(drawnGroups(itemCount, 5), std::vector<std::int32_t>(301, 1));
                 }),
                 ErrorCode::InvalidArgument);
    }

    void categoriesAreNearTheirGroups()
    {
        // Items that lie around four orthogonal directions: the categories are those.
        constexpr int itemCount = 200;
        const auto model = opalWith(
            { { "interests", "4" }, { "dim", "16" }, { "category_start", "coherent" } }, itemCount);
        std::vector<std::uint8_t> groups { 0 };
        for (int item = 1; item <= itemCount; ++item) {
            groups.push_back(static_cast<std::uint8_t>(item % 4));
            model->itemTable()[item][item % 4] += 5;
        }
        model->project();
        model->startFromGroups(groups, std::vector<std::int32_t>(groups.size(), 1));
        // Centred, four directions span three dimensions only, so the fourth is whatever completes them.
        const torch::Tensor g = model->hyperCategories().vectors;
        for (int category = 0; category < 4; ++category)
            QCOMPARE(g[category].argmax().item<std::int64_t>(), std::int64_t { category });
    }

    void stagesFollowTheParameters()
    {
        const auto names = [](const std::vector<std::pair<std::string, std::string>>& changes) {
            std::string result;
            for (const Stage& stage : opalWith(changes, 20)->stages())
                result += stage.name
                    + (stage.preparatory          ? "(prepares) "
                           : stage.fromItemGroups ? "(groups) "
                                                  : " ");
            return result;
        };
        QCOMPARE(names({ { "category_start", "random" } }), std::string("soft hard "));
        QCOMPARE(names({ { "category_start", "coherent" }, { "warmup_epochs", "3" } }),
                 std::string("warmup(prepares) soft(groups) hard "));
        QCOMPARE(names({ { "category_start", "coherent" }, { "warmup_epochs", "0" } }),
                 std::string("soft(groups) hard "));
        QCOMPARE(names({ { "category_start", "coherent" }, { "interests", "1" } }),
                 std::string("soft hard "));
        QCOMPARE(codeOf([] {
                     opalWith({ { "category_start", "coherent" }, { "interests", "8" }, { "dim", "4" } }, 9);
                 }),
                 ErrorCode::InvalidConfiguration);
    }

    void warmUpIsTheModelWithOneInterest_data()
    {
        QTest::addColumn<QString>("kernels");
        QTest::newRow("plain") << QStringLiteral("plain");
        QTest::newRow("fused") << QStringLiteral("fused");
    }

    void warmUpIsTheModelWithOneInterest()
    {
        QFETCH(const QString, kernels);
        const auto several = opalWith({ { "interests", "4" }, { "kernels", kernels.toStdString() } }, 60);
        const auto one = opalWith({ { "interests", "1" }, { "kernels", kernels.toStdString() } }, 60);
        one->itemTable().copy_(several->itemTable());
        several->setStage("warmup");
        one->setStage("soft");
        const Batch batch = randomBatch({ .users = 30, .items = 60 }, 4);
        RowGradients got, wanted;
        QVERIFY(several->lossAndGradients(batch, got) == one->lossAndGradients(batch, wanted));
        QCOMPARE(got.rows, wanted.rows);
        QVERIFY(torch::equal(got.values, wanted.values));
        for (const auto& parameter : several->named_parameters())
            QVERIFY2(!parameter.value().grad().defined()
                         || parameter.value().grad().abs().max().item<float>() < 1e-9F,
                     parameter.key().c_str());
        QVERIFY(!several->hyperCategories().vectors.defined());

        const torch::NoGradGuard noGrad;
        const UserInterests padded = several->encode(batch.history);
        const UserInterests single = one->encode(batch.history);
        QCOMPARE(padded.vectors.size(1), 4);
        QVERIFY(torch::equal(padded.vectors.narrow(1, 0, 1), single.vectors));
        QVERIFY(torch::equal(padded.valid.sum(1), torch::ones({ 30 }, torch::kInt64)));
        QVERIFY(torch::equal(padded.weights.sum(1), torch::ones({ padded.weights.size(0) })));
        const InterestTrace trace = several->trace({}, {}, -1);
        QCOMPARE(trace.vectors.size(0), 4);
    }

    void recordsOfEarlierReleasesKeepTheirMeaning()
    {
        const ModelInfo& opal = findModel("opal");
        const ParamMap plain = recordedParams(opal, { { "interests", "8" }, { "orthogonal_init", "false" } });
        QCOMPARE(plain.text("category_start"), std::string("random"));
        QCOMPARE(plain.text("keep_stage"), std::string("last"));
        QCOMPARE(plain.text("exclude"), std::string("window"));
        QCOMPARE(ParamMap(opal.params).text("exclude"), std::string("history"));
        QCOMPARE(plain.integer("interests"), 8);
        const ParamMap orthogonal = recordedParams(opal, { { "orthogonal_init", "true" } });
        QCOMPARE(orthogonal.text("category_start"), std::string("orthogonal"));
        const ParamMap now
            = recordedParams(opal, { { "category_start", "coherent" }, { "keep_stage", "best" } });
        QCOMPARE(now.text("category_start"), std::string("coherent"));
        QCOMPARE(now.text("keep_stage"), std::string("best"));
        QCOMPARE(codeOf([&] { recordedParams(opal, { { "interest", "8" } }); }), ErrorCode::UnknownKey);
    }
};

OPAL_TEST(TestCoherentStart)
#include "tst_coherentstart.moc"
