// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <QString>

#include "core/jobs/job.h"
#include "core/jobs/workspacepaths.h"
#include "core/results/sweep.h"

namespace opal {

class RunStore;

/// Sweeps whose points are trained by workers on other machines. All that they share is one folder; who
/// starts them (core/jobs/slurm.h, a shell over ssh, a Kubernetes job with an index) is no matter of theirs.
///
///     plan.json                    what is trained; written once
///     models/                      model files that it names (core/jobs/ownmodels.h)
///     points/<number>/owner.lock   of the worker that trains the point (core/store/ownerlock.h)
///                     worker.json  where the last worker is, and what it computes with
///                     runs/<id>/   its checkpoints
///                     progress.opalrun   record and curves, at least as new as the last checkpoint
///                     result.opalrun     the trained run; appears whole
///                     failed.json  why there will be none
///
/// A worker keeps its database on a disk of its own, since SQLite is not safe on a network file system; a
/// point whose worker was killed goes on in the next one, bit for bit.

struct ClusterPlan
{
    std::string sweep; ///< id in the workspace that planned it
    std::string name;
    std::string datasetHash;
    std::string datasetPath; ///< absolute; as the workers see it, too
    std::string version; ///< of the program
    std::vector<SweepPoint> points; ///< number, model, params and label count
};

/// Writes `plan.json` into `folder`, which is made. A plan that is there must be the same: throws
/// Error{InvalidArgument} otherwise, Error{CannotWrite}.
void writeClusterPlan(const QString& folder, const ClusterPlan& plan);

/// `plan` is the file or its folder. Throws Error{NotFound, InvalidData, CannotRead}.
ClusterPlan readClusterPlan(const QString& plan);

/// What to do while another worker has the point.
enum class IfBusy { Fail, Wait };

/// Trains one point of a plan, or goes on with it, and leaves the result in the point's folder; does nothing
/// if it is there. What an earlier worker left damaged is begun anew. Returns the run as the worker has it.
/// Throws Error{WorkspaceBusy} if another worker has the point or has taken it over, Error{NotFound} for a
/// point that the plan does not have, and what training throws.
Job<RunRecord> makeClusterPointJob(QString plan, std::int64_t point, int threads,
                                   IfBusy ifBusy = IfBusy::Fail);

/// A point as its folder tells.
struct ClusterPoint
{
    SweepPoint point; ///< state, run (in this workspace) and error are set
    std::string host; ///< of its worker; empty before the first
    std::string instructions; ///< instruction set that its worker computes with
    std::string stage; ///< of a point that is trained
    std::int64_t step = 0;
    std::optional<double> recall; ///< best validation Recall@200 so far
};

/// Takes over what the workers have finished, once each, and tells where every point stands: Finished,
/// Failed, Running while a worker has its lock, else Waiting. The sweep in the store follows. A result that
/// is damaged is set aside and its point fails. Throws what reading a plan and importing bundles throw.
std::vector<ClusterPoint> collectCluster(RunStore& store, const WorkspacePaths& paths, const QString& plan);

/// Forgets why points failed, so that the next worker begins them again.
void retryClusterPoints(const QString& plan, const std::vector<std::int64_t>& points);

/// Where the workspace keeps the folder of a sweep: `cluster/<sweep>`, a link if it is elsewhere.
QString clusterFolder(const WorkspacePaths& paths, const std::string& sweep);

} // namespace opal
