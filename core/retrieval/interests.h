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

/// Soft assignment and hard category of every item of one history; empty weights if the model has no
/// categories.
HistoryWeights historyWeights(Recommender& model, std::span<const ItemIndex> history);

/// Item vectors [N + 1, d] as plain floats, ready for a Retriever.
std::vector<float> itemVectors(Recommender& model);

} // namespace opal
