// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <bit>
#include <limits>

#include "core/data/datasetbuilder.h"
#include "core/data/datasetstorage.h"

/// What follows from the finished arrays: counts, leaks, histograms and the fingerprint.
namespace opal {

namespace {

std::int64_t countLeaks(const Dataset::Storage& storage)
{
    const auto when = [&](std::int64_t i) {
        return storage.summary.hasTimes ? storage.times[static_cast<std::size_t>(i)]
                                        : std::int64_t { storage.days[static_cast<std::size_t>(i)] };
    };
    if (!storage.summary.hasTimes && storage.days.empty())
        return 0;
    constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max();
    const auto earliestHeldOut = [&](std::size_t user) {
        std::int64_t earliest = kNever;
        for (std::int64_t i = storage.validBegin[user]; i < storage.offsets[user + 1]; ++i)
            earliest = std::min(earliest, when(i));
        return earliest;
    };
    const bool isGlobal = storage.summary.splitKind == SplitKind::GlobalTime;
    std::int64_t everybodys = kNever;
    for (std::size_t user = 0; isGlobal && user < storage.validBegin.size(); ++user)
        everybodys = std::min(everybodys, earliestHeldOut(user));
    std::int64_t leaks = 0;
    for (std::size_t user = 0; user < storage.validBegin.size(); ++user) {
        const std::int64_t heldOut = isGlobal ? everybodys : earliestHeldOut(user);
        for (std::int64_t i = storage.offsets[user]; i < storage.validBegin[user]; ++i)
            leaks += when(i) > heldOut ? 1 : 0;
    }
    return leaks;
}

/// Distinct targets of one user, and how many of them lists can hold.
struct UserTargets
{
    std::int64_t targets = 0;
    std::int64_t reachable = 0;
};

/// Tells items apart by who had them last, so that nothing is cleared between users.
class TargetCounter
{
public:
    explicit TargetCounter(const Dataset::Storage& storage)
        : m_storage(storage)
        , m_had(static_cast<std::size_t>(storage.itemCount()) + 1, 0)
        , m_counted(m_had.size(), 0)
    {
    }

    UserTargets count(std::int64_t begin, std::int64_t targetsBegin, std::int64_t end)
    {
        ++m_mark;
        for (std::int64_t i = begin; i < targetsBegin; ++i)
            m_had[itemAt(i)] = m_mark;
        UserTargets user;
        for (std::int64_t i = targetsBegin; i < end; ++i) {
            const std::size_t item = itemAt(i);
            if (m_counted[item] == m_mark)
                continue;
            m_counted[item] = m_mark;
            ++user.targets;
            const bool mayBeListed = m_had[item] != m_mark || m_storage.summary.repeats == Repeats::Recommend;
            user.reachable += mayBeListed && m_storage.popularity[item] > 0 ? 1 : 0;
        }
        return user;
    }

private:
    std::size_t itemAt(std::int64_t i) const
    {
        return static_cast<std::size_t>(m_storage.items[static_cast<std::size_t>(i)]);
    }

    const Dataset::Storage& m_storage;
    std::vector<std::uint32_t> m_had;
    std::vector<std::uint32_t> m_counted;
    std::uint32_t m_mark = 0;
};

} // namespace

SplitReach countReach(const Dataset::Storage& storage)
{
    SplitReach reach;
    TargetCounter counter(storage);
    std::int64_t testUsers = 0;
    for (std::size_t user = 0; user < storage.validBegin.size(); ++user) {
        const std::int64_t begin = storage.offsets[user];
        const std::int64_t valid = storage.validBegin[user];
        const std::int64_t test = storage.testBegin[user];
        if (valid > begin)
            reach.validTargets += counter.count(begin, valid, test).targets;
        if (test == begin || storage.offsets[user + 1] == test)
            continue;
        const UserTargets targets = counter.count(begin, test, storage.offsets[user + 1]);
        ++testUsers;
        reach.testTargets += targets.targets;
        reach.unreachable += targets.targets - targets.reachable;
        for (std::size_t i = 0; i < kReachCutoffs.size(); ++i)
            reach.recall[i]
                += static_cast<double>(std::min<std::int64_t>(targets.reachable, kReachCutoffs[i]))
                / static_cast<double>(targets.targets);
    }
    for (double& recall : reach.recall)
        recall = testUsers > 0 ? recall / static_cast<double>(testUsers) : 0;
    return reach;
}

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
    summary.reach = countReach(storage);
    summary.report.kept = summary.interactions;
    summary.report.filters.push_back({ "train_items", summary.users, summary.trainUsers, summary.items,
                                       summary.items, summary.interactions, summary.interactions });
    summary.report.settle();

    const std::vector<DatasetSection> sections = contentSections(storage);
    std::vector<std::uint64_t> hashes;
    hashes.reserve(sections.size());
    for (const DatasetSection& section : sections)
        hashes.push_back(sectionHash(section));
    summary.hash = contentHash(storage, sections, hashes);
}

std::int64_t countLeaks(const Dataset& data)
{
    return countLeaks(data.storage());
}

} // namespace opal
