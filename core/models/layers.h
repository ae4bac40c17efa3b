// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <torch/torch.h>

#include "core/base/params.h"
#include "core/kernels/baselinesteps.h"
#include "core/models/encodersource.h"

namespace opal {

/// Makes the rows orthonormal, first row first (modified Gram-Schmidt). Needs as many columns as rows.
void orthonormaliseRows(torch::Tensor table);

/// z n / (1 + n) / sqrt(n + 1e-9) with n = |z|^2, over the last axis: keeps the direction, the length falls
/// below 1.
torch::Tensor squash(const torch::Tensor& z);

/// What competes for the weight 1 in dynamic routing: the interests for each item (the original), or the
/// items within each interest (public ports).
enum class RoutingAxis { Interests, Items };

struct RoutingOptions
{
    int iterations = 3;
    RoutingAxis axis = RoutingAxis::Interests;
};

RoutingOptions routingOptions(const ParamMap& params);

/// The same for the fused kernels.
kernels::RoutingSettings stepRouting(const RoutingOptions& options);

/// routeItems() as TorchScript: `capsules(self, inputs, logits, mask, active)` for `inputs` [n, 1 or K, L,
/// d].
EncoderSource routingSource(const RoutingOptions& options);

struct Routing
{
    torch::Tensor capsules; ///< [n, K, d]
    torch::Tensor coupling; ///< [n, K, L] weights of the last iteration, zero on padding
    std::vector<torch::Tensor> logits; ///< [n, K, L] after every update
};

/// Dynamic routing of history items to interest capsules (core/models/MODELS.md sections 3 and 4).
///
/// `inputs` are the mapped items, [n, L, d] if all capsules share them or [n, K, L, d]; `logits` [n, K, L]
/// the initial ones; `mask` [n, L] 1 = real; `active` [n, K] bool may be undefined, others take no part.
/// Neither logits nor weights carry a gradient: the last iteration alone trains `inputs`.
Routing routeItems(const torch::Tensor& inputs, torch::Tensor logits, const torch::Tensor& mask,
                   const RoutingOptions& options, const torch::Tensor& active = {});

} // namespace opal
