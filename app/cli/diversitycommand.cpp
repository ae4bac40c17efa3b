// SPDX-License-Identifier: GPL-3.0-or-later
#include <CLI/CLI.hpp>
#include <cmath>

#include "app/cli/command.h"
#include "app/cli/output.h"
#include "app/cli/progressreporter.h"
#include "core/jobs/jobs.h"
#include "core/store/runstore.h"

namespace opal {

/// `opal diversity RUN`: SPPMI of a user's recommendations, or its average over a set of users.
class DiversityCommand final : public Command
{
public:
    void declare(CLI::App& app) override;
    void run(CommandContext& context) override;

private:
    void runUser(CommandContext& context);
    void runUsers(CommandContext& context);

    std::string m_run;
    std::string m_user;
    std::string m_users; ///< a set; empty: all
    bool m_allUsers = false;
    std::string m_order = "interest";
    int m_k = 200;
    double m_shift = 1;
    std::int64_t m_minimumCount = 1;
};

namespace {

Json finite(double value)
{
    return std::isfinite(value) ? Json(value) : Json();
}

Json squareJson(const std::vector<double>& values, std::size_t width)
{
    Json rows = Json::array();
    for (std::size_t row = 0; row < width; ++row) {
        Json cells = Json::array();
        for (std::size_t column = 0; column < width; ++column)
            cells.push_back(finite(values[row * width + column]));
        rows.push_back(std::move(cells));
    }
    return rows;
}

Json boundsJson(const MeanInterval& interval)
{
    return Json::array({ finite(interval.low), finite(interval.high) });
}

std::string intervalText(const MeanInterval& interval)
{
    return decimals(interval.mean, 4) + "  (" + decimals(interval.low, 4) + " to "
        + decimals(interval.high, 4) + ")";
}

Json userJson(const UserDiversity& user)
{
    return {
        { "run", user.run },
        { "user", user.userId },
        { "k", user.k },
        { "shift", user.matrix.shift },
        { "minimum_count", user.matrix.minimumCount },
        { "order", diversityOrderName(user.order) },
        { "items", user.itemIds },
        { "category", user.category },
        { "interest", user.matrix.interest },
        { "sppmi", squareJson(user.matrix.values, user.matrix.size()) },
        { "mean", finite(user.statistics.mean) },
        { "within", finite(user.statistics.within) },
        { "between", finite(user.statistics.between) },
        { "ratio", finite(user.ratio.mean) },
        { "zero_share", finite(user.statistics.zeroShare) },
        { "within_interval", boundsJson(user.within) },
        { "between_interval", boundsJson(user.between) },
        { "ratio_interval", boundsJson(user.ratio) },
        { "pairs", user.statistics.pairs },
        { "tag_diversity", finite(user.tagDiversity) },
        { "sppmi_diversity", finite(user.sppmiDiversity) },
    };
}

std::string groupName(const GroupDiversity& group)
{
    if (group.kind == GroupDiversity::Kind::Activity)
        return "activity_" + std::to_string(group.index);
    return group.kind == GroupDiversity::Kind::All ? "all" : "interests_" + std::to_string(group.index);
}

Json groupJson(const GroupDiversity& group)
{
    const auto mean = [](const MeanInterval& value) { return finite(value.mean); };
    return {
        { "group", groupName(group) },
        { "users", group.users },
        { "shortest_history", group.shortest },
        { "longest_history", group.longest },
        { "recall", mean(group.recall) },
        { "hit_rate", mean(group.hitRate) },
        { "tag_diversity", mean(group.tagDiversity) },
        { "tag_diversity_interval", boundsJson(group.tagDiversity) },
        { "sppmi_diversity", mean(group.sppmiDiversity) },
        { "sppmi_diversity_interval", boundsJson(group.sppmiDiversity) },
        { "coverage", finite(group.coverage) },
        { "gini", finite(group.gini) },
        { "popularity", mean(group.popularity) },
    };
}

Json averageJson(const AverageDiversity& average)
{
    Json groups = Json::array();
    for (const GroupDiversity& group : average.groups)
        groups.push_back(groupJson(group));
    return {
        { "run", average.run },
        { "set", userSetText(average.set) },
        { "users", average.users },
        { "k", average.k },
        { "shift", average.shift },
        { "minimum_count", average.minimumCount },
        { "mean", finite(average.mean.mean) },
        { "within", finite(average.within.mean) },
        { "between", finite(average.between.mean) },
        { "ratio", finite(average.ratio.mean) },
        { "zero_share", finite(average.zeroShare.mean) },
        { "mean_interval", boundsJson(average.mean) },
        { "within_interval", boundsJson(average.within) },
        { "between_interval", boundsJson(average.between) },
        { "ratio_interval", boundsJson(average.ratio) },
        { "blocks", squareJson(average.blocks, static_cast<std::size_t>(average.interests)) },
        { "histogram", average.histogram },
        { "bin_width", sppmiBinWidth },
        { "groups", std::move(groups) },
    };
}

} // namespace

void DiversityCommand::declare(CLI::App& app)
{
    app.add_option("run", m_run, "Run: id, beginning of one, or name")->type_name("RUN")->required();
    auto* user = app.add_option("--user", m_user, "User, by the id of the log")->type_name("ID");
    auto* all = app.add_flag("--all-users", m_allUsers, "Average over all users of the test day");
    auto* set = app.add_option("--users", m_users,
                               "Average over a set of users: most_active:N, least_active:N, interests:N (N "
                               "interests in the list) or ids:ID,ID,...")
                    ->type_name("SET");
    user->excludes(all);
    user->excludes(set);
    all->excludes(set);
    app.add_option("--order", m_order, "Rows of one user's matrix: interest, category or clustered")
        ->type_name("ORDER")
        ->check(CLI::IsMember({ "interest", "category", "clustered" }))
        ->capture_default_str();
    app.add_option("--k", m_k, "Length of the list")
        ->type_name("K")
        ->check(CLI::Range(2, 2000))
        ->capture_default_str();
    app.add_option("--shift", m_shift, "Shift of SPPMI: 1, 5 or 15 are usual")
        ->type_name("K")
        ->check(CLI::Range(1.0, 1e6))
        ->capture_default_str();
    app.add_option("--minimum-count", m_minimumCount, "Pairs with fewer joint users count as 0")
        ->type_name("N")
        ->check(CLI::Range(1, 1000000))
        ->capture_default_str();
    app.final_callback([this] {
        if (m_user.empty() && !m_allUsers && m_users.empty())
            throw CLI::RequiredError("--user, --users or --all-users");
    });
}

void DiversityCommand::run(CommandContext& context)
{
    if (m_user.empty())
        runUsers(context);
    else
        runUser(context);
}

void DiversityCommand::runUser(CommandContext& context)
{
    ProgressReporter reporter(context.output(), context.stopToken());
    const auto user = makeDiversityJob(context.store(), context.paths(),
                                       { context.store().run(m_run).id, m_user, m_k, m_shift, m_minimumCount,
                                         diversityOrderFromName(m_order) })
                          .run(reporter);
    reporter.finish();
    Output& output = context.output();
    output.result(userJson(*user));
    output.text("SPPMI of " + grouped(static_cast<std::int64_t>(user->itemIds.size())) + " items of user "
                + user->userId + ", " + grouped(user->statistics.pairs) + " pairs");
    output.table({ "pairs", "mean" },
                 { { "all", decimals(user->statistics.mean, 4) },
                   { "within an interest", intervalText(user->within) },
                   { "between interests", intervalText(user->between) },
                   { "within / between", intervalText(user->ratio) },
                   { "share of zeros", decimals(user->statistics.zeroShare, 4) } });
}

void DiversityCommand::runUsers(CommandContext& context)
{
    ProgressReporter reporter(context.output(), context.stopToken());
    const auto average = makeAverageDiversityJob(context.store(), context.paths(),
                                                 { context.store().run(m_run).id,
                                                   {},
                                                   m_k,
                                                   m_shift,
                                                   m_minimumCount,
                                                   DiversityOrder::Interest,
                                                   userSetFromText(m_users) })
                             .run(reporter);
    reporter.finish();
    Output& output = context.output();
    Json line = averageJson(*average);
    line["exclude"] = exclusionName(exclusionOf(context.store().run(average->run)));
    output.result(line);
    output.text("SPPMI of the first " + grouped(average->k) + " items, " + grouped(average->users)
                + " users");
    output.table({ "pairs", "mean (95 % interval)" },
                 { { "all", intervalText(average->mean) },
                   { "within an interest", intervalText(average->within) },
                   { "between interests", intervalText(average->between) },
                   { "within / between", intervalText(average->ratio) },
                   { "share of zeros", intervalText(average->zeroShare) } });
    std::vector<std::vector<std::string>> rows;
    for (const GroupDiversity& group : average->groups)
        rows.push_back({ groupName(group), grouped(group.users), decimals(group.recall.mean, 4),
                         decimals(group.hitRate.mean, 4), decimals(group.tagDiversity.mean, 4),
                         decimals(group.sppmiDiversity.mean, 4), decimals(group.coverage, 4),
                         decimals(group.gini, 4), decimals(group.popularity.mean, 1) });
    output.table({ "group", "users", "recall", "hit rate", "diversity by tag", "by SPPMI", "coverage", "Gini",
                   "popularity" },
                 rows);
}

std::unique_ptr<Command> makeDiversityCommand()
{
    return std::make_unique<DiversityCommand>();
}

} // namespace opal
