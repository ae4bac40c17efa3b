// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/octopus.h"

#include "core/base/error.h"
#include "core/kernels/hot.h"
#include "core/models/layers.h"
#include "core/models/losses.h"

namespace opal {

OctopusOptions OctopusOptions::from(const ParamMap& params)
{
    OctopusOptions options { BaselineOptions::from(params) };
    options.lambdaChannels = params.real("lambda_channels");
    options.lambdaBasis = params.real("lambda_basis");
    if (options.interests > options.dim)
        throw Error(ErrorCode::InvalidConfiguration,
                    "Octopus keeps its channels orthogonal, which needs 'dim' of at least 'interests' ("
                        + std::to_string(options.interests) + ")");
    return options;
}

Octopus::Octopus(const OctopusOptions& options, std::int64_t itemCount)
    : BaselineModel(options, itemCount)
    , m_options(options)
{
    m_channels = register_parameter("channels", torch::zeros({ options.interests, options.dim }));
}

void Octopus::initialise(std::uint64_t seed)
{
    initialiseItems(seed);
    fillNormal(m_channels, 1, seed, 1);
    orthonormaliseRows(m_channels);
}

Octopus::Channels Octopus::channelsOf(const HistoryBlock& block) const
{
    Channels made;
    made.nearness = torch::matmul(block.x, m_channels.t());
    made.channel = made.nearness.detach().argmax(-1);
    made.on = torch::one_hot(made.channel, interestCount()).to(block.mask.scalar_type())
        * block.mask.unsqueeze(-1);
    made.weights = torch::softmax(made.nearness.masked_fill(made.on == 0, removedLogit), 1) * made.on;
    return made;
}

BlockInterests Octopus::interestsOf(const HistoryBlock& block)
{
    const Channels channels = channelsOf(block);
    BlockInterests made;
    made.vectors = torch::bmm(channels.weights.transpose(1, 2), block.x);
    made.valid = channels.on.sum(1) > 0;
    made.weights = torch::softmax(channels.nearness, -1);
    return made;
}

LossTerms Octopus::loss(const Batch& batch)
{
    torch::Tensor apart = torch::zeros({}, m_channels.options());
    const torch::Tensor main = hardReadoutLoss(batch, [&](const HistoryBlock& block, const BlockInterests&) {
        if (m_options.lambdaBasis > 0) {
            const torch::Tensor rebuilt = torch::matmul(torch::matmul(block.x, m_channels.t()), m_channels);
            apart = apart + (block.x - rebuilt).square().sum();
        }
    });
    const torch::Tensor gram = torch::matmul(m_channels, m_channels.t());
    const torch::Tensor orth = (gram - torch::eye(interestCount(), gram.options())).square().sum();
    torch::Tensor total = main + m_options.lambdaChannels * orth;
    LossTerms terms { { "loss", total }, { "main", main }, { "orth", orth } };
    if (m_options.lambdaBasis > 0) {
        const torch::Tensor basis = apart / static_cast<double>(batch.history.items.size());
        terms.emplace_back("basis", basis);
        terms.front().second = total + m_options.lambdaBasis * basis;
    }
    return terms;
}

std::shared_ptr<kernels::BaselineStep> Octopus::makeStep() const
{
    if (m_options.lambdaBasis > 0)
        return nullptr;
    return kernels::makeOctopusStep(stepShape(), m_options.lambdaChannels, kernels::hotTable());
}

EncoderSource Octopus::encoderSource() const
{
    return { R"(
def nearness(self, history: Tensor) -> Tensor:
    return torch.matmul(torch.embedding(self.items, history), self.channels.t())

def members(self, nearness: Tensor, mask: Tensor) -> Tensor:
    index = torch.arange(self.interest_count, device=mask.device)
    return (nearness.argmax(-1).unsqueeze(2) == index) & mask.unsqueeze(2)

def interests(self, history: Tensor, mask: Tensor) -> Tensor:
    nearness = self.nearness(history)
    on = self.members(nearness, mask)
    weights = torch.softmax(nearness.masked_fill(torch.logical_not(on), -1e9), 1) * on
    return torch.bmm(weights.transpose(1, 2), torch.embedding(self.items, history))

def valid(self, history: Tensor, mask: Tensor) -> Tensor:
    return self.members(self.nearness(history), mask).any(1)
)",
             {},
             {} };
}

} // namespace opal
