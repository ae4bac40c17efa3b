// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluation/ranking.h"

#include <algorithm>

#include "core/models/recommender.h"
#include "core/retrieval/interests.h"

namespace opal {

namespace {

std::vector<ItemIndex> distinct(std::span<const ItemIndex> items)
{
    std::vector<ItemIndex> result(items.begin(), items.end());
    std::sort(result.begin(), result.end());
    result.erase(std::unique(result.begin(), result.end()), result.end());
    return result;
}

} // namespace

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

Ranker::Ranker(Recommender& model, std::int64_t itemCount, const std::string& indexSpec)
{
    const std::vector<float> items = itemVectors(model);
    if (indexSpec.empty())
        m_exact.emplace(items.data(), itemCount, model.dim());
    else
        m_index = std::make_unique<Retriever>(items, itemCount, model.dim(), indexSpec);
}

void Ranker::rank(const InterestSet& interests, int k, UserBlock& block) const
{
    const std::vector<std::span<const std::int32_t>> excluded(block.excluded.begin(), block.excluded.end());
    block.lists = m_exact ? rankExactly(interests, 0, interests.users, k, excluded)
                          : m_index->searchMerged(interests, k, excluded);
}

std::vector<RecallEntry> Ranker::rankOne(const InterestSet& interests, std::int64_t row, int k,
                                         std::span<const ItemIndex> excluded) const
{
    const std::span<const std::int32_t> filters[] { excluded };
    return m_exact ? rankExactly(interests, row, 1, k, filters).front()
                   : m_index->search(interests, row, k, excluded).merged;
}

std::vector<std::vector<RecallEntry>>
Ranker::rankExactly(const InterestSet& interests, std::int64_t first, std::int64_t count, int k,
                    std::span<const std::span<const std::int32_t>> excluded) const
{
    ExactTopK::Query query;
    query.interests = interests.vector(first, 0);
    query.valid = interests.valid.data() + first * interests.interests;
    query.users = count;
    query.interestCount = interests.interests;
    query.excluded = excluded;
    query.k = k;
    const auto width = static_cast<std::size_t>(k);
    std::vector<RecallEntry> entries(static_cast<std::size_t>(count) * width);
    std::vector<std::int32_t> counts(static_cast<std::size_t>(count));
    m_exact->search(query, entries.data(), counts.data());
    std::vector<std::vector<RecallEntry>> lists(counts.size());
    for (std::size_t user = 0; user < lists.size(); ++user) {
        const auto list = std::span(entries).subspan(user * width, static_cast<std::size_t>(counts[user]));
        lists[user].assign(list.begin(), list.end());
    }
    return lists;
}

} // namespace opal
