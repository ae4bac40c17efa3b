// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/results/itemmap.h"

namespace opal {

/// Name of the file in a run's folder that keeps a map, a pure function of its parameters, e.g.
/// "map-neighbours-15-200-1.opalmap".
std::string itemMapFileName(const MapParams& params);

/// Layout: the eight bytes "OPALMAP" and a zero, version (u32), length of the header (u32), JSON header, x
/// and y of items 1..N (float32), xxh3-64 over all before; little-endian. Written under a temporary name,
/// synced and renamed. Throws Error{CannotWrite}.
void writeItemMap(const std::string& file, const ItemMap& map);

/// Throws Error{NotFound, CannotRead, NewerVersion}, Error{InvalidData} for a file that is cut, changed or
/// foreign.
ItemMap readItemMap(const std::string& file);

} // namespace opal
