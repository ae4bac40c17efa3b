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

class SignificanceJob final : public Job
{
public:
    SignificanceJob(RunStore& store, WorkspacePaths paths, ResultsTable table)
        : m_store(store)
        , m_paths(std::move(paths))
        , m_table(std::move(table))
    {
    }

    QString kind() const override { return QStringLiteral("evaluate"); }

    QString subject() const override { return QString::fromStdString(m_table.name); }

    std::any run(JobContext& context) override
    {
        const std::vector<CellContest> contests = cellContests(m_table);
        std::map<std::string, std::set<MetricAt>> wanted; // by run
        for (const CellContest& contest : contests)
            for (const TableCell* cell : { static_cast<const TableCell*>(contest.best), contest.second })
                for (const std::string& run : cell->runs)
                    wanted[run].insert(*m_table.columns[contest.column].metric);
        std::map<std::string, std::shared_ptr<const Dataset>> datasets; // by hash: most runs share one
        const double share = 1.0 / static_cast<double>(std::max<std::size_t>(1, wanted.size()));
        for (const auto& [id, metrics] : wanted) {
            const RunRecord run = m_store.run(id);
            std::shared_ptr<const Dataset>& data = datasets[run.datasetHash];
            if (!data)
                data = openRunDataset(m_store, run);
            const double done = static_cast<double>(m_values.size()) * share;
            m_values[id] = userMetricsOfRun(m_paths, run, *data, { metrics.begin(), metrics.end() }, context,
                                            done, share);
        }
        for (const CellContest& contest : contests) {
            if (context.stopToken().stop_requested())
                throw Cancelled();
            const MetricAt& metric = *m_table.columns[contest.column].metric;
            const std::vector<double> best = meanOverSeeds(contest.best->runs, metric);
            const std::vector<double> second = meanOverSeeds(contest.second->runs, metric);
            contest.best->significant = wilcoxonSignedRank(second, best) < level
                && pairedBootstrap(second, best, resamples, 1) < level;
        }
        m_table.notes.emplace_back(
            "† better than the second best with p < 0.05 in both a Wilcoxon signed-rank test and a paired "
            "bootstrap over the test users.");
        return m_table;
    }

private:
    std::vector<double> meanOverSeeds(const std::vector<std::string>& runs, const MetricAt& metric) const
    {
        std::vector<double> mean;
        for (const std::string& run : runs) {
            const std::vector<double>& values = m_values.at(run).values.at(metric);
            mean.resize(values.size());
            for (std::size_t user = 0; user < values.size(); ++user)
                mean[user] += values[user] / static_cast<double>(runs.size());
        }
        return mean;
    }

    RunStore& m_store;
    WorkspacePaths m_paths;
    ResultsTable m_table;
    std::map<std::string, UserMetrics> m_values; ///< by run
};

} // namespace

std::unique_ptr<Job> makeSignificanceJob(RunStore& store, const WorkspacePaths& paths, ResultsTable table)
{
    return std::make_unique<SignificanceJob>(store, paths, std::move(table));
}

} // namespace opal
