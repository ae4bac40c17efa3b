// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/jobs/job.h"
#include "core/jobs/workspacepaths.h"
#include "core/results/diversity.h"
#include "core/results/runrecord.h"
#include "core/results/userchoice.h"

namespace opal {

class RunStore;

/// One interest against several on one data set (the paper's Fig. 4): two runs of OPAL that differ in the
/// number of interests alone, and a user to look at.
struct OneAgainstSeveralRequest
{
    QString datasetFile; ///< ignored where `runs` are named
    /// Of both runs, only what differs from the defaults; `interests` is that of the run with several.
    std::map<std::string, std::string> params = {};
    std::vector<std::string> runs = {}; ///< ids or names of the two, in any order: nothing is trained
    UserPick pick = UserPick::Typical;
    std::string user = {}; ///< original id, for UserPick::Named
    int k = 200; ///< length of the list
    double shift = 1; ///< k of SPPMI, >= 1
    std::int64_t minimumCount = 1; ///< >= 1
    DiversityOrder order = DiversityOrder::Interest;
    int threads = 0; ///< of a training; 0: all cores
};

struct OneAgainstSeveral
{
    std::shared_ptr<const UserDiversity> one; ///< of the chosen user
    std::shared_ptr<const UserDiversity> several;
    std::vector<std::string> trained; ///< ids of the runs that were not there before
    UserChoice choice;
};

/// What there is already for one of the two.
struct ContrastRun
{
    std::int64_t interests = 1;
    std::optional<RunRecord> finished; ///< tested, with weights; the newest
    std::optional<RunRecord> begun; ///< the newest that can be resumed; none where one is finished
};

/// The run with one interest, then the one with several: what of the data set with this hash has the same
/// parameters but for threads and device. Throws Error{InvalidConfiguration, UnknownKey} for parameters that
/// OPAL refuses, Error{InvalidConfiguration} for fewer than two interests.
std::vector<ContrastRun> contrastRuns(const RunStore& store, const WorkspacePaths& paths,
                                      const std::string& datasetHash,
                                      const std::map<std::string, std::string>& params);

/// Takes the runs that are there, resumes or trains the others as ordinary runs, measures every user of the
/// test day under the run with several interests, chooses one, and makes both of its matrices. Cancelled
/// while it trains, the run stays and is resumed by the next job of the same request. Throws what
/// contrastRuns() and trainings throw, Error{InvalidArgument} for named runs that are no such two,
/// Error{InvalidData} if no user can be chosen.
Job<std::shared_ptr<const OneAgainstSeveral>>
makeOneAgainstSeveralJob(RunStore& store, const WorkspacePaths& paths, OneAgainstSeveralRequest request);

} // namespace opal
