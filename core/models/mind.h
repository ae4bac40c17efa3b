// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/baselinemodel.h"
#include "core/models/encodersource.h"
#include "core/models/layers.h"

namespace opal {

struct MindOptions : BaselineOptions
{
    RoutingOptions routing;
    double labelPower = 0; ///< p of label-aware attention: 1, 2, or 0 for infinity (hard readout)
    bool dynamicInterests = false; ///< a user has max(1, min(K, log2 of the history length)) interests

    static MindOptions from(const ParamMap& params);
};

/// MIND (Li et al., CIKM 2019; core/models/MODELS.md section 3): items are routed from fixed random logits to
/// capsules through one shared map; a small network turns capsules into interests.
class Mind final : public BaselineModel, public ScriptedEncoder
{
public:
    Mind(const MindOptions& options, std::int64_t itemCount);

    void initialise(std::uint64_t seed) override;
    LossTerms loss(const Batch& batch) override;
    EncoderSource encoderSource() const override;

    /// Capsules of one block, before the network.
    Routing route(const HistoryBlock& block) const;

protected:
    BlockInterests interestsOf(const HistoryBlock& block) override;
    std::shared_ptr<kernels::BaselineStep> makeStep() const override;

    std::vector<torch::Tensor> stepConstants() const override { return { m_logits }; }

private:
    torch::Tensor activeOf(const torch::Tensor& lengths) const;
    torch::Tensor attendedLogits(const torch::Tensor& interests, const LossTable& table,
                                 const torch::Tensor& valid) const;

    MindOptions m_options;
    torch::Tensor m_map; ///< S [d, d], applied as x S
    torch::Tensor m_logits; ///< b0 [K, Lmax] buffer: drawn once, never trained
    torch::nn::Linear m_widen { nullptr }; ///< W1 [4d, d]
    torch::nn::Linear m_narrow { nullptr }; ///< W2 [d, 4d]
};

} // namespace opal
