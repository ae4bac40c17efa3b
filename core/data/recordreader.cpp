// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/recordreader.h"

#include <algorithm>
#include <cstring>

#include "core/base/error.h"
#include "core/data/fieldparsing.h"

namespace opal {

namespace {

#ifdef FUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION
constexpr std::size_t kBlockBytes = 1U << 10; // a small log has many
#else
constexpr std::size_t kBlockBytes = 2U << 20;
#endif
constexpr std::size_t kMostRecordBytes = 64U << 20;
constexpr std::size_t kMostQuotedBytes = 1U << 20;

std::size_t find(std::string_view text, char sign, std::size_t begin)
{
    if (begin >= text.size())
        return std::string_view::npos;
    const void* const found = std::memchr(text.data() + begin, sign, text.size() - begin);
    return found == nullptr ? std::string_view::npos
                            : static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
}

bool isDelimiterAt(std::string_view text, std::size_t at, const Delimiter& delimiter)
{
    return text[at] == delimiter.sign
        && (!delimiter.doubled || (at + 1 < text.size() && text[at + 1] == delimiter.sign));
}

constexpr std::size_t kNone = std::string_view::npos; ///< no quote closes: the opening one is text
constexpr std::size_t kMayFollow = kNone - 1; ///< that is decided behind the end of the text

/// Position of the quote that closes the field whose first byte behind the opening quote is at `begin`.
std::size_t closingQuote(std::string_view text, std::size_t begin, const Delimiter& delimiter, bool isLast)
{
    const bool isCut = text.size() > begin + kMostQuotedBytes;
    const std::string_view window = text.substr(0, std::min(text.size(), begin + kMostQuotedBytes));
    std::size_t at = find(window, '"', begin);
    while (at != kNone && at + 1 < window.size() && window[at + 1] == '"')
        at = find(window, '"', at + 2);
    if (at == kNone)
        return isLast || isCut ? kNone : kMayFollow;
    std::size_t next = at + 1;
    while (next < window.size() && (window[next] == ' ' || window[next] == '\r')
           && !isDelimiterAt(window, next, delimiter))
        ++next;
    if (next == window.size())
        return isLast || isCut ? at : kMayFollow;
    return window[next] == '\n' || isDelimiterAt(window, next, delimiter) ? at : kNone;
}

/// Number of fields of one line, quotes heeded.
std::size_t countFields(std::string_view line, const Delimiter& delimiter)
{
    std::size_t fields = 1;
    bool fieldStart = true;
    for (std::size_t at = 0; at < line.size(); ++at) {
        if (fieldStart && line[at] == '"') {
            if (const std::size_t close = closingQuote(line, at + 1, delimiter, true); close != kNone)
                at = close;
            fieldStart = false;
            continue;
        }
        fieldStart = isDelimiterAt(line, at, delimiter);
        if (fieldStart && delimiter.doubled)
            ++at;
        fields += fieldStart && at + 1 < line.size() ? 1 : 0;
    }
    return fields;
}

/// True if every line from the one with the opening quote to the one with the closing one is a row by itself.
/// `fieldsBefore` stand before the opening quote.
bool areRows(std::string_view text, std::size_t opening, std::size_t closing, std::size_t fieldsBefore,
             const Delimiter& delimiter)
{
    std::size_t begin = opening + 1; // the opening quote is text now
    for (bool isFirst = true; begin <= closing; isFirst = false) {
        const std::size_t newline = find(text, '\n', begin);
        const std::size_t end = newline == kNone ? text.size() : newline;
        const std::string_view line = withoutLineEnd(text.substr(begin, end - begin));
        const std::size_t fields = countFields(line, delimiter) + (isFirst ? fieldsBefore : 0);
        if (!trimmed(line).empty() && fields != delimiter.columns)
            return false;
        begin = end + 1;
    }
    return true;
}

/// Replaces "" by " in `field`, which lies in memory that the caller owns.
std::string_view unescaped(std::string_view field)
{
    if (find(field, '"', 0) == std::string_view::npos)
        return field;
    char* const out = const_cast<char*>(field.data());
    std::size_t size = 0;
    for (std::size_t i = 0; i < field.size(); ++i) {
        out[size++] = field[i];
        if (field[i] == '"' && i + 1 < field.size() && field[i + 1] == '"')
            ++i;
    }
    return { out, size };
}

} // namespace

BlockReader::BlockReader(const std::string& path, const Delimiter& delimiter)
    : m_path(path)
    , m_delimiter(delimiter)
    , m_file(path)
    , m_line(m_file.isMadeTable() ? 0 : 1)
{
}

void BlockReader::fill(std::string& bytes, std::size_t wanted)
{
    const std::size_t before = bytes.size();
    bytes.resize(before + wanted);
    std::size_t size = before;
    while (size < bytes.size() && !m_atEnd) {
        const std::size_t got = m_file.read(bytes.data() + size, bytes.size() - size);
        m_atEnd = got == 0;
        size += got;
    }
    bytes.resize(size);
    if (m_isFirst)
        m_carriageReturns = endsWithCarriageReturns(bytes);
    if (m_carriageReturns)
        std::replace(bytes.begin() + static_cast<std::ptrdiff_t>(before), bytes.end(), '\r', '\n');
    if (m_isFirst && bytes.starts_with("\xEF\xBB\xBF"))
        bytes.erase(0, 3);
    m_isFirst = false;
}

bool BlockReader::next(LogBlock& block)
{
    block.bytes.swap(m_carry);
    m_carry.clear();
    block.firstLine = m_line;
    std::size_t end = 0;
    while (end == 0) {
        if (!m_atEnd)
            fill(block.bytes, kBlockBytes);
        if (block.bytes.empty())
            return false;
        if (!m_delimiter.quotes || find(block.bytes, '"', 0) == std::string_view::npos) {
            const std::size_t newline = block.bytes.rfind('\n');
            end = m_atEnd ? block.bytes.size() : newline == std::string::npos ? 0 : newline + 1;
        } else {
            for (std::size_t at = recordEnd(block.bytes, 0, m_delimiter, m_atEnd);
                 at != std::string_view::npos;
                 at = at < block.bytes.size() ? recordEnd(block.bytes, at, m_delimiter, m_atEnd)
                                              : std::string_view::npos)
                end = at;
        }
        if (end == 0 && block.bytes.size() > kMostRecordBytes) {
            throw Error(ErrorCode::InvalidData,
                        m_path + ":" + std::to_string(m_line)
                            + ": the line is longer than 64 MiB; this is not a text log.");
        }
    }
    m_carry.assign(block.bytes, end);
    block.bytes.resize(end);
    m_line += std::count(block.bytes.begin(), block.bytes.end(), '\n');
    return true;
}

std::size_t recordEnd(std::string_view text, std::size_t begin, const Delimiter& delimiter, bool isLast)
{
    const std::size_t newline = find(text, '\n', begin);
    const bool ends = newline != std::string_view::npos;
    const std::size_t lineEnd = ends ? newline + 1 : text.size();
    if (!delimiter.quotes || find(text.substr(0, lineEnd), '"', begin) == std::string_view::npos)
        return ends || isLast ? lineEnd : std::string_view::npos;

    bool fieldStart = true;
    std::size_t fieldsBefore = 0;
    for (std::size_t at = begin; at < text.size(); ++at) {
        if (fieldStart && text[at] == '"') {
            fieldStart = false;
            const std::size_t close = closingQuote(text, at + 1, delimiter, isLast);
            if (close == kMayFollow)
                return std::string_view::npos;
            const bool spansLines = close != kNone && find(text.substr(0, close), '\n', at) != kNone;
            if (spansLines && !isLast && find(text, '\n', close) == kNone)
                return std::string_view::npos; // its last line tells whether it is a row
            if (close != kNone
                && !(spansLines && delimiter.columns > 1
                     && areRows(text, at, close, fieldsBefore, delimiter)))
                at = close;
        } else if (text[at] == '\n') {
            return at + 1;
        } else {
            fieldStart = isDelimiterAt(text, at, delimiter);
            fieldsBefore += fieldStart ? 1 : 0;
            if (fieldStart && delimiter.doubled)
                ++at;
        }
    }
    return isLast ? text.size() : std::string_view::npos;
}

bool endsWithCarriageReturns(std::string_view text)
{
    return find(text, '\n', 0) == kNone && find(text, '\r', 0) != kNone;
}

std::string_view withoutLineEnd(std::string_view record)
{
    if (!record.empty() && record.back() == '\n')
        record.remove_suffix(1);
    if (!record.empty() && record.back() == '\r')
        record.remove_suffix(1);
    return record;
}

void splitFields(std::string_view record, const Delimiter& delimiter, std::vector<std::string_view>& fields)
{
    fields.clear();
    if (delimiter.anyBlank)
        return splitSequence(record, fields);
    const std::size_t width = delimiter.doubled ? 2 : 1;
    std::size_t begin = 0;
    for (;;) {
        std::size_t end = begin;
        std::size_t quoteEnd = kNone;
        if (delimiter.quotes && begin < record.size() && record[begin] == '"') {
            quoteEnd = closingQuote(record, begin + 1, delimiter, true);
            end = quoteEnd == kNone ? begin : quoteEnd + 1;
        }
        while (end < record.size() && !isDelimiterAt(record, end, delimiter))
            ++end;
        fields.push_back(quoteEnd == kNone ? record.substr(begin, end - begin)
                                           : unescaped(record.substr(begin + 1, quoteEnd - begin - 1)));
        if (end >= record.size())
            return;
        begin = end + width;
    }
}

void splitSequence(std::string_view record, std::vector<std::string_view>& fields)
{
    fields.clear();
    const auto isSeparator = [](char c) { return c == ',' || c == ';' || c == '\t' || c == ' '; };
    std::size_t begin = 0;
    for (std::size_t i = 0; i <= record.size(); ++i) {
        if (i < record.size() && !isSeparator(record[i]))
            continue;
        if (i > begin)
            fields.push_back(record.substr(begin, i - begin));
        begin = i + 1;
    }
}

FileHead readHead(const std::string& path, std::size_t limit)
{
    InputFile file(path);
    FileHead head;
    head.fileBytes = file.fileBytes();
    head.isMadeTable = file.isMadeTable();
    head.bytes.resize(limit + 1);
    std::size_t size = 0;
    for (std::size_t got = 1; got > 0 && size <= limit; size += got)
        got = file.read(head.bytes.data() + size, limit + 1 - size);
    head.isWhole = size <= limit;
    head.bytes.resize(std::min(size, limit));
    return head;
}

} // namespace opal
