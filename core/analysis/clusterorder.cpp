// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/clusterorder.h"

#include <algorithm>
#include <limits>
#include <numeric>

#include "core/base/error.h"

namespace opal {

namespace {

/// Similarities between the clusters there are, each known by its smallest member.
class Clusters final
{
public:
    Clusters(std::span<const double> similarity, std::size_t size)
        : m_size(size)
        , m_similarity(similarity.begin(), similarity.end())
        , m_members(size, 1)
    {
    }

    bool exists(std::size_t cluster) const { return m_members[cluster] > 0; }

    double between(std::size_t a, std::size_t b) const { return m_similarity[a * m_size + b]; }

    /// The most similar other cluster; of several `preferred`, then the smallest.
    std::size_t nearest(std::size_t cluster, std::size_t preferred) const
    {
        std::size_t best = preferred;
        double highest
            = preferred < m_size ? between(cluster, preferred) : -std::numeric_limits<double>::infinity();
        for (std::size_t other = 0; other < m_size; ++other)
            if (other != cluster && exists(other) && (best >= m_size || between(cluster, other) > highest)) {
                best = other;
                highest = between(cluster, other);
            }
        return best;
    }

    void merge(std::size_t kept, std::size_t gone)
    {
        const auto own = static_cast<double>(m_members[kept]);
        const auto added = static_cast<double>(m_members[gone]);
        m_members[kept] += m_members[gone];
        m_members[gone] = 0;
        for (std::size_t other = 0; other < m_size; ++other)
            if (other != kept && exists(other)) {
                const double mean
                    = (own * between(kept, other) + added * between(gone, other)) / (own + added);
                m_similarity[kept * m_size + other] = m_similarity[other * m_size + kept] = mean;
            }
    }

private:
    std::size_t m_size;
    std::vector<double> m_similarity;
    std::vector<std::size_t> m_members; ///< 0: part of another cluster
};

void requireSquare(std::span<const double> similarity, std::size_t size)
{
    if (similarity.size() != size * size)
        throw Error(ErrorCode::InvalidArgument,
                    "a cluster order needs one similarity for every pair of things");
}

} // namespace

std::vector<ClusterMerge> averageLinkage(std::span<const double> similarity, std::size_t size)
{
    requireSquare(similarity, size);
    Clusters clusters(similarity, size);
    std::vector<ClusterMerge> merges;
    std::vector<std::size_t> chain;
    // Chain of nearest neighbours (Murtagh 1983): two that are each other's nearest are merged in any order
    // of the tree, because a mean never comes nearer than its parts.
    while (merges.size() + 1 < size) {
        if (chain.empty()) {
            std::size_t first = 0;
            while (!clusters.exists(first))
                ++first;
            chain.push_back(first);
        }
        const std::size_t top = chain.back();
        const std::size_t before = chain.size() > 1 ? chain[chain.size() - 2] : size;
        const std::size_t next = clusters.nearest(top, before);
        if (next != before) {
            chain.push_back(next);
            continue;
        }
        merges.push_back({ std::min(top, next), std::max(top, next), clusters.between(top, next) });
        clusters.merge(merges.back().first, merges.back().second);
        chain.resize(chain.size() - 2);
    }
    // A parent is never more similar than its children but for rounding; the stable sort keeps those in
    // place.
    std::stable_sort(merges.begin(), merges.end(), [](const ClusterMerge& a, const ClusterMerge& b) {
        return a.similarity > b.similarity;
    });
    return merges;
}

std::vector<std::size_t> clusterOrder(std::span<const double> similarity, std::size_t size)
{
    const std::vector<ClusterMerge> merges = averageLinkage(similarity, size);
    std::vector<std::vector<std::size_t>> leaves(size);
    std::vector<std::size_t> owner(size); // of the leaf: the key of its list, whichever member merges name
    for (std::size_t leaf = 0; leaf < size; ++leaf) {
        leaves[leaf] = { leaf };
        owner[leaf] = leaf;
    }
    for (const ClusterMerge& merge : merges) {
        std::vector<std::size_t>& left = leaves[owner[merge.first]];
        std::vector<std::size_t>& right = leaves[owner[merge.second]];
        const auto alike = [&](std::size_t a, std::size_t b) { return similarity[a * size + b]; };
        double best = alike(left.back(), right.front());
        int turn = 0; // bit 0: the left one, bit 1: the right one
        for (int other = 1; other < 4; ++other) {
            const double value = alike((other & 1) != 0 ? left.front() : left.back(),
                                       (other & 2) != 0 ? right.back() : right.front());
            if (value > best) {
                best = value;
                turn = other;
            }
        }
        if ((turn & 1) != 0)
            std::reverse(left.begin(), left.end());
        if ((turn & 2) != 0)
            std::reverse(right.begin(), right.end());
        for (const std::size_t leaf : right)
            owner[leaf] = owner[merge.first];
        left.insert(left.end(), right.begin(), right.end());
        right.clear();
    }
    return size == 0 ? std::vector<std::size_t>() : leaves[owner[0]];
}

} // namespace opal
