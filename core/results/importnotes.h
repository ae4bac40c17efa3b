// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/results/datasetsummary.h"

namespace opal {

/// Everything that an import may notice about a log as a whole.
enum class NoteKind {
    // Notes: what could only be guessed.
    GuessedColumns,
    RowNames,
    DuplicateColumns,
    MixedUnits,
    OutlyingTimes,
    DateDisagrees,
    MixedEncodings,
    BrokenText,
    DecimalCommas,
    RepeatsKept,
    RepeatsDropped,
    RepeatedUsers,
    RandomExposure,
    ManyRejected,
    RelativeTimes,
    SplitByOrder,
    // Stops: what would make the evaluation meaningless.
    DayFirst,
    MonthFirst,
    RoundedIds,
    AbsurdTimes,
    UserARow,
    ListColumn,
    OtherPreset,
    MostRejected,
    NobodyToEvaluate,
};

/// One row of the table of kinds.
struct NoteKindEntry
{
    NoteKind kind;
    const char* name; ///< stable key in JSON and data-set files; of a stop also the word of `--accept`
    bool stops; ///< ends the import unless it is accepted
    const char* accepting; ///< English, context "ImportNotes": what accepting does; of notes empty
};

/// THE table of kinds. A new one adds a row here and its value above.
const std::vector<NoteKindEntry>& noteKinds();

const NoteKindEntry& noteKind(NoteKind kind);

/// Names of everything that `--accept` takes.
std::vector<std::string> acceptableNames();

/// True if a note of this kind would have stopped an import in which only `accepted` is passed.
bool wouldStop(const ImportNote& note, const std::vector<std::string>& accepted);

/// Writes what an import notices into its report; stops at what was not accepted.
class ImportNotices
{
public:
    ImportNotices(const std::vector<std::string>& accepted, ImportReport& report)
        : m_accepted(accepted)
        , m_report(report)
    {
    }

    bool accepts(NoteKind kind) const;

    /// `text` says what was found and where, `option` and `value` what changes it. Once a kind and text.
    /// Throws Error{InvalidData} with the text, the way out and the word to accept, if the kind stops and is
    /// not accepted.
    void tell(NoteKind kind, const std::string& text, const std::string& option = {},
              const std::string& value = {});

private:
    const std::vector<std::string>& m_accepted;
    ImportReport& m_report;
};

} // namespace opal
