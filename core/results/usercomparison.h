// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace opal {

/// How well one user was served by two runs.
struct UserOutcome
{
    std::string user; ///< original id
    std::int64_t targets = 0; ///< distinct items of the test day
    double first = 0; ///< Recall of the first run, 0..1
    double second = 0; ///< of the second run
};

/// Two runs user by user on the test day.
struct UserComparison
{
    std::string firstRun, secondRun; ///< ids
    int cutoff = 0; ///< K of Recall@K
    std::int64_t wins = 0; ///< users whom the second run serves better than the first
    std::int64_t ties = 0; ///< equally well
    std::int64_t losses = 0; ///< worse
    std::vector<UserOutcome> users; ///< largest difference first, then by position in the data set
};

} // namespace opal
