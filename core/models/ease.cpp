// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/ease.h"

#include <Eigen/Cholesky>
#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/models/fitloop.h"

namespace opal {

namespace {

constexpr double exactBytes = 12; ///< a pair of items: the factor in double, the weights in float
constexpr std::int64_t panel = 512; ///< columns that are worked on together

using Progress = std::function<void(double fraction)>;

/// G + lambda I [N, N] in double; only the lower triangle is used.
torch::Tensor gramMatrix(const TrainingMatrix& matrix, double lambda, const Progress& progress,
                         const std::stop_token& stop)
{
    const std::int64_t n = matrix.itemCount();
    torch::Tensor gram = torch::zeros({ n, n }, torch::kFloat64);
    auto* values = gram.data_ptr<double>();
    forItems(matrix, progress, stop, [&](std::int32_t item, TrainingMatrix::Together& together) {
        together.gather(item);
        double* row = values + (item - 1) * n;
        for (const std::int32_t other : together.items())
            row[other - 1] = together.count(other);
        row[item - 1] += lambda;
    });
    return gram;
}

/// Cholesky factor in place, panel by panel, so that it tells how far it is and can be stopped.
void factorise(torch::Tensor& matrix, const Progress& progress, const std::stop_token& stop)
{
    const std::int64_t n = matrix.size(0);
    const auto block = [&matrix, n](std::int64_t row, std::int64_t column) {
        return matrix.slice(0, row, std::min(row + panel, n)).slice(1, column, std::min(column + panel, n));
    };
    for (std::int64_t k = 0; k < n; k += panel) {
        if (stop.stop_requested())
            throw Cancelled();
        torch::Tensor diagonal = block(k, k);
        diagonal.copy_(at::linalg_cholesky(diagonal));
        const std::int64_t next = std::min(k + panel, n);
        if (next < n) {
            torch::Tensor below = matrix.slice(0, next, n).slice(1, k, next);
            // X L^T = A, solved from the right.
            below.copy_(at::linalg_solve_triangular(diagonal.t(), below, true, false));
            for (std::int64_t j = next; j < n; j += panel) {
                const std::int64_t end = std::min(j + panel, n);
                torch::Tensor rest = matrix.slice(0, j, n).slice(1, j, end);
                rest.addmm_(below.slice(0, j - next, n - next), below.slice(0, j - next, end - next).t(), 1,
                            -1);
            }
        }
        const double left = static_cast<double>(n - next) / static_cast<double>(n);
        progress(1 - left * left * left);
    }
}

/// W [N + 1, N + 1] from the factor L: P = (L L^T)^-1, W_ij = -P_ij / P_jj, diagonal zero. The part of P
/// below a panel's first row needs that part of L alone.
torch::Tensor weightsFromFactor(const torch::Tensor& factor, const Progress& progress,
                                const std::stop_token& stop)
{
    const std::int64_t n = factor.size(0);
    torch::Tensor weights = torch::zeros({ n + 1, n + 1 });
    torch::Tensor inner = weights.slice(0, 1).slice(1, 1);
    torch::Tensor diagonal = torch::empty({ n }, torch::kFloat64);
    for (std::int64_t k = 0; k < n; k += panel) {
        if (stop.stop_requested())
            throw Cancelled();
        const std::int64_t end = std::min(k + panel, n);
        const torch::Tensor unit = torch::eye(n - k, end - k, torch::kFloat64);
        const torch::Tensor rest = factor.slice(0, k).slice(1, k);
        const torch::Tensor inverse = at::cholesky_solve(unit, rest);
        diagonal.slice(0, k, end).copy_(inverse.diagonal());
        inner.slice(0, k).slice(1, k, end).copy_(inverse);
        inner.slice(0, k, end).slice(1, k).copy_(inverse.t());
        const double left = static_cast<double>(n - end) / static_cast<double>(n);
        progress(1 - left * left * left);
    }
    inner.div_(diagonal.neg().to(torch::kFloat32));
    inner.fill_diagonal_(0);
    return weights;
}

/// What of an item's co-occurrence is kept for the sparse solution: the strongest, ascending by item.
using Links = std::vector<std::pair<std::int32_t, std::int32_t>>;

std::int32_t linkOf(const Links& links, std::int32_t item)
{
    const auto found = std::lower_bound(links.begin(), links.end(), std::pair(item, std::int32_t { 0 }));
    return found != links.end() && found->first == item ? found->second : 0;
}

/// Together at least once, whichever of the two kept it.
std::int32_t linkBetween(const std::vector<Links>& links, std::int32_t a, std::int32_t b)
{
    return std::max(linkOf(links[static_cast<std::size_t>(a)], b),
                    linkOf(links[static_cast<std::size_t>(b)], a));
}

} // namespace

EaseOptions EaseOptions::from(const ParamMap& params)
{
    EaseOptions options;
    options.lambda = params.real("lambda");
    const std::string& solution = params.text("solution");
    options.solution = solution == "exact" ? EaseSolution::Exact
        : solution == "sparse"             ? EaseSolution::Sparse
                                           : EaseSolution::Automatic;
    options.memory = params.real("memory_gb") * 1e9;
    options.neighbours = params.integer("sparse_neighbours");
    return options;
}

EaseSolution EaseOptions::solutionFor(std::int64_t itemCount) const
{
    if (solution != EaseSolution::Automatic)
        return solution;
    const double bytes = exactBytes * static_cast<double>(itemCount) * static_cast<double>(itemCount);
    return bytes <= memory ? EaseSolution::Exact : EaseSolution::Sparse;
}

Ease::Ease(const EaseOptions& options, std::int64_t itemCount)
    : LinearScorer(itemCount)
    , m_options(options)
{
}

std::string Ease::fit(const Dataset& data, const std::function<void(double fraction)>& progress,
                      std::stop_token stop)
{
    const torch::NoGradGuard noGrad;
    const TrainingMatrix matrix(data);
    if (m_options.solutionFor(itemCount()) == EaseSolution::Exact) {
        set(exact(matrix, progress, stop));
        return "exact";
    }
    set(sparse(matrix, progress, stop));
    return "sparse approximation: each item from its " + std::to_string(m_options.neighbours)
        + " most similar ones";
}

LinearWeights Ease::exact(const TrainingMatrix& matrix, const Progress& progress,
                          const std::stop_token& stop) const
{
    const auto share = [&progress](double from, double size) {
        return [&progress, from, size](double fraction) { progress(from + size * fraction); };
    };
    torch::Tensor factor = gramMatrix(matrix, m_options.lambda, share(0, 0.1), stop);
    factorise(factor, share(0.1, 0.3), stop);
    LinearWeights weights;
    weights.dense = weightsFromFactor(factor, share(0.4, 0.6), stop);
    return weights;
}

LinearWeights Ease::sparse(const TrainingMatrix& matrix, const Progress& progress,
                           const std::stop_token& stop) const
{
    const auto count = static_cast<std::size_t>(itemCount()) + 1;
    const auto neighbours = static_cast<std::size_t>(m_options.neighbours);
    // Of the co-occurrence as much as the memory bears, at least what is regressed on.
    const auto most
        = std::max(neighbours,
                   static_cast<std::size_t>(m_options.memory
                                            / (static_cast<double>(count) * sizeof(Links::value_type))));
    std::vector<Links> links(count);
    std::vector<std::vector<std::int32_t>> nearest(count);
    forItems(
        matrix, [&progress](double fraction) { progress(0.3 * fraction); }, stop,
        [&](std::int32_t item, TrainingMatrix::Together& together) {
            together.gather(item);
            std::vector<std::pair<double, std::int32_t>> order; // of falling cosine
            for (const std::int32_t other : together.items())
                if (other != item)
                    order.emplace_back(
                        -together.count(other) / std::sqrt(static_cast<double>(matrix.count(other))), other);
            std::sort(order.begin(), order.end());
            order.resize(std::min(order.size(), most));
            for (const auto& [key, other] : order) {
                if (nearest[static_cast<std::size_t>(item)].size() < neighbours)
                    nearest[static_cast<std::size_t>(item)].push_back(other);
                links[static_cast<std::size_t>(item)].emplace_back(other, together.count(other));
            }
            std::sort(links[static_cast<std::size_t>(item)].begin(),
                      links[static_cast<std::size_t>(item)].end());
        });
    std::vector<std::vector<ItemWeight>> byItem(count);
    forItems(
        matrix, [&progress](double fraction) { progress(0.3 + 0.7 * fraction); }, stop,
        [&](std::int32_t item, TrainingMatrix::Together& /*together*/) {
            const auto& others = nearest[static_cast<std::size_t>(item)];
            const auto size = static_cast<Eigen::Index>(others.size());
            Eigen::MatrixXd gram(size, size);
            Eigen::VectorXd target(size);
            for (Eigen::Index a = 0; a < size; ++a) {
                const std::int32_t first = others[static_cast<std::size_t>(a)];
                target[a] = linkBetween(links, first, item);
                gram(a, a) = static_cast<double>(matrix.count(first)) + m_options.lambda;
                for (Eigen::Index b = 0; b < a; ++b)
                    gram(a, b) = linkBetween(links, first, others[static_cast<std::size_t>(b)]);
            }
            const Eigen::VectorXd solved = gram.ldlt().solve(target);
            for (Eigen::Index a = 0; a < size; ++a)
                byItem[static_cast<std::size_t>(item)].push_back(
                    { others[static_cast<std::size_t>(a)], item, static_cast<float>(solved[a]) });
        });
    return sparseWeights(byItem);
}

} // namespace opal
