// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/itemgroups.h"

#include <Eigen/Core>
#include <Spectra/SymEigsSolver.h>
#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>

#include "core/base/error.h"
#include "core/base/random.h"

namespace opal {

namespace {

constexpr int mostGroups = 255;
constexpr int singularVectors = 8; ///< behind the first; as many as there are groups if those are more
constexpr int startCount = 10;
constexpr int mostRounds = 100;
constexpr std::int64_t blockPoints
    = 2048; ///< sums are taken a block at a time, so that threads do not change them

void requireGroups(int groups, std::int64_t items)
{
    if (groups < 1 || groups > mostGroups || groups > items)
        throw Error(ErrorCode::InvalidArgument,
                    "items cannot be put into " + std::to_string(groups) + " groups; ask for 1 to "
                        + std::to_string(std::min<std::int64_t>(mostGroups, items)));
}

/// Unit rows with a weight each.
struct Points
{
    std::vector<float> rows; ///< [n, dim] of length 1; a row that had no direction is zero
    std::vector<double> weights; ///< [n]
    std::int64_t count = 0;
    int dim = 0;

    const float* row(std::int64_t point) const { return rows.data() + point * dim; }
};

void bringToLengthOne(Points& points)
{
#pragma omp parallel for schedule(static)
    for (std::int64_t point = 0; point < points.count; ++point) {
        float* row = points.rows.data() + point * points.dim;
        double square = 0;
        for (int c = 0; c < points.dim; ++c)
            square += static_cast<double>(row[c]) * static_cast<double>(row[c]);
        const auto scale = square > 1e-24 ? static_cast<float>(1 / std::sqrt(square)) : 0.0F;
        for (int c = 0; c < points.dim; ++c)
            row[c] *= scale;
    }
}

/// Spherical k-means (Dhillon and Modha, 2001) from one start.
class Clustering final
{
public:
    Clustering(const Points& points, int groups, std::uint64_t start)
        : m_points(points)
        , m_groups(groups)
        , m_random(0, RandomPurpose::Analysis, start)
        , m_group(static_cast<std::size_t>(points.count), 0)
        , m_cosine(static_cast<std::size_t>(points.count), 0.0F)
    {
        seedCentroids();
        for (int round = 0; round < mostRounds && assign(); ++round)
            moveCentroids();
    }

    double quality() const { return m_quality; }

    const std::vector<std::uint8_t>& groups() const { return m_group; }

private:
    /// Further centroids are drawn with the chance of their weighted distance 1 - cosine (k-means++).
    void seedCentroids()
    {
        std::vector<double> chance = m_points.weights;
        std::vector<double> distance(chance.size(), 2.0);
        for (int group = 0; group < m_groups; ++group) {
            const float* chosen = m_points.row(drawn(chance));
            m_centroids.insert(m_centroids.end(), chosen, chosen + m_points.dim);
            for (std::int64_t point = 0; point < m_points.count; ++point) {
                const auto at = static_cast<std::size_t>(point);
                distance[at] = std::min(distance[at], 1.0 - static_cast<double>(cosine(point, group)));
                chance[at] = m_points.weights[at] * std::max(distance[at], 0.0);
            }
        }
    }

    std::int64_t drawn(const std::vector<double>& chance)
    {
        const double total = std::accumulate(chance.begin(), chance.end(), 0.0);
        double left = m_random.uniformDouble() * total;
        for (std::size_t point = 0; point < chance.size(); ++point) {
            left -= chance[point];
            if (left < 0)
                return static_cast<std::int64_t>(point);
        }
        return m_random.below(static_cast<std::uint32_t>(chance.size()));
    }

    float cosine(std::int64_t point, int group) const
    {
        const float* x = m_points.row(point);
        const float* centre = m_centroids.data() + group * m_points.dim;
        float sum = 0;
        for (int c = 0; c < m_points.dim; ++c)
            sum += x[c] * centre[c];
        return sum;
    }

    /// True if any point changed its group.
    bool assign()
    {
        std::int64_t moved = 0;
#pragma omp parallel for schedule(static) reduction(+ : moved)
        for (std::int64_t point = 0; point < m_points.count; ++point) {
            int best = 0;
            float most = cosine(point, 0);
            for (int group = 1; group < m_groups; ++group) {
                const float value = cosine(point, group);
                if (value > most) {
                    most = value;
                    best = group;
                }
            }
            const auto at = static_cast<std::size_t>(point);
            moved += m_group[at] != best || m_first ? 1 : 0;
            m_group[at] = static_cast<std::uint8_t>(best);
            m_cosine[at] = most;
        }
        m_first = false;
        m_quality = 0;
        for (std::size_t point = 0; point < m_cosine.size(); ++point)
            m_quality += m_points.weights[point] * static_cast<double>(m_cosine[point]);
        return moved > 0;
    }

    /// To the weighted mean direction of the group; an empty group keeps its place.
    void moveCentroids()
    {
        const auto size = static_cast<std::size_t>(m_groups) * static_cast<std::size_t>(m_points.dim);
        const std::int64_t blocks = (m_points.count + blockPoints - 1) / blockPoints;
        std::vector<std::vector<double>> sums(static_cast<std::size_t>(blocks));
#pragma omp parallel for schedule(static)
        for (std::int64_t block = 0; block < blocks; ++block) {
            std::vector<double>& sum = sums[static_cast<std::size_t>(block)];
            sum.assign(size, 0.0);
            const std::int64_t last = std::min((block + 1) * blockPoints, m_points.count);
            for (std::int64_t point = block * blockPoints; point < last; ++point) {
                const auto at = static_cast<std::size_t>(point);
                double* own = sum.data() + m_group[at] * m_points.dim;
                for (int c = 0; c < m_points.dim; ++c)
                    own[c] += m_points.weights[at] * static_cast<double>(m_points.row(point)[c]);
            }
        }
        std::vector<double> total(size, 0.0);
        for (const std::vector<double>& sum : sums)
            std::transform(sum.begin(), sum.end(), total.begin(), total.begin(), std::plus<>());
        for (int group = 0; group < m_groups; ++group) {
            const double* sum = total.data() + group * m_points.dim;
            const double norm = std::sqrt(std::inner_product(sum, sum + m_points.dim, sum, 0.0));
            if (norm <= 1e-12)
                continue;
            float* centre = m_centroids.data() + group * m_points.dim;
            for (int c = 0; c < m_points.dim; ++c)
                centre[c] = static_cast<float>(sum[c] / norm);
        }
    }

    const Points& m_points;
    int m_groups;
    Random m_random;
    std::vector<float> m_centroids; ///< [groups, dim]
    std::vector<std::uint8_t> m_group;
    std::vector<float> m_cosine; ///< of a point with its centroid
    double m_quality = 0; ///< weighted sum of those cosines
    bool m_first = true;
};

/// Best of several starts; the result has an entry in front for the padding row.
std::vector<std::uint8_t> clustered(const Points& points, int groups, const std::stop_token& stop)
{
    std::vector<std::uint8_t> result;
    double best = 0;
    for (int start = 0; start < startCount; ++start) {
        if (stop.stop_requested())
            throw Cancelled();
        const Clustering clustering(points, groups, static_cast<std::uint64_t>(start));
        if (!result.empty() && clustering.quality() <= best)
            continue;
        best = clustering.quality();
        result = clustering.groups();
    }
    result.insert(result.begin(), std::uint8_t { 0 });
    return result;
}

/// The non-zero places of a binary matrix, row by row.
struct Pattern
{
    std::vector<std::int64_t> offsets { 0 };
    std::vector<std::int32_t> columns;

    std::int64_t rows() const { return static_cast<std::int64_t>(offsets.size()) - 1; }

    std::span<const std::int32_t> row(std::int64_t row) const
    {
        const auto at = static_cast<std::size_t>(row);
        return std::span(columns).subspan(static_cast<std::size_t>(offsets[at]),
                                          static_cast<std::size_t>(offsets[at + 1] - offsets[at]));
    }
};

/// Which items (from 0) each user has in the training days.
Pattern usersByItems(const Dataset& data)
{
    Pattern pattern;
    for (UserIndex user = 0; user < data.userCount(); ++user) {
        const auto train = data.train(user);
        const auto first = static_cast<std::ptrdiff_t>(pattern.columns.size());
        for (const ItemIndex item : train)
            pattern.columns.push_back(item - 1);
        std::sort(pattern.columns.begin() + first, pattern.columns.end());
        pattern.columns.erase(std::unique(pattern.columns.begin() + first, pattern.columns.end()),
                              pattern.columns.end());
        pattern.offsets.push_back(static_cast<std::int64_t>(pattern.columns.size()));
    }
    return pattern;
}

Pattern transposed(const Pattern& pattern, std::int64_t columns)
{
    Pattern result;
    result.offsets.assign(static_cast<std::size_t>(columns) + 1, 0);
    for (const std::int32_t column : pattern.columns)
        ++result.offsets[static_cast<std::size_t>(column) + 1];
    std::partial_sum(result.offsets.begin(), result.offsets.end(), result.offsets.begin());
    std::vector<std::int64_t> place(result.offsets.begin(), result.offsets.end() - 1);
    result.columns.resize(pattern.columns.size());
    for (std::int64_t row = 0; row < pattern.rows(); ++row)
        for (const std::int32_t column : pattern.row(row))
            result.columns[static_cast<std::size_t>(place[static_cast<std::size_t>(column)]++)]
                = static_cast<std::int32_t>(row);
    return result;
}

/// v -> A^T A v with A = D_u^-1/2 R D_i^-1/2, in the form that Spectra asks for.
class NormalisedProduct final
{
public:
    using Scalar = double;

    NormalisedProduct(const Pattern& users, const Pattern& items)
        : m_users(users)
        , m_items(items)
        , m_userScale(scales(users))
        , m_itemScale(scales(items))
        , m_between(static_cast<std::size_t>(users.rows()))
    {
    }

    Eigen::Index rows() const { return m_items.rows(); }

    Eigen::Index cols() const { return m_items.rows(); }

    void perform_op(const double* in, double* out) const // NOLINT: the name is Spectra's
    {
        multiply(m_users, m_userScale, m_itemScale, in, m_between.data());
        multiply(m_items, m_itemScale, m_userScale, m_between.data(), out);
    }

private:
    static std::vector<double> scales(const Pattern& pattern)
    {
        std::vector<double> result(static_cast<std::size_t>(pattern.rows()));
        for (std::int64_t row = 0; row < pattern.rows(); ++row) {
            const auto degree = static_cast<double>(pattern.row(row).size());
            result[static_cast<std::size_t>(row)] = degree > 0 ? 1 / std::sqrt(degree) : 0.0;
        }
        return result;
    }

    static void multiply(const Pattern& pattern, const std::vector<double>& rowScale,
                         const std::vector<double>& columnScale, const double* in, double* out)
    {
#pragma omp parallel for schedule(static)
        for (std::int64_t row = 0; row < pattern.rows(); ++row) {
            double sum = 0;
            for (const std::int32_t column : pattern.row(row))
                sum += columnScale[static_cast<std::size_t>(column)] * in[column];
            out[row] = rowScale[static_cast<std::size_t>(row)] * sum;
        }
    }

    const Pattern& m_users;
    const Pattern& m_items;
    std::vector<double> m_userScale;
    std::vector<double> m_itemScale;
    mutable std::vector<double> m_between; ///< A v
};

/// Right singular vectors 2, 3, ... of A as coordinates of the items. Scaling a row by D_i^-1/2, as the
/// original does, changes nothing: rows are brought to length 1.
Points spectralCoordinates(const Dataset& data, int dim, const std::stop_token& stop)
{
    const Pattern users = usersByItems(data);
    const Pattern items = transposed(users, data.itemCount());
    NormalisedProduct product(users, items);
    const Eigen::Index wanted = dim + 1;
    Spectra::SymEigsSolver<NormalisedProduct> solver(product, wanted,
                                                     std::min<Eigen::Index>(items.rows(), 3 * wanted + 8));
    solver.init();
    if (stop.stop_requested())
        throw Cancelled();
    constexpr int mostRestarts = 300;
    constexpr double tolerance = 1e-7;
    solver.compute(Spectra::SortRule::LargestAlge, mostRestarts, tolerance);
    // Vectors that have not settled within the restarts separate nothing and are left out.
    const Eigen::MatrixXd vectors = solver.eigenvectors();
    Points points;
    points.count = items.rows();
    points.dim = static_cast<int>(std::max<Eigen::Index>(vectors.cols() - 1, 1));
    points.rows.assign(static_cast<std::size_t>(points.count * points.dim), 0.0F);
    for (Eigen::Index item = 0; item < vectors.rows(); ++item)
        for (Eigen::Index c = 1; c < vectors.cols(); ++c)
            points.rows[static_cast<std::size_t>(item * points.dim + c - 1)]
                = static_cast<float>(vectors(item, c));
    return points;
}

} // namespace

std::vector<std::uint8_t> spectralItemGroups(const Dataset& data, int groups, const std::stop_token& stop)
{
    const std::int64_t items = data.itemCount();
    requireGroups(groups, items);
    // The solver wants fewer vectors than items.
    const auto dim = static_cast<int>(std::min<std::int64_t>(std::max(singularVectors, groups), items - 2));
    if (groups == 1 || dim < 1)
        return std::vector<std::uint8_t>(static_cast<std::size_t>(items) + 1, 0);
    Points points = spectralCoordinates(data, dim, stop);
    bringToLengthOne(points);
    const auto popularity = data.popularity();
    points.weights.assign(popularity.begin() + 1, popularity.end());
    return clustered(points, groups, stop);
}

std::vector<std::uint8_t> sphericalItemGroups(std::span<const float> table, int dim,
                                              std::span<const std::int32_t> weight, int groups)
{
    const auto items = static_cast<std::int64_t>(weight.size()) - 1;
    if (dim < 1 || items < 1 || table.size() != weight.size() * static_cast<std::size_t>(dim))
        throw Error(ErrorCode::InvalidArgument, "item vectors and weights do not belong together");
    requireGroups(groups, items);
    Points points;
    points.count = items;
    points.dim = dim;
    points.rows.assign(table.begin() + dim, table.end());
    points.weights.assign(weight.begin() + 1, weight.end());
    bringToLengthOne(points);
    std::vector<double> mean(static_cast<std::size_t>(dim), 0.0);
    double total = 0;
    for (std::int64_t point = 0; point < items; ++point) {
        const double own = points.weights[static_cast<std::size_t>(point)];
        total += own;
        for (int c = 0; c < dim; ++c)
            mean[static_cast<std::size_t>(c)] += own * static_cast<double>(points.row(point)[c]);
    }
    for (std::int64_t point = 0; point < items && total > 0; ++point)
        for (int c = 0; c < dim; ++c)
            points.rows[static_cast<std::size_t>(point * dim + c)]
                -= static_cast<float>(mean[static_cast<std::size_t>(c)] / total);
    bringToLengthOne(points);
    return clustered(points, groups, {});
}

} // namespace opal
