// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>

#include <QString>

#include "core/jobs/job.h"
#include "core/jobs/workspacepaths.h"

namespace opal {

class RunStore;

/// Writes a run bundle (runbundle.h). Result: QString, the file.
std::unique_ptr<Job> makeExportBundleJob(RunStore& store, const WorkspacePaths& paths, std::string run,
                                         QString file);

/// Adds the run of a bundle to the workspace. Result: std::string, the run's new id.
std::unique_ptr<Job> makeImportBundleJob(RunStore& store, const WorkspacePaths& paths, QString file);

} // namespace opal
