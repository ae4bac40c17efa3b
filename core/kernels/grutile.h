// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "core/kernels/buffer.h"
#include "core/kernels/hot.h"

namespace opal::kernels {

/// The GRU's matrices in both orientations, padded to `width`. Gate blocks are `width` rows each.
struct GruWeights
{
    int width = 0;
    const float* input = nullptr; ///< [3 width, width]
    const float* hidden = nullptr; ///< [3 width, width]
    const float* inputTransposed = nullptr; ///< [width, 3 width]
    const float* hiddenTransposed = nullptr; ///< [width, 3 width]
};

/// The GRU over the (user, category) groups of a tile of users, empty groups left out.
///
/// Groups are sorted by falling length (stable), and tokens are laid out step by step: the rows of step s are
/// the s-th tokens of all groups longer than s, so that the input projection is one product and the recurrent
/// steps run over shrinking batches without padding.
class GruTile final
{
public:
    /// Groups the tokens of `users` users. `offsets` [users + 1] are token numbers, `category` is indexed by
    /// token number.
    void group(int interests, std::int64_t users, const std::int64_t* offsets, const std::int32_t* category);

    std::int64_t groups() const { return m_groups; } ///< non-empty ones

    std::int64_t slot(std::int64_t group) const { return m_slots.get()[group]; } ///< user * K + category

    /// Last states [groups, width], valid until the next call. Keeps what backward() needs.
    const float* forward(const HotTable& hot, const GruWeights& weights, const TokenRows& rows);

    /// `stateGradient` [groups, width] is used up. Adds to the matrices' gradients (layout of
    /// GruWeights::input and hidden) and writes the rows of `tokenGradient` [T, width] that belong to the
    /// tile.
    void backward(const HotTable& hot, const GruWeights& weights, float* stateGradient, float* inputGradient,
                  float* hiddenGradient, float* tokenGradient);

    const float* lastStates() const { return m_last.get(); }

private:
    std::int64_t m_groups = 0;
    std::int64_t m_steps = 0;
    std::int64_t m_tokens = 0;
    Buffer<std::int64_t> m_lengths; ///< [slots]
    Buffer<std::int64_t> m_ranks; ///< [slots] place of a slot in the sorted order
    Buffer<std::int64_t> m_slots; ///< [groups]
    Buffer<std::int64_t> m_stepStarts; ///< [steps + 1] first row of a step
    Buffer<std::int64_t> m_order; ///< [tokens] token number of a row
    Buffer<float> m_inputs; ///< [tokens, width] embeddings, later their gradient
    Buffer<float> m_gates; ///< [tokens, 3 width] activations, later gradients
    Buffer<float> m_hiddenNew; ///< [tokens, width] W_hn h, later its gradient
    Buffer<float> m_previous; ///< [tokens, width] state before the step
    Buffer<float> m_last; ///< [groups, width]
};

} // namespace opal::kernels
