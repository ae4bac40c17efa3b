// SPDX-License-Identifier: GPL-3.0-or-later
#include <CLI/CLI.hpp>
#include <algorithm>
#include <iterator>

#include "app/cli/command.h"
#include "app/cli/jsonforms.h"
#include "app/cli/output.h"
#include "app/cli/progressreporter.h"
#include "core/analysis/typedfigures.h"
#include "core/base/error.h"
#include "core/jobs/jobs.h"
#include "core/jobs/savefile.h"
#include "core/jobs/storedtable.h"
#include "core/results/resultstable.h"
#include "core/results/tabletext.h"
#include "core/store/runstore.h"

namespace opal {

/// `opal table NAME`: a results table from runs, data sets, or typed figures.
class TableCommand final : public Command
{
public:
    void declare(CLI::App& app) override;
    void run(CommandContext& context) override;

private:
    ResultsTable typedTable() const;
    ResultsTable storedTable(CommandContext& context) const;

    std::string m_name;
    std::vector<std::string> m_runs;
    std::string m_tag;
    std::string m_from;
    std::string m_reference = "OPAL";
    std::string m_format = "markdown";
    std::string m_out;
    bool m_measures = false;
    bool m_significance = false;
};

namespace {

Json cellJson(const TableCell& cell, CellFormat format)
{
    if (format == CellFormat::Text)
        return cell.text;
    if (!cell.value)
        return nullptr;
    if (format == CellFormat::Count)
        return static_cast<std::int64_t>(*cell.value);
    Json json { { "value", *cell.value }, { "best", cell.best }, { "second", cell.second } };
    if (cell.seeds > 1) {
        json["deviation"] = cell.deviation;
        json["seeds"] = cell.seeds;
    }
    if (cell.significant)
        json["significant"] = true;
    if (!cell.runs.empty())
        json["runs"] = cell.runs;
    return format == CellFormat::Share ? Json(*cell.value) : json;
}

Json tableJson(const ResultsTable& table)
{
    Json columns = Json::array();
    for (const TableColumn& column : table.columns)
        columns.push_back((column.group.empty() ? "" : column.group + " ") + column.title);
    Json rows = Json::array();
    for (const TableRow& row : table.rows) {
        Json cells = Json::array();
        for (std::size_t column = 0; column < table.columns.size(); ++column)
            cells.push_back(cellJson(row.cells[column], table.columns[column].format));
        rows.push_back(std::move(cells));
    }
    Json improvement = Json::array();
    for (std::size_t column = 0; column < table.improvement.size(); ++column)
        if (table.columns[column].metric)
            improvement.push_back(table.improvement[column] ? Json(*table.improvement[column]) : Json());
    return { { "table", table.name },
             { "columns", columns },
             { "rows", rows },
             { "improvement", improvement },
             { "notes", table.notes } };
}

} // namespace

void TableCommand::declare(CLI::App& app)
{
    app.add_option("name", m_name, "table1 (data sets), table2 (models) or table3 (ablations)")
        ->type_name("NAME")
        ->check(CLI::IsMember({ "table1", "table2", "table3" }))
        ->required();
    app.add_option("--run", m_runs, "Only these runs: id, beginning of one, or name (default: all)")
        ->type_name("RUN")
        ->allow_extra_args(false);
    app.add_option("--tag", m_tag, "Only runs with this tag")->type_name("TEXT");
    app.add_option("--from", m_from, "Typed figures instead of runs")->type_name("FILE.csv");
    app.add_option("--reference", m_reference, "Model of the typed figures whose improvement is computed")
        ->type_name("NAME")
        ->capture_default_str();
    app.add_option("--format", m_format, "latex, csv or markdown")
        ->check(CLI::IsMember({ "latex", "csv", "markdown" }))
        ->capture_default_str();
    app.add_option("--out", m_out, "File to write instead of printing")->type_name("FILE");
    app.add_flag("--measures", m_measures,
                 "Tables II and III with AMI, NMI and SPPMI within and between interests, where measured");
    app.add_flag("--significance", m_significance,
                 "Test the best of each column against the second best over the users of the test day");
}

ResultsTable TableCommand::typedTable() const
{
    const TypedFigures figures = readTypedFigures(m_from, m_reference);
    const bool counts = m_name == "table1";
    if (counts ? figures.datasets.empty() : figures.entries.empty())
        throw Error(ErrorCode::InvalidData,
                    "the file '" + m_from + "' holds no figures for " + m_name + "; "
                        + (counts ? "it needs the columns dataset, users, items and interactions"
                                  : "it needs the columns model, dataset and metrics such as recall@50"));
    return counts            ? makeDatasetTable(figures.datasets)
        : m_name == "table2" ? makeModelTable(figures.entries)
                             : makeAblationTable(figures.entries);
}

ResultsTable TableCommand::storedTable(CommandContext& context) const
{
    const StoredTableQuery query { m_name, m_runs, m_tag, m_measures };
    return makeStoredTable(context.store(), query, tableRuns(context.store(), query));
}

void TableCommand::run(CommandContext& context)
{
    const TableFormat format = tableFormatFromName(m_format);
    if (m_out == "-")
        m_out.clear(); // which prints it
    ResultsTable table = m_from.empty() ? storedTable(context) : typedTable();
    if (m_significance) {
        if (!m_from.empty())
            throw Error(ErrorCode::InvalidArgument,
                        "typed figures say nothing about single users; leave out --significance");
        ProgressReporter reporter(context.output(), context.stopToken());
        table = makeSignificanceJob(context.store(), context.paths(), std::move(table)).run(reporter);
        reporter.finish();
    }
    const std::string text = tableText(table, format);
    if (!m_out.empty())
        saveFile(QString::fromStdString(m_out), QByteArray::fromStdString(text));
    Json json = tableJson(table);
    if (!m_out.empty())
        json["out"] = m_out;
    context.output().result(json);
    // A table ends in the line break that text() adds.
    context.output().text(m_out.empty() ? text.substr(0, text.size() - 1) : "wrote " + m_out);
}

std::unique_ptr<Command> makeTableCommand()
{
    return std::make_unique<TableCommand>();
}

} // namespace opal
