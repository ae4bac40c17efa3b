// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/fieldparsing.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <limits>

namespace opal {

namespace {

constexpr double kMostMs = 3.2e16; ///< a million years

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

template <typename T> std::optional<T> parseWhole(std::string_view text)
{
    T value {};
    if (!text.empty() && text.front() == '+')
        text.remove_prefix(1);
    const auto [rest, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem != std::errc() || rest != text.data() + text.size() || text.empty())
        return std::nullopt;
    return value;
}

double msPerUnit(TimeUnit unit)
{
    switch (unit) {
    case TimeUnit::Seconds:
        return 1e3;
    case TimeUnit::Microseconds:
        return 1e-3;
    case TimeUnit::Nanoseconds:
        return 1e-6;
    default:
        return 1;
    }
}

std::int64_t toMilliseconds(std::int64_t value, TimeUnit unit)
{
    const auto floorDivide
        = [](std::int64_t number, std::int64_t by) { return number / by - (number % by < 0 ? 1 : 0); };
    switch (unit) {
    case TimeUnit::Seconds:
        return value * 1000;
    case TimeUnit::Microseconds:
        return floorDivide(value, 1000);
    case TimeUnit::Nanoseconds:
        return floorDivide(value, 1000000);
    default:
        return value;
    }
}

/// True if `value` of this unit is a time between 1990 and 2100.
bool isSane(double value, TimeUnit unit)
{
    const double days = value * msPerUnit(unit) / static_cast<double>(kDayMs);
    return days >= kFirstSaneDay && days < kLastSaneDay + 1;
}

/// The column's unit, unless the value is a time of our days in its own one only.
TimeUnit unitOf(double value, TimeUnit column, std::int64_t& otherUnits)
{
    const TimeUnit own = guessTimeUnit(value);
    if (own == column || column == TimeUnit::Guess)
        return own;
    if (!isSane(value, own))
        return column;
    ++otherUnits;
    return own;
}

} // namespace

// Howard Hinnant's days-from-civil.
std::int64_t daysFromCivil(std::int64_t year, std::int64_t month, std::int64_t day)
{
    year -= month <= 2 ? 1 : 0;
    const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
    const std::int64_t yearOfEra = year - era * 400;
    const std::int64_t dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    return era * 146097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719468;
}

std::string_view trimmed(std::string_view text)
{
    const auto isBlank = [](char c) { return c == ' ' || c == '\t' || c == '\r'; };
    while (!text.empty() && isBlank(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && isBlank(text.back()))
        text.remove_suffix(1);
    return text;
}

/// "0,95" as half of the world writes it; not "1,234,567".
static std::optional<double> parseDecimalComma(std::string_view text)
{
    const std::size_t comma = text.find(',');
    if (comma == std::string_view::npos || text.size() > 40)
        return std::nullopt;
    std::string pointed(text);
    pointed[comma] = '.';
    return parseWhole<double>(pointed);
}

std::optional<double> parseSignal(std::string_view text)
{
    text = trimmed(text);
    if (text.size() == 1 && isDigit(text[0]))
        return text[0] - '0';
    if (text.empty())
        return std::nan("");
    if (const auto number = parseWhole<double>(text))
        return number;
    if (text == "true" || text == "True" || text == "TRUE")
        return 1.0;
    if (text == "false" || text == "False" || text == "FALSE")
        return 0.0;
    return parseDecimalComma(text);
}

std::optional<std::int32_t> parseDayNumber(std::string_view text)
{
    text = trimmed(text);
    if (const auto whole = parseWhole<std::int32_t>(text))
        return whole;
    const auto number = parseWhole<double>(text);
    if (!number || *number != std::floor(*number) || std::abs(*number) > 2e9)
        return std::nullopt;
    return static_cast<std::int32_t>(*number);
}

TimeUnit guessTimeUnit(double value)
{
    const double size = std::abs(value);
    if (size < 1e11)
        return TimeUnit::Seconds;
    if (size < 1e14)
        return TimeUnit::Milliseconds;
    return size < 1e17 ? TimeUnit::Microseconds : TimeUnit::Nanoseconds;
}

std::optional<std::int32_t> parseDate(std::string_view text)
{
    std::optional<int> year;
    std::optional<int> month;
    std::optional<int> day;
    if (text.size() == 10 && (text[4] == '-' || text[4] == '/') && text[7] == text[4]) {
        year = parseWhole<int>(text.substr(0, 4));
        month = parseWhole<int>(text.substr(5, 2));
        day = parseWhole<int>(text.substr(8, 2));
    } else if (text.size() == 8 && std::all_of(text.begin(), text.end(), isDigit)) {
        year = parseWhole<int>(text.substr(0, 4));
        month = parseWhole<int>(text.substr(4, 2));
        day = parseWhole<int>(text.substr(6, 2));
    }
    if (!year || !month || !day || *year < 1 || *month < 1 || *month > 12 || *day < 1 || *day > 31)
        return std::nullopt;
    return static_cast<std::int32_t>(daysFromCivil(*year, *month, *day));
}

std::optional<std::int64_t> parseTime(std::string_view text, const TimeForm& form, int timeZoneMinutes,
                                      std::int64_t& otherUnits)
{
    text = trimmed(text);
    if (const auto whole = parseWhole<std::int64_t>(text)) {
        if (form.isCompactDate) {
            if (const auto date = parseDate(text))
                return *date * kDayMs - std::int64_t { timeZoneMinutes } * 60000;
        }
        const TimeUnit known = unitOf(static_cast<double>(*whole), form.unit, otherUnits);
        if (std::abs(static_cast<double>(*whole)) * msPerUnit(known) > kMostMs)
            return std::nullopt;
        return toMilliseconds(*whole, known);
    }
    if (const auto number = parseWhole<double>(text)) {
        if (form.isCompactDate) {
            if (const auto date = parseDate(normalisedId(text)))
                return *date * kDayMs - std::int64_t { timeZoneMinutes } * 60000;
        }
        const TimeUnit known = unitOf(*number, form.unit, otherUnits);
        const double ms = *number * msPerUnit(known);
        if (!(std::abs(ms) <= kMostMs))
            return std::nullopt;
        return static_cast<std::int64_t>(std::floor(ms));
    }
    const auto date = parseDateText(text, form.order, timeZoneMinutes);
    return date ? std::optional(date->ms) : std::nullopt;
}

std::int32_t dayOfTime(std::int64_t timeMs, int timeZoneMinutes)
{
    const std::int64_t local = timeMs + std::int64_t { timeZoneMinutes } * 60000;
    return static_cast<std::int32_t>(local / kDayMs - (local % kDayMs < 0 ? 1 : 0));
}

std::string dateText(std::int32_t daysSinceEpoch)
{
    // Howard Hinnant's civil-from-days, shifted so that a year begins in March.
    const std::int64_t shifted = std::int64_t { daysSinceEpoch } + 719468;
    const std::int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
    const std::int64_t dayOfEra = shifted - era * 146097;
    const std::int64_t yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146096) / 365;
    const std::int64_t dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    const std::int64_t monthFromMarch = (5 * dayOfYear + 2) / 153;
    const std::int64_t day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1;
    const std::int64_t month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
    const std::int64_t year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
    std::array<char, 40> text {};
    std::snprintf(text.data(), text.size(), "%04lld-%02lld-%02lld", static_cast<long long>(year),
                  static_cast<long long>(month), static_cast<long long>(day));
    return text.data();
}

std::string_view normalisedId(std::string_view text)
{
    text = trimmed(text);
    const std::size_t point = text.find('.');
    if (point == std::string_view::npos || point == 0 || point + 1 == text.size())
        return text;
    const std::string_view whole = text.substr(text[0] == '-' ? 1 : 0, point - (text[0] == '-' ? 1 : 0));
    const std::string_view fraction = text.substr(point + 1);
    if (!whole.empty() && std::all_of(whole.begin(), whole.end(), isDigit)
        && std::all_of(fraction.begin(), fraction.end(), [](char c) { return c == '0'; }))
        return text.substr(0, point);
    return text;
}

} // namespace opal
