// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <QString>

#include "core/jobs/cluster.h"

namespace opal {

/// Hands the points of a ClusterPlan to Slurm as job arrays. Queueing, placement, time limits, preemption and
/// restarts are Slurm's.

struct SlurmOptions
{
    QString program; ///< `opal` as the nodes find it
    std::string partition; ///< empty: the cluster's default, like the two below
    std::string time; ///< as sbatch takes it: "2:00:00"
    std::string memory; ///< "4G"
    int cpus = 1; ///< of a task, which are its threads
    int atOnce = 0; ///< at most so many tasks at once; 0: as Slurm likes
    std::vector<std::string> extra; ///< further options of sbatch: "--account=lab"
};

/// The batch script of a plan in `folder`. On the warning before a preemption or the time limit it has the
/// worker save and asks Slurm for the task again: leaving with any exit code would end the task for good. It
/// asks again, a few times, after a worker was killed, too.
std::string slurmScript(const ClusterPlan& plan, const QString& folder, const SlurmOptions& options);

/// "0-3,7": task numbers as --array takes them.
std::string slurmArray(const std::vector<std::int64_t>& tasks);

/// Writes the script into `folder`, submits `points` in as many arrays as the cluster's MaxArraySize needs,
/// and notes the job ids in the folder. Throws Error{NotFound} without Slurm's commands, Error{Unsupported}
/// with what sbatch said.
void submitToSlurm(const ClusterPlan& plan, const QString& folder, const std::vector<std::int64_t>& points,
                   const SlurmOptions& options);

/// What Slurm has of a point.
struct SlurmTask
{
    std::string job; ///< as its commands take it: "17_4"
    std::string state; ///< Slurm's word: "PENDING", "RUNNING", ...
    std::string reason; ///< why it waits, in Slurm's word: "Resources", "BeginTime", ...
};

/// The points that Slurm still has, waiting or running; nothing if none was ever submitted. Throws as
/// submitToSlurm().
std::optional<std::map<std::int64_t, SlurmTask>> slurmTasks(const QString& folder);

/// Ends all tasks of a plan; their workers save first. Throws as submitToSlurm().
void cancelOnSlurm(const QString& folder);

} // namespace opal
