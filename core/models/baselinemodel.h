// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>

#include "core/kernels/baselinesteps.h"
#include "core/models/itemtablemodel.h"

namespace opal {

/// What the six baselines share, from the parameter table.
struct BaselineOptions
{
    int interests = 4; ///< K
    int dim = 64; ///< d
    std::int64_t maxLength = 100; ///< L, sizes what is indexed by position
    double initialScale = 1; ///< factor on the initial item vectors
    bool fused = true; ///< blocks of users of similar length; false: one padded table a batch
    std::uint64_t seed = 0; ///< key of random numbers drawn in a step
    int patience = 5;
    std::int64_t maxEpochs = 0;

    static BaselineOptions from(const ParamMap& params);
};

/// Users of similar length, padded to the longest of them.
struct HistoryBlock
{
    torch::Tensor x; ///< [n, L, d] item vectors, zero on padding
    torch::Tensor mask; ///< [n, L] 1 = real, in x's type
    torch::Tensor lengths; ///< [n] int64
    torch::Tensor rows; ///< [n] int64 row of the batch
};

/// Interests of one block. What is undefined does not exist in the model (weights) or never matters (valid).
struct BlockInterests
{
    torch::Tensor vectors; ///< [n, K, d]
    torch::Tensor valid; ///< [n, K] bool; undefined: all are valid
    torch::Tensor weights; ///< [n, L, K] share of every history item in each interest, sums to 1 over K
};

/// A recommender that reads histories as padded tables and is trained in one stage by one objective.
///
/// A batch is cut into blocks of users of similar length, so that little of a table is padding and a block
/// fits the caches. No result depends on the cut beyond rounding.
class BaselineModel : public ItemTableModel
{
public:
    std::vector<Stage> stages() const override;
    void setStage(const std::string& stage) override;

    /// Throws Error{InvalidArgument} if a history is longer than `max_length`.
    UserInterests encode(const RaggedHistories& histories) override;

    /// By the fused step where `kernels` asks for it and the step covers the model's switches; otherwise, on
    /// other devices and in other precisions by loss(), which is the definition.
    const NamedValues& lossAndGradients(const Batch& batch, RowGradients& rows) override;

protected:
    BaselineModel(const BaselineOptions& options, std::int64_t itemCount);

    /// The fused form of loss(), null where it does not cover the model's switches.
    virtual std::shared_ptr<kernels::BaselineStep> makeStep() const { return nullptr; }

    /// What the step reads besides the parameters, behind them.
    virtual std::vector<torch::Tensor> stepConstants() const { return {}; }

    /// Names of the terms of loss() in order.
    virtual std::vector<std::string> termNames() const { return { "loss", "main" }; }

    kernels::StepShape stepShape() const
    {
        return { interestCount(), dim(), itemCount(), m_shared.maxLength };
    }

    /// The interests of one block; must treat users apart from each other and ignore padding.
    virtual BlockInterests interestsOf(const HistoryBlock& block) = 0;

    /// Item rows that a loss reads, with a zero row for padding behind the touched ones.
    struct LossTable
    {
        torch::Tensor rows; ///< [R + 1, d], the last one zero
        torch::Tensor positives; ///< [B, d]
        torch::Tensor negatives; ///< [C, d]
        torch::Tensor collided; ///< [B, C] bool
    };

    LossTable lossTable(const TouchedRows& touched, const Batch& batch) const;

    /// Cuts histories into blocks. `table` [*, d] holds item vectors and at row `padding` zeros, `tokens` [T]
    /// names the row of every history item. Throws Error{InvalidArgument} if one is longer than `max_length`.
    std::vector<HistoryBlock> blocksOf(const torch::Tensor& table, std::int64_t padding,
                                       const torch::Tensor& tokens,
                                       const std::vector<std::int64_t>& offsets) const;

    /// Rows of blocks [n, ...] in the order of the batch.
    static torch::Tensor inBatchOrder(const std::vector<HistoryBlock>& blocks,
                                      const std::vector<torch::Tensor>& parts);

    /// Interests of all blocks in the order of the batch; `weights` is left undefined. `visit` sees every
    /// block with its own, may be empty.
    using Visit = std::function<void(const HistoryBlock& block, const BlockInterests& made)>;
    UserInterests encodeBlocks(const std::vector<HistoryBlock>& blocks, const Visit& visit = {});

    /// Form H over the batch (core/models/MODELS.md section 1.2): touches the batch and gives the main loss.
    /// `visit` as above.
    torch::Tensor hardReadoutLoss(const Batch& batch, const Visit& visit = {});

    /// Fills the item table from [-bound, bound), bound = initial scale / sqrt(d), and zeroes row 0.
    void initialiseItems(std::uint64_t seed);

    /// Weight and bias of a linear layer from U(+-1/sqrt(inputs)), two streams from `stream` on.
    static void fillLinear(torch::nn::Linear& layer, std::uint64_t seed, std::uint64_t stream);

    const BaselineOptions& shared() const { return m_shared; }

private:
    bool stepFits(const Batch& batch) const;
    void requireLength(std::int64_t length) const;

    BaselineOptions m_shared;
    std::shared_ptr<kernels::BaselineStep> m_step; ///< made on first use
};

} // namespace opal
