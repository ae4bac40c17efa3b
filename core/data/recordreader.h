// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace opal {

/// What stands between two fields.
struct Delimiter
{
    char sign = ',';
    bool doubled = false; ///< "::"
    bool anyBlank = false; ///< runs of blanks and tabs, as in "12 345"
    bool quotes = true; ///< fields may be quoted with '"'
    std::size_t columns = 0; ///< of the table; 0: not known yet
};

/// A part of a file that holds whole records.
struct LogBlock
{
    std::string bytes; ///< parsers may rewrite it
    std::int64_t firstLine = 1; ///< 1-based line of the first byte
};

/// Reads a file block by block without ever cutting a record; quoted fields may hold line ends. Lines of a
/// file that knows no line feeds end with carriage returns; they are handed out as line feeds.
class BlockReader final
{
public:
    /// Throws Error{NotFound, CannotRead}.
    BlockReader(const std::string& path, const Delimiter& delimiter);
    ~BlockReader();
    BlockReader(const BlockReader&) = delete;
    BlockReader& operator=(const BlockReader&) = delete;

    /// Replaces `block`, reusing its memory; false at the end of the file.
    /// Throws Error{CannotRead}, and Error{InvalidData} for a line of more than 64 MiB.
    bool next(LogBlock& block);

    std::int64_t bytesRead() const { return m_bytesRead; }

private:
    void fill(std::string& bytes, std::size_t wanted);

    std::string m_path;
    Delimiter m_delimiter;
    int m_file = -1;
    bool m_atEnd = false;
    bool m_carriageReturns = false; ///< lines end with them alone
    std::string m_carry; ///< the begun record at the end of the last block
    std::int64_t m_line = 1;
    std::int64_t m_bytesRead = 0;
};

/// Position after the record that begins at `begin` (its line end included). Returns npos if the record may
/// go on behind `text` and `isLast` is false.
///
/// A quote at the beginning of a field opens a quoted one only if the next quote (but "" is one sign of it)
/// closes it: within a MiB, and before a delimiter or line end. Every other quote is text, and so are two
/// quotes between which every line is a whole row of the table: they belong to two rows.
std::size_t recordEnd(std::string_view text, std::size_t begin, const Delimiter& delimiter, bool isLast);

/// Cuts `record` (without line end) into fields, unquoting in place.
void splitFields(std::string_view record, const Delimiter& delimiter, std::vector<std::string_view>& fields);

/// Splits at runs of any of ",;\t " and drops empty fields.
void splitSequence(std::string_view record, std::vector<std::string_view>& fields);

/// Record without its line end.
std::string_view withoutLineEnd(std::string_view record);

/// True for text whose lines end with carriage returns alone.
bool endsWithCarriageReturns(std::string_view text);

/// The first `limit` bytes of a file, and its size. Throws Error{NotFound, CannotRead}.
std::string readHead(const std::string& path, std::size_t limit, std::int64_t& fileBytes);

} // namespace opal
