// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/datasetbuilder.h"

#include <algorithm>

#include "core/data/datasetstorage.h"
#include "core/data/sidearrays.h"
#include "core/data/splitlog.h"

namespace opal {

namespace {

/// Arrays that the finished data set points to.
struct OwnedArrays
{
    std::vector<std::int64_t> offsets { 0 };
    std::vector<std::int64_t> validBegin;
    std::vector<std::int64_t> testBegin;
    std::vector<ItemIndex> items;
    std::vector<std::int64_t> times;
    std::vector<std::int32_t> days;
    OwnedText userIds;
    OwnedText itemIds;
    SideArrays side;
};

template <typename T> void release(std::vector<T>& values)
{
    std::vector<T>().swap(values);
}

bool isPlainInteger(std::string_view text)
{
    return !text.empty() && (text.size() == 1 || text.front() != '0')
        && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// Kept entries of `ids` in their final order: by number if all are numbers, else by first appearance.
std::vector<std::uint32_t> finalOrder(const StringTable& ids, const std::vector<char>& keep)
{
    std::vector<std::uint32_t> order;
    bool numeric = true;
    for (std::uint32_t i = 0; i < ids.size(); ++i) {
        if (keep[i] == 0)
            continue;
        order.push_back(i);
        numeric = numeric && isPlainInteger(ids[i]);
    }
    if (numeric) {
        std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
            const std::string_view left = ids[a];
            const std::string_view right = ids[b];
            return left.size() != right.size() ? left.size() < right.size() : left < right;
        });
    }
    return order;
}

/// How many targets nothing can reach, where it is a share to know about.
void tellUnreachable(DatasetSummary& summary)
{
    constexpr double kWorthTelling = 0.1;
    const SplitReach& reach = summary.reach;
    if (reach.unreachableShare() < kWorthTelling)
        return;
    ImportNotices({}, summary.report)
        .tell(NoteKind::UnreachableTargets,
              std::to_string(reach.unreachable) + " of " + std::to_string(reach.testTargets)
                  + " test targets can never be in a list: the users had them before, or training never sees "
                    "them",
              "--repeats", "drop");
}

/// Renumbers what a SplitLog left over and puts the arrays of the data set together.
class Builder
{
public:
    Builder(SplitLog split, const SideTable& side)
        : m_split(std::move(split))
        , m_side(side)
    {
    }

    std::shared_ptr<const Dataset> build()
    {
        reindex();
        fillSide();
        return finish();
    }

private:
    void reindex();
    void writeUsers(const std::vector<std::uint32_t>& users, const std::vector<ItemIndex>& newItem);
    void fillSide();
    std::shared_ptr<const Dataset> finish();

    SplitLog m_split;
    const SideTable& m_side;
    std::shared_ptr<OwnedArrays> m_arrays = std::make_shared<OwnedArrays>();
    std::vector<std::uint32_t> m_items; ///< kept items in final order: index into the log's itemIds
};

void Builder::reindex()
{
    m_split.checkStop();
    std::vector<char> keepUser(m_split.log.userIds.size(), 0);
    std::vector<char> keepItem(m_split.log.itemIds.size(), 0);
    std::size_t kept = 0;
    for (std::size_t i = 0; i < m_split.order.size(); ++i) {
        if (m_split.part[i] == SplitLog::Part::Dropped)
            continue;
        ++kept;
        keepUser[m_split.log.user[m_split.order[i]]] = 1;
        keepItem[m_split.log.item[m_split.order[i]]] = 1;
    }
    release(m_split.log.user);
    const std::vector<std::uint32_t> users = finalOrder(m_split.log.userIds, keepUser);
    m_items = finalOrder(m_split.log.itemIds, keepItem);
    std::vector<ItemIndex> newItem(m_split.log.itemIds.size(), 0);
    m_arrays->itemIds.append({});
    for (std::size_t i = 0; i < m_items.size(); ++i) {
        newItem[m_items[i]] = static_cast<ItemIndex>(i + 1);
        m_arrays->itemIds.append(m_split.log.itemIds[m_items[i]]);
    }
    m_arrays->items.reserve(kept);
    m_arrays->times.reserve(kept);
    if (m_split.hasDays())
        m_arrays->days.reserve(kept);
    writeUsers(users, newItem);
    release(m_split.log.item);
    release(m_split.log.time);
    release(m_split.log.day);
    release(m_split.order);
    release(m_split.part);
}

void Builder::writeUsers(const std::vector<std::uint32_t>& users, const std::vector<ItemIndex>& newItem)
{
    OwnedArrays& out = *m_arrays;
    for (const std::uint32_t user : users) {
        const std::size_t begin = out.items.size();
        std::size_t valid = begin;
        std::size_t test = begin;
        for (std::size_t i = m_split.beginOf(user); i < m_split.endOf(user); ++i) {
            if (m_split.part[i] == SplitLog::Part::Dropped)
                continue;
            const std::uint32_t row = m_split.order[i];
            out.times.push_back(m_split.log.hasClock ? m_split.log.time[row]
                                                     : static_cast<std::int64_t>(out.items.size() - begin));
            out.items.push_back(newItem[m_split.log.item[row]]);
            if (m_split.hasDays())
                out.days.push_back(m_split.log.day[row]);
            valid += m_split.part[i] == SplitLog::Part::Train ? 1 : 0;
            test += m_split.part[i] != SplitLog::Part::Test ? 1 : 0;
        }
        out.offsets.push_back(static_cast<std::int64_t>(out.items.size()));
        out.validBegin.push_back(static_cast<std::int64_t>(valid));
        out.testBegin.push_back(static_cast<std::int64_t>(test));
        out.userIds.append(m_split.log.userIds[user]);
    }
}

void Builder::fillSide()
{
    m_split.checkStop();
    if (!m_side.hasTitles && !m_side.hasTags && !m_side.hasCovers)
        return;
    std::vector<std::string_view> ids;
    ids.reserve(m_items.size());
    for (const std::uint32_t item : m_items)
        ids.push_back(m_split.log.itemIds[item]);
    m_arrays->side = arrangeSide(m_side, ids);
    if (const std::int64_t unknown = m_arrays->side.unknownItems; unknown > 0)
        m_split.summary.report.notes.push_back(
            { unknownItemsNote(unknown, static_cast<std::int64_t>(ids.size())) });
}

std::shared_ptr<const Dataset> Builder::finish()
{
    auto storage = std::make_unique<Dataset::Storage>();
    const OwnedArrays& arrays = *m_arrays;
    storage->owner = m_arrays;
    storage->offsets = arrays.offsets;
    storage->validBegin = arrays.validBegin;
    storage->testBegin = arrays.testBegin;
    storage->items = arrays.items;
    storage->times = arrays.times;
    storage->days = arrays.days;
    storage->userIds = arrays.userIds.view();
    storage->itemIds = arrays.itemIds.view();
    storage->tagNames = arrays.side.tagNames.view();

    m_split.summary.name = m_split.options.name;
    m_split.summary.preset = m_split.options.preset;
    m_split.summary.positiveRule = m_split.options.positiveRule;
    m_split.summary.sources = m_split.options.sources;
    m_split.summary.timeZone = m_split.log.hasClock ? m_split.options.timeZone : std::string {};
    m_split.summary.minTrainItems = m_split.options.minTrainItems;
    storage->summary = std::move(m_split.summary);
    showSide(m_side, arrays.side, *storage);
    deriveFromSequences(*storage);
    summarise(*storage);
    tellUnreachable(storage->summary);
    return std::make_shared<const Dataset>(std::move(storage));
}

} // namespace

std::shared_ptr<const Dataset> buildDataset(Interactions log, const SideTable& side,
                                            const BuildOptions& options, ImportReport report,
                                            std::stop_token stop)
{
    return Builder(SplitLog(std::move(log), options, std::move(report), std::move(stop)), side).build();
}

} // namespace opal
