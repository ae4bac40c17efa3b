// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include <QString>

#include "core/jobs/workspacepaths.h"

namespace opal {

class RunStore;

/// A run in one file, to move it between workspaces and machines.
///
/// Layout: the 8 bytes "OPALRUN1"; the length of the manifest as a little-endian 64-bit number; the manifest
/// (JSON: the run's record, its curves and the list of files with size and SHA-256); the files back to back
/// in the manifest's order.

/// Told after every block, in bytes; what it throws ends the work and leaves nothing behind.
using BundleProgress = std::function<void(std::int64_t done, std::int64_t total)>;

/// What a bundle may lack.
enum class BundleContent {
    Complete, ///< damaged or missing weights are an error
    Incomplete ///< they are left out
};

/// Writes the run's record, curves and checkpoints, each checkpoint read and compared with its checksums
/// before. The file appears complete or not at all. Returns what was left out and why, one sentence a file.
/// Throws Error{NotFound, CannotRead, CannotWrite}, Error{InvalidCheckpoint} for damaged or missing weights.
std::vector<std::string> exportRunBundle(RunStore& store, const WorkspacePaths& paths, const std::string& run,
                                         const QString& file, const BundleProgress& progress = {},
                                         BundleContent content = BundleContent::Complete);

/// Adds the run of a bundle under a new id, which is returned. The run is marked as imported: it can be
/// looked at, tagged and annotated, but neither renamed nor resumed. Everything is checked before the
/// workspace changes. Throws Error{InvalidData} naming what is wrong, Error{NewerVersion, CannotRead,
/// CannotWrite}.
std::string importRunBundle(RunStore& store, const WorkspacePaths& paths, const QString& file,
                            const BundleProgress& progress = {});

} // namespace opal
