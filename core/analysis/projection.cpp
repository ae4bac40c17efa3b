// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/projection.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <xxhash.h>

#include <faiss/VectorTransform.h>

#include "core/analysis/neighbourlayout.h"
#include "core/base/error.h"
#include "core/base/notanumber.h"
#include "core/retrieval/faissid.h"

namespace opal {

namespace {

constexpr double noVariance = 1e-12; ///< share of the variance below which a direction is rounding alone

void requireUsable(const ProjectionInput& input, const MapParams& params)
{
    const auto dim = static_cast<std::size_t>(std::max(input.dim, 0));
    if (dim == 0 || input.items.size() <= dim || input.items.size() % dim != 0
        || input.categories.size() % dim != 0)
        throw Error(ErrorCode::InvalidArgument,
                    "item vectors to project must be [N + 1, d] with N and d positive");
    const auto categories = static_cast<int>(input.categories.size() / dim);
    const auto exists = [categories](int category) { return category >= 0 && category < categories; };
    if (params.method == MapMethod::Plane && categories == 0)
        throw Error(
            ErrorCode::InvalidArgument,
            "the model has no hyper-categories, so there is no plane of two; choose another projection");
    if (params.method == MapMethod::Plane
        && (!exists(params.firstCategory) || !exists(params.secondCategory)
            || params.firstCategory == params.secondCategory))
        throw Error(ErrorCode::InvalidArgument,
                    "the plane needs two different ones of the " + std::to_string(categories)
                        + " hyper-categories");
    if (params.method == MapMethod::Neighbours
        && (params.neighbours < 2 || params.neighbours > 100 || params.epochs < 1 || params.epochs > 10000))
        throw Error(ErrorCode::InvalidArgument,
                    "the map of neighbours takes 2 to 100 neighbours and 1 to 10000 epochs");
}

void projectOnCategories(const ProjectionInput& input, ItemMap& map)
{
    const auto dim = static_cast<std::size_t>(input.dim);
    const std::vector<float> rows = unitItemRows(input.items, input.dim);
    const auto along = [&](int category, std::vector<float>& values) {
        const float* g = input.categories.data() + static_cast<std::size_t>(category) * dim;
        for (std::size_t item = 1; item < values.size(); ++item) {
            double sum = 0;
            for (std::size_t c = 0; c < dim; ++c)
                sum += static_cast<double>(rows[(item - 1) * dim + c]) * static_cast<double>(g[c]);
            values[item] = static_cast<float>(sum);
        }
    };
    along(map.params.firstCategory, map.x);
    along(map.params.secondCategory, map.y);
}

double varianceOf(std::span<const float> values, std::size_t stride)
{
    const std::size_t count = values.size() / stride + (values.size() % stride != 0 ? 1 : 0);
    double sum = 0;
    for (std::size_t i = 0; i < values.size(); i += stride)
        sum += static_cast<double>(values[i]);
    const double mean = sum / static_cast<double>(count);
    double squares = 0;
    for (std::size_t i = 0; i < values.size(); i += stride)
        squares += (static_cast<double>(values[i]) - mean) * (static_cast<double>(values[i]) - mean);
    return squares / static_cast<double>(count);
}

/// Share of the variance that `values` [N + 1] keep; a direction of rounding errors becomes 0.
double keptVariance(std::vector<float>& values, double total)
{
    const double kept = varianceOf(std::span(values).subspan(1), 1);
    if (total > 0 && kept > noVariance * total)
        return std::min(1.0, kept / total);
    std::fill(values.begin(), values.end(), 0.0F);
    return 0;
}

void projectOnComponents(const ProjectionInput& input, ItemMap& map)
{
    const auto count = static_cast<FaissId>(map.x.size() - 1);
    const auto dim = static_cast<std::size_t>(input.dim);
    // Of fewer items than dimensions Faiss finds no more directions than items.
    const std::size_t components = std::min({ std::size_t { 2 }, dim, static_cast<std::size_t>(count) });
    const std::span<const float> rows = input.items.subspan(dim);
    faiss::PCAMatrix pca(input.dim, static_cast<int>(components));
    pca.max_points_per_d = 1 << 30; // of all items, not of a sample
    pca.train(count, rows.data());
    const std::unique_ptr<const float[]> points(pca.apply(count, rows.data()));
    double total = 0;
    for (std::size_t c = 0; c < dim; ++c)
        total += varianceOf(rows.subspan(c), dim);
    for (std::size_t component = 0; component < components; ++component) {
        std::vector<float>& values = component == 0 ? map.x : map.y;
        float largest = 0;
        for (std::size_t item = 1; item < values.size(); ++item) {
            values[item] = points[(item - 1) * components + component];
            if (std::abs(values[item]) > std::abs(largest))
                largest = values[item];
        }
        if (largest < 0)
            for (float& value : values)
                value = -value;
    }
    map.explainedX = keptVariance(map.x, total);
    map.explainedY = keptVariance(map.y, total);
}

} // namespace

std::vector<float> unitItemRows(std::span<const float> items, int dim)
{
    const auto width = static_cast<std::size_t>(dim);
    std::vector<float> rows(items.begin() + dim, items.end());
    for (std::size_t row = 0; row < rows.size(); row += width) {
        double squares = 0;
        for (std::size_t c = 0; c < width; ++c)
            squares += static_cast<double>(rows[row + c]) * static_cast<double>(rows[row + c]);
        if (squares <= 0)
            continue;
        const double factor = 1 / std::sqrt(squares);
        for (std::size_t c = 0; c < width; ++c)
            rows[row + c] = static_cast<float>(static_cast<double>(rows[row + c]) * factor);
    }
    return rows;
}

std::uint64_t projectionHash(const ProjectionInput& input)
{
    const std::uint64_t items = XXH3_64bits(input.items.data(), input.items.size_bytes());
    return XXH3_64bits_withSeed(input.categories.data(), input.categories.size_bytes(), items);
}

ItemMap projectItems(const ProjectionInput& input, const MapParams& params,
                     const std::function<void(double fraction)>& progress, const std::stop_token& stop)
{
    requireUsable(input, params);
    if (stop.stop_requested())
        throw Cancelled();
    ItemMap map;
    map.params = params.relevant();
    map.x.assign(input.items.size() / static_cast<std::size_t>(input.dim), 0.0F);
    map.y = map.x;
    map.vectorsHash = projectionHash(input);
    if (map.params.method == MapMethod::Plane) {
        projectOnCategories(input, map);
    } else {
        projectOnComponents(input, map);
        if (map.params.method == MapMethod::Neighbours) {
            // What the start explains says nothing of the layout.
            map.explainedX = map.explainedY = notANumber;
            neighbourLayout(input, map, progress, stop);
        }
    }
    if (progress)
        progress(1);
    return map;
}

} // namespace opal
