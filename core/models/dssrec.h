// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>

#include "core/models/baselinemodel.h"
#include "core/models/dropout.h"
#include "core/models/encodersource.h"

namespace opal {

struct DssRecOptions : BaselineOptions
{
    double dropout = 0.5; ///< of hidden vectors and attention weights
    double confidentShare = 0.5; ///< lambda: share of the seq2seq samples that is kept, the smallest losses

    static DssRecOptions from(const ParamMap& params);
};

/// DSSRec (Ma et al., KDD 2020; core/models/MODELS.md section 7): a causal self-attention encoder and an
/// intention layer that splits a sequence over K prototypes, trained jointly to meet the next items and the
/// intentions of the user's own future.
class DssRec final : public BaselineModel, public ScriptedEncoder
{
public:
    DssRec(const DssRecOptions& options, std::int64_t itemCount);

    void initialise(std::uint64_t seed) override;
    LossTerms loss(const Batch& batch) override;
    EncoderSource encoderSource() const override;

    bool readsFuture() const override { return true; }

    enum class Side { Past, Future };

    struct Intentions
    {
        torch::Tensor encoded; ///< z [n, L, d]
        torch::Tensor shares; ///< p(k|i) [n, L, K]
        torch::Tensor importance; ///< p(i) [n, L], zero on padding
        torch::Tensor vectors; ///< phi [n, K, d]
    };

    Intentions intentionsOf(const HistoryBlock& block, Side side, const Dropout& dropout = {});

protected:
    BlockInterests interestsOf(const HistoryBlock& block) override;
    std::shared_ptr<kernels::BaselineStep> makeStep() const override;

    std::vector<std::string> termNames() const override { return { "loss", "seq2item", "seq2seq" }; }

private:
    /// One block of the encoder.
    struct Layer final : torch::nn::Module
    {
        explicit Layer(std::int64_t dim);

        torch::nn::Linear query, key, value, output, first, second;
        torch::nn::LayerNorm attended, fed;
    };

    torch::Tensor fromTheEnd(const HistoryBlock& block) const;
    torch::Tensor encodeSequence(const HistoryBlock& block, const torch::Tensor& places, Side side,
                                 const Dropout& dropout);
    torch::Tensor intentions(const std::vector<HistoryBlock>& blocks, Side side, const Dropout& dropout);
    torch::Tensor itemLoss(const torch::Tensor& past, const LossTable& table) const;
    torch::Tensor sequenceLoss(const torch::Tensor& past, const torch::Tensor& future) const;

    DssRecOptions m_options;
    torch::Tensor m_positions; ///< Pos [Lmax, d], the last row belongs to the newest item
    torch::Tensor m_prototypes; ///< c [K, d]
    torch::Tensor m_places; ///< alpha [Lmax, d], ordered as m_positions
    torch::Tensor m_queryBias; ///< b' [d]
    torch::Tensor m_pastBias; ///< beta of the past [K, d]
    torch::Tensor m_futureBias; ///< beta of the future [K, d]
    torch::nn::LayerNorm m_inputNorm { nullptr };
    std::array<std::shared_ptr<Layer>, 2> m_layers;
    std::array<torch::nn::LayerNorm, 5> m_norms; ///< LN1 to LN5 of the intention layer
    torch::nn::Linear m_keyMap { nullptr }; ///< Wi
};

} // namespace opal
