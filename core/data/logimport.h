// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <limits>
#include <stop_token>

#include "core/data/importer.h"

namespace opal {

struct BuildOptions;
struct FormatSpec;

/// What the request asks of the data set, without name, preset, rule and sources.
BuildOptions buildOptions(const ImportRequest& request, const FormatSpec& spec);

inline constexpr std::int64_t kAllBytes = std::numeric_limits<std::int64_t>::max();

/// Reads all files of the request as one log: parses blocks on all cores, drops exact duplicates, applies the
/// positive rule and numbers users and items. Counts and complaints go into `report`. Progress runs from 0 to
/// `lastFraction`. Stops behind the block in which `byteLimit` bytes are reached. Throws as importDataset().
Interactions readLogs(const ImportRequest& request, const ImportProgressFunction& progress,
                      double lastFraction, ImportReport& report, const std::stop_token& stop,
                      std::int64_t byteLimit = kAllBytes);

} // namespace opal
