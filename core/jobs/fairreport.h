// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/analysis/fairsearch.h"
#include "core/results/sweep.h"

namespace opal {

class RunStore;

/// The tag of the runs that a fair comparison has chosen, seeds included: what its tables are made of.
inline constexpr const char* winnerTag = "winner";

/// A point by its number. Throws Error{InvalidArgument}.
const SweepPoint& fairPoint(const SweepRecord& sweep, std::int64_t number);

/// Validation Recall@200 of the points of a sweep that have ended.
PointMetrics fairMetrics(const RunStore& store, const SweepRecord& sweep);

/// Tags the runs of the winners and of their seeds with winnerTag, and takes it from the other runs of the
/// sweep.
void markWinners(RunStore& store, const SweepRecord& sweep, const FairPlan& plan);

/// Everything that was tried as CSV: model, interests, point, role (search, winner or seed), label, run,
/// seed, validation and test Recall@50, 100, 200, seconds, and how the search of that family ended.
std::string fairReportCsv(const RunStore& store, const SweepRecord& sweep);

} // namespace opal
