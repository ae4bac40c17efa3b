#pragma once

#include <span>
#include <vector>

#include "core/data/batcher.h"
#include "core/results/interestset.h"

namespace opal {

class Recommender;

/// Interests of the given histories as plain floats (tensors end here). No gradient is recorded; the model is
/// not changed. Works in blocks of 1,024 users.
InterestSet extractInterests(Recommender& model, const RaggedHistories& histories);

/// One user in one pass through the model.
struct EncodedUser
{
    InterestSet interests; ///< U = 1
    HistoryWeights weights; ///< of every history item; empty if the model has no categories
};

EncodedUser encodeUser(Recommender& model, std::span<const ItemIndex> history);

/// Item vectors [N + 1, d] as plain floats, ready for a Retriever.
std::vector<float> itemVectors(Recommender& model);

} // namespace opal
