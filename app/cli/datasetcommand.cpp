// SPDX-License-Identifier: GPL-3.0-or-later
#include <CLI/CLI.hpp>

#include <QString>

#include "app/cli/command.h"
#include "app/cli/datasetcard.h"
#include "app/cli/jsonforms.h"
#include "app/cli/progressreporter.h"
#include "core/jobs/jobs.h"
#include "core/store/runstore.h"

namespace opal {

/// `opal dataset FILE`: the card of a data set; with --side attaches a side table first.
class DatasetCommand final : public Command
{
public:
    void declare(CLI::App& app) override;
    void run(CommandContext& context) override;

private:
    void runExport(CommandContext& context);

    std::string m_file;
    std::string m_side;
    std::string m_covers;
    DatasetExportRequest m_export;
};

void DatasetCommand::declare(CLI::App& app)
{
    app.add_option("file", m_file, "Data-set file")->type_name("FILE")->required();
    app.add_option("--side", m_side,
                   "Attach titles, tags and covers of this table; the interactions, the hash and the runs of "
                   "the data set stay")
        ->type_name("FILE");
    app.add_option("--covers", m_covers,
                   "Folder of the pictures that the side table names (default: the table's own)")
        ->type_name("DIR")
        ->needs("--side");
    auto* const form
        = app.add_option("--as", m_export.form, "Write the data set with its exact split in another form")
              ->type_name("FORM")
              ->check(CLI::IsMember(availableExportForms()))
              ->excludes("--side");
    auto* const out = app.add_option("--out", m_export.folder, "Folder to write it into")->type_name("DIR");
    form->needs(out);
    out->needs(form);
    app.add_option("--ids", m_export.idsFolder, "Folder to write lists of the original ids into, one a line")
        ->type_name("DIR")
        ->excludes("--side");
}

void DatasetCommand::runExport(CommandContext& context)
{
    ProgressReporter reporter(context.output(), context.stopToken());
    const DatasetExport made
        = makeExportDatasetJob(context.store(), QString::fromStdString(m_file), m_export).run(reporter);
    reporter.finish();
    Json line = datasetJson(made.dataset.summary, made.dataset.path);
    line["files"] = made.files;
    context.output().result(line);
    for (const std::string& file : made.files)
        context.output().text(file);
}

void DatasetCommand::run(CommandContext& context)
{
    if (!m_export.form.empty() || !m_export.idsFolder.empty())
        return runExport(context);
    ProgressReporter reporter(context.output(), context.stopToken());
    const QString file = QString::fromStdString(m_file);
    const auto job = m_side.empty() ? makeOpenDatasetJob(context.store(), file)
                                    : makeAttachSideJob(context.store(), file, m_side, m_covers);
    const DatasetResult result = job.run(reporter);
    reporter.finish();
    context.output().result(datasetJson(result.summary, result.path));
    printDatasetCard(context.output(), result.summary, result.path);
    if (!m_side.empty() && !context.output().json()) {
        for (const ImportNote& note : result.summary.report.notes)
            context.output().text("  note: " + note.text);
        context.output().text("The hash is that of the import: runs that were trained on this data set find "
                              "it as before.");
    }
}

void printDatasetCard(Output& output, const DatasetSummary& summary, const QString& path)
{
    const SplitReach& reach = summary.reach;
    std::string split = summary.split;
    if (!summary.trainUntil.empty())
        split += ": training until " + summary.trainUntil + ", validation " + summary.validDay + ", test "
            + summary.testDay;
    std::string reachable;
    for (std::size_t i = 0; i < kReachCutoffs.size(); ++i)
        reachable += (i == 0 ? "" : ", ") + decimals(reach.recall[i], 4) + " at "
            + std::to_string(kReachCutoffs[i]);
    output.table(
        { "data set", summary.name },
        { { "file", path.toStdString() },
          { "hash", summary.hash },
          { "users", grouped(summary.users) },
          { "items", grouped(summary.items) },
          { "interactions", grouped(summary.interactions) },
          { "density", decimals(summary.density * 100, 4) + " %" },
          { "days", grouped(summary.days) },
          { "split", split },
          { "days begin at", summary.timeZone.empty() ? "-" : "UTC" + summary.timeZone },
          { "training users", grouped(summary.trainUsers) },
          { "validation users", grouped(summary.validUsers) },
          { "test users", grouped(summary.testUsers) },
          { "targets",
            grouped(reach.validTargets) + " to validate, " + grouped(reach.testTargets) + " to test" },
          { "never reachable",
            grouped(reach.unreachable) + " test targets (" + decimals(reach.unreachableShare() * 100, 1)
                + " %), repeats of seen videos: " + repeatsName(summary.repeats) },
          { "reachable recall", reachable },
          { "leaks", grouped(summary.leaks) },
          { "items with a cover", grouped(summary.covers) } });
}

std::unique_ptr<Command> makeDatasetCommand()
{
    return std::make_unique<DatasetCommand>();
}

} // namespace opal
