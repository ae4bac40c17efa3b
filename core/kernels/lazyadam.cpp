#include "core/kernels/lazyadam.h"

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

void projectRow(float* row, int dim)
{
    float squares = 0;
#pragma omp simd reduction(+ : squares)
    for (int i = 0; i < dim; ++i)
        squares += row[i] * row[i];
    const float norm = std::sqrt(squares);
    const float inverse = 1 / (norm > 1e-12F ? norm : 1e-12F);
#pragma omp simd
    for (int i = 0; i < dim; ++i)
        row[i] *= inverse;
}

} // namespace

void lazyAdam(const AdamOptions& options, std::int64_t step, int dim, std::span<const std::int64_t> rows,
              const float* rowValues, float* weights, float* firstMoment, float* secondMoment,
              RowProjection projection)
{
    const kernels::HotTable& hot = kernels::hotTable();
    const kernels::AdamCoefficients c = coefficients(options, step);
    const auto count = static_cast<std::int64_t>(rows.size());
#pragma omp parallel for schedule(static)
    for (std::int64_t r = 0; r < count; ++r) {
        const std::int64_t at = rows[static_cast<std::size_t>(r)] * dim;
        hot.adam(c, dim, rowValues + r * dim, weights + at, firstMoment + at, secondMoment + at);
        if (projection == RowProjection::UnitSphere)
            projectRow(weights + at, dim);
    }
}

void denseAdam(const AdamOptions& options, std::int64_t step, std::int64_t count, const float* gradient,
               float* weights, float* firstMoment, float* secondMoment)
{
    kernels::hotTable().adam(coefficients(options, step), count, gradient, weights, firstMoment,
                             secondMoment);
}

void projectRows(float* table, std::int64_t rows, int dim)
{
#pragma omp parallel for schedule(static) if (rows > 1000)
    for (std::int64_t row = 0; row < rows; ++row)
        projectRow(table + row * dim, dim);
}

} // namespace opal
