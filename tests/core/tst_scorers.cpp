// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <omp.h>

#include <QTemporaryDir>
#include <QTest>

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/evaluation/evaluator.h"
#include "core/models/ease.h"
#include "core/models/registry.h"
#include "core/models/scorer.h"
#include "core/retrieval/explorer.h"
#include "core/retrieval/interests.h"
#include "core/training/checkpoint.h"
#include "core/training/trainer.h"
#include "tests/support/datasetfromtext.h"
#include "tests/support/modeltesting.h"
#include "tests/support/testprogram.h"

using namespace opal;

namespace {

using Matrix = std::vector<std::vector<double>>;

const auto ignore = [](double) {};

/// Users who like one of two halves of the items; repeats occur. Five training days, then one of validation
/// and one of test, whose items meet in other ways.
std::shared_ptr<const Dataset> clusteredData()
{
    constexpr int users = 60;
    constexpr int items = 23;
    Random random(5, RandomPurpose::Synthesis);
    std::string text;
    for (int user = 0; user < users; ++user) {
        text += "u" + std::to_string(user) + ":";
        for (int day = 0; day < 7; ++day) {
            for (std::uint32_t each = random.below(3) + 1; each > 0; --each) {
                const std::uint32_t half = day < 5 ? static_cast<std::uint32_t>(user % 2) : random.below(2);
                const std::uint32_t item = half * (items / 2) + random.below(random.below(items / 2) + 1);
                text += " " + std::to_string(item + 1);
            }
            text += day < 6 ? " |" : "\n";
        }
    }
    return datasetFromText(text, 1);
}

/// X [U, N + 1] of the training days.
Matrix trainingMatrix(const Dataset& data)
{
    Matrix x;
    for (UserIndex user = 0; user < data.userCount(); ++user) {
        auto& row = x.emplace_back(static_cast<std::size_t>(data.itemCount()) + 1, 0.0);
        for (const ItemIndex item : data.train(user))
            row[static_cast<std::size_t>(item)] = 1;
    }
    return x;
}

Matrix gramOf(const Matrix& x)
{
    const std::size_t n = x.front().size();
    Matrix gram(n, std::vector<double>(n, 0.0));
    for (const auto& row : x)
        for (std::size_t i = 0; i < n; ++i)
            for (std::size_t j = 0; j < n; ++j)
                gram[i][j] += row[i] * row[j];
    return gram;
}

/// By Gauss and Jordan.
Matrix inverseOf(Matrix a)
{
    const std::size_t n = a.size();
    Matrix inverse(n, std::vector<double>(n, 0.0));
    for (std::size_t i = 0; i < n; ++i)
        inverse[i][i] = 1;
    for (std::size_t column = 0; column < n; ++column) {
        std::size_t pivot = column;
        for (std::size_t row = column; row < n; ++row)
            if (std::abs(a[row][column]) > std::abs(a[pivot][column]))
                pivot = row;
        std::swap(a[column], a[pivot]);
        std::swap(inverse[column], inverse[pivot]);
        const double scale = a[column][column];
        for (std::size_t j = 0; j < n; ++j) {
            a[column][j] /= scale;
            inverse[column][j] /= scale;
        }
        for (std::size_t row = 0; row < n; ++row) {
            const double factor = a[row][column];
            if (row == column || factor == 0)
                continue;
            for (std::size_t j = 0; j < n; ++j) {
                a[row][j] -= factor * a[column][j];
                inverse[row][j] -= factor * inverse[column][j];
            }
        }
    }
    return inverse;
}

std::vector<float> scoresOf(const Scorer& scorer, std::int64_t items, const std::vector<ItemIndex>& history)
{
    std::vector<float> scores(static_cast<std::size_t>(items) + 1);
    scorer.scores()->score(history, scores);
    return scores;
}

/// Largest difference of the scores of single items as histories from the weights expected.
double deviationFrom(const Scorer& scorer, const Matrix& weights)
{
    double largest = 0;
    const auto items = static_cast<std::int64_t>(weights.size()) - 1;
    for (ItemIndex item = 1; item <= items; ++item) {
        const auto scores = scoresOf(scorer, items, { item });
        for (std::size_t j = 1; j < weights.size(); ++j)
            largest = std::max(
                largest,
                std::abs(static_cast<double>(scores[j]) - weights[static_cast<std::size_t>(item)][j]));
    }
    return largest;
}

Matrix easeWeights(const Dataset& data, double lambda)
{
    Matrix gram = gramOf(trainingMatrix(data));
    for (std::size_t i = 0; i < gram.size(); ++i)
        gram[i][i] += lambda;
    const Matrix inverse = inverseOf(gram);
    Matrix weights = inverse;
    for (std::size_t i = 0; i < gram.size(); ++i)
        for (std::size_t j = 0; j < gram.size(); ++j)
            weights[i][j] = i == j ? 0 : -inverse[i][j] / inverse[j][j];
    return weights;
}

std::shared_ptr<Scorer> fitted(const std::string& name, const Dataset& data,
                               const std::vector<std::pair<std::string, std::string>>& changes)
{
    auto scorer = makeScorer(name, paramsOf(name, changes), data.itemCount());
    scorer->fit(data, ignore, {});
    return scorer;
}

struct SilentObserver : TrainObserver
{
    std::vector<double> fractions;
    std::vector<EvaluationReport> evaluations;
    std::vector<RunEvent> events;
    TrainRequest request = TrainRequest::None;

    void onProgress(double fraction) override { fractions.push_back(fraction); }

    void onEvaluation(const EvaluationReport& report) override { evaluations.push_back(report); }

    void onEvent(const RunEvent& event) override { events.push_back(event); }

    TrainRequest takeRequest() override { return std::exchange(request, TrainRequest::None); }
};

TrainPlan planOf(const std::string& model, const QTemporaryDir& folder)
{
    TrainPlan plan;
    plan.model = model;
    plan.params = paramsOf(model, {});
    plan.runFolder = folder.filePath(QStringLiteral("run")).toStdString();
    plan.threads = 1;
    return plan;
}

} // namespace

/// The reference recommenders against independent computations, and as models like any other.
class TestScorers final : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    void easeIsTheClosedForm_data()
    {
        QTest::addColumn<QString>("lambda");
        QTest::newRow("small") << QStringLiteral("0.5");
        QTest::newRow("default") << QStringLiteral("500");
    }

    void easeIsTheClosedForm()
    {
        QFETCH(const QString, lambda);
        const auto data = clusteredData();
        const auto ease = fitted("ease", *data, { { "lambda", lambda.toStdString() } });
        const double off = deviationFrom(*ease, easeWeights(*data, lambda.toDouble()));
        QVERIFY2(off < 1e-5, qPrintable(QString::number(off)));
    }

    /// Larger than a panel of the factorisation, against the inverse of LibTorch.
    void easeIsExactAcrossPanels()
    {
        Random random(9, RandomPurpose::Synthesis);
        std::string text;
        for (int user = 0; user < 400; ++user) {
            text += "u" + std::to_string(user) + ":";
            for (int each = 0; each < 12; ++each)
                text += " " + std::to_string(1 + random.below(random.below(1300) + 1));
            text += " | 1 | 2\n";
        }
        const auto data = datasetFromText(text, 1);
        const auto ease = fitted("ease", *data, { { "lambda", "20" } });
        const std::int64_t n = data->itemCount();
        QVERIFY(n > 1024);
        torch::Tensor x = torch::zeros({ data->userCount(), n }, torch::kFloat64);
        for (UserIndex user = 0; user < data->userCount(); ++user)
            for (const ItemIndex item : data->train(user))
                x[user][item - 1] = 1;
        const torch::Tensor p = torch::inverse(x.t().matmul(x) + 20 * torch::eye(n, torch::kFloat64));
        const torch::Tensor expected = (p / -p.diagonal()).fill_diagonal_(0);
        const torch::Tensor weights = ease->weights().at("dense").slice(0, 1).slice(1, 1);
        QVERIFY((weights.to(torch::kFloat64) - expected).abs().max().item<double>() < 1e-5);
    }

    void sparseEaseWithAllNeighboursIsExact()
    {
        const auto data = clusteredData();
        const auto sparse = fitted(
            "ease", *data, { { "lambda", "3" }, { "solution", "sparse" }, { "sparse_neighbours", "50" } });
        // Items that never meet are no neighbours, so a little differs where there are such.
        const Matrix gram = gramOf(trainingMatrix(*data));
        bool allMeet = true;
        for (std::size_t i = 1; i < gram.size(); ++i)
            for (std::size_t j = 1; j < gram.size(); ++j)
                allMeet = allMeet && gram[i][j] > 0;
        const double off = deviationFrom(*sparse, easeWeights(*data, 3));
        QVERIFY2(off < (allMeet ? 1e-5 : 0.2), qPrintable(QString::number(off)));
        QVERIFY(!sparse->weights().contains("dense"));
    }

    /// Each item is regressed on the nearest ones alone: the normal equations hold there.
    void sparseEaseSolvesItsNormalEquations()
    {
        const auto data = clusteredData();
        const double lambda = 2;
        const auto sparse = fitted(
            "ease", *data, { { "lambda", "2" }, { "solution", "sparse" }, { "sparse_neighbours", "4" } });
        const Matrix gram = gramOf(trainingMatrix(*data));
        Matrix weights;
        weights.emplace_back(gram.size(), 0.0);
        for (ItemIndex item = 1; item <= data->itemCount(); ++item) {
            const auto scores = scoresOf(*sparse, data->itemCount(), { item });
            weights.emplace_back(scores.begin(), scores.end());
        }
        int solved = 0;
        for (std::size_t j = 1; j < gram.size(); ++j) {
            std::vector<std::size_t> chosen;
            for (std::size_t i = 1; i < gram.size(); ++i)
                if (weights[i][j] != 0)
                    chosen.push_back(i);
            QVERIFY(chosen.size() <= 4 && weights[j][j] == 0);
            for (const std::size_t a : chosen) {
                double left = lambda * weights[a][j];
                for (const std::size_t b : chosen)
                    left += gram[a][b] * weights[b][j];
                QVERIFY(std::abs(left - gram[a][j]) < 1e-4);
                ++solved;
            }
        }
        QVERIFY(solved > 40);
    }

    void easeIsExactAsLongAsTheMemoryBearsIt()
    {
        EaseOptions options;
        options.memory = 12.0 * 1000 * 1000;
        QVERIFY(options.solutionFor(1000) == EaseSolution::Exact);
        QVERIFY(options.solutionFor(1001) == EaseSolution::Sparse);
        options.solution = EaseSolution::Exact;
        QVERIFY(options.solutionFor(1001) == EaseSolution::Exact);
        const ParamMap small = paramsOf("ease", { { "memory_gb", "0.001" } });
        QCOMPARE(settledParams("ease", small, 1000).text("solution"), std::string("sparse"));
        QCOMPARE(settledParams("ease", small, 100).text("solution"), std::string("exact"));
        const auto data = clusteredData();
        auto scorer
            = makeScorer("ease", paramsOf("ease", { { "memory_gb", "0.000001" } }), data->itemCount());
        QVERIFY(scorer->fit(*data, ignore, {}).find("sparse approximation") == 0);
    }

    void itemKnnIsCosineWithShrinkage_data()
    {
        QTest::addColumn<int>("neighbours");
        QTest::addColumn<double>("shrinkage");
        QTest::newRow("few") << 3 << 0.0;
        QTest::newRow("shrunk") << 5 << 7.5;
        QTest::newRow("all") << 100 << 1.0;
    }

    void itemKnnIsCosineWithShrinkage()
    {
        QFETCH(const int, neighbours);
        QFETCH(const double, shrinkage);
        const auto data = clusteredData();
        const auto knn = fitted("item-knn", *data,
                                { { "neighbours", std::to_string(neighbours) },
                                  { "shrinkage", QString::number(shrinkage).toStdString() } });
        const Matrix gram = gramOf(trainingMatrix(*data));
        Matrix weights(gram.size(), std::vector<double>(gram.size(), 0.0));
        for (std::size_t j = 1; j < gram.size(); ++j) {
            std::vector<std::pair<double, std::size_t>> order;
            for (std::size_t i = 1; i < gram.size(); ++i)
                if (i != j && gram[i][j] > 0)
                    order.emplace_back(-gram[i][j] / (std::sqrt(gram[i][i] * gram[j][j]) + shrinkage), i);
            // As floats, in which the model compares them.
            std::sort(order.begin(), order.end(), [](const auto& a, const auto& b) {
                return std::pair(static_cast<float>(a.first), a.second)
                    < std::pair(static_cast<float>(b.first), b.second);
            });
            order.resize(std::min(order.size(), static_cast<std::size_t>(neighbours)));
            for (const auto& [value, i] : order)
                weights[i][j] = -value;
        }
        const double off = deviationFrom(*knn, weights);
        QVERIFY2(off < 1e-5, qPrintable(QString::number(off)));
    }

    void popularityCountsTrainingDays()
    {
        const auto data = datasetFromText("u1: 1 2 | 2 | 3 | 4 | 5\n"
                                          "u2: 1 | 1 3 | 2 | 4 | 5\n",
                                          1);
        const auto all = fitted("popularity", *data, {});
        QCOMPARE(scoresOf(*all, 5, { 1 }), (std::vector<float> { 0, 3, 3, 2, 0, 0 }));
        const auto two = fitted("recent-popularity", *data, { { "days", "2" } });
        QCOMPARE(scoresOf(*two, 5, {}), (std::vector<float> { 0, 1, 2, 2, 0, 0 }));
        const auto one = fitted("recent-popularity", *data, { { "days", "1" } });
        QCOMPARE(scoresOf(*one, 5, {}), (std::vector<float> { 0, 0, 1, 1, 0, 0 }));
    }

    void listsAreRankedScoresWithoutTheHistory()
    {
        const auto data = clusteredData();
        const auto ease = fitted("ease", *data, { { "lambda", "5" } });
        RaggedHistories histories;
        histories.append(std::vector<ItemIndex> { 3, 1, 3, 7 });
        histories.append(std::vector<ItemIndex> { 2 });
        const InterestSet set = extractInterests(*ease, histories);
        QCOMPARE(set.interests, 1);
        const std::vector<ItemIndex> first { 1, 3, 7 };
        const std::vector<ItemIndex> second { 2, 4 };
        const std::span<const ItemIndex> filters[] { first, second };
        const Searcher searcher = searcherOf(*ease);
        const auto merged = searcher.merged(set, 6, filters);
        const auto lists = searcher.lists(set, 6, filters);
        const auto scores = scoresOf(*ease, data->itemCount(), first);
        for (std::size_t user = 0; user < 2; ++user) {
            QCOMPARE(merged[user].size(), std::size_t { 6 });
            QVERIFY(std::is_sorted(merged[user].begin(), merged[user].end(), ranksBefore));
            for (std::size_t rank = 0; rank < 6; ++rank) {
                QCOMPARE(lists[user][0][rank].item, merged[user][rank].item);
                QVERIFY(
                    !std::binary_search(filters[user].begin(), filters[user].end(), merged[user][rank].item));
            }
        }
        for (const RecallEntry& entry : merged[0])
            QCOMPARE(entry.score, scores[static_cast<std::size_t>(entry.item)]);
        QCOMPARE(searcher.search(set, 1, 6, second).merged.front().item, merged[1].front().item);
        QVERIFY_EXCEPTION_THROWN(itemVectors(*ease), Error);
        QVERIFY_EXCEPTION_THROWN(searcherOf(*ease, "Flat"), Error);
        QVERIFY_EXCEPTION_THROWN(makeModel("ease", paramsOf("ease", {}), 5), Error);
    }

    void aTrainedScorerIsStoredAndReadAgain_data()
    {
        QTest::addColumn<QString>("name");
        for (const ModelInfo& model : modelTable())
            if (model.scorer)
                QTest::newRow(model.name.c_str()) << QString::fromStdString(model.name);
    }

    void aTrainedScorerIsStoredAndReadAgain()
    {
        QFETCH(const QString, name);
        const QTemporaryDir folder;
        const auto data = clusteredData();
        const TrainPlan plan = planOf(name.toStdString(), folder);
        SilentObserver observer;
        const TrainResult result = train(data, plan, observer, {});
        QVERIFY(result.end == TrainEnd::Finished);
        QCOMPARE(result.finalStage, std::string("fit"));
        QCOMPARE(observer.evaluations.size(), std::size_t { 1 });
        QVERIFY(result.test.users > 0);
        QCOMPARE(observer.events.back().kind, std::string("finished"));
        const auto loaded = loadTrainedModel(plan.runFolder, plan.model, plan.params, data->itemCount());
        EvaluationParams params;
        params.split = Split::Test;
        params.history = HistoryRule::of(plan.params);
        const MetricSet again = evaluate(*loaded, *data, params, ignore, {});
        QCOMPARE(again.values, result.test.values);
        QVERIFY_EXCEPTION_THROWN(
            loadTrainedModel(plan.runFolder, plan.model, plan.params, data->itemCount() + 1), Error);

        const Explorer explorer(data, loaded, params.history);
        ExploreQuery query;
        query.userId = "u3";
        query.k = 5;
        const UserExploration user = explorer.explore(query);
        QCOMPARE(user.interests.size(), std::size_t { 1 });
        QCOMPARE(user.recall.merged.size(), std::size_t { 5 });
        QCOMPARE(user.history.size(), data->history(3, Split::Test).size());
        QCOMPARE(user.scores.at(user.recall.merged[2].item).scores.front(), user.recall.merged[2].score);
        query.epsilon = 0.2;
        QVERIFY_EXCEPTION_THROWN(explorer.explore(query), Error);
    }

    void theValidationDayDoesNotEnterTheFit()
    {
        const std::string training = "u1: 1 2 3 | 2 1 | ";
        const std::string other = "u2: 1 3 | 3 4 | ";
        const auto first = datasetFromText(training + "1 | 2\n" + other + "2 | 1\n", 1);
        const auto second = datasetFromText(training + "4 3 | 2\n" + other + "1 2 4 | 1\n", 1);
        for (const char* name : { "popularity", "recent-popularity", "item-knn", "ease" })
            for (ItemIndex item = 1; item <= 4; ++item)
                QCOMPARE(scoresOf(*fitted(name, *first, {}), 4, { item }),
                         scoresOf(*fitted(name, *second, {}), 4, { item }));
    }

    void anInterruptedFitLeavesNothing()
    {
        const QTemporaryDir folder;
        const auto data = clusteredData();
        const TrainPlan plan = planOf("ease", folder);
        SilentObserver observer;
        std::stop_source stop;
        stop.request_stop();
        QVERIFY_EXCEPTION_THROWN(train(data, plan, observer, stop.get_token()), Cancelled);
        QVERIFY(!std::filesystem::exists(finalFile(plan.runFolder)));
        observer.request = TrainRequest::Pause;
        QVERIFY(train(data, plan, observer, {}).end == TrainEnd::Paused);
        QVERIFY(!std::filesystem::exists(finalFile(plan.runFolder)));
        QVERIFY(train(data, plan, observer, {}).end == TrainEnd::Finished);
        QVERIFY(!observer.fractions.empty());
        for (const double fraction : observer.fractions)
            QVERIFY(fraction >= 0 && fraction <= 1.0001);
    }

    void threadsDoNotChangeCountedWeights()
    {
        const auto data = clusteredData();
        const int threads = omp_get_max_threads();
        omp_set_num_threads(1);
        const auto one = fitted("item-knn", *data, {})->weights();
        omp_set_num_threads(3);
        const auto three = fitted("item-knn", *data, {})->weights();
        omp_set_num_threads(threads);
        for (const auto& [name, tensor] : one)
            QVERIFY(torch::equal(tensor, three.at(name)));
    }

    void foreignWeightsAreRefused()
    {
        const auto data = clusteredData();
        const auto knn = fitted("item-knn", *data, {});
        auto weights = knn->weights();
        const auto refuses = [&](const std::map<std::string, torch::Tensor>& changed) {
            try {
                makeScorer("item-knn", paramsOf("item-knn", {}), data->itemCount())->restore(changed);
            } catch (const Error& error) {
                return error.code() == ErrorCode::InvalidCheckpoint;
            }
            return false;
        };
        QVERIFY(!refuses(weights));
        QVERIFY(refuses({}));
        QVERIFY(refuses({ { "items", torch::zeros({ 3 }) } }));
        auto changed = weights;
        changed["columns"] = weights["columns"].clone();
        changed["columns"][0] = data->itemCount() + 1;
        QVERIFY(refuses(changed));
        changed = weights;
        changed["offsets"] = weights["offsets"].clone();
        changed["offsets"][3] = -1;
        QVERIFY(refuses(changed));
        changed = weights;
        changed.erase("values");
        QVERIFY(refuses(changed));
        QVERIFY(refuses({ { "dense", torch::zeros({ 3, 3 }) } }));
    }

    /// One configuration file serves every model, and what does not act is no difference.
    void sharedParametersAreAcceptedAndInert()
    {
        for (const ModelInfo& model : modelTable()) {
            if (!model.scorer)
                continue;
            ParamMap params(model.params);
            setParam(params, model.params, "interests", "4");
            setParam(params, model.params, "learning_rate", "0.01");
            for (const ParamSpec& spec : model.params)
                QCOMPARE(spec.inert,
                         spec.group != "Reference recommender" && spec.key != "max_length"
                             && spec.key != "exclude" && spec.key != "threads");
        }
    }
};

OPAL_TEST(TestScorers)
#include "tst_scorers.moc"
