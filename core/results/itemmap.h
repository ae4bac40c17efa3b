// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/notanumber.h"
#include "core/results/interestlabel.h"

namespace opal {

/// How item vectors become points of the plane.
enum class MapMethod {
    Pca, ///< the two directions of largest variance
    Neighbours, ///< items that are near in d dimensions stay near (UMAP)
    Plane ///< cosines to two hyper-categories
};

/// Stable lower-case name: "pca", "neighbours", "plane".
const char* mapMethodName(MapMethod method);
std::optional<MapMethod> mapMethodFromName(const std::string& name);

struct MapParams
{
    MapMethod method = MapMethod::Pca;
    int firstCategory = 0; ///< Plane: 0-based, along x
    int secondCategory = 1; ///< Plane: 0-based, along y
    int neighbours = 15; ///< Neighbours: of every item, 2 to 100
    int epochs = 200; ///< Neighbours: passes over the graph, 1 to 10,000
    std::uint64_t seed = 1; ///< Neighbours: the same seed gives the same points

    bool operator==(const MapParams&) const = default;

    /// The same with everything that the method does not read at its default, so that equal maps have equal
    /// parameters.
    MapParams relevant() const;
};

/// All items of a run as points.
struct ItemMap
{
    std::string run;
    MapParams params;
    std::vector<float> x; ///< [N + 1], entry 0 unused
    std::vector<float> y;
    double explainedX = notANumber; ///< Pca: share of the variance, 0 to 1
    double explainedY = notANumber;
    std::uint64_t vectorsHash = 0; ///< of the item vectors (and categories) that were projected
};

/// What is known of the items that a map shows.
struct MapItems
{
    std::string run;
    std::string runName;
    std::string model;
    std::string datasetHash;
    std::vector<std::string> ids; ///< [N + 1] original, entry 0 unused
    std::vector<std::string> titles; ///< [N + 1]; empty if the data set has none
    std::vector<std::string> covers; ///< [N + 1] below coversFolder; empty if the data set has none
    std::string coversFolder;
    std::vector<std::string> tagNames;
    std::vector<std::uint64_t> tagOffsets; ///< [N + 2] into tagIndices; empty if the data set has none
    std::vector<std::uint32_t> tagIndices; ///< into tagNames
    std::vector<std::int32_t> popularity; ///< [N + 1] training interactions
    std::vector<std::uint8_t> category; ///< [N + 1] hard hyper-category; empty if the model has none
    int categories = 0; ///< K; 0 if the model has none
    CategoryNames categoryNames;
    int dim = 0; ///< d

    std::size_t count() const { return ids.empty() ? 0 : ids.size() - 1; } ///< N

    std::span<const std::uint32_t> tagsOf(std::size_t item) const
    {
        if (tagOffsets.empty())
            return {};
        return std::span(tagIndices)
            .subspan(tagOffsets[item], static_cast<std::size_t>(tagOffsets[item + 1] - tagOffsets[item]));
    }
};

/// An item near another one.
struct ItemNeighbour
{
    std::int32_t item = 0; ///< internal id 1..N
    float cosine = 0;

    bool operator==(const ItemNeighbour&) const = default;
};

} // namespace opal
