// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/dataset.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <numeric>
#include <xxhash.h>

#include "core/base/error.h"
#include "core/base/filesbelow.h"
#include "core/data/datasetstorage.h"

namespace opal {

namespace {

template <typename T> DatasetSection section(SectionKind kind, std::span<const T> values)
{
    return { static_cast<std::uint32_t>(kind), sizeof(T), values.data(), values.size() };
}

/// Titles and tags.
bool isSide(const DatasetSection& section)
{
    return section.kind >= static_cast<std::uint32_t>(SectionKind::TitleOffsets)
        && section.kind <= static_cast<std::uint32_t>(SectionKind::TagIndices);
}

/// Indices first..count-1 of `texts`, sorted by text.
std::vector<std::uint32_t> sortedByText(const TextBlock& texts, std::uint32_t first, std::uint32_t count)
{
    std::vector<std::uint32_t> order(count - first);
    std::iota(order.begin(), order.end(), first);
    std::sort(order.begin(), order.end(),
              [&](std::uint32_t a, std::uint32_t b) { return texts[a] < texts[b]; });
    return order;
}

std::optional<std::int32_t> findText(const std::vector<std::uint32_t>& order, const TextBlock& texts,
                                     std::string_view wanted)
{
    const auto found = std::lower_bound(order.begin(), order.end(), wanted,
                                        [&](std::uint32_t a, std::string_view b) { return texts[a] < b; });
    if (found == order.end() || texts[*found] != wanted)
        return std::nullopt;
    return static_cast<std::int32_t>(*found);
}

std::size_t checkedUser(const Dataset::Storage& storage, UserIndex user)
{
    if (user < 0 || user >= storage.userCount()) {
        throw Error(ErrorCode::InvalidArgument,
                    "user index " + std::to_string(user) + " is outside 0.."
                        + std::to_string(storage.userCount() - 1) + ".");
    }
    return static_cast<std::size_t>(user);
}

std::size_t checkedItem(const Dataset::Storage& storage, ItemIndex item)
{
    if (item < 0 || item > storage.itemCount()) {
        throw Error(ErrorCode::InvalidArgument,
                    "item index " + std::to_string(item) + " is outside 0.."
                        + std::to_string(storage.itemCount()) + ".");
    }
    return static_cast<std::size_t>(item);
}

template <typename T>
std::span<const T> slice(std::span<const T> values, std::int64_t begin, std::int64_t end)
{
    return values.subspan(static_cast<std::size_t>(begin), static_cast<std::size_t>(end - begin));
}

} // namespace

std::vector<DatasetSection> contentSections(const Dataset::Storage& storage)
{
    return { section(SectionKind::Offsets, storage.offsets),
             section(SectionKind::ValidBegin, storage.validBegin),
             section(SectionKind::TestBegin, storage.testBegin),
             section(SectionKind::Items, storage.items),
             section(SectionKind::Times, storage.times),
             section(SectionKind::Days, storage.days),
             section(SectionKind::UserIdOffsets, storage.userIds.offsets),
             section(SectionKind::UserIdBytes, storage.userIds.bytes),
             section(SectionKind::ItemIdOffsets, storage.itemIds.offsets),
             section(SectionKind::ItemIdBytes, storage.itemIds.bytes),
             section(SectionKind::TitleOffsets, storage.titles.offsets),
             section(SectionKind::TitleBytes, storage.titles.bytes),
             section(SectionKind::TagNameOffsets, storage.tagNames.offsets),
             section(SectionKind::TagNameBytes, storage.tagNames.bytes),
             section(SectionKind::TagOffsets, storage.tagOffsets),
             section(SectionKind::TagIndices, storage.tagIndices) };
}

std::uint64_t sectionHash(const DatasetSection& section)
{
    return XXH3_64bits(section.data, static_cast<std::size_t>(section.bytes()));
}

std::vector<std::uint64_t> sideMarks(const Dataset::Storage& storage)
{
    std::vector<std::uint64_t> marks;
    for (const DatasetSection& section : contentSections(storage)) {
        if (isSide(section)) {
            marks.push_back(section.count);
            marks.push_back(sectionHash(section));
        }
    }
    return marks;
}

std::string contentHash(const Dataset::Storage& storage, const std::vector<DatasetSection>& sections,
                        const std::vector<std::uint64_t>& sectionHashes)
{
    const DatasetSummary& summary = storage.summary;
    std::vector<std::uint64_t> words;
    std::size_t mark = 0;
    for (std::size_t i = 0; i < sections.size(); ++i) {
        const bool isReplaced = isSide(sections[i]) && !storage.importedSide.empty();
        words.push_back(sections[i].kind);
        words.push_back(isReplaced ? storage.importedSide.at(mark++) : sections[i].count);
        words.push_back(isReplaced ? storage.importedSide.at(mark++) : sectionHashes[i]);
    }
    words.push_back(static_cast<std::uint64_t>(summary.splitKind));
    words.push_back(static_cast<std::uint64_t>(summary.minTrainItems));
    words.push_back(summary.hasTimes ? 1 : 0);
    for (const std::string& label : summary.dayLabels)
        words.push_back(XXH3_64bits(label.data(), label.size()));
    const std::uint64_t hash = XXH3_64bits(words.data(), words.size() * sizeof(std::uint64_t));
    std::array<char, 17> text {};
    std::snprintf(text.data(), text.size(), "%016llx", static_cast<unsigned long long>(hash));
    return text.data();
}

void deriveFromSequences(Dataset::Storage& storage)
{
    storage.popularity.assign(static_cast<std::size_t>(storage.itemCount()) + 1, 0);
    storage.trainUsers.clear();
    for (std::size_t user = 0; user < storage.validBegin.size(); ++user) {
        const auto train = slice(storage.items, storage.offsets[user], storage.validBegin[user]);
        for (const ItemIndex item : train)
            ++storage.popularity[static_cast<std::size_t>(item)];
        if (static_cast<std::int64_t>(train.size()) >= storage.summary.minTrainItems)
            storage.trainUsers.push_back(static_cast<UserIndex>(user));
    }
}

Dataset::Dataset(std::unique_ptr<Storage> storage)
    : m_storage(std::move(storage))
{
}

Dataset::~Dataset() = default;

const DatasetSummary& Dataset::summary() const
{
    return m_storage->summary;
}

const Dataset::Storage& Dataset::storage() const
{
    return *m_storage;
}

std::int64_t Dataset::userCount() const
{
    return m_storage->userCount();
}

std::int64_t Dataset::itemCount() const
{
    return m_storage->itemCount();
}

std::span<const ItemIndex> Dataset::sequence(UserIndex user) const
{
    const std::size_t index = checkedUser(*m_storage, user);
    return slice(m_storage->items, m_storage->offsets[index], m_storage->offsets[index + 1]);
}

std::span<const std::int64_t> Dataset::times(UserIndex user) const
{
    const std::size_t index = checkedUser(*m_storage, user);
    return slice(m_storage->times, m_storage->offsets[index], m_storage->offsets[index + 1]);
}

std::span<const std::int32_t> Dataset::days(UserIndex user) const
{
    const std::size_t index = checkedUser(*m_storage, user);
    if (m_storage->days.empty())
        return {};
    return slice(m_storage->days, m_storage->offsets[index], m_storage->offsets[index + 1]);
}

std::span<const ItemIndex> Dataset::train(UserIndex user) const
{
    const std::size_t index = checkedUser(*m_storage, user);
    return slice(m_storage->items, m_storage->offsets[index], m_storage->validBegin[index]);
}

std::span<const ItemIndex> Dataset::targets(UserIndex user, Split split) const
{
    const std::size_t index = checkedUser(*m_storage, user);
    switch (split) {
    case Split::Valid:
        return slice(m_storage->items, m_storage->validBegin[index], m_storage->testBegin[index]);
    case Split::Test:
        return slice(m_storage->items, m_storage->testBegin[index], m_storage->offsets[index + 1]);
    case Split::Train:
        break;
    }
    return train(user);
}

std::span<const ItemIndex> Dataset::history(UserIndex user, Split split) const
{
    const std::size_t index = checkedUser(*m_storage, user);
    switch (split) {
    case Split::Valid:
        return train(user);
    case Split::Test:
        return slice(m_storage->items, m_storage->offsets[index], m_storage->testBegin[index]);
    case Split::Train:
        break;
    }
    return {};
}

std::span<const UserIndex> Dataset::trainUsers() const
{
    return m_storage->trainUsers;
}

std::vector<UserIndex> Dataset::evaluationUsers(Split split) const
{
    std::vector<UserIndex> users;
    for (UserIndex user = 0; user < userCount(); ++user) {
        if (!history(user, split).empty() && !targets(user, split).empty())
            users.push_back(user);
    }
    return users;
}

std::string_view Dataset::userId(UserIndex user) const
{
    return m_storage->userIds[checkedUser(*m_storage, user)];
}

std::string_view Dataset::itemId(ItemIndex item) const
{
    return m_storage->itemIds[checkedItem(*m_storage, item)];
}

std::optional<UserIndex> Dataset::findUser(std::string_view originalId) const
{
    std::call_once(m_storage->userLookupOnce, [this] {
        m_storage->userLookup = sortedByText(m_storage->userIds, 0, static_cast<std::uint32_t>(userCount()));
    });
    return findText(m_storage->userLookup, m_storage->userIds, originalId);
}

std::optional<ItemIndex> Dataset::findItem(std::string_view originalId) const
{
    std::call_once(m_storage->itemLookupOnce, [this] {
        m_storage->itemLookup
            = sortedByText(m_storage->itemIds, 1, static_cast<std::uint32_t>(itemCount()) + 1);
    });
    return findText(m_storage->itemLookup, m_storage->itemIds, originalId);
}

std::string_view Dataset::title(ItemIndex item) const
{
    const std::size_t index = checkedItem(*m_storage, item);
    return m_storage->titles.offsets.empty() ? std::string_view {} : m_storage->titles[index];
}

std::vector<std::string_view> Dataset::tags(ItemIndex item) const
{
    const std::size_t index = checkedItem(*m_storage, item);
    std::vector<std::string_view> names;
    if (m_storage->tagOffsets.empty())
        return names;
    for (std::uint64_t i = m_storage->tagOffsets[index]; i < m_storage->tagOffsets[index + 1]; ++i)
        names.push_back(m_storage->tagNames[m_storage->tagIndices[static_cast<std::size_t>(i)]]);
    return names;
}

std::string_view Dataset::cover(ItemIndex item) const
{
    const std::size_t index = checkedItem(*m_storage, item);
    return m_storage->covers.offsets.empty() ? std::string_view {} : m_storage->covers[index];
}

std::string Dataset::coverPath(ItemIndex item) const
{
    return pathBelow(coversFolder(), cover(item));
}

const std::string& Dataset::coversFolder() const
{
    return m_storage->coversFolder;
}

const std::string& Dataset::contentKey() const
{
    std::call_once(m_storage->contentKeyOnce, [this] {
        std::string& key = m_storage->contentKey;
        key = summary().hash + coversFolder();
        for (const std::uint64_t mark : sideMarks(*m_storage))
            key += "|" + std::to_string(mark);
        const std::span<const char> covers = m_storage->covers.bytes;
        key += "|" + std::to_string(XXH3_64bits(covers.data(), covers.size()));
    });
    return m_storage->contentKey;
}

std::span<const std::int32_t> Dataset::popularity() const
{
    return m_storage->popularity;
}

} // namespace opal
