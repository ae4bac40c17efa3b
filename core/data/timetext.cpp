// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/timetext.h"

#include <algorithm>
#include <array>
#include <string>

#include "core/base/text.h"
#include "core/data/fieldparsing.h"

namespace opal {

namespace {

bool isDigitSign(char c)
{
    return c >= '0' && c <= '9';
}

bool isLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// 1..12 of "Apr" or "april"; 0 of anything else.
int monthOf(std::string_view word)
{
    static constexpr std::array<std::string_view, 12> names { "jan", "feb", "mar", "apr", "may", "jun",
                                                              "jul", "aug", "sep", "oct", "nov", "dec" };
    const std::string small = lowered(std::string(word.substr(0, 3)));
    const auto found = std::find(names.begin(), names.end(), small);
    return word.size() < 3 || found == names.end() ? 0 : static_cast<int>(found - names.begin()) + 1;
}

/// Reads from the left what the grammar asks for.
class Scanner
{
public:
    explicit Scanner(std::string_view text)
        : m_text(text)
    {
    }

    bool atEnd() const { return m_at == m_text.size(); }

    char peek() const { return atEnd() ? '\0' : m_text[m_at]; }

    bool take(char sign)
    {
        if (peek() != sign || atEnd())
            return false;
        ++m_at;
        return true;
    }

    void skipBlanks()
    {
        while (take(' ')) { }
    }

    /// A whole number of at most `most` digits; -1 if there is none.
    int number(std::size_t most, std::size_t* digits = nullptr)
    {
        int value = 0;
        std::size_t count = 0;
        for (; count < most && isDigitSign(peek()); ++count, ++m_at)
            value = value * 10 + (m_text[m_at] - '0');
        if (digits != nullptr)
            *digits = count;
        return count == 0 ? -1 : value;
    }

    std::string_view word()
    {
        const std::size_t begin = m_at;
        while (isLetter(peek()))
            ++m_at;
        return m_text.substr(begin, m_at - begin);
    }

private:
    std::string_view m_text;
    std::size_t m_at = 0;
};

struct Part
{
    int value = -1;
    bool isMonthName = false;
    std::size_t digits = 0;
};

bool readPart(Scanner& scan, Part& part)
{
    if (isLetter(scan.peek())) {
        part.value = monthOf(scan.word());
        part.isMonthName = true;
        return part.value > 0;
    }
    part.value = scan.number(4, &part.digits);
    return part.value >= 0;
}

/// What stands between the parts of a date: one sign, or blanks and a comma.
bool skipBetween(Scanner& scan)
{
    for (const char sign : { '-', '/', '.' }) {
        if (scan.take(sign))
            return true;
    }
    const bool comma = scan.take(',');
    const bool blank = scan.peek() == ' ';
    scan.skipBlanks();
    return comma || blank;
}

struct Date
{
    int year = 0, month = 0, day = 0;
};

bool orderParts(const std::array<Part, 3>& parts, DateOrder order, Date& date, DateText& found)
{
    const auto& [a, b, c] = parts;
    if (a.digits == 4 && !b.isMonthName && !c.isMonthName) {
        date = { a.value, b.value, c.value };
    } else if (a.digits == 4 && b.isMonthName) {
        date = { a.value, b.value, c.value };
    } else if (c.digits == 4 && (a.isMonthName || b.isMonthName)) {
        date = a.isMonthName ? Date { c.value, a.value, b.value } : Date { c.value, b.value, a.value };
    } else if (c.digits == 4) {
        found.isDaySlashMonth = true;
        found.isOrderSure = a.value > 12 || b.value > 12;
        date = order == DateOrder::DayFirst ? Date { c.value, b.value, a.value }
                                            : Date { c.value, a.value, b.value };
    } else {
        return false;
    }
    static constexpr std::array<int, 12> lengths { 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    return date.year >= 1 && date.month >= 1 && date.month <= 12 && date.day >= 1
        && date.day <= lengths[static_cast<std::size_t>(date.month - 1)];
}

/// "9:05", "09:30:01", "8:36:57.25 AM"; milliseconds of the day, -1 if it is none.
std::int64_t readClock(Scanner& scan)
{
    int hour = scan.number(2);
    if (hour < 0 || !scan.take(':'))
        return -1;
    const int minute = scan.number(2);
    int second = 0;
    std::int64_t ms = 0;
    if (minute >= 0 && scan.take(':')) {
        second = scan.number(2);
        if (second >= 0 && (scan.take('.') || scan.take(','))) {
            std::size_t digits = 0;
            for (int scale = 100; isDigitSign(scan.peek()); scale /= 10, ++digits)
                ms += std::int64_t { scan.number(1) } * scale;
            if (digits == 0)
                return -1;
        }
    }
    Scanner half = scan;
    half.skipBlanks();
    const std::string sign = lowered(std::string(half.word()));
    if (sign == "am" || sign == "pm") {
        if (hour < 1 || hour > 12)
            return -1;
        hour = hour % 12 + (sign == "pm" ? 12 : 0);
        scan = half;
    }
    if (hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60)
        return -1;
    return ((std::int64_t { hour } * 60 + minute) * 60 + second) * 1000 + ms;
}

/// What stands behind the time of day. False if it is no zone.
bool readZone(Scanner& scan, int& minutes)
{
    scan.skipBlanks();
    if (isLetter(scan.peek())) {
        const std::string word = lowered(std::string(scan.word()));
        if (word != "z" && word != "utc" && word != "gmt")
            return false;
        minutes = 0;
    }
    if (scan.peek() == '+' || scan.peek() == '-') {
        const bool west = scan.take('-');
        if (!west)
            scan.take('+');
        std::size_t digits = 0;
        const int hours = scan.number(2, &digits);
        const bool colon = scan.take(':');
        const int rest = scan.number(2);
        if (hours < 0 || hours > 14 || rest > 59 || (colon && rest < 0))
            return false;
        minutes = (west ? -1 : 1) * (hours * 60 + std::max(rest, 0));
    }
    return scan.atEnd();
}

} // namespace

std::optional<DateText> parseDateText(std::string_view text, DateOrder order, int timeZoneMinutes)
{
    Scanner scan(trimmed(text));
    std::array<Part, 3> parts;
    if (!readPart(scan, parts[0]) || !skipBetween(scan) || !readPart(scan, parts[1]) || !skipBetween(scan)
        || !readPart(scan, parts[2]))
        return std::nullopt;
    Date date;
    DateText found;
    if (!orderParts(parts, order, date, found))
        return std::nullopt;
    std::int64_t clock = 0;
    int zone = timeZoneMinutes;
    if (!scan.atEnd()) {
        if (!scan.take('T') && !skipBetween(scan))
            return std::nullopt;
        clock = readClock(scan);
        found.hasClock = true;
        if (clock < 0 || !readZone(scan, zone))
            return std::nullopt;
    }
    found.ms
        = daysFromCivil(date.year, date.month, date.day) * kDayMs + clock - std::int64_t { zone } * 60000;
    return found;
}

} // namespace opal
