// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <stop_token>
#include <string>
#include <vector>

#include "core/data/datasetbuilder.h"
#include "core/data/interactions.h"

namespace opal {

/// A log on its way to a data set: sorted by user, cut by time, filtered. Rows are only marked as dropped;
/// who uses it renumbers what is left.
struct SplitLog
{
    enum class Part : std::uint8_t { Train, Valid, Test, Dropped };

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
    void requireUsableLog() const;
    void renumberDays();
    void sortByUser();
    void assignParts();
    void filterActiveDays();
    void filterUnseenItems();
    void requireSomethingLeft() const;

    ImportReport::FilterStep countLeft(const std::string& name) const;
    void beginStep(const std::string& name);
    void endStep();
};

} // namespace opal
