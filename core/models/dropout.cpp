// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/dropout.h"

#include <cmath>

#include "core/base/random.h"
#include "core/models/baselinemodel.h"

namespace opal {

namespace {

/// Decides with 16 random bits a value; one draw of the generator serves two.
class Coin final
{
public:
    Coin(double rate, Random random)
        : m_random(random)
        , m_dropBelow(static_cast<std::uint32_t>(std::lround(rate * 65536)))
        , m_kept(static_cast<float>(1 / (1 - rate)))
    {
    }

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

std::uint64_t streamOf(std::int64_t step, int place, std::int64_t row)
{
    return (static_cast<std::uint64_t>(step) << 32U) | (static_cast<std::uint64_t>(row) << 8U)
        | static_cast<std::uint64_t>(place);
}

/// A zero table [n, L, width] that `fill(coin, out, length)` fills for every user.
template <typename Fill>
torch::Tensor factors(const HistoryBlock& block, std::int64_t width, double rate, std::uint64_t seed,
                      std::int64_t step, int place, Fill fill)
{
    const std::int64_t users = block.mask.size(0);
    const std::int64_t length = block.mask.size(1);
    torch::Tensor result = torch::zeros({ users, length, width }, torch::kFloat32);
    const torch::Tensor lengths = block.lengths.to(torch::kCPU);
    const torch::Tensor rows = block.rows.to(torch::kCPU);
    auto* const out = result.data_ptr<float>();
    const auto* const lengthOf = lengths.data_ptr<std::int64_t>();
    const auto* const rowOf = rows.data_ptr<std::int64_t>();
#pragma omp parallel for schedule(static)
    for (std::int64_t user = 0; user < users; ++user) {
        Coin coin(rate, Random(seed, RandomPurpose::Dropout, streamOf(step, place, rowOf[user])));
        fill(coin, out + user * length * width, lengthOf[user]);
    }
    return result.to(block.mask.options());
}

} // namespace

torch::Tensor Dropout::ofVectors(const HistoryBlock& block, int place, std::int64_t width) const
{
    return factors(block, width, m_rate, m_seed, m_step, place,
                   [width](Coin& coin, float* out, std::int64_t length) { coin.toss(out, length * width); });
}

torch::Tensor Dropout::ofAttention(const HistoryBlock& block, int place) const
{
    const std::int64_t width = block.mask.size(1);
    return factors(block, width, m_rate, m_seed, m_step, place,
                   [width](Coin& coin, float* out, std::int64_t length) {
                       for (std::int64_t query = 0; query < length; ++query)
                           coin.toss(out + query * width, query + 1);
                   });
}

} // namespace opal
