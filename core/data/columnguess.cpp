// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/columnguess.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace opal {

namespace {

/// At least nine of ten of those that are not empty, and not only empty ones.
template <typename Test> bool bulkOf(const HeadRows& rows, std::size_t column, Test test)
{
    std::size_t all = 0;
    std::size_t good = 0;
    for (const auto& row : rows) {
        if (column >= row.size() || row[column].empty())
            continue;
        ++all;
        good += test(row[column]) ? 1 : 0;
    }
    return all > 0 && good * 10 >= all * 9;
}

bool isEpoch(const std::string& text)
{
    const auto value = parseSignal(text);
    return value && *value > 1e8;
}

bool isDateText(const std::string& text)
{
    return parseDateText(text, DateOrder::MonthFirst, 0) || parseDateText(text, DateOrder::DayFirst, 0);
}

bool isCompactDate(const std::string& text)
{
    const std::string_view whole = normalisedId(text);
    const auto date = whole.size() == 8 ? parseDate(whole) : std::nullopt;
    return date && *date >= -25567 && *date <= kLastSaneDay; // from 1900
}

} // namespace

void guessByContent(FileFormat& file, const HeadRows& rows)
{
    const auto isTaken = [&](int column) { return column == file.user || column == file.item; };
    const auto width = static_cast<int>(file.columns.size());
    for (int c = 1; c < width && file.time == -1 && file.day == -1; ++c) {
        const auto column = static_cast<std::size_t>(c);
        if (!isTaken(c) && (bulkOf(rows, column, isDateText) || (c >= 2 && bulkOf(rows, column, isEpoch))))
            file.time = c;
    }
    for (int* const target : { &file.user, &file.item }) {
        for (int c = 0; c < width && *target < 0; ++c) {
            if (!isTaken(c) && c != file.time && c != file.day)
                *target = c;
        }
    }
}

TimeColumn judgeTimes(const HeadRows& rows, std::size_t column)
{
    TimeColumn judged;
    judged.form.isCompactDate = bulkOf(rows, column, isCompactDate);
    std::vector<double> sizes;
    std::size_t dates = 0;
    std::size_t clocks = 0;
    std::size_t dayFirst = 0;
    std::size_t monthFirst = 0;
    std::size_t open = 0;
    for (const auto& row : rows) {
        if (column >= row.size())
            continue;
        const auto value = parseSignal(row[column]);
        if (value && !std::isnan(*value))
            sizes.push_back(std::abs(*value));
        const auto month = parseDateText(row[column], DateOrder::MonthFirst, 0);
        const auto day = parseDateText(row[column], DateOrder::DayFirst, 0);
        if (!month && !day)
            continue;
        ++dates;
        const DateText& read = month ? *month : *day;
        clocks += read.hasClock ? 1 : 0;
        if (!read.isDaySlashMonth)
            continue;
        monthFirst += month && !day ? 1 : 0;
        dayFirst += day && !month ? 1 : 0;
        open += month && day && month->ms != day->ms ? 1 : 0;
    }
    judged.isDateOnly = judged.form.isCompactDate || (dates > 0 && clocks == 0);
    judged.form.order = dayFirst > monthFirst ? DateOrder::DayFirst : DateOrder::MonthFirst;
    judged.isOrderSure = open == 0 || dayFirst + monthFirst > 0;
    if (!sizes.empty() && !judged.form.isCompactDate) {
        const auto middle = sizes.begin() + static_cast<std::ptrdiff_t>(sizes.size() / 2);
        std::nth_element(sizes.begin(), middle, sizes.end());
        judged.form.unit = guessTimeUnit(*middle);
    }
    return judged;
}

std::string guessHeaderless(const Delimiter& delimiter, const HeadRows& rows)
{
    const auto all = [&](auto&& test) { return std::all_of(rows.begin(), rows.end(), test); };
    std::set<std::size_t> widths;
    for (const auto& row : rows)
        widths.insert(row.size());
    const bool numbers = all([](const auto& row) {
        return std::all_of(row.begin(), row.end(),
                           [](const std::string& field) { return parseDayNumber(field) || isEpoch(field); });
    });
    if (delimiter.doubled && all([](const auto& row) { return row.size() == 4; }))
        return "movielens";
    if (delimiter.anyBlank)
        return widths.size() == 1 && *widths.begin() == 2 ? "sasrec" : "s3rec";
    if (delimiter.sign == '\t' && all([](const auto& row) { return row.size() == 4; })
        && bulkOf(rows, 3, isEpoch))
        return "movielens";
    if (delimiter.sign == '\t' && all([](const auto& row) { return row.size() == 2; })
        && std::any_of(rows.begin(), rows.end(),
                       [](const auto& row) { return row[1].find(' ') != std::string::npos; }))
        return "microlens";
    if (delimiter.sign != ',' || !numbers)
        return "csv";
    if (all([](const auto& row) { return row.size() == 3; }) && bulkOf(rows, 2, isEpoch))
        return "comirec";
    const bool daysFollowUsers = all(
        [](const auto& row) { return row.size() >= 3 && parseDayNumber(row[1]).value_or(1000) < 1000; });
    return daysFollowUsers && widths.size() > 1 ? "opal" : "csv";
}

std::string guessByHeader(const std::vector<std::string>& columns)
{
    std::string best = "csv";
    std::size_t bestSize = 0;
    for (const FormatSpec& spec : formatSpecs()) {
        const auto& expected = spec.entry.expectedColumns;
        const bool fits = !expected.empty()
            && std::all_of(expected.begin(), expected.end(), [&](const std::string& name) {
                   return std::find(columns.begin(), columns.end(), name) != columns.end();
               });
        if (fits && expected.size() > bestSize) {
            best = spec.entry.preset;
            bestSize = expected.size();
        }
    }
    return best;
}

bool hasRowNames(const std::vector<std::string>& header, const HeadRows& rows)
{
    std::set<std::string> names;
    for (const auto& row : rows) {
        if (row.size() != header.size() + 1 || row.back().empty() || !names.insert(row.front()).second)
            return false;
    }
    return rows.size() > 1;
}

std::string columnWithValues(const FileFormat& file, int column, const HeadRows& rows)
{
    std::string text = file.columns[static_cast<std::size_t>(column)] + " (";
    for (std::size_t i = 0; i < std::min<std::size_t>(3, rows.size()); ++i) {
        const auto at = static_cast<std::size_t>(column);
        text += (i == 0 ? "'" : ", '") + (at < rows[i].size() ? rows[i][at].substr(0, 40) : "") + "'";
    }
    return text + ")";
}

} // namespace opal
