// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/userchoice.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "core/base/error.h"
#include "core/base/notanumber.h"

namespace opal {

namespace {

constexpr std::array<const char*, 3> pickNames { "typical", "clearest", "named" };

struct Rated
{
    const UserSppmi* user;
    double ratio;
};

} // namespace

double UserSppmi::ratio() const
{
    if (between > 0)
        return within / between;
    return between == 0 && within > 0 ? std::numeric_limits<double>::infinity() : notANumber;
}

const char* userPickName(UserPick pick)
{
    return pickNames.at(static_cast<std::size_t>(pick));
}

UserPick userPickFromName(const std::string& name)
{
    for (std::size_t at = 0; at < pickNames.size(); ++at)
        if (name == pickNames[at])
            return static_cast<UserPick>(at);
    throw Error(ErrorCode::InvalidArgument,
                "a user is picked as 'typical', 'clearest' or 'named', not '" + name + "'");
}

UserChoice chooseUser(std::span<const UserSppmi> users, UserPick pick, const std::string& named)
{
    std::vector<Rated> rated;
    for (const UserSppmi& user : users)
        if (const double ratio = user.ratio(); !std::isnan(ratio))
            rated.push_back({ &user, ratio });
    std::stable_sort(rated.begin(), rated.end(),
                     [](const Rated& first, const Rated& second) { return first.ratio < second.ratio; });
    // Of equal ratios the first in the order of the users.
    const auto firstOf = [&rated](double ratio) {
        return *std::lower_bound(rated.begin(), rated.end(), ratio,
                                 [](const Rated& one, double value) { return one.ratio < value; });
    };
    UserChoice choice { pick, named, notANumber, notANumber, static_cast<std::int64_t>(rated.size()) };
    if (!rated.empty())
        choice.median = rated[(rated.size() - 1) / 2].ratio;
    if (pick == UserPick::Named) {
        const auto own = std::find_if(users.begin(), users.end(),
                                      [&named](const UserSppmi& user) { return user.userId == named; });
        if (own != users.end())
            choice.ratio = own->ratio();
        return choice;
    }
    if (rated.empty())
        throw Error(ErrorCode::InvalidData,
                    "no user of the test day has a list with items from two interests that share users, so "
                    "none can be chosen by the ratio within / between; train longer, ask for a longer list, "
                    "or name a user.");
    const Rated chosen = firstOf(pick == UserPick::Typical ? choice.median : rated.back().ratio);
    choice.userId = chosen.user->userId;
    choice.ratio = chosen.ratio;
    return choice;
}

} // namespace opal
