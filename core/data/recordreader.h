// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/data/inputfile.h"

namespace opal {

/// What stands between two fields.
struct Delimiter
{
    char sign = ',';
    bool doubled = false; ///< "::"
    bool anyBlank = false; ///< runs of blanks and tabs, as in "12 345"
    bool quotes = true; ///< fields may be quoted with '"'
};

/// A part of a file that holds whole records.
struct LogBlock
{
    std::string bytes; ///< parsers may rewrite it
    std::int64_t firstLine = 1; ///< 1-based line of the first byte
};

/// Reads a file block by block without ever cutting a record; quoted fields may hold line ends.
class BlockReader final
{
public:
    /// Throws as InputFile.
    BlockReader(const std::string& path, const Delimiter& delimiter);

    /// Replaces `block`, reusing its memory; false at the end of the file.
    /// Throws Error{CannotRead}, and Error{InvalidData} for a line of more than 64 MiB.
    bool next(LogBlock& block);

    /// Bytes of the file on disk, which may be compressed.
    std::int64_t bytesRead() const { return m_file.consumed(); }

private:
    void fill(std::string& bytes, std::size_t wanted);

    std::string m_path;
    Delimiter m_delimiter;
    InputFile m_file;
    bool m_atEnd = false;
    bool m_isFirst = true;
    std::string m_carry; ///< the begun record at the end of the last block
    std::int64_t m_line = 1;
};

/// Position after the record that begins at `begin` (its line end included). A quote that is not closed
/// within a MiB ends with its own line. Returns npos if the record may go on behind `text` and `isLast` is
/// false.
std::size_t recordEnd(std::string_view text, std::size_t begin, const Delimiter& delimiter, bool isLast);

/// Cuts `record` (without line end) into fields, unquoting in place. False if a quote is never closed.
bool splitFields(std::string_view record, const Delimiter& delimiter, std::vector<std::string_view>& fields);

/// Splits at runs of any of ",;\t " and drops empty fields.
void splitSequence(std::string_view record, std::vector<std::string_view>& fields);

/// Record without its line end.
std::string_view withoutLineEnd(std::string_view record);

/// The first bytes of the text that a file holds.
struct FileHead
{
    std::string bytes;
    std::int64_t fileBytes = 0; ///< size on disk, 0 where it is no file
    bool isWhole = false; ///< nothing follows
    bool isMadeTable = false; ///< InputFile::isMadeTable()
};

/// Throws as InputFile.
FileHead readHead(const std::string& path, std::size_t limit);

} // namespace opal
