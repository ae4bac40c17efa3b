// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include <QString>

#include "core/jobs/job.h"
#include "core/jobs/workspacepaths.h"

namespace opal {

class RunStore;

/// Writes a run bundle (runbundle.h) and returns the file.
Job<QString> makeExportBundleJob(RunStore& store, const WorkspacePaths& paths, std::string run, QString file);

/// Adds the run of a bundle to the workspace and returns its new id.
Job<std::string> makeImportBundleJob(RunStore& store, const WorkspacePaths& paths, QString file);

} // namespace opal
