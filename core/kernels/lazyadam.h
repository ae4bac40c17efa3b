// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>

namespace opal {

struct AdamOptions
{
    float learningRate = 1e-3F;
    float beta1 = 0.9F;
    float beta2 = 0.999F;
    float epsilon = 1e-8F; ///< added after the bias correction
    float weightDecay = 0; ///< L2 added to the gradient; rows that are not touched do not decay
};

enum class RowProjection { None, UnitSphere };

/// Lazy Adam (core/models/MODELS.md section 1.3): rows with a gradient in this step move by the dense
/// formula, bias-corrected by the global step count, all other rows and their moments stay as they are;
/// touched rows then return to the sphere if asked.
///
/// `step` counts from 1. `rows` are distinct row numbers of the [*, dim] tables `weights`, `firstMoment` and
/// `secondMoment`; `rowValues` is [rows.size(), dim]. Bits do not depend on the thread count.
void lazyAdam(const AdamOptions& options, std::int64_t step, int dim, std::span<const std::int64_t> rows,
              const float* rowValues, float* weights, float* firstMoment, float* secondMoment,
              RowProjection projection);

/// The same formula over a whole small parameter of `count` numbers.
void denseAdam(const AdamOptions& options, std::int64_t step, std::int64_t count, const float* gradient,
               float* weights, float* firstMoment, float* secondMoment);

/// Divides each row of `table` [rows, dim] by max(norm, 1e-12).
void projectRows(float* table, std::int64_t rows, int dim);

} // namespace opal
