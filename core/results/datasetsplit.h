// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <string>

namespace opal {

/// What the parts of a split have to do with one another; numbers are part of a data set's hash.
enum class SplitKind {
    GlobalTime = 0, ///< cut at the same moments for everybody: everything held out is later than all training
    LastInteraction = 1, ///< cut within each user: its held-out interactions are its last ones
    ReadyMade = 2 ///< as the log itself says
};

/// Stable lower-case name: "global_time", "last_interaction", "ready_made".
const char* splitKindName(SplitKind kind);

/// What becomes of held-out interactions with items that the user has had before.
enum class Repeats {
    Keep, ///< they are targets, though lists leave out what a user has had: the best possible recall is below
          ///< 1
    Drop, ///< they are left out
    Recommend ///< they are targets, and lists may hold them
};

/// Stable lower-case name: "keep", "drop", "recommend".
const char* repeatsName(Repeats repeats);
/// Throws Error{InvalidArgument} naming the names there are.
Repeats repeatsFromName(const std::string& name);

/// One row of the table of splits, as people see it.
struct SplitEntry
{
    std::string key; ///< "last-days"
    std::string argument; ///< what stands behind the colon: "N", "DATE", "A/B/C", "NAME"; empty: nothing
    std::string example; ///< of the argument
    std::string title; ///< English, context "Splits"
    std::string help; ///< English, context "Splits"
    SplitKind kind = SplitKind::GlobalTime;
};

/// Cut-offs for which the largest reachable recall is told.
inline constexpr std::array<int, 3> kReachCutoffs { 50, 100, 200 };

/// What can be measured on a split before anything is trained. Targets are distinct items of a user.
struct SplitReach
{
    std::int64_t validTargets = 0; ///< of all users that can be evaluated
    std::int64_t testTargets = 0;
    std::int64_t unreachable = 0; ///< test targets that no list can hold: had before, or never trained on
    std::array<double, kReachCutoffs.size()>
        recall {}; ///< largest recall that lists can have on the test part

    double unreachableShare() const
    {
        return testTargets > 0 ? static_cast<double>(unreachable) / static_cast<double>(testTargets) : 0;
    }
};

/// Tests over fewer users say little.
inline constexpr std::int64_t kFewUsers = 100;

} // namespace opal
