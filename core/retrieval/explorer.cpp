#include "core/retrieval/explorer.h"

#include <algorithm>
#include <chrono>

#include "core/base/error.h"
#include "core/base/params.h"
#include "core/retrieval/interests.h"

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

[[noreturn]] void throwUnknown(const char* what, const std::string& id, const std::string& nearest)
{
    std::string detail = std::string("the data set has no ") + what + " '" + id + "'";
    detail
        += nearest.empty() ? "; list the ids it has and choose one." : "; the nearest is '" + nearest + "'.";
    throw Error(ErrorCode::NotFound, detail);
}

} // namespace

Explorer::Explorer(std::shared_ptr<const Dataset> data, std::shared_ptr<Recommender> model,
                   std::int64_t maxLength)
    : m_data(std::move(data))
    , m_model(std::move(model))
    , m_maxLength(maxLength)
{
    const std::vector<float> items = itemVectors(*m_model);
    const auto dim = static_cast<int>(static_cast<std::int64_t>(items.size()) / (m_data->itemCount() + 1));
    m_retriever = std::make_unique<Retriever>(items, m_data->itemCount(), dim);
}

UserExploration Explorer::explore(const std::string& userId, int k, bool wholeHistoryFilter) const
{
    const auto user = m_data->findUser(userId);
    if (!user) {
        throwUnknown("user", userId, nearestId(userId, m_data->userCount(), [this](std::int64_t index) {
                         return m_data->userId(static_cast<UserIndex>(index));
                     }));
    }
    const auto history = m_data->history(*user, Split::Test);
    if (history.empty()) {
        throw Error(
            ErrorCode::NotFound,
            "user '" + userId
                + "' has no interaction before the test day, so nothing can be read from the history.");
    }
    UserExploration result;
    result.userId = userId;
    result.user = *user;
    fill(result, history, k, wholeHistoryFilter);

    const auto times = m_data->times(*user);
    const auto days = m_data->days(*user);
    const auto& labels = m_data->summary().dayLabels;
    const std::size_t first = history.size() - result.history.size();
    for (std::size_t row = 0; row < result.history.size(); ++row) {
        if (m_data->summary().hasTimes)
            result.history[row].timeMs = times[first + row];
        if (!days.empty() && static_cast<std::size_t>(days[first + row]) < labels.size())
            result.history[row].day = labels[static_cast<std::size_t>(days[first + row])];
    }

    const auto targets = m_data->targets(*user, Split::Test);
    std::vector<ItemIndex> heldOut(targets.begin(), targets.end());
    std::sort(heldOut.begin(), heldOut.end());
    heldOut.erase(std::unique(heldOut.begin(), heldOut.end()), heldOut.end());
    const auto mark = [&heldOut](RecallEntry& entry) {
        entry.heldOut = std::binary_search(heldOut.begin(), heldOut.end(), entry.item);
    };
    for (auto& list : result.recall.perInterest)
        std::for_each(list.begin(), list.end(), mark);
    std::for_each(result.recall.merged.begin(), result.recall.merged.end(), mark);
    result.targets = static_cast<std::int64_t>(heldOut.size());
    result.hits = std::count_if(result.recall.merged.begin(), result.recall.merged.end(),
                                [](const RecallEntry& entry) { return entry.heldOut; });
    return result;
}

UserExploration Explorer::exploreHistory(const std::vector<std::string>& itemIds, int k,
                                         bool wholeHistoryFilter) const
{
    if (itemIds.empty())
        throw Error(ErrorCode::InvalidArgument, "a made-up history needs at least one item.");
    std::vector<ItemIndex> history;
    for (const std::string& id : itemIds) {
        const auto item = m_data->findItem(id);
        if (!item) {
            throwUnknown("item", id, nearestId(id, m_data->itemCount(), [this](std::int64_t index) {
                             return m_data->itemId(static_cast<ItemIndex>(index + 1));
                         }));
        }
        history.push_back(*item);
    }
    UserExploration result;
    fill(result, history, k, wholeHistoryFilter);
    return result;
}

void Explorer::fill(UserExploration& result, std::span<const ItemIndex> history, int k,
                    bool wholeHistoryFilter) const
{
    if (k < 1)
        throw Error(ErrorCode::InvalidArgument, "k is " + std::to_string(k) + "; ask for at least one item.");
    const auto started = std::chrono::steady_clock::now();
    const auto window = history.last(std::min(history.size(), static_cast<std::size_t>(m_maxLength)));
    result.historyLength = static_cast<std::int64_t>(history.size());

    const auto [interests, weights] = encodeUser(*m_model, window);
    for (std::size_t row = 0; row < window.size(); ++row) {
        HistoryEntry& entry = result.history.emplace_back();
        auto text = textOf(window[row]);
        entry.item = window[row];
        entry.itemId = std::move(text.id);
        entry.title = std::move(text.title);
        entry.tags = std::move(text.tags);
        if (!weights.weights.empty()) {
            const auto begin = weights.weights.begin() + static_cast<std::ptrdiff_t>(row) * weights.interests;
            entry.weights.assign(begin, begin + weights.interests);
            entry.category = weights.category[row];
        }
    }
    for (int index = 0; index < interests.interests; ++index) {
        const auto position = static_cast<std::size_t>(index);
        UserExploration::Interest interest { index, interests.valid[position] != 0, 0, 0 };
        if (!interests.intensity.empty())
            interest.intensity = static_cast<double>(interests.intensity[position]);
        if (!interests.itemCounts.empty())
            interest.items = interests.itemCounts[position];
        result.interests.push_back(interest);
    }

    const auto filtered = wholeHistoryFilter ? history : window;
    std::vector<std::int32_t> filter(filtered.begin(), filtered.end());
    std::sort(filter.begin(), filter.end());
    filter.erase(std::unique(filter.begin(), filter.end()), filter.end());
    result.recall = m_retriever->search(interests, 0, k, filter);
    for (const auto& list : result.recall.perInterest) {
        auto& texts = result.perInterestItems.emplace_back();
        for (const RecallEntry& entry : list)
            texts.push_back(textOf(entry.item));
    }
    for (const RecallEntry& entry : result.recall.merged)
        result.mergedItems.push_back(textOf(entry.item));
    result.milliseconds
        = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - started).count();
}

UserExploration::ItemText Explorer::textOf(ItemIndex item) const
{
    UserExploration::ItemText text { std::string(m_data->itemId(item)),
                                     std::string(m_data->title(item)),
                                     {} };
    for (const std::string_view tag : m_data->tags(item))
        text.tags += (text.tags.empty() ? "" : ",") + std::string(tag);
    return text;
}

} // namespace opal
