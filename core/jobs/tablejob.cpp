#include <map>
#include <set>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/evaluation/significance.h"
#include "core/evaluation/userquality.h"
#include "core/jobs/jobs.h"
#include "core/jobs/jobsupport.h"
#include "core/store/runstore.h"
#include "core/training/trainer.h"

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
        std::map<std::string, std::set<int>> wanted; // cut-offs by run
        for (const CellContest& contest : contests)
            for (const TableCell* cell : { static_cast<const TableCell*>(contest.best), contest.second })
                for (const std::string& run : cell->runs)
                    wanted[run].insert(m_table.columns[contest.column].metric->second);
        std::size_t done = 0;
        for (const auto& [run, cutoffs] : wanted) {
            evaluate(m_store.run(run), { cutoffs.begin(), cutoffs.end() }, context,
                     static_cast<double>(done) / static_cast<double>(wanted.size()),
                     1.0 / static_cast<double>(wanted.size()));
            ++done;
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
    void evaluate(const RunRecord& run, std::vector<int> cutoffs, JobContext& context, double done,
                  double share)
    {
        const std::shared_ptr<const Dataset> data = openRunDataset(m_store, run);
        const ParamMap params = runParams(run);
        const auto model = loadTrainedModel(m_paths.runFolder(QString::fromStdString(run.id)).toStdString(),
                                            run.model, params, data->itemCount());
        EvaluationParams evaluation;
        evaluation.split = Split::Test;
        evaluation.cutoffs = std::move(cutoffs);
        evaluation.maxLength = params.integer("max_length");
        const auto progress = [&](double fraction) {
            JobProgress report;
            report.phase = QStringLiteral("evaluate");
            report.fraction = done + fraction * share;
            context.progress(report);
        };
        m_recalls[run.id] = userRecalls(*model, *data, evaluation, progress, context.stopToken());
    }

    std::vector<double> meanOverSeeds(const std::vector<std::string>& runs, const MetricAt& metric) const
    {
        std::vector<double> mean;
        for (const std::string& run : runs) {
            const std::vector<double>& recall = m_recalls.at(run).recall.at(metric.second);
            mean.resize(recall.size());
            for (std::size_t user = 0; user < recall.size(); ++user)
                mean[user] += (metric.first == "recall" ? recall[user]
                                   : recall[user] > 0   ? 1.0
                                                        : 0.0)
                    / static_cast<double>(runs.size());
        }
        return mean;
    }

    RunStore& m_store;
    WorkspacePaths m_paths;
    ResultsTable m_table;
    std::map<std::string, UserRecalls> m_recalls; ///< by run
};

} // namespace

std::unique_ptr<Job> makeSignificanceJob(RunStore& store, const WorkspacePaths& paths, ResultsTable table)
{
    return std::make_unique<SignificanceJob>(store, paths, std::move(table));
}

} // namespace opal
