// SPDX-License-Identifier: GPL-3.0-or-later
#include <CLI/CLI.hpp>

#include <QFileInfo>
#include <QRegularExpression>

#include "app/cli/command.h"
#include "app/cli/datasetcard.h"
#include "app/cli/progressreporter.h"
#include "core/base/error.h"
#include "core/base/params.h"
#include "core/data/importer.h"
#include "core/jobs/jobs.h"
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
                    + "' must be user=COLUMN, item=COLUMN, time=COLUMN or day=COLUMN, separated by commas");
        *target->second = pair.substr(equals + 1);
    }
    return columns;
}

/// Before the workspace is touched: a wrong path is the most frequent mistake of all.
void requireFile(const std::string& file)
{
    const QFileInfo info(QString::fromStdString(file));
    if (!info.exists())
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
    output.text(grouped(report.rows) + " rows read, " + grouped(report.kept) + " interactions kept, "
                + grouped(report.duplicates) + " duplicates dropped, " + grouped(report.rejected)
                + " rows rejected, " + decimals(report.seconds, 1) + " s");
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
    for (const std::string& note : report.notes)
        output.text("  note: " + note);
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
    app.add_option("--map", m_map, "Columns, e.g. user=uid,item=vid,time=ts (or day=DAY)")
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
                   "Time zone of the log, decides where days begin (default: +08:00)")
        ->type_name("+HH:MM");
    app.add_option("--on-error", m_onError, "What a bad row does: stop or skip")
        ->check(CLI::IsMember({ "stop", "skip" }))
        ->capture_default_str();
    app.add_option("--name", m_request.name, "Name of the data set (default: made from the file)")
        ->type_name("TEXT");
    app.footer([] {
        std::string text = "Presets:\n";
        for (const ImporterEntry& entry : availableImporters())
            text += "  " + entry.preset
                + std::string(14 - std::min<std::size_t>(13, entry.preset.size()), ' ') + entry.title
                + (entry.defaultRule.empty() ? "" : " (positive: " + entry.defaultRule + ")") + "\n";
        return text;
    });
}

void ImportCommand::run(CommandContext& context)
{
    requirePreset(m_request.preset);
    m_request.columns = columnMap(m_map);
    if (!m_timeZone.empty())
        m_request.timeZoneMinutes = timeZoneMinutes(m_timeZone);
    m_request.onError = m_onError == "stop" ? OnError::Stop : OnError::Skip;
    for (const std::string& file : m_request.files)
        requireFile(file);
    if (!m_request.sideFile.empty())
        requireFile(m_request.sideFile);
    ProgressReporter reporter(context.output(), context.stopToken());
    const DatasetResult result
        = makeImportJob(context.storeIfAny(), m_request, QString::fromStdString(m_out)).run(reporter);
    reporter.finish();
    Json line { { "event", "finished" } };
    addImportReport(line, result.summary.report);
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
