// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "core/base/params.h"

namespace opal {

/// What a TorchScript file says of itself when it is tried out (probeScript()), kept as JSON beside the file,
/// so that forms, `--set` and lists know the model without running it.
struct ScriptManifest
{
    std::string name; ///< key of the model, as in `--model`
    std::string sha256; ///< of the file, 64 hexadecimal digits
    bool ownLoss = false; ///< has loss(); without it the shared sampled softmax is minimised
    bool hasCategories = false; ///< has assignments()
    ParamSpecs params = {}; ///< of parameters_table(); a key of ours gives that another default and range
};

/// Where the models that people added are: `models` of the workspace that is open; empty: nowhere. One a
/// process. Each is `NAME.pt` and `NAME.json`; a run has its own copy as `model.pt` and `model.json`.
/// Threads: any.
void setModelFolder(const std::string& folder);
std::string modelFolder();

/// Files of a model called `name` in `folder`.
std::string scriptFile(const std::string& folder, const std::string& name);
std::string manifestFile(const std::string& folder, const std::string& name);

/// The end of what is said of a file that does not keep to the contract (scriptmodel.h).
inline constexpr const char* scriptContract
    = "; resources/python/opal_model.py has the contract and a checker";

/// What a run's copy is called.
inline constexpr const char* runScript = "model";

/// True for 1 to 40 letters a-z, digits, '-' and '_' that begin with a letter.
bool isModelName(const std::string& name);

/// Names of the manifests in a folder, in alphabetical order; none if there is no folder.
std::vector<std::string> scriptNames(const std::string& folder);

std::string manifestText(const ScriptManifest& manifest);

/// Checks everything, as another program may have written it. Throws Error{InvalidData} naming `place`.
ScriptManifest parseManifest(const std::string& text, const std::string& place);

/// Throws Error{NotFound, CannotRead, InvalidData}.
ScriptManifest readManifest(const std::string& file);

/// Atomic. Throws Error{CannotWrite}.
void writeManifest(const std::string& file, const ScriptManifest& manifest);

} // namespace opal
