#include "core/data/datasetbuilder.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdio>
#include <limits>
#include <numeric>
#include <unordered_map>

#include "core/base/error.h"
#include "core/data/datasetstorage.h"

namespace opal {

namespace {

enum class Part : std::uint8_t { Train, Valid, Test, Dropped };

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
    OwnedText titles;
    OwnedText tagNames;
    std::vector<std::uint64_t> tagOffsets;
    std::vector<std::uint32_t> tagIndices;
};

template <typename T> void release(std::vector<T>& values)
{
    std::vector<T>().swap(values);
}

std::string dateText(std::int32_t daysSinceEpoch)
{
    // Howard Hinnant's civil-from-days, shifted so that a year begins in March.
    const std::int64_t shifted = std::int64_t { daysSinceEpoch } + 719468;
    const std::int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
    const std::int64_t dayOfEra = shifted - era * 146097;
    const std::int64_t yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146096) / 365;
    const std::int64_t dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    const std::int64_t monthFromMarch = (5 * dayOfYear + 2) / 153;
    const std::int64_t day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1;
    const std::int64_t month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
    const std::int64_t year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
    std::array<char, 40> text {};
    std::snprintf(text.data(), text.size(), "%04lld-%02lld-%02lld", static_cast<long long>(year),
                  static_cast<long long>(month), static_cast<long long>(day));
    return text.data();
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

std::int64_t countLeaks(const Dataset::Storage& storage)
{
    const auto when = [&](std::int64_t i) {
        return storage.summary.hasTimes ? storage.times[static_cast<std::size_t>(i)]
                                        : std::int64_t { storage.days[static_cast<std::size_t>(i)] };
    };
    if (!storage.summary.hasTimes && storage.days.empty())
        return 0;
    std::int64_t heldOut = std::numeric_limits<std::int64_t>::max();
    for (std::size_t user = 0; user < storage.validBegin.size(); ++user) {
        for (std::int64_t i = storage.validBegin[user]; i < storage.offsets[user + 1]; ++i)
            heldOut = std::min(heldOut, when(i));
    }
    std::int64_t leaks = 0;
    for (std::size_t user = 0; user < storage.validBegin.size(); ++user) {
        for (std::int64_t i = storage.offsets[user]; i < storage.validBegin[user]; ++i)
            leaks += when(i) > heldOut ? 1 : 0;
    }
    return leaks;
}

/// Everything in the summary that follows from the arrays.
void summarise(Dataset::Storage& storage)
{
    DatasetSummary& summary = storage.summary;
    summary.users = storage.userCount();
    summary.items = storage.itemCount();
    summary.interactions = static_cast<std::int64_t>(storage.items.size());
    summary.density = static_cast<double>(summary.interactions) / static_cast<double>(summary.users)
        / static_cast<double>(summary.items);
    summary.interactionsPerDay.assign(static_cast<std::size_t>(summary.days), 0);
    for (const std::int32_t day : storage.days)
        ++summary.interactionsPerDay[static_cast<std::size_t>(day)];

    summary.trainUsers = static_cast<std::int64_t>(storage.trainUsers.size());
    for (std::size_t user = 0; user < storage.validBegin.size(); ++user) {
        const std::int64_t train = storage.validBegin[user] - storage.offsets[user];
        const std::int64_t valid = storage.testBegin[user] - storage.validBegin[user];
        const std::int64_t test = storage.offsets[user + 1] - storage.testBegin[user];
        summary.validUsers += train > 0 && valid > 0 ? 1 : 0;
        summary.testUsers += train + valid > 0 && test > 0 ? 1 : 0;
        if (train > 0) {
            const auto bucket
                = static_cast<std::size_t>(std::bit_width(static_cast<std::uint64_t>(train)) - 1);
            if (summary.historyLengthCounts.size() <= bucket)
                summary.historyLengthCounts.resize(bucket + 1, 0);
            ++summary.historyLengthCounts[bucket];
        }
    }
    summary.leaks = countLeaks(storage);
    summary.report.kept = summary.interactions;
    summary.report.filters.push_back({ "train_items", summary.users, summary.trainUsers, summary.items,
                                       summary.items, summary.interactions, summary.interactions });
    if (summary.validUsers == 0)
        summary.report.notes.emplace_back("no user can be evaluated on the validation part");
    if (summary.testUsers == 0)
        summary.report.notes.emplace_back("no user can be evaluated on the test part");

    const std::vector<DatasetSection> sections = contentSections(storage);
    std::vector<std::uint64_t> hashes;
    hashes.reserve(sections.size());
    for (const DatasetSection& section : sections)
        hashes.push_back(sectionHash(section));
    summary.hash = contentHash(summary, sections, hashes);
}

class Builder
{
public:
    Builder(Interactions log, const SideTable& side, const BuildOptions& options, ImportReport report,
            std::stop_token stop)
        : m_log(std::move(log))
        , m_side(side)
        , m_options(options)
        , m_stop(std::move(stop))
    {
        m_summary.report = std::move(report);
    }

    std::shared_ptr<const Dataset> build()
    {
        requireUsableLog();
        renumberDays();
        sortByUser();
        assignParts();
        filterActiveDays();
        filterUnseenItems();
        requireSomethingLeft();
        reindex();
        fillSide();
        return finish();
    }

private:
    void checkStop() const
    {
        if (m_stop.stop_requested())
            throw Cancelled();
    }

    bool hasDays() const { return !m_log.day.empty(); }

    std::size_t userBegin(std::size_t user) const { return m_userBegin[user]; }

    std::size_t userEnd(std::size_t user) const { return m_userBegin[user + 1]; }

    void requireUsableLog() const;
    void renumberDays();
    void sortByUser();
    void assignParts();
    void filterActiveDays();
    void filterUnseenItems();
    void requireSomethingLeft() const;
    void reindex();
    void writeUsers(const std::vector<std::uint32_t>& users, const std::vector<ItemIndex>& newItem);
    void fillSide();
    void appendTags(const std::vector<std::string>& tags);
    std::shared_ptr<const Dataset> finish();

    ImportReport::FilterStep countLeft(const std::string& name) const;

    void beginStep(const std::string& name) { m_summary.report.filters.push_back(countLeft(name)); }

    void endStep();

    Interactions m_log;
    const SideTable& m_side;
    BuildOptions m_options;
    std::stop_token m_stop;
    DatasetSummary m_summary;

    std::vector<std::uint32_t> m_order; ///< rows by user, then time, then place in the log
    std::vector<std::size_t> m_userBegin; ///< [users + 1] into m_order
    std::vector<Part> m_part; ///< parallel to m_order
    std::shared_ptr<OwnedArrays> m_arrays = std::make_shared<OwnedArrays>();
    std::vector<std::uint32_t> m_items; ///< kept items in final order: index into m_log.itemIds
    std::unordered_map<std::string, std::uint32_t> m_tagNumbers;
};

void Builder::requireUsableLog() const
{
    if (m_log.size() == 0) {
        std::string detail
            = "no interaction is left of the " + std::to_string(m_summary.report.rows) + " rows read";
        if (!m_options.positiveRule.empty())
            detail += ": none fulfils the positive rule '" + m_options.positiveRule + "'";
        throw Error(ErrorCode::InvalidData, detail + "; check the columns and the rule.");
    }
    if (m_log.size() >= std::numeric_limits<std::uint32_t>::max()) {
        throw Error(ErrorCode::Unsupported,
                    "the log holds more than 4,294,967,294 interactions; import a part of it.");
    }
    if (m_options.minActiveDays > 0 && !hasDays()) {
        throw Error(
            ErrorCode::InvalidConfiguration,
            "a minimum of active days needs a log with days or times; this one has neither, set it to 0.");
    }
}

void Builder::renumberDays()
{
    m_summary.hasTimes = m_log.hasClock;
    if (!hasDays()) {
        m_summary.splitKind = SplitKind::LastInteraction;
        m_summary.report.notes.emplace_back(
            "the log has no times: each user's last interaction is the test and the "
            "one before it validation");
        return;
    }
    std::vector<std::int32_t> found(m_log.day);
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    if (found.size() < 3) {
        throw Error(
            ErrorCode::InvalidData,
            "the log has interactions on " + std::to_string(found.size())
                + (found.size() == 1 ? " day" : " days")
                + " only; a test day, a validation day and at least one training day are needed. Check the "
                  "time column, its unit and the positive rule.");
    }
    for (std::int32_t& day : m_log.day)
        day = static_cast<std::int32_t>(std::lower_bound(found.begin(), found.end(), day) - found.begin());
    for (const std::int32_t day : found)
        m_summary.dayLabels.push_back(m_log.daysAreDates ? dateText(day) : "day " + std::to_string(day));
    m_summary.days = static_cast<std::int64_t>(found.size());
    m_summary.trainUntil = m_summary.dayLabels[found.size() - 3];
    m_summary.validDay = m_summary.dayLabels[found.size() - 2];
    m_summary.testDay = m_summary.dayLabels[found.size() - 1];
}

void Builder::sortByUser()
{
    checkStop();
    const std::size_t users = m_log.userIds.size();
    m_userBegin.assign(users + 1, 0);
    for (const std::uint32_t user : m_log.user)
        ++m_userBegin[user + 1];
    std::partial_sum(m_userBegin.begin(), m_userBegin.end(), m_userBegin.begin());
    m_order.resize(m_log.size());
    std::vector<std::size_t> next(m_userBegin.begin(), m_userBegin.end() - 1);
    for (std::uint32_t row = 0; row < m_log.size(); ++row)
        m_order[next[m_log.user[row]]++] = row;

    // Rows arrive in log order, so a stable sort settles ties by place in the log.
    const auto earlier = [this](std::uint32_t a, std::uint32_t b) {
        if (m_log.hasClock)
            return m_log.time[a] < m_log.time[b];
        return hasDays() && m_log.day[a] < m_log.day[b];
    };
    for (std::size_t user = 0; user < users; ++user) {
        const auto first = m_order.begin() + static_cast<std::ptrdiff_t>(userBegin(user));
        const auto last = m_order.begin() + static_cast<std::ptrdiff_t>(userEnd(user));
        if (!std::is_sorted(first, last, earlier))
            std::stable_sort(first, last, earlier);
    }
}

void Builder::assignParts()
{
    checkStop();
    m_part.assign(m_order.size(), Part::Train);
    if (hasDays()) {
        const auto lastDay = static_cast<std::int32_t>(m_summary.days) - 1;
        for (std::size_t i = 0; i < m_order.size(); ++i) {
            const std::int32_t day = m_log.day[m_order[i]];
            m_part[i] = day == lastDay ? Part::Test : day == lastDay - 1 ? Part::Valid : Part::Train;
        }
        return;
    }
    for (std::size_t user = 0; user + 1 < m_userBegin.size(); ++user) {
        if (userEnd(user) - userBegin(user) < 3)
            continue;
        m_part[userEnd(user) - 1] = Part::Test;
        m_part[userEnd(user) - 2] = Part::Valid;
    }
}

ImportReport::FilterStep Builder::countLeft(const std::string& name) const
{
    ImportReport::FilterStep step;
    step.name = name;
    std::vector<char> seen(m_log.itemIds.size(), 0);
    for (std::size_t user = 0; user + 1 < m_userBegin.size(); ++user) {
        std::int64_t kept = 0;
        for (std::size_t i = userBegin(user); i < userEnd(user); ++i) {
            if (m_part[i] == Part::Dropped)
                continue;
            ++kept;
            seen[m_log.item[m_order[i]]] = 1;
        }
        step.interactionsBefore += kept;
        step.usersBefore += kept > 0 ? 1 : 0;
    }
    step.itemsBefore = std::count(seen.begin(), seen.end(), 1);
    return step;
}

void Builder::endStep()
{
    ImportReport::FilterStep& step = m_summary.report.filters.back();
    const ImportReport::FilterStep left = countLeft({});
    step.usersAfter = left.usersBefore;
    step.itemsAfter = left.itemsBefore;
    step.interactionsAfter = left.interactionsBefore;
}

void Builder::filterActiveDays()
{
    if (m_options.minActiveDays <= 0)
        return;
    checkStop();
    beginStep("active_days");
    for (std::size_t user = 0; user + 1 < m_userBegin.size(); ++user) {
        std::int64_t activeDays = 0;
        std::int32_t previous = -1;
        for (std::size_t i = userBegin(user); i < userEnd(user) && m_part[i] == Part::Train; ++i) {
            const std::int32_t day = m_log.day[m_order[i]];
            activeDays += day != previous ? 1 : 0;
            previous = day;
        }
        if (activeDays < m_options.minActiveDays) {
            std::fill(m_part.begin() + static_cast<std::ptrdiff_t>(userBegin(user)),
                      m_part.begin() + static_cast<std::ptrdiff_t>(userEnd(user)), Part::Dropped);
        }
    }
    endStep();
}

void Builder::filterUnseenItems()
{
    if (!m_options.dropUnseenItems)
        return;
    checkStop();
    beginStep("unseen_items");
    std::vector<char> seen(m_log.itemIds.size(), 0);
    for (std::size_t i = 0; i < m_order.size(); ++i) {
        if (m_part[i] == Part::Train)
            seen[m_log.item[m_order[i]]] = 1;
    }
    for (std::size_t i = 0; i < m_order.size(); ++i) {
        if (seen[m_log.item[m_order[i]]] == 0)
            m_part[i] = Part::Dropped;
    }
    endStep();
}

void Builder::requireSomethingLeft() const
{
    const ImportReport::FilterStep left = countLeft({});
    if (left.interactionsBefore == 0) {
        throw Error(ErrorCode::InvalidData,
                    "nothing is left of " + std::to_string(m_log.size())
                        + " interactions after the filters; ask for fewer than "
                        + std::to_string(m_options.minActiveDays) + " active days.");
    }
    if (left.itemsBefore == 1) {
        throw Error(ErrorCode::InvalidData,
                    "a single item is left after the filters; a recommender needs at least two. Check the "
                    "item column.");
    }
}

void Builder::reindex()
{
    checkStop();
    std::vector<char> keepUser(m_log.userIds.size(), 0);
    std::vector<char> keepItem(m_log.itemIds.size(), 0);
    std::size_t kept = 0;
    for (std::size_t i = 0; i < m_order.size(); ++i) {
        if (m_part[i] == Part::Dropped)
            continue;
        ++kept;
        keepUser[m_log.user[m_order[i]]] = 1;
        keepItem[m_log.item[m_order[i]]] = 1;
    }
    release(m_log.user);
    const std::vector<std::uint32_t> users = finalOrder(m_log.userIds, keepUser);
    m_items = finalOrder(m_log.itemIds, keepItem);
    std::vector<ItemIndex> newItem(m_log.itemIds.size(), 0);
    m_arrays->itemIds.append({});
    for (std::size_t i = 0; i < m_items.size(); ++i) {
        newItem[m_items[i]] = static_cast<ItemIndex>(i + 1);
        m_arrays->itemIds.append(m_log.itemIds[m_items[i]]);
    }
    m_arrays->items.reserve(kept);
    m_arrays->times.reserve(kept);
    if (hasDays())
        m_arrays->days.reserve(kept);
    writeUsers(users, newItem);
    release(m_log.item);
    release(m_log.time);
    release(m_log.day);
    release(m_order);
    release(m_part);
}

void Builder::writeUsers(const std::vector<std::uint32_t>& users, const std::vector<ItemIndex>& newItem)
{
    OwnedArrays& out = *m_arrays;
    for (const std::uint32_t user : users) {
        const std::size_t begin = out.items.size();
        std::size_t valid = begin;
        std::size_t test = begin;
        for (std::size_t i = userBegin(user); i < userEnd(user); ++i) {
            if (m_part[i] == Part::Dropped)
                continue;
            const std::uint32_t row = m_order[i];
            out.times.push_back(m_log.hasClock ? m_log.time[row]
                                               : static_cast<std::int64_t>(out.items.size() - begin));
            out.items.push_back(newItem[m_log.item[row]]);
            if (hasDays())
                out.days.push_back(m_log.day[row]);
            valid += m_part[i] == Part::Train ? 1 : 0;
            test += m_part[i] != Part::Test ? 1 : 0;
        }
        out.offsets.push_back(static_cast<std::int64_t>(out.items.size()));
        out.validBegin.push_back(static_cast<std::int64_t>(valid));
        out.testBegin.push_back(static_cast<std::int64_t>(test));
        out.userIds.append(m_log.userIds[user]);
    }
}

void Builder::appendTags(const std::vector<std::string>& tags)
{
    for (const std::string& tag : tags) {
        const auto [entry, isNew]
            = m_tagNumbers.try_emplace(tag, static_cast<std::uint32_t>(m_tagNumbers.size()));
        if (isNew)
            m_arrays->tagNames.append(tag);
        m_arrays->tagIndices.push_back(entry->second);
    }
}

void Builder::fillSide()
{
    checkStop();
    if (!m_side.hasTitles && !m_side.hasTags)
        return;
    std::unordered_map<std::string_view, std::size_t> rows;
    rows.reserve(m_side.itemIds.size());
    for (std::size_t i = 0; i < m_side.itemIds.size(); ++i)
        rows.try_emplace(m_side.itemIds[i], i);

    OwnedArrays& out = *m_arrays;
    if (m_side.hasTitles)
        out.titles.append({});
    if (m_side.hasTags)
        out.tagOffsets.assign(2, 0);
    std::int64_t unknown = 0;
    for (const std::uint32_t item : m_items) {
        const auto row = rows.find(m_log.itemIds[item]);
        const bool known = row != rows.end();
        unknown += known ? 0 : 1;
        if (m_side.hasTitles)
            out.titles.append(known ? std::string_view(m_side.titles[row->second]) : std::string_view {});
        if (m_side.hasTags) {
            if (known)
                appendTags(m_side.tags[row->second]);
            out.tagOffsets.push_back(out.tagIndices.size());
        }
    }
    if (unknown > 0) {
        m_summary.report.notes.push_back(std::to_string(unknown) + " of " + std::to_string(m_items.size())
                                         + " items are not in the side table");
    }
    m_summary.hasTitles = m_side.hasTitles;
    m_summary.hasTags = m_side.hasTags;
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
    if (m_summary.hasTitles)
        storage->titles = arrays.titles.view();
    storage->tagNames = arrays.tagNames.view();
    storage->tagOffsets = arrays.tagOffsets;
    storage->tagIndices = arrays.tagIndices;

    m_summary.name = m_options.name;
    m_summary.preset = m_options.preset;
    m_summary.positiveRule = m_options.positiveRule;
    m_summary.sources = m_options.sources;
    m_summary.minTrainItems = m_options.minTrainItems;
    storage->summary = std::move(m_summary);
    deriveFromSequences(*storage);
    summarise(*storage);
    return std::make_shared<const Dataset>(std::move(storage));
}

} // namespace

std::int64_t countLeaks(const Dataset& data)
{
    return countLeaks(data.storage());
}

std::shared_ptr<const Dataset> buildDataset(Interactions log, const SideTable& side,
                                            const BuildOptions& options, ImportReport report,
                                            std::stop_token stop)
{
    return Builder(std::move(log), side, options, std::move(report), std::move(stop)).build();
}

} // namespace opal
