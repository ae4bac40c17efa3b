// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <torch/types.h>

namespace opal {

class Recommender;
struct RowGradients;

struct OptimiserOptions
{
    double learningRate = 1e-3;
    double weightDecay = 0; ///< L2 in the gradient: of touched rows if lazy, of everything if not
    bool lazy = true; ///< false: every row of the item table moves in every step, as torch.optim.Adam does
    bool fused = true; ///< kernels of core/kernels where tensors are on the CPU; false: plain LibTorch form
};

/// Adam(0.9, 0.999, 1e-8) of one training stage (core/models/MODELS.md section 1.3).
///
/// The item table moves lazily: rows with a gradient in the step follow the dense formula, bias-corrected by
/// the number of steps of this optimiser, idle rows and their moments rest; touched rows return to the sphere
/// if the model asks for unit rows. All other parameters move densely. After a step every constraint of the
/// model holds.
class Optimiser final
{
public:
    /// Zero moments. `model` must outlive the optimiser.
    Optimiser(Recommender& model, const OptimiserOptions& options);

    /// One update from the `.grad` of the parameters (undefined counts as zero) and the item rows.
    void step(const RowGradients& rows);

    std::int64_t stepCount() const { return m_step; }

    /// Live moments by name: "adam.first.<parameter>" and "adam.second.<parameter>".
    std::map<std::string, torch::Tensor> moments() const;

    /// Continues from stored moments. Throws Error{InvalidCheckpoint} if names, shapes or types differ.
    void restore(std::int64_t stepCount, const std::map<std::string, torch::Tensor>& moments);

private:
    struct Slot
    {
        std::string name;
        torch::Tensor parameter; ///< the model's own, which carries the gradient
        torch::Tensor value; ///< the same memory outside of autograd
        torch::Tensor first; ///< first moment, same shape
        torch::Tensor second;
    };

    bool canFuse(const torch::Tensor& value) const;
    void denseStep(Slot& slot, const torch::Tensor& gradient);
    void lazyStep(const RowGradients& rows);

    Recommender& m_model;
    OptimiserOptions m_options;
    std::int64_t m_step = 0;
    Slot m_items;
    std::vector<Slot> m_dense;
    torch::Tensor m_itemGradient; ///< [N + 1, d], dense mode only
};

} // namespace opal
