#include "app/cli/datasetcommand.h"

#include <CLI/CLI.hpp>

#include "app/cli/progressreporter.h"
#include "core/jobs/jobs.h"
#include "core/store/runstore.h"

namespace opal {

void DatasetCommand::declare(CLI::App& app)
{
    app.add_option("file", m_file, "Data-set file")->type_name("FILE")->required();
}

void DatasetCommand::run(CommandContext& context)
{
    ProgressReporter reporter(context.output(), context.stopToken());
    const auto result = std::any_cast<DatasetResult>(
        makeOpenDatasetJob(context.store(), QString::fromStdString(m_file))->run(reporter));
    reporter.finish();
    context.output().result(datasetJson(result.summary, result.path));
    printDatasetCard(context.output(), result.summary, result.path);
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
                   { "leaks", grouped(summary.leaks) } });
}

} // namespace opal
