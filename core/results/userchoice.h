// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace opal {

/// Mean SPPMI within and between the interests of one user's list.
struct UserSppmi
{
    std::string userId; ///< original id
    double within = 0; ///< NaN where no two items came from the same interest
    double between = 0; ///< NaN where all items came from one interest

    /// Within / between; NaN where either is missing or both are 0, infinite where only `between` is 0.
    double ratio() const;
};

/// How the user of a figure is chosen.
enum class UserPick {
    Typical, ///< the median user by the ratio within / between
    Clearest, ///< the one with the highest ratio
    Named ///< the one that was asked for
};

/// Stable lower-case name: "typical", "clearest", "named".
const char* userPickName(UserPick pick);
/// Throws Error{InvalidArgument} naming the names there are.
UserPick userPickFromName(const std::string& name);

/// A user and why it is this one.
struct UserChoice
{
    UserPick pick = UserPick::Typical;
    std::string userId; ///< original id
    double ratio = 0; ///< within / between of this user; NaN where there is none
    double median = 0; ///< of the users below: the ratio of the typical one; NaN without any
    std::int64_t users = 0; ///< that have a ratio: with items from at least two interests
};

/// Typical is the user in the middle by ratio, of two in the middle the lower one; clearest the one with the
/// highest. Of equal ratios the user who comes first in `users` is taken, so that the choice is always the
/// same. `named` is used for UserPick::Named alone, and need not be among `users`. Throws Error{InvalidData}
/// if nobody has a ratio and no user is named.
UserChoice chooseUser(std::span<const UserSppmi> users, UserPick pick, const std::string& named = {});

} // namespace opal
