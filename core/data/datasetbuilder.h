// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "core/data/interactions.h"
#include "core/results/datasetsummary.h"
#include "core/results/importnotes.h"

namespace opal {

class Dataset;

/// What decides a data set besides the interactions.
struct BuildOptions
{
    std::int64_t minActiveDays = 0; ///< users need this many active days before the validation day
    std::int64_t minTrainItems = 4;
    bool dropUnseenItems = true;
    std::string split
        = {}; ///< as parseSplit() reads it; empty: the last day, without days each user's last item
    Repeats repeats = Repeats::Keep;
    int timeZoneMinutes = 480; ///< of the log
    std::vector<std::string> accepted = acceptableNames(); ///< of importnotes.h; who builds by hand means it
    std::string name = {};
    std::string preset = {};
    std::string positiveRule = {};
    std::vector<std::string> sources = {}; ///< file names without folders
    std::string timeZone = {}; ///< "+08:00", in which the log's days begin, if it has a clock
};

/// Sorts, splits, filters and re-indexes `log`; `report` gets the filters' counts and ends up in the summary.
///
/// Split: see SplitRule. Order within a user: part of a ready-made split, time, place in the log; without a
/// clock, day and then place in the log. Throws Error{InvalidData} if the log is empty, spans fewer than
/// three days, or nothing or a single item is left after the filters, Error{InvalidConfiguration} if active
/// days are asked of a log without days, and Cancelled.
std::shared_ptr<const Dataset> buildDataset(Interactions log, const SideTable& side,
                                            const BuildOptions& options, ImportReport report,
                                            std::stop_token stop = {});

/// Training interactions that are later than the earliest held-out one: by time if there is a clock, else by
/// day; without days within each user, where they are in order by construction.
std::int64_t countLeaks(const Dataset& data);

} // namespace opal
