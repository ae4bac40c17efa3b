// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/results/runrecord.h"

namespace opal {

/// Runs beside each other: plain functions over what is stored of them.

/// A setting in which some runs differ.
struct ParamDifference
{
    std::string key; ///< parameter, or "model", "data"
    std::vector<std::optional<std::string>> values; ///< by run, in the order given; nothing where it has none
};

/// Settings that are not the same in all of `runs`, by name; model and data set first. Empty for fewer than
/// two.
std::vector<ParamDifference> differingParams(const std::vector<RunRecord>& runs);

/// Indices of runs that are equal in model, data and all parameters but seed and machine, in order of first
/// appearance.
std::vector<std::vector<std::size_t>> foldSeeds(const std::vector<RunRecord>& runs);

/// Points of a curve, by ascending x.
using CurvePoints = std::vector<std::pair<double, double>>;

/// Mean over several curves at one x.
struct MeanPoint
{
    double x = 0;
    double mean = 0;
    double halfWidth = 0; ///< of the 95 % interval of the mean (Student's t)
};

/// Mean and interval at every x that all of `curves` have: where one ended early, the mean ends with it
/// rather than jump. Values that are not finite count as missing. Empty for fewer than two curves.
std::vector<MeanPoint> meanCurve(const std::vector<CurvePoints>& curves);

/// Factor of the standard error for a two-sided 95 % interval with `freedom` >= 1 degrees of freedom.
double studentFactor95(int freedom);

/// One axis of parallel coordinates over runs.
struct RunAxis
{
    std::string field; ///< as in runField()
    bool metric = false;
    std::vector<std::string> categories; ///< in order, for texts; empty for numbers
    double lower = 0; ///< smallest number, or 0
    double upper = 1; ///< largest number, or the last category's index
    std::vector<double> values; ///< by run: number or index of the category; NaN where the run has none
};

/// Axes of parameters and metrics in which `runs` differ: constant ones are left out. Parameters by name,
/// then metrics.
std::vector<RunAxis> parallelAxes(const std::vector<RunRecord>& runs);

} // namespace opal
