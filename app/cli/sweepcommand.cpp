// SPDX-License-Identifier: GPL-3.0-or-later
#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>

#include "app/cli/command.h"
#include "app/cli/jsonforms.h"
#include "app/cli/progressreporter.h"
#include "app/cli/sweepcluster.h"
#include "app/cli/trainsettings.h"
#include "core/base/error.h"
#include "core/jobs/fairreport.h"
#include "core/jobs/jobs.h"
#include "core/jobs/savefile.h"
#include "core/results/sweep.h"
#include "core/store/runstore.h"

namespace opal {

/// `opal sweep`: trains every point of a grid, or goes on with one that was interrupted.
class SweepCommand final : public Command
{
public:
    void declare(CLI::App& app) override;
    void run(CommandContext& context) override;

    std::string keptWork() const override { return m_kept.empty() ? m_cluster.keptWork() : m_kept; }

private:
    SweepRequest request(const GlobalOptions& options) const;

    std::string m_kept;
    std::string m_dataset;
    std::string m_models;
    std::string m_seeds;
    std::string m_preset;
    std::string m_config;
    std::string m_name;
    std::vector<std::string> m_settings;
    std::vector<std::string> m_axes;
    bool m_ablations = false;
    bool m_fair = false;
    int m_budget = 12;
    std::string m_report;
    SweepCluster m_cluster;
};

namespace {

std::vector<std::string> splitCommas(const std::string& text)
{
    std::vector<std::string> parts;
    std::size_t from = 0;
    while (from <= text.size()) {
        const std::size_t comma = std::min(text.find(',', from), text.size());
        if (comma > from)
            parts.push_back(text.substr(from, comma - from));
        from = comma + 1;
    }
    return parts;
}

SweepAxis axisOf(const std::string& text)
{
    const std::size_t equals = text.find('=');
    SweepAxis axis;
    if (equals != std::string::npos && equals > 0)
        axis = { text.substr(0, equals), splitCommas(text.substr(equals + 1)) };
    if (axis.values.empty())
        throw Error(ErrorCode::InvalidConfiguration,
                    "--axis '" + text + "' must be KEY=VALUE,VALUE,..., e.g. interests=1,2,4");
    return axis;
}

std::uint64_t seedOf(const std::string& text)
{
    std::uint64_t seed = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seed);
    if (error != std::errc() || end != text.data() + text.size())
        throw Error(ErrorCode::InvalidConfiguration,
                    "--seeds takes whole numbers separated by commas, not '" + text + "'");
    return seed;
}

Json pointJson(const SweepPoint& point, const RunStore& store)
{
    Json json { { "point", point.number }, { "label", point.label },
                { "model", point.model },  { "state", sweepPointStateName(point.state) },
                { "run", point.run },      { "reused", point.reused } };
    if (!point.error.empty())
        json["error"] = point.error;
    if (point.state == SweepPointState::Finished) {
        const RunRecord run = store.run(point.run);
        json["test"] = run.test ? metricsJson(*run.test) : Json();
    }
    return json;
}

/// The winner of every model and number of interests, and how its search ended.
Json fairJson(const SweepRequest& request, const SweepRecord& sweep, const RunStore& store)
{
    const PointMetrics metrics = fairMetrics(store, sweep);
    Json families = Json::array();
    for (const FairFamily& family : planFairSearch(request, sweep.points, metrics).families) {
        Json json { { "model", family.model },        { "tried", family.tried.size() },
                    { "bounded", family.bounded },    { "at_end", family.atEnd },
                    { "budget_spent", family.spent }, { "winner", nullptr } };
        if (!family.interests.empty())
            json["interests"] = std::stoi(family.interests);
        if (family.winner) {
            const SweepPoint& winner = fairPoint(sweep, *family.winner);
            json["winner"] = { { "label", winner.label }, { "run", winner.run } };
            if (const auto metric = metrics.find(*family.winner); metric != metrics.end())
                json["winner"]["validation_recall200"] = metric->second;
        }
        json["seeds"] = Json::array();
        for (const std::int64_t number : family.seeds)
            json["seeds"].push_back(fairPoint(sweep, number).run);
        families.push_back(std::move(json));
    }
    return { { "budget", request.fairBudget }, { "families", families } };
}

void printSweep(Output& output, const SweepRecord& sweep, const RunStore& store)
{
    std::vector<std::vector<std::string>> rows;
    for (const SweepPoint& point : sweep.points) {
        std::string recall = "-";
        std::string hitRate = "-";
        if (point.state == SweepPointState::Finished) {
            if (const auto test = store.run(point.run).test; test && !test->of("recall").empty()) {
                recall = decimals(test->of("recall").rbegin()->second, 4);
                hitRate = decimals(test->of("hit_rate").rbegin()->second, 4);
            }
        }
        rows.push_back({ point.label,
                         std::string(sweepPointStateName(point.state)) + (point.reused ? " (reused)" : ""),
                         point.run, recall, hitRate });
    }
    output.text("sweep " + sweep.id + " (" + sweep.name + ")");
    output.table({ "point", "state", "run", "Recall", "HitRate" }, rows);
    for (const SweepPoint& point : sweep.points)
        if (!point.error.empty())
            output.complain(point.label + ": " + point.error);
}

} // namespace

void SweepCommand::declare(CLI::App& app)
{
    app.add_option("--dataset", m_dataset, "Data-set file")->type_name("FILE");
    app.add_option("--axis", m_axes, "A parameter and the values it takes, may be repeated")
        ->type_name("KEY=VALUE,VALUE,...")
        ->allow_extra_args(false);
    app.add_option("--models", m_models, "Recommenders separated by commas, or all (default: opal)")
        ->type_name("NAME,...");
    app.add_option("--seeds", m_seeds, "Seeds separated by commas: every setting is trained with each")
        ->type_name("SEED,...");
    app.add_flag("--ablations", m_ablations, "Train OPAL with each of its parts taken away, too");
    app.add_flag(
        "--fair", m_fair,
        "Search the learning rate and what else a model's paper tunes for every model and number of\n"
        "interests on the validation day, then train each winner with all seeds");
    app.add_option("--budget", m_budget,
                   "Fair: most settings that the search of one model and number of interests tries")
        ->type_name("N")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str();
    app.add_option("--report", m_report, "Fair: write everything that was tried as CSV")->type_name("FILE");
    app.add_option("--preset", m_preset, "Named set of OPAL's parameters for all points")->type_name("NAME");
    app.add_option("--config", m_config, "Parameters of all points as KEY = VALUE lines")
        ->type_name("FILE.toml");
    app.add_option("--set", m_settings, "One parameter of all points, may be repeated")
        ->type_name("KEY=VALUE")
        ->allow_extra_args(false);
    app.add_option("--name", m_name, "Name of the sweep; its runs carry it as a tag")->type_name("TEXT");
    m_cluster.declare(app);
    app.final_callback([this] {
        if (m_dataset.empty() && m_cluster.describesSweep())
            throw CLI::RequiredError("--dataset");
    });
    app.footer(
        "--fair: the first seed searches; --axis interests=... says for which numbers, any other axis\n"
        "replaces the values that are tried. The winners' runs get the tag 'winner'.\n"
        "The same command goes on with a sweep that was interrupted; points that finished runs already "
        "answer are not trained again.");
}

SweepRequest SweepCommand::request(const GlobalOptions& options) const
{
    SweepRequest request;
    request.name = m_name;
    if (m_models == "all")
        for (const ModelInfo& model : availableModels())
            request.models.push_back(model.name);
    else
        request.models = m_models.empty() ? std::vector<std::string> { "opal" } : splitCommas(m_models);
    request.params = gatherSweepSettings(m_preset, m_config, m_settings, options);
    for (const std::string& axis : m_axes)
        request.axes.push_back(axisOf(axis));
    for (const std::string& seed : splitCommas(m_seeds))
        request.seeds.push_back(seedOf(seed));
    request.ablations = m_ablations;
    request.fairBudget = m_fair ? m_budget : 0;
    return request;
}

void SweepCommand::run(CommandContext& context)
{
    if (m_cluster.run(context, [&] {
            return SweepCluster::Wish { request(context.options()), QString::fromStdString(m_dataset) };
        }))
        return;
    RunStore& store = context.store();
    const std::string id = prepareSweep(store, request(context.options()), QString::fromStdString(m_dataset));
    context.output().result({ { "event", "sweep" }, { "sweep", id } });
    ProgressReporter reporter(context.output(), context.stopToken());
    SweepRecord sweep;
    try {
        sweep = makeSweepJob(store, context.paths(), id, context.options().threads).run(reporter);
    } catch (const Cancelled&) {
        reporter.finish();
        m_kept = "Run the same command again to go on with the sweep.";
        throw;
    }
    reporter.finish();
    const bool reported = sweep.fair && !m_report.empty();
    if (reported)
        saveFile(QString::fromStdString(m_report), QByteArray::fromStdString(fairReportCsv(store, sweep)));
    Json runs = Json::array();
    for (const SweepPoint& point : sweep.points)
        runs.push_back(pointJson(point, store));
    const std::int64_t failed = countPoints(sweep, SweepPointState::Failed);
    Json json { { "event", "finished" },           { "sweep", sweep.id }, { "name", sweep.name },
                { "points", sweep.points.size() }, { "failed", failed },  { "runs", runs } };
    if (sweep.fair)
        json["fair"] = fairJson(*sweep.fair, sweep, store);
    if (reported)
        json["report"] = m_report;
    context.output().result(json);
    printSweep(context.output(), sweep, store);
}

std::unique_ptr<Command> makeSweepCommand()
{
    return std::make_unique<SweepCommand>();
}

} // namespace opal
