// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "core/data/batcher.h"
#include "core/data/dataset.h"
#include "core/results/recalllist.h"
#include "core/retrieval/historyrule.h"

namespace opal {

/// Some users with everything that ranking them needs. All vectors are parallel to `users`.
struct UserBlock
{
    std::span<const UserIndex> users;
    RaggedHistories windows;
    std::vector<std::vector<ItemIndex>> excluded; ///< ascending, distinct
    std::vector<std::vector<ItemIndex>> targets; ///< ascending, distinct
    std::vector<std::vector<RecallEntry>> lists; ///< best first; for whoever searches to fill in

    /// `excluded` as a Searcher wants it.
    std::vector<std::span<const ItemIndex>> filters() const { return { excluded.begin(), excluded.end() }; }
};

/// What the rule makes of the users' histories before the day of `split`, and their targets on it.
UserBlock gatherBlock(const Dataset& data, Split split, const HistoryRule& rule,
                      std::span<const UserIndex> users);

} // namespace opal
