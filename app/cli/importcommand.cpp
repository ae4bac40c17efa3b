// SPDX-License-Identifier: GPL-3.0-or-later
#include <CLI/CLI.hpp>

#include <QFileInfo>
#include <QRegularExpression>

#include "app/cli/command.h"
#include "app/cli/datasetcard.h"
#include "app/cli/jsonforms.h"
#include "app/cli/progressreporter.h"
#include "core/base/error.h"
#include "core/base/params.h"
#include "core/data/importer.h"
#include "core/jobs/jobs.h"
#include "core/results/importnotes.h"
#include "core/store/runstore.h"

namespace opal {

/// `opal import`: interaction logs into one data-set file.
class ImportCommand final : public Command
{
public:
    void declare(CLI::App& app) override;
    void run(CommandContext& context) override;

private:
    ImportRequest m_request;
    std::string m_out;
    std::vector<std::string> m_map;
    std::string m_timeZone;
    std::string m_onError = "skip";
    bool m_keepColdItems = false;
    std::string m_repeats = "keep";
};

namespace {

int timeZoneMinutes(const std::string& text)
{
    static const QRegularExpression form(QStringLiteral("^([+-])(\\d\\d):?(\\d\\d)$"));
    const auto match = form.match(QString::fromStdString(text));
    const int hours = match.captured(2).toInt();
    const int minutes = match.captured(3).toInt();
    if (!match.hasMatch() || hours > 14 || minutes > 59)
        throw Error(ErrorCode::InvalidArgument,
                    "the time zone '" + text + "' must look like +08:00, from -14:59 to +14:59");
    return (match.captured(1) == QLatin1String("-") ? -1 : 1) * (hours * 60 + minutes);
}

ColumnMap columnMap(const std::vector<std::string>& pairs)
{
    ColumnMap columns;
    const std::vector<std::pair<std::string, std::string*>> targets { { "user", &columns.user },
                                                                      { "item", &columns.item },
                                                                      { "time", &columns.time },
                                                                      { "day", &columns.day } };
    for (const std::string& pair : pairs) {
        const std::size_t equals = pair.find('=');
        const std::string key = pair.substr(0, equals);
        const auto target = std::find_if(targets.begin(), targets.end(),
                                         [&key](const auto& candidate) { return candidate.first == key; });
        if (equals == std::string::npos || equals + 1 == pair.size() || target == targets.end())
            throw Error(
                ErrorCode::InvalidArgument,
                "--map '" + pair
                    + "' must be user=COLUMN, item=COLUMN, time=COLUMN or day=COLUMN, separated by commas; "
                      "COLUMN is a name, a number from 1, or 'none'");
        *target->second = pair.substr(equals + 1);
    }
    return columns;
}

/// Before the workspace is touched: a wrong path is the most frequent mistake of all.
void requireFile(const std::string& file)
{
    const QFileInfo info(QString::fromStdString(file));
    if (!info.exists() && !isReadableLog(file))
        throw Error(ErrorCode::InvalidData, "the log file '" + file + "' does not exist; check the path");
    if (info.isDir())
        throw Error(ErrorCode::InvalidData, "'" + file + "' is a folder; name the log files in it");
}

void requirePreset(const std::string& preset)
{
    std::vector<std::string> known;
    for (const ImporterEntry& entry : availableImporters())
        known.push_back(entry.preset);
    if (std::find(known.begin(), known.end(), preset) == known.end())
        throw Error(ErrorCode::UnknownKey,
                    "there is no preset '" + preset + "'; did you mean '" + nearestWord(preset, known)
                        + "'?");
}

void printReport(Output& output, const ImportReport& report)
{
    // Sequences hold many interactions a row.
    const bool isTable = report.interactions == report.rows - report.rejected;
    output.text(grouped(report.rows) + " rows read"
                + (isTable ? "" : " with " + grouped(report.interactions) + " interactions") + ": "
                + grouped(report.kept) + " kept, " + grouped(report.dropped) + " dropped, "
                + grouped(report.rejected) + " rejected, " + decimals(report.seconds, 1) + " s");
    for (const ImportReport::DroppedReason& reason : report.droppedByReason)
        output.text("  dropped " + grouped(reason.interactions) + ": " + reason.reason);
    for (const RejectedReason& reason : report.rejectedByReason)
        output.text("  rejected " + grouped(reason.rows) + ": " + reason.reason + ", first at "
                    + reason.firstFile + ":" + std::to_string(reason.firstLine));
    for (std::size_t i = 0; i < std::min<std::size_t>(report.rejects.size(), 20); ++i) {
        const RejectedRow& row = report.rejects[i];
        output.text("  " + row.file + ":" + std::to_string(row.line)
                    + (row.column.empty() ? "" : ", column " + row.column) + ": " + row.reason);
    }
    if (report.rejected > 20)
        output.text("  and " + grouped(report.rejected - 20) + " more");
    for (const auto& step : report.filters)
        output.text("  filter " + step.name + ": users " + grouped(step.usersBefore) + " -> "
                    + grouped(step.usersAfter) + ", items " + grouped(step.itemsBefore) + " -> "
                    + grouped(step.itemsAfter) + ", interactions " + grouped(step.interactionsBefore) + " -> "
                    + grouped(step.interactionsAfter));
    for (const ImportNote& note : report.notes)
        output.text("  note: " + note.line());
    output.text("");
}

} // namespace

void ImportCommand::declare(CLI::App& app)
{
    app.add_option("--preset", m_request.preset, "Format of the log, see below")
        ->type_name("NAME")
        ->required();
    app.add_option("files", m_request.files, "Log files, read as one log in this order")
        ->type_name("FILE")
        ->required();
    app.add_option("--out", m_out, "Data-set file to write")->type_name("FILE")->required();
    app.add_option("--positive", m_request.positiveRule, "When a row counts, e.g. 'like|play>=0.9*duration'")
        ->type_name("RULE");
    app.add_option(
           "--map", m_map,
           "Columns by name or number, e.g. user=uid,item=3,time=ts (or day=DAY; time=none: there is none)")
        ->type_name("KEY=COL")
        ->delimiter(',')
        ->allow_extra_args(false);
    app.add_option("--side", m_request.sideFile, "Side table with titles, tags and covers")
        ->type_name("FILE");
    app.add_option("--covers", m_request.coversFolder,
                   "Folder of the pictures that the side table names (default: the table's own)")
        ->type_name("DIR")
        ->needs("--side");
    app.add_option("--min-active-days", m_request.minActiveDays, "Users need this many active training days")
        ->type_name("N")
        ->check(CLI::Range(0, 100000))
        ->capture_default_str();
    app.add_option("--min-train-items", m_request.minTrainItems,
                   "Users with fewer training items are not drawn into batches")
        ->type_name("N")
        ->check(CLI::Range(1, 100000))
        ->capture_default_str();
    app.add_option("--timezone", m_timeZone,
                   "Time zone of the log, decides where days begin (default: the preset's, see below)")
        ->type_name("+HH:MM");
    app.add_flag("--keep-duplicates", m_request.keepDuplicates,
                 "Equal rows are repeats and stay (they always do where a log has no days)");
    app.add_flag("--keep-cold-items", m_keepColdItems,
                 "Keep items that are never seen in training; no model can recommend them");
    app.add_option("--accept", m_request.accepted,
                   "Go on where the import would stop and ask; the message names the word")
        ->type_name("NAME")
        ->delimiter(',')
        ->allow_extra_args(false)
        ->check(CLI::IsMember(acceptableNames()));
    app.add_option("--split", m_request.split,
                   "How the log is cut into training, validation and test, see below (default: last-days:1; "
                   "last-items:1 "
                   "for a log without times)")
        ->type_name("KIND");
    app.add_option("--from", m_request.from, "Leave out interactions before this day")->type_name("DATE");
    app.add_option("--to", m_request.to, "Leave out interactions after this day")->type_name("DATE");
    app.add_option("--repeats", m_repeats,
                   "Held-out interactions with videos that the user has seen before: keep as targets that "
                   "lists leave "
                   "out, drop, or recommend seen videos, too")
        ->check(CLI::IsMember({ "keep", "drop", "recommend" }))
        ->capture_default_str();
    app.add_option("--on-error", m_onError, "What a bad row does: stop or skip")
        ->check(CLI::IsMember({ "stop", "skip" }))
        ->capture_default_str();
    app.add_option("--name", m_request.name, "Name of the data set (default: made from the file)")
        ->type_name("TEXT");
    app.footer([] {
        std::string text = "Presets:\n";
        for (const ImporterEntry& entry : availableImporters())
            text += "  " + entry.preset
                + std::string(14 - std::min<std::size_t>(13, entry.preset.size()), ' ') + entry.title + " ("
                + (entry.defaultRule.empty() ? "" : "positive: " + entry.defaultRule + ", ") + "days: UTC"
                + zoneText(entry.timeZoneMinutes) + ")\n";
        text += "\nSplits:\n";
        for (const SplitEntry& entry : availableSplits()) {
            const std::string form = entry.key + (entry.argument.empty() ? "" : ":" + entry.argument);
            text += "  " + form + std::string(19 - std::min<std::size_t>(18, form.size()), ' ') + entry.help
                + "\n";
        }
        text += "\nFiles may be compressed (gz, bz2, xz, zst, zip), JSON lines, or Parquet where DuckDB's "
                "library is there. "
                "Also:\n"
                "  'logs/part_*.csv.gz'     all that fits, in the order of the numbers in the names\n"
                "  archive.zip/ratings.csv  a file in an archive\n"
                "  'duckdb:SELECT ...'      whatever DuckDB reads\n";
        return text;
    });
}

void ImportCommand::run(CommandContext& context)
{
    requirePreset(m_request.preset);
    m_request.columns = columnMap(m_map);
    if (!m_timeZone.empty())
        m_request.timeZoneMinutes = timeZoneMinutes(m_timeZone);
    m_request.dropUnseenItems = !m_keepColdItems;
    m_request.onError = m_onError == "stop" ? OnError::Stop : OnError::Skip;
    m_request.repeats = repeatsFromName(m_repeats);
    m_request.files = expandedLogFiles(m_request.files);
    for (const std::string& file : m_request.files)
        requireFile(file);
    if (!m_request.sideFile.empty())
        requireFile(m_request.sideFile);
    ProgressReporter reporter(context.output(), context.stopToken());
    const DatasetResult result
        = makeImportJob(context.store(), m_request, QString::fromStdString(m_out)).run(reporter);
    reporter.finish();
    Json line { { "event", "finished" } };
    addImportReport(line, result.summary.report);
    line["split"] = splitJson(result.summary);
    line["dataset"] = datasetJson(result.summary, result.path);
    context.output().result(line);
    if (!context.output().json())
        printReport(context.output(), result.summary.report);
    printDatasetCard(context.output(), result.summary, result.path);
}

std::unique_ptr<Command> makeImportCommand()
{
    return std::make_unique<ImportCommand>();
}

} // namespace opal
