// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/retrieval/explorer.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <span>
#include <tuple>
#include <utility>

#include "core/base/error.h"
#include "core/base/params.h"
#include "core/base/text.h"
#include "core/retrieval/interests.h"
#include "core/retrieval/mergerule.h"

namespace opal {

namespace {

/// The nearest of the ids that are worth comparing: a data set may hold millions.
template <typename IdOf> std::string nearestId(const std::string& wanted, std::int64_t count, IdOf idOf)
{
    constexpr std::size_t most = 20000;
    std::vector<std::string> candidates;
    for (std::int64_t index = 0; index < count && candidates.size() < most; ++index) {
        const std::string id(idOf(index));
        const std::size_t longer = std::max(id.size(), wanted.size());
        if (longer - std::min(id.size(), wanted.size()) <= 1)
            candidates.push_back(id);
    }
    return nearestWord(wanted, candidates);
}

/// Items of a list that tell what its interest is about: enough to tell a word from chance, and few of a
/// small catalogue, of which a list of usual length would hold nearly everything.
std::size_t nearestItems(std::int64_t items, int interests)
{
    constexpr std::int64_t most = 100;
    return static_cast<std::size_t>(std::clamp<std::int64_t>(items / (2 * interests), 1, most));
}

[[noreturn]] void throwUnknown(const char* what, const std::string& id, const std::string& nearest)
{
    std::string detail = std::string("the data set has no ") + what + " '" + id + "'";
    detail
        += nearest.empty() ? "; list the ids it has and choose one." : "; the nearest is '" + nearest + "'.";
    throw Error(ErrorCode::NotFound, detail);
}

/// Places of the held-out items in the one list of a scorer.
void countPlaces(const Searcher& searcher, const InterestSet& interests, std::span<const ItemIndex> excluded,
                 std::vector<UserExploration::HeldOut>& heldOut)
{
    const std::span<const std::int32_t> filters[] { excluded };
    const InterestLists lists
        = searcher.lists(interests, static_cast<int>(searcher.itemCount()), filters).front();
    for (std::size_t place = 0; place < lists.front().size(); ++place)
        for (UserExploration::HeldOut& one : heldOut)
            if (one.item == lists.front()[place].item)
                one.merged = one.ranks.front() = static_cast<std::int64_t>(place) + 1;
}

/// Places of the held-out items under every interest and by the highest weighted score, by counting what
/// ranks before them: no list has to be as long as the catalogue.
template <typename IsListed>
void countPlaces(const Searcher& searcher, const InterestSet& interests, const ExploreQuery& query,
                 const IsListed& isListed, std::vector<UserExploration::HeldOut>& heldOut)
{
    const auto count = static_cast<std::size_t>(interests.interests);

    struct Scores
    {
        std::vector<float> each; ///< [K]
        double best = -std::numeric_limits<double>::infinity(); ///< weighted
    };

    const auto fill = [&](Scores& scores, ItemIndex item) {
        scores.best = -std::numeric_limits<double>::infinity();
        for (std::size_t j = 0; j < count; ++j) {
            if (interests.valid[j] == 0)
                continue;
            scores.each[j] = searcher.score(item, interests.vector(0, static_cast<int>(j)));
            const double weight = query.weights.empty() ? 1 : query.weights[j];
            if (weight > 0)
                scores.best = std::max(scores.best, weight * static_cast<double>(scores.each[j]));
        }
    };
    std::vector<std::pair<UserExploration::HeldOut*, Scores>> listed;
    for (UserExploration::HeldOut& one : heldOut) {
        if (!isListed(one.item))
            continue;
        fill(listed.emplace_back(&one, Scores { std::vector<float>(count) }).second, one.item);
        one.merged = std::isfinite(listed.back().second.best) ? 1 : 0;
        for (std::size_t j = 0; j < count; ++j)
            one.ranks[j] = interests.valid[j] != 0 ? 1 : 0;
    }
    if (listed.empty())
        return;
    Scores scores { std::vector<float>(count) };
    for (ItemIndex item = 1; item <= static_cast<ItemIndex>(searcher.itemCount()); ++item) {
        if (!isListed(item))
            continue;
        fill(scores, item);
        for (auto& [one, own] : listed) {
            const auto before = [item, target = one->item](auto score, auto targetScore) {
                return score > targetScore || (score == targetScore && item < target);
            };
            for (std::size_t j = 0; j < count; ++j)
                one->ranks[j] += one->ranks[j] > 0 && before(scores.each[j], own.each[j]) ? 1 : 0;
            one->merged += one->merged > 0 && before(scores.best, own.best) ? 1 : 0;
        }
    }
}

} // namespace

Explorer::Explorer(std::shared_ptr<const Dataset> data, std::shared_ptr<RankingModel> model,
                   const HistoryRule& rule)
    : m_data(std::move(data))
    , m_model(std::move(model))
    , m_rule(rule)
    , m_searcher(searcherOf(*m_model))
{
}

UserExploration Explorer::explore(const ExploreQuery& query) const
{
    if (query.k < 1)
        throw Error(ErrorCode::InvalidArgument,
                    "k is " + std::to_string(query.k) + "; ask for at least one item.");
    const auto started = std::chrono::steady_clock::now();
    UserExploration result;
    result.mergeRule = query.mergeRule;
    result.dayLabels = m_data->summary().dayLabels;
    const std::vector<ItemIndex> window = takeHistory(query, result);
    const TracedUser traced = traceUser(*m_model, window, query.epsilon, query.history ? -1 : result.user);
    fillInterests(traced, query, result);
    const std::vector<ItemIndex> excluded = excludedItems(query, window, result.user);
    fillRecall(traced.encoded.interests, query, excluded, result);
    fillScores(traced.encoded.interests, result);
    fillReasons(traced.encoded.interests, result);
    fillHeldOut(traced.encoded.interests, query, excluded, result);
    result.milliseconds
        = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - started).count();
    return result;
}

UserIndex Explorer::requireUser(const std::string& userId) const
{
    const auto user = m_data->findUser(userId);
    if (!user) {
        throwUnknown("user", userId, nearestId(userId, m_data->userCount(), [this](std::int64_t index) {
                         return m_data->userId(static_cast<UserIndex>(index));
                     }));
    }
    return *user;
}

ItemIndex Explorer::requireItem(const std::string& itemId) const
{
    const auto item = m_data->findItem(itemId);
    if (!item) {
        throwUnknown("item", itemId, nearestId(itemId, m_data->itemCount(), [this](std::int64_t index) {
                         return m_data->itemId(static_cast<ItemIndex>(index + 1));
                     }));
    }
    return *item;
}

std::vector<ItemIndex> Explorer::takeHistory(const ExploreQuery& query, UserExploration& result) const
{
    std::span<const ItemIndex> own;
    if (!query.userId.empty()) {
        result.userId = query.userId;
        result.user = requireUser(query.userId);
        own = m_data->history(result.user, Split::Test);
        if (own.empty() && !query.history) {
            throw Error(ErrorCode::NotFound,
                        "user '" + query.userId
                            + "' has no interaction before the test day, so nothing can be read from the "
                              "history.");
        }
    }
    const auto most = static_cast<std::size_t>(m_rule.maxLength);
    std::vector<ItemIndex> window;
    const auto add = [&](ItemIndex item, std::int64_t timeMs, std::string day) {
        HistoryEntry& entry = result.history.emplace_back();
        auto text = textOf(item);
        entry.item = item;
        entry.itemId = std::move(text.id);
        entry.title = std::move(text.title);
        entry.tags = std::move(text.tags);
        entry.cover = std::move(text.cover);
        entry.timeMs = timeMs;
        entry.day = std::move(day);
        window.push_back(item);
    };
    if (query.history) {
        if (query.history->empty())
            throw Error(ErrorCode::InvalidArgument, "a made-up history needs at least one item.");
        const std::size_t first = query.history->size() - std::min(query.history->size(), most);
        for (std::size_t row = 0; row < query.history->size(); ++row) {
            const HistoryItem& item = (*query.history)[row];
            const ItemIndex index = requireItem(item.itemId);
            if (row >= first)
                add(index, item.timeMs, item.day);
        }
        const auto older = own.size() - std::min(own.size(), most);
        result.historyLength = static_cast<std::int64_t>(query.history->size() + older);
        return window;
    }
    const auto times = m_data->times(result.user);
    const auto days = m_data->days(result.user);
    const auto& labels = m_data->summary().dayLabels;
    for (std::size_t row = own.size() - std::min(own.size(), most); row < own.size(); ++row) {
        const bool labelled = !days.empty() && static_cast<std::size_t>(days[row]) < labels.size();
        add(own[row], m_data->summary().hasTimes ? times[row] : 0,
            labelled ? labels[static_cast<std::size_t>(days[row])] : std::string());
    }
    result.historyLength = static_cast<std::int64_t>(own.size());
    return window;
}

void Explorer::fillInterests(const TracedUser& traced, const ExploreQuery& query,
                             UserExploration& result) const
{
    const auto& [interests, weights] = traced.encoded;
    const auto count = static_cast<std::size_t>(interests.interests);
    if (!query.weights.empty() && query.weights.size() != count)
        throw Error(ErrorCode::InvalidArgument,
                    "there are " + std::to_string(query.weights.size()) + " weights for "
                        + std::to_string(count) + " interests; give one each.");
    if (traced.epsilon)
        result.epsilon = *traced.epsilon;
    for (std::size_t j = 0; j < count; ++j) {
        UserExploration::Interest& interest = result.interests.emplace_back();
        interest.index = static_cast<int>(j);
        interest.valid = interests.valid[j] != 0;
        if (!interests.intensity.empty())
            interest.intensity = static_cast<double>(interests.intensity[j]);
        if (!interests.itemCounts.empty())
            interest.items = interests.itemCounts[j];
        if (!query.weights.empty())
            interest.weight = query.weights[j];
        if (!traced.cosines.empty())
            interest.cosine = traced.cosines[j];
        if (!traced.distances.empty())
            interest.softHardDistance = traced.distances[j];
    }
    if (weights.weights.empty())
        return;
    for (std::size_t row = 0; row < result.history.size(); ++row) {
        HistoryEntry& entry = result.history[row];
        const auto begin = weights.weights.begin() + static_cast<std::ptrdiff_t>(row * count);
        entry.weights.assign(begin, begin + static_cast<std::ptrdiff_t>(count));
        entry.category = weights.category[row];
        if (!traced.similarities.empty())
            result.interests[static_cast<std::size_t>(entry.category)].course.push_back(
                { static_cast<std::int32_t>(row), traced.similarities[row] });
    }
}

std::vector<ItemIndex> Explorer::excludedItems(const ExploreQuery& query, std::span<const ItemIndex> window,
                                               UserIndex user) const
{
    if (m_rule.exclusion == Exclusion::Nothing)
        return {};
    std::vector<ItemIndex> items(window.begin(), window.end());
    if (m_rule.exclusion == Exclusion::History) {
        if (user >= 0) {
            // What an edited history has dropped may be recommended again; what is older may not.
            const auto own = m_data->history(user, Split::Test);
            const auto older = own.first(own.size() - m_rule.window(own).size());
            items.insert(items.end(), older.begin(), older.end());
        }
        if (query.history)
            for (const HistoryItem& item : *query.history)
                items.push_back(requireItem(item.itemId));
    }
    return distinctItems(items);
}

void Explorer::fillRecall(const InterestSet& interests, const ExploreQuery& query,
                          std::span<const ItemIndex> excluded, UserExploration& result) const
{
    const std::span<const std::int32_t> filters[] { excluded };
    const std::size_t nearest = nearestItems(m_data->itemCount(), interests.interests);
    const int length = std::max(query.k, static_cast<int>(nearest));
    result.recall.perInterest = std::move(m_searcher.lists(interests, length, filters).front());
    for (std::size_t j = 0; j < result.recall.perInterest.size(); ++j) {
        auto& list = result.recall.perInterest[j];
        for (const RecallEntry& entry : std::span(list).first(std::min(nearest, list.size())))
            result.interests[j].nearest.push_back(entry.item);
        list.resize(std::min(list.size(), static_cast<std::size_t>(query.k)));
    }
    MergeOptions merge;
    merge.rule = query.mergeRule;
    merge.weights = query.weights;
    merge.shares.assign(interests.intensity.begin(), interests.intensity.end());
    result.recall.merged = mergeLists(result.recall.perInterest, query.k, merge);
    for (const auto& list : result.recall.perInterest) {
        auto& texts = result.perInterestItems.emplace_back();
        for (const RecallEntry& entry : list)
            texts.push_back(textOf(entry.item));
    }
    for (const RecallEntry& entry : result.recall.merged)
        result.mergedItems.push_back(textOf(entry.item));
}

void Explorer::fillScores(const InterestSet& interests, UserExploration& result) const
{
    std::vector<ItemIndex> seen;
    if (result.user >= 0) {
        const auto own = m_data->history(result.user, Split::Test);
        seen.assign(own.begin(), own.end());
        std::sort(seen.begin(), seen.end());
    }
    const auto count = static_cast<std::size_t>(interests.interests);
    for (std::size_t j = 0; j < count; ++j) {
        const auto& list = result.recall.perInterest[j];
        for (std::size_t rank = 0; rank < list.size(); ++rank) {
            ItemScores& scores = result.scores[list[rank].item];
            if (scores.ranks.empty()) {
                scores.ranks.assign(count, 0);
                for (std::size_t other = 0; other < count; ++other)
                    scores.scores.push_back(
                        other == j ? list[rank].score
                                   : m_searcher.score(list[rank].item,
                                                      interests.vector(0, static_cast<int>(other))));
                scores.seen = std::binary_search(seen.begin(), seen.end(), list[rank].item);
            }
            scores.ranks[j] = static_cast<std::int32_t>(rank + 1);
        }
    }
}

void Explorer::fillReasons(const InterestSet& interests, UserExploration& result) const
{
    if (interests.dim == 0)
        return;
    const auto unit = [this](ItemIndex item) {
        std::vector<float> vector = m_searcher.vector(item);
        const float square = std::inner_product(vector.begin(), vector.end(), vector.begin(), 0.0F);
        if (square > 0)
            for (float& part : vector)
                part /= std::sqrt(square);
        return vector;
    };
    std::vector<std::vector<float>> history;
    for (const HistoryEntry& entry : result.history)
        history.push_back(unit(entry.item));
    // What was watched twice counts as one item, at its last place.
    std::map<ItemIndex, std::size_t> lastOf;
    for (std::size_t row = 0; row < history.size(); ++row)
        lastOf[result.history[row].item] = row;
    std::vector<std::size_t> last;
    for (const HistoryEntry& entry : result.history)
        last.push_back(lastOf.at(entry.item));
    std::vector<double> cosines(history.size());
    std::vector<double> parts(history.size());
    for (auto& [item, scores] : result.scores) {
        const std::vector<float> vector = unit(item);
        for (std::size_t row = 0; row < history.size(); ++row)
            cosines[row] = std::inner_product(vector.begin(), vector.end(), history[row].begin(), 0.0);
        for (std::size_t j = 0; j < scores.ranks.size(); ++j) {
            auto& reasons = scores.reasons.emplace_back();
            if (scores.ranks[j] == 0)
                continue;
            std::fill(parts.begin(), parts.end(), 0.0);
            for (std::size_t row = 0; row < history.size(); ++row) {
                const std::vector<float>& weights = result.history[row].weights;
                const double weight = weights.empty() ? 1 : static_cast<double>(weights[j]);
                parts[last[row]] += weight * std::max(0.0, cosines[row]);
            }
            for (std::size_t row = 0; row < history.size(); ++row)
                if (parts[row] > 0)
                    reasons.push_back({ static_cast<std::int32_t>(row), cosines[row], parts[row] });
            const double sum = std::accumulate(parts.begin(), parts.end(), 0.0);
            const auto kept = std::min(ItemScores::mostReasons, reasons.size());
            std::partial_sort(reasons.begin(), reasons.begin() + static_cast<std::ptrdiff_t>(kept),
                              reasons.end(), [](const RecallReason& a, const RecallReason& b) {
                                  return a.share != b.share ? a.share > b.share : a.row > b.row;
                              });
            reasons.resize(kept);
            for (RecallReason& reason : reasons)
                reason.share /= sum;
        }
    }
}

void Explorer::fillHeldOut(const InterestSet& interests, const ExploreQuery& query,
                           std::span<const ItemIndex> excluded, UserExploration& result) const
{
    if (result.user < 0)
        return;
    const std::vector<ItemIndex> targets = distinctItems(m_data->targets(result.user, Split::Test));
    const auto mark = [&targets](RecallEntry& entry) {
        entry.heldOut = std::binary_search(targets.begin(), targets.end(), entry.item);
    };
    for (auto& list : result.recall.perInterest)
        std::for_each(list.begin(), list.end(), mark);
    std::for_each(result.recall.merged.begin(), result.recall.merged.end(), mark);
    result.targets = std::ssize(targets);
    result.hits = std::count_if(result.recall.merged.begin(), result.recall.merged.end(),
                                [](const RecallEntry& entry) { return entry.heldOut; });
    const auto count = static_cast<std::size_t>(interests.interests);
    std::vector<UserExploration::HeldOut>& heldOut = result.heldOut;
    for (const ItemIndex item : targets)
        heldOut.push_back({ item, textOf(item), 0, std::vector<std::int64_t>(count, 0) });
    const auto isListed
        = [&excluded](ItemIndex item) { return !std::binary_search(excluded.begin(), excluded.end(), item); };
    if (interests.dim == 0)
        countPlaces(m_searcher, interests, excluded, heldOut);
    else
        countPlaces(m_searcher, interests, query, isListed, heldOut);
    if (query.mergeRule != MergeRule::Maximum) {
        for (UserExploration::HeldOut& one : heldOut) {
            const auto& merged = result.recall.merged;
            const auto found = std::find_if(merged.begin(), merged.end(), [&one](const RecallEntry& entry) {
                return entry.item == one.item;
            });
            one.merged = found == merged.end() ? 0 : found - merged.begin() + 1;
        }
    }
    std::stable_sort(heldOut.begin(), heldOut.end(), [](const auto& a, const auto& b) {
        return a.merged != 0 && (b.merged == 0 || a.merged < b.merged);
    });
}

std::vector<UserExploration::ItemText> Explorer::findItems(const std::string& text, std::size_t limit) const
{
    const std::string wanted = lowered(text);

    struct Found
    {
        int kind = 0; ///< 0 the id, 1 its beginning, 2 anywhere
        std::int32_t popularity = 0;
        ItemIndex item = 0;
    };

    std::vector<Found> found;
    const auto popularity = m_data->popularity();
    for (ItemIndex item = 1; item <= m_data->itemCount(); ++item) {
        const std::string id = lowered(m_data->itemId(item));
        const std::size_t at = id.find(wanted);
        if (at == std::string::npos && lowered(m_data->title(item)).find(wanted) == std::string::npos)
            continue;
        found.push_back({ id == wanted  ? 0
                              : at == 0 ? 1
                                        : 2,
                          popularity[static_cast<std::size_t>(item)], item });
    }
    const std::size_t kept = std::min(limit, found.size());
    std::partial_sort(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(kept), found.end(),
                      [](const Found& a, const Found& b) {
                          return std::tuple(a.kind, -a.popularity, a.item)
                              < std::tuple(b.kind, -b.popularity, b.item);
                      });
    std::vector<UserExploration::ItemText> result;
    for (std::size_t i = 0; i < kept; ++i)
        result.push_back(textOf(found[i].item));
    return result;
}

UserExploration::ItemText Explorer::textOf(ItemIndex item) const
{
    UserExploration::ItemText text {
        std::string(m_data->itemId(item)), std::string(m_data->title(item)), {}, m_data->coverPath(item)
    };
    for (const std::string_view tag : m_data->tags(item))
        text.tags += (text.tags.empty() ? "" : ",") + std::string(tag);
    return text;
}

} // namespace opal
