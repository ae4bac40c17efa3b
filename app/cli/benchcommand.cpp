// SPDX-License-Identifier: GPL-3.0-or-later
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>

#include "app/cli/command.h"
#include "app/cli/jsonforms.h"
#include "app/cli/output.h"
#include "app/cli/progressreporter.h"
#include "app/cli/trainsettings.h"
#include "core/base/error.h"
#include "core/base/params.h"
#include "core/benchmark/benchmark.h"
#include "core/jobs/jobs.h"

namespace opal {

/// `opal bench NAME`: speed of the fused forms beside the plain ones, in one process.
class BenchCommand final : public Command
{
public:
    void declare(CLI::App& app) override;
    void run(CommandContext& context) override;

private:
    std::string m_name;
    std::string m_dataset;
    std::string m_size = "wechat";
    std::string m_model = "opal";
    std::vector<std::string> m_settings;
    int m_interests = 0;
    int m_steps = 0;
};

namespace {

Json comparisonJson(const BenchmarkComparison& comparison)
{
    return { { "fast_ms", comparison.fastMs },
             { "plain_ms", numberOrNull(comparison.plainMs) },
             { "ratio", numberOrNull(comparison.ratio()) },
             { "fast_low_ms", comparison.fastLowMs },
             { "fast_high_ms", comparison.fastHighMs } };
}

Json benchmarkJson(const BenchmarkResult& result)
{
    Json line { { "event", "finished" }, { "benchmark", result.name } };
    for (const BenchmarkComparison& comparison : result.comparisons) {
        if (comparison.name.empty())
            line.update(comparisonJson(comparison));
        else
            line[comparison.name] = comparisonJson(comparison);
    }
    for (const auto& [name, value] : result.figures)
        line[name] = numberOrNull(value);
    for (const auto& [name, holds] : result.checks)
        line[name] = holds;
    for (const auto& [name, text] : result.setting)
        line["setting"][name] = text;
    return line;
}

void printBenchmark(Output& output, const BenchmarkResult& result)
{
    std::vector<std::vector<std::string>> rows;
    for (const BenchmarkComparison& comparison : result.comparisons)
        rows.push_back({ comparison.name.empty() ? result.name : comparison.name,
                         decimals(comparison.fastMs, 2), decimals(comparison.fastLowMs, 2),
                         decimals(comparison.fastHighMs, 2), decimals(comparison.plainMs, 2),
                         decimals(comparison.ratio(), 1) });
    output.table({ "median", "fast ms", "quickest", "slowest", "plain ms", "ratio" }, rows);
    output.text("");
    for (const auto& [name, value] : result.figures)
        output.text(name + ": "
                    + (std::abs(value) >= 1000 ? grouped(std::llround(value)) : decimals(value, 2)));
    for (const auto& [name, holds] : result.checks)
        output.text(name + ": " + (holds ? "yes" : "NO"));
    for (const auto& [name, text] : result.setting)
        output.text(name + ": " + text);
}

} // namespace

void BenchCommand::declare(CLI::App& app)
{
    app.add_option("name", m_name, "What to measure, see below")->type_name("NAME")->required();
    // Asked for when it is read: the table belongs to what is measured.
    app.footer([] {
        std::string help = "Names:";
        for (const BenchmarkEntry& entry : benchmarkTable())
            help += std::string("\n  ") + entry.name + ": " + entry.help;
        return help;
    });
    app.add_option("--dataset", m_dataset, "Data-set file (default: a synthetic one)")->type_name("FILE");
    app.add_option("--size", m_size, "Size of the synthetic data set: demo, wechat or takatak")
        ->type_name("SIZE")
        ->capture_default_str();
    app.add_option("--model", m_model, "Recommender")->type_name("NAME")->capture_default_str();
    app.add_option("--interests", m_interests, "Number of interests, short for --set interests=K")
        ->type_name("K")
        ->check(CLI::Range(1, 16));
    app.add_option("--set", m_settings, "A parameter of the model")
        ->type_name("KEY=VALUE")
        ->allow_extra_args(false);
    app.add_option("--steps", m_steps, "Repetitions (default: chosen by the benchmark)")
        ->type_name("N")
        ->check(CLI::Range(1, 100000));
}

void BenchCommand::run(CommandContext& context)
{
    std::vector<std::string> names;
    for (const BenchmarkEntry& entry : benchmarkTable())
        names.emplace_back(entry.name);
    if (std::find(names.begin(), names.end(), m_name) == names.end())
        throw Error(ErrorCode::InvalidArgument,
                    "there is no benchmark '" + m_name + "'; did you mean '" + nearestWord(m_name, names)
                        + "'?");
    const TrainSettings settings = gatherTrainSettings({}, {}, m_settings, m_model, context.options());
    BenchmarkRequest request;
    request.name = m_name;
    request.size = m_size;
    request.model = settings.model;
    request.params = settings.params;
    if (m_interests > 0)
        request.params["interests"] = std::to_string(m_interests);
    request.steps = m_steps;
    request.threads = context.options().threads;
    request.seed = context.options().seed.value_or(request.seed);
    request.folder = context.paths().root.toStdString();
    ProgressReporter reporter(context.output(), context.stopToken());
    const BenchmarkResult result = makeBenchmarkJob(request, QString::fromStdString(m_dataset)).run(reporter);
    reporter.finish();
    context.output().result(benchmarkJson(result));
    printBenchmark(context.output(), result);
}

std::unique_ptr<Command> makeBenchCommand()
{
    return std::make_unique<BenchCommand>();
}

} // namespace opal
