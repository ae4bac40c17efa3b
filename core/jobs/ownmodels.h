// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include <QString>

#include "core/jobs/job.h"
#include "core/jobs/workspacepaths.h"
#include "core/models/modelfolder.h"
#include "core/results/runrecord.h"

namespace opal {

class ParamMap;
struct ModelInfo;

// Models that people bring as TorchScript files. Such a file is a program: it is tried out in a process of
// its own with limits before a workspace takes it, and used only where the person has said that it may be.
// Who trusts what is kept for the person, not in the workspace, which may come from somebody else.

/// What trying a file out may take.
struct ProbeLimits
{
    int seconds = 60; ///< of the clock and of the processor
    int megabytes = 4096; ///< beyond what the program takes without the file
};

struct AddModelRequest
{
    QString file;
    std::string name; ///< empty: made from the file's name
    bool trust = false; ///< the person says that it may run
    ProbeLimits limits = {};
};

/// What a file says of itself, without adding it. Throws Error{InvalidArgument} unless the file is trusted,
/// and Error{InvalidData, Unsupported, NonFiniteLoss, NotFound, CannotRead} with what is wrong with it.
Job<ScriptManifest> makeCheckModelJob(AddModelRequest request);

/// The same, and copies the file into the workspace. A model of that name is replaced; runs that were made
/// with it keep theirs. Nothing is changed unless everything is well. Throws Error{CannotWrite} as well.
Job<ScriptManifest> makeAddModelJob(const WorkspacePaths& paths, AddModelRequest request);

/// The models of a workspace in alphabetical order. Throws what readManifest() throws.
std::vector<ScriptManifest> addedModels(const WorkspacePaths& paths);

/// Takes a model out of a workspace; runs that were made with it keep their copy. Throws Error{NotFound,
/// CannotWrite}.
void removeModel(const WorkspacePaths& paths, const std::string& name);

/// Copies the model `name` of the folder `from`, if it is one that was added, into the folder `to`, which is
/// made. Throws Error{CannotRead, CannotWrite}.
void copyModel(const std::string& from, const std::string& name, const std::string& to);

/// SHA-256 of a file in hexadecimal digits. Throws Error{NotFound, CannotRead}.
std::string fileChecksum(const std::string& file);

/// Whether this person has said that the file with this SHA-256 may run.
bool isTrusted(const std::string& sha256);

/// True of a run of a model that was added.
bool hasScript(const RunRecord& run);

/// Throws Error{InvalidArgument} unless the added model may run, Error{InvalidData} if it is another file
/// than its description says.
void requireUsable(const WorkspacePaths& paths, const std::string& model);

/// Sees to it that the run's folder holds the very file that the run was begun with, and that it may be used;
/// one that is missing is copied from the workspace's models if it is the same. Does nothing for other runs.
/// Throws Error{NotFound, InvalidData, InvalidArgument, CannotWrite} with what to do.
void requireScript(const WorkspacePaths& paths, const RunRecord& run);

/// The model of a run, from its own copy if it is an added one. Throws what findModel() and readManifest()
/// throw.
const ModelInfo& modelOfRun(const WorkspacePaths& paths, const RunRecord& run);

/// Tries a file out in this process, which is a child of the one that wants to know, under the limits, and
/// writes the manifest as JSON to `out`. Throws what probeScript() throws.
void probeHere(const std::string& file, const std::string& name, const ProbeLimits& limits,
               const std::string& out);

} // namespace opal
