// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/neighbourlayout.h"

#include <algorithm>
#include <cmath>

#include "core/analysis/neighbourgraph.h"
#include "core/analysis/projection.h"
#include "core/base/error.h"
#include "core/base/random.h"
#include "core/base/vectorstate.h"

namespace opal {

namespace {

constexpr int pushedItems = 5; ///< per visit of an edge
constexpr double graphShare = 0.3; ///< of the progress
constexpr std::size_t edgesPerLook = 1 << 20; ///< between looks at the stop token
constexpr float startWidth = 10;
constexpr float startNoise = 1e-3F; ///< so that equal items can part
constexpr float largestStep = 4;

/// Closeness 1 / (1 + a r^2b): the curve for a least distance of 0.1 between points.
constexpr float curveA = 1.577F;
constexpr float curveB = 0.8951F;

class Layout final
{
public:
    Layout(ItemMap& map, std::vector<NeighbourEdge> edges)
        : m_map(map)
        , m_edges(std::move(edges))
        , m_items(static_cast<std::uint32_t>(map.x.size() - 1))
    {
        float most = 0;
        for (const NeighbourEdge& edge : m_edges)
            most = std::max(most, edge.weight);
        for (NeighbourEdge& edge : m_edges)
            edge.weight /= std::max(most, 1e-6F);
    }

    void pass(int epoch, int epochs, const std::stop_token& stop)
    {
        clearUpperHalves();
        const float rate = 1.0F - static_cast<float>(epoch) / static_cast<float>(epochs);
        Random random(m_map.params.seed, RandomPurpose::Analysis, static_cast<std::uint64_t>(epoch));
        for (std::size_t at = 0; at < m_edges.size(); ++at) {
            if (at % edgesPerLook == 0 && stop.stop_requested())
                throw Cancelled();
            const NeighbourEdge& edge = m_edges[at];
            const auto weight = static_cast<double>(edge.weight);
            const auto before = static_cast<std::int64_t>(epoch * weight);
            if (static_cast<std::int64_t>((epoch + 1) * weight) <= before)
                continue;
            attract(edge.from + 1, edge.to + 1, rate);
            // The ends take turns to be pushed away.
            const std::size_t pushed = (before % 2 == 0 ? edge.from : edge.to) + 1;
            for (int i = 0; i < pushedItems; ++i)
                repel(pushed, 1 + random.below(m_items), rate);
        }
    }

private:
    static float clip(float value) { return std::clamp(value, -largestStep, largestStep); }

    void attract(std::size_t one, std::size_t other, float rate)
    {
        const float dx = m_map.x[one] - m_map.x[other];
        const float dy = m_map.y[one] - m_map.y[other];
        const float squared = dx * dx + dy * dy;
        if (squared <= 0)
            return;
        const float power = std::pow(squared, curveB);
        const float pull = -2 * curveA * curveB * power / squared / (1 + curveA * power);
        const float stepX = clip(pull * dx) * rate;
        const float stepY = clip(pull * dy) * rate;
        m_map.x[one] += stepX;
        m_map.y[one] += stepY;
        m_map.x[other] -= stepX;
        m_map.y[other] -= stepY;
    }

    void repel(std::size_t one, std::size_t other, float rate)
    {
        if (one == other)
            return;
        const float dx = m_map.x[one] - m_map.x[other];
        const float dy = m_map.y[one] - m_map.y[other];
        const float squared = dx * dx + dy * dy;
        const float push = 2 * curveB / ((0.001F + squared) * (1 + curveA * std::pow(squared, curveB)));
        m_map.x[one] += clip(push * dx) * rate;
        m_map.y[one] += clip(push * dy) * rate;
    }

    ItemMap& m_map;
    std::vector<NeighbourEdge> m_edges;
    std::uint32_t m_items; ///< N
};

void startLayout(ItemMap& map)
{
    float widest = 1e-12F;
    for (const auto* values : { &map.x, &map.y })
        for (const float value : *values)
            widest = std::max(widest, std::abs(value));
    // A stream that no epoch has.
    Random random(map.params.seed, RandomPurpose::Analysis, std::uint64_t { 1 } << 40);
    for (std::size_t item = 1; item < map.x.size(); ++item) {
        map.x[item] = map.x[item] / widest * startWidth + (random.uniform() - 0.5F) * startNoise;
        map.y[item] = map.y[item] / widest * startWidth + (random.uniform() - 0.5F) * startNoise;
    }
}

void centre(std::vector<float>& values)
{
    double sum = 0;
    for (std::size_t item = 1; item < values.size(); ++item)
        sum += static_cast<double>(values[item]);
    const auto mean = static_cast<float>(sum / static_cast<double>(values.size() - 1));
    for (std::size_t item = 1; item < values.size(); ++item)
        values[item] -= mean;
}

} // namespace

void neighbourLayout(const ProjectionInput& input, ItemMap& map, const std::function<void(double)>& progress,
                     const std::stop_token& stop)
{
    const auto report = [&progress](double fraction) {
        if (progress)
            progress(fraction);
    };
    startLayout(map);
    auto edges = neighbourGraph(
        unitItemRows(input.items, input.dim), input.dim, map.params.neighbours,
        [&report](double fraction) { report(graphShare * fraction); }, stop);
    Layout layout(map, std::move(edges));
    for (int epoch = 0; epoch < map.params.epochs; ++epoch) {
        layout.pass(epoch, map.params.epochs, stop);
        report(graphShare + (1 - graphShare) * (epoch + 1) / map.params.epochs);
    }
    centre(map.x);
    centre(map.y);
}

} // namespace opal
