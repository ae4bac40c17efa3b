// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/models/modelfolder.h"
#include "core/models/modelinfo.h"

namespace opal {

class Recommender;
class Scorer;

/// THE table of models, in modeltable.cpp and without LibTorch; what makes them is in registry.cpp.
const std::vector<ModelInfo>& modelTable();

/// A model of the table, or one that was added to `folder` (core/models/modelfolder.h). The default is worked
/// out by the caller, whose plain part of the engine may be another than that of the library behind the door
/// (ARCHITECTURE.md). What is returned stays where it is. Throws Error{UnknownKey} naming the nearest model,
/// and what readManifest() throws.
const ModelInfo& findModel(std::string_view name, const std::string& folder = modelFolder());

/// The model of a manifest. Throws what readManifest() and scriptParams() throw.
const ModelInfo& findScript(const std::string& manifestFile);

/// The models of the table and then those of `folder`; a manifest that cannot be used is left out.
std::vector<const ModelInfo*> knownModels(const std::string& folder = modelFolder());

/// The paper's settings (WeChat-Channels, MX-TakaTak) and the quick one of the demo; none of an added model.
const std::vector<ParamPreset>& modelPresets(std::string_view model,
                                             const std::string& folder = modelFolder());

/// The parameters of a run as they were recorded, perhaps by an earlier release: what that did not know yet
/// stands at what it did. Throws as setParam() does.
ParamMap recordedParams(const ModelInfo& model, const std::map<std::string, std::string>& recorded);

/// A model with freshly initialised parameters. `itemCount` = N. One that is not of the table is the
/// TorchScript file `script` (core/models/scriptmodel.h). Throws Error{Unsupported} for a scorer, which has
/// no steps, and Error{UnknownKey}.
std::shared_ptr<Recommender> makeModel(std::string_view name, const ParamMap& params, std::int64_t itemCount,
                                       const std::string& script = {});

/// A scorer that is not fitted yet; null for a model that is trained in steps.
std::shared_ptr<Scorer> makeScorer(std::string_view name, const ParamMap& params, std::int64_t itemCount);

/// `params` with what was left to the program decided by the number of items, as a run records it: EASE's
/// `solution`.
ParamMap settledParams(std::string_view name, ParamMap params, std::int64_t itemCount);

} // namespace opal
