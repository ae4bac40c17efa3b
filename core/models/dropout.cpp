// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/dropout.h"

#include "core/base/random.h"
#include "core/kernels/coin.h"
#include "core/models/baselinemodel.h"

namespace opal {

namespace {

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
        kernels::Coin coin(
            rate, Random(seed, RandomPurpose::Dropout, kernels::Coin::streamOf(step, place, rowOf[user])));
        fill(coin, out + user * length * width, lengthOf[user]);
    }
    return result.to(block.mask.options());
}

} // namespace

torch::Tensor Dropout::ofVectors(const HistoryBlock& block, int place, std::int64_t width) const
{
    return factors(
        block, width, m_rate, m_seed, m_step, place,
        [width](kernels::Coin& coin, float* out, std::int64_t length) { coin.toss(out, length * width); });
}

torch::Tensor Dropout::ofAttention(const HistoryBlock& block, int place) const
{
    const std::int64_t width = block.mask.size(1);
    return factors(block, width, m_rate, m_seed, m_step, place,
                   [width](kernels::Coin& coin, float* out, std::int64_t length) {
                       for (std::int64_t query = 0; query < length; ++query)
                           coin.toss(out + query * width, query + 1);
                   });
}

} // namespace opal
