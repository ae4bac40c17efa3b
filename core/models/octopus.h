// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/baselinemodel.h"
#include "core/models/encodersource.h"

namespace opal {

struct OctopusOptions : BaselineOptions
{
    double lambdaChannels = 1; ///< w1, keeps the channels orthonormal
    double lambdaBasis = 0; ///< w2, makes the channels a basis of the history items

    /// Throws Error{InvalidConfiguration} if there are more channels than dimensions.
    static OctopusOptions from(const ParamMap& params);
};

/// Octopus (Liu et al., SIGIR 2020; core/models/MODELS.md section 6), reconstructed from descriptions,
/// because its code was never published: every item goes to the channel it is nearest to, a channel pools its
/// items by attention, and a user has as many interests as channels were hit. The quota per channel of the
/// paper's second way of serving is left out.
class Octopus final : public BaselineModel, public ScriptedEncoder
{
public:
    Octopus(const OctopusOptions& options, std::int64_t itemCount);

    void initialise(std::uint64_t seed) override;
    LossTerms loss(const Batch& batch) override;
    EncoderSource encoderSource() const override;

    struct Channels
    {
        torch::Tensor nearness; ///< e [n, L, K] inner products of items and channels
        torch::Tensor channel; ///< c [n, L] argmax of e
        torch::Tensor on; ///< [n, L, K] 1 where a real item is in the channel
        torch::Tensor weights; ///< w [n, L, K] attention within the channel
    };

    Channels channelsOf(const HistoryBlock& block) const;

protected:
    BlockInterests interestsOf(const HistoryBlock& block) override;
    std::shared_ptr<kernels::BaselineStep> makeStep() const override;

    std::vector<std::string> termNames() const override { return { "loss", "main", "orth" }; }

private:
    OctopusOptions m_options;
    torch::Tensor m_channels; ///< H [K, d]
};

} // namespace opal
