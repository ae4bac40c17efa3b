// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/expression.h"
#include "core/results/datasetsummary.h"

namespace opal {

/// What an import makes of a column; several roles may meet in one.
enum ColumnRole : unsigned {
    NoRole = 0,
    UserRole = 1,
    ItemRole = 2,
    TimeRole = 4,
    DayRole = 8,
    SignalRole = 16 ///< the positive rule reads it
};

/// What an import makes of one row.
struct RowVerdict
{
    std::int64_t line = 0; ///< 1-based, of its first byte
    bool isRejected = false;
    bool isPositive = false;
    int column = -1; ///< at fault; -1: the whole row or none
    std::string reason; ///< of the rejection, English, lower case, no full stop
};

/// An import tried out without writing anything: what the person sees while setting it up.
struct LogCheck
{
    /// The head of the first file, cut as the import cuts it.
    std::vector<std::string> columns;
    std::size_t ownColumns = 0; ///< of these, the log's own; the others stand for fields behind the last one
    std::vector<unsigned> roles; ///< parallel to columns: ColumnRole bits
    std::vector<std::vector<std::string>> rows; ///< at most 200; may be narrower or wider than columns
    std::vector<RowVerdict> verdicts; ///< parallel to rows

    std::string problem; ///< why the log cannot be read like this, an English sentence; empty: it can
    std::optional<ExpressionError> ruleProblem; ///< what is wrong with the positive rule

    bool isWhole = false; ///< all bytes of all files were read
    double bytesRead = 0;
    double bytesTotal = 0;
    ImportReport report; ///< of what was read; `filters` only if a data set came out
    std::int64_t users = 0; ///< with a positive interaction, before the filters
    std::int64_t items = 0;
    DatasetSummary summary; ///< of what was read; only its hash is empty if none came out
    std::string buildProblem; ///< why no data set came out of what was read; empty: one did
};

} // namespace opal
