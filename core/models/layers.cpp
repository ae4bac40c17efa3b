// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/layers.h"

#include "core/models/baselinemodel.h"

namespace opal {

namespace {

/// [n, K, d] sum over the items of weight times input.
torch::Tensor pool(const torch::Tensor& weights, const torch::Tensor& inputs)
{
    if (inputs.dim() == 3)
        return torch::bmm(weights, inputs);
    return torch::matmul(weights.unsqueeze(2), inputs).squeeze(2);
}

/// [n, K, L] inner products of items and capsules.
torch::Tensor agreement(const torch::Tensor& inputs, const torch::Tensor& capsules)
{
    if (inputs.dim() == 3)
        return torch::bmm(capsules, inputs.transpose(1, 2));
    return torch::matmul(inputs, capsules.unsqueeze(3)).squeeze(3);
}

torch::Tensor couplingOf(const torch::Tensor& logits, const torch::Tensor& mask, RoutingAxis axis,
                         const torch::Tensor& active)
{
    const torch::Tensor real = mask.unsqueeze(1);
    torch::Tensor kept = logits;
    if (axis == RoutingAxis::Items)
        kept = kept.masked_fill(real == 0, removedLogit);
    if (active.defined())
        kept = kept.masked_fill(active.logical_not().unsqueeze(2), removedLogit);
    torch::Tensor weights = torch::softmax(kept, axis == RoutingAxis::Interests ? 1 : 2) * real;
    return active.defined() ? weights * active.unsqueeze(2) : weights;
}

} // namespace

void orthonormaliseRows(torch::Tensor table)
{
    const torch::NoGradGuard noGrad;
    for (std::int64_t i = 0; i < table.size(0); ++i) {
        torch::Tensor row = table[i];
        for (std::int64_t j = 0; j < i; ++j)
            row.sub_(row.dot(table[j]) * table[j]);
        row.div_(row.norm());
    }
}

torch::Tensor squash(const torch::Tensor& z)
{
    const torch::Tensor n = z.square().sum(-1, true);
    return z * (n / (1 + n) / (n + 1e-9).sqrt());
}

RoutingOptions routingOptions(const ParamMap& params)
{
    RoutingOptions options;
    options.iterations = static_cast<int>(params.integer("routing_iterations"));
    if (params.text("routing_axis") == "items")
        options.axis = RoutingAxis::Items;
    return options;
}

kernels::RoutingSettings stepRouting(const RoutingOptions& options)
{
    return { options.iterations, options.axis == RoutingAxis::Items };
}

Routing routeItems(const torch::Tensor& inputs, torch::Tensor logits, const torch::Tensor& mask,
                   const RoutingOptions& options, const torch::Tensor& active)
{
    Routing routing;
    logits = logits.detach();
    for (int iteration = 1; iteration < options.iterations; ++iteration) {
        const torch::NoGradGuard noGrad;
        const torch::Tensor weights = couplingOf(logits, mask, options.axis, active);
        logits = logits + agreement(inputs, squash(pool(weights, inputs)));
        routing.logits.push_back(logits);
    }
    routing.coupling = couplingOf(logits, mask, options.axis, active);
    routing.capsules = squash(pool(routing.coupling, inputs));
    return routing;
}

EncoderSource routingSource(const RoutingOptions& options)
{
    return { R"(
def squash(self, z: Tensor) -> Tensor:
    n = z.square().sum([-1], True)
    return z * (n / (1 + n) / (n + 1e-9).sqrt())

def coupling(self, logits: Tensor, mask: Tensor, active: Tensor) -> Tensor:
    kept = logits
    axis = 1
    if self.over_items != 0:
        kept = kept.masked_fill(torch.logical_not(mask).unsqueeze(1), -1e9)
        axis = 2
    kept = kept.masked_fill(torch.logical_not(active).unsqueeze(2), -1e9)
    return torch.softmax(kept, axis) * mask.unsqueeze(1) * active.unsqueeze(2)

def capsules(self, inputs: Tensor, logits: Tensor, mask: Tensor, active: Tensor) -> Tensor:
    weights = self.coupling(logits, mask, active)
    for iteration in range(self.iterations - 1):
        z = self.squash(torch.matmul(weights.unsqueeze(2), inputs).squeeze(2))
        logits = logits + torch.matmul(inputs, z.unsqueeze(3)).squeeze(3)
        weights = self.coupling(logits, mask, active)
    return self.squash(torch.matmul(weights.unsqueeze(2), inputs).squeeze(2))
)",
             { { "iterations", options.iterations }, { "over_items", options.axis == RoutingAxis::Items } },
             {} };
}

} // namespace opal
