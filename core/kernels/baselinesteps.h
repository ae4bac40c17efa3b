// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>

/// The fused steps (equations: core/models/MODELS.md, the section of each model). Parameters are listed in
/// the order of the model's own; `hot` are the loops of an instruction set.
namespace opal::kernels {

class BaselineStep;
struct HotTable;

struct StepShape
{
    int interests = 4; ///< K, 1..16
    int dim = 64; ///< d
    std::int64_t itemCount = 0; ///< N
    std::int64_t maxLength = 100; ///< Lmax
};

struct RoutingSettings
{
    int iterations = 3;
    bool overItems = false; ///< the items of an interest compete instead of the interests of an item
};

/// Section 3 with label power infinity. map [d, d], widen weight [4d, d] and bias, narrow weight [d, 4d] and
/// bias, and the logits [K, Lmax], which have no gradient.
std::shared_ptr<BaselineStep> makeMindStep(const StepShape& shape, const RoutingSettings& routing,
                                           bool dynamicInterests, const HotTable& hot);

/// Section 4. maps [Lmax, K d, d].
std::shared_ptr<BaselineStep> makeComiRecDrStep(const StepShape& shape, const RoutingSettings& routing,
                                                const HotTable& hot);

/// Section 5. positions [Lmax, d], hidden weight [4d, d] and bias, head weight [K, 4d] and bias [K].
std::shared_ptr<BaselineStep> makeComiRecSaStep(const StepShape& shape, const HotTable& hot);

/// Section 6 without the basis term (w2 = 0). channels [K, d]; `orthogonal` is w1. Terms: loss, main, orth.
std::shared_ptr<BaselineStep> makeOctopusStep(const StepShape& shape, double orthogonal, const HotTable& hot);

struct Re4Settings
{
    double attend = 0.001, contrast = 0.1, construct = 0.1; ///< weights of the backward flows
    float temperature = 0.02F;
    double gate = 0; ///< weight above which an item is a positive of an interest; 0: 1 / length
};

/// Section 8 with means over all slots. hidden [256, d], heads [K, 256], values [d, d], source map [d, d],
/// slots [Lmax, d], rebuild map [d, d], output weight [d, d] and bias, unfold weight [Lmax d, d] and bias
/// [Lmax d]. Terms: loss, main, attend, contrast, construct, share of positives.
std::shared_ptr<BaselineStep> makeRe4Step(const StepShape& shape, const Re4Settings& settings,
                                          const HotTable& hot);

struct DssRecSettings
{
    double dropout = 0.5;
    double confidentShare = 0.5; ///< lambda
    std::uint64_t seed = 0; ///< of dropout
};

/// Section 7. positions [Lmax, d], prototypes [K, d], places [Lmax, d], query bias [d], past and future bias
/// [K, d], input norm, two layers of query, key, value, output, first and second map [d, d] and the norms
/// behind attention and maps, five norms, key map [d, d]; maps and norms with their biases [d]. Terms: loss,
/// seq2item, seq2seq.
std::shared_ptr<BaselineStep> makeDssRecStep(const StepShape& shape, const DssRecSettings& settings,
                                             const HotTable& hot);

} // namespace opal::kernels
