// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/models/baselinemodel.h"

namespace opal {

/// A model that is a TorchScript file (resources/python/opal_model.py is the contract with all shapes).
///
/// The file makes interests of histories and may bring its own loss; batches, negatives, optimiser, early
/// stop, checkpoints and evaluation are ours. Its parameters and buffers lie in our checkpoints, so it has no
/// state that a kill could lose. Random numbers that it draws come from a generator that is seeded anew for
/// every step from (seed, step), and it is run without the optimisations that TorchScript makes after the
/// first calls, so that a resumed training ends in the same bytes as an undisturbed one.
///
/// With lazy Adam the file is handed a table of the items of the batch alone and their places in it, unless
/// it asks for the whole table (`whole_table`).
class ScriptModel final : public ItemTableModel
{
public:
    /// Loads and sets up the file: that runs it. Throws Error{NotFound, CannotRead, InvalidData} naming what
    /// the file does that the contract does not allow, and Error{Unsupported} where it takes more memory than
    /// there is.
    ScriptModel(const std::string& file, const ParamMap& params, std::int64_t itemCount);
    ~ScriptModel() override;

    std::vector<Stage> stages() const override;
    void setStage(const std::string& stage) override;
    void initialise(std::uint64_t seed) override;

    /// `loss` and the other terms of the file's loss(); without one `loss` and `main`, the shared sampled
    /// softmax. Throws Error{InvalidData} for wrong shapes or names.
    LossTerms loss(const Batch& batch) override;
    const NamedValues& lossAndGradients(const Batch& batch, RowGradients& rows) override;

    /// Throws Error{InvalidArgument} for a history that is longer than `max_length`, Error{InvalidData} for
    /// wrong shapes, and Error{NonFiniteLoss} for interests that are not finite.
    UserInterests encode(const RaggedHistories& histories) override;

    HyperCategories hyperCategories() override;

private:
    struct Script;
    using Tensors = std::map<std::string, torch::Tensor>;

    Tensors initialValues(std::uint64_t seed);
    void fillItems(const Tensors& initial, std::uint64_t seed);
    void requireLengths(const RaggedHistories& histories) const;
    void takeBuffers();
    LossTerms ownLoss(const torch::Tensor& history, const torch::Tensor& mask, const torch::Tensor& positives,
                      const torch::Tensor& negatives);
    UserInterests interestsOf(const torch::Tensor& history, const torch::Tensor& mask);

    std::unique_ptr<Script> m_script;
    ParamMap m_params;
    BaselineOptions m_options;
    torch::Tensor m_leaf; ///< item rows of the last loss() that a gradient flows into
    std::vector<std::int64_t> m_rows; ///< the items of these rows
};

} // namespace opal
