// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/neighbourgraph.h"

#include <algorithm>
#include <cmath>
#include <memory>

#include <faiss/IndexFlat.h>
#include <faiss/IndexIVFFlat.h>

#include "core/base/error.h"
#include "core/base/vectorstate.h"
#include "core/retrieval/faissid.h"

namespace opal {

namespace {

using Id = FaissId;

constexpr std::size_t exactUpTo = 20000;
constexpr std::size_t searchBlock = 4096;
constexpr std::size_t probedLists = 16;
constexpr int clusteringRounds = 8;
constexpr int clusteringRows = 50; ///< a list

/// Rows of largest inner product. Not an HNSW index: several threads that build one do not build the same.
class NeighbourSearch final
{
public:
    NeighbourSearch(std::span<const float> rows, int dim)
        : m_rows(rows)
        , m_dim(static_cast<std::size_t>(dim))
        , m_flat(dim)
    {
        const auto rowCount = static_cast<Id>(count());
        if (count() <= exactUpTo) {
            m_flat.add(rowCount, rows.data());
            return;
        }
        const auto lists = static_cast<std::size_t>(4 * std::sqrt(static_cast<double>(count())));
        m_lists = std::make_unique<faiss::IndexIVFFlat>(&m_flat, m_dim, lists, faiss::METRIC_INNER_PRODUCT);
        m_lists->nprobe = probedLists;
        m_lists->cp.niter = clusteringRounds;
        m_lists->cp.min_points_per_centroid = 1;
        m_lists->cp.max_points_per_centroid = clusteringRows;
        m_lists->train(rowCount, rows.data());
        m_lists->add(rowCount, rows.data());
    }

    std::size_t count() const { return m_rows.size() / m_dim; }

    /// For a block of rows from `first` on, [rows of the block, k] each; -1 where there are fewer. A row is
    /// among its own neighbours. Returns how many rows the block has.
    std::size_t search(std::size_t first, std::size_t k, std::vector<float>& cosines,
                       std::vector<Id>& items) const
    {
        const std::size_t block = std::min(searchBlock, count() - first);
        cosines.resize(block * k);
        items.resize(block * k);
        const faiss::Index& index = m_lists ? static_cast<const faiss::Index&>(*m_lists) : m_flat;
        index.search(static_cast<Id>(block), m_rows.data() + first * m_dim, static_cast<Id>(k),
                     cosines.data(), items.data());
        return block;
    }

private:
    std::span<const float> m_rows;
    std::size_t m_dim;
    faiss::IndexFlatIP m_flat; ///< all rows, or the centres of the lists
    std::unique_ptr<faiss::IndexIVFFlat> m_lists;
};

/// Turns the distances in `weight` into memberships.
void weighNeighbours(std::span<NeighbourEdge> edges)
{
    if (edges.empty())
        return;
    float nearest = edges.front().weight;
    for (const NeighbourEdge& edge : edges)
        nearest = std::min(nearest, edge.weight);
    const double wanted = std::max(1.0, std::log2(static_cast<double>(edges.size())));
    double low = 0;
    double high = 1e3;
    double scale = 0.1;
    for (int round = 0; round < 48; ++round) {
        double sum = 0;
        for (const NeighbourEdge& edge : edges)
            sum += std::exp(-static_cast<double>(edge.weight - nearest) / scale);
        if (std::abs(sum - wanted) < 1e-4)
            break;
        (sum > wanted ? high : low) = scale;
        scale = high > 999 ? scale * 4 : (low + high) / 2;
    }
    for (NeighbourEdge& edge : edges)
        edge.weight = static_cast<float>(
            std::exp(-static_cast<double>(edge.weight - nearest) / std::max(scale, 1e-6)));
}

std::vector<NeighbourEdge> joinDirections(std::vector<NeighbourEdge> edges)
{
    for (NeighbourEdge& edge : edges)
        if (edge.from > edge.to)
            std::swap(edge.from, edge.to);
    std::sort(edges.begin(), edges.end(), [](const NeighbourEdge& a, const NeighbourEdge& b) {
        return a.from != b.from ? a.from < b.from : a.to != b.to ? a.to < b.to : a.weight > b.weight;
    });
    std::vector<NeighbourEdge> joined;
    for (const NeighbourEdge& edge : edges) {
        if (!joined.empty() && joined.back().from == edge.from && joined.back().to == edge.to)
            joined.back().weight += edge.weight - joined.back().weight * edge.weight;
        else
            joined.push_back(edge);
    }
    return joined;
}

} // namespace

std::vector<NeighbourEdge> neighbourGraph(std::span<const float> rows, int dim, int neighbours,
                                          const std::function<void(double)>& progress,
                                          const std::stop_token& stop)
{
    const NeighbourSearch search(rows, dim);
    const std::size_t k = std::min(static_cast<std::size_t>(neighbours) + 1, search.count());
    std::vector<NeighbourEdge> edges;
    edges.reserve(search.count() * k);
    std::vector<float> cosines;
    std::vector<Id> items;
    for (std::size_t first = 0; first < search.count();) {
        if (stop.stop_requested())
            throw Cancelled();
        const std::size_t block = search.search(first, k, cosines, items);
        clearUpperHalves();
        for (std::size_t row = 0; row < block; ++row) {
            const std::size_t begin = edges.size();
            for (std::size_t i = row * k; i < (row + 1) * k; ++i) {
                if (items[i] < 0 || items[i] == static_cast<Id>(first + row))
                    continue;
                edges.push_back({ static_cast<std::uint32_t>(first + row),
                                  static_cast<std::uint32_t>(items[i]), std::max(0.0F, 1 - cosines[i]) });
            }
            weighNeighbours(std::span(edges).subspan(begin));
        }
        first += block;
        if (progress)
            progress(static_cast<double>(first) / static_cast<double>(search.count()));
    }
    return joinDirections(std::move(edges));
}

} // namespace opal
