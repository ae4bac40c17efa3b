// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/compareusersjob.h"

#include <utility>

#include "core/base/error.h"
#include "core/jobs/jobsupport.h"
#include "core/store/runstore.h"

namespace opal {

Job<UserComparison> makeCompareUsersJob(RunStore& store, const WorkspacePaths& paths, std::string firstRun,
                                        std::string secondRun, int cutoff)
{
    JobHead head { QStringLiteral("evaluate"), QString::fromStdString(secondRun) };
    return {
        std::move(head),
        [&store, paths, firstRun = std::move(firstRun), secondRun = std::move(secondRun),
         cutoff](JobContext& context) {
            const RunRecord first = store.run(firstRun);
            const RunRecord second = store.run(secondRun);
            if (first.datasetHash != second.datasetHash)
                throw Error(ErrorCode::InvalidArgument,
                            "the runs '" + first.name + "' and '" + second.name
                                + "' are of different data sets, so they have no users in common; choose "
                                  "two runs of one data set");
            const std::shared_ptr<const Dataset> data = openRunDataset(store, first);
            const std::vector<MetricAt> metrics { { "recall", cutoff } };
            const UserMetrics firstUsers = userMetricsOfRun(paths, first, *data, metrics, context, 0, 0.5);
            const UserMetrics secondUsers
                = userMetricsOfRun(paths, second, *data, metrics, context, 0.5, 0.5);
            UserComparison result = compareUsers(firstUsers, secondUsers, cutoff, [&data](UserIndex user) {
                return std::string(data->userId(user));
            });
            result.firstRun = first.id;
            result.secondRun = second.id;
            result.cutoff = cutoff;
            return result;
        }
    };
}

} // namespace opal
