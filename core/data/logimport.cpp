// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/logimport.h"

#include <algorithm>
#include <chrono>
#include <exception>
#include <thread>

#include "core/base/error.h"
#include "core/base/translate.h"
#include "core/data/logaudit.h"
#include "core/data/logparser.h"
#include "core/data/rowset.h"
#include "core/data/textencoding.h"
#include "core/results/importnotes.h"

namespace opal {

namespace {

constexpr const char* kOutside = QT_TRANSLATE_NOOP("Rejects", "the time lies far outside of the log's span");

/// Numbers texts in order of first appearance; open addressing over the bytes of a StringTable.
class TextIndex
{
public:
    explicit TextIndex(StringTable& texts)
        : m_texts(texts)
        , m_slots(1024, 0)
    {
    }

    std::uint32_t indexOf(std::string_view text)
    {
        if (m_texts.size() * 3 >= m_slots.size() * 2)
            grow();
        const std::size_t slot = slotOf(text);
        if (m_slots[slot] == 0) {
            m_texts.append(text);
            m_slots[slot] = static_cast<std::uint32_t>(m_texts.size());
        }
        return m_slots[slot] - 1;
    }

private:
    std::size_t slotOf(std::string_view text) const
    {
        const std::size_t mask = m_slots.size() - 1;
        std::size_t at = static_cast<std::size_t>(XXH3_64bits(text.data(), text.size())) & mask;
        while (m_slots[at] != 0 && m_texts[m_slots[at] - 1] != text)
            at = (at + 1) & mask;
        return at;
    }

    void grow()
    {
        m_slots.assign(m_slots.size() * 2, 0);
        for (std::uint32_t i = 0; i < m_texts.size(); ++i)
            m_slots[slotOf(m_texts[i])] = i + 1;
    }

    StringTable& m_texts;
    std::vector<std::uint32_t> m_slots; ///< index + 1; 0 is free; the size is a power of two
};

/// Grows by half, not by doubling: the arrays are most of the memory of an import.
template <typename T> void append(std::vector<T>& values, T value)
{
    if (values.size() == values.capacity())
        values.reserve(values.capacity() + values.capacity() / 2 + 1024);
    values.push_back(value);
}

/// Puts parsed blocks together in the order of the log.
class LogMerger
{
public:
    LogMerger(const ImportRequest& request, ImportReport& report)
        : m_request(request)
        , m_report(report)
        , m_users(m_log.userIds)
        , m_items(m_log.itemIds)
    {
    }

    void beginFile(const FileFormat& file, const FormatSpec& spec, const LogParser& parser)
    {
        if (m_files++ > 0 && (parser.hasClock() != m_log.hasClock || parser.hasDays() != m_hasDays)) {
            throw Error(ErrorCode::InvalidData,
                        "'" + file.name
                            + "' and the files before it do not both have times; import them separately.");
        }
        m_log.hasClock = m_log.daysAreDates = parser.hasClock();
        m_hasDays = parser.hasDays();
        m_counts.encoding = file.encoding;
        m_counts.dateColumn = spec.dateCheck;
        m_isDateOnly = file.isDateOnly;
        m_isSequence = file.isSequence;
        // Without days equal rows are repeats; whole lines of sequences are not.
        m_looksForEqual = spec.dropDuplicates;
        m_dropDuplicates = !m_request.keepDuplicates && (m_hasDays || file.isSequence);
    }

    void merge(const ParsedBlock& parsed)
    {
        m_report.rows += parsed.records;
        m_report.rejected += parsed.rejected;
        m_report.interactions += static_cast<std::int64_t>(parsed.rows.size());
        m_counts.dateMismatches += parsed.dateMismatches;
        m_counts.otherUnits += parsed.otherUnits;
        m_counts.decimalCommas += parsed.decimalCommas;
        m_counts.randomRows += parsed.randomRows;
        if (!parsed.rejects.empty() && m_request.onError == OnError::Stop) {
            const RejectedRow& row = parsed.rejects.front();
            throw Error(ErrorCode::InvalidData,
                        row.file + ":" + std::to_string(row.line)
                            + (row.column.empty() ? "" : ":" + row.column) + ": " + row.reason
                            + "; mend the row or let bad rows be skipped.");
        }
        for (const RejectedRow& row : parsed.rejects) {
            if (m_report.rejects.size() < kMostRejects)
                m_report.rejects.push_back({ row.file, row.line, toUtf8(row.column, "UTF-8"), row.reason });
        }
        for (const RejectedReason& reason : parsed.reasons)
            countRejected(m_report.rejectedByReason, reason);
        bool isDuplicate = false;
        for (const ParsedRow& row : parsed.rows) {
            if (row.isFirst) {
                const bool isEqual = m_looksForEqual && !m_seen.insert(row.hash);
                isDuplicate = isEqual && m_dropDuplicates;
                m_report.duplicates += isDuplicate ? 1 : 0;
                m_counts.keptRepeats += isEqual && !isDuplicate ? 1 : 0;
                m_counts.droppedRepeats += isDuplicate && m_isDateOnly ? 1 : 0;
            }
            m_inDuplicates += isDuplicate ? 1 : 0;
            if (!isDuplicate && row.isPositive)
                take(row);
        }
    }

    Interactions finish(const std::string& rule)
    {
        m_report.positives = static_cast<std::int64_t>(m_log.size());
        const std::int64_t notPositive = m_report.interactions - m_inDuplicates - m_report.positives;
        for (const auto& [reason, count] :
             { std::pair("duplicate", m_inDuplicates), std::pair("not_positive", notPositive) }) {
            if (count > 0)
                m_report.droppedByReason.push_back({ reason, count });
        }
        if (m_report.rows == 0)
            throw Error(ErrorCode::InvalidData, "the log has no data rows; choose a file with data.");
        if (m_report.rejected == m_report.rows) {
            const RejectedRow& row = m_report.rejects.front();
            throw Error(ErrorCode::InvalidData,
                        "not one of " + std::to_string(m_report.rows) + " rows could be read; the first is "
                            + row.file + ":" + std::to_string(row.line)
                            + (row.column.empty() ? "" : ":" + row.column) + ": " + row.reason
                            + ". Check the preset, the delimiter and the column mapping.");
        }
        m_counts.rule = rule;
        return std::move(m_log);
    }

    const LogCounts& counts() const { return m_counts; }

    bool isSequence() const { return m_isSequence; }

private:
    void take(const ParsedRow& row)
    {
        const std::size_t usersBefore = m_log.userIds.size();
        const std::uint32_t user = number(m_users, row.user);
        append(m_log.user, user);
        if (m_isSequence && !m_hasDays && row.isFirst && m_log.userIds.size() == usersBefore)
            ++m_counts.repeatedUsers;
        append(m_log.item, number(m_items, row.item));
        append(m_log.time, m_log.hasClock ? row.time : static_cast<std::int64_t>(m_log.time.size()));
        if (m_hasDays)
            append(m_log.day, row.day);
    }

    std::uint32_t number(TextIndex& index, std::string_view id)
    {
        const bool ascii = std::none_of(id.begin(), id.end(),
                                        [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
        if (ascii)
            return index.indexOf(id);
        IdText how {};
        const std::string text = idToUtf8(id, m_counts.encoding, how);
        m_counts.otherEncoding += how == IdText::OtherEncoding ? 1 : 0;
        m_counts.escapedIds += how == IdText::Escaped ? 1 : 0;
        return index.indexOf(text);
    }

    const ImportRequest& m_request;
    ImportReport& m_report;
    Interactions m_log;
    TextIndex m_users;
    TextIndex m_items;
    RowSet m_seen;
    LogCounts m_counts;
    bool m_looksForEqual = true;
    bool m_dropDuplicates = true;
    bool m_isDateOnly = false;
    bool m_isSequence = false;
    bool m_hasDays = false;
    int m_files = 0;
    std::int64_t m_inDuplicates = 0; ///< interactions; of sequences many a duplicate row
};

/// Calls the progress function at most 20 times a second.
class ProgressClock
{
public:
    explicit ProgressClock(const ImportProgressFunction& function)
        : m_function(function)
    {
    }

    void report(double fraction, std::int64_t rows)
    {
        const auto now = std::chrono::steady_clock::now();
        if (!m_function || now - m_last < std::chrono::milliseconds(50))
            return;
        m_last = now;
        m_function({ "read", fraction, rows });
    }

private:
    const ImportProgressFunction& m_function;
    std::chrono::steady_clock::time_point m_last = std::chrono::steady_clock::now();
};

/// Parses the first `count` blocks, one a thread.
void parseAll(const LogParser& parser, std::vector<ParsedBlock>& blocks, std::size_t count, bool isFirst)
{
    std::vector<std::exception_ptr> problems(count);
    const auto parse = [&](std::size_t i) {
        try {
            parser.parse(blocks[i], isFirst && i == 0);
        } catch (...) {
            problems[i] = std::current_exception();
        }
    };
    {
        std::vector<std::jthread> helpers;
        for (std::size_t i = 1; i < count; ++i)
            helpers.emplace_back(parse, i);
        parse(0);
    }
    for (const std::exception_ptr& problem : problems) {
        if (problem)
            std::rethrow_exception(problem);
    }
}

/// Goes through the files once more for the lines of rows outside of `bulk`, which nobody kept.
std::vector<RejectedRow> findOutside(const DayRange& bulk, const std::vector<FileFormat>& files,
                                     const ImportRequest& request, const std::string& rule,
                                     std::size_t wanted)
{
    const FormatSpec& spec = findFormat(request.preset);
    std::vector<RejectedRow> found;
    ParsedBlock parsed;
    for (const FileFormat& file : files) {
        const bool ownRule = !file.isSequence || !request.positiveRule.empty();
        const LogParser parser(file, ownRule ? rule : std::string {}, zoneOf(request, spec));
        BlockReader reader(file.path, file.delimiter);
        for (bool isFirst = true; found.size() < wanted && reader.next(parsed.block); isFirst = false) {
            parser.parse(parsed, isFirst);
            for (const ParsedRow& row : parsed.rows) {
                if (found.size() < wanted && row.isPositive && !bulk.contains(row.day))
                    found.push_back({ file.name, LogParser::lineOf(parsed.block, row), "", kOutside });
            }
        }
    }
    return found;
}

/// Leaves the rows outside of `bulk` out, and tells how many, where, and which days they name.
void leaveOutside(const DayRange& bulk, const std::vector<FileFormat>& files, const ImportRequest& request,
                  const std::string& rule, bool isSequence, Interactions& log, ImportReport& report)
{
    const auto [least, greatest] = std::minmax_element(log.day.begin(), log.day.end());
    const auto dayName
        = [&](std::int32_t day) { return log.daysAreDates ? dateText(day) : "day " + std::to_string(day); };
    const std::string span = dayName(*least) + " to " + dayName(*greatest);
    const std::int64_t removed = removeOutside(log, bulk);
    report.positives -= removed;
    const std::vector<RejectedRow> rows = findOutside(bulk, files, request, rule, 20);
    if (request.onError == OnError::Stop && !rows.empty()) {
        throw Error(ErrorCode::InvalidData,
                    rows.front().file + ":" + std::to_string(rows.front().line) + ": " + kOutside
                        + "; mend the row or let bad rows be skipped.");
    }
    if (isSequence) { // rows are lines there
        report.droppedByReason.push_back({ "outlying_times", removed });
    } else {
        report.interactions -= removed;
        report.rejected += removed;
        report.rejects.insert(report.rejects.begin(), rows.begin(), rows.end());
        report.rejectedByReason.push_back({ kOutside, removed, rows.empty() ? "" : rows.front().file,
                                            rows.empty() ? 0 : rows.front().line });
    }
    ImportNotices(request.accepted, report)
        .tell(NoteKind::OutlyingTimes,
              std::to_string(removed) + (removed == 1 ? " row lies" : " rows lie")
                  + " far outside of the log's days " + dayName(bulk.first) + " to " + dayName(bulk.last)
                  + " (all days: " + span + ") and " + (removed == 1 ? "was" : "were")
                  + " left out, so that no test day rests on them");
}

} // namespace

Interactions readLogs(const ImportRequest& request, const ImportProgressFunction& progress,
                      double lastFraction, ImportReport& report, const std::stop_token& stop,
                      std::int64_t byteLimit)
{
    const FormatSpec& spec = findFormat(request.preset);
    const std::string rule = request.positiveRule.empty() ? spec.entry.defaultRule : request.positiveRule;
    std::vector<FileFormat> files;
    double totalBytes = 1;
    for (const std::string& path : request.files) {
        FileFormat file = resolveFormat(path, spec, request, report);
        if (!files.empty() && file.timeForm.unit == TimeUnit::Guess)
            file.timeForm.unit = files.front().timeForm.unit;
        files.push_back(std::move(file));
        std::int64_t fileBytes = 0;
        readHead(path, 0, fileBytes);
        totalBytes += static_cast<double>(fileBytes);
    }
    totalBytes = std::min(totalBytes, static_cast<double>(byteLimit));

    LogMerger merger(request, report);
    ProgressClock clock(progress);
    std::vector<ParsedBlock> blocks(std::max(1U, std::thread::hardware_concurrency()));
    const auto mayRead = [&](double more) { return report.bytes + more < static_cast<double>(byteLimit); };
    for (const FileFormat& file : files) {
        if (!mayRead(0))
            break;
        const bool ownRule = !file.isSequence || !request.positiveRule.empty();
        const LogParser parser(file, ownRule ? rule : std::string {}, zoneOf(request, spec));
        merger.beginFile(file, spec, parser);
        BlockReader reader(file.path, file.delimiter);
        for (bool isFirst = true, more = true; more; isFirst = false) {
            if (stop.stop_requested())
                throw Cancelled();
            std::size_t count = 0;
            while (count < blocks.size() && more) {
                more = mayRead(static_cast<double>(reader.bytesRead())) && reader.next(blocks[count].block);
                count += more ? 1 : 0;
            }
            parseAll(parser, blocks, count, isFirst);
            for (std::size_t i = 0; i < count; ++i)
                merger.merge(blocks[i]);
            clock.report(std::min(1.0, (report.bytes + static_cast<double>(reader.bytesRead())) / totalBytes)
                             * lastFraction,
                         report.rows);
        }
        report.bytes += static_cast<double>(reader.bytesRead());
    }
    Interactions log = merger.finish(rule);
    ImportNotices notices(request.accepted, report);
    const auto bulk = log.day.empty() ? std::nullopt : bulkOfDays(log.day, log.hasClock);
    if (bulk)
        leaveOutside(*bulk, files, request, rule, merger.isSequence(), log, report);
    auditLog(log, merger.counts(), notices, report);
    return log;
}

} // namespace opal
