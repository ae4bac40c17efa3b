// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <Random123/philox.h>
#include <array>
#include <cstdint>

namespace opal {

/// What a random stream is for. Streams of one seed never overlap, because the purpose is part of the key.
enum class RandomPurpose : std::uint32_t {
    Initialisation = 1,
    Batch = 2,
    Synthesis = 3,
    Dropout = 4,
    Analysis = 5
};

/// Counter-based generator (Random123 Philox4x32-10): the value at a position is a pure function of
/// (seed, purpose, stream, position), so nothing but those four numbers has to be saved to resume it and any
/// number of threads draws the same numbers. Satisfies UniformRandomBitGenerator.
class Random
{
public:
    using result_type = std::uint32_t;

    Random(std::uint64_t seed, RandomPurpose purpose, std::uint64_t stream = 0)
        : m_key { { static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32) } }
        , m_counter { { 0, static_cast<std::uint32_t>(purpose), static_cast<std::uint32_t>(stream),
                        static_cast<std::uint32_t>(stream >> 32) } }
    {
    }

    static constexpr result_type min() { return 0; }

    static constexpr result_type max() { return 0xffffffffU; }

    result_type operator()()
    {
        if (m_used == 4) {
            m_block = r123::Philox4x32()(m_counter, m_key);
            ++m_counter[0];
            m_used = 0;
        }
        return m_block[m_used++];
    }

    /// Uniform integer in [0, bound), bound >= 1; unbiased (Lemire's multiply-and-reject).
    std::uint32_t below(std::uint32_t bound)
    {
        std::uint64_t product = std::uint64_t { (*this)() } * bound;
        if (static_cast<std::uint32_t>(product) < bound) {
            const std::uint32_t threshold = (0U - bound) % bound;
            while (static_cast<std::uint32_t>(product) < threshold)
                product = std::uint64_t { (*this)() } * bound;
        }
        return static_cast<std::uint32_t>(product >> 32);
    }

    /// Uniform in [0, 1) with 24 random bits.
    float uniform() { return static_cast<float>((*this)() >> 8) * 0x1p-24F; }

    /// Uniform in [0, 1) with 53 random bits.
    double uniformDouble()
    {
        const std::uint64_t high = (*this)() >> 5;
        const std::uint64_t low = (*this)() >> 6;
        return static_cast<double>((high << 26) | low) * 0x1p-53;
    }

private:
    r123::Philox4x32::key_type m_key;
    r123::Philox4x32::ctr_type m_counter;
    r123::Philox4x32::ctr_type m_block {};
    unsigned m_used = 4;
};

} // namespace opal
