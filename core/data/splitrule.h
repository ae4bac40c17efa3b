// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/data/interactions.h"
#include "core/results/datasetsplit.h"

namespace opal {

/// How a log is cut into training, validation and test, as `--split` says it.
///
/// | text | held out |
/// |---|---|
/// | `last-days:N` | the last N days with interactions are the test, the N before them validation |
/// | `from:DATE` | the test is everything from that day on; validation as many days before it |
/// | `slices:N` | the span of the log in N equal slices of time; the last is the test, the one before it
/// validation | | `ratio:A/B/C` | all interactions in the order of time, cut at these shares; equal times are
/// not parted | | `last-items:N` | each user's last N interactions, and the N before them; users with fewer
/// than 2 N + 1 only train | | `user-ratio:A/B/C` | each user's interactions, cut at these shares, at least
/// one each of three or more | | `column:NAME` | as a column says: train, valid (validation, val, dev) or
/// test; or 0, 1, 2 | | `files` | as the names of the files say; if none does, the last one is the test, the
/// one before it validation |
struct SplitRule
{
    std::string key; ///< of splitTable()
    std::int64_t count = 1; ///< N
    std::array<double, 3> shares {}; ///< A, B, C as fractions of their sum
    std::string text; ///< what stands behind the colon
    std::string whole; ///< as it was written

    bool isReadyMade() const { return key == "column" || key == "files"; }
};

/// THE table of splits: adding one adds a row here, and its cut in splitlog.cpp.
const std::vector<SplitEntry>& splitTable();

/// Throws Error{InvalidConfiguration} that says what is wrong and what there is.
SplitRule parseSplit(const std::string& text);

/// "train", "valid", "test", what else they are called, and 0, 1, 2; lower case. Nothing for other words.
std::optional<LogPart> partOfWord(std::string_view word);

/// The part that each file is: by the words in their names, or, if no name has one, by their order. Throws
/// Error{InvalidConfiguration} if a part has no file or only some names say which they are.
std::vector<LogPart> partsOfFiles(const std::vector<std::string>& files);

/// The row of a rule.
const SplitEntry& splitEntry(const SplitRule& rule);

} // namespace opal
