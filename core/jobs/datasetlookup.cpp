// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/datasetlookup.h"

#include <algorithm>
#include <mutex>

#include <QDateTime>
#include <QFileInfo>

#include "core/base/fuzzymatch.h"
#include "core/data/dataset.h"
#include "core/data/datasetfile.h"

namespace opal {

namespace {

/// Keeps the best hits; of equal ones the first found.
void keepBest(std::vector<DatasetHit>& hits, std::size_t limit)
{
    std::stable_sort(hits.begin(), hits.end(),
                     [](const DatasetHit& a, const DatasetHit& b) { return a.score > b.score; });
    if (hits.size() > limit)
        hits.resize(limit);
}

} // namespace

struct DatasetLookup::Impl
{
    std::shared_ptr<const Dataset> open(const QString& file)
    {
        const QDateTime modified = QFileInfo(file).lastModified();
        if (!data || file != openFile || modified != openModified) {
            data = openDataset(file.toStdString());
            openFile = file;
            openModified = modified;
        }
        return data;
    }

    std::mutex mutex; ///< protects everything below
    std::shared_ptr<const Dataset> data;
    QString openFile;
    QDateTime openModified;
};

DatasetLookup::DatasetLookup()
    : m_impl(std::make_unique<Impl>())
{
}

DatasetLookup::~DatasetLookup() = default;

std::vector<DatasetHit> DatasetLookup::find(const QString& file, const std::string& text,
                                            std::size_t limit) const
{
    const std::lock_guard lock(m_impl->mutex);
    const auto data = m_impl->open(file);
    std::vector<DatasetHit> users;
    for (UserIndex user = 0; user < data->userCount(); ++user) {
        const int score = fuzzyScore(data->userId(user), text);
        if (score > 0)
            users.push_back({ DatasetHit::Kind::User,
                              std::string(data->userId(user)),
                              {},
                              static_cast<std::int64_t>(data->sequence(user).size()),
                              score });
        if (users.size() > 64 * limit)
            keepBest(users, limit);
    }
    std::vector<DatasetHit> items;
    const auto popularity = data->popularity();
    for (ItemIndex item = 1; item <= data->itemCount(); ++item) {
        const int score = std::max(fuzzyScore(data->itemId(item), text), fuzzyScore(data->title(item), text));
        if (score > 0)
            items.push_back({ DatasetHit::Kind::Item, std::string(data->itemId(item)),
                              std::string(data->title(item)), popularity[static_cast<std::size_t>(item)],
                              score });
        if (items.size() > 64 * limit)
            keepBest(items, limit);
    }
    keepBest(users, limit);
    keepBest(items, limit);
    users.insert(users.end(), items.begin(), items.end());
    return users;
}

std::vector<ItemCard> DatasetLookup::items(const QString& file, const std::vector<std::string>& ids) const
{
    const std::lock_guard lock(m_impl->mutex);
    const auto data = m_impl->open(file);
    const auto popularity = data->popularity();
    std::vector<ItemCard> cards;
    for (const std::string& id : ids) {
        const auto item = data->findItem(id);
        if (!item)
            continue;
        ItemCard card;
        card.id = id;
        card.title = data->title(*item);
        for (const std::string_view tag : data->tags(*item))
            card.tags.emplace_back(tag);
        card.interactions = popularity[static_cast<std::size_t>(*item)];
        card.items = data->itemCount();
        card.rank = 1 + std::count_if(popularity.begin() + 1, popularity.end(), [&](std::int32_t other) {
                        return other > card.interactions;
                    });
        cards.push_back(std::move(card));
    }
    return cards;
}

std::optional<UserCard> DatasetLookup::user(const QString& file, const std::string& id) const
{
    const std::lock_guard lock(m_impl->mutex);
    const auto data = m_impl->open(file);
    const auto user = data->findUser(id);
    if (!user)
        return std::nullopt;
    return UserCard { id, static_cast<std::int64_t>(data->train(*user).size()),
                      static_cast<std::int64_t>(data->targets(*user, Split::Valid).size()),
                      static_cast<std::int64_t>(data->targets(*user, Split::Test).size()) };
}

} // namespace opal
