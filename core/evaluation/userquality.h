// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>
#include <stop_token>
#include <vector>

#include "core/data/dataset.h"
#include "core/evaluation/evaluator.h"
#include "core/results/usercomparison.h"

namespace opal {

class Recommender;

/// Recall of every user of a split at several lengths of the list.
struct UserRecalls
{
    std::vector<UserIndex> users; ///< those that can be evaluated, in the data set's order
    std::vector<std::int64_t> targets; ///< distinct items of the split's day, by user
    std::map<int, std::vector<double>> recall; ///< by K, by user; a user was hit where it is above 0
};

/// Recall@K of every user of the split that can be evaluated, for every K of `params.cutoffs`: the same
/// users, lists and values whose mean evaluate() reports. Throws Cancelled, Error{InvalidData,
/// InvalidArgument} as evaluate() does.
UserRecalls userRecalls(Recommender& model, const Dataset& data, const EvaluationParams& params,
                        const std::function<void(double fraction)>& progress, std::stop_token stop);

/// Puts the Recall@`k` of the same users under two models beside each other and counts wins, ties and losses
/// of `second`. Throws Error{InvalidArgument} if the users differ or one side was not measured at `k`.
UserComparison compareUsers(const UserRecalls& first, const UserRecalls& second, int k,
                            const std::function<std::string(UserIndex)>& name);

} // namespace opal
