// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/results/datasetsplit.h"

namespace opal {

/// One row of a log that was not taken.
struct RejectedRow
{
    std::string file;
    std::int64_t line = 0; ///< 1-based, counting the header
    std::string column; ///< empty if the whole row is at fault
    std::string reason; ///< English, lower case, no full stop
};

/// Rows that were not taken for one reason.
struct RejectedReason
{
    std::string reason; ///< as in RejectedRow
    std::int64_t rows = 0;
    std::string firstFile;
    std::int64_t firstLine = 0; ///< 1-based
};

/// What an import noticed about a log as a whole, and the way out if it guessed wrongly.
struct ImportNote
{
    std::string text; ///< English sentence without full stop
    std::string kind = {}; ///< name in noteKinds() (importnotes.h); empty: a remark
    std::string option = {}; ///< of `opal import` that changes it, e.g. "--positive"; empty: none
    std::string value = {}; ///< of that option

    /// For people at a terminal: the text and the option.
    std::string line() const
    {
        return option.empty() ? text
                              : text + " (to change it: " + option
                + (value.empty()                                              ? ""
                       : value.find_first_of(" &|<>()*") == std::string::npos ? " " + value
                                                                              : " \"" + value + "\"")
                + ")";
    }
};

/// What happened while logs were read. No row is lost without being counted: settle() sees to it.
struct ImportReport
{
    std::int64_t rows = 0; ///< data rows read (without headers)
    std::int64_t interactions = 0; ///< in the rows that were not rejected; of sequences many a row
    std::int64_t kept = 0; ///< interactions in the finished data set
    std::int64_t positives = 0; ///< rows that fulfil the positive rule, duplicates dropped
    std::int64_t duplicates = 0; ///< exact duplicate rows dropped, before the positive rule
    std::int64_t rejected = 0;
    std::vector<RejectedRow> rejects; ///< the first 1,000
    std::vector<RejectedReason> rejectedByReason; ///< in order of first appearance; sum up to `rejected`

    /// Interactions that were read and left out on purpose.
    struct DroppedReason
    {
        std::string
            reason; ///< stable key: "duplicate", "not_positive", "outside_span", or the name of a filter step
        std::int64_t interactions = 0;
    };

    std::vector<DroppedReason> droppedByReason;
    std::int64_t dropped = 0; ///< their sum
    double seconds = 0;
    double bytes = 0; ///< read from disk

    /// Counts before and after one filter, in the order of application.
    struct FilterStep
    {
        std::string name; ///< stable key: "active_days", "unseen_items", "train_items" ...
        std::int64_t usersBefore = 0, usersAfter = 0;
        std::int64_t itemsBefore = 0, itemsAfter = 0;
        std::int64_t interactionsBefore = 0, interactionsAfter = 0;
    };

    std::vector<FilterStep> filters;
    std::vector<ImportNote> notes;

    /// Adds what the filters left out to what was dropped before, and checks that every interaction is kept
    /// or dropped for a reason. Throws Error{Internal} if one is not.
    void settle();
};

/// The data-set card: Table I and everything else that a person checks before training.
struct DatasetSummary
{
    std::string name;
    std::string hash; ///< 16 hexadecimal digits, xxh3-64 of the content
    std::int64_t users = 0;
    std::int64_t items = 0;
    std::int64_t interactions = 0;
    double density = 0; ///< interactions / (users * items), a fraction, not per cent
    std::int64_t days = 0;

    SplitKind splitKind = SplitKind::GlobalTime;
    std::string split; ///< as it is asked for: "last-days:1", "files" ...
    std::string proposedSplit; ///< one that leaves more users to test on; empty: this one is fine
    Repeats repeats = Repeats::Keep;
    SplitReach reach;
    std::string trainUntil; ///< "2022-05-06", "day 12" or "2022-05-06 14:30"; empty unless GlobalTime
    std::string validDay; ///< idem, or "2022-05-07 to 2022-05-08"
    std::string testDay; ///< idem
    std::int64_t trainUsers = 0; ///< with at least `minTrainItems` training interactions
    std::int64_t validUsers = 0; ///< with a history and at least one target
    std::int64_t testUsers = 0;
    std::int64_t minTrainItems = 4;
    std::int64_t leaks = 0; ///< training interactions later than a validation or test one, must be 0

    std::string positiveRule; ///< as written, empty if every row counts
    std::string preset;
    std::vector<std::string> sources; ///< file names without folders
    bool hasTitles = false;
    bool hasTags = false;
    bool hasTimes = false;
    std::string timeZone = {}; ///< in which days begin, "+08:00"; empty: no clock, or not known
    std::int64_t covers = 0; ///< items with a cover
    ImportReport report;

    std::vector<std::string> dayLabels; ///< [days]
    std::vector<std::int64_t> interactionsPerDay; ///< [days]
    std::vector<std::int64_t>
        historyLengthCounts; ///< bucket b holds users with training length in [2^b, 2^(b+1))
};

} // namespace opal
