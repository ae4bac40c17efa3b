// SPDX-License-Identifier: GPL-3.0-or-later
#include <CLI/CLI.hpp>
#include <algorithm>

#include "app/cli/command.h"
#include "app/cli/jsonforms.h"
#include "app/cli/progressreporter.h"
#include "core/base/error.h"
#include "core/jobs/jobs.h"
#include "core/store/runstore.h"

namespace opal {

/// `opal recommend RUN`: one user's history, interests and recall lists.
class RecommendCommand final : public Command
{
public:
    void declare(CLI::App& app) override;
    void run(CommandContext& context) override;

private:
    std::string m_run;
    std::string m_user;
    std::vector<std::string> m_history;
    std::vector<double> m_weights;
    std::string m_merge = "maximum";
    double m_epsilon = 0; ///< 0: the model's own
    int m_k = 200;
};

namespace {

constexpr std::size_t shownRows = 20;

std::string itemText(const std::string& id, const std::string& title)
{
    return title.empty() ? id : id + "  " + title;
}

void printHistory(Output& output, const UserExploration& user)
{
    std::vector<std::vector<std::string>> rows;
    const std::size_t first = user.history.size() - std::min(user.history.size(), shownRows);
    for (std::size_t i = first; i < user.history.size(); ++i) {
        const HistoryEntry& entry = user.history[i];
        std::string weights;
        for (const float weight : entry.weights)
            weights += (weights.empty() ? "" : " ") + decimals(static_cast<double>(weight), 2);
        rows.push_back({ entry.day, itemText(entry.itemId, entry.title),
                         entry.category >= 0 ? std::to_string(entry.category) : "-", weights });
    }
    output.text("history: " + grouped(user.historyLength) + " items, the last " + std::to_string(rows.size())
                + " shown");
    output.table({ "day", "item", "interest", "weights" }, rows);
    output.text("");
}

void printInterests(Output& output, const UserExploration& user)
{
    std::vector<std::vector<std::string>> rows;
    for (const auto& interest : user.interests) {
        std::string best;
        const auto& items = user.perInterestItems.at(static_cast<std::size_t>(interest.index));
        for (std::size_t i = 0; i < std::min<std::size_t>(5, items.size()); ++i)
            best += (best.empty() ? "" : ", ") + (items[i].title.empty() ? items[i].id : items[i].title);
        const std::string name = user.interestName(interest.index);
        rows.push_back({ std::to_string(interest.index), name.empty() ? "-" : name,
                         decimals(interest.intensity, 2), grouped(interest.items),
                         interest.valid ? best : "not used" });
    }
    output.table({ "interest", "about", "intensity", "items", "finds first" }, rows);
    output.text("");
}

void printMerged(Output& output, const UserExploration& user)
{
    std::vector<std::vector<std::string>> rows;
    for (std::size_t i = 0; i < std::min(user.recall.merged.size(), shownRows); ++i) {
        const RecallEntry& entry = user.recall.merged[i];
        rows.push_back({ std::to_string(i + 1), itemText(user.mergedItems[i].id, user.mergedItems[i].title),
                         decimals(static_cast<double>(entry.score), 4), std::to_string(entry.interest),
                         entry.heldOut ? "hit" : "" });
    }
    output.table({ "rank", "item", "score", "interest", "held out" }, rows);
    if (user.recall.merged.size() > shownRows)
        output.text("and " + grouped(static_cast<std::int64_t>(user.recall.merged.size() - shownRows))
                    + " more; --json prints all");
    output.text(grouped(user.hits) + " of " + grouped(user.targets) + " held-out items are in the list");
    if (user.heldOut.empty())
        return;
    output.text("");
    std::vector<std::vector<std::string>> places;
    const auto placeText = [](std::int64_t place) { return place > 0 ? grouped(place) : std::string("-"); };
    for (const auto& item : user.heldOut) {
        std::vector<std::string>& row = places.emplace_back(
            std::vector { itemText(item.text.id, item.text.title), placeText(item.merged) });
        for (const std::int64_t rank : item.ranks)
            row.push_back(placeText(rank));
    }
    std::vector<std::string> headings { "held out", "place" };
    for (std::size_t interest = 0; interest < user.interests.size(); ++interest)
        headings.push_back("under " + std::to_string(interest));
    output.table(headings, places);
}

} // namespace

void RecommendCommand::declare(CLI::App& app)
{
    app.add_option("run", m_run, "Run: id, beginning of one, or name")->type_name("RUN")->required();
    auto* user = app.add_option("--user", m_user, "User, by the id of the log")->type_name("ID");
    app.add_option("--k", m_k, "Length of the lists")
        ->type_name("K")
        ->check(CLI::Range(1, 1000000))
        ->capture_default_str();
    app.add_option("--history", m_history, "A made-up history instead of the user's, oldest first")
        ->type_name("ID,ID,...")
        ->delimiter(',')
        ->allow_extra_args(false);
    app.add_option("--merge", m_merge, "How the lists become one: maximum, quota or round_robin")
        ->type_name("RULE")
        ->check(CLI::IsMember({ "maximum", "quota", "round_robin" }))
        ->capture_default_str();
    app.add_option("--weights", m_weights,
                   "Factor on the scores of each interest in the merged list; 0 mutes")
        ->type_name("W,W,...")
        ->delimiter(',')
        ->check(CLI::NonNegativeNumber)
        ->allow_extra_args(false);
    app.add_option("--epsilon", m_epsilon, "Temperature of the assignment instead of the model's own")
        ->type_name("X")
        ->check(CLI::PositiveNumber);
    app.final_callback([this, user] {
        if (user->count() == 0 && m_history.empty())
            throw CLI::RequiredError("--user or --history");
    });
}

void RecommendCommand::run(CommandContext& context)
{
    RecommendJobRequest request;
    request.run = context.store().run(m_run).id;
    request.userId = m_user;
    request.k = m_k;
    if (!m_history.empty())
        request.historyItems = m_history;
    request.weights = m_weights;
    if (m_epsilon > 0)
        request.epsilon = m_epsilon;
    if (m_merge != "maximum")
        request.mergeRule = m_merge == "quota" ? MergeRule::Quota : MergeRule::RoundRobin;
    ProgressReporter reporter(context.output(), context.stopToken());
    const UserExploration user = makeRecommendJob(context.store(), context.paths(), request).run(reporter);
    reporter.finish();
    Output& output = context.output();
    output.result(explorationJson(user));
    if (output.json())
        return;
    printHistory(output, user);
    printInterests(output, user);
    printMerged(output, user);
}

std::unique_ptr<Command> makeRecommendCommand()
{
    return std::make_unique<RecommendCommand>();
}

} // namespace opal
