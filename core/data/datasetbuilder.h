// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "core/data/interactions.h"
#include "core/results/datasetsummary.h"

namespace opal {

class Dataset;

/// What decides a data set besides the interactions.
struct BuildOptions
{
    std::int64_t minActiveDays = 0; ///< users need this many active days before the validation day
    std::int64_t minTrainItems = 4;
    bool dropUnseenItems = true;
    std::string name = {};
    std::string preset = {};
    std::string positiveRule = {};
    std::vector<std::string> sources = {}; ///< file names without folders
    std::string timeZone = {}; ///< "+08:00", in which the log's days begin, if it has a clock
};

/// Sorts, splits, filters and re-indexes `log`; `report` gets the filters' counts and ends up in the summary.
///
/// Split: with days, the last one is the test day, the one before validation, the rest training. Without
/// days, each user's last interaction is the test and the one before it validation; users with fewer than
/// three keep all of them for training. Order within a user: time, then place in the log; without a clock,
/// day and then place in the log. Throws Error{InvalidData} if the log is empty, spans fewer than three days,
/// or nothing or a single item is left after the filters, Error{InvalidConfiguration} if active days are
/// asked of a log without days, and Cancelled.
std::shared_ptr<const Dataset> buildDataset(Interactions log, const SideTable& side,
                                            const BuildOptions& options, ImportReport report,
                                            std::stop_token stop = {});

/// Training interactions that are later than the earliest held-out one: by time if there is a clock, else by
/// day; without days within each user, where they are in order by construction.
std::int64_t countLeaks(const Dataset& data);

} // namespace opal
