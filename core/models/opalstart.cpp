// SPDX-License-Identifier: GPL-3.0-or-later
#include <Eigen/Core>
#include <Eigen/SVD>
#include <algorithm>

#include "core/base/error.h"
#include "core/models/opal.h"

/// OPAL's coherent start. Why: with random categories and items every topic is spread evenly over all
/// categories, and nothing in the loss breaks that symmetry.
namespace opal {

namespace {

using RowMatrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// Weighted mean directions [K, d] of the groups in a table of unit rows whose common mean is taken away.
RowMatrix groupDirections(const RowMatrix& items, std::span<const std::uint8_t> group,
                          std::span<const std::int32_t> weight, int groups)
{
    RowMatrix sums = RowMatrix::Zero(groups, items.cols());
    Eigen::VectorXd mass = Eigen::VectorXd::Zero(groups);
    for (Eigen::Index item = 1; item < items.rows(); ++item) {
        const auto at = static_cast<std::size_t>(item);
        sums.row(group[at]) += weight[at] * items.row(item);
        mass[group[at]] += weight[at];
    }
    const Eigen::RowVectorXd mean = sums.colwise().sum() / std::max(mass.sum(), 1.0);
    RowMatrix directions = sums - mass * mean;
    for (Eigen::Index row = 0; row < directions.rows(); ++row)
        if (const double norm = directions.row(row).norm(); norm > 1e-9)
            directions.row(row) /= norm;
    return directions;
}

/// The orthonormal rows nearest to `rows` [K, d], K <= d: U V^T of their singular value decomposition.
RowMatrix nearestOrthonormal(const RowMatrix& rows)
{
    const Eigen::JacobiSVD<Eigen::MatrixXd> svd(rows, Eigen::ComputeThinU | Eigen::ComputeThinV);
    return svd.matrixU() * svd.matrixV().transpose();
}

} // namespace

void Opal::startFromGroups(std::span<const std::uint8_t> group, std::span<const std::int32_t> weight)
{
    const auto rows = static_cast<std::size_t>(itemCount()) + 1;
    const bool known
        = std::all_of(group.begin(), group.end(), [this](std::uint8_t one) { return one < interestCount(); });
    if (group.size() != rows || weight.size() != rows || !known)
        throw Error(ErrorCode::InvalidArgument,
                    "groups and weights are not of the model's items and categories");
    const torch::NoGradGuard noGrad;
    const torch::Tensor table = m_items.to(torch::kCPU, torch::kFloat64).contiguous();
    RowMatrix items = Eigen::Map<const RowMatrix>(table.data_ptr<double>(), table.size(0), table.size(1));
    const RowMatrix categories = nearestOrthonormal(groupDirections(items, group, weight, interestCount()));
    for (Eigen::Index item = 1; item < items.rows(); ++item) {
        auto row = items.row(item);
        row -= (row * categories.transpose()) * categories;
        row /= std::max(row.norm(), 1e-12);
        row += m_options.groupPull * categories.row(group[static_cast<std::size_t>(item)]);
        row /= row.norm();
    }
    const auto assign = [](const RowMatrix& values, torch::Tensor target) {
        const torch::Tensor made = torch::from_blob(const_cast<double*>(values.data()), // NOLINT: copied from
                                                    { values.rows(), values.cols() }, torch::kFloat64);
        target.copy_(made);
    };
    assign(items, m_items);
    assign(categories, m_categories);
    project();
}

} // namespace opal
