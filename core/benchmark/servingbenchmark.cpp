// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <torch/torch.h>

#include "core/benchmark/measure.h"
#include "core/evaluation/userblock.h"
#include "core/models/recommender.h"
#include "core/models/registry.h"
#include "core/retrieval/explorer.h"
#include "core/retrieval/interests.h"
#include "core/retrieval/searcher.h"

namespace opal {

namespace {

constexpr std::size_t evaluatedUsers = 2048;
constexpr std::size_t blockUsers = 1024;
constexpr int depth = 200;

bool sameLists(const UserBlock& a, const UserBlock& b)
{
    return a.lists == b.lists;
}

/// The definition of a recommendation in LibTorch: scores of all items, maximum over the interests, best k.
void recommendPlainly(Recommender& model, const torch::Tensor& items, const RaggedHistories& histories)
{
    const torch::NoGradGuard noGradient;
    const torch::Tensor interests = model.encode(histories).vectors[0];
    const torch::Tensor scores = items.matmul(interests.t());
    for (std::int64_t j = 0; j < interests.size(0); ++j)
        scores.select(1, j).topk(std::min<std::int64_t>(2 * depth, items.size(0)));
    std::get<0>(scores.max(1)).topk(std::min<std::int64_t>(2 * depth, items.size(0)));
}

/// The end of a user's history without its oldest item.
std::vector<HistoryItem> madeUpHistory(const Dataset& data, UserIndex user)
{
    std::vector<HistoryItem> items;
    const auto history = data.history(user, Split::Test);
    for (const ItemIndex item : history.last(std::min<std::size_t>(history.size(), 100)))
        items.push_back({ std::string(data.itemId(item)), 0, {} });
    if (items.size() > 1)
        items.erase(items.begin());
    return items;
}

} // namespace

BenchmarkResult benchmarkEvaluation(const BenchmarkRequest& request, const BenchmarkContext& context)
{
    const auto data = benchmarkData(request, context);
    const ParamMap params = benchmarkParams(request, "fused");
    const auto model = makeModel(request.model, params, data->itemCount());
    const Searcher exact = searcherOf(*model);
    const Searcher faiss = searcherOf(*model, "Flat");
    const HistoryRule rule = HistoryRule::of(params);
    const std::vector<UserIndex> everyone = data->evaluationUsers(Split::Test);
    const auto users = std::span(everyone).first(std::min(everyone.size(), evaluatedUsers));
    const int repeats = request.steps > 0 ? request.steps : 5;
    bool identical = true;
    std::vector<double> fastTimes;
    std::vector<double> plainTimes;
    for (int i = 0; i <= repeats; ++i) {
        double fastMs = 0;
        double plainMs = 0;
        for (std::size_t first = 0; first < users.size(); first += blockUsers) {
            context.check();
            context.report("evaluate", static_cast<double>(i) / (repeats + 1));
            const auto part = users.subspan(first, std::min(blockUsers, users.size() - first));
            UserBlock fast;
            fastMs += milliseconds([&] {
                fast = gatherBlock(*data, Split::Test, rule, part);
                fast.lists = exact.merged(extractInterests(*model, fast.windows), depth, fast.filters());
            });
            UserBlock plain;
            plainMs += milliseconds([&] {
                plain = gatherBlock(*data, Split::Test, rule, part);
                plain.lists = faiss.merged(extractInterests(*model, plain.windows), depth, plain.filters());
            });
            identical = identical && sameLists(fast, plain);
        }
        if (i == 0)
            continue; // warm-up
        fastTimes.push_back(fastMs);
        plainTimes.push_back(plainMs);
    }
    BenchmarkResult result;
    result.comparisons.push_back(compare({}, fastTimes, plainTimes));
    const auto perSecond = [&users](double ms) { return static_cast<double>(users.size()) / ms * 1000; };
    result.figures = { { "users", static_cast<double>(users.size()) },
                       { "users_per_second", perSecond(result.comparisons.front().fastMs) },
                       { "plain_users_per_second", perSecond(result.comparisons.front().plainMs) },
                       { "peak_rss_mb", peakMemoryMiB() } };
    result.checks.emplace_back("identical", identical);
    result.setting = settingOf(request, *data);
    return result;
}

BenchmarkResult benchmarkRecommendation(const BenchmarkRequest& request, const BenchmarkContext& context)
{
    const auto data = benchmarkData(request, context);
    const ParamMap params = benchmarkParams(request, "fused");
    const std::shared_ptr<Recommender> model = makeModel(request.model, params, data->itemCount());
    const auto plainModel = makeModel(request.model, benchmarkParams(request, "plain"), data->itemCount());
    for (const auto& each : { model, plainModel })
        each->setStage(each->stages().back().name);
    plainModel->eval();
    const torch::Tensor items = plainModel->itemTable().detach();
    double preparedMs = 0;
    std::unique_ptr<Explorer> explorer;
    preparedMs
        = milliseconds([&] { explorer = std::make_unique<Explorer>(data, model, HistoryRule::of(params)); });
    const std::vector<UserIndex> users = data->evaluationUsers(Split::Test);
    const int count = request.steps > 0 ? request.steps : 50;
    std::vector<double> fastTimes;
    std::vector<double> changedTimes;
    std::vector<double> plainTimes;
    for (int i = -2; i < count; ++i) { // two for warming up
        context.check();
        context.report("recommend", static_cast<double>(std::max(i, 0)) / count);
        const UserIndex user
            = users[static_cast<std::size_t>(i + 2) * users.size() / (static_cast<std::size_t>(count) + 2)];
        ExploreQuery asked;
        asked.userId = data->userId(user);
        asked.k = depth;
        ExploreQuery changed;
        changed.history = madeUpHistory(*data, user);
        changed.k = depth;
        RaggedHistories histories;
        const auto history = data->history(user, Split::Test);
        histories.append(history.last(std::min<std::size_t>(history.size(), 100)));
        const double fast = milliseconds([&] { explorer->explore(asked); });
        const double change = milliseconds([&] { explorer->explore(changed); });
        const double plain = milliseconds([&] { recommendPlainly(*plainModel, items, histories); });
        if (i < 0)
            continue;
        fastTimes.push_back(fast);
        changedTimes.push_back(change);
        plainTimes.push_back(plain);
    }
    BenchmarkResult result;
    result.comparisons
        = { compare("recommend", fastTimes, plainTimes), compare("what_if", changedTimes, plainTimes) };
    result.figures = { { "recommend_p95_ms", quantile(fastTimes, 0.95) },
                       { "what_if_p95_ms", quantile(changedTimes, 0.95) },
                       { "prepare_ms", preparedMs },
                       { "peak_rss_mb", peakMemoryMiB() } };
    result.setting = settingOf(request, *data);
    return result;
}

} // namespace opal
