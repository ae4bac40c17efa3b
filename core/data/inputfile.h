// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/data/bytesource.h"

namespace opal {

/// The text of a log or side table, whatever it comes in, recognised by its first bytes and never by its
/// name: plain text; gzip, bzip2, xz, lzma, zstd, lz4 and compress; members of zip, 7z and tar archives; JSON
/// lines; Parquet and whatever else DuckDB reads. Unpacked as it is read, on a thread of its own.
///
/// Paths: a file; "archive.zip/member.csv"; "duckdb:" and a table expression or SELECT of DuckDB; an address
/// (https://, s3://, hf:// ...) that DuckDB reads.
class InputFile final
{
public:
    /// Throws Error{NotFound, CannotRead}, and Error{InvalidData} for an archive of which no single member is
    /// meant, damaged files, or Parquet where DuckDB is missing.
    explicit InputFile(const std::string& path);

    /// As ByteSource::read().
    std::size_t read(char* target, std::size_t bytes) { return m_source->read(target, bytes); }

    /// As ByteSource::consumed(), at most fileBytes().
    std::int64_t consumed() const { return m_source->consumed(); }

    std::int64_t fileBytes() const { return m_fileBytes; } ///< on disk; 0 where it is no file

    /// The bytes are a table that was made here of JSON lines or by DuckDB: separated by commas, in UTF-8,
    /// one line a record, below a line of names that is no line of the file.
    bool isMadeTable() const { return m_isMadeTable; }

private:
    std::unique_ptr<ByteSource> m_source;
    std::int64_t m_fileBytes = 0;
    bool m_isMadeTable = false;
};

/// Stands alone in a line of a made table for a record that is no JSON object.
inline constexpr char kBadRecordMark = '\x1A';

/// Bytes on disk of what InputFile would open, 0 where it is no file. Throws Error{NotFound, CannotRead}.
std::int64_t inputBytes(const std::string& path);

/// Appends `field` to a line of a made table: quoted where it must be, line ends as blanks.
void appendMadeField(std::string& line, std::string_view field);

/// Names of files with `*`, `?` or `[` in them replaced by what they stand for, numbers in them in the order
/// of numbers, within archives, too. Names without stay. Throws Error{NotFound} where nothing fits.
std::vector<std::string> expandedFiles(const std::vector<std::string>& files);

/// True if `path` is something InputFile can open: a file, a member of an archive, a query or an address.
bool isReadableInput(const std::string& path);

} // namespace opal
