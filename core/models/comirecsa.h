// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/baselinemodel.h"
#include "core/models/encodersource.h"

namespace opal {

struct ComiRecSaOptions : BaselineOptions
{
    static ComiRecSaOptions from(const ParamMap& params) { return { BaselineOptions::from(params) }; }
};

/// ComiRec-SA (Cen et al., KDD 2020; core/models/MODELS.md section 5): every interest attends to the history
/// through one row of a two-layer self-attention; positions enter the attention, not the values.
class ComiRecSa final : public BaselineModel, public ScriptedEncoder
{
public:
    ComiRecSa(const ComiRecSaOptions& options, std::int64_t itemCount);

    void initialise(std::uint64_t seed) override;
    LossTerms loss(const Batch& batch) override;
    EncoderSource encoderSource() const override;

    /// A [n, K, L], sums to 1 over the items of a history.
    torch::Tensor attention(const HistoryBlock& block);

protected:
    BlockInterests interestsOf(const HistoryBlock& block) override;
    std::shared_ptr<kernels::BaselineStep> makeStep() const override;

private:
    torch::Tensor m_positions; ///< P [Lmax, d], position 0 is the oldest item read
    torch::nn::Linear m_hidden { nullptr }; ///< W1 [4d, d]
    torch::nn::Linear m_heads { nullptr }; ///< W2 [K, 4d]
};

} // namespace opal
