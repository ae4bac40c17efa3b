// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/itemmap.h"

#include <array>

namespace opal {

namespace {

constexpr std::array methods { MapMethod::Pca, MapMethod::Neighbours, MapMethod::Plane };

} // namespace

const char* mapMethodName(MapMethod method)
{
    switch (method) {
    case MapMethod::Pca:
        return "pca";
    case MapMethod::Neighbours:
        return "neighbours";
    case MapMethod::Plane:
        break;
    }
    return "plane";
}

std::optional<MapMethod> mapMethodFromName(const std::string& name)
{
    for (const MapMethod method : methods)
        if (name == mapMethodName(method))
            return method;
    return {};
}

MapParams MapParams::relevant() const
{
    MapParams result;
    result.method = method;
    if (method == MapMethod::Plane) {
        result.firstCategory = firstCategory;
        result.secondCategory = secondCategory;
    } else if (method == MapMethod::Neighbours) {
        result.neighbours = neighbours;
        result.epochs = epochs;
        result.seed = seed;
    }
    return result;
}

} // namespace opal
