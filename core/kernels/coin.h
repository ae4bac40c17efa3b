// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <cstdint>

#include "core/base/random.h"
#include "core/kernels/tokenloops.h"

namespace opal::kernels {

/// Decides with 16 random bits a value; one draw of the generator serves two.
class Coin final
{
public:
    /// Drops the share `rate` in [0, 1); what is kept is divided by 1 - rate.
    Coin(double rate, Random random)
        : m_random(random)
        , m_dropBelow(static_cast<std::uint32_t>(std::lround(rate * 65536)))
        , m_kept(static_cast<float>(1 / (1 - rate)))
    {
    }

    /// Stream of the factors of row `row` of the batch in `step`; `place` in 0..255 numbers the layer.
    static std::uint64_t streamOf(std::int64_t step, int place, std::int64_t row)
    {
        return (static_cast<std::uint64_t>(step) << 32U) | (static_cast<std::uint64_t>(row) << 8U)
            | static_cast<std::uint64_t>(place);
    }

    /// The same factors for TokenLoops::toss().
    static CoinStream streamAt(double rate, std::uint64_t seed, std::uint64_t stream)
    {
        const Coin coin(rate, Random(seed, RandomPurpose::Dropout));
        return { .seed = seed,
                 .stream = stream,
                 .purpose = static_cast<std::uint32_t>(RandomPurpose::Dropout),
                 .dropBelow = coin.m_dropBelow,
                 .kept = coin.m_kept };
    }

    /// The next `count` factors.
    void toss(float* out, std::int64_t count)
    {
        std::int64_t i = 0;
        if (m_half && count > 0) {
            out[i++] = factor(m_bits >> 16U);
            m_half = false;
        }
        for (; i + 1 < count; i += 2) {
            const std::uint32_t bits = m_random();
            out[i] = factor(bits & 0xffffU);
            out[i + 1] = factor(bits >> 16U);
        }
        if (i < count) {
            m_bits = m_random();
            out[i] = factor(m_bits & 0xffffU);
            m_half = true;
        }
    }

private:
    float factor(std::uint32_t bits) const { return bits < m_dropBelow ? 0.0F : m_kept; }

    Random m_random;
    std::uint32_t m_dropBelow;
    float m_kept;
    std::uint32_t m_bits = 0;
    bool m_half = false; ///< the upper half of the bits is still to be used
};

} // namespace opal::kernels
