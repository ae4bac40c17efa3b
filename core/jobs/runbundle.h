// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include <QString>

#include "core/jobs/workspacepaths.h"
#include "core/store/runstore.h"

namespace opal {

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

/// Which checkpoints a bundle is meant to hold.
enum class BundleFiles {
    All,
    Weights, ///< not the one with the optimiser's moments: the run can be looked at, but not trained on
    None ///< record and curves alone
};

/// Writes the run's record, curves and checkpoints, each checkpoint read and compared with its checksums
/// before. The file appears complete or not at all. Returns what was left out and why, one sentence a file.
/// Throws Error{NotFound, CannotRead, CannotWrite}, Error{InvalidCheckpoint} for damaged or missing weights.
std::vector<std::string> exportRunBundle(RunStore& store, const WorkspacePaths& paths, const std::string& run,
                                         const QString& file, const BundleProgress& progress = {},
                                         BundleContent content = BundleContent::Complete,
                                         BundleFiles files = BundleFiles::All);

/// Adds the run of a bundle under a new id, which is returned; one that came before is given back from the
/// archive, and its id returned. The run is marked as imported: it keeps its name, and is trained on only if
/// the bundle holds its last checkpoint. Everything is checked before the workspace changes. Throws
/// Error{InvalidData} naming what is wrong, Error{NewerVersion, CannotRead, CannotWrite}.
std::string importRunBundle(RunStore& store, const WorkspacePaths& paths, const QString& file,
                            const BundleProgress& progress = {});

/// Record and curves of a bundle, without adding it. The id is the one that it had where it was trained.
struct BundledRun
{
    RunRecord run;
    RunCurves curves;
};

/// Throws as importRunBundle().
BundledRun readRunBundle(const QString& file);

} // namespace opal
