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
                       const std::vector<CellContest>& contests, JobContext& context)
{
    std::map<std::string, std::set<MetricAt>> wanted; // by run
    for (const CellContest& contest : contests)
        for (const TableCell* cell : { static_cast<const TableCell*>(contest.best), contest.second })
            for (const std::string& run : cell->runs)
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

} // namespace

Job<ResultsTable> makeSignificanceJob(RunStore& store, const WorkspacePaths& paths, ResultsTable table)
{
    JobHead head { QStringLiteral("evaluate"), QString::fromStdString(table.name) };
    return { std::move(head), [&store, paths, table = std::move(table)](JobContext& context) mutable {
                const std::vector<CellContest> contests = cellContests(table);
                const MetricsByRun values = metricsOf(store, paths, table, contests, context);
                for (const CellContest& contest : contests) {
                    if (context.stopToken().stop_requested())
                        throw Cancelled();
                    const MetricAt& metric = *table.columns[contest.column].metric;
                    const auto best = meanOverSeeds(values, contest.best->runs, metric);
                    const auto second = meanOverSeeds(values, contest.second->runs, metric);
                    contest.best->significant = wilcoxonSignedRank(second, best) < level
                        && pairedBootstrap(second, best, resamples, 1) < level;
                }
                table.notes.emplace_back(
                    "† better than the second best with p < 0.05 in both a Wilcoxon signed-rank test and a "
                    "paired bootstrap over the test users.");
                return table;
            } };
}

} // namespace opal
