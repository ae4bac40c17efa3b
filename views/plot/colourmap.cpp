// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plot/colourmap.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace opal {

namespace {

constexpr std::size_t stopCount = 10;
constexpr std::array<unsigned, stopCount> viridis { 0x440154, 0x482878, 0x3E4989, 0x31688E, 0x26828E,
                                                    0x1F9E89, 0x35B779, 0x6ECE58, 0xB5DE2B, 0xFDE725 };
constexpr std::array<unsigned, stopCount> blues { 0x08306B, 0x084A91, 0x1764AB, 0x2E7EBC, 0x4A98C9,
                                                  0x6DAFD7, 0x94C4DF, 0xBAD6EB, 0xDCE9F6, 0xFFFFFF };
constexpr std::array<unsigned, stopCount> magma { 0x000004, 0x180F3D, 0x440F76, 0x721F81, 0x9E2F7F,
                                                  0xCD4071, 0xF1605D, 0xFD9668, 0xFECA8D, 0xFCFDBF };
constexpr std::array<unsigned, stopCount> cividis { 0x00224E, 0x123570, 0x3B496C, 0x575D6D, 0x707173,
                                                    0x8A8678, 0xA59C74, 0xC3B369, 0xE1CC55, 0xFEE838 };

int mixed(int first, int second, double part)
{
    return static_cast<int>(std::lround(first + (second - first) * part));
}

struct NamedMap
{
    const char* name;
    const std::array<unsigned, stopCount>* stops;
};

/// In the order in which they are offered.
constexpr NamedMap maps[] {
    { "blues", &blues }, { "cividis", &cividis }, { "viridis", &viridis }, { "magma", &magma }
};

const std::array<unsigned, stopCount>& stopsOf(const QString& name)
{
    for (const NamedMap& map : maps)
        if (name.startsWith(QLatin1String(map.name)))
            return *map.stops;
    return viridis;
}

} // namespace

ColourMap::ColourMap(const QString& name)
    : m_stops(stopsOf(name).data())
    , m_reversed(name.endsWith(QLatin1String("_r")))
{
}

QStringList ColourMap::names()
{
    QStringList names;
    for (const NamedMap& map : maps)
        names << QLatin1String(map.name);
    return names;
}

QRgb ColourMap::at(double fraction) const
{
    const double along = std::clamp(fraction, 0.0, 1.0);
    const double position = (m_reversed ? 1 - along : along) * (stopCount - 1);
    const auto below = std::min(static_cast<std::size_t>(position), stopCount - 2);
    const double part = position - static_cast<double>(below);
    const QRgb first = m_stops[below];
    const QRgb second = m_stops[below + 1];
    return qRgb(mixed(qRed(first), qRed(second), part), mixed(qGreen(first), qGreen(second), part),
                mixed(qBlue(first), qBlue(second), part));
}

} // namespace opal
