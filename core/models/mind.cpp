// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/mind.h"

#include <cmath>

#include "core/kernels/hot.h"
#include "core/models/losses.h"

namespace opal {

MindOptions MindOptions::from(const ParamMap& params)
{
    MindOptions options { BaselineOptions::from(params), {} };
    options.routing = routingOptions(params);
    const std::string power = params.text("label_power");
    options.labelPower = power == "infinite" ? 0 : std::stod(power);
    options.dynamicInterests = params.boolean("dynamic_interests");
    return options;
}

Mind::Mind(const MindOptions& options, std::int64_t itemCount)
    : BaselineModel(options, itemCount)
    , m_options(options)
{
    const std::int64_t d = options.dim;
    m_map = register_parameter("map", torch::zeros({ d, d }));
    m_logits = register_buffer("logits", torch::zeros({ options.interests, options.maxLength }));
    m_widen = register_module("widen", torch::nn::Linear(d, 4 * d));
    m_narrow = register_module("narrow", torch::nn::Linear(4 * d, d));
}

void Mind::initialise(std::uint64_t seed)
{
    initialiseItems(seed);
    fillNormal(m_map, 1 / std::sqrt(static_cast<double>(dim())), seed, 1);
    fillNormal(m_logits, 1, seed, 2); // equal logits would keep all capsules equal for ever
    fillLinear(m_widen, seed, 3);
    fillLinear(m_narrow, seed, 5);
}

torch::Tensor Mind::activeOf(const torch::Tensor& lengths) const
{
    if (!m_options.dynamicInterests)
        return {};
    // Interest k exists from 2^(k+1) items on, the first one always.
    torch::Tensor least = torch::pow(2, torch::arange(1, interestCount() + 1, lengths.options()));
    least[0] = 0;
    return lengths.unsqueeze(1) >= least;
}

Routing Mind::route(const HistoryBlock& block) const
{
    const std::int64_t users = block.x.size(0);
    const std::int64_t length = block.x.size(1);
    const torch::Tensor logits
        = m_logits.slice(1, 0, length).unsqueeze(0).expand({ users, interestCount(), length });
    return routeItems(torch::matmul(block.x, m_map), logits, block.mask, m_options.routing,
                      activeOf(block.lengths));
}

BlockInterests Mind::interestsOf(const HistoryBlock& block)
{
    const Routing routing = route(block);
    BlockInterests made;
    made.vectors = m_narrow->forward(torch::relu(m_widen->forward(routing.capsules)));
    made.valid = activeOf(block.lengths);
    if (m_options.routing.axis == RoutingAxis::Interests)
        made.weights = routing.coupling.transpose(1, 2);
    return made;
}

/// The user vector is made for the positive and scores all candidates.
torch::Tensor Mind::attendedLogits(const torch::Tensor& interests, const LossTable& table,
                                   const torch::Tensor& valid) const
{
    if (m_options.labelPower == 0)
        return hardReadoutLogits(interests, table.positives, table.negatives, valid);
    torch::Tensor nearness = torch::matmul(interests, table.positives.unsqueeze(2)).squeeze(2); // [B, K]
    if (m_options.labelPower == 2)
        nearness = nearness.clamp_min(0).square(); // an even power would attend to the most opposed interest
    const torch::Tensor attention
        = torch::softmax(nearness.masked_fill(valid.logical_not(), removedLogit), 1);
    const torch::Tensor user = torch::matmul(attention.unsqueeze(1), interests).squeeze(1);
    return torch::cat({ (user * table.positives).sum(1, true), torch::matmul(user, table.negatives.t()) }, 1);
}

LossTerms Mind::loss(const Batch& batch)
{
    const TouchedRows& touched = touch(batch);
    const LossTable table = lossTable(touched, batch);
    const UserInterests users
        = encodeBlocks(blocksOf(table.rows, touched.values.size(0), touched.history, batch.history.offsets));
    const torch::Tensor main
        = candidateLoss(attendedLogits(users.vectors, table, users.valid), table.collided);
    return { { "loss", main }, { "main", main } };
}

std::shared_ptr<kernels::BaselineStep> Mind::makeStep() const
{
    if (m_options.labelPower != 0)
        return nullptr;
    return kernels::makeMindStep(stepShape(), stepRouting(m_options.routing), m_options.dynamicInterests,
                                 kernels::hotTable());
}

EncoderSource Mind::encoderSource() const
{
    EncoderSource source = routingSource(m_options.routing);
    source.integers["dynamic"] = m_options.dynamicInterests;
    source.text += R"(
def valid(self, history: Tensor, mask: Tensor) -> Tensor:
    number = torch.arange(1, self.interest_count + 1, device=mask.device)
    least = torch.pow(2, number) * (number > 1)
    if self.dynamic == 0:
        least = torch.zeros_like(least)
    return mask.sum(1).unsqueeze(1) >= least

def interests(self, history: Tensor, mask: Tensor) -> Tensor:
    x = torch.embedding(self.items, history)
    inputs = torch.matmul(x, self.map).unsqueeze(1)
    logits = self.logits[:, :x.size(1)].unsqueeze(0).expand([x.size(0), -1, -1])
    capsules = self.capsules(inputs, logits, mask, self.valid(history, mask))
    wide = torch.relu(torch.linear(capsules, self.widen_weight, self.widen_bias))
    return torch.linear(wide, self.narrow_weight, self.narrow_bias)
)";
    return source;
}

} // namespace opal
