#pragma once

#include <stop_token>

#include "core/data/importer.h"

namespace opal {

/// Reads all files of the request as one log: parses blocks on all cores, drops exact duplicates, applies the
/// positive rule and numbers users and items. Counts and complaints go into `report`. Progress runs from 0 to
/// `lastFraction`. Throws as importDataset().
Interactions readLogs(const ImportRequest& request, const ImportProgressFunction& progress,
                      double lastFraction, ImportReport& report, const std::stop_token& stop);

} // namespace opal
