// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/compareusersjob.h"

#include <utility>

#include "core/base/error.h"
#include "core/jobs/jobsupport.h"
#include "core/store/runstore.h"

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
        const std::vector<MetricAt> metrics { { "recall", m_cutoff } };
        const UserMetrics firstUsers = userMetricsOfRun(m_paths, first, *data, metrics, context, 0, 0.5);
        const UserMetrics secondUsers = userMetricsOfRun(m_paths, second, *data, metrics, context, 0.5, 0.5);
        UserComparison result = compareUsers(firstUsers, secondUsers, m_cutoff, [&data](UserIndex user) {
            return std::string(data->userId(user));
        });
        result.firstRun = first.id;
        result.secondRun = second.id;
        result.cutoff = m_cutoff;
        return result;
    }

private:
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
