// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>

#include "core/jobs/job.h"
#include "core/jobs/workspacepaths.h"
#include "core/results/usercomparison.h"

namespace opal {

class RunStore;

/// Evaluates two stored runs on every user of the test day. Result: UserComparison; `second` wins where it
/// has the larger Recall@`cutoff`. Fails with Error{InvalidArgument} if the runs are of different data sets.
std::unique_ptr<Job> makeCompareUsersJob(RunStore& store, const WorkspacePaths& paths, std::string first,
                                         std::string second, int cutoff);

} // namespace opal
