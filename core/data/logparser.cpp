// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/logparser.h"

#include <algorithm>

#include "core/base/translate.h"
#include "core/data/textencoding.h"

namespace opal {

namespace {

constexpr std::size_t kMostIdBytes = 1024;

/// Hash of fields that were quoted: equal to that of the same fields without needless quotes.
XXH128_hash_t canonicalHash(const std::vector<std::string_view>& fields, char delimiter)
{
    std::string text;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (i > 0)
            text += delimiter;
        const bool needsQuotes = fields[i].find_first_of("\"\r\n") != std::string_view::npos
            || fields[i].find(delimiter) != std::string_view::npos;
        text += needsQuotes ? "\"" + std::string(fields[i]) + "\"" : std::string(fields[i]);
    }
    return XXH3_128bits(text.data(), text.size());
}

bool hasNul(std::string_view text)
{
    return text.find('\0') != std::string_view::npos;
}

} // namespace

void countRejected(std::vector<RejectedReason>& reasons, const RejectedReason& more)
{
    const auto known = std::find_if(reasons.begin(), reasons.end(), [&](const RejectedReason& reason) {
        return reason.reason == more.reason;
    });
    if (known == reasons.end())
        reasons.push_back(more);
    else
        known->rows += more.rows;
}

/// Buffers of one parse() call.
struct LogParser::Scratch
{
    std::vector<std::string_view> fields;
    std::vector<double> values;
    std::vector<std::string_view> texts;
    std::vector<std::string> decoded; ///< what `texts` points to where the file is no UTF-8
};

LogParser::LogParser(const FileFormat& file, const std::string& rule, int timeZoneMinutes)
    : m_file(file)
    , m_timeZoneMinutes(timeZoneMinutes)
{
    if (!rule.empty())
        m_rule.emplace(rule, m_file.isSequence ? std::vector<std::string> {} : m_file.columns);
}

void LogParser::parse(ParsedBlock& out, bool isFirst) const
{
    out.rows.clear();
    out.rejects.clear();
    out.reasons.clear();
    out.records = out.rejected = out.dateMismatches = out.otherUnits = out.decimalCommas = out.randomRows = 0;
    Scratch scratch;
    const std::string_view text = out.block.bytes;
    Delimiter delimiter = m_file.delimiter;
    delimiter.quotes = delimiter.quotes && text.find('"') != std::string_view::npos;
    bool skipHeader = isFirst && m_file.hasHeader;
    std::int64_t line = out.block.firstLine;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = recordEnd(text, at, delimiter, true);
        const std::string_view whole = text.substr(at, end - at);
        const std::string_view record = withoutLineEnd(whole);
        const std::int64_t lines = delimiter.quotes ? std::count(whole.begin(), whole.end(), '\n') : 1;
        at = end;
        const bool isBlank = trimmed(record).empty();
        if (!isBlank && skipHeader) {
            skipHeader = false;
        } else if (!isBlank) {
            ++out.records;
            if (hasNul(record))
                reject(out, line, -1, QT_TRANSLATE_NOOP("Rejects", "the row holds a NUL byte"));
            else if (m_file.isSequence)
                parseSequenceRecord(record, line, scratch, out);
            else
                parseTableRecord(record, line, scratch, out);
        }
        line += lines;
    }
}

std::int64_t LogParser::lineOf(const LogBlock& block, const ParsedRow& row)
{
    const auto offset = row.user.data() - block.bytes.data();
    return block.firstLine + std::count(block.bytes.begin(), block.bytes.begin() + offset, '\n');
}

void LogParser::reject(ParsedBlock& out, std::int64_t line, int column, const char* reason) const
{
    ++out.rejected;
    countRejected(out.reasons, { reason, 1, m_file.name, line });
    if (out.rejects.size() < kMostRejects) {
        out.rejects.push_back(
            { m_file.name, line,
              column < 0 ? std::string {} : m_file.columns[static_cast<std::size_t>(column)], reason });
    }
}

bool LogParser::readWhen(ParsedRow& row, std::int64_t line, const Scratch& scratch, ParsedBlock& out) const
{
    if (m_file.time >= 0) {
        const std::string_view text = scratch.fields[static_cast<std::size_t>(m_file.time)];
        const auto time = parseTime(text, m_file.timeForm, m_timeZoneMinutes, out.otherUnits);
        if (!time) {
            reject(out, line, m_file.time,
                   trimmed(text).empty() ? QT_TRANSLATE_NOOP("Rejects", "the time is empty")
                                         : QT_TRANSLATE_NOOP("Rejects", "not a time"));
            return false;
        }
        row.time = *time;
        row.day = dayOfTime(*time, m_timeZoneMinutes);
        if (m_file.dateCheck >= 0) {
            const auto date = parseDate(scratch.fields[static_cast<std::size_t>(m_file.dateCheck)]);
            out.dateMismatches += date && *date != row.day ? 1 : 0;
        }
    } else if (m_file.day >= 0) {
        const std::string_view text = scratch.fields[static_cast<std::size_t>(m_file.day)];
        const auto day = parseDayNumber(text);
        if (!day) {
            reject(out, line, m_file.day,
                   trimmed(text).empty() ? QT_TRANSLATE_NOOP("Rejects", "the day is empty")
                                         : QT_TRANSLATE_NOOP("Rejects", "not a day number"));
            return false;
        }
        row.day = *day;
    }
    return true;
}

void LogParser::readTexts(Scratch& scratch) const
{
    const std::vector<int>& columns = m_rule->textColumns();
    scratch.texts.clear();
    scratch.decoded.clear();
    scratch.decoded.reserve(columns.size()); // never moves what the texts point to
    for (const int column : columns) {
        const std::string_view text = trimmed(scratch.fields[static_cast<std::size_t>(column)]);
        const bool isPlain = m_file.encoding == "UTF-8";
        scratch.texts.push_back(
            isPlain ? text : std::string_view(scratch.decoded.emplace_back(toUtf8(text, m_file.encoding))));
    }
}

void LogParser::parseTableRecord(std::string_view record, std::int64_t line, Scratch& scratch,
                                 ParsedBlock& out) const
{
    const bool quoted = m_file.delimiter.quotes && record.find('"') != std::string_view::npos;
    ParsedRow row;
    if (!quoted)
        row.hash = XXH3_128bits(record.data(), record.size());
    splitFields(record, m_file.delimiter, scratch.fields);
    const std::vector<std::string_view>& fields = scratch.fields;
    if (fields.size() < m_file.columns.size())
        return reject(out, line, static_cast<int>(fields.size()),
                      QT_TRANSLATE_NOOP("Rejects", "the row is cut short: this column is missing"));
    const auto isEmpty = [](std::string_view field) { return trimmed(field).empty(); };
    if (!std::all_of(fields.begin() + static_cast<std::ptrdiff_t>(m_file.columns.size()), fields.end(),
                     isEmpty))
        return reject(out, line, -1,
                      QT_TRANSLATE_NOOP("Rejects", "the row has more columns than the header"));
    if (quoted)
        row.hash = canonicalHash(fields, m_file.delimiter.sign);

    row.user = normalisedId(fields[static_cast<std::size_t>(m_file.user)]);
    row.item = normalisedId(fields[static_cast<std::size_t>(m_file.item)]);
    for (const auto& [id, column] :
         { std::pair { row.user, m_file.user }, std::pair { row.item, m_file.item } }) {
        if (id.empty())
            return reject(out, line, column, QT_TRANSLATE_NOOP("Rejects", "the id is empty"));
        if (id.size() > kMostIdBytes)
            return reject(out, line, column,
                          QT_TRANSLATE_NOOP("Rejects", "the id is longer than 1,024 bytes"));
    }
    row.isPositive = true;
    if (m_rule) {
        scratch.values.clear();
        for (const int column : m_rule->numberColumns()) {
            const std::string_view text = fields[static_cast<std::size_t>(column)];
            const auto value = parseSignal(text);
            if (!value)
                return reject(out, line, column, QT_TRANSLATE_NOOP("Rejects", "not a number"));
            out.decimalCommas += text.size() > 1 && text.find(',') != std::string_view::npos ? 1 : 0;
            scratch.values.push_back(*value);
        }
        readTexts(scratch);
        row.isPositive = m_rule->matches(scratch.values, scratch.texts);
    }
    if (m_file.randomExposure >= 0)
        out.randomRows += trimmed(fields[static_cast<std::size_t>(m_file.randomExposure)]) == "1" ? 1 : 0;
    if (readWhen(row, line, scratch, out))
        out.rows.push_back(row);
}

void LogParser::parseSequenceRecord(std::string_view record, std::int64_t line, Scratch& scratch,
                                    ParsedBlock& out) const
{
    splitSequence(record, scratch.fields);
    const std::vector<std::string_view>& fields = scratch.fields;
    const std::size_t firstItem = hasSequenceDays() ? 2 : 1;
    if (fields.size() < firstItem)
        return reject(out, line, static_cast<int>(fields.size()),
                      QT_TRANSLATE_NOOP("Rejects", "the row is cut short: this column is missing"));
    ParsedRow row;
    row.hash = XXH3_128bits(record.data(), record.size());
    row.user = normalisedId(fields[0]);
    row.isPositive = true;
    if (hasSequenceDays()) {
        const auto day = parseDayNumber(fields[1]);
        if (!day)
            return reject(out, line, 1, QT_TRANSLATE_NOOP("Rejects", "not a day number"));
        row.day = *day;
    }
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (fields[i].size() > kMostIdBytes)
            return reject(out, line, i == 0 ? 0 : static_cast<int>(firstItem),
                          QT_TRANSLATE_NOOP("Rejects", "the id is longer than 1,024 bytes"));
    }
    for (std::size_t i = firstItem; i < fields.size(); ++i) {
        row.item = normalisedId(fields[i]);
        if (row.item == "0")
            continue; // padding
        out.rows.push_back(row);
        row.isFirst = false;
    }
}

} // namespace opal
