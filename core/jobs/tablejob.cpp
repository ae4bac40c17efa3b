// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/evaluation/significance.h"
#include "core/jobs/jobs.h"
#include "core/jobs/jobsupport.h"
#include "core/results/tabletext.h"
#include "core/store/runstore.h"

namespace opal {

namespace {

constexpr int resamples = 10'000;
constexpr double level = 0.05;

using MetricsByRun = std::map<std::string, UserMetrics>;

std::vector<double> meanOverSeeds(const MetricsByRun& values, const std::vector<std::string>& runs,
                                  const MetricAt& metric)
{
    std::vector<double> mean;
    for (const std::string& run : runs) {
        const std::vector<double>& ofRun = values.at(run).values.at(metric);
        mean.resize(ofRun.size());
        for (std::size_t user = 0; user < ofRun.size(); ++user)
            mean[user] += ofRun[user] / static_cast<double>(runs.size());
    }
    return mean;
}

/// The users' metrics under every run that is compared, those that its columns have.
MetricsByRun metricsOf(RunStore& store, const WorkspacePaths& paths, const ResultsTable& table,
                       const std::vector<CellContest>& contests,
                       const std::vector<ReferenceContest>& references, JobContext& context)
{
    std::map<std::string, std::set<MetricAt>> wanted; // by run
    for (const CellContest& contest : contests)
        for (const TableCell* cell : { static_cast<const TableCell*>(contest.best), contest.second })
            for (const std::string& run : cell->runs)
                wanted[run].insert(*table.columns[contest.column].metric);
    for (const ReferenceContest& contest : references)
        for (const std::size_t row : { contest.modelRow, contest.scorerRow })
            for (const std::string& run : table.rows[row].cells[contest.column].runs)
                wanted[run].insert(*table.columns[contest.column].metric);
    std::map<std::string, std::shared_ptr<const Dataset>> datasets; // by hash: most runs share one
    MetricsByRun values;
    const double share = 1.0 / static_cast<double>(std::max<std::size_t>(1, wanted.size()));
    for (const auto& [id, metrics] : wanted) {
        const RunRecord run = store.run(id);
        std::shared_ptr<const Dataset>& data = datasets[run.datasetHash];
        if (!data)
            data = openRunDataset(store, run);
        const double done = static_cast<double>(values.size()) * share;
        values[id]
            = userMetricsOfRun(paths, run, *data, { metrics.begin(), metrics.end() }, context, done, share);
    }
    return values;
}

/// By both tests.
bool differ(const std::vector<double>& first, const std::vector<double>& second)
{
    return wilcoxonSignedRank(first, second) < level && pairedBootstrap(first, second, resamples, 1) < level;
}

/// What the best reference recommender says of the best model.
std::string referenceNote(const ResultsTable& table, const ReferenceContest& contest,
                          const MetricsByRun& values)
{
    const TableColumn& column = table.columns[contest.column];
    const auto& model = table.rows[contest.modelRow].cells;
    const auto& scorer = table.rows[contest.scorerRow].cells;
    const MetricAt& metric = *column.metric;
    const bool apart = differ(meanOverSeeds(values, scorer[contest.column].runs, metric),
                              meanOverSeeds(values, model[contest.column].runs, metric));
    const bool ahead = *model[contest.column].value > *scorer[contest.column].value;
    return (column.group.empty() ? "" : column.group + ", ") + column.title
        + ": the best reference recommender is " + scorer.front().text + " ("
        + cellText(scorer[contest.column], column.format) + "); " + model.front().text + " ("
        + cellText(model[contest.column], column.format) + ") is "
        + (!apart      ? "not told apart from it."
               : ahead ? "better by both tests."
                       : "worse by both tests.");
}

} // namespace

Job<ResultsTable> makeSignificanceJob(RunStore& store, const WorkspacePaths& paths, ResultsTable table)
{
    JobHead head { QStringLiteral("evaluate"), QString::fromStdString(table.name) };
    return { std::move(head), [&store, paths, table = std::move(table)](JobContext& context) mutable {
                const std::vector<CellContest> contests = cellContests(table);
                const std::vector<ReferenceContest> references = referenceContests(table);
                const MetricsByRun values = metricsOf(store, paths, table, contests, references, context);
                for (const CellContest& contest : contests) {
                    if (context.stopToken().stop_requested())
                        throw Cancelled();
                    const MetricAt& metric = *table.columns[contest.column].metric;
                    const auto best = meanOverSeeds(values, contest.best->runs, metric);
                    const auto second = meanOverSeeds(values, contest.second->runs, metric);
                    contest.best->significant = differ(second, best);
                }
                table.notes.emplace_back(
                    "† better than the second best with p < 0.05 in both a Wilcoxon signed-rank test and a "
                    "paired bootstrap over the test users.");
                for (const ReferenceContest& contest : references) {
                    if (context.stopToken().stop_requested())
                        throw Cancelled();
                    table.notes.push_back(referenceNote(table, contest, values));
                }
                return table;
            } };
}

} // namespace opal
