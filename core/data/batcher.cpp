// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/batcher.h"

#include <algorithm>
#include <bit>
#include <string>

#include "core/base/error.h"
#include "core/base/random.h"

namespace opal {

namespace {

/// Draws until a negative is found by luck; after that many misses the complement is enumerated instead.
constexpr int maxRejections = 64;
constexpr std::int64_t shortestHistory = 3;
constexpr std::size_t shortestSequence = 2;

/// Stream of one row of one step; row -1 draws the users.
std::uint64_t streamOf(std::int64_t step, std::int64_t row)
{
    return (static_cast<std::uint64_t>(step) << 32U) | static_cast<std::uint64_t>(row + 1);
}

/// The numbers 0..count-1 as an array of which only the entries that were swapped are stored.
class VirtualArray
{
public:
    /// Forgets all swaps and makes room for `swaps` of them.
    void reset(std::size_t swaps)
    {
        m_slots.assign(std::bit_ceil(4 * swaps), Slot {});
        m_mask = m_slots.size() - 1;
    }

    std::uint32_t value(std::uint32_t index) const
    {
        const Slot& slot = m_slots[find(index)];
        return slot.used ? slot.value : index;
    }

    void set(std::uint32_t index, std::uint32_t value) { m_slots[find(index)] = { index, value, true }; }

private:
    struct Slot
    {
        std::uint32_t index = 0;
        std::uint32_t value = 0;
        bool used = false;
    };

    std::size_t find(std::uint32_t index) const
    {
        std::size_t at = std::size_t { index } * 2654435761U & m_mask;
        while (m_slots[at].used && m_slots[at].index != index)
            at = (at + 1) & m_mask;
        return at;
    }

    std::vector<Slot> m_slots;
    std::size_t m_mask = 0;
};

/// Partial Fisher-Yates: an ordered uniform sample of `count` distinct entries of `users`.
void drawUsers(Random random, std::span<const UserIndex> users, std::size_t count,
               std::vector<UserIndex>& out)
{
    thread_local VirtualArray array;
    array.reset(count);
    out.resize(count);
    for (std::size_t i = 0; i < count; ++i) {
        const auto head = static_cast<std::uint32_t>(i);
        const std::uint32_t pick = head + random.below(static_cast<std::uint32_t>(users.size() - i));
        out[i] = users[array.value(pick)];
        array.set(pick, array.value(head));
    }
}

/// Uniform over the items 1..itemCount that `seen` does not hold; 0 if it holds them all.
ItemIndex drawFromComplement(Random& random, std::span<const ItemIndex> seen, std::int64_t itemCount)
{
    thread_local std::vector<ItemIndex> sorted;
    sorted.assign(seen.begin(), seen.end());
    std::sort(sorted.begin(), sorted.end());
    sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
    const std::int64_t unseen = itemCount - static_cast<std::int64_t>(sorted.size());
    if (unseen <= 0)
        return 0;
    auto item = static_cast<ItemIndex>(random.below(static_cast<std::uint32_t>(unseen)) + 1);
    for (const ItemIndex taken : sorted) {
        if (taken > item)
            break;
        ++item;
    }
    return item;
}

ItemIndex drawNegative(Random& random, std::span<const ItemIndex> seen, std::int64_t itemCount)
{
    for (int attempt = 0; attempt < maxRejections; ++attempt) {
        const auto item = static_cast<ItemIndex>(random.below(static_cast<std::uint32_t>(itemCount)) + 1);
        if (std::find(seen.begin(), seen.end(), item) == seen.end())
            return item;
    }
    return drawFromComplement(random, seen, itemCount);
}

[[noreturn]] void refuseFullUser(const Dataset& data, UserIndex user)
{
    throw Error(
        ErrorCode::InvalidData,
        "user '" + std::string(data.userId(user)) + "' has interacted with all "
            + std::to_string(data.itemCount())
            + " items of the data set, so no negative item can be drawn; remove that user or import more "
              "items");
}

bool hasSeenEverything(std::span<const ItemIndex> seen, std::int64_t itemCount)
{
    if (static_cast<std::int64_t>(seen.size()) < itemCount)
        return false;
    Random any(0, RandomPurpose::Batch);
    return drawFromComplement(any, seen, itemCount) == 0;
}

} // namespace

Batcher::Batcher(std::shared_ptr<const Dataset> data, const BatchParams& params)
    : m_data(std::move(data))
    , m_params(params)
{
    if (params.batchSize < 1 || params.maxLength < 1)
        throw Error(ErrorCode::InvalidArgument, "batch size and history length must be at least 1");
    if (m_data->itemCount() < 2)
        throw Error(
            ErrorCode::InvalidData,
            "the data set has a single item, so no negative item can be drawn; import a log with more items");
    m_users.reserve(m_data->trainUsers().size());
    for (const UserIndex user : m_data->trainUsers()) {
        const std::span<const ItemIndex> items = m_data->train(user);
        if (items.size() < shortestSequence)
            continue;
        if (hasSeenEverything(items, m_data->itemCount()))
            refuseFullUser(*m_data, user);
        m_users.push_back(user);
    }
    if (m_users.empty())
        throw Error(ErrorCode::InvalidData,
                    "no user has at least " + std::to_string(m_data->summary().minTrainItems)
                        + " training items; import a longer log or lower the filter");
}

std::int64_t Batcher::effectiveBatchSize() const
{
    return std::min(m_params.batchSize, static_cast<std::int64_t>(m_users.size()));
}

void Batcher::fill(std::int64_t step, Batch& batch) const
{
    const std::int64_t rows = effectiveBatchSize();
    batch.step = step;
    batch.history.clear();
    batch.future.clear();
    batch.positives.resize(static_cast<std::size_t>(rows));
    batch.negatives.resize(static_cast<std::size_t>(rows));
    if (rows == static_cast<std::int64_t>(m_users.size()))
        batch.users.assign(m_users.begin(), m_users.end());
    else
        drawUsers(Random(m_params.seed, RandomPurpose::Batch, streamOf(step, -1)), m_users,
                  static_cast<std::size_t>(rows), batch.users);
    for (std::int64_t row = 0; row < rows; ++row)
        fillRow(step, row, batch);
}

void Batcher::fillRow(std::int64_t step, std::int64_t row, Batch& batch) const
{
    const auto at = static_cast<std::size_t>(row);
    const UserIndex user = batch.users[at];
    const std::span<const ItemIndex> items = m_data->train(user);
    const auto count = static_cast<std::int64_t>(items.size());
    Random random(m_params.seed, RandomPurpose::Batch, streamOf(step, row));

    const std::int64_t lowest = std::min(shortestHistory, count - 1);
    const auto cut
        = static_cast<std::size_t>(lowest + random.below(static_cast<std::uint32_t>(count - lowest)));
    const std::span<const ItemIndex> future = items.subspan(cut);
    const std::size_t target = random.below(static_cast<std::uint32_t>(future.size()));
    const std::size_t window = std::min(cut, static_cast<std::size_t>(m_params.maxLength));

    batch.history.append(items.subspan(cut - window, window));
    batch.positives[at] = m_params.nextItemTarget ? future.front() : future[target];
    batch.negatives[at] = drawNegative(random, items, m_data->itemCount());
    if (batch.negatives[at] == 0)
        refuseFullUser(*m_data, user);
    if (m_params.withFuture)
        batch.future.append(
            future.first(std::min(future.size(), static_cast<std::size_t>(m_params.maxLength))));
}

} // namespace opal
