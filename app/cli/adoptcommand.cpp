// SPDX-License-Identifier: GPL-3.0-or-later
#include <CLI/CLI.hpp>

#include "app/cli/command.h"
#include "app/cli/jsonforms.h"
#include "app/cli/progressreporter.h"
#include "core/jobs/adoptjob.h"
#include "core/results/exclusion.h"

namespace opal {

/// `opal adopt`: a run from vectors that another program made.
class AdoptCommand final : public Command
{
public:
    void declare(CLI::App& app) override;
    void run(CommandContext& context) override;

private:
    AdoptJobRequest m_request;
    std::string m_dataset;
    std::string m_name;
    std::string m_score = "dot";
    std::string m_missingItems = "stop";
    std::string m_missingUsers = "stop";
    std::string m_exclude;
};

void AdoptCommand::declare(CLI::App& app)
{
    AdoptionRequest& vectors = m_request.vectors;
    const auto file = [&app](const char* name, std::string& place, const char* help) {
        return app.add_option(name, place, help)->type_name("FILE[:ARRAY]");
    };
    app.add_option("--dataset", m_dataset, "Data-set file")->type_name("FILE")->required();
    file("--items", vectors.items, "Item vectors [N, d]: .npy, .npz or .safetensors")->required();
    file("--users", vectors.test.vectors, "Interests of every user before the test day, [U, K, d] or [U, d]")
        ->required();
    file(
        "--item-ids", vectors.itemIds,
        "The item of every row: an array, or a text file with one id a line (default: the data set's order)");
    file("--user-ids", vectors.userIds, "The same for users");
    file("--valid", vectors.test.valid, "Which interests take part, [U, K] (default: all)");
    file("--weights", vectors.test.weights, "Share of an interest in the user's past, [U, K]");
    file("--validation-users", vectors.validation.vectors,
         "Interests before the validation day (default: --users, which may then know that day)");
    file("--validation-valid", vectors.validation.valid, "The flags beside them")
        ->needs("--validation-users");
    file("--validation-weights", vectors.validation.weights, "The weights beside them")
        ->needs("--validation-users");
    const auto choice = [&app](const char* name, std::string& value, const char* help,
                               const std::vector<std::string>& values) {
        app.add_option(name, value, help)->check(CLI::IsMember(values))->capture_default_str();
    };
    choice("--score", m_score, "How an item is scored under an interest", { "dot", "cosine" });
    choice("--missing-items", m_missingItems, "Items without a vector: stop, or zero, which scores 0",
           { "stop", "zero" });
    choice("--missing-users", m_missingUsers, "Users without interests: stop, or empty, whose list is empty",
           { "stop", "empty" });
    app.add_option("--exclude", m_exclude,
                   "What lists leave out: the whole history, the window of the last --max-length items, or "
                   "nothing (default: history, unless the data set means seen items to be recommended)")
        ->check(CLI::IsMember({ "history", "window", "nothing" }));
    app.add_option("--max-length", m_request.maxLength, "Items of a history that the model reads")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str();
    app.add_option("--name", m_name, "Name of the run")->type_name("TEXT");
    app.add_option("--tag", m_request.tags, "Tag of the run, may be repeated")->type_name("TEXT");
    app.footer(
        "The run is evaluated at once and works wherever a trained one does; only what needs the model "
        "itself, such as another history, is missing.");
}

void AdoptCommand::run(CommandContext& context)
{
    m_request.datasetFile = QString::fromStdString(m_dataset);
    m_request.name = QString::fromStdString(m_name);
    m_request.vectors.cosine = m_score == "cosine";
    m_request.vectors.allowMissingItems = m_missingItems == "zero";
    m_request.vectors.allowMissingUsers = m_missingUsers == "empty";
    if (!m_exclude.empty())
        m_request.exclusion = exclusionFromName(m_exclude);
    ProgressReporter reporter(context.output(), context.stopToken());
    const AdoptResult result = makeAdoptJob(context.store(), context.paths(), m_request).run(reporter);
    reporter.finish();
    Output& output = context.output();
    const auto matchJson = [](const RowMatch& match) {
        return Json { { "rows", match.rows },
                      { "matched", match.matched },
                      { "missing", match.missing },
                      { "unknown", match.rows - match.matched } };
    };
    Json line { { "event", "finished" }, { "run", result.run.id }, { "split", "test" } };
    line.update(metricsJson(*result.run.test));
    line["validation"] = metricsJson(result.validation);
    line["exclude"] = exclusionName(exclusionOf(result.run));
    line["items"] = matchJson(result.report.items);
    line["users_matched"] = matchJson(result.report.users);
    line["seconds"] = result.run.seconds;
    output.result(line);
    const auto tell = [&output](const char* what, const RowMatch& match) {
        output.text(std::string(what) + ": " + grouped(match.matched) + " matched, " + grouped(match.missing)
                    + " of the data set without a vector, " + grouped(match.rows - match.matched)
                    + " unknown to it");
    };
    output.text("run " + result.run.id + ", " + std::to_string(result.report.interests) + " interests of "
                + std::to_string(result.report.dim) + " dimensions");
    tell("items", result.report.items);
    tell("users", result.report.users);
    if (!result.report.hasValidation)
        output.text("The validation day was evaluated with the interests of the test day, which may know it; "
                    "give --validation-users to choose by it.");
    printMetrics(output, *result.run.test);
}

std::unique_ptr<Command> makeAdoptCommand()
{
    return std::make_unique<AdoptCommand>();
}

} // namespace opal
