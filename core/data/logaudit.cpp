// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/logaudit.h"

#include <algorithm>
#include <map>

#include "core/data/fieldparsing.h"

namespace opal {

namespace {

constexpr std::int64_t kFewestRows = 20; ///< below it a share says nothing
constexpr std::int32_t kLongGap = 60; ///< days

/// "1.23457E+18" as spreadsheets and floats write a long number of which they have lost the last digits.
bool isRounded(std::string_view id)
{
    const std::size_t e = id.find_first_of("eE");
    if (e == std::string_view::npos || e + 2 >= id.size() || id[e + 1] != '+')
        return false;
    const auto digits = [](std::string_view text) {
        return !text.empty()
            && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    };
    std::string_view mantissa = id.substr(0, e);
    std::string_view exponent = id.substr(e + 2);
    if (mantissa.starts_with('-'))
        mantissa.remove_prefix(1);
    const std::size_t point = mantissa.find_first_of(".,");
    const std::string_view fraction
        = point == std::string_view::npos ? std::string_view {} : mantissa.substr(point + 1);
    if (!digits(mantissa.substr(0, point)) || (point != std::string_view::npos && !digits(fraction))
        || !digits(exponent) || exponent.size() > 3)
        return false;
    const int power = std::stoi(std::string(exponent));
    return power >= 11 && static_cast<int>(fraction.size()) < power;
}

std::string plural(std::int64_t count, const char* one, const char* many)
{
    return std::to_string(count) + " " + (count == 1 ? one : many);
}

void checkIds(const StringTable& ids, const char* what, ImportNotices& notices)
{
    std::int64_t rounded = 0;
    std::string example;
    for (std::size_t i = 0; i < ids.size(); ++i) {
        if (!isRounded(ids[i]))
            continue;
        example = rounded++ == 0 ? std::string(ids[i]) : example;
    }
    if (rounded > 0) {
        notices.tell(NoteKind::RoundedIds,
                     std::string(what) + " ids are rounded numbers ('" + example + "'"
                         + (rounded == 1 ? "" : " and " + std::to_string(rounded - 1) + " more")
                         + "), so that different ones may have become one; export them as text");
    }
}

void checkTimes(const Interactions& log, ImportNotices& notices)
{
    if (!log.hasClock || log.size() == 0)
        return;
    std::vector<std::int32_t> days(log.day);
    const auto middle = days.begin() + static_cast<std::ptrdiff_t>(days.size() / 2);
    std::nth_element(days.begin(), middle, days.end());
    const auto [first, last] = std::minmax_element(log.day.begin(), log.day.end());
    const std::string span = dateText(*first) + " to " + dateText(*last);
    if (*middle > kLastSaneDay || *middle < -25567) {
        notices.tell(NoteKind::AbsurdTimes,
                     "the times lie from " + span
                         + ", which no log can; the time column or its unit is wrong. Name the column of the "
                           "time of each view, or say that there is none",
                     "--map", "time=none");
    } else if (*middle < 3650) {
        notices.tell(NoteKind::RelativeTimes,
                     "the times lie from " + span
                         + ": they seem to count from a beginning of their own, so the dates mean nothing");
    }
}

} // namespace

void auditLog(const Interactions& log, const LogCounts& counts, ImportNotices& notices, ImportReport& report)
{
    checkIds(log.userIds, "user", notices);
    checkIds(log.itemIds, "item", notices);
    checkTimes(log, notices);
    const auto positives = static_cast<std::int64_t>(log.size());
    const auto users = static_cast<std::int64_t>(log.userIds.size());
    if (positives >= kFewestRows && users * 100 >= positives * 95) {
        notices.tell(NoteKind::UserARow,
                     "there are " + plural(users, "user", "users") + " in "
                         + plural(positives, "interaction", "interactions")
                         + ", nearly one a row; the user column is wrong",
                     "--map", "user=COLUMN");
    }
    const std::int64_t rejected = report.rejected;
    if (rejected * 2 >= report.rows && report.rows > 1) {
        notices.tell(NoteKind::MostRejected,
                     std::to_string(rejected) + " of " + plural(report.rows, "row", "rows")
                         + " could not be read, most of them because: "
                         + report.rejectedByReason.front().reason
                         + "; check the preset, the delimiter and the columns");
    } else if (rejected * 20 >= report.rows && rejected > 0) {
        notices.tell(NoteKind::ManyRejected,
                     std::to_string(rejected) + " of " + plural(report.rows, "row", "rows")
                         + " could not be read and were left out");
    }

    if (counts.dateMismatches > 0) {
        notices.tell(NoteKind::DateDisagrees,
                     counts.dateColumn + " disagrees with the time on "
                         + std::to_string(counts.dateMismatches) + " rows; the time was used");
    }
    if (counts.otherUnits > 0) {
        notices.tell(NoteKind::MixedUnits,
                     "the unit of the times changes within a file: "
                         + plural(counts.otherUnits, "row is", "rows are")
                         + " in another unit (seconds, milliseconds ...) than the others and read in it");
    }
    if (counts.decimalCommas > 0) {
        notices.tell(NoteKind::DecimalCommas,
                     plural(counts.decimalCommas, "value", "values")
                         + " of the positive rule's columns with a comma: read as decimal commas, '0,95' as "
                           "0.95");
    }
    if (counts.randomRows > 0) {
        notices.tell(
            NoteKind::RandomExposure,
            plural(counts.randomRows, "row", "rows")
                + " of random exposure (is_rand = 1) beside the standard log; such videos were shown "
                  "to anybody and tell less of interests. Leave them out with the rule, or leave the "
                  "log_random files out",
            "--positive", counts.rule.empty() ? "is_rand=0" : "(" + counts.rule + ")&is_rand=0");
    }
    if (counts.otherEncoding > 0) {
        notices.tell(NoteKind::MixedEncodings,
                     plural(counts.otherEncoding, "row has", "rows have")
                         + " ids in another encoding than the head of the file (" + counts.encoding
                         + "); they were read as "
                         + (counts.encoding == "UTF-8" ? "GB18030" : "UTF-8 or GB18030"));
    }
    if (counts.escapedIds > 0) {
        notices.tell(NoteKind::BrokenText,
                     plural(counts.escapedIds, "row has", "rows have")
                         + " ids that are text in no encoding; their bytes were written out (\\xE4), so that "
                           "different ones stay different");
    }
    if (counts.keptRepeats > 0) {
        notices.tell(NoteKind::RepeatsKept,
                     plural(counts.keptRepeats, "row equals an earlier one and was",
                            "rows equal earlier ones and were")
                         + " kept: without a clock they are real repeats");
    }
    if (counts.droppedRepeats > 0) {
        notices.tell(NoteKind::RepeatsDropped,
                     plural(counts.droppedRepeats, "row equals an earlier one", "rows equal earlier ones")
                         + " on the same day, dropped as duplicates; with dates alone they may be real "
                           "repeats",
                     "--keep-duplicates");
    }
    if (counts.repeatedUsers > 0) {
        notices.tell(NoteKind::RepeatedUsers,
                     plural(counts.repeatedUsers, "line goes", "lines go")
                         + " on with a user of an earlier line; the items were appended in the order of the "
                           "file");
    }
}

std::optional<DayRange> bulkOfDays(const std::vector<std::int32_t>& days, bool areDates)
{
    if (days.empty())
        return std::nullopt;
    const auto [least, greatest] = std::minmax_element(days.begin(), days.end());
    const bool isSane = !areDates || (*least >= kFirstSaneDay && *greatest <= kLastSaneDay);
    if (isSane && std::int64_t { *greatest } - *least <= kLongGap)
        return std::nullopt;

    std::map<std::int32_t, std::int64_t> rows;
    auto last = rows.end();
    for (const std::int32_t day : days) {
        if (last == rows.end() || last->first != day)
            last = rows.try_emplace(day, 0).first;
        ++last->second;
    }
    const auto dayAt = [&](std::int64_t place) {
        for (const auto& [day, count] : rows) {
            place -= count;
            if (place < 0)
                return day;
        }
        return rows.rbegin()->first;
    };
    auto total = static_cast<std::int64_t>(days.size());
    const std::int32_t median = dayAt(total / 2);
    if (areDates && median >= kFirstSaneDay && median <= kLastSaneDay) {
        std::erase_if(rows, [&](const auto& entry) {
            const bool isOut = entry.first < kFirstSaneDay || entry.first > kLastSaneDay;
            total -= isOut ? entry.second : 0;
            return isOut;
        });
    }
    const std::int64_t low = dayAt(total / 10);
    const std::int64_t high = dayAt(total - 1 - total / 10);
    const std::int64_t gap = std::max<std::int64_t>(kLongGap, high - low);
    // From both ends: the outermost days go as long as few rows lie beyond a long gap.
    DayRange range { rows.begin()->first, rows.rbegin()->first };
    std::int64_t beyond = 0;
    for (auto at = rows.begin(); at != rows.end() && at->first < low; ++at) {
        beyond += at->second;
        if (beyond * 50 > total)
            break;
        if (const auto next = std::next(at);
            next != rows.end() && std::int64_t { next->first } - at->first > gap)
            range.first = next->first;
    }
    beyond = 0;
    for (auto at = rows.rbegin(); at != rows.rend() && at->first > high; ++at) {
        beyond += at->second;
        if (beyond * 50 > total)
            break;
        if (const auto next = std::next(at);
            next != rows.rend() && std::int64_t { at->first } - next->first > gap)
            range.last = next->first;
    }
    if (range.contains(*least) && range.contains(*greatest))
        return std::nullopt;
    return range;
}

std::int64_t removeOutside(Interactions& log, const DayRange& range)
{
    std::size_t kept = 0;
    for (std::size_t i = 0; i < log.size(); ++i) {
        if (!range.contains(log.day[i]))
            continue;
        log.user[kept] = log.user[i];
        log.item[kept] = log.item[i];
        log.time[kept] = log.time[i];
        log.day[kept] = log.day[i];
        ++kept;
    }
    const auto removed = static_cast<std::int64_t>(log.size() - kept);
    log.user.resize(kept);
    log.item.resize(kept);
    log.time.resize(kept);
    log.day.resize(kept);
    return removed;
}

} // namespace opal
