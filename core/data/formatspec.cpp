// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/formatspec.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <map>
#include <tuple>

#include "core/base/error.h"
#include "core/base/params.h"
#include "core/base/text.h"
#include "core/data/columnguess.h"
#include "core/data/foreignfiles.h"
#include "core/data/textencoding.h"
#include "core/results/importnotes.h"

namespace opal {

namespace {

constexpr std::size_t kHeadBytes = 256U << 10;
constexpr std::size_t kSampleRows = 200;
constexpr std::size_t kTimeRows = 20000; ///< of the head, to tell day from month

bool isNumber(const std::string& text)
{
    const auto value = parseSignal(text);
    return value && !std::isnan(*value);
}

/// How evenly `delimiter` cuts the rows: share of the rows with the commonest number of fields, 0 if that is
/// one.
double evenness(const std::string& head, const Delimiter& delimiter, std::size_t& fields)
{
    std::map<std::size_t, std::size_t> counts;
    const auto rows = headRecords(head, delimiter, "UTF-8", 100);
    for (const auto& row : rows)
        ++counts[row.size()];
    const auto commonest = std::max_element(counts.begin(), counts.end(),
                                            [](const auto& a, const auto& b) { return a.second < b.second; });
    fields = commonest == counts.end() ? 0 : commonest->first;
    return fields < 2 ? 0.0 : static_cast<double>(commonest->second) / static_cast<double>(rows.size());
}

std::string joined(const std::vector<std::string>& words, std::size_t limit)
{
    std::string text;
    for (std::size_t i = 0; i < std::min(limit, words.size()); ++i)
        text += (i == 0 ? "'" : ", '") + words[i].substr(0, 40) + "'";
    return words.size() > limit ? text + " ..." : text;
}

/// "503 517", "[27, 9]", "12;65": two numbers at least.
bool isListOfNumbers(const std::string& text)
{
    std::size_t numbers = 0;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find_first_of(" ,;|[]", at), text.size());
        if (end > at) {
            const std::string_view word = std::string_view(text).substr(at, end - at);
            if (!std::all_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; }))
                return false;
            ++numbers;
        }
        at = end + 1;
    }
    return numbers > 1;
}

/// A column from the map: by name, or by number ("3", "column 3").
int mappedColumn(const FileFormat& file, const std::string& wanted)
{
    const int index = findColumn(file.columns, plainColumnName(wanted));
    if (index >= 0)
        return index;
    const std::string digits = wanted.starts_with("column ") ? wanted.substr(7) : wanted;
    const auto number = parseDayNumber(digits);
    if (number && *number >= 1 && *number <= static_cast<int>(file.columns.size()))
        return *number - 1;
    const std::string nearest = nearestWord(wanted, file.columns);
    throw Error(ErrorCode::UnknownKey,
                "'" + file.name + "' has no column '" + wanted + "'"
                    + (nearest.empty() ? "." : "; did you mean '" + nearest + "'?"));
}

void mapColumns(FileFormat& file, const FormatSpec& spec, const ColumnMap& map,
                const std::vector<std::vector<std::string>>& rows)
{
    const auto choose
        = [&](const std::string& asked, const std::string& own, const std::vector<std::string>& usual) {
              if (asked == "none" && findColumn(file.columns, asked) < 0)
                  return kNoColumn;
              if (!asked.empty())
                  return mappedColumn(file, asked);
              if (!own.empty())
                  return findColumn(file.columns, own);
              return spec.entry.preset == "csv" ? guessColumn(file.columns, usual) : -1;
          };
    file.user = choose(map.user, spec.user, usualUserNames());
    file.item = choose(map.item, spec.item, usualItemNames());
    file.time = choose(map.time, map.day.empty() ? spec.time : "",
                       map.day.empty() ? usualTimeNames() : std::vector<std::string> {});
    file.day = file.time >= 0 ? -1 : choose(map.day, spec.day, usualDayNames());
    file.dateCheck = file.time >= 0 && map.time.empty() ? findColumn(file.columns, spec.dateCheck) : -1;
    file.randomExposure = findColumn(file.columns, "is_rand");
    if (spec.entry.preset == "csv" && !file.hasHeader)
        guessByContent(file, rows);
}

bool namesKeys(const std::vector<std::string>& header, const FormatSpec& spec, const ColumnMap& map)
{
    const auto has = [&](const std::string& own, const std::string& asked) {
        return findColumn(header, asked.empty() ? own : asked) >= 0;
    };
    return has(spec.user, map.user) && has(spec.item, map.item);
}

std::vector<std::string> plainNames(std::vector<std::string> names)
{
    for (std::string& name : names)
        name = plainColumnName(name);
    return names;
}

std::vector<Delimiter> candidateDelimiters()
{
    return { { '\t' }, { ',' }, { ';' }, { '|' }, { ':', true }, { ' ', false, true, false } };
}

/// The candidate with this sign, or a plain one.
Delimiter askedDelimiter(char sign)
{
    for (const Delimiter& candidate : candidateDelimiters()) {
        if (candidate.sign == sign)
            return candidate;
    }
    return { sign };
}

/// A file without header, in a format that has none.
void resolveHeaderless(FileFormat& file, const FormatSpec& spec, const std::vector<std::string>& first)
{
    file.isSequence = spec.headerless == Headerless::Sequence;
    if (!file.isSequence) {
        for (std::size_t i = 0; i < first.size(); ++i)
            file.columns.push_back(i < spec.positional.size() ? spec.positional[i]
                                                              : "column " + std::to_string(i + 1));
        return;
    }
    file.columns = spec.positional;
    file.delimiter.quotes = false;
    const auto isWord = [](const std::string& text) {
        return !text.empty() && std::isalpha(static_cast<unsigned char>(text[0])) != 0;
    };
    if (first.size() >= 3
        && std::count_if(first.begin(), first.end(), isWord) == static_cast<std::ptrdiff_t>(first.size())) {
        throw Error(ErrorCode::InvalidData,
                    file.name + ":1: the file begins with column names (" + joined(first, 4) + "), but '"
                        + spec.entry.preset + "' files have none; choose another preset.");
    }
}

/// Stops at a file of another preset, which would be read as something that it is not.
void checkPreset(const FileFormat& file, const FormatSpec& spec, const ImportRequest& request,
                 const std::string& head, const HeadRows& rows, ImportNotices& notices)
{
    const std::string& preset = spec.entry.preset;
    if (!request.columns.user.empty() || !request.columns.item.empty())
        return;
    std::string other;
    std::string why;
    if (file.hasHeader && preset != "csv") {
        const std::vector<std::string> names = plainNames(rows.front());
        const auto& own = spec.entry.expectedColumns;
        const bool isOwn = std::all_of(own.begin(), own.end(), [&](const std::string& name) {
            return findColumn(names, plainColumnName(name)) >= 0;
        });
        other = isOwn ? preset : guessByHeader(names);
        if (other == "csv")
            return;
        why = "the columns " + joined(rows.front(), 6) + " are those";
    } else if (!file.hasHeader && spec.headerless != Headerless::Refused && preset != "csv"
               && looksLikeHeader(rows)) {
        other = guessByHeader(plainNames(rows.front()));
        why = "the file begins with column names (" + joined(rows.front(), 6) + "), which is a file";
    } else if (!file.hasHeader && spec.headerless != Headerless::Refused) {
        const Delimiter comma { ',' };
        const HeadRows byComma = headRecords(head, comma, file.encoding, kSampleRows);
        other = guessHeaderless(comma, byComma) == "opal" ? "opal" : guessHeaderless(file.delimiter, rows);
        const bool isTable = findFormat(other).headerless == Headerless::Table;
        if (other == "csv" || (preset == "csv" && isTable)
            || std::find(spec.alike.begin(), spec.alike.end(), other) != spec.alike.end())
            return;
        why = "the first line, " + joined(rows.front(), 4) + ", is one";
    }
    if (other.empty() || other == preset)
        return;
    notices.tell(NoteKind::OtherPreset,
                 file.name + ":1: " + why + " of preset '" + other + "' and not of '" + preset + "'",
                 "--preset", other);
}

/// Notes a name that several columns have, and which of them was taken.
void noteDuplicates(const FileFormat& file, const ColumnMap& map, ImportNotices& notices)
{
    for (const auto& [role, column, asked] :
         { std::tuple("user", file.user, &map.user), std::tuple("item", file.item, &map.item),
           std::tuple("time", file.time, &map.time), std::tuple("day", file.day, &map.day) }) {
        if (column < 0 || parseDayNumber(*asked))
            continue;
        const std::string& name = file.columns[static_cast<std::size_t>(column)];
        std::string places;
        std::string last;
        for (std::size_t i = 0; i < file.columns.size(); ++i) {
            if (file.columns[i] != name)
                continue;
            last = std::to_string(i + 1);
            places += (places.empty() ? "" : " and ") + last;
        }
        if (places != last) {
            notices.tell(NoteKind::DuplicateColumns,
                         file.name + ": '" + name + "' is the name of columns " + places + "; column "
                             + std::to_string(column + 1) + " was taken as the " + role,
                         "--map", std::string(role) + "=" + last);
        }
    }
}

/// Says what was taken of a table without header.
void noteGuess(const FileFormat& file, const HeadRows& rows, ImportNotices& notices)
{
    std::string taken = "user = " + columnWithValues(file, file.user, rows)
        + ", item = " + columnWithValues(file, file.item, rows);
    if (file.time >= 0)
        taken += ", time = " + columnWithValues(file, file.time, rows);
    notices.tell(NoteKind::GuessedColumns,
                 file.name + ": there is no header with names of columns; taken as " + taken, "--map",
                 "user=" + std::to_string(file.user + 1) + ",item=" + std::to_string(file.item + 1)
                     + (file.time >= 0 ? ",time=" + std::to_string(file.time + 1) : std::string {}));
}

/// Stops at columns of ids that hold lists. `written` is the header with RecBole's types.
void checkLists(const FileFormat& file, const std::vector<std::string>& written, const HeadRows& rows,
                ImportNotices& notices)
{
    const std::size_t shift = file.columns.size() - written.size(); // names of rows
    const std::string list = file.columns[static_cast<std::size_t>(file.item)] + "_list";
    for (std::size_t i = 0; i < written.size(); ++i) {
        const std::size_t column = i + shift;
        const bool isId = static_cast<int>(column) == file.item || static_cast<int>(column) == file.user;
        const auto lists = std::count_if(rows.begin(), rows.end(), [&](const auto& row) {
            return column < row.size() && isListOfNumbers(row[column]);
        });
        const bool isList = file.columns[column] == list || (isId && written[i].ends_with("_seq"))
            || (isId && lists * 2 > static_cast<std::ptrdiff_t>(rows.size()));
        if (isList) {
            notices.tell(NoteKind::ListColumn,
                         file.name + ":1: '" + file.columns[column] + "' holds lists and not one id a row"
                             + (rows.empty() || column >= rows.front().size()
                                    ? ""
                                    : " ('" + rows.front()[column].substr(0, 60) + "')")
                             + "; write one row for every item of a list, or lines 'user item item ...' for "
                               "preset 's3rec'");
        }
    }
}

/// Decides how the times of the file are written, by its head.
void settleTimes(FileFormat& file, const HeadRows& rows, ImportNotices& notices)
{
    const TimeColumn judged = judgeTimes(rows, static_cast<std::size_t>(file.time));
    file.timeForm = judged.form;
    file.isDateOnly = judged.isDateOnly;
    if (judged.isOrderSure)
        return;
    const bool isMonthFirst = notices.accepts(NoteKind::MonthFirst);
    file.timeForm.order
        = notices.accepts(NoteKind::DayFirst) && !isMonthFirst ? DateOrder::DayFirst : DateOrder::MonthFirst;
    if (!isMonthFirst) {
        notices.tell(NoteKind::DayFirst,
                     file.name + ": the dates of '" + file.columns[static_cast<std::size_t>(file.time)]
                         + "' may have the day or the month first, and no row tells which ('--accept "
                           "month_first' takes the month)");
    }
}

} // namespace

const FormatSpec& findFormat(const std::string& preset)
{
    std::vector<std::string> names;
    for (const FormatSpec& spec : formatSpecs()) {
        if (spec.entry.preset == preset)
            return spec;
        names.push_back(spec.entry.preset);
    }
    throw Error(ErrorCode::UnknownKey,
                "there is no preset '" + preset + "'; did you mean '" + nearestWord(preset, names) + "'?");
}

int zoneOf(const ImportRequest& request, const FormatSpec& spec)
{
    return request.timeZoneMinutes.value_or(spec.entry.timeZoneMinutes);
}

std::string fileNameOf(const std::string& path)
{
    const std::size_t slash = path.rfind('/');
    return slash == std::string::npos ? path : path.substr(slash + 1);
}

std::string readTextHead(const std::string& path, std::int64_t& fileBytes)
{
    std::string head = readHead(path, kHeadBytes, fileBytes);
    const auto refuse
        = [&](const std::string& what) { throw Error(ErrorCode::InvalidData, "'" + path + "' " + what); };
    if (head.find_first_not_of(" \t\r\n") == std::string::npos)
        refuse("is empty; choose a file with data.");
    if (const auto foreign = foreignFile(head))
        refuse(*foreign);
    for (const char* magic :
         { "\x1F\x8B", "PK\x03\x04", "BZh", "\xFD\x37zXZ", "\x28\xB5\x2F\xFD", "7z\xBC\xAF" }) {
        if (head.starts_with(magic))
            refuse("is compressed; unpack it first.");
    }
    if (head.starts_with("\xFF\xFE") || head.starts_with("\xFE\xFF"))
        refuse("is UTF-16 text; save it as UTF-8 first.");
    if (std::count(head.begin(), head.end(), '\0') > static_cast<std::ptrdiff_t>(8 + head.size() / 100)
        || head.starts_with("PAR1"))
        refuse("is a binary file and not a text log; choose the log itself.");
    if (head.starts_with("\xEF\xBB\xBF"))
        head.erase(0, 3);
    if (endsWithCarriageReturns(head))
        std::replace(head.begin(), head.end(), '\r', '\n');
    const std::string_view start = trimmed(head);
    if (start.starts_with("{\"") || start.starts_with("[{"))
        refuse("is JSON and not a table; convert it to CSV first.");
    if (start.starts_with("<!") || start.starts_with("<html") || start.starts_with("<?xml"))
        refuse("is a web page or XML and not a table; a download may have failed.");
    const std::size_t lineEnd = head.rfind('\n');
    if (static_cast<std::int64_t>(head.size()) + 3 < fileBytes && lineEnd != std::string::npos)
        head.resize(lineEnd + 1);
    return head;
}

std::vector<std::vector<std::string>> headRecords(const std::string& head, const Delimiter& delimiter,
                                                  const std::string& encoding, std::size_t limit)
{
    std::vector<std::vector<std::string>> rows;
    std::vector<std::string_view> fields;
    for (std::size_t at = 0; at < head.size() && rows.size() < limit;) {
        const std::size_t end = recordEnd(head, at, delimiter, true);
        std::string record(withoutLineEnd(std::string_view(head).substr(at, end - at)));
        at = end;
        if (record.empty())
            continue;
        splitFields(record, delimiter, fields);
        std::vector<std::string>& row = rows.emplace_back();
        for (const std::string_view field : fields)
            row.push_back(toUtf8(trimmed(field), encoding));
    }
    return rows;
}

Delimiter guessDelimiter(const std::string& head)
{
    Delimiter best;
    double bestScore = 0;
    for (const Delimiter& candidate : candidateDelimiters()) {
        std::size_t fields = 0;
        const double even = evenness(head, candidate, fields);
        // Blanks also stand inside texts, so they only win where nothing else cuts the rows evenly.
        const double score = even * even * (candidate.anyBlank ? 0.5 : 1.0)
            * (1.0 + 0.01 * static_cast<double>(std::min<std::size_t>(fields, 20)));
        if (score > bestScore) {
            best = candidate;
            bestScore = score;
        }
    }
    return best;
}

Delimiter delimiterOf(const std::string& head, const ImportRequest& request)
{
    return request.delimiter == 0 ? guessDelimiter(head) : askedDelimiter(request.delimiter);
}

bool looksLikeHeader(const std::vector<std::vector<std::string>>& rows)
{
    if (rows.empty())
        return false;
    const std::vector<std::string> names = plainNames(rows.front());
    if (guessColumn(names, usualUserNames()) >= 0 && guessColumn(names, usualItemNames()) >= 0)
        return true;
    if (std::any_of(names.begin(), names.end(),
                    [](const std::string& name) { return name.empty() || isNumber(name); }))
        return false;
    return rows.size() > 1 && std::any_of(rows[1].begin(), rows[1].end(), isNumber);
}

std::string plainColumnName(const std::string& name)
{
    std::string plain(trimmed(name));
    for (const char* type : { ":token_seq", ":token", ":float_seq", ":float" }) {
        if (plain.ends_with(type))
            return plain.substr(0, plain.size() - std::string_view(type).size());
    }
    return plain;
}

int findColumn(const std::vector<std::string>& columns, const std::string& name)
{
    if (name.empty())
        return -1;
    const auto exact = std::find(columns.begin(), columns.end(), name);
    if (exact != columns.end())
        return static_cast<int>(exact - columns.begin());
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (lowered(columns[i]) == lowered(name))
            return static_cast<int>(i);
    }
    return -1;
}

int guessColumn(const std::vector<std::string>& columns, const std::vector<std::string>& usualNames)
{
    for (const std::string& name : usualNames) {
        if (const int found = findColumn(columns, name); found >= 0)
            return found;
    }
    return -1;
}

const std::vector<std::string>& usualUserNames()
{
    static const std::vector<std::string> names { "user_id",    "userid",    "user",       "uid",
                                                  "user_idx",   "visitorid", "reviewerid", "customer_id",
                                                  "session_id", "用户",      "用户id",     "用户编号" };
    return names;
}

const std::vector<std::string>& usualItemNames()
{
    static const std::vector<std::string> names {
        "item_id",  "itemid",      "item",     "video_id",   "videoid",  "video",      "feedid",
        "movieid",  "movie_id",    "iid",      "sid",        "asin",     "product_id", "news_id",
        "track_id", "parent_asin", "item_idx", "article_id", "photo_id", "视频",       "视频id",
        "视频编号", "物品",        "物品id",   "商品",       "商品id"
    };
    return names;
}

const std::vector<std::string>& usualTimeNames()
{
    static const std::vector<std::string> names { "time_ms",        "timestamp", "time",       "ts",
                                                  "unix_time",      "datetime",  "created_at", "event_time",
                                                  "unixreviewtime", "t_dat",     "date",       "时间",
                                                  "时间戳",         "日期" };
    return names;
}

const std::vector<std::string>& usualDayNames()
{
    static const std::vector<std::string> names { "day", "date_" };
    return names;
}

FileFormat resolveFormat(const std::string& path, const FormatSpec& spec, const ImportRequest& request,
                         ImportReport& report)
{
    const ColumnMap& map = request.columns;
    ImportNotices notices(request.accepted, report);
    FileFormat file;
    file.path = path;
    file.name = fileNameOf(path);
    std::int64_t fileBytes = 0;
    const std::string head = readTextHead(path, fileBytes);
    file.encoding = detectEncoding(head);
    file.delimiter = delimiterOf(head, request);
    const std::vector<Delimiter> candidates
        = request.delimiter == 0 ? candidateDelimiters() : std::vector<Delimiter> { file.delimiter };
    const bool isFree = spec.entry.preset == "csv";

    if (!isFree) {
        for (const Delimiter& candidate : candidates) {
            const auto header = headRecords(head, candidate, file.encoding, 1);
            if (!header.empty() && namesKeys(plainNames(header.front()), spec, map)) {
                file.hasHeader = true;
                file.delimiter = candidate;
                break;
            }
        }
    }
    HeadRows rows = headRecords(head, file.delimiter, file.encoding, kSampleRows);
    if (rows.empty())
        throw Error(ErrorCode::InvalidData, "'" + path + "' has no complete line; choose a text log.");
    if (isFree)
        file.hasHeader = request.firstLine == FirstLine::Guess ? looksLikeHeader(rows)
                                                               : request.firstLine == FirstLine::Names;
    checkPreset(file, spec, request, head, rows, notices);
    std::vector<std::string> written = rows.front();
    if (file.hasHeader) {
        file.columns = plainNames(written);
        rows.erase(rows.begin());
        if (hasRowNames(file.columns, rows)) {
            file.columns.insert(file.columns.begin(), "row name");
            notices.tell(NoteKind::RowNames,
                         file.name
                             + ": the rows have one column more than the header; the first was taken "
                               "as names of the rows, so that the header stands over the others");
        }
    } else if (isFree) {
        for (std::size_t i = 0; i < written.size(); ++i)
            file.columns.push_back("column " + std::to_string(i + 1));
    } else if (spec.headerless == Headerless::Refused) {
        const std::string other = guessByHeader(plainNames(written));
        throw Error(ErrorCode::InvalidData,
                    file.name + ":1: the columns '" + (map.user.empty() ? spec.user : map.user) + "' and '"
                        + (map.item.empty() ? spec.item : map.item) + "' of preset '" + spec.entry.preset
                        + "' are not there; the line begins with " + joined(written, 4) + ". "
                        + (other == "csv" ? "Check the preset, the delimiter and the column mapping; preset "
                                            "'csv' guesses the columns."
                                          : "Its columns are those of preset '" + other + "'."));
    } else {
        resolveHeaderless(file, spec, written);
    }
    if (file.isSequence)
        return file;

    file.delimiter.columns = file.columns.size();
    mapColumns(file, spec, map, rows);
    if (file.user < 0 || file.item < 0 || file.user == file.item) {
        throw Error(ErrorCode::InvalidData,
                    file.name + ":1: no " + (file.user < 0 ? "user" : "item") + " column among "
                        + joined(file.columns, 8)
                        + "; the delimiter or the preset is wrong, or columns must be mapped.");
    }
    if (file.hasHeader)
        noteDuplicates(file, map, notices);
    else if (isFree && map.user.empty() && map.item.empty() && written.size() > 2)
        noteGuess(file, rows, notices);
    checkLists(file, written, rows, notices);
    if (file.time >= 0)
        settleTimes(file, headRecords(head, file.delimiter, file.encoding, kTimeRows), notices);
    return file;
}

} // namespace opal
