// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/fieldfilter.h"
#include "core/results/runrecord.h"

namespace opal {

/// Fields that a filter over runs may name: those that every run has, the metrics at the cut-offs `runs` were
/// tested with, and the parameters they have. Sorted.
///
/// Metrics: `recall@50`, `hit_rate@50`, `ndcg@50` (also `r50`, `hr50`) are of the test day; `recall` is the
/// best validation Recall@200 of the decisive stage and `epoch` its epoch. Whether interests mean anything
/// say `ami`, `nmi`, `within`, `between`, `ratio` (results/interestmeasures.h). `is` holds the marks star,
/// archived, imported.
std::vector<std::string> runFieldNames(const std::vector<RunRecord>& runs);

/// Value of a field in lower case; nothing where the run has none.
FieldValue runField(const RunRecord& run, std::string_view field);

/// A field that is a quality of a run, not a setting: for axes and tables.
bool isMetricField(std::string_view field);

} // namespace opal
