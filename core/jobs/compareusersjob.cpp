#include "core/jobs/compareusersjob.h"

#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/evaluation/userquality.h"
#include "core/jobs/jobsupport.h"
#include "core/store/runstore.h"
#include "core/training/trainer.h"

namespace opal {

namespace {

class CompareUsersJob final : public Job
{
public:
    CompareUsersJob(RunStore& store, WorkspacePaths paths, std::string first, std::string second, int cutoff)
        : m_store(store)
        , m_paths(std::move(paths))
        , m_first(std::move(first))
        , m_second(std::move(second))
        , m_cutoff(cutoff)
    {
    }

    QString kind() const override { return QStringLiteral("evaluate"); }

    QString subject() const override { return QString::fromStdString(m_second); }

    std::any run(JobContext& context) override
    {
        const RunRecord first = m_store.run(m_first);
        const RunRecord second = m_store.run(m_second);
        if (first.datasetHash != second.datasetHash)
            throw Error(
                ErrorCode::InvalidArgument,
                "the runs '" + first.name + "' and '" + second.name
                    + "' are of different data sets, so they have no users in common; choose two runs "
                      "of one data set");
        const std::shared_ptr<const Dataset> data = openRunDataset(m_store, first);
        const std::vector<UserQuality> firstUsers = evaluate(first, *data, context, 0);
        const std::vector<UserQuality> secondUsers = evaluate(second, *data, context, 0.5);
        UserComparison result = compareUsers(
            firstUsers, secondUsers, [&data](UserIndex user) { return std::string(data->userId(user)); });
        result.firstRun = first.id;
        result.secondRun = second.id;
        result.cutoff = m_cutoff;
        return result;
    }

private:
    std::vector<UserQuality> evaluate(const RunRecord& run, const Dataset& data, JobContext& context,
                                      double done) const
    {
        const ParamMap params = runParams(run);
        const auto model = loadTrainedModel(m_paths.runFolder(QString::fromStdString(run.id)).toStdString(),
                                            run.model, params, data.itemCount());
        EvaluationParams evaluation;
        evaluation.split = Split::Test;
        evaluation.cutoffs = { m_cutoff };
        evaluation.maxLength = params.integer("max_length");
        const auto progress = [&context, done](double fraction) {
            JobProgress report;
            report.phase = QStringLiteral("evaluate");
            report.fraction = done + fraction / 2;
            context.progress(report);
        };
        return userRecall(*model, data, evaluation, progress, context.stopToken());
    }

    RunStore& m_store;
    WorkspacePaths m_paths;
    std::string m_first;
    std::string m_second;
    int m_cutoff;
};

} // namespace

std::unique_ptr<Job> makeCompareUsersJob(RunStore& store, const WorkspacePaths& paths, std::string first,
                                         std::string second, int cutoff)
{
    return std::make_unique<CompareUsersJob>(store, paths, std::move(first), std::move(second), cutoff);
}

} // namespace opal
