// SPDX-License-Identifier: GPL-3.0-or-later
#include <CLI/CLI.hpp>
#include <set>

#include "app/cli/command.h"
#include "app/cli/jsonforms.h"
#include "app/cli/progressreporter.h"
#include "core/base/error.h"
#include "core/jobs/jobs.h"
#include "core/store/runstore.h"

namespace opal {

/// `opal evaluate RUN`: the metrics of a stored run, computed again.
class EvaluateCommand final : public Command
{
public:
    void declare(CLI::App& app) override;
    void run(CommandContext& context) override;

private:
    std::string m_run;
    std::string m_split = "test";
    std::vector<int> m_cutoffs { 50, 100, 200 };
    std::string m_index;
    std::string m_exclude;
};

namespace {

void printAgreement(Output& output, const RunRecord& run, const Agreement& agreement)
{
    std::vector<std::vector<std::string>> rows;
    const auto add = [&rows](const char* name, const ShuffledMeasure& measure) {
        rows.push_back({ name, decimals(measure.value, 4),
                         decimals(measure.shuffledMean, 4) + "  (" + decimals(measure.low, 4) + " to "
                             + decimals(measure.high, 4) + ")" });
    };
    add("AMI", agreement.ami);
    add("NMI", agreement.nmi);
    add("purity", agreement.purity);
    output.table({ "measure", "value", "shuffled (95 % band)" }, rows);
    const auto start = run.params.find("category_start");
    const bool coherent = start != run.params.end() && start->second == "coherent";
    if (agreement.isAtChance())
        output.text(
            std::string("These hyper-categories are no better than chance. ")
            + (coherent ? "Try another number of interests." : "Train with category_start = coherent."));
}

} // namespace

void EvaluateCommand::declare(CLI::App& app)
{
    app.add_option("run", m_run, "Run: id, beginning of one, or name")->type_name("RUN")->required();
    app.add_option("--split", m_split, "Held-out day: test or valid")
        ->check(CLI::IsMember({ "test", "valid" }))
        ->capture_default_str();
    app.add_option("--k", m_cutoffs, "Lengths of the list, separated by commas (default: 50,100,200)")
        ->type_name("K,K,...")
        ->delimiter(',')
        ->allow_extra_args(false)
        ->check(CLI::Range(1, 1000000));
    app.add_option("--index", m_index,
                   "Faiss index instead of exact search, e.g. Flat, HNSW32 or IVF256,Flat")
        ->type_name("SPEC");
    app.add_option("--exclude", m_exclude,
                   "What lists leave out of a user's past: history, all of it, window, the last max_length "
                   "items, or nothing (default: the run's own parameter)")
        ->check(CLI::IsMember({ "history", "window", "nothing" }));
}

void EvaluateCommand::run(CommandContext& context)
{
    EvaluateJobRequest request;
    request.run = context.store().run(m_run).id;
    request.testSplit = m_split == "test";
    const std::set<int> distinct(m_cutoffs.begin(), m_cutoffs.end());
    request.cutoffs.assign(distinct.begin(), distinct.end());
    request.indexSpec = m_index;
    if (!m_exclude.empty())
        request.exclusion = exclusionFromName(m_exclude);
    request.threads = context.options().threads;
    ProgressReporter reporter(context.output(), context.stopToken());
    const auto metrics = makeEvaluateJob(context.store(), context.paths(), request).run(reporter);
    reporter.finish();
    Output& output = context.output();
    Json line { { "event", "finished" }, { "run", request.run }, { "split", m_split } };
    line.update(metricsJson(metrics));
    const RunRecord run = context.store().run(request.run);
    const std::optional<Agreement>& agreement = run.agreement;
    line["agreement"] = agreementJson(agreement);
    const Exclusion exclusion = request.exclusion.value_or(exclusionOf(run));
    line["exclude"] = exclusionName(exclusion);
    line["seconds"] = metrics.seconds;
    output.result(line);

    output.text("run " + request.run + ", " + m_split + " day, lists "
                + (exclusion == Exclusion::History      ? "without the whole history"
                       : exclusion == Exclusion::Window ? "without the items that the model reads"
                                                        : "that leave nothing out")
                + ": " + grouped(metrics.users) + " users, " + grouped(metrics.skippedUsers)
                + " without history or target, " + grouped(metrics.usersWithRepeats)
                + " with targets they had seen, " + decimals(metrics.seconds, 2) + " s");
    printMetrics(output, metrics);
    if (agreement) {
        output.text(std::string("hyper-categories beside ")
                    + (agreement->with == "tags" ? "the tags of " : "the log's own spectral groups of ")
                    + grouped(agreement->items) + " items:");
        printAgreement(output, run, *agreement);
    }
    if (!metrics.index)
        return;
    std::string found;
    for (const auto& [k, share] : metrics.index->recall)
        found
            += (found.empty() ? "" : ", ") + decimals(100 * share, 2) + " % of the best " + std::to_string(k);
    output.text("index " + metrics.index->spec + " finds " + found + "; "
                + decimals(metrics.index->milliseconds, 2) + " ms a user, exact search "
                + decimals(metrics.index->exactMilliseconds, 2) + " ms");
}

std::unique_ptr<Command> makeEvaluateCommand()
{
    return std::make_unique<EvaluateCommand>();
}

} // namespace opal
