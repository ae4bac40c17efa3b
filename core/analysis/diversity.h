// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <stop_token>
#include <vector>

#include "core/analysis/sppmi.h"
#include "core/results/diversity.h"
#include "core/results/recalllist.h"
#include "core/retrieval/historyrule.h"

namespace opal {

class RankingModel;

/// The items of a merged list in the order of Fig. 4: by producing interest, then by rank. Returns positions
/// in `merged`.
std::vector<std::size_t> interestOrder(std::span<const RecallEntry> merged);

/// Positions in `merged` in the order of the rows of a matrix. `category` is parallel to `merged`, for the
/// order by category; `matrix` has the items in the order of `merged`, for the clustered one. Throws
/// Error{InvalidArgument} if what the order needs is missing.
std::vector<std::size_t> rowOrder(DiversityOrder order, std::span<const RecallEntry> merged,
                                  std::span<const std::int32_t> category, const SppmiMatrix& matrix);

/// The matrix with its rows and columns at `order`.
SppmiMatrix reordered(const SppmiMatrix& matrix, std::span<const std::size_t> order);

/// Mean over unordered pairs of the same interest (`within`) or of different ones, with an interval from
/// leaving out one item at a time (jackknife, Efron 1982). NaN where there is no pair; an infinite interval
/// where the pairs of one item are all there are.
MeanInterval pairMean(const SppmiMatrix& matrix, bool within);

/// pairMean() within over pairMean() between, with an interval in the same way; `count` is that of all pairs.
/// NaN where either has no pair or nothing is between; an infinite interval where that is so without one
/// item.
MeanInterval pairRatio(const SppmiMatrix& matrix);

/// Mean of independent values with its normal interval; NaN values are left out.
MeanInterval meanOf(std::span<const double> values);

/// Mean of `over` over mean of `under`, which are parallel by user, with an interval from leaving out one
/// user at a time (jackknife): the means of the same users are not independent. A NaN value is left out of
/// its own mean alone; `count` is how many users have any. NaN where a mean is over nothing or `under` is 0;
/// an infinite interval where that is so without one user. Throws Error{InvalidArgument} if the sizes differ.
MeanInterval meanRatio(std::span<const double> over, std::span<const double> under);

struct AverageDiversityParams
{
    int k = 200;
    HistoryRule history; ///< of the run
    SppmiOptions sppmi;
    UserSet users;
};

/// The users of a set, ascending; for ActiveInterests all of the test day, because their lists decide. Throws
/// Error{NotFound} naming an id that the data set does not have or that has no history, Error{InvalidData} if
/// nobody is left.
std::vector<UserIndex> usersOf(const UserSet& set, const Dataset& data);

/// SPPMI and diversity of the merged lists of a set of users, the same lists that evaluate() measures. `run`
/// and `runName` stay empty. Throws Cancelled, Error{InvalidArgument, InvalidData, NotFound}.
AverageDiversity averageDiversity(RankingModel& model, const Dataset& data, const CooccurrenceIndex& index,
                                  const AverageDiversityParams& params,
                                  const std::function<void(std::int64_t done, std::int64_t total)>& progress,
                                  std::stop_token stop);

} // namespace opal
