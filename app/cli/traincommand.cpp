// SPDX-License-Identifier: GPL-3.0-or-later
#include <CLI/CLI.hpp>
#include <optional>

#include "app/cli/command.h"
#include "app/cli/jsonforms.h"
#include "app/cli/progressreporter.h"
#include "app/cli/trainsettings.h"
#include "core/base/error.h"
#include "core/jobs/jobs.h"
#include "core/store/runstore.h"

namespace opal {

/// What training and resuming share: telling how it goes and how it ended.
class TrainingCommand : public Command
{
public:
    std::string runToResume() const override { return m_reporter ? m_reporter->run() : std::string(); }

protected:
    void runTraining(CommandContext& context, const TrainJobRequest& request);

private:
    std::optional<ProgressReporter> m_reporter;
};

/// `opal train`: a new run from a data set, a model and its parameters.
class TrainCommand final : public TrainingCommand
{
public:
    void declare(CLI::App& app) override;
    void run(CommandContext& context) override;

private:
    std::string m_dataset;
    std::string m_model;
    std::string m_preset;
    std::string m_config;
    std::string m_name;
    std::vector<std::string> m_settings;
    std::vector<std::string> m_tags;
};

/// `opal resume RUN`: goes on where a run stopped.
class ResumeCommand final : public TrainingCommand
{
public:
    void declare(CLI::App& app) override;
    void run(CommandContext& context) override;

private:
    std::string m_run;
    std::vector<std::string> m_settings;
};

namespace {

void printResult(Output& output, const RunRecord& run)
{
    output.text("run " + run.id + " (" + run.name + "): " + runStateName(run.state) + " after "
                + grouped(run.step) + " steps, " + duration(run.seconds));
    for (const auto& [stage, epoch] : run.bestEpoch)
        output.text("  best epoch of the " + stage + " stage: " + std::to_string(epoch));
    if (!run.test)
        return;
    output.text("  test day, " + grouped(run.test->users) + " users:");
    printMetrics(output, *run.test);
    output.text("Look at someone: opal recommend " + run.id + " --user ID");
}

} // namespace

void TrainingCommand::runTraining(CommandContext& context, const TrainJobRequest& request)
{
    const auto job = makeTrainJob(context.store(), context.paths(), request);
    m_reporter.emplace(context.output(), context.stopToken());
    const TrainJobResult result = job.run(*m_reporter);
    m_reporter->finish();
    if (result.paused)
        throw Cancelled();
    const RunRecord& run = result.run;
    Json line { { "event", "finished" },        { "run", run.id },
                { "name", run.name },           { "model", run.model },
                { "dataset", run.datasetName }, { "state", runStateName(run.state) },
                { "seconds", run.seconds },     { "steps", run.step } };
    line["best_epoch"] = run.bestEpoch;
    line["test"] = run.test ? metricsJson(*run.test) : Json();
    line["agreement"] = agreementJson(run.agreement);
    context.output().result(line);
    printResult(context.output(), run);
}

void TrainCommand::declare(CLI::App& app)
{
    app.add_option("--dataset", m_dataset, "Data-set file (default: the one that the configuration names)")
        ->type_name("FILE");
    app.add_option("--model", m_model, "Recommender (default: opal)")->type_name("NAME");
    app.add_option("--preset", m_preset, "Named set of parameters, e.g. demo or paper-wechat")
        ->type_name("NAME");
    app.add_option("--config", m_config, "Model, data set and parameters as KEY = VALUE lines")
        ->type_name("FILE.toml");
    app.add_option("--set", m_settings, "One parameter, may be repeated")
        ->type_name("KEY=VALUE")
        ->allow_extra_args(false);
    app.add_option("--name", m_name, "Name of the run")->type_name("TEXT");
    app.add_option("--tag", m_tags, "Tag of the run, may be repeated")
        ->type_name("TEXT")
        ->allow_extra_args(false);
    app.final_callback([this] {
        if (m_dataset.empty() && m_config.empty())
            throw CLI::RequiredError("--dataset");
    });
    app.footer([this] {
        try {
            return parameterHelp(m_model);
        } catch (const Error& error) {
            return error.detail();
        }
    });
}

void TrainCommand::run(CommandContext& context)
{
    const TrainSettings settings
        = gatherTrainSettings(m_preset, m_config, m_settings, m_model, context.options());
    TrainJobRequest request;
    request.datasetFile = QString::fromStdString(m_dataset.empty() ? settings.dataset : m_dataset);
    if (request.datasetFile.isEmpty())
        throw Error(ErrorCode::InvalidConfiguration,
                    "'" + m_config
                        + "' names no data set; add a line dataset = \"FILE\" or give --dataset FILE");
    request.model = settings.model;
    request.params = settings.params;
    request.name = QString::fromStdString(m_name);
    request.tags = m_tags;
    request.threads = context.options().threads;
    runTraining(context, request);
}

void ResumeCommand::declare(CLI::App& app)
{
    app.add_option("run", m_run, "Run: id, beginning of one, or name")->type_name("RUN")->required();
    app.add_option("--set", m_settings,
                   "Change a parameter from here on (learning_rate, lambda_...), may be repeated")
        ->type_name("KEY=VALUE")
        ->allow_extra_args(false);
}

void ResumeCommand::run(CommandContext& context)
{
    TrainJobRequest request;
    request.resumeRun = QString::fromStdString(context.store().run(m_run).id);
    for (const std::string& setting : m_settings) {
        const auto [key, value] = splitSetting(setting);
        request.params[key] = value;
    }
    request.threads = context.options().threads;
    runTraining(context, request);
}

std::unique_ptr<Command> makeTrainCommand()
{
    return std::make_unique<TrainCommand>();
}

std::unique_ptr<Command> makeResumeCommand()
{
    return std::make_unique<ResumeCommand>();
}

} // namespace opal
