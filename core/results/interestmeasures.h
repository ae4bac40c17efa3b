// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string_view>

#include "core/results/runrecord.h"

namespace opal {

/// A number that says whether the interests of a run mean anything.
struct InterestMeasure
{
    const char* key; ///< in filters, files and options
    const char* title; ///< in tables and charts as it is, translated on screen; context "InterestMeasures"
    const char* meaning; ///< English, one sentence, context "InterestMeasures"
    bool higherIsBetter;
    bool shownAtFirst; ///< where columns are chosen
    double (*value)(const RunRecord& run); ///< NaN where the run has none or was not measured
    /// With its values for shuffled hyper-categories; null for a measure without, and where the run has none.
    const ShuffledMeasure* (*shuffled)(const RunRecord& run);
};

/// THE table of such measures, in the order of columns.
std::span<const InterestMeasure> interestMeasures();

/// Null if there is none of this key.
const InterestMeasure* findInterestMeasure(std::string_view key);

} // namespace opal
