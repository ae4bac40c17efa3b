// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/jobs/job.h"
#include "core/jobs/workspacepaths.h"
#include "core/results/hypercategory.h"
#include "core/results/interestlabel.h"
#include "core/results/runrecord.h"

namespace opal {

class RunStore;

/// What is in the hyper-categories of a run at the evaluation of global `step`: labels, tags, agreement and
/// most watched items by the assignment of that evaluation, the most central items by the weights that the
/// run has kept (its best ones). Throws Error{NotFound} if the run has no categories
/// at that step.
Job<CategoryDetails> makeCategoryDetailsJob(RunStore& store, const WorkspacePaths& paths, std::string run,
                                            std::int64_t step);

/// Which category of `toRun` is which of `fromRun`, at the best evaluation of the stage that each has kept;
/// the rows are those of `fromRun`. Throws Error{NotFound} if one has no categories,
/// Error{InvalidData} if they share no item.
Job<CategoryMatching> makeMatchCategoriesJob(RunStore& store, std::string fromRun, std::string toRun);

/// Names with the labels of the evaluation of global `step`; without labels if the run's data set is no
/// longer where it was, because curves can be drawn all the same. Throws Error{NotFound} if the run has no
/// categories at that step.
CategoryNames namesAt(const RunStore& store, const RunRecord& run, std::int64_t step);

} // namespace opal
