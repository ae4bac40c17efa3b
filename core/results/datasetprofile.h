// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/results/datasetsummary.h"

namespace opal {

/// A training interaction that is not earlier than what it should help to predict.
struct LeakExample
{
    std::string userId; ///< original ids
    std::string itemId;
    std::string when; ///< day label, with the clock time where the log has one
};

/// What the leak guard looked at; all zeros for a sound data set.
struct LeakReport
{
    std::int64_t late = 0; ///< training interactions later than the earliest held-out one: of anybody in a
                           ///< split by time, of their own user in other ones
    std::int64_t lateUsers = 0; ///< users that have one
    std::int64_t unordered = 0; ///< users whose interactions are not in time order
    std::vector<LeakExample> examples; ///< the first 20 of `late`
    std::string heldOutFrom; ///< when the earliest held-out interaction of anybody happened
    /// Of a split within each user: training interactions later than the earliest held-out one of anybody. No
    /// leak, it is what such a split is; but results on it are not comparable with those of a split by time.
    std::int64_t afterOthers = 0;
    /// Held-out interactions whose item never occurs in training: no leak, but nothing can recall them.
    std::int64_t unseenTargets = 0;

    bool isSound() const { return late == 0 && unordered == 0; }
};

/// Distributions over all interactions of a data set: what its card draws.
struct DatasetProfile
{
    DatasetSummary summary;

    /// Interactions of each part of the split on each day, [days]; empty if the log has no days.
    std::vector<std::int64_t> trainPerDay, validPerDay, testPerDay;
    std::vector<std::int64_t> latePerDay; ///< of trainPerDay, those that leak
    LeakReport leaks;

    /// Users by number of training interactions: (length, users), ascending lengths.
    std::vector<std::pair<std::int64_t, std::int64_t>> historyLengths;
    double meanHistory = 0;
    std::int64_t medianHistory = 0;

    /// Items by interactions: (rank from 1, interactions), descending, thinned to a few hundred ranks that
    /// are even on a log scale; the first and the last rank with an interaction are kept.
    std::vector<std::pair<std::int64_t, std::int64_t>> popularity;
    double topShare = 0; ///< fraction of all interactions on the most popular hundredth of the items

    std::array<std::int64_t, 24> hours {}; ///< interactions by hour of day; meaningless without a clock
    int timeZoneMinutes = 0; ///< of `hours`, as the day labels were made
};

} // namespace opal
