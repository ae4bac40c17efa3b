// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluation/userquality.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/base/error.h"
#include "core/evaluation/userblock.h"
#include "core/models/rankingmodel.h"
#include "core/results/rankingmetrics.h"
#include "core/retrieval/interests.h"
#include "core/retrieval/searcher.h"

namespace opal {

namespace {

constexpr std::size_t usersRankedTogether = 1024;

void requireUsableQuestion(const EvaluationParams& params, const std::vector<MetricAt>& metrics)
{
    for (const auto& [key, k] : metrics) {
        const RankingMetric* metric = findRankingMetric(key);
        if (!metric || !metric->ofUser)
            throw Error(ErrorCode::InvalidArgument, "single users have no '" + key + "'");
        if (k < 1)
            throw Error(ErrorCode::InvalidArgument,
                        "the cut-off K must be a whole number from 1 on, e.g. 50");
    }
    if (params.history.maxLength < 1)
        throw Error(ErrorCode::InvalidArgument,
                    "the history window of an evaluation must hold at least one item");
    if (params.split == Split::Train)
        throw Error(ErrorCode::InvalidArgument, "only the validation and the test day can be evaluated");
}

} // namespace

UserMetrics userMetrics(RankingModel& model, const Dataset& data, const EvaluationParams& params,
                        const std::vector<MetricAt>& metrics,
                        const std::function<void(double fraction)>& progress, std::stop_token stop)
{
    requireUsableQuestion(params, metrics);
    const std::vector<UserIndex> users = data.evaluationUsers(params.split);
    if (users.empty())
        throw Error(ErrorCode::InvalidData,
                    "no user of the data set '" + data.summary().name
                        + "' has a history and a target on that day; use a log with interactions on its last "
                          "two days");
    int longest = 1;
    for (const MetricAt& metric : metrics)
        longest = std::max(longest, metric.second);
    const int depth = static_cast<int>(std::min<std::int64_t>(longest, data.itemCount()));
    const Searcher searcher = searcherOf(model, params.indexSpec);
    UserMetrics result;
    std::vector<std::int32_t> ranked;
    for (std::size_t first = 0; first < users.size(); first += usersRankedTogether) {
        if (stop.stop_requested())
            throw Cancelled();
        const std::size_t count = std::min(usersRankedTogether, users.size() - first);
        UserBlock block
            = gatherBlock(data, params.split, params.history, std::span(users).subspan(first, count));
        block.lists = searcher.merged(extractInterests(model, block.windows), depth, block.filters());
        for (std::size_t i = 0; i < count; ++i) {
            result.users.push_back(block.users[i]);
            result.targets.push_back(static_cast<std::int64_t>(block.targets[i].size()));
            ranked.clear();
            for (const RecallEntry& entry : block.lists[i])
                ranked.push_back(entry.item);
            for (const MetricAt& metric : metrics)
                result.values[metric].push_back(
                    findRankingMetric(metric.first)->ofUser(ranked, block.targets[i], metric.second));
        }
        if (progress)
            progress(static_cast<double>(first + count) / static_cast<double>(users.size()));
    }
    return result;
}

UserComparison compareUsers(const UserMetrics& first, const UserMetrics& second, int k,
                            const std::function<std::string(UserIndex)>& name)
{
    UserComparison result;
    const MetricAt recall { "recall", k };
    if (first.users != second.users || !first.values.contains(recall) || !second.values.contains(recall))
        throw Error(ErrorCode::InvalidArgument,
                    "the two runs were evaluated on different users; compare runs of one data set");
    const std::vector<double>& before = first.values.at(recall);
    const std::vector<double>& after = second.values.at(recall);
    for (std::size_t i = 0; i < first.users.size(); ++i) {
        const double gain = after[i] - before[i];
        ++(gain > 0 ? result.wins : gain < 0 ? result.losses : result.ties);
        result.users.push_back({ name(first.users[i]), first.targets[i], before[i], after[i] });
    }
    std::stable_sort(result.users.begin(), result.users.end(),
                     [](const UserOutcome& left, const UserOutcome& right) {
                         return std::abs(left.second - left.first) > std::abs(right.second - right.first);
                     });
    return result;
}

} // namespace opal
