// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/base/params.h"
#include "core/models/modelfolder.h"

namespace opal {

/// Loads a TorchScript file and tries out everything that the contract (core/models/scriptmodel.h) knows, at
/// two sets of small sizes. It runs the file, which may loop for ever or take all memory: for a process of
/// its own (core/jobs/ownmodels.h). `name` and `sha256` go into the manifest. Throws Error{NotFound,
/// InvalidData, Unsupported, NonFiniteLoss} naming what the file does that the contract does not allow.
ScriptManifest probeScript(const std::string& file, const std::string& name, const std::string& sha256);

/// Makes LibTorch take what it needs whatever it runs, threads among it. For before a limit on memory.
void prepareScripts();

} // namespace opal
