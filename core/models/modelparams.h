// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/params.h"
#include "core/models/modelfolder.h"

namespace opal {

/// The rows of the parameter table of each model but OPAL's own (sharedparams.h). Torch-free: forms show them
/// before anything is trained.

ParamSpecs mindParams();
ParamSpecs comiRecDrParams();
ParamSpecs comiRecSaParams();
ParamSpecs octopusParams();
ParamSpecs dssRecParams();
ParamSpecs re4Params();
ParamSpecs popularityParams();
ParamSpecs recentPopularityParams();
ParamSpecs itemKnnParams();
ParamSpecs easeParams();

/// The parameters of an adopted run: sizes, what its lists leave out, and where the vectors are from.
ParamSpecs externalParams();

/// The parameters of a TorchScript file: those of all baselines, with the file's own defaults and ranges for
/// them, then the file's own and its SHA-256. Throws Error{InvalidData} if a range is wider than ours.
ParamSpecs scriptParams(const ScriptManifest& manifest);

} // namespace opal
