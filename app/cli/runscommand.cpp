// SPDX-License-Identifier: GPL-3.0-or-later
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <functional>
#include <set>

#include "app/cli/command.h"
#include "app/cli/jsonforms.h"
#include "core/base/error.h"
#include "core/jobs/runbundle.h"
#include "core/jobs/runmeasures.h"
#include "core/jobs/study.h"
#include "core/results/interestmeasures.h"
#include "core/store/runstore.h"

namespace opal {

/// `opal runs ...`: the run store.
class RunsCommand final : public Command
{
public:
    void declare(CLI::App& app) override;
    void run(CommandContext& context) override;

private:
    using Action = void (RunsCommand::*)(CommandContext&);

    CLI::App* addAction(CLI::App& app, const char* name, const char* help, Action action);
    void list(CommandContext& context);
    void show(CommandContext& context);
    void compare(CommandContext& context);
    void tag(CommandContext& context);
    void note(CommandContext& context);
    void archive(CommandContext& context);
    void restore(CommandContext& context);
    void setArchived(CommandContext& context, bool archived);
    void requireNoMixture(CommandContext& context) const;
    void exportRun(CommandContext& context);
    void importRun(CommandContext& context);
    void exportStudyOf(CommandContext& context);

    std::vector<std::pair<const CLI::App*, Action>> m_actions;
    std::string m_run;
    std::vector<std::string> m_runs;
    std::vector<std::string> m_tags;
    std::string m_note;
    std::string m_file;
    bool m_all = false;
    bool m_remove = false;
    bool m_withoutMoments = false;
    bool m_incomplete = false;
};

namespace {

constexpr std::size_t widestName = 40; ///< columns of a terminal that one name may take in a list

std::string joined(const std::vector<std::string>& words)
{
    std::string text;
    for (const std::string& word : words)
        text += (text.empty() ? "" : ",") + word;
    return text;
}

std::string recallText(const RunRecord& run, int k)
{
    if (!run.test || !run.test->of("recall").contains(k))
        return "-";
    return decimals(run.test->of("recall").at(k), 4);
}

void printRuns(Output& output, const std::vector<RunRecord>& runs)
{
    std::vector<std::vector<std::string>> rows;
    rows.reserve(runs.size());
    for (const RunRecord& run : runs)
        rows.push_back({ run.id, shortened(visible(run.name), widestName), run.model,
                         shortened(visible(run.datasetName), widestName), runStateName(run.state),
                         isoTime(run.createdMs), grouped(run.step), recallText(run, 50), recallText(run, 200),
                         shortened(visible(joined(run.tags)), widestName) });
    output.table({ "run", "name", "model", "data set", "state", "created", "steps", "Recall@50", "Recall@200",
                   "tags" },
                 rows);
}

Json runsJson(const std::vector<RunRecord>& runs)
{
    Json list = Json::array();
    for (const RunRecord& run : runs)
        list.push_back(runJson(run));
    return list;
}

void tellRun(Output& output, const RunRecord& run)
{
    output.result(runJson(run));
    if (!output.json())
        printRuns(output, { run });
}

std::string measureText(double value)
{
    return std::isfinite(value) ? decimals(value, 4) : "-";
}

/// Runs as listed, each with the AMI of its categories with those of the others, by run.
Json comparisonJson(const std::vector<RunRecord>& runs, const std::vector<RunStability>& stability)
{
    Json list = runsJson(runs);
    for (Json& run : list) {
        Json others = Json::object();
        for (const RunStability& pair : stability) {
            const Json value { { "ami", numberOrNull(pair.ami) }, { "items", pair.items } };
            if (run.at("run") == pair.first)
                others[pair.second] = value;
            else if (run.at("run") == pair.second)
                others[pair.first] = value;
        }
        run["stability"] = std::move(others);
    }
    return list;
}

/// One row a quantity, one column a run; parameters that all runs share are left out.
void printComparison(Output& output, const std::vector<RunRecord>& runs,
                     const std::vector<RunStability>& stability)
{
    std::vector<std::string> header { "" };
    for (const RunRecord& run : runs)
        header.push_back(run.name);
    std::vector<std::vector<std::string>> rows;
    const auto addRow = [&](const std::string& name, const auto& value) {
        std::vector<std::string> row { name };
        for (const RunRecord& run : runs)
            row.push_back(value(run));
        rows.push_back(std::move(row));
    };
    addRow("run", [](const RunRecord& run) { return run.id; });
    addRow("model", [](const RunRecord& run) { return run.model; });
    addRow("data set", [](const RunRecord& run) { return run.datasetName; });
    std::set<std::string> keys;
    for (const RunRecord& run : runs)
        for (const auto& [key, text] : run.params)
            keys.insert(key);
    for (const std::string& key : keys) {
        const auto value = [&key](const RunRecord& run) {
            const auto found = run.params.find(key);
            return found == run.params.end() ? std::string("-") : found->second;
        };
        if (std::any_of(runs.begin(), runs.end(),
                        [&](const RunRecord& run) { return value(run) != value(runs.front()); }))
            addRow(key, value);
    }
    for (const int k : { 50, 100, 200 })
        addRow("Recall@" + std::to_string(k), [k](const RunRecord& run) { return recallText(run, k); });
    for (const InterestMeasure& measure : interestMeasures())
        if (std::any_of(runs.begin(), runs.end(),
                        [&](const RunRecord& run) { return std::isfinite(measure.value(run)); }))
            addRow(measure.title, [&](const RunRecord& run) { return measureText(measure.value(run)); });
    for (const RunRecord& other : runs) {
        const auto ami = [&](const RunRecord& run) {
            for (const RunStability& pair : stability)
                if ((pair.first == run.id && pair.second == other.id)
                    || (pair.first == other.id && pair.second == run.id))
                    return measureText(pair.ami);
            return std::string("-");
        };
        if (std::any_of(runs.begin(), runs.end(), [&](const RunRecord& run) { return ami(run) != "-"; }))
            addRow("stability (AMI) with " + other.name, ami);
    }
    addRow("seconds", [](const RunRecord& run) { return decimals(run.seconds, 1); });
    output.table(header, rows);
}

} // namespace

CLI::App* RunsCommand::addAction(CLI::App& app, const char* name, const char* help, Action action)
{
    CLI::App* child = app.add_subcommand(name, help);
    m_actions.emplace_back(child, action);
    return child;
}

void RunsCommand::declare(CLI::App& app)
{
    app.require_subcommand(1);
    const auto oneRun = [this](CLI::App* child) {
        child->add_option("run", m_run, "Run: id, beginning of one, or name")->type_name("RUN")->required();
        return child;
    };
    const auto manyRuns = [this](CLI::App* child) {
        child->add_option("run", m_runs, "Runs: ids, beginnings of them, or names")
            ->type_name("RUN")
            ->required();
        return child;
    };
    addAction(app, "list", "All runs, newest first", &RunsCommand::list)
        ->add_flag("--archived", m_all, "Archived ones, too");
    oneRun(addAction(app, "show", "Everything known of a run", &RunsCommand::show));
    manyRuns(addAction(app, "compare",
                       "Parameters that differ, results, and whether the same interests are found",
                       &RunsCommand::compare));
    CLI::App* tagging = oneRun(addAction(app, "tag", "Add tags to a run", &RunsCommand::tag));
    tagging->add_option("tags", m_tags, "Tags")->type_name("TAG")->required();
    tagging->add_flag("--remove", m_remove, "Take the tags away instead");
    oneRun(addAction(app, "note", "Write a note to a run", &RunsCommand::note))
        ->add_option("text", m_note, "The note; empty removes it")
        ->type_name("TEXT")
        ->required();
    manyRuns(addAction(app, "archive", "Hide runs from the list", &RunsCommand::archive));
    manyRuns(addAction(app, "restore", "Bring archived runs back", &RunsCommand::restore));
    CLI::App* bundling = oneRun(
        addAction(app, "export", "Write a run with its checkpoints to one file", &RunsCommand::exportRun));
    bundling->add_option("--out", m_file, "Bundle to write")->type_name("FILE")->required();
    bundling->add_flag("--incomplete", m_incomplete,
                       "Leave damaged checkpoints out instead of refusing, and write a run whose weights are "
                       "missing");
    bundling->add_flag("--without-moments", m_withoutMoments,
                       "Leave out the optimiser's moments: a third of the size, but it cannot be trained on");
    CLI::App* study
        = addAction(app, "study", "Write finished runs and their sweeps without weights to one file",
                    &RunsCommand::exportStudyOf);
    study->add_option("run", m_runs, "Runs: ids, beginnings of them, or names (default: all finished ones)")
        ->type_name("RUN");
    study->add_option("--tag", m_tags, "Only runs with one of these tags")->type_name("TAG");
    study->add_option("--out", m_file, "Study to write")->type_name("FILE")->required();
    addAction(app, "import", "Add a run from a bundle", &RunsCommand::importRun)
        ->add_option("file", m_file, "Bundle")
        ->type_name("FILE")
        ->required();
}

void RunsCommand::run(CommandContext& context)
{
    for (const auto& [child, action] : m_actions)
        if (child->parsed())
            (this->*action)(context);
}

void RunsCommand::list(CommandContext& context)
{
    const std::vector<RunRecord> runs = context.store().runs(m_all);
    context.output().result(runsJson(runs));
    if (runs.empty())
        context.output().text("No runs yet. Start one with: opal train --dataset FILE");
    else
        printRuns(context.output(), runs);
}

void RunsCommand::show(CommandContext& context)
{
    Output& output = context.output();
    const RunRecord run = context.store().run(m_run);
    const RunCurves curves = context.store().curves(run.id);
    Json object = runJson(run);
    Json evaluations = Json::array();
    for (const EvaluationReport& report : curves.evaluations) {
        Json evaluation = evaluationJson(report);
        evaluation.erase("event");
        evaluations.push_back(std::move(evaluation));
    }
    object["evaluations"] = std::move(evaluations);
    output.result(object);
    if (output.json())
        return;
    printRuns(output, { run });
    // What the row had no room for.
    if (displayWidth(visible(run.name)) > widestName)
        output.text("name: " + visible(run.name));
    if (displayWidth(visible(joined(run.tags))) > widestName)
        output.text("tags: " + visible(joined(run.tags)));
    if (!run.note.empty())
        output.text("note: " + run.note);
    if (!run.error.empty())
        output.text("error: " + run.error);
    output.text("");
    std::vector<std::vector<std::string>> rows;
    for (const auto& [key, text] : run.params)
        rows.push_back({ key, text });
    output.table({ "parameter", "value" }, rows);
    output.text("");
    rows.clear();
    for (const EvaluationReport& report : curves.evaluations)
        for (const auto& [k, recall] : report.metrics.of("recall"))
            if (k == report.metrics.of("recall").rbegin()->first)
                rows.push_back({ report.stage, std::to_string(report.epoch), grouped(report.step),
                                 "Recall@" + std::to_string(k), decimals(recall, 4),
                                 report.best ? "best" : "" });
    output.table({ "stage", "epoch", "step", "metric", "value", "" }, rows);
}

void RunsCommand::compare(CommandContext& context)
{
    std::vector<RunRecord> runs;
    for (const std::string& name : m_runs)
        runs.push_back(context.store().run(name));
    std::vector<std::string> ids;
    for (const RunRecord& run : runs)
        ids.push_back(run.id);
    const std::vector<RunStability> stability = categoryStability(context.store(), ids, context.stopToken());
    context.output().result(comparisonJson(runs, stability));
    if (!context.output().json())
        printComparison(context.output(), runs, stability);
}

void RunsCommand::tag(CommandContext& context)
{
    const RunRecord run = context.store().run(m_run);
    std::vector<std::string> tags = run.tags;
    for (const std::string& tag : m_tags) {
        std::erase(tags, tag);
        if (!m_remove)
            tags.push_back(tag);
    }
    context.store().setTags(run.id, tags);
    tellRun(context.output(), context.store().run(run.id));
}

void RunsCommand::note(CommandContext& context)
{
    const std::string id = context.store().run(m_run).id;
    context.store().setNote(id, m_note);
    tellRun(context.output(), context.store().run(id));
}

void RunsCommand::archive(CommandContext& context)
{
    setArchived(context, true);
}

void RunsCommand::restore(CommandContext& context)
{
    setArchived(context, false);
}

void RunsCommand::setArchived(CommandContext& context, bool archived)
{
    // All names are resolved before anything changes.
    std::vector<std::string> ids;
    for (const std::string& name : m_runs)
        ids.push_back(context.store().run(name).id);
    std::vector<RunRecord> changed;
    for (const std::string& id : ids) {
        context.store().setArchived(id, archived);
        changed.push_back(context.store().run(id));
    }
    context.output().result(changed.size() == 1 ? runJson(changed.front()) : runsJson(changed));
    if (!context.output().json())
        printRuns(context.output(), changed);
}

/// Standard output takes a file or JSON, not both.
void RunsCommand::requireNoMixture(CommandContext& context) const
{
    if (m_file == "-" && context.output().json())
        throw Error(ErrorCode::InvalidArgument,
                    "--out - and --json would both write to standard output; name a file.");
}

void RunsCommand::exportRun(CommandContext& context)
{
    const RunRecord run = context.store().run(m_run);
    requireNoMixture(context);
    const std::vector<std::string> missing
        = exportRunBundle(context.store(), context.paths(), run.id, QString::fromStdString(m_file), {},
                          m_incomplete ? BundleContent::Incomplete : BundleContent::Complete,
                          m_withoutMoments ? BundleFiles::Weights : BundleFiles::All);
    for (const std::string& reason : missing)
        context.output().complain("left out: " + reason);
    context.output().result(
        { { "event", "finished" }, { "run", run.id }, { "out", m_file }, { "missing", missing } });
    context.output().wrote(m_file, "Wrote run " + run.id + " to ");
}

void RunsCommand::exportStudyOf(CommandContext& context)
{
    std::vector<RunRecord> runs;
    for (const std::string& name : m_runs)
        runs.push_back(context.store().run(name));
    if (m_runs.empty()) {
        runs = context.store().runs();
        std::erase_if(runs, [](const RunRecord& run) { return run.state != RunState::Finished; });
    }
    if (!m_tags.empty())
        std::erase_if(runs, [this](const RunRecord& run) {
            return std::none_of(m_tags.begin(), m_tags.end(),
                                [&run](const std::string& tag) { return hasTag(run, tag); });
        });
    std::vector<std::string> ids;
    for (const RunRecord& run : runs)
        ids.push_back(run.id);
    requireNoMixture(context);
    exportStudy(context.store(), ids, QString::fromStdString(m_file));
    context.output().result({ { "event", "finished" }, { "runs", ids }, { "out", m_file } });
    context.output().wrote(m_file, "Wrote " + std::to_string(ids.size()) + " runs to ");
}

void RunsCommand::importRun(CommandContext& context)
{
    const std::string id = importRunBundle(context.store(), context.paths(), QString::fromStdString(m_file));
    tellRun(context.output(), context.store().run(id));
}

std::unique_ptr<Command> makeRunsCommand()
{
    return std::make_unique<RunsCommand>();
}

} // namespace opal
