// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/re4.h"

#include <cmath>

#include "core/kernels/hot.h"
#include "core/models/losses.h"

namespace opal {

namespace {

constexpr std::int64_t hiddenWidth = 256;

} // namespace

Re4Options Re4Options::from(const ParamMap& params)
{
    Re4Options options { BaselineOptions::from(params) };
    options.lambdaAttend = params.real("lambda_attend");
    options.lambdaContrast = params.real("lambda_contrast");
    options.lambdaConstruct = params.real("lambda_construct");
    options.temperature = params.real("contrast_temperature");
    options.gate = params.real("positive_gate");
    options.meanOfPositives = params.text("backward_mean") == "positives";
    return options;
}

Re4::Re4(const Re4Options& options, std::int64_t itemCount)
    : BaselineModel(options, itemCount)
    , m_options(options)
{
    const std::int64_t d = options.dim;
    m_hidden = register_parameter("hidden", torch::zeros({ hiddenWidth, d }));
    m_heads = register_parameter("heads", torch::zeros({ options.interests, hiddenWidth }));
    m_values = register_parameter("values", torch::zeros({ d, d }));
    m_output = register_module("output", torch::nn::Linear(d, d));
    m_unfold = register_module("unfold", torch::nn::Linear(d, options.maxLength * d));
    m_sourceMap = register_parameter("source_map", torch::zeros({ d, d }));
    m_slots = register_parameter("slots", torch::zeros({ options.maxLength, d }));
    m_rebuildMap = register_parameter("rebuild_map", torch::zeros({ d, d }));
}

void Re4::initialise(std::uint64_t seed)
{
    initialiseItems(seed);
    const double deviation = 1 / std::sqrt(static_cast<double>(dim()));
    fillNormal(m_hidden, deviation, seed, 1);
    fillNormal(m_heads, 1 / std::sqrt(static_cast<double>(hiddenWidth)), seed, 2);
    fillNormal(m_values, deviation, seed, 3);
    fillLinear(m_output, seed, 4);
    fillLinear(m_unfold, seed, 6);
    fillNormal(m_sourceMap, deviation, seed, 8);
    fillNormal(m_slots, deviation, seed, 9);
    fillNormal(m_rebuildMap, deviation, seed, 10);
}

Re4::Forward Re4::forward(const HistoryBlock& block)
{
    const torch::Tensor padding = block.mask.unsqueeze(1) == 0; // [n, 1, L]
    Forward made;
    made.logits = torch::matmul(torch::tanh(torch::matmul(block.x, m_hidden.t())), m_heads.t())
                      .transpose(1, 2)
                      .masked_fill(padding, removedLogit);
    made.attention = torch::softmax(made.logits, 2);
    made.pooled = torch::bmm(made.attention, torch::matmul(block.x, m_values));
    made.vectors = torch::tanh(m_output->forward(made.pooled));
    torch::Tensor gate = 1 / block.lengths.clamp_min(1).to(block.mask.scalar_type());
    if (m_options.gate > 0)
        gate.fill_(m_options.gate);
    made.positive = (made.attention.detach() > gate.view({ -1, 1, 1 }))
                        .logical_and(padding.logical_not())
                        .to(block.mask.scalar_type());
    return made;
}

BlockInterests Re4::interestsOf(const HistoryBlock& block)
{
    BlockInterests made;
    made.vectors = forward(block).vectors;
    return made;
}

/// Sum over the block of the cross-entropy of attention against matching by inner product.
torch::Tensor Re4::attendLoss(const HistoryBlock& block, const Forward& made) const
{
    const torch::Tensor nearness = torch::bmm(made.pooled, block.x.transpose(1, 2))
                                       .masked_fill(block.mask.unsqueeze(1) == 0, removedLogit);
    return -(torch::softmax(nearness, 2) * torch::log_softmax(made.logits, 2)).sum();
}

/// Sum over the positives of the block.
torch::Tensor Re4::contrastLoss(const HistoryBlock& block, const Forward& made,
                                const Neighbours& neighbours) const
{
    const torch::Tensor interests = unitVectors(made.pooled);
    const auto nearness = [&](const torch::Tensor& others, const torch::Tensor& removed) {
        return (torch::bmm(interests, others.transpose(1, 2)) / m_options.temperature)
            .masked_fill(removed, removedLogit);
    };
    const torch::Tensor own = nearness(unitVectors(block.x), block.mask.unsqueeze(1) == 0);
    const torch::Tensor itself
        = torch::eye(interestCount(), block.mask.options().dtype(torch::kBool)).unsqueeze(0);
    const torch::Tensor all = torch::cat(
        { own, nearness(interests, itself), nearness(neighbours.x, neighbours.mask.unsqueeze(1) == 0) }, 2);
    return ((torch::logsumexp(all, 2, true) - own) * made.positive).sum();
}

/// Sum over the positives of |rebuilt - x|^2.
torch::Tensor Re4::constructLoss(const torch::Tensor& x, const torch::Tensor& pooled,
                                 const torch::Tensor& mask, const torch::Tensor& positive)
{
    const std::int64_t users = x.size(0);
    const std::int64_t length = x.size(1);
    const std::int64_t width = length * dim();
    const torch::Tensor unfolded
        = torch::matmul(pooled, m_unfold->weight.slice(0, 0, width).t()) + m_unfold->bias.slice(0, 0, width);
    const torch::Tensor rows = unfolded.view({ users, interestCount(), length, dim() }); // R [n, K, L, d]
    const torch::Tensor scores = torch::matmul(torch::tanh(torch::matmul(rows, m_sourceMap.t())),
                                               m_slots.slice(0, 0, length).t()); // [n, K, source, slot]
    const torch::Tensor weights
        = torch::softmax(scores.masked_fill(mask.view({ users, 1, length, 1 }) == 0, removedLogit), 2);
    const torch::Tensor rebuilt = torch::matmul(weights.transpose(2, 3), torch::matmul(rows, m_rebuildMap));
    return ((rebuilt - x.unsqueeze(1)).square().sum(3) * positive).sum();
}

/// The same value and gradient, with the [n, K, L, L] tables freed at once: the gradient is taken here and
/// kept as the slope of a linear form.
torch::Tensor Re4::constructLossInPassing(const HistoryBlock& block, const Forward& made)
{
    if (!torch::GradMode::is_enabled())
        return constructLoss(block.x, made.pooled, block.mask, made.positive);
    const torch::Tensor x = block.x.detach().requires_grad_(true);
    const torch::Tensor pooled = made.pooled.detach().requires_grad_(true);
    const torch::Tensor value = constructLoss(x, pooled, block.mask, made.positive);
    const std::vector<torch::Tensor> parameters
        = { m_unfold->weight, m_unfold->bias, m_sourceMap, m_slots, m_rebuildMap };
    std::vector<torch::Tensor> inner = parameters;
    inner.insert(inner.end(), { x, pooled });
    const auto gradients = torch::autograd::grad({ value }, inner);
    std::vector<torch::Tensor> outer = parameters;
    outer.insert(outer.end(), { block.x, made.pooled });
    torch::Tensor result = value.detach();
    for (std::size_t i = 0; i < outer.size(); ++i)
        result = result + ((outer[i] - outer[i].detach()) * gradients[i]).sum();
    return result;
}

LossTerms Re4::loss(const Batch& batch)
{
    const TouchedRows& touched = touch(batch);
    const LossTable table = lossTable(touched, batch);
    const auto blocks = blocksOf(table.rows, touched.values.size(0), touched.history, batch.history.offsets);
    const torch::Tensor units = unitVectors(table.rows);
    const PaddedIndex padded = padRows(batch.history.offsets, touched.history);
    const std::int64_t users = padded.mask.size(0);

    const torch::Tensor zero = torch::zeros({}, table.rows.options());
    torch::Tensor attend = zero;
    torch::Tensor contrast = zero;
    torch::Tensor construct = zero;
    torch::Tensor positives = zero;
    std::vector<torch::Tensor> vectors;
    for (const HistoryBlock& block : blocks) {
        const Forward made = forward(block);
        vectors.push_back(made.vectors);
        const torch::Tensor previous = (block.rows + (users - 1)).remainder(users);
        const std::int64_t width = padded.lengths.index_select(0, previous).max().item<std::int64_t>();
        const Neighbours neighbours { torch::embedding(
                                          units, padded.index.index_select(0, previous).slice(1, 0, width)),
                                      padded.mask.index_select(0, previous).slice(1, 0, width) };
        attend = attend + attendLoss(block, made);
        contrast = contrast + contrastLoss(block, made, neighbours);
        construct = construct + constructLossInPassing(block, made);
        positives = positives + made.positive.sum();
    }
    const torch::Tensor base = candidateLoss(
        hardReadoutLogits(inBatchOrder(blocks, vectors), table.positives, table.negatives), table.collided);
    const double interests = static_cast<double>(users) * interestCount();
    const double slots = interests * static_cast<double>(shared().maxLength);
    const torch::Tensor counted
        = m_options.meanOfPositives ? positives.clamp_min(1) : torch::full_like(positives, slots);
    attend = attend / interests;
    contrast = contrast / counted;
    construct = construct / (counted * dim());
    return { { "loss",
               base + m_options.lambdaAttend * attend + m_options.lambdaContrast * contrast
                   + m_options.lambdaConstruct * construct },
             { "main", base },
             { "attend", attend },
             { "contrast", contrast },
             { "construct", construct },
             { "positive_share", positives / slots } };
}

std::shared_ptr<kernels::BaselineStep> Re4::makeStep() const
{
    if (m_options.meanOfPositives)
        return nullptr; // how many there are is known only behind the last gradient
    return kernels::makeRe4Step(stepShape(),
                                { .attend = m_options.lambdaAttend,
                                  .contrast = m_options.lambdaContrast,
                                  .construct = m_options.lambdaConstruct,
                                  .temperature = static_cast<float>(m_options.temperature),
                                  .gate = m_options.gate },
                                kernels::hotTable());
}

EncoderSource Re4::encoderSource() const
{
    return { R"(
def interests(self, history: Tensor, mask: Tensor) -> Tensor:
    x = torch.embedding(self.items, history)
    logits = torch.matmul(torch.tanh(torch.matmul(x, self.hidden.t())), self.heads.t()).transpose(1, 2)
    attention = torch.softmax(logits.masked_fill(torch.logical_not(mask).unsqueeze(1), -1e9), 2)
    pooled = torch.bmm(attention, torch.matmul(x, self.values))
    return torch.tanh(torch.linear(pooled, self.output_weight, self.output_bias))
)",
             {},
             {} };
}

} // namespace opal
