// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace opal {

/// Which of "3/4/2022" is the day.
enum class DateOrder { MonthFirst, DayFirst };

/// A date with or without a time of day, as people and databases write them.
struct DateText
{
    std::int64_t ms = 0; ///< Unix milliseconds
    bool hasClock = false; ///< a time of day was given
    bool isDaySlashMonth = false; ///< day and month are numbers before the year: their order was taken
    bool isOrderSure = false; ///< only one order makes a date of it
};

/// "2022-04-25 09:30:01.5", "2022/4/5 9:05", "4/15/2022 8:36:57 AM", "15.04.2022", "15 Apr 2022 09:30",
/// "Apr 15, 2022", each perhaps with "Z", " UTC", "+08:00" or "+0800" behind the time of day, which then
/// beats `timeZoneMinutes`. Nothing if it is anything else, or a date that there never was.
std::optional<DateText> parseDateText(std::string_view text, DateOrder order, int timeZoneMinutes);

} // namespace opal
