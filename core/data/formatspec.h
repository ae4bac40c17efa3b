// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "core/data/fieldparsing.h"
#include "core/data/importer.h"
#include "core/data/recordreader.h"

namespace opal {

/// What a file without header names is.
enum class Headerless {
    Refused,
    Table, ///< one interaction a line, columns by position
    Sequence ///< user, perhaps a day, and any number of items a line
};

/// One format as data: names of columns and what to make of them. The readers know no format by name.
struct FormatSpec
{
    ImporterEntry entry;
    std::string user;
    std::string item;
    std::string time; ///< clock time, any unit
    std::string day; ///< day number, when there is no clock
    std::string dateCheck; ///< date column that only has to agree with the time
    Headerless headerless = Headerless::Refused;
    std::vector<std::string> positional; ///< columns of files without header
    bool dropDuplicates = true; ///< false where order is the only time, so that equal rows are true repeats
    std::vector<std::string> alike = {}; ///< presets without header that read such a file in the same way
};

const std::vector<FormatSpec>& formatSpecs();

/// Throws Error{UnknownKey} naming the nearest preset.
const FormatSpec& findFormat(const std::string& preset);

/// The zone that was asked for, else the format's own; minutes east of Greenwich.
int zoneOf(const ImportRequest& request, const FormatSpec& spec);

/// How one particular file is to be read.
struct FileFormat
{
    std::string path;
    std::string name; ///< without folders
    std::string encoding = "UTF-8";
    Delimiter delimiter;
    bool hasHeader = false;
    bool isSequence = false;
    std::vector<std::string> columns; ///< UTF-8
    int user = -1; ///< indices into columns; -1: not there
    int item = -1;
    int time = -1;
    int day = -1;
    int dateCheck = -1;
    int randomExposure = -1; ///< 1 where a row was shown at random
    TimeForm timeForm;
    bool isDateOnly = false; ///< the times are dates, so that equal rows may be repeats
};

/// Value of a column of FileFormat that the person says is not there.
inline constexpr int kNoColumn = -2;

/// File name without folders.
std::string fileNameOf(const std::string& path);

/// First bytes of a text file without byte-order mark, whole lines only.
/// Throws Error{NotFound, CannotRead}, and Error{InvalidData} if it is empty, binary, compressed or UTF-16.
std::string readTextHead(const std::string& path, std::int64_t& fileBytes);

/// The delimiter that cuts the first lines most evenly.
Delimiter guessDelimiter(const std::string& head);

/// What the request asks for, else the guess.
Delimiter delimiterOf(const std::string& head, const ImportRequest& request);

/// First records of `head` as fields in UTF-8.
std::vector<std::vector<std::string>> headRecords(const std::string& head, const Delimiter& delimiter,
                                                  const std::string& encoding, std::size_t limit);

/// True if `first` looks like names above the values of `rows`.
bool looksLikeHeader(const std::vector<std::vector<std::string>>& rows);

/// Column name without RecBole's ":type" and blanks.
std::string plainColumnName(const std::string& name);

/// Index of the column `name` (exactly, else ignoring case); -1 if there is none.
int findColumn(const std::vector<std::string>& columns, const std::string& name);

/// First column whose name is one of the usual ones for its role; -1 if there is none.
int guessColumn(const std::vector<std::string>& columns, const std::vector<std::string>& usualNames);

const std::vector<std::string>& usualUserNames();
const std::vector<std::string>& usualItemNames();
const std::vector<std::string>& usualTimeNames();
const std::vector<std::string>& usualDayNames();

/// Looks into the file and fits the format to it; the request's columns, delimiter and first line override
/// the format's own. What could only be guessed is noted in `report`. Throws as readTextHead(),
/// Error{UnknownKey} for a mapped column that is not there, Error{InvalidData} if user or item cannot be
/// found, and as ImportNotices::tell() where a person has to decide.
FileFormat resolveFormat(const std::string& path, const FormatSpec& spec, const ImportRequest& request,
                         ImportReport& report);

} // namespace opal
