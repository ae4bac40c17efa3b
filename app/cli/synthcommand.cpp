// SPDX-License-Identifier: GPL-3.0-or-later
#include <CLI/CLI.hpp>

#include "app/cli/command.h"
#include "app/cli/datasetcard.h"
#include "app/cli/progressreporter.h"
#include "core/data/synth.h"
#include "core/jobs/jobs.h"
#include "core/store/runstore.h"

namespace opal {

/// `opal synth`: a synthetic micro-video log, straight into a data-set file, or as a raw log.
class SynthCommand final : public Command
{
public:
    void declare(CLI::App& app) override;
    void run(CommandContext& context) override;

private:
    void writeLog(CommandContext& context);
    void writeDataset(CommandContext& context);

    SynthParams m_params;
    std::string m_out;
    bool m_rawLog = false;
};

void SynthCommand::declare(CLI::App& app)
{
    const auto count = [&app](const char* name, std::int64_t& value, const char* help) {
        app.add_option(name, value, help)->type_name("N")->capture_default_str();
    };
    app.add_option("--out", m_out, "Data-set file to write")->type_name("FILE")->required();
    app.add_option_function<std::string>(
           "--size", [this](const std::string& size) { m_params = synthSize(size); },
           "A named size: demo, wechat or takatak; further options change it")
        ->type_name("SIZE")
        ->trigger_on_parse();
    app.add_flag(
        "--raw-log", m_rawLog,
        "Write a log of the form of WeChat's user_action.csv instead of a data set; --interactions is "
        "then its number of rows");
    count("--users", m_params.users, "Users");
    count("--items", m_params.items, "Micro-videos");
    count("--interactions", m_params.interactions, "Interactions");
    count("--days", m_params.days, "Days, the last two are held out");
    count("--topics", m_params.topics, "Topics of the micro-videos, their tags");
    count("--worlds", m_params.worlds,
          "Groups of topics that the same users watch; 0 makes one for every three topics");
    app.add_option("--name", m_params.name, "Name of the data set")->type_name("TEXT")->capture_default_str();
}

void SynthCommand::run(CommandContext& context)
{
    m_params.seed = context.options().seed.value_or(m_params.seed);
    if (m_rawLog)
        writeLog(context);
    else
        writeDataset(context);
}

void SynthCommand::writeLog(CommandContext& context)
{
    SynthLogParams params;
    params.rows = m_params.interactions;
    params.users = m_params.users;
    params.items = m_params.items;
    params.days = m_params.days;
    params.seed = m_params.seed;
    ProgressReporter reporter(context.output(), context.stopToken());
    makeSynthesiseLogJob(params, QString::fromStdString(m_out)).run(reporter);
    reporter.finish();
    context.output().result({ { "event", "finished" }, { "file", m_out }, { "rows", params.rows } });
    context.output().text(grouped(params.rows) + " rows are in " + m_out);
}

void SynthCommand::writeDataset(CommandContext& context)
{
    ProgressReporter reporter(context.output(), context.stopToken());
    const DatasetResult result
        = makeSynthesiseJob(context.storeIfAny(), m_params, QString::fromStdString(m_out)).run(reporter);
    reporter.finish();
    const Json card = datasetJson(result.summary, result.path);
    Json line { { "event", "finished" } };
    line.update(card);
    line["dataset"] = card;
    context.output().result(line);
    printDatasetCard(context.output(), result.summary, result.path);
}

std::unique_ptr<Command> makeSynthCommand()
{
    return std::make_unique<SynthCommand>();
}

} // namespace opal
