// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <mutex>

#include "core/kernels/opalstep.h"
#include "core/models/itemtablemodel.h"

namespace opal {

/// The switches of OPAL. Defaults are the paper's, with the decisions where paper and released code differ.
struct OpalOptions
{
    enum class HardUniformity { None, Categories, Positions };
    enum class UniqueMean { Users, Items };
    enum class CategoryStart { Random, Orthogonal, Coherent };

    int interests = 4; ///< K
    int dim = 64; ///< d
    double epsilon = 0.1; ///< temperature of Eq. 2 and Eq. 6
    double lambdaOrth = 10; ///< Eq. 7
    double lambdaUnif = 1; ///< Eq. 7
    double lambdaUnique = 1; ///< Eq. 7
    bool normaliseInterests = true; ///< p, q and u on the sphere; false is the paper's letter
    GruHead head = GruHead::LinearRelu; ///< behind the GRU
    bool orthMean = false; ///< orthogonality divided by K^2
    HardUniformity hardUniformity = HardUniformity::None; ///< further term on winner-only assignments
    UniqueMean uniqueMean
        = UniqueMean::Users; ///< Eq. 5 averaged per history first, or over all items of the batch
    bool dropEmptyInterests = false; ///< serving: an interest without items is not valid
    CategoryStart categoryStart = CategoryStart::Random;
    double groupPull = 0.5; ///< of a coherent start: length of an item's part towards its category, the rest
                            ///< has length 1 before both are brought to length 1 together
    std::int64_t warmupEpochs
        = 0; ///< of a coherent start: at most so many epochs with one interest before it
    bool fused = true; ///< fused kernels on the CPU where they cover the switches
    std::string stages = "both"; ///< "both", "soft" or "hard"
    int patience = 5;
    std::int64_t maxEpochs = 0;

    /// From the model's parameter table. Throws Error{InvalidConfiguration} if the values contradict each
    /// other.
    static OpalOptions from(const ParamMap& params);
};

/// OPAL: soft interests from orthogonal hyper-categories, then hard ones from a GRU over each category's
/// items.
class Opal final : public ItemTableModel
{
public:
    Opal(const OpalOptions& options, std::int64_t itemCount);
    ~Opal() override;

    std::vector<Stage> stages() const override;
    void setStage(const std::string& stage) override;
    void initialise(std::uint64_t seed) override;
    void startFromGroups(std::span<const std::uint8_t> group, std::span<const std::int32_t> weight) override;

    /// Unit rows of items and categories. Rows that are already unit within rounding keep their bits.
    void project() override;
    void projectParameters() override;

    UserInterests encode(const RaggedHistories& histories) override;
    LossTerms loss(const Batch& batch) override;
    const NamedValues& lossAndGradients(const Batch& batch, RowGradients& rows) override;

    HyperCategories hyperCategories() override;

    bool unitRows() const override { return true; }

    std::optional<double> assignmentTemperature() const override { return m_options.epsilon; }

    InterestTrace trace(std::span<const ItemIndex> history, std::optional<double> epsilon,
                        UserIndex user) override;
    using Recommender::trace;

    const OpalOptions& options() const { return m_options; }

    torch::Tensor categories() const { return m_categories; }

    /// Everything the forward pass of a batch of histories makes.
    struct Forward
    {
        torch::Tensor mask; ///< [B, L] 1 = real
        torch::Tensor lengths; ///< [B]
        torch::Tensor assignment; ///< a [B, L, K], zero on padding (Eq. 2)
        torch::Tensor category; ///< c [B, L] argmax of a
        torch::Tensor soft; ///< p [B, K, d] (Eq. 3)
        torch::Tensor hard; ///< q [B, K, d], undefined in the soft stage
        torch::Tensor interests; ///< u [B, K, d]
    };

    /// `table` [*, d] holds item vectors, `tokens` [T] names the row of every history item.
    Forward forward(const torch::Tensor& table, const torch::Tensor& tokens,
                    const std::vector<std::int64_t>& offsets);

private:
    OpalStepOptions stepOptions() const;
    OpalStep::Parameters stepParameters() const;
    bool kernelsFit() const;
    OpalStep& step();

    int activeInterests() const { return m_warmup ? 1 : interestCount(); }

    torch::Tensor activeCategories() const { return m_categories.narrow(0, 0, activeInterests()); }

    UserInterests padded(UserInterests active) const;
    UserInterests encodeFused(const RaggedHistories& histories);
    const NamedValues& fusedLossAndGradients(const Batch& batch, RowGradients& rows);

    torch::Tensor hardInterests(const torch::Tensor& x, const torch::Tensor& mask,
                                const torch::Tensor& category);
    torch::Tensor headOf(const torch::Tensor& states);
    torch::Tensor courseOf(const torch::Tensor& x, const torch::Tensor& category);
    torch::Tensor validInterests(const torch::Tensor& category, const torch::Tensor& mask) const;
    torch::Tensor uniqueness(const Forward& made) const;
    torch::Tensor hardSpread(const Forward& made) const;

    OpalOptions m_options;
    bool m_warmup = false; ///< one interest for everybody: the mean of the history
    bool m_hard = false;
    torch::Tensor m_categories; ///< G [K, d]
    torch::nn::GRU m_gru { nullptr };
    torch::Tensor m_gruInput; ///< W_ih [3d, d] of m_gru, kept because asking by name allocates in every step
    torch::Tensor m_gruHidden; ///< W_hh [3d, d] of m_gru
    torch::nn::Linear m_head { nullptr };
    std::mutex m_stepMutex; ///< protects m_step: its workspace serves one call at a time
    std::unique_ptr<OpalStep> m_step; ///< made on first use, for the interests of the stage
};

} // namespace opal
