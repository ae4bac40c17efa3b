// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/data/interactions.h"
#include "core/results/datasetsummary.h"
#include "core/results/logcheck.h"

namespace opal {

class Dataset;

/// Which columns hold what, by name or number. Empty text: the preset's own column, or guessed for `csv`;
/// "none": the log has no such column.
struct ColumnMap
{
    std::string user;
    std::string item;
    std::string time; ///< column of a clock time
    std::string day; ///< column of a day number, when there is no clock time
};

enum class OnError { Stop, Skip };

/// What the first line of a table is.
enum class FirstLine { Guess, Names, Data };

/// Everything that decides the content of a data set.
struct ImportRequest
{
    std::string preset; ///< key of importerTable()
    std::vector<std::string> files; ///< read as one log, in this order
    std::string sideFile; ///< optional side table with titles, tags and file names of covers
    std::string coversFolder; ///< of the covers; empty: the folder of the side table
    char delimiter = 0; ///< 0: guessed; ' ' stands for runs of blanks, ':' for "::"
    FirstLine firstLine = FirstLine::Guess; ///< asked of preset `csv` only; the others know it
    ColumnMap columns;
    std::string positiveRule; ///< empty: the preset's default
    OnError onError = OnError::Skip;
    std::optional<int> timeZoneMinutes; ///< of the log, decides where days begin; nothing: the preset's own
    std::int64_t minActiveDays = 0; ///< users need this many active training days
    std::int64_t minTrainItems = 4; ///< users with fewer are kept out of training batches
    std::string split; ///< as parseSplit() reads it; empty: the last day, without days each user's last item
    Repeats repeats = Repeats::Keep; ///< what becomes of held-out interactions with items seen before
    std::string from; ///< interactions before this day are left out: a date, or a day number; empty: none
    std::string to; ///< interactions after this day are left out
    bool dropUnseenItems = true; ///< items never seen in the training days are dropped from all days
    bool keepDuplicates = false; ///< equal rows are repeats; they always are where a log has no days
    std::vector<std::string> accepted; ///< names of stops (importnotes.h) that the person wants passed
    std::string name; ///< of the data set; empty: made from the first file
};

struct ImportProgress
{
    std::string phase; ///< "read", "filter", "write": stable keys
    double fraction = 0; ///< 0..1 over the whole import
    std::int64_t rows = 0;
};

using ImportProgressFunction = std::function<void(
    const ImportProgress&)>; ///< called from the calling thread, at most 20 times a second

/// One row of the table of formats.
struct ImporterEntry
{
    std::string preset; ///< key, as in `--preset`
    std::string title; ///< English, context "Importers"
    std::string help; ///< English: where the data comes from and which file to choose
    std::string defaultRule; ///< positive rule when none is given; empty: every row
    std::string fileFilter; ///< "*.csv *.txt"
    std::vector<std::string> expectedColumns; ///< header names, empty if the format has no header
    int timeZoneMinutes = 480; ///< where days of such a log begin unless the person says otherwise
};

/// THE table of formats. Adding a format adds a row here and a file beside it.
const std::vector<ImporterEntry>& importerTable();

/// "+08:00" of minutes east of Greenwich.
std::string zoneText(int minutes);

/// The first rows of a file and what was guessed from them.
struct ImportPreview
{
    std::string preset; ///< best guess
    char delimiter = ',';
    bool hasHeader = true;
    std::string encoding; ///< "UTF-8", "GB18030" ...
    std::vector<std::string> columns; ///< header names, or "column 1" ...
    std::vector<std::vector<std::string>> rows; ///< first 200, as text
    ColumnMap guess;
    std::string positiveRule; ///< suggested
    std::int64_t fileBytes = 0;
};

/// Reads the head of `file` (at most 256 KiB). Throws Error{CannotRead, InvalidData, NotFound}.
ImportPreview previewLog(const std::string& file);

/// Tries `request` out on the first `byteLimit` bytes of its logs (whole blocks, the files in their order)
/// and writes nothing: verdicts on the first rows, counts of the positive rule, and the filters as far as
/// rows were read. A wrong mapping, rule or file is told in LogCheck and not thrown. Throws Cancelled.
LogCheck checkLog(const ImportRequest& request, std::int64_t byteLimit,
                  const ImportProgressFunction& progress, const std::stop_token& stop);

/// Reads logs and side table, applies rule, filters and split, and returns the finished data set (in memory).
///
/// Throws Error{InvalidData} for files that cannot be used at all (missing, empty, binary, wrong delimiter,
/// no second-to-last day, nothing left after filters ...), Error{InvalidConfiguration, UnknownKey} for a
/// wrong mapping or rule, Error{InvalidData} naming file, line and column for the first bad row when onError
/// is Stop, and Cancelled.
std::shared_ptr<const Dataset> importDataset(const ImportRequest& request,
                                             const ImportProgressFunction& progress,
                                             const std::stop_token& stop);

} // namespace opal
