// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include <torch/torch.h>

namespace opal {

struct HistoryBlock;

/// Dropout as a pure function of (seed, step, place, row of the batch): no generator has to be saved, and
/// neither threads nor the cut into blocks change what is dropped.
class Dropout final
{
public:
    /// Drops nothing.
    Dropout() = default;

    /// `rate` in [0, 1) of the values; the others are divided by 1 - rate.
    Dropout(double rate, std::uint64_t seed, std::int64_t step)
        : m_rate(rate)
        , m_seed(seed)
        , m_step(step)
    {
    }

    bool active() const { return m_rate > 0; }

    /// Factors [n, L, width] for the vectors of a block, zero on padding. `place` in 0..255 numbers the
    /// layer.
    torch::Tensor ofVectors(const HistoryBlock& block, int place, std::int64_t width) const;

    /// Factors [n, L, L] for causal attention weights (query, key), zero where the key is later than the
    /// query.
    torch::Tensor ofAttention(const HistoryBlock& block, int place) const;

private:
    double m_rate = 0;
    std::uint64_t m_seed = 0;
    std::int64_t m_step = 0;
};

} // namespace opal
