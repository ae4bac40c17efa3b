// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace opal {

inline constexpr std::int64_t kDayMs = 86400000;

/// Unit of a time column.
enum class TimeUnit { Guess, Seconds, Milliseconds, Microseconds, Nanoseconds };

/// Without blanks at both ends.
std::string_view trimmed(std::string_view text);

/// A decimal number, or true/false as 1/0. An empty field is NaN. Nothing if `text` is anything else.
std::optional<double> parseSignal(std::string_view text);

/// An integer or a number with a fraction of zero ("87433.0"). Nothing if it is anything else or leaves 32
/// bits.
std::optional<std::int32_t> parseDayNumber(std::string_view text);

/// The unit that makes `value` a plausible date: below 1e11 seconds, below 1e14 ms, below 1e17 us, else ns.
TimeUnit guessTimeUnit(double value);

/// Unix milliseconds of an integer, a number with a fraction, or a date like "2022-04-25 09:30:01.5" in the
/// log's time zone. Nothing if it is anything else or further than a million years away.
std::optional<std::int64_t> parseTime(std::string_view text, TimeUnit unit, int timeZoneMinutes);

/// Days since 1970-01-01 of "2022-04-25", "2022/04/25" or "20220425".
std::optional<std::int32_t> parseDate(std::string_view text);

/// Day in which `timeMs` falls, in days since 1970-01-01.
std::int32_t dayOfTime(std::int64_t timeMs, int timeZoneMinutes);

/// "2022-04-25" of a day in days since 1970-01-01.
std::string dateText(std::int32_t daysSinceEpoch);

/// An id without blanks around it, and without the ".0" that spreadsheets and data frames add to integers.
std::string_view normalisedId(std::string_view text);

} // namespace opal
