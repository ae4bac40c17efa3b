// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "core/data/formatspec.h"

namespace opal {

using HeadRows = std::vector<std::vector<std::string>>;

/// Fills in the columns of a table without header that nobody named: the time is the column whose bulk are
/// dates or times of our days, user and item are the first two others. Columns that are set, or kNoColumn,
/// stay.
void guessByContent(FileFormat& file, const HeadRows& rows);

/// How the times of a column are written, by the bulk of the rows; `isDateOnly` if none has a time of day.
/// `isOrderSure` is false if "3/4/2022" may be either.
struct TimeColumn
{
    TimeForm form;
    bool isDateOnly = false;
    bool isOrderSure = true;
};

TimeColumn judgeTimes(const HeadRows& rows, std::size_t column);

/// Presets whose files have no header, by the look of the first rows; "csv" if none fits.
std::string guessHeaderless(const Delimiter& delimiter, const HeadRows& rows);

/// The preset whose column names are all in the header; the most demanding one wins, "csv" if there is none.
std::string guessByHeader(const std::vector<std::string>& columns);

/// True if every row is one field wider than `header`, and the first fields are names of rows as R and
/// data frames write them: all different.
bool hasRowNames(const std::vector<std::string>& header, const HeadRows& rows);

/// "column 1 ('9006', '9005', '9004')".
std::string columnWithValues(const FileFormat& file, int column, const HeadRows& rows);

} // namespace opal
