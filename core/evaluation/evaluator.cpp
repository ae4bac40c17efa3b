#include "core/evaluation/evaluator.h"

#include <algorithm>
#include <chrono>
#include <exception>
#include <mutex>
#include <optional>
#include <set>

#include "core/base/error.h"
#include "core/evaluation/metrics.h"
#include "core/kernels/topk.h"
#include "core/models/recommender.h"
#include "core/retrieval/interests.h"
#include "core/retrieval/retriever.h"

namespace opal {

namespace {

constexpr std::size_t blockUsers = 1024;

/// Users of one block with everything that ranking them needs. All vectors are parallel to `users`.
struct UserBlock
{
    std::span<const UserIndex> users;
    RaggedHistories windows;
    std::vector<std::vector<ItemIndex>> excluded; ///< ascending, distinct
    std::vector<std::vector<ItemIndex>> targets; ///< ascending, distinct
    std::vector<std::vector<RecallEntry>> lists; ///< best first
};

std::vector<ItemIndex> distinct(std::span<const ItemIndex> items)
{
    std::vector<ItemIndex> result(items.begin(), items.end());
    std::sort(result.begin(), result.end());
    result.erase(std::unique(result.begin(), result.end()), result.end());
    return result;
}

UserBlock gatherBlock(const Dataset& data, const EvaluationParams& params, std::span<const UserIndex> users)
{
    UserBlock block;
    block.users = users;
    for (const UserIndex user : users) {
        const auto history = data.history(user, params.split);
        const auto window
            = history.last(std::min(history.size(), static_cast<std::size_t>(params.maxLength)));
        block.windows.append(window);
        block.excluded.push_back(distinct(params.filterWholeHistory ? history : window));
        block.targets.push_back(distinct(data.targets(user, params.split)));
    }
    return block;
}

/// Ranks all items for the users of a block, exactly or through a Faiss index.
class Ranker final
{
public:
    Ranker(Recommender& model, std::int64_t itemCount, const std::string& indexSpec)
    {
        const std::vector<float> items = itemVectors(model);
        if (indexSpec.empty())
            m_exact.emplace(items.data(), itemCount, model.dim());
        else
            m_index.emplace(items, itemCount, model.dim(), indexSpec);
    }

    void rank(const InterestSet& interests, int k, UserBlock& block) const
    {
        block.lists.resize(block.users.size());
        if (m_exact)
            rankExactly(interests, k, block);
        else
            rankByIndex(interests, k, block);
    }

private:
    void rankExactly(const InterestSet& interests, int k, UserBlock& block) const
    {
        const std::vector<std::span<const std::int32_t>> excluded(block.excluded.begin(),
                                                                  block.excluded.end());
        ExactTopK::Query query;
        query.interests = interests.vectors.data();
        query.valid = interests.valid.data();
        query.users = interests.users;
        query.interestCount = interests.interests;
        query.excluded = excluded;
        query.k = k;
        const auto width = static_cast<std::size_t>(k);
        std::vector<RecallEntry> lists(block.users.size() * width);
        std::vector<std::int32_t> counts(block.users.size());
        m_exact->search(query, lists.data(), counts.data());
        for (std::size_t i = 0; i < block.users.size(); ++i) {
            const auto list = std::span(lists).subspan(i * width, static_cast<std::size_t>(counts[i]));
            block.lists[i].assign(list.begin(), list.end());
        }
    }

    void rankByIndex(const InterestSet& interests, int k, UserBlock& block) const
    {
        std::exception_ptr failure;
        std::mutex failureMutex; // protects failure: an exception must not leave a parallel region
        const auto count = static_cast<std::int64_t>(block.users.size());
#pragma omp parallel for schedule(dynamic, 8)
        for (std::int64_t i = 0; i < count; ++i) {
            const auto slot = static_cast<std::size_t>(i);
            try {
                block.lists[slot] = m_index->search(interests, i, k, block.excluded[slot]).merged;
            } catch (...) {
                const std::lock_guard lock(failureMutex);
                failure = std::current_exception();
            }
        }
        if (failure)
            std::rethrow_exception(failure);
    }

    std::optional<ExactTopK> m_exact;
    std::optional<Retriever> m_index;
};

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
                m_metrics.push_back(metric);
        m_sums.assign(m_metrics.size() * m_cutoffs.size(), 0.0);
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
        for (std::size_t m = 0; m < m_metrics.size(); ++m)
            for (std::size_t c = 0; c < m_cutoffs.size(); ++c)
                (set.*m_metrics[m].values)[m_cutoffs[c]] = m_sums[m * m_cutoffs.size() + c] / users;
        for (std::size_t c = 0; c < m_exposure.size(); ++c) {
            set.coverage[m_cutoffs[c]] = coverage(m_exposure[c]);
            set.gini[m_cutoffs[c]] = gini(m_exposure[c]);
        }
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
        for (const RankingMetric& metric : m_metrics)
            for (const int k : m_cutoffs)
                *value++ = metric.value(ranked, block.targets[user], k);
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
    std::vector<RankingMetric> m_metrics;
    std::vector<double> m_sums; ///< [metrics, cut-offs]
    std::vector<std::vector<std::int64_t>> m_exposure; ///< [cut-offs][N]
    std::vector<double> m_share; ///< [K]
    std::int64_t m_users = 0;
    std::int64_t m_listedUsers = 0;
    std::int64_t m_usersWithRepeats = 0;
};

void requireUsable(const EvaluationParams& params)
{
    const std::set<int> cutoffs(params.cutoffs.begin(), params.cutoffs.end());
    if (cutoffs.empty() || *cutoffs.begin() < 1 || cutoffs.size() != params.cutoffs.size())
        throw Error(ErrorCode::InvalidArgument,
                    "the cut-offs K must be distinct whole numbers from 1 on, e.g. 50,100,200");
    if (params.maxLength < 1)
        throw Error(ErrorCode::InvalidArgument,
                    "the history window of an evaluation must hold at least one item");
    if (params.split == Split::Train)
        throw Error(ErrorCode::InvalidArgument, "only the validation and the test day can be evaluated");
}

} // namespace

MetricSet evaluate(Recommender& model, const Dataset& data, const EvaluationParams& params,
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
    const Ranker ranker(model, data.itemCount(), params.indexSpec);
    MetricSums sums(params, data.itemCount(), model.interestCount());
    for (std::size_t first = 0; first < users.size(); first += blockUsers) {
        if (stop.stop_requested())
            throw Cancelled();
        const std::size_t count = std::min(blockUsers, users.size() - first);
        UserBlock block = gatherBlock(data, params, std::span(users).subspan(first, count));
        ranker.rank(extractInterests(model, block.windows), depth, block);
        sums.add(block);
        if (progress)
            progress(static_cast<double>(first + count) / static_cast<double>(users.size()));
    }
    MetricSet result = sums.result(data.userCount());
    result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return result;
}

} // namespace opal
