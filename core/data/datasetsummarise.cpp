// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <bit>
#include <limits>

#include "core/data/datasetbuilder.h"
#include "core/data/datasetstorage.h"
#include "core/results/importnotes.h"

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

} // namespace

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
        summary.report.notes.push_back({ "no user can be evaluated on the validation part" });
    if (summary.testUsers == 0) {
        // Where order is all there is, each user's own last items are held out.
        const bool byTime = summary.splitKind == SplitKind::GlobalTime;
        summary.report.notes.push_back({ "no user can be evaluated on the test part",
                                         byTime ? noteKind(NoteKind::NobodyToEvaluate).name : "" });
    }
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
