// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/optimiser.h"

#include <cmath>

#include "core/base/error.h"
#include "core/kernels/lazyadam.h"
#include "core/models/recommender.h"

namespace opal {

namespace {

constexpr double beta1 = 0.9;
constexpr double beta2 = 0.999;
constexpr double epsilon = 1e-8;

AdamOptions kernelOptions(const OptimiserOptions& options)
{
    AdamOptions result;
    result.learningRate = static_cast<float>(options.learningRate);
    result.weightDecay = static_cast<float>(options.weightDecay);
    return result;
}

/// The Adam formula in place; `value`, `first` and `second` have the shape of `gradient`.
void plainAdam(const OptimiserOptions& options, std::int64_t step, torch::Tensor gradient,
               torch::Tensor& value, torch::Tensor& first, torch::Tensor& second)
{
    if (options.weightDecay != 0)
        gradient = gradient + options.weightDecay * value;
    first.mul_(beta1).add_(gradient, 1 - beta1);
    second.mul_(beta2).addcmul_(gradient, gradient, 1 - beta2);
    const auto count = static_cast<double>(step);
    const torch::Tensor denominator = (second / (1 - std::pow(beta2, count))).sqrt_().add_(epsilon);
    value.addcdiv_(first, denominator, -options.learningRate / (1 - std::pow(beta1, count)));
}

} // namespace

Optimiser::Optimiser(Recommender& model, const OptimiserOptions& options)
    : m_model(model)
    , m_options(options)
{
    const auto slotOf = [](const std::string& name, const torch::Tensor& value) {
        return Slot { name, value, value.detach(), torch::zeros_like(value), torch::zeros_like(value) };
    };
    m_items = slotOf("items", model.itemTable().detach());
    for (const auto& parameter : model.named_parameters())
        m_dense.push_back(slotOf(parameter.key(), parameter.value()));
    if (!options.lazy)
        m_itemGradient = torch::zeros_like(m_items.value);
}

void Optimiser::step(const RowGradients& rows)
{
    const torch::NoGradGuard noGrad;
    ++m_step;
    for (Slot& slot : m_dense) {
        const torch::Tensor& gradient = slot.parameter.grad();
        denseStep(slot, gradient.defined() ? gradient : torch::zeros_like(slot.value));
    }
    if (m_options.lazy) {
        lazyStep(rows);
        m_model.projectParameters();
        return;
    }
    const torch::Tensor index = torch::tensor(rows.rows, torch::kInt64).to(m_itemGradient.device());
    m_itemGradient.zero_().index_copy_(0, index, rows.values);
    denseStep(m_items, m_itemGradient);
    m_model.project();
}

bool Optimiser::canFuse(const torch::Tensor& value) const
{
    return m_options.fused && value.device().is_cpu() && value.scalar_type() == torch::kFloat32
        && value.is_contiguous();
}

void Optimiser::denseStep(Slot& slot, const torch::Tensor& gradient)
{
    torch::Tensor& value = slot.value;
    if (!canFuse(value)) {
        plainAdam(m_options, m_step, gradient, value, slot.first, slot.second);
        return;
    }
    const torch::Tensor packed = gradient.contiguous();
    denseAdam(kernelOptions(m_options), m_step, value.numel(), packed.data_ptr<float>(),
              value.data_ptr<float>(), slot.first.data_ptr<float>(), slot.second.data_ptr<float>());
}

void Optimiser::lazyStep(const RowGradients& rows)
{
    if (rows.rows.empty())
        return;
    torch::Tensor& table = m_items.value;
    if (canFuse(table)) {
        const torch::Tensor packed = rows.values.contiguous();
        lazyAdam(kernelOptions(m_options), m_step, static_cast<int>(table.size(1)), rows.rows,
                 packed.data_ptr<float>(), table.data_ptr<float>(), m_items.first.data_ptr<float>(),
                 m_items.second.data_ptr<float>(),
                 m_model.unitRows() ? RowProjection::UnitSphere : RowProjection::None);
        return;
    }
    const torch::Tensor index = torch::tensor(rows.rows, torch::kInt64).to(table.device());
    torch::Tensor value = table.index_select(0, index);
    torch::Tensor first = m_items.first.index_select(0, index);
    torch::Tensor second = m_items.second.index_select(0, index);
    plainAdam(m_options, m_step, rows.values, value, first, second);
    if (m_model.unitRows())
        value.div_(value.norm(2, 1, true).clamp_min_(1e-12));
    table.index_copy_(0, index, value);
    m_items.first.index_copy_(0, index, first);
    m_items.second.index_copy_(0, index, second);
}

std::map<std::string, torch::Tensor> Optimiser::moments() const
{
    std::map<std::string, torch::Tensor> result;
    const auto add = [&result](const Slot& slot) {
        result.emplace("adam.first." + slot.name, slot.first);
        result.emplace("adam.second." + slot.name, slot.second);
    };
    add(m_items);
    for (const Slot& slot : m_dense)
        add(slot);
    return result;
}

void Optimiser::restore(std::int64_t stepCount, const std::map<std::string, torch::Tensor>& moments)
{
    for (const auto& [name, live] : this->moments()) {
        const auto found = moments.find(name);
        if (found == moments.end())
            throw Error(ErrorCode::InvalidCheckpoint,
                        "the checkpoint lacks the optimiser state '" + name + "'");
        if (found->second.sizes() != live.sizes() || found->second.scalar_type() != live.scalar_type())
            throw Error(ErrorCode::InvalidCheckpoint,
                        "the optimiser state '" + name
                            + "' of the checkpoint has another shape than the model");
        torch::Tensor target = live;
        target.copy_(found->second);
    }
    m_step = stepCount;
}

} // namespace opal
