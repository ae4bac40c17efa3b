// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/models/modelinfo.h"

namespace opal {

class Recommender;
class Scorer;

/// THE table of models; torch-free for its readers. A new model adds one row in registry.cpp.
const std::vector<ModelInfo>& modelTable();

/// Throws Error{UnknownKey} naming the nearest model.
const ModelInfo& findModel(std::string_view name);

/// The paper's settings (WeChat-Channels, MX-TakaTak) and the quick one of the demo.
const std::vector<ParamPreset>& modelPresets(std::string_view model);

/// The parameters of a run as they were recorded, perhaps by an earlier release: what that did not know yet
/// stands at what it did. Throws as setParam() does.
ParamMap recordedParams(const ModelInfo& model, const std::map<std::string, std::string>& recorded);

/// A model with freshly initialised parameters. `itemCount` = N. Throws Error{Unsupported} for a scorer,
/// which has no steps.
std::shared_ptr<Recommender> makeModel(std::string_view name, const ParamMap& params, std::int64_t itemCount);

/// A scorer that is not fitted yet; null for a model that is trained in steps.
std::shared_ptr<Scorer> makeScorer(std::string_view name, const ParamMap& params, std::int64_t itemCount);

/// `params` with what was left to the program decided by the number of items, as a run records it: EASE's
/// `solution`.
ParamMap settledParams(std::string_view name, ParamMap params, std::int64_t itemCount);

} // namespace opal
