// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluation/evaluator.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <optional>
#include <set>

#include "core/base/error.h"
#include "core/evaluation/userblock.h"
#include "core/models/rankingmodel.h"
#include "core/results/rankingmetrics.h"
#include "core/retrieval/interests.h"
#include "core/retrieval/searcher.h"

namespace opal {

namespace {

constexpr std::size_t blockUsers = 1024;

/// Sums over users in their order, in double, so that the result does not depend on the number of threads.
class MetricSums final
{
public:
    MetricSums(const EvaluationParams& params, std::int64_t itemCount, int interestCount)
        : m_cutoffs(params.cutoffs)
        , m_share(static_cast<std::size_t>(interestCount), 0.0)
    {
        for (const RankingMetric& metric : rankingMetrics())
            if (metric.essential || !params.rankingOnly)
                (metric.ofUser ? m_ofUser : m_ofExposure).push_back(metric);
        m_sums.assign(m_ofUser.size() * m_cutoffs.size(), 0.0);
        if (!params.rankingOnly)
            m_exposure.assign(m_cutoffs.size(),
                              std::vector<std::int64_t>(static_cast<std::size_t>(itemCount), 0));
    }

    void add(const UserBlock& block)
    {
        std::vector<double> values(block.users.size() * m_sums.size());
        const auto count = static_cast<std::int64_t>(block.users.size());
#pragma omp parallel for schedule(static)
        for (std::int64_t i = 0; i < count; ++i)
            measure(block, static_cast<std::size_t>(i), values);
        for (std::size_t i = 0; i < block.users.size(); ++i) {
            for (std::size_t m = 0; m < m_sums.size(); ++m)
                m_sums[m] += values[i * m_sums.size() + m];
            m_usersWithRepeats += hasRepeats(block.excluded[i], block.targets[i]) ? 1 : 0;
            if (!m_exposure.empty())
                addList(block.lists[i]);
        }
        m_users += count;
    }

    MetricSet result(std::int64_t allUsers) const
    {
        MetricSet set;
        set.users = m_users;
        set.skippedUsers = allUsers - m_users;
        set.usersWithRepeats = m_usersWithRepeats;
        const double users = static_cast<double>(m_users);
        for (std::size_t m = 0; m < m_ofUser.size(); ++m)
            for (std::size_t c = 0; c < m_cutoffs.size(); ++c)
                set.values[m_ofUser[m].key][m_cutoffs[c]] = m_sums[m * m_cutoffs.size() + c] / users;
        for (const RankingMetric& metric : m_ofExposure)
            for (std::size_t c = 0; c < m_exposure.size(); ++c)
                set.values[metric.key][m_cutoffs[c]] = metric.ofExposure(m_exposure[c]);
        if (m_listedUsers > 0)
            for (const double share : m_share)
                set.interestShare.push_back(share / static_cast<double>(m_listedUsers));
        return set;
    }

private:
    void measure(const UserBlock& block, std::size_t user, std::vector<double>& values) const
    {
        std::vector<std::int32_t> ranked;
        ranked.reserve(block.lists[user].size());
        for (const RecallEntry& entry : block.lists[user])
            ranked.push_back(entry.item);
        double* value = values.data() + user * m_sums.size();
        for (const RankingMetric& metric : m_ofUser)
            for (const int k : m_cutoffs)
                *value++ = metric.ofUser(ranked, block.targets[user], k);
    }

    void addList(const std::vector<RecallEntry>& list)
    {
        for (std::size_t c = 0; c < m_cutoffs.size(); ++c)
            for (std::size_t i = 0; i < std::min(list.size(), static_cast<std::size_t>(m_cutoffs[c])); ++i)
                ++m_exposure[c][static_cast<std::size_t>(list[i].item - 1)];
        if (list.empty())
            return;
        std::vector<std::int64_t> won(m_share.size(), 0);
        for (const RecallEntry& entry : list)
            ++won[static_cast<std::size_t>(entry.interest)];
        for (std::size_t j = 0; j < won.size(); ++j)
            m_share[j] += static_cast<double>(won[j]) / static_cast<double>(list.size());
        ++m_listedUsers;
    }

    static bool hasRepeats(const std::vector<ItemIndex>& excluded, const std::vector<ItemIndex>& targets)
    {
        return std::any_of(targets.begin(), targets.end(), [&excluded](ItemIndex item) {
            return std::binary_search(excluded.begin(), excluded.end(), item);
        });
    }

    std::vector<int> m_cutoffs;
    std::vector<RankingMetric> m_ofUser;
    std::vector<RankingMetric> m_ofExposure;
    std::vector<double> m_sums; ///< [metrics of users, cut-offs]
    std::vector<std::vector<std::int64_t>> m_exposure; ///< [cut-offs][N]
    std::vector<double> m_share; ///< [K]
    std::int64_t m_users = 0;
    std::int64_t m_listedUsers = 0;
    std::int64_t m_usersWithRepeats = 0;
};

/// What an approximate index misses of the exact lists, and how long one user takes with either.
class IndexComparison final
{
public:
    IndexComparison(const Searcher& index, Searcher exact, std::vector<int> cutoffs)
        : m_index(index)
        , m_exact(std::move(exact))
        , m_cutoffs(std::move(cutoffs))
        , m_found(m_cutoffs.size(), 0.0)
    {
    }

    /// `block` holds the lists of the index.
    void add(const InterestSet& interests, int k, const UserBlock& block)
    {
        const auto exact = m_exact.merged(interests, k, block.filters());
        for (std::size_t user = 0; user < block.users.size(); ++user)
            for (std::size_t c = 0; c < m_cutoffs.size(); ++c)
                m_found[c]
                    += foundShare(block.lists[user], exact[user], static_cast<std::size_t>(m_cutoffs[c]));
        m_users += static_cast<std::int64_t>(block.users.size());
        for (std::size_t user = 0; user < block.users.size() && m_timed < timedUsers; ++user, ++m_timed) {
            m_milliseconds += timed(m_index, interests, k, block, user);
            m_exactMilliseconds += timed(m_exact, interests, k, block, user);
        }
    }

    IndexReport report(const std::string& spec) const
    {
        IndexReport result;
        result.spec = spec;
        for (std::size_t c = 0; c < m_cutoffs.size(); ++c)
            result.recall[m_cutoffs[c]] = m_found[c] / static_cast<double>(m_users);
        result.milliseconds = m_milliseconds / static_cast<double>(m_timed);
        result.exactMilliseconds = m_exactMilliseconds / static_cast<double>(m_timed);
        return result;
    }

private:
    static constexpr std::int64_t timedUsers = 200;

    static double foundShare(const std::vector<RecallEntry>& list, const std::vector<RecallEntry>& exact,
                             std::size_t k)
    {
        const auto firstItems = [k](const std::vector<RecallEntry>& entries) {
            std::vector<std::int32_t> items;
            for (std::size_t i = 0; i < std::min(k, entries.size()); ++i)
                items.push_back(entries[i].item);
            std::sort(items.begin(), items.end());
            return items;
        };
        const std::vector<std::int32_t> wanted = firstItems(exact);
        if (wanted.empty())
            return 1;
        const std::vector<std::int32_t> got = firstItems(list);
        std::vector<std::int32_t> common;
        std::set_intersection(wanted.begin(), wanted.end(), got.begin(), got.end(),
                              std::back_inserter(common));
        return static_cast<double>(common.size()) / static_cast<double>(wanted.size());
    }

    static double timed(const Searcher& searcher, const InterestSet& interests, int k, const UserBlock& block,
                        std::size_t user)
    {
        const auto start = std::chrono::steady_clock::now();
        searcher.search(interests, static_cast<std::int64_t>(user), k, block.excluded[user]);
        return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
    }

    const Searcher& m_index;
    Searcher m_exact;
    std::vector<int> m_cutoffs;
    std::vector<double> m_found; ///< by cut-off
    std::int64_t m_users = 0;
    std::int64_t m_timed = 0;
    double m_milliseconds = 0;
    double m_exactMilliseconds = 0;
};

void requireUsable(const EvaluationParams& params)
{
    const std::set<int> cutoffs(params.cutoffs.begin(), params.cutoffs.end());
    if (cutoffs.empty() || *cutoffs.begin() < 1 || cutoffs.size() != params.cutoffs.size())
        throw Error(ErrorCode::InvalidArgument,
                    "the cut-offs K must be distinct whole numbers from 1 on, e.g. 50,100,200");
    if (params.history.maxLength < 1)
        throw Error(ErrorCode::InvalidArgument,
                    "the history window of an evaluation must hold at least one item");
    if (params.split == Split::Train)
        throw Error(ErrorCode::InvalidArgument, "only the validation and the test day can be evaluated");
}

} // namespace

MetricSet evaluate(RankingModel& model, const Dataset& data, const EvaluationParams& params,
                   const std::function<void(double fraction)>& progress, std::stop_token stop)
{
    requireUsable(params);
    const auto start = std::chrono::steady_clock::now();
    const std::vector<UserIndex> users = data.evaluationUsers(params.split);
    if (users.empty())
        throw Error(ErrorCode::InvalidData,
                    std::string("no user of the data set '") + data.summary().name
                        + "' has a history and a target on the "
                        + (params.split == Split::Test ? "test" : "validation")
                        + " day; use a log with interactions on its last two days");
    const int depth = static_cast<int>(std::min<std::int64_t>(
        *std::max_element(params.cutoffs.begin(), params.cutoffs.end()), data.itemCount()));
    const Searcher searcher = searcherOf(model, params.indexSpec);
    std::optional<IndexComparison> comparison;
    if (!params.indexSpec.empty())
        comparison.emplace(searcher, searcherOf(model), params.cutoffs);
    MetricSums sums(params, data.itemCount(), model.interestCount());
    for (std::size_t first = 0; first < users.size(); first += blockUsers) {
        if (stop.stop_requested())
            throw Cancelled();
        const std::size_t count = std::min(blockUsers, users.size() - first);
        UserBlock block
            = gatherBlock(data, params.split, params.history, std::span(users).subspan(first, count));
        const InterestSet interests = extractInterests(model, block.windows);
        block.lists = searcher.merged(interests, depth, block.filters());
        sums.add(block);
        if (comparison)
            comparison->add(interests, depth, block);
        if (progress)
            progress(static_cast<double>(first + count) / static_cast<double>(users.size()));
    }
    MetricSet result = sums.result(data.userCount());
    if (comparison)
        result.index = comparison->report(params.indexSpec);
    result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return result;
}

} // namespace opal
