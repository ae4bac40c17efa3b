// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <stop_token>
#include <string>
#include <vector>

#include "core/data/datasetbuilder.h"
#include "core/data/interactions.h"
#include "core/data/splitrule.h"

namespace opal {

/// A log on its way to a data set: sorted by user, cut by time, filtered. Rows are only marked as dropped;
/// who uses it renumbers what is left.
struct SplitLog
{
    using Part = LogPart;

    /// Sorts, cuts and filters. Throws as buildDataset().
    SplitLog(Interactions interactions, const BuildOptions& buildOptions, ImportReport report,
             std::stop_token stopToken);

    bool hasDays() const { return !log.day.empty(); }

    std::size_t beginOf(std::size_t user) const { return userBegin[user]; }

    std::size_t endOf(std::size_t user) const { return userBegin[user + 1]; }

    void checkStop() const;

    Interactions log; ///< `day` counts the days of the log from 0
    BuildOptions options;
    std::stop_token stop;
    DatasetSummary summary; ///< days, split and the counts of the filters
    std::vector<std::uint32_t> order; ///< rows by user, then time, then place in the log
    std::vector<std::size_t> userBegin; ///< [users + 1] into order
    std::vector<Part> part; ///< parallel to order

private:
    /// A split as it falls on this log.
    struct Cut
    {
        std::vector<Part> part; ///< parallel to order
        std::string trainUntil, validDay, testDay; ///< as in the summary
    };

    /// Users with a history and a target in each part.
    struct Evaluable
    {
        std::int64_t valid = 0;
        std::int64_t test = 0;

        std::int64_t fewer() const { return valid < test ? valid : test; }
    };

    void requireUsableLog() const;
    void renumberDays();
    void sortByUser();
    void assignParts();
    void filterActiveDays();
    void filterUnseenItems();
    void filterRepeats();
    void requireSomethingLeft() const;
    void proposeSplit();

    Cut cut(const SplitRule& rule) const;
    Cut cutAtDays(std::size_t validFrom, std::size_t testFrom) const;
    Cut cutAtTimes(std::int64_t validFrom, std::int64_t testFrom) const;
    Cut cutLastDays(const SplitRule& rule, std::int64_t count) const;
    Cut cutSlices(const SplitRule& rule) const;
    Cut cutShares(const SplitRule& rule) const;
    template <typename CountsOf> Cut cutUsers(CountsOf countsOf) const;
    void dropUnseen(std::vector<Part>& parts) const;
    Evaluable evaluable(const std::vector<Part>& parts) const;
    std::string momentText(std::int64_t time) const;

    ImportReport::FilterStep countLeft(const std::string& name) const;
    void beginStep(const std::string& name);
    void endStep();

    bool m_repeatsEmptied = false; ///< dropping repeats left nothing to validate or to test
    std::vector<std::int32_t> m_dayNumbers; ///< as in the log, ascending
};

} // namespace opal
