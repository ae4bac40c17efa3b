// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/data/interactions.h"
#include "core/results/importnotes.h"

namespace opal {

/// What was counted beside the interactions while a log was read.
struct LogCounts
{
    std::int64_t dateMismatches = 0; ///< rows whose date column disagrees with the time
    std::int64_t otherUnits = 0; ///< rows whose time is in another unit than the column's
    std::int64_t decimalCommas = 0; ///< values with a comma for a point
    std::int64_t randomRows = 0; ///< rows that were shown at random
    std::int64_t otherEncoding = 0; ///< ids in another encoding than the head of the file
    std::int64_t escapedIds = 0; ///< ids that are text in no encoding
    std::int64_t keptRepeats = 0; ///< rows that equal an earlier one and were kept
    std::int64_t droppedRepeats = 0; ///< duplicates among rows whose times are dates
    std::int64_t repeatedUsers = 0; ///< lines of a user who had one before, in sequences without days
    std::string dateColumn;
    std::string encoding; ///< of the head
    std::string rule; ///< the positive rule, for what changes it
};

/// Tells what the counts mean, and stops where ids or times cannot be meant.
void auditLog(const Interactions& log, const LogCounts& counts, ImportNotices& notices, ImportReport& report);

/// Days from `first` to `last`.
struct DayRange
{
    std::int32_t first = 0;
    std::int32_t last = 0;

    bool contains(std::int32_t day) const { return day >= first && day <= last; }
};

/// The days of the bulk of a log, if some rows lie far outside of it: before 1990 or after 2099 while the
/// bulk does not, or at most a fiftieth of the rows behind a gap that is longer than the bulk and 60 days.
/// Nothing if every row belongs to it. `areDates`: days since 1970-01-01.
std::optional<DayRange> bulkOfDays(const std::vector<std::int32_t>& days, bool areDates);

/// Takes the interactions outside of `range` out; returns how many.
std::int64_t removeOutside(Interactions& log, const DayRange& range);

} // namespace opal
