// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/jobs/job.h"
#include "core/jobs/workspacepaths.h"
#include "core/results/usercomparison.h"

namespace opal {

class RunStore;

/// Evaluates two stored runs on every user of the test day; `secondRun` wins where it
/// has the larger Recall@`cutoff`. Fails with Error{InvalidArgument} if the runs are of different data sets.
Job<UserComparison> makeCompareUsersJob(RunStore& store, const WorkspacePaths& paths, std::string firstRun,
                                        std::string secondRun, int cutoff);

} // namespace opal
