// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/importnotes.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/base/translate.h"

namespace opal {

namespace {

/// Adds to the count of `reason` if there is anything to count.
void addDropped(ImportReport& report, const std::string& reason, std::int64_t interactions)
{
    if (interactions > 0)
        report.droppedByReason.push_back({ reason, interactions });
}

} // namespace

const std::vector<NoteKindEntry>& noteKinds()
{
    static const std::vector<NoteKindEntry> table {
        { NoteKind::GuessedColumns, "guessed_columns", false, "" },
        { NoteKind::RowNames, "row_names", false, "" },
        { NoteKind::DuplicateColumns, "duplicate_columns", false, "" },
        { NoteKind::MixedUnits, "mixed_units", false, "" },
        { NoteKind::OutlyingTimes, "outlying_times", false, "" },
        { NoteKind::DateDisagrees, "date_disagrees", false, "" },
        { NoteKind::MixedEncodings, "mixed_encodings", false, "" },
        { NoteKind::BrokenText, "broken_text", false, "" },
        { NoteKind::DecimalCommas, "decimal_commas", false, "" },
        { NoteKind::RepeatsKept, "repeats_kept", false, "" },
        { NoteKind::RepeatsDropped, "repeats_dropped", false, "" },
        { NoteKind::RepeatedUsers, "repeated_users", false, "" },
        { NoteKind::RandomExposure, "random_exposure", false, "" },
        { NoteKind::ManyRejected, "many_rejected", false, "" },
        { NoteKind::SplitByOrder, "split_by_order", false, "" },
        { NoteKind::RelativeTimes, "relative_times", false, "" },
        { NoteKind::DayFirst, "day_first", true,
          QT_TRANSLATE_NOOP("ImportNotes", "takes 3/4/2022 as the third of April") },
        { NoteKind::MonthFirst, "month_first", true,
          QT_TRANSLATE_NOOP("ImportNotes", "takes 3/4/2022 as the fourth of March") },
        { NoteKind::RoundedIds, "rounded_ids", true,
          QT_TRANSLATE_NOOP("ImportNotes", "takes the rounded ids as they are") },
        { NoteKind::AbsurdTimes, "absurd_times", true,
          QT_TRANSLATE_NOOP("ImportNotes", "takes the times as they are") },
        { NoteKind::UserARow, "user_a_row", true,
          QT_TRANSLATE_NOOP("ImportNotes", "takes nearly every row as a user of its own") },
        { NoteKind::ListColumn, "list_column", true,
          QT_TRANSLATE_NOOP("ImportNotes", "takes each list as one id") },
        { NoteKind::OtherPreset, "other_preset", true,
          QT_TRANSLATE_NOOP("ImportNotes", "reads the file with the chosen preset all the same") },
        { NoteKind::MostRejected, "most_rejected", true,
          QT_TRANSLATE_NOOP("ImportNotes", "goes on with the rows that could be read") },
        { NoteKind::NobodyToEvaluate, "nobody_to_evaluate", true,
          QT_TRANSLATE_NOOP("ImportNotes", "makes a data set that no model can be evaluated on") },
    };
    return table;
}

const NoteKindEntry& noteKind(NoteKind kind)
{
    const auto& table = noteKinds();
    return *std::find_if(table.begin(), table.end(),
                         [kind](const NoteKindEntry& row) { return row.kind == kind; });
}

std::vector<std::string> acceptableNames()
{
    std::vector<std::string> names;
    for (const NoteKindEntry& row : noteKinds()) {
        if (row.stops)
            names.emplace_back(row.name);
    }
    return names;
}

bool wouldStop(const ImportNote& note, const std::vector<std::string>& accepted)
{
    return std::any_of(noteKinds().begin(), noteKinds().end(),
                       [&](const NoteKindEntry& row) { return row.stops && note.kind == row.name; })
        && std::find(accepted.begin(), accepted.end(), note.kind) == accepted.end();
}

bool ImportNotices::accepts(NoteKind kind) const
{
    return std::find(m_accepted.begin(), m_accepted.end(), noteKind(kind).name) != m_accepted.end();
}

void ImportNotices::tell(NoteKind kind, const std::string& text, const std::string& option,
                         const std::string& value)
{
    const NoteKindEntry& row = noteKind(kind);
    const ImportNote note { text, row.name, option, value };
    if (wouldStop(note, m_accepted)) {
        throw Error(ErrorCode::InvalidData,
                    note.line() + "; '--accept " + row.name + "' " + row.accepting + ".", row.name);
    }
    const bool isKnown
        = std::any_of(m_report.notes.begin(), m_report.notes.end(), [&](const ImportNote& other) {
              return other.kind == note.kind && other.text == note.text;
          });
    if (!isKnown)
        m_report.notes.push_back(note);
}

void ImportReport::settle()
{
    for (const FilterStep& step : filters)
        addDropped(*this, step.name, step.interactionsBefore - step.interactionsAfter);
    dropped = 0;
    for (const DroppedReason& reason : droppedByReason)
        dropped += reason.interactions;
    std::int64_t counted = 0;
    for (const RejectedReason& reason : rejectedByReason)
        counted += reason.rows;
    // A made data set was never read.
    if (rows == 0 || (interactions == kept + dropped && counted == rejected))
        return;
    throw Error(ErrorCode::Internal,
                "of " + std::to_string(interactions) + " interactions read, " + std::to_string(kept)
                    + " were kept and " + std::to_string(dropped) + " dropped, and " + std::to_string(counted)
                    + " of " + std::to_string(rejected)
                    + " rejected rows have a reason; rows were lost, please report this log's form.");
}

} // namespace opal
