// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/data/timetext.h"

namespace opal {

inline constexpr std::int64_t kDayMs = 86400000;

/// Unit of a time column.
enum class TimeUnit { Guess, Seconds, Milliseconds, Microseconds, Nanoseconds };

/// How the times of one column are written.
struct TimeForm
{
    TimeUnit unit = TimeUnit::Guess; ///< of numbers
    bool isCompactDate = false; ///< numbers like 20220415 are dates
    DateOrder order = DateOrder::MonthFirst; ///< of "3/4/2022"
};

/// Without blanks at both ends.
std::string_view trimmed(std::string_view text);

/// A decimal number with a point or a comma ("0,95"), or true/false as 1/0. An empty field is NaN. Nothing if
/// `text` is anything else.
std::optional<double> parseSignal(std::string_view text);

/// An integer or a number with a fraction of zero ("87433.0"). Nothing if it is anything else or leaves 32
/// bits.
std::optional<std::int32_t> parseDayNumber(std::string_view text);

/// The unit that makes `value` a plausible date: below 1e11 seconds, below 1e14 ms, below 1e17 us, else ns.
TimeUnit guessTimeUnit(double value);

/// Unix milliseconds of an integer, a number with a fraction, or a date as in parseDateText(). A number that
/// is a time of our days in another unit than the column's is taken in that one, and counted in `otherUnits`.
/// Nothing if it is anything else or further than a million years away.
std::optional<std::int64_t> parseTime(std::string_view text, const TimeForm& form, int timeZoneMinutes,
                                      std::int64_t& otherUnits);

/// Days since 1970-01-01; month 1..12, day 1..31.
std::int64_t daysFromCivil(std::int64_t year, std::int64_t month, std::int64_t day);

/// Days since 1970-01-01 of what data sets of our days can hold, 1990 to 2099.
inline constexpr std::int32_t kFirstSaneDay = 7305;
inline constexpr std::int32_t kLastSaneDay = 47481;

/// Days since 1970-01-01 of "2022-04-25", "2022/04/25" or "20220425".
std::optional<std::int32_t> parseDate(std::string_view text);

/// Day in which `timeMs` falls, in days since 1970-01-01.
std::int32_t dayOfTime(std::int64_t timeMs, int timeZoneMinutes);

/// "2022-04-25" of a day in days since 1970-01-01.
std::string dateText(std::int32_t daysSinceEpoch);

/// An id without blanks around it, and without the ".0" that spreadsheets and data frames add to integers.
std::string_view normalisedId(std::string_view text);

} // namespace opal
