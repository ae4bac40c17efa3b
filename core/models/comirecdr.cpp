// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/comirecdr.h"

#include <cmath>

#include "core/kernels/hot.h"

namespace opal {

ComiRecDrOptions ComiRecDrOptions::from(const ParamMap& params)
{
    ComiRecDrOptions options { BaselineOptions::from(params), {} };
    options.routing = routingOptions(params);
    return options;
}

ComiRecDr::ComiRecDr(const ComiRecDrOptions& options, std::int64_t itemCount)
    : BaselineModel(options, itemCount)
    , m_options(options)
{
    const std::int64_t d = options.dim;
    m_maps = register_parameter("maps", torch::zeros({ options.maxLength, options.interests * d, d }));
}

void ComiRecDr::initialise(std::uint64_t seed)
{
    initialiseItems(seed);
    fillNormal(m_maps, 1 / std::sqrt(static_cast<double>(dim())), seed, 1);
}

torch::Tensor ComiRecDr::mapped(const HistoryBlock& block) const
{
    const std::int64_t users = block.x.size(0);
    const std::int64_t length = block.x.size(1);
    // One product a position; the broadcast product of all would take gigabytes.
    return torch::bmm(block.x.transpose(0, 1), m_maps.slice(0, 0, length).transpose(1, 2))
        .view({ length, users, interestCount(), dim() })
        .permute({ 1, 2, 0, 3 })
        .contiguous();
}

Routing ComiRecDr::route(const HistoryBlock& block) const
{
    const torch::Tensor logits
        = torch::zeros({ block.x.size(0), interestCount(), block.x.size(1) }, block.mask.options());
    return routeItems(mapped(block), logits, block.mask, m_options.routing);
}

BlockInterests ComiRecDr::interestsOf(const HistoryBlock& block)
{
    const Routing routing = route(block);
    BlockInterests made;
    made.vectors = routing.capsules;
    if (m_options.routing.axis == RoutingAxis::Interests)
        made.weights = routing.coupling.transpose(1, 2);
    return made;
}

LossTerms ComiRecDr::loss(const Batch& batch)
{
    const torch::Tensor main = hardReadoutLoss(batch);
    return { { "loss", main }, { "main", main } };
}

std::shared_ptr<kernels::BaselineStep> ComiRecDr::makeStep() const
{
    return kernels::makeComiRecDrStep(stepShape(), stepRouting(m_options.routing), kernels::hotTable());
}

EncoderSource ComiRecDr::encoderSource() const
{
    EncoderSource source = routingSource(m_options.routing);
    source.text += R"(
def interests(self, history: Tensor, mask: Tensor) -> Tensor:
    x = torch.embedding(self.items, history)
    users = x.size(0)
    length = x.size(1)
    mapped = torch.bmm(x.transpose(0, 1), self.maps[:length].transpose(1, 2))
    mapped = mapped.view([length, users, self.interest_count, x.size(2)]).permute([1, 2, 0, 3])
    logits = torch.zeros_like(mapped[:, :, :, 0])
    return self.capsules(mapped, logits, mask, torch.zeros_like(logits[:, :, 0]) == 0)
)";
    return source;
}

} // namespace opal
