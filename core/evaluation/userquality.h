// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>
#include <stop_token>
#include <vector>

#include "core/data/dataset.h"
#include "core/evaluation/evaluator.h"
#include "core/results/resultstable.h"
#include "core/results/usercomparison.h"

namespace opal {

class RankingModel;

/// Metrics of every user of a split at several lengths of the list.
struct UserMetrics
{
    std::vector<UserIndex> users; ///< those that can be evaluated, in the data set's order
    std::vector<std::int64_t> targets; ///< distinct items of the split's day, by user
    std::map<MetricAt, std::vector<double>> values; ///< by metric and K, by user
};

/// The metrics of every user of the split that can be evaluated: the same users, lists and values whose mean
/// evaluate() reports. `params.cutoffs` is ignored. Throws Cancelled, Error{InvalidData, InvalidArgument} as
/// evaluate() does, and for a metric that is none of users.
UserMetrics userMetrics(RankingModel& model, const Dataset& data, const EvaluationParams& params,
                        const std::vector<MetricAt>& metrics,
                        const std::function<void(double fraction)>& progress, std::stop_token stop);

/// Puts the Recall@`k` of the same users under two models beside each other and counts wins, ties and losses
/// of `second`. Throws Error{InvalidArgument} if the users differ or one side was not measured at `k`.
UserComparison compareUsers(const UserMetrics& first, const UserMetrics& second, int k,
                            const std::function<std::string(UserIndex)>& name);

} // namespace opal
