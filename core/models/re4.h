// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/baselinemodel.h"
#include "core/models/encodersource.h"

namespace opal {

struct Re4Options : BaselineOptions
{
    double lambdaAttend = 0.001;
    double lambdaContrast = 0.1;
    double lambdaConstruct = 0.1;
    double temperature = 0.02; ///< tau of re-contrast
    double gate = 0; ///< attention above which an item is a positive of an interest; 0: 1 / history length
    bool meanOfPositives
        = false; ///< re-contrast and re-construct averaged over positives, not over all slots

    static Re4Options from(const ParamMap& params);
};

/// Re4 (Zhang et al., WWW 2022; core/models/MODELS.md section 8): attention as forward flow from items to
/// interests, and three backward flows that tie the interests to their items again.
class Re4 final : public BaselineModel, public ScriptedEncoder
{
public:
    Re4(const Re4Options& options, std::int64_t itemCount);

    void initialise(std::uint64_t seed) override;
    LossTerms loss(const Batch& batch) override;
    EncoderSource encoderSource() const override;

    struct Forward
    {
        torch::Tensor logits; ///< g [n, K, L], -1e9 on padding
        torch::Tensor attention; ///< a [n, K, L]
        torch::Tensor pooled; ///< Z [n, K, d]
        torch::Tensor vectors; ///< U [n, K, d]
        torch::Tensor positive; ///< [n, K, L] 1 where an item belongs to the interest
    };

    Forward forward(const HistoryBlock& block);

protected:
    BlockInterests interestsOf(const HistoryBlock& block) override;
    std::shared_ptr<kernels::BaselineStep> makeStep() const override;

    std::vector<std::string> termNames() const override
    {
        return { "loss", "main", "attend", "contrast", "construct", "positive_share" };
    }

private:
    /// Unit vectors of the items of the previous row of the batch, for every row of a block.
    struct Neighbours
    {
        torch::Tensor x; ///< [n, L', d]
        torch::Tensor mask; ///< [n, L']
    };

    torch::Tensor attendLoss(const HistoryBlock& block, const Forward& made) const;
    torch::Tensor contrastLoss(const HistoryBlock& block, const Forward& made,
                               const Neighbours& neighbours) const;
    torch::Tensor constructLoss(const torch::Tensor& x, const torch::Tensor& pooled,
                                const torch::Tensor& mask, const torch::Tensor& positive);
    torch::Tensor constructLossInPassing(const HistoryBlock& block, const Forward& made);

    Re4Options m_options;
    torch::Tensor m_hidden; ///< W1 [256, d]
    torch::Tensor m_heads; ///< W12 [K, 256]
    torch::Tensor m_values; ///< W2 [d, d], applied as x W2
    torch::nn::Linear m_output { nullptr }; ///< F, f
    torch::nn::Linear m_unfold { nullptr }; ///< C [Lmax d, d], c
    torch::Tensor m_sourceMap; ///< W3 [d, d]
    torch::Tensor m_slots; ///< W32 [Lmax, d]
    torch::Tensor m_rebuildMap; ///< W5 [d, d], applied as R W5
};

} // namespace opal
