// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/results/sweep.h"

namespace opal {

/// A fair comparison: the learning rate, and what else a model's paper tunes, is searched for every model and
/// number of interests on the validation day, each with the same budget of trainings; then each winner gets
/// the other seeds.
///
/// A search climbs ladders of values, one parameter after the other, from the default: it moves to the better
/// neighbour until both neighbours on every ladder are worse, or the budget is spent. It has no state but the
/// points and their validation metrics, so it goes on after a kill as if nothing had been.

/// What a search may do with one parameter.
struct SearchLadder
{
    std::string key;
    std::vector<std::string> values; ///< ascending
    std::size_t start = 0;

    bool operator==(const SearchLadder&) const = default;
};

/// The ladders of a model, the most important first; an axis of the request replaces the ladder of its key
/// and begins in its middle.
std::vector<SearchLadder> searchLadders(const std::string& model, const SweepRequest& request);

/// How good a point was: validation Recall@200; of one that failed, minus infinity. Missing while it trains.
using PointMetrics = std::map<std::int64_t, double>; ///< by SweepPoint::number

/// One model with one number of interests.
struct FairFamily
{
    std::string model;
    std::string interests; ///< empty for a model that has none to choose
    std::vector<std::int64_t> tried; ///< points of the search, in their order
    std::optional<std::int64_t> winner; ///< of the search, once it has ended
    bool bounded = false; ///< both neighbours of the winner are worse on every ladder
    bool atEnd = false; ///< the winner lies at the end of a ladder, which is then no proof
    bool spent = false; ///< the budget ended the search
    std::vector<std::int64_t> seeds; ///< points of the winner with the other seeds
};

struct FairPlan
{
    std::vector<FairFamily> families;
    std::vector<SweepPoint> next; ///< to be appended to the points; numbered on from them
};

/// Where a fair comparison stands and what it needs next. A pure function. Throws as expandSweep() does.
FairPlan planFairSearch(const SweepRequest& request, const std::vector<SweepPoint>& points,
                        const PointMetrics& metrics);

} // namespace opal
