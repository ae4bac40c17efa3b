// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/data/batcher.h"
#include "core/results/interestset.h"

namespace opal {

class RankingModel;
class Searcher;

/// What the given histories are ranked by, as plain numbers (tensors end here). No gradient is recorded; the
/// model is not changed. Works in blocks of 1,024 users.
InterestSet extractInterests(RankingModel& model, const RaggedHistories& histories);

/// One user in one pass through the model.
struct EncodedUser
{
    InterestSet interests; ///< U = 1
    HistoryWeights weights; ///< of every history item; empty if the model has no categories
};

/// The way from one history to its interests as plain floats.
struct TracedUser
{
    EncodedUser encoded;
    std::optional<double> epsilon; ///< in use; unset if the model has none
    std::vector<double> cosines; ///< [K] of u_j to g_j; empty if the model has no categories
    std::vector<double> distances; ///< [K] |p_j - q_j|; empty without both
    std::vector<double> similarities; ///< [L] cosine of q of the item's category right after it to q at the
                                      ///< end; empty if the model reads no sequence
};

/// With the model's own temperature the interests are those of encode(), as everywhere else; another
/// `epsilon` goes through the plain form. `user` is whose history it is, -1: nobody's. Throws
/// Error{InvalidArgument} as VectorModel::trace().
TracedUser traceUser(RankingModel& model, std::span<const ItemIndex> history, std::optional<double> epsilon,
                     UserIndex user = -1);

/// The same as extractInterests() with the assignment [T, K] of every token in ragged order; empty if the
/// model has none. For at most a few thousand users at once.
InterestSet extractInterestsAndWeights(RankingModel& model, const RaggedHistories& histories,
                                       std::vector<float>& weights);

/// Item vectors [N + 1, d] as plain floats, to be searched or drawn. Throws Error{Unsupported} for a model
/// without.
std::vector<float> itemVectors(RankingModel& model);

/// The ranking of the model's items, which outlives it. Throws as Searcher's constructors.
Searcher searcherOf(RankingModel& model, const std::string& indexSpec = {});

} // namespace opal
