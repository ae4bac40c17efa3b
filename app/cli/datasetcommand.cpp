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
    std::string m_file;
    std::string m_side;
    std::string m_covers;
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
}

void DatasetCommand::run(CommandContext& context)
{
    ProgressReporter reporter(context.output(), context.stopToken());
    const QString file = QString::fromStdString(m_file);
    const auto job = m_side.empty() ? makeOpenDatasetJob(context.storeIfAny(), file)
                                    : makeAttachSideJob(context.storeIfAny(), file, m_side, m_covers);
    const DatasetResult result = job.run(reporter);
    reporter.finish();
    context.output().result(datasetJson(result.summary, result.path));
    printDatasetCard(context.output(), result.summary, result.path);
    if (!m_side.empty() && !context.output().json()) {
        for (const std::string& note : result.summary.report.notes)
            context.output().text("  note: " + note);
        context.output().text("The hash is that of the import: runs that were trained on this data set find "
                              "it as before.");
    }
}

void printDatasetCard(Output& output, const DatasetSummary& summary, const QString& path)
{
    const bool byTime = summary.splitKind == SplitKind::GlobalTime;
    const std::string split = byTime
        ? "training until " + summary.trainUntil + ", validation " + summary.validDay + ", test "
            + summary.testDay
        : std::string(
            "each user's last interaction is the test, the one before it validation (the log has no days)");
    output.table({ "data set", summary.name },
                 { { "file", path.toStdString() },
                   { "hash", summary.hash },
                   { "users", grouped(summary.users) },
                   { "items", grouped(summary.items) },
                   { "interactions", grouped(summary.interactions) },
                   { "density", decimals(summary.density * 100, 4) + " %" },
                   { "days", grouped(summary.days) },
                   { "split", split },
                   { "training users", grouped(summary.trainUsers) },
                   { "validation users", grouped(summary.validUsers) },
                   { "test users", grouped(summary.testUsers) },
                   { "leaks", grouped(summary.leaks) },
                   { "items with a cover", grouped(summary.covers) } });
}

std::unique_ptr<Command> makeDatasetCommand()
{
    return std::make_unique<DatasetCommand>();
}

} // namespace opal
