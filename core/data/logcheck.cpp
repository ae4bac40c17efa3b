// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/base/error.h"
#include "core/data/dataset.h"
#include "core/data/datasetbuilder.h"
#include "core/data/formatspec.h"
#include "core/data/importer.h"
#include "core/data/logimport.h"
#include "core/data/logparser.h"
#include "core/data/textencoding.h"
#include "core/results/importnotes.h"

/// An import tried out: the head row by row, and counts over as much of the log as was asked for.
namespace opal {

namespace {

constexpr std::size_t kHeadRows = 200;
constexpr std::size_t kMostColumns = 64; ///< of sequences, which may be thousands of items wide

std::vector<std::string> fieldsOf(std::string_view record, const FileFormat& file)
{
    std::string bytes(record);
    std::vector<std::string_view> fields;
    if (file.isSequence)
        splitSequence(bytes, fields);
    else
        splitFields(bytes, file.delimiter, fields);
    std::vector<std::string> texts;
    for (const std::string_view field : fields)
        texts.push_back(toUtf8(trimmed(field), file.encoding));
    return texts;
}

RowVerdict judge(const LogParser& parser, std::string_view record, std::int64_t line,
                 const std::vector<std::string>& columns)
{
    ParsedBlock parsed;
    parsed.block.bytes = record;
    parsed.block.firstLine = line;
    parser.parse(parsed, false);
    RowVerdict verdict;
    verdict.line = line;
    verdict.isRejected = parsed.rejected > 0;
    verdict.isPositive = std::any_of(parsed.rows.begin(), parsed.rows.end(),
                                     [](const ParsedRow& row) { return row.isPositive; });
    if (!parsed.rejects.empty()) {
        const RejectedRow& reject = parsed.rejects.front();
        verdict.reason = reject.reason;
        if (const auto at = std::find(columns.begin(), columns.end(), reject.column); at != columns.end())
            verdict.column = static_cast<int>(at - columns.begin());
    }
    return verdict;
}

void showColumns(const FileFormat& file, const std::string& rule, LogCheck& check)
{
    check.columns = file.columns;
    check.ownColumns = file.columns.size();
    check.roles.assign(check.columns.size(), NoRole);
    const auto mark = [&](int column, ColumnRole role) {
        if (column >= 0)
            check.roles[static_cast<std::size_t>(column)] |= role;
    };
    if (file.isSequence) {
        check.roles.front() = UserRole;
        check.roles.back() = ItemRole;
        if (check.columns.size() == 3)
            check.roles[1] = DayRole;
        return;
    }
    mark(file.user, UserRole);
    mark(file.item, ItemRole);
    mark(file.time, TimeRole);
    mark(file.day, DayRole);
    if (!rule.empty()) {
        const PositiveRule parsed(rule, file.columns);
        for (const int column : parsed.usedColumns())
            mark(column, SignalRole);
    }
}

/// Names for fields behind the last column: further items of a sequence, or too many fields of a table.
void widen(const FileFormat& file, LogCheck& check)
{
    std::size_t width = check.columns.size();
    for (const auto& row : check.rows)
        width = std::max(width, std::min(row.size(), kMostColumns));
    for (std::size_t i = check.columns.size(); i < width; ++i) {
        check.columns.push_back((file.isSequence ? "item " : "column ")
                                + std::to_string(file.isSequence ? i + 2 - file.columns.size() : i + 1));
        check.roles.push_back(file.isSequence ? ItemRole : NoRole);
    }
}

void showHead(const FileFormat& file, const std::string& rule, int timeZoneMinutes, LogCheck& check)
{
    const FileHead fileHead = readTextHead(file.path);
    const std::string& head = fileHead.bytes;
    const LogParser parser(file, rule, timeZoneMinutes);
    bool skipHeader = file.hasHeader;
    std::int64_t line = fileHead.isMadeTable ? 0 : 1;
    for (std::size_t at = 0; at < head.size() && check.rows.size() < kHeadRows;) {
        const std::size_t end = recordEnd(head, at, file.delimiter, true);
        const std::string_view whole = std::string_view(head).substr(at, end - at);
        const std::string_view record = withoutLineEnd(whole);
        at = end;
        if (!trimmed(record).empty() && !skipHeader) {
            check.rows.push_back(fieldsOf(record, file));
            check.verdicts.push_back(judge(parser, whole, line, file.columns));
        } else if (!trimmed(record).empty()) {
            skipHeader = false;
        }
        line += std::count(whole.begin(), whole.end(), '\n');
    }
    widen(file, check);
}

/// The head as the delimiter cuts it, for a log whose columns have to be mapped first. Leaves `check` empty
/// if the file is no text.
void showRaw(const ImportRequest& request, LogCheck& check)
{
    try {
        const FileHead head = readTextHead(request.files.front());
        const Delimiter delimiter = delimiterOf(head, request);
        check.rows = headRecords(head.bytes, delimiter, detectEncoding(head.bytes), kHeadRows);
        std::size_t width = 0;
        for (const auto& row : check.rows)
            width = std::max(width, std::min(row.size(), kMostColumns));
        const bool isNamed = head.isMadeTable
            || (request.firstLine == FirstLine::Guess ? looksLikeHeader(check.rows)
                                                      : request.firstLine == FirstLine::Names);
        if (isNamed && !check.rows.empty()) {
            check.columns = check.rows.front();
            check.rows.erase(check.rows.begin());
        }
        for (std::size_t i = check.columns.size(); i < width; ++i)
            check.columns.push_back("column " + std::to_string(i + 1));
        check.ownColumns = check.columns.size();
        check.roles.assign(check.columns.size(), NoRole);
        check.verdicts.resize(check.rows.size());
        for (std::size_t i = 0; i < check.rows.size(); ++i)
            check.verdicts[i].line = static_cast<std::int64_t>(i) + (isNamed && !head.isMadeTable ? 2 : 1);
    } catch (const Error&) {
        check.rows.clear(); // check.problem says the same already
    }
}

void countLog(ImportRequest request, const std::string& rule, std::int64_t byteLimit,
              const ImportProgressFunction& progress, const std::stop_token& stop, LogCheck& check)
{
    request.onError = OnError::Skip; // the person wants to know how many rows are bad
    request.accepted = acceptableNames(); // and all that would stop the import, as notes
    Interactions log = readLogs(request, progress, 0.9, check.report, stop, byteLimit);
    check.bytesRead = check.report.bytes;
    check.isWhole = check.bytesRead >= check.bytesTotal;
    check.users = static_cast<std::int64_t>(log.userIds.size());
    check.items = static_cast<std::int64_t>(log.itemIds.size());
    BuildOptions options = buildOptions(request, findFormat(request.preset));
    options.positiveRule = rule;
    try {
        check.summary = buildDataset(std::move(log), {}, options, check.report, stop)->summary();
        check.report = check.summary.report;
    } catch (const Error& error) {
        check.buildProblem = error.detail();
    }
}

} // namespace

LogCheck checkLog(const ImportRequest& request, std::int64_t byteLimit,
                  const ImportProgressFunction& progress, const std::stop_token& stop)
{
    LogCheck check;
    try {
        if (request.files.empty())
            throw Error(ErrorCode::InvalidConfiguration, "no log file was given; choose at least one.");
        const FormatSpec& spec = findFormat(request.preset);
        ImportRequest unstopped = request;
        unstopped.accepted = acceptableNames(); // the person sees what it would stop at beside the rows
        ImportReport head;
        const FileFormat file = resolveFormat(request.files.front(), spec, unstopped, head);
        for (const std::string& path : request.files)
            check.bytesTotal += static_cast<double>(inputBytes(path));
        const std::string asked = request.positiveRule.empty() && !file.isSequence ? spec.entry.defaultRule
                                                                                   : request.positiveRule;
        const auto problem = asked.empty()
            ? std::nullopt
            : PositiveRule::findProblem(asked, file.isSequence ? std::vector<std::string> {} : file.columns);
        const std::string rule = problem ? std::string {} : asked;
        showColumns(file, rule, check);
        showHead(file, rule, zoneOf(request, spec), check);
        if (problem) {
            check.ruleProblem = problem;
            return check;
        }
        countLog(request, rule, byteLimit, progress, stop, check);
    } catch (const Error& error) {
        check.problem = error.detail();
        if (check.columns.empty() && !request.files.empty())
            showRaw(request, check);
    }
    return check;
}

} // namespace opal
