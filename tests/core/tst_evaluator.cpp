// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <map>
#include <omp.h>
#include <set>

#include <torch/torch.h>

#include <QTest>

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/data/datasetbuilder.h"
#include "core/evaluation/evaluator.h"
#include "core/models/recommender.h"
#include "core/results/rankingmetrics.h"
#include "core/results/recalllist.h"
#include "core/retrieval/interests.h"
#include "tests/support/testprogram.h"

using namespace opal;

/// Evaluation equals a naive reference that ranks every item for every user, and counts everybody.
class TestEvaluator final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void equalsTheNaiveReference_data();
    void equalsTheNaiveReference();
    void everyUserCountsTheLastBlockIncluded();
    void indexAndExactSearchAgree();
    void threadsDoNotChangeTheResult();
    void rankingOnlyLeavesTheRestOut();
    void interestsArePlainAndTheModelIsUntouched();
    void stopsAndReports();
    void refusesWhatCannotBeEvaluated();
};

namespace {

constexpr int interestCount = 3;
constexpr int dimension = 4;

/// Interest j is the sum of the history items at places congruent to j modulo K; without such items it is
/// invalid. Item rows are small halves, so that every score is exact and many tie.
class PositionModel final : public Recommender
{
public:
    explicit PositionModel(std::int64_t itemCount)
    {
        Random random(3, RandomPurpose::Initialisation);
        m_items = torch::zeros({ itemCount + 1, dimension });
        auto values = m_items.accessor<float, 2>();
        for (std::int64_t item = 1; item <= itemCount; ++item)
            for (int i = 0; i < dimension; ++i)
                values[item][i] = static_cast<float>(static_cast<int>(random.below(7)) - 3) / 2;
    }

    int interestCount() const override { return ::interestCount; }

    int dim() const override { return dimension; }

    std::vector<Stage> stages() const override { return {}; }

    void setStage(const std::string&) override { }

    void initialise(std::uint64_t) override { }

    UserInterests encode(const RaggedHistories& histories) override
    {
        sawGradientMode = sawGradientMode || torch::GradMode::is_enabled();
        sawTrainingMode = sawTrainingMode || is_training();
        const std::int64_t users = histories.size();
        UserInterests result;
        result.vectors = torch::zeros({ users, ::interestCount, dimension });
        result.valid = torch::zeros({ users, ::interestCount }, torch::kBool);
        result.weights = torch::zeros({ static_cast<std::int64_t>(histories.items.size()), ::interestCount });
        for (std::int64_t user = 0; user < users; ++user) {
            const std::int64_t begin = histories.offsets[static_cast<std::size_t>(user)];
            for (std::int64_t token = begin; token < histories.offsets[static_cast<std::size_t>(user + 1)];
                 ++token) {
                const std::int64_t interest = (token - begin) % ::interestCount;
                result.vectors[user][interest] += m_items[histories.items[static_cast<std::size_t>(token)]];
                result.valid[user][interest] = true;
                result.weights[token][interest] = 1.0;
            }
        }
        return result;
    }

    LossTerms loss(const Batch&) override { return {}; }

    const NamedValues& lossAndGradients(const Batch&, RowGradients&) override { return m_values; }

    torch::Tensor itemTable() override { return m_items; }

    bool sawGradientMode = false;
    bool sawTrainingMode = false;

private:
    torch::Tensor m_items;
    NamedValues m_values;
};

/// Random users over six days; some have no target, some repeat items, some targets are in the history.
std::shared_ptr<const Dataset> randomData(std::uint32_t users, std::uint32_t items)
{
    Random random(11, RandomPurpose::Synthesis);
    Interactions log;
    log.daysAreDates = true;
    for (std::uint32_t item = 0; item < items; ++item)
        log.itemIds.append("i" + std::to_string(item));
    const auto add = [&log](std::uint32_t user, std::uint32_t item, std::int32_t day) {
        log.user.push_back(user);
        log.item.push_back(item);
        log.time.push_back(static_cast<std::int64_t>(log.time.size()));
        log.day.push_back(day);
    };
    for (std::uint32_t user = 0; user < users; ++user) {
        log.userIds.append("u" + std::to_string(user));
        for (std::int32_t day = 100; day < 106; ++day)
            for (std::uint32_t n = random.below(day < 104 ? 5 : 4); n > 0; --n)
                add(user, random.below(items), day);
        add(user, user % items, 100);
    }
    return buildDataset(std::move(log), {}, {}, {});
}

/// The definition, without blocks, threads or indexes.
MetricSet naive(PositionModel& model, const Dataset& data, const EvaluationParams& params)
{
    MetricSet set;
    std::map<int, std::vector<std::int64_t>> exposure;
    std::vector<double> share(interestCount, 0.0);
    const torch::NoGradGuard noGradient;
    const torch::Tensor table = model.itemTable();
    for (UserIndex user = 0; user < data.userCount(); ++user) {
        const auto history = data.history(user, params.split);
        const auto all = data.targets(user, params.split);
        const std::set<ItemIndex> targets(all.begin(), all.end());
        if (history.empty() || targets.empty()) {
            ++set.skippedUsers;
            continue;
        }
        const auto window
            = history.last(std::min(history.size(), static_cast<std::size_t>(params.history.maxLength)));
        const auto filtered = params.history.exclusion == Exclusion::History ? history : window;
        const std::set<ItemIndex> filter(filtered.begin(), filtered.end());
        RaggedHistories single;
        single.append(window);
        const UserInterests interests = model.encode(single);
        const torch::Tensor scores = torch::matmul(table, interests.vectors[0].t()); // [N + 1, K]
        std::vector<RecallEntry> ranked;
        for (ItemIndex item = 1; item <= data.itemCount(); ++item) {
            RecallEntry best { item, 0, -1, false };
            for (int j = 0; j < interestCount; ++j) {
                const float score = scores[item][j].item<float>();
                if (interests.valid[0][j].item<bool>() && (best.interest < 0 || score > best.score))
                    best = { item, score, j, false };
            }
            if (!filter.contains(item))
                ranked.push_back(best);
        }
        std::stable_sort(ranked.begin(), ranked.end(),
                         [](const RecallEntry& a, const RecallEntry& b) { return a.score > b.score; });
        ++set.users;
        set.usersWithRepeats += std::any_of(targets.begin(), targets.end(),
                                            [&filter](ItemIndex item) { return filter.contains(item); })
            ? 1
            : 0;
        for (const int k : params.cutoffs) {
            double hits = 0, gain = 0, ideal = 0, first = 0;
            exposure[k].resize(static_cast<std::size_t>(data.itemCount()));
            for (std::size_t r = 0; r < std::min(ranked.size(), static_cast<std::size_t>(k)); ++r) {
                ++exposure[k][static_cast<std::size_t>(ranked[r].item - 1)];
                if (!targets.contains(ranked[r].item))
                    continue;
                hits += 1;
                gain += 1 / std::log2(static_cast<double>(r) + 2);
                first = first == 0 ? 1 / static_cast<double>(r + 1) : first;
            }
            for (std::size_t r = 0; r < std::min(targets.size(), static_cast<std::size_t>(k)); ++r)
                ideal += 1 / std::log2(static_cast<double>(r) + 2);
            set.values["recall"][k] += hits / static_cast<double>(targets.size());
            set.values["hit_rate"][k] += hits > 0 ? 1 : 0;
            set.values["ndcg"][k] += gain / ideal;
            set.values["precision"][k] += hits / k;
            set.values["mrr"][k] += first;
        }
        const std::size_t length = std::min(
            ranked.size(),
            static_cast<std::size_t>(*std::max_element(params.cutoffs.begin(), params.cutoffs.end())));
        for (std::size_t r = 0; r < length; ++r)
            share[static_cast<std::size_t>(ranked[r].interest)] += 1.0 / static_cast<double>(length);
    }
    for (auto& [metric, values] : set.values)
        for (auto& [k, value] : values)
            value /= static_cast<double>(set.users);
    for (const auto& [k, counts] : exposure) {
        set.values["coverage"][k] = coverage(counts);
        set.values["gini"][k] = gini(counts);
    }
    for (const double value : share)
        set.interestShare.push_back(value / static_cast<double>(set.users));
    return set;
}

bool close(const std::map<int, double>& a, const std::map<int, double>& b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& x, const auto& y) {
        return x.first == y.first && std::abs(x.second - y.second) <= 1e-12;
    });
}

bool identical(const MetricSet& a, const MetricSet& b)
{
    return a.users == b.users && a.values == b.values && a.interestShare == b.interestShare;
}

EvaluationParams paramsFor(Split split, std::vector<int> cutoffs)
{
    EvaluationParams params;
    params.split = split;
    params.cutoffs = std::move(cutoffs);
    return params;
}

} // namespace

void TestEvaluator::equalsTheNaiveReference_data()
{
    QTest::addColumn<bool>("test");
    QTest::addColumn<bool>("wholeHistory");
    QTest::addColumn<int>("window");
    QTest::addRow("validation") << false << false << 100;
    QTest::addRow("test day") << true << false << 100;
    QTest::addRow("short window") << true << false << 2;
    QTest::addRow("short window, whole history filtered") << true << true << 2;
}

void TestEvaluator::equalsTheNaiveReference()
{
    QFETCH(bool, test);
    QFETCH(bool, wholeHistory);
    QFETCH(int, window);
    const auto data = randomData(60, 40);
    PositionModel model(data->itemCount());
    EvaluationParams params = paramsFor(test ? Split::Test : Split::Valid, { 1, 5, 20, 200 });
    params.history = { window, wholeHistory ? Exclusion::History : Exclusion::Window };
    const MetricSet expected = naive(model, *data, params);
    const MetricSet actual = evaluate(model, *data, params, {}, {});
    QVERIFY(expected.users > 20 && expected.skippedUsers > 0 && expected.usersWithRepeats > 0);
    QCOMPARE(actual.users, expected.users);
    QCOMPARE(actual.skippedUsers, expected.skippedUsers);
    QCOMPARE(actual.usersWithRepeats, expected.usersWithRepeats);
    for (const RankingMetric& metric : rankingMetrics())
        QVERIFY2(actual.of(metric.key).size() == 4
                     && (!expected.values.contains(metric.key)
                         || close(actual.of(metric.key), expected.of(metric.key))),
                 metric.key);
    QCOMPARE(expected.values.size(), std::size_t { 7 });
    QCOMPARE(actual.interestShare.size(), expected.interestShare.size());
    for (std::size_t j = 0; j < expected.interestShare.size(); ++j)
        QVERIFY(std::abs(actual.interestShare[j] - expected.interestShare[j]) <= 1e-12);
}

void TestEvaluator::everyUserCountsTheLastBlockIncluded()
{
    const auto data = randomData(2100, 30);
    PositionModel model(data->itemCount());
    const auto users = static_cast<std::int64_t>(data->evaluationUsers(Split::Test).size());
    QVERIFY(users > 1024 && users % 1024 != 0);
    const MetricSet metrics = evaluate(model, *data, paramsFor(Split::Test, { 5 }), {}, {});
    QCOMPARE(metrics.users, users);
    QCOMPARE(metrics.users + metrics.skippedUsers, data->userCount());
}

void TestEvaluator::indexAndExactSearchAgree()
{
    const auto data = randomData(300, 80);
    PositionModel model(data->itemCount());
    EvaluationParams params = paramsFor(Split::Test, { 3, 10, 50 });
    const MetricSet exact = evaluate(model, *data, params, {}, {});
    QVERIFY(!exact.index);
    params.indexSpec = "Flat";
    const MetricSet flat = evaluate(model, *data, params, {}, {});
    QVERIFY(identical(exact, flat));
    QVERIFY(flat.index && flat.index->milliseconds > 0 && flat.index->exactMilliseconds > 0);
    QCOMPARE(flat.index->recall, (std::map<int, double> { { 3, 1.0 }, { 10, 1.0 }, { 50, 1.0 } }));
    params.indexSpec = "IVF40,Flat"; // five of forty cells are searched
    const MetricSet rough = evaluate(model, *data, params, {}, {});
    for (const auto& [k, share] : rough.index->recall)
        QVERIFY2(share > 0 && share < 1, qPrintable(QString::number(share)));
}

void TestEvaluator::threadsDoNotChangeTheResult()
{
    const auto data = randomData(400, 60);
    PositionModel model(data->itemCount());
    const EvaluationParams params = paramsFor(Split::Valid, { 5, 20 });
    const int before = omp_get_max_threads();
    omp_set_num_threads(1);
    const MetricSet one = evaluate(model, *data, params, {}, {});
    for (const int threads : { 2, 3, 7 }) {
        omp_set_num_threads(threads);
        QVERIFY(identical(one, evaluate(model, *data, params, {}, {})));
    }
    omp_set_num_threads(before);
}

void TestEvaluator::rankingOnlyLeavesTheRestOut()
{
    const auto data = randomData(50, 30);
    PositionModel model(data->itemCount());
    EvaluationParams params = paramsFor(Split::Valid, { 5, 20 });
    const MetricSet full = evaluate(model, *data, params, {}, {});
    params.rankingOnly = true;
    const MetricSet lean = evaluate(model, *data, params, {}, {});
    for (const RankingMetric& metric : rankingMetrics())
        QVERIFY2(metric.essential ? lean.of(metric.key) == full.of(metric.key) : lean.of(metric.key).empty(),
                 metric.key);
}

void TestEvaluator::interestsArePlainAndTheModelIsUntouched()
{
    PositionModel model(9);
    model.train();
    RaggedHistories histories;
    for (int user = 0; user < 1500; ++user) // more than one block
        histories.append(std::vector<ItemIndex> { 1 + user % 9, 2, 3, 4 });
    histories.append(std::vector<ItemIndex> { 5 });
    const InterestSet set = extractInterests(model, histories);
    QCOMPARE(set.users, 1501);
    QCOMPARE(set.vectors.size(), std::size_t { 1501 * interestCount * dimension });
    QCOMPARE(set.valid.size(), std::size_t { 1501 * interestCount });
    const auto table = model.itemTable();
    for (int i = 0; i < dimension; ++i) {
        QCOMPARE(set.vector(1499, 0)[i], (table[1 + 1499 % 9][i] + table[4][i]).item<float>());
        QCOMPARE(set.vector(1500, 0)[i], table[5][i].item<float>());
    }
    QCOMPARE(std::vector<std::uint8_t>(set.valid.end() - 3, set.valid.end()),
             (std::vector<std::uint8_t> { 1, 0, 0 }));
    QCOMPARE(std::vector<float>(set.intensity.begin(), set.intensity.begin() + 3),
             (std::vector<float> { 2, 1, 1 }));
    QCOMPARE(std::vector<std::int32_t>(set.itemCounts.end() - 3, set.itemCounts.end()),
             (std::vector<std::int32_t> { 1, 0, 0 }));

    const HistoryWeights weights = traceUser(model, std::vector<ItemIndex> { 7, 8 }, {}).encoded.weights;
    QCOMPARE(weights.interests, interestCount);
    QCOMPARE(weights.weights, (std::vector<float> { 1, 0, 0, 0, 1, 0 }));
    QCOMPARE(weights.category, (std::vector<std::int32_t> { 0, 1 }));

    QVERIFY(!model.sawGradientMode && !model.sawTrainingMode);
    QVERIFY(model.is_training() && torch::GradMode::is_enabled());
}

void TestEvaluator::stopsAndReports()
{
    const auto data = randomData(1500, 30);
    PositionModel model(data->itemCount());
    std::vector<double> fractions;
    std::stop_source stop;
    const auto progress = [&](double fraction) {
        fractions.push_back(fraction);
        stop.request_stop();
    };
    bool cancelled = false;
    try {
        evaluate(model, *data, paramsFor(Split::Test, { 5 }), progress, stop.get_token());
    } catch (const Cancelled&) {
        cancelled = true;
    }
    QVERIFY(cancelled);
    QCOMPARE(fractions.size(), std::size_t { 1 });
    evaluate(model, *data, paramsFor(Split::Test, { 5 }), progress, {});
    QCOMPARE(fractions.back(), 1.0);
}

void TestEvaluator::refusesWhatCannotBeEvaluated()
{
    const auto data = randomData(50, 30);
    PositionModel model(data->itemCount());
    const auto code = [&](const EvaluationParams& params) {
        try {
            evaluate(model, *data, params, {}, {});
        } catch (const Error& error) {
            return error.code();
        }
        return ErrorCode::Internal;
    };
    QCOMPARE(code(paramsFor(Split::Test, {})), ErrorCode::InvalidArgument);
    QCOMPARE(code(paramsFor(Split::Test, { 5, 0 })), ErrorCode::InvalidArgument);
    QCOMPARE(code(paramsFor(Split::Test, { 5, 5 })), ErrorCode::InvalidArgument);
    QCOMPARE(code(paramsFor(Split::Train, { 5 })), ErrorCode::InvalidArgument);
}

OPAL_TEST(TestEvaluator)
#include "tst_evaluator.moc"
