// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>

namespace opal {

/// Scores every item for a history at once, without a vector of either. Safe to ask from several threads.
class ItemScorer
{
public:
    virtual ~ItemScorer() = default;

    virtual std::int64_t itemCount() const = 0; ///< N

    /// Fills `scores` [N + 1], entry 0 without meaning, for the distinct items of `history`. The same history
    /// gives the same bits.
    virtual void score(std::span<const std::int32_t> history, std::span<float> scores) const = 0;
};

} // namespace opal
