// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/lazyadam.h"

#include <algorithm>
#include <cmath>

#include "core/kernels/hot.h"

namespace opal {

namespace {

kernels::AdamCoefficients coefficients(const AdamOptions& options, std::int64_t step)
{
    const double bias1 = 1 - std::pow(static_cast<double>(options.beta1), static_cast<double>(step));
    const double bias2 = 1 - std::pow(static_cast<double>(options.beta2), static_cast<double>(step));
    return { .beta1 = options.beta1,
             .beta2 = options.beta2,
             .epsilon = options.epsilon,
             .weightDecay = options.weightDecay,
             .stepSize = static_cast<float>(static_cast<double>(options.learningRate) / bias1),
             .inverseRootBias2 = static_cast<float>(1 / std::sqrt(bias2)) };
}

/// Rows handed to one thread at a time.
constexpr std::int64_t rowBlock = 512;

} // namespace

void lazyAdam(const AdamOptions& options, std::int64_t step, int dim, std::span<const std::int64_t> rows,
              const float* rowValues, float* weights, float* firstMoment, float* secondMoment,
              RowProjection projection)
{
    const kernels::HotTable& hot = kernels::hotTable();
    const kernels::AdamCoefficients c = coefficients(options, step);
    const auto count = static_cast<std::int64_t>(rows.size());
#pragma omp parallel for schedule(dynamic, 1) if (count > rowBlock)
    for (std::int64_t first = 0; first < count; first += rowBlock)
        hot.adamRows(c, dim, std::min(rowBlock, count - first), rows.data() + first, rowValues + first * dim,
                     weights, firstMoment, secondMoment, projection == RowProjection::UnitSphere);
}

void denseAdam(const AdamOptions& options, std::int64_t step, std::int64_t count, const float* gradient,
               float* weights, float* firstMoment, float* secondMoment)
{
    kernels::hotTable().adam(coefficients(options, step), count, gradient, weights, firstMoment,
                             secondMoment);
}

void projectRows(float* table, std::int64_t rows, int dim)
{
    const kernels::HotTable& hot = kernels::hotTable();
#pragma omp parallel for schedule(static) if (rows > rowBlock)
    for (std::int64_t first = 0; first < rows; first += rowBlock)
        hot.projectRows(std::min(rowBlock, rows - first), dim, table + first * dim);
}

} // namespace opal
