// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/interesttopics.h"

#include <algorithm>
#include <deque>
#include <mutex>
#include <utility>

#include "core/base/notanumber.h"
#include "core/retrieval/explorer.h"
#include "core/store/runstore.h"

namespace opal {

namespace {

constexpr std::size_t topicItems = 5; ///< what a card has room for, with its tooltip

std::string joined(const std::vector<std::string_view>& parts)
{
    std::string text;
    for (const std::string_view part : parts)
        text.append(text.empty() ? "" : ", ").append(part);
    return text;
}

DescribedItem itemOf(const Dataset& data, ItemIndex item, double cosine)
{
    return { std::string(data.itemId(item)),
             std::string(data.title(item)),
             joined(data.tags(item)),
             cosine,
             data.popularity()[static_cast<std::size_t>(item)],
             data.coverPath(item) };
}

} // namespace

std::shared_ptr<const ItemTerms> termsOf(const Dataset& data)
{
    static LastAnswers<ItemTerms, 1> answers;
    return answers.get(data.contentKey(), [&data] { return itemTerms(data); });
}

std::vector<CategoryTopic> describeCategories(const Dataset& data, std::span<const std::uint8_t> itemCategory,
                                              int categories,
                                              const std::vector<std::vector<CentralItem>>& central,
                                              std::size_t itemCount)
{
    const auto items = itemsByCategory(itemCategory, categories);
    std::vector<InterestLabel> labels = classLabels(*termsOf(data), items);
    std::vector<CategoryTopic> topics(labels.size());
    for (std::size_t category = 0; category < topics.size(); ++category) {
        CategoryTopic& topic = topics[category];
        topic.label = std::move(labels[category]);
        if (category < central.size())
            for (const CentralItem& each : central[category])
                topic.central.push_back(itemOf(data, each.item, each.cosine));
        for (const ItemIndex item : mostWatched(items[category], data.popularity(), itemCount))
            topic.watched.push_back(itemOf(data, item, notANumber));
    }
    return topics;
}

std::shared_ptr<const std::vector<CategoryTopic>> topicsOf(RankingModel& model, const Dataset& data,
                                                           const std::string& key)
{
    static LastAnswers<std::vector<CategoryTopic>, 4> answers;
    return answers.get(key + "|" + data.contentKey(), [&]() -> std::vector<CategoryTopic> {
        const auto snapshot = snapshotOf(model, data.popularity());
        if (!snapshot)
            return {};
        return describeCategories(data, snapshot->itemCategory, snapshot->categories,
                                  centralItems(model, snapshot->itemCategory, topicItems), topicItems);
    });
}

CategoryNames namesOf(const RunStore& store, const std::string& run, RankingModel& model, const Dataset& data,
                      const std::string& key)
{
    return { store.categoryNames(run), labelTexts(*topicsOf(model, data, key)) };
}

void nameInterests(const RunStore& store, const Explorer& explorer, const std::string& key,
                   UserExploration& user)
{
    const auto topics = topicsOf(explorer.model(), explorer.data(), key);
    user.categoryNames = { store.categoryNames(user.run), labelTexts(*topics) };
    std::vector<std::vector<ItemIndex>> nearest;
    for (const UserExploration::Interest& interest : user.interests)
        nearest.push_back(interest.nearest);
    std::vector<InterestLabel> labels = classLabels(*termsOf(explorer.data()), nearest);
    for (std::size_t j = 0; j < user.interests.size(); ++j) {
        user.interests[j].label = std::move(labels[j]);
        if (j < topics->size())
            user.interests[j].topic = (*topics)[j];
    }
}

} // namespace opal
