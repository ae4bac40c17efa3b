// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>

#include "core/data/dataset.h"

namespace opal {

/// Writes `data` to a temporary file beside `path`, syncs it and renames it. Throws Error{CannotWrite};
/// nothing half-written stays.
void saveDataset(const Dataset& data, const std::string& path);

/// Maps a data-set file. Checks magic, version, sizes, section bounds, index ranges and the xxh3 hash.
/// Throws Error{NotFound, CannotRead, InvalidData, NewerVersion}.
std::shared_ptr<const Dataset> openDataset(const std::string& path);

/// Only the card, without mapping the sequences. Throws as openDataset().
DatasetSummary readDatasetSummary(const std::string& path);

} // namespace opal
