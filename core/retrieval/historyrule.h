// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/data/dataset.h"
#include "core/results/exclusion.h"

namespace opal {

class ParamMap;

/// What a model reads of a user's history and what of it never enters a list: one rule a run. Evaluation,
/// the lens, diversity and attribution all ask it, so a Recall@K is the same wherever it is shown.
struct HistoryRule
{
    std::int64_t maxLength = 100; ///< items that the model reads, the last ones
    Exclusion exclusion = Exclusion::History;

    /// That of a run with these parameters (`max_length`, 0: all; `exclude`).
    static HistoryRule of(const ParamMap& params);

    /// The end of the history that the model reads.
    std::span<const ItemIndex> window(std::span<const ItemIndex> history) const;

    /// What is left out of the lists: ascending, distinct.
    std::vector<ItemIndex> excluded(std::span<const ItemIndex> history) const;
};

/// The items ascending, each once.
std::vector<ItemIndex> distinctItems(std::span<const ItemIndex> items);

} // namespace opal
