// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/comirecsa.h"

#include <cmath>

#include "core/kernels/hot.h"

namespace opal {

namespace {

constexpr double paddingLogit = -4294967295.0; // -2^32 + 1, as the original has it

double glorotBound(std::int64_t rows, std::int64_t columns)
{
    return std::sqrt(6.0 / static_cast<double>(rows + columns));
}

} // namespace

ComiRecSa::ComiRecSa(const ComiRecSaOptions& options, std::int64_t itemCount)
    : BaselineModel(options, itemCount)
{
    const std::int64_t d = options.dim;
    m_positions = register_parameter("positions", torch::zeros({ options.maxLength, d }));
    m_hidden = register_module("hidden", torch::nn::Linear(d, 4 * d));
    m_heads = register_module("heads", torch::nn::Linear(4 * d, options.interests));
}

void ComiRecSa::initialise(std::uint64_t seed)
{
    const torch::NoGradGuard noGrad;
    initialiseItems(seed);
    std::uint64_t stream = 1;
    for (const torch::Tensor& weight : { m_positions, m_hidden->weight, m_heads->weight })
        fillUniform(weight, glorotBound(weight.size(0), weight.size(1)), seed, stream++);
    m_hidden->bias.zero_();
    m_heads->bias.zero_();
}

torch::Tensor ComiRecSa::attention(const HistoryBlock& block)
{
    const torch::Tensor placed = block.x + m_positions.slice(0, 0, block.x.size(1));
    const torch::Tensor logits
        = m_heads->forward(torch::tanh(m_hidden->forward(placed))).transpose(1, 2); // [n, K, L]
    return torch::softmax(logits.masked_fill(block.mask.unsqueeze(1) == 0, paddingLogit), 2);
}

BlockInterests ComiRecSa::interestsOf(const HistoryBlock& block)
{
    BlockInterests made;
    made.vectors = torch::bmm(attention(block), block.x);
    return made;
}

LossTerms ComiRecSa::loss(const Batch& batch)
{
    const torch::Tensor main = hardReadoutLoss(batch);
    return { { "loss", main }, { "main", main } };
}

std::shared_ptr<kernels::BaselineStep> ComiRecSa::makeStep() const
{
    return kernels::makeComiRecSaStep(stepShape(), kernels::hotTable());
}

EncoderSource ComiRecSa::encoderSource() const
{
    return { R"(
def interests(self, history: Tensor, mask: Tensor) -> Tensor:
    x = torch.embedding(self.items, history)
    placed = x + self.positions[:x.size(1)]
    hidden = torch.tanh(torch.linear(placed, self.hidden_weight, self.hidden_bias))
    logits = torch.linear(hidden, self.heads_weight, self.heads_bias).transpose(1, 2)
    logits = logits.masked_fill(torch.logical_not(mask).unsqueeze(1), -4294967295.0)
    return torch.bmm(torch.softmax(logits, 2), x)
)",
             {},
             {} };
}

} // namespace opal
